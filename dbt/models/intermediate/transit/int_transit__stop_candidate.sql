-- A number alone does not name a place: neighbouring cities number apart, and a number may be given to another stop. So
-- besides the number either the name agrees, or the same stop bore the number before and after the month, or a route
-- that was boarded there passes the number in its sequence. Without a known number, the name must stand in such a
-- sequence.
with boarded as (
    select * from {{ ref('int_transit__boarded_stop') }}
),

listed as (
    select *
    from {{ ref('int_transit__bus_stop') }}
    where latitude is not null
),

ridden as (
    select distinct
        month,
        ars_id,
        stop_name,
        route_no
    from {{ ref('fct_bus_stop_month') }}
),

served as (
    select distinct
        route_no,
        ars_id,
        stop_id,
        {{ name_key('stop_name') }} as name_key
    from {{ ref('stg_network__pattern_stop') }}
),

same_number as (
    select
        boarded.month,
        boarded.ars_id,
        boarded.stop_name,
        boarded.mid_month,
        listed.listed_on,
        listed.inventory,
        listed.stop_id,
        listed.latitude,
        listed.longitude,
        listed.hex_id,
        coalesce(boarded.name_key = listed.name_key, false) as is_same_name
    from boarded
    inner join listed on boarded.ars_id = listed.ars_id
),

lasting as (
    select
        month,
        ars_id,
        stop_name,
        stop_id
    from same_number
    group by month, ars_id, stop_name, stop_id
    having min(listed_on) <= min(mid_month) and max(listed_on) > max(mid_month)
),

on_route as (
    select distinct
        ridden.month,
        ridden.ars_id,
        ridden.stop_name,
        served.stop_id
    from ridden
    inner join served on ridden.route_no = served.route_no and ridden.ars_id = served.ars_id
),

named_on_route as (
    select distinct
        boarded.month,
        boarded.ars_id,
        boarded.stop_name,
        boarded.mid_month,
        served.stop_id
    from boarded
    inner join ridden
        on
            boarded.month = ridden.month
            and boarded.ars_id is not distinct from ridden.ars_id
            and boarded.stop_name = ridden.stop_name
    inner join served on ridden.route_no = served.route_no and boarded.name_key = served.name_key
),

by_number as (
    select
        same_number.month,
        same_number.ars_id,
        same_number.stop_name,
        same_number.mid_month,
        same_number.listed_on,
        same_number.inventory,
        same_number.stop_id,
        same_number.latitude,
        same_number.longitude,
        same_number.hex_id,
        case
            when same_number.is_same_name then 'ars_and_name'
            when lasting.stop_id is not null then 'ars_before_and_after'
            when on_route.stop_id is not null then 'ars_and_route'
            else 'ars_alone'
        end as found_by
    from same_number
    left join lasting
        on
            same_number.month = lasting.month
            and same_number.ars_id = lasting.ars_id
            and same_number.stop_name = lasting.stop_name
            and same_number.stop_id = lasting.stop_id
    left join on_route
        on
            same_number.month = on_route.month
            and same_number.ars_id = on_route.ars_id
            and same_number.stop_name = on_route.stop_name
            and same_number.stop_id = on_route.stop_id
)

select
    month,
    ars_id,
    stop_name,
    mid_month,
    found_by,
    listed_on,
    inventory,
    stop_id,
    latitude,
    longitude,
    hex_id
from by_number
union all
select
    named_on_route.month,
    named_on_route.ars_id,
    named_on_route.stop_name,
    named_on_route.mid_month,
    'route_and_name' as found_by,
    listed.listed_on,
    listed.inventory,
    listed.stop_id,
    listed.latitude,
    listed.longitude,
    listed.hex_id
from named_on_route
inner join listed on named_on_route.stop_id = listed.stop_id
