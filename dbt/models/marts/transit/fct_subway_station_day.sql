select
    service_date,
    line_name,
    station_id,
    station_name,
    registration_seq,
    boardings_cnt,
    alightings_cnt,
    registered_on
from {{ ref('stg_subway__subway_station_day') }}
