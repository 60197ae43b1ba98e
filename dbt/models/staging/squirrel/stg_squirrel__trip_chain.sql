select
    service_date,
    origin_hex,
    destination_hex,
    hour,
    legs_cnt,
    journeys_cnt,
    persons_cnt,
    is_hidden,
    hidden_chains_cnt
from {{ source('squirrel', 'trip_chain_public') }}
