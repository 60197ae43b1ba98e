select
    dong_code,
    hex_id,
    dong_share,
    hex_share,
    is_main_hex,
    is_main_dong
from {{ source('night', 'dong_hex') }}
