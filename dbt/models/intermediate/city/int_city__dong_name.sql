-- Every list that names dongs, by its day; a list holds each dong once, so that two codes of one list are two dongs.
with listed as (
    select
        'code_list' as list_type,
        valid_from,
        dong_code,
        gu_name,
        dong_name,
        created_on,
        abolished_on
    from {{ ref('stg_city__dong_code') }}
    where level = 'dong'

    union all

    select
        'boundary' as list_type,
        valid_from,
        dong_code,
        gu_name,
        dong_name,
        cast(null as date) as created_on,
        cast(null as date) as abolished_on
    from {{ ref('stg_city__dong') }}

    union all

    select distinct
        'register' as list_type,
        cast(month || '-01' as date) as valid_from,
        dong_code,
        gu_name,
        dong_name,
        cast(null as date) as created_on,
        cast(null as date) as abolished_on
    from {{ ref('stg_city__resident_population') }}
),

of_city as (
    select substring(dong_code, 1, 2) as sido_code from {{ ref('stg_city__dong') }}
    where not list_contains(flags, 'dong_outside_city')
    union
    select substring(dong_code, 1, 2) as sido_code from {{ ref('stg_city__resident_population') }}
    union
    select substring(area_code, 1, 2) as sido_code from {{ ref('stg_city__living_population') }}
    where area_type in ('dong', 'gu')
    union
    select substring(dong_code, 1, 2) as sido_code from {{ ref('stg_city__living_population') }}
    where area_type = 'grid_250m'
)

select listed.*
from listed
where substring(listed.dong_code, 1, 2) in (select of_city.sido_code from of_city)
