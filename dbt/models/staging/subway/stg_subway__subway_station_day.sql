select
    month,
    service_date,
    line_name,
    station_id,
    station_name,
    registration_seq,
    boardings_cnt,
    alightings_cnt,
    registered_on,
    flags,
    source_file,
    record_number
from {{ source('subway', 'subway_station_day') }}
