select
    cell_id,
    site_id,
    technology,
    latitude,
    longitude,
    hex_id,
    active_from,
    active_to,
    valid_from
from {{ ref('stg_telecom__cell') }}
qualify row_number() over (partition by cell_id order by valid_from desc, source_file desc, record_number desc) = 1
order by cell_id
