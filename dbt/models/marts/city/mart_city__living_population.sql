with gu as (
    select
        substring(dong_code, 1, 5) as gu_code,
        min(gu_name) as gu_name
    from {{ ref('int_city__dong_name') }}
    group by gu_code
),

placed as (
    select
        counted.*,
        coalesce(crosswalk.current_dong_code, counted.dong_code) as dong_today,
        coalesce(crosswalk.current_gu_name, crosswalk.gu_name, gu.gu_name) as gu_name,
        coalesce(crosswalk.current_dong_name, crosswalk.dong_name) as dong_name,
        coalesce(crosswalk.method <> 'no_match', gu.gu_code is not null) as is_matched
    from {{ ref('int_city__area_hour') }} as counted
    left join {{ ref('dim_dong_crosswalk') }} as crosswalk on counted.dong_code = crosswalk.dong_code
    left join gu on counted.gu_code = gu.gu_code
)

select
    service_date,
    hour,
    clock_hour,
    coalesce(substring(dong_today, 1, 5), gu_code) as gu_code,
    min(gu_name) as gu_name,
    dong_today as dong_code,
    min(dong_name) as dong_name,
    bool_and(is_matched) as is_matched,
    min(area_type) as source_area_type,
    sum(persons_low_cnt) as persons_low_cnt,
    sum(persons_high_cnt) as persons_high_cnt,
    case when count(male_low_cnt) = count(*) then sum(male_low_cnt) end as male_low_cnt,
    case when count(male_high_cnt) = count(*) then sum(male_high_cnt) end as male_high_cnt,
    case when count(female_low_cnt) = count(*) then sum(female_low_cnt) end as female_low_cnt,
    case when count(female_high_cnt) = count(*) then sum(female_high_cnt) end as female_high_cnt,
    sum(persons_low_cnt) < sum(persons_high_cnt) as is_suppressed
from placed
group by
    service_date,
    hour,
    clock_hour,
    coalesce(substring(dong_today, 1, 5), gu_code),
    dong_today
