-- The newest list of routes and the newest month of ridership are seldom of one day: what one alone knows is kept.
with night_boarding as (
    select
        boarding.*,
        place.is_located
    from {{ ref('fct_bus_stop_month') }} as boarding
    left join {{ ref('mart_transit__stop_location') }} as place
        on
            boarding.month = place.month
            and boarding.ars_id is not distinct from place.ars_id
            and boarding.stop_name = place.stop_name
    where boarding.route_no like 'N%' and boarding.clock_hour between 0 and 4
),

boarded as (
    select
        route_no,
        month,
        cast(sum(boardings_cnt) as bigint) as boardings_cnt,
        cast(sum(alightings_cnt) as bigint) as alightings_cnt,
        sum(boardings_cnt) / day(last_day(cast(month || '-01' as date))) as boardings_per_night,
        cast(count(distinct row(ars_id, stop_name)) filter (boardings_cnt > 0) as integer) as boarded_stops_cnt,
        100.0 * coalesce(sum(boardings_cnt) filter (is_located), 0) / nullif(sum(boardings_cnt), 0) as located_pct
    from night_boarding
    where month = (select max(newest.month) from {{ ref('fct_bus_stop_month') }} as newest)
    group by route_no, month
),

busiest as (
    select
        route_no,
        month,
        clock_hour as busiest_clock_hour,
        sum(boardings_cnt) as boardings_of_hour
    from night_boarding
    group by route_no, month, clock_hour
    qualify row_number() over (partition by route_no, month order by boardings_of_hour desc, clock_hour asc) = 1
),

listed as (
    select *
    from {{ ref('dim_route') }}
    where is_current and is_night
    qualify row_number() over (partition by route_no order by valid_from desc, inventory asc, route_id asc) = 1
),

pattern as (
    select *
    from {{ ref('dim_pattern') }}
    where is_current
    qualify row_number() over (
        partition by inventory, route_id
        order by trips_cnt desc nulls last, valid_from desc, pattern_id asc
    ) = 1
)

select
    coalesce(listed.route_no, boarded.route_no) as route_no,
    case
        when boarded.route_no is null then 'listed_only'
        when listed.route_no is null then 'boarded_only'
        else 'listed_and_boarded'
    end as service_status,
    listed.route_id,
    listed.valid_from as listed_since,
    listed.operator_name,
    listed.from_stop_name,
    listed.to_stop_name,
    listed.first_departure_s,
    listed.last_departure_s,
    listed.weekday_headway_min,
    pattern.stops_cnt,
    coalesce(pattern.length_km, listed.stated_length_km) as length_km,
    boarded.month,
    boarded.boardings_cnt,
    boarded.alightings_cnt,
    round(boarded.boardings_per_night, 1) as boardings_per_night,
    busiest.busiest_clock_hour,
    boarded.boarded_stops_cnt,
    round(boarded.located_pct, 2) as located_pct
from listed
full join boarded on listed.route_no = boarded.route_no
left join busiest on boarded.route_no = busiest.route_no and boarded.month = busiest.month
left join pattern on listed.inventory = pattern.inventory and listed.route_id = pattern.route_id
order by route_no
