select
    valid_from,
    cell_id,
    hex_id,
    share,
    is_main
from {{ source('telecom', 'cell_hex_share') }}
