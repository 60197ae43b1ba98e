select
    valid_from,
    level,
    dong_code,
    statistics_code,
    sido_name,
    gu_name,
    dong_name,
    created_on,
    abolished_on,
    flags,
    source_file,
    record_number
from {{ source('areas', 'dong_code') }}
