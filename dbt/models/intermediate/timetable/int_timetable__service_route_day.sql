select
    running.service_date,
    running.inventory,
    running.valid_from,
    running.service_id,
    service_route.route_id,
    service_route.trips_cnt,
    service_route.headway_trips_cnt,
    service_route.departures_cnt,
    service_route.departures_past_midnight_cnt,
    service_route.departures_before_cut_cnt,
    service_route.first_departure_s,
    service_route.last_departure_s
from {{ ref('int_timetable__running_service') }} as running
inner join {{ ref('int_timetable__service_route') }} as service_route
    on
        running.valid_from = service_route.valid_from
        and running.inventory = service_route.inventory
        and running.service_id = service_route.service_id
