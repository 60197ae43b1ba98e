select
    valid_from,
    inventory,
    service_id,
    route_id,
    count(distinct trip_id) as trips_cnt,
    count(distinct trip_id) filter (where list_contains(flags, 'trip_by_headway')) as headway_trips_cnt,
    count(departure_s) as departures_cnt,
    count(*) filter (where is_departure_past_midnight) as departures_past_midnight_cnt,
    count(*) filter (
        where departure_s < {{ var('service_day_start_hour') }} * 3600
    ) as departures_before_cut_cnt,
    min(departure_s) as first_departure_s,
    max(departure_s) as last_departure_s
from {{ ref('stg_timetable__stop_time') }}
group by valid_from, inventory, service_id, route_id
