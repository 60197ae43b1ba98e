select
    month,
    dong_code,
    gu_name,
    dong_name,
    sex,
    age_band,
    residents_cnt,
    flags,
    source_file,
    record_number
from {{ source('city', 'resident_population') }}
