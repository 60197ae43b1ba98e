with boarded as (
    select
        month,
        ars_id,
        stop_name,
        clock_hour,
        cast(sum(boardings_cnt) as bigint) as boardings_cnt,
        cast(sum(alightings_cnt) as bigint) as alightings_cnt,
        cast(count(distinct route_no) as integer) as routes_cnt,
        string_agg(distinct route_no, ', ' order by route_no) as routes
    from {{ ref('fct_bus_stop_month') }}
    where route_no like 'N%' and clock_hour between 0 and 4
    group by month, ars_id, stop_name, clock_hour
)

select
    boarded.month,
    boarded.ars_id,
    boarded.stop_name,
    boarded.clock_hour,
    boarded.boardings_cnt,
    boarded.alightings_cnt,
    boarded.routes_cnt,
    boarded.routes,
    place.latitude,
    place.longitude,
    place.hex_id
from boarded
left join {{ ref('mart_transit__stop_location') }} as place
    on
        boarded.month = place.month
        and boarded.ars_id is not distinct from place.ars_id
        and boarded.stop_name = place.stop_name
order by boarded.month, boarded.ars_id, boarded.stop_name, boarded.clock_hour
