with of_months as (
    select
        'month_files' as source,
        month as period,
        month,
        cast(null as date) as service_date,
        route_id,
        route_no,
        pattern_id,
        section_seq,
        from_stop_id,
        from_stop_name,
        to_stop_id,
        to_stop_name,
        section_m,
        case
            when clock_hour < {{ var('service_day_start_hour') }} then clock_hour + 24 else clock_hour
        end as hour,
        load_cnt,
        days_cnt,
        buses_per_hour,
        load_per_bus,
        false as is_hidden
    from {{ ref('stg_squirrel__section_load_month') }}
),

of_taps as (
    select
        'taps' as source,
        cast(load.service_date as varchar) as period,
        strftime(load.service_date, '%Y-%m') as month,
        load.service_date,
        load.route_id,
        route.route_no,
        load.pattern_id,
        load.section_seq,
        load.from_stop_id,
        from_stop.stop_name as from_stop_name,
        load.to_stop_id,
        to_stop.stop_name as to_stop_name,
        load.section_m,
        load.hour,
        cast(load.load_cnt as double) as load_cnt,
        1 as days_cnt,
        cast(load.buses_cnt as double) as buses_per_hour,
        load.load_cnt / nullif(load.buses_cnt, 0) as load_per_bus,
        load.is_hidden
    from {{ ref('stg_squirrel__section_load_hour') }} as load
    left join {{ ref('int_squirrel__route') }} as route on load.route_id = route.route_id
    left join {{ ref('int_squirrel__pattern_stop') }} as from_stop
        on
            load.route_id = from_stop.route_id
            and load.pattern_id = from_stop.pattern_id
            and load.section_seq = from_stop.place
    left join {{ ref('int_squirrel__pattern_stop') }} as to_stop
        on
            load.route_id = to_stop.route_id
            and load.pattern_id = to_stop.pattern_id
            and load.section_seq + 1 = to_stop.place
),

loads as (
    select * from of_months
    union all by name
    select * from of_taps
),

seated as (
    select
        loads.*,
        {{ seats('route.route_type') }} as seats_cnt
    from loads
    left join {{ ref('int_squirrel__route') }} as route on loads.route_id = route.route_id
)

select
    source,
    period,
    month,
    service_date,
    route_id,
    route_no,
    pattern_id,
    section_seq,
    from_stop_id,
    from_stop_name,
    to_stop_id,
    to_stop_name,
    section_m,
    hour,
    {{ clock_hour('hour') }} as clock_hour,
    load_cnt,
    days_cnt,
    buses_per_hour,
    load_per_bus,
    seats_cnt,
    {{ crowding('load_per_bus', 'seats_cnt') }} as crowding,
    is_hidden
from seated
order by source, period, route_no, pattern_id, section_seq, hour
