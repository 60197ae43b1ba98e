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
order by month, ars_id, stop_name, clock_hour
