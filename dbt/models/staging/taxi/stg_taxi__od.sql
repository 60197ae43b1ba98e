select
    month,
    day_part,
    start_hex_id,
    end_hex_id,
    trips_cnt,
    is_hidden,
    hidden_cells_cnt
from {{ source('taxi', 'taxi_od_public') }}
