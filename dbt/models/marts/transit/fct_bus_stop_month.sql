select
    month,
    route_no,
    route_name,
    stop_id,
    ars_id,
    stop_name,
    is_virtual_stop,
    visit_seq,
    clock_hour,
    boardings_cnt,
    alightings_cnt
from {{ ref('stg_transit__bus_stop_month') }}
