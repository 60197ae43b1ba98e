select
    service_date,
    hour,
    {{ clock_hour('hour') }} as clock_hour,
    area_type,
    area_code,
    dong_code,
    persons_low_cnt,
    persons_high_cnt,
    male_low_cnt,
    male_high_cnt,
    female_low_cnt,
    female_high_cnt,
    persons_low_cnt < persons_high_cnt as is_suppressed
from {{ ref('stg_city__living_population') }}
