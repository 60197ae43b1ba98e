select
    country,
    holiday_date,
    name_ko,
    name_en
from {{ source('city', 'holiday') }}
