select
    valid_from,
    cell_id,
    hex_id,
    share
from {{ source('telecom', 'cell_hex_share') }}
