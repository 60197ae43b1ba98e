select
    service_date,
    hour,
    hex_id,
    persons_cnt,
    events_cnt,
    is_hidden
from {{ source('telecom', 'presence_hex_hour_public') }}
