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
from {{ ref('stg_squirrel__trip_chain') }}
order by service_date, hour, origin_hex, destination_hex, legs_cnt
