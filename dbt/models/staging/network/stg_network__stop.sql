select
    valid_from,
    inventory,
    stop_id,
    mode,
    ars_id,
    stop_name,
    stop_type,
    line_name,
    parent_stop_id,
    latitude,
    longitude,
    hex_id,
    flags,
    source_file,
    record_number
from {{ source('network', 'stop') }}
