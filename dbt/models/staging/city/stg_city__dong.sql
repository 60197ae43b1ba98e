select
    valid_from,
    dong_code,
    statistics_code,
    sido_name,
    gu_name,
    dong_name,
    centre_latitude,
    centre_longitude,
    area_km2,
    boundary_wkt,
    flags,
    source_file,
    record_number
from {{ source('areas', 'dong') }}
