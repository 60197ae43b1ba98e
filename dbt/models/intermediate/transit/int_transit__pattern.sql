select
    inventory,
    valid_from,
    pattern_id,
    min(route_id) as route_id,
    min(route_no) as route_no,
    cast(count(*) as integer) as stops_cnt,
    cast(count(latitude) as integer) as located_stops_cnt,
    list(stop_id order by stop_seq) as stop_ids,
    arg_min(stop_name, stop_seq) as first_stop_name,
    arg_max(stop_name, stop_seq) as last_stop_name,
    arg_min(stop_name, stop_seq) filter (where is_turning_point) as turning_stop_name,
    min(first_departure_s) as first_departure_s,
    max(last_departure_s) as last_departure_s,
    max(trips_cnt) as trips_cnt,
    round(sum(section_m) / 1000, 3) as length_km
from {{ ref('stg_network__pattern_stop') }}
group by inventory, valid_from, pattern_id
