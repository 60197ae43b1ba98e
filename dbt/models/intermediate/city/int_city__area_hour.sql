-- One geography an hour: counts by dong where there are any, else of 250 m cells in their dongs, else by gu.
with ranked as (
    select
        *,
        case area_type when 'dong' then 1 when 'grid_250m' then 2 else 3 end as fineness
    from {{ ref('fct_living_population') }}
)

select
    service_date,
    hour,
    clock_hour,
    area_type,
    coalesce(substring(dong_code, 1, 5), area_code) as gu_code,
    dong_code,
    persons_low_cnt,
    persons_high_cnt,
    male_low_cnt,
    male_high_cnt,
    female_low_cnt,
    female_high_cnt
from ranked
qualify fineness = min(fineness) over (partition by service_date, hour)
