select
    plan,
    plan_id,
    route_no,
    direction,
    stop_seq,
    stop_id,
    stop_name,
    latitude,
    longitude,
    hex_id,
    way_km,
    run_s,
    first_s,
    last_s
from {{ source('owl_plan', 'owl_route_stop') }}
