select
    service_date,
    hour,
    area_type,
    area_code,
    dong_code,
    persons_cnt,
    persons_low_cnt,
    persons_high_cnt,
    male_low_cnt,
    male_high_cnt,
    female_low_cnt,
    female_high_cnt,
    by_sex_age,
    flags,
    source_file,
    record_number
from {{ source('population', 'living_population') }}
