select
    month,
    line_name,
    station_id,
    station_name,
    registration_seq,
    clock_hour,
    boardings_cnt,
    alightings_cnt,
    flags,
    source_file,
    record_number
from {{ source('subway', 'subway_station_month') }}
