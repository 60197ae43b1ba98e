select
    valid_from,
    cell_id,
    site_id,
    technology,
    latitude,
    longitude,
    active_from,
    active_to,
    hex_id,
    flags,
    source_file,
    record_number
from {{ source('telecom', 'cell') }}
