select
    month,
    line_name,
    station_id,
    station_name,
    registration_seq,
    clock_hour,
    boardings_cnt,
    alightings_cnt
from {{ ref('stg_subway__subway_station_month') }}
