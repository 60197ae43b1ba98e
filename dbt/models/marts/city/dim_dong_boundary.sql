select
    dong_code,
    statistics_code,
    sido_name,
    gu_name,
    dong_name,
    centre_latitude,
    centre_longitude,
    area_km2,
    boundary_wkt,
    valid_from
from {{ ref('stg_city__dong') }}
where valid_from = (select max(newest.valid_from) from {{ ref('stg_city__dong') }} as newest)
order by dong_code
