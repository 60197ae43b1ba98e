select
    service_date,
    hour,
    stop_id,
    boarding_persons_cnt,
    boardings_cnt,
    alighting_persons_cnt,
    alightings_cnt,
    is_boarding_hidden,
    is_alighting_hidden
from {{ source('transit', 'stop_hour_public') }}
