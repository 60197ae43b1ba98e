select
    service_date,
    hour,
    hex_id,
    persons_cnt,
    persons_est,
    events_est,
    is_hidden,
    hidden_sites_cnt
from {{ source('telecom', 'presence_hex_hour_public') }}
