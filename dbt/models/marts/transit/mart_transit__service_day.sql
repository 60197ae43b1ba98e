with route_day as (
    select
        service_date,
        inventory,
        valid_from,
        route_id,
        cast(sum(trips_cnt) as bigint) as trips_cnt,
        cast(sum(headway_trips_cnt) as bigint) as headway_trips_cnt,
        cast(sum(departures_cnt) as bigint) as departures_cnt,
        cast(sum(departures_past_midnight_cnt) as bigint) as departures_past_midnight_cnt,
        cast(sum(departures_before_cut_cnt) as bigint) as departures_before_cut_cnt,
        min(first_departure_s) as first_departure_s,
        max(last_departure_s) as last_departure_s
    from {{ ref('int_timetable__service_route_day') }}
    group by service_date, inventory, valid_from, route_id
)

select
    route_day.service_date,
    isodow(route_day.service_date) as weekday,
    route_day.inventory,
    route_day.valid_from,
    route_day.route_id,
    route.route_no,
    route.route_name,
    route_day.trips_cnt,
    route_day.headway_trips_cnt,
    route_day.departures_cnt,
    route_day.departures_past_midnight_cnt,
    route_day.departures_before_cut_cnt,
    route_day.first_departure_s,
    route_day.last_departure_s
from route_day
left join {{ ref('stg_network__route') }} as route
    on
        route_day.valid_from = route.valid_from
        and route_day.inventory = route.inventory
        and route_day.route_id = route.route_id
order by route_day.service_date, route_day.inventory, route_day.route_id
