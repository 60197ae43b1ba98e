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
    alightings_cnt,
    flags,
    source_file,
    record_number
from {{ source('transit', 'bus_stop_month') }}
