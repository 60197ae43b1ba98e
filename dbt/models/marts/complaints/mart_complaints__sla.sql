select
    waited.as_of_date,
    waited.received_from,
    waited.received_until,
    waited.kind,
    waited.field,
    waited.item,
    waited.dong_code,
    dim_dong.gu_name,
    dim_dong.dong_name,
    waited.cases_cnt,
    waited.open_cnt,
    waited.judged_cases_cnt,
    waited.kept_cases_cnt,
    waited.kept_pct,
    waited.open_with_limit_cnt,
    waited.late_now_cases_cnt,
    waited.late_now_pct,
    waited.median_h,
    waited.median_low_h,
    waited.median_high_h,
    waited.p80_h,
    waited.p80_low_h,
    waited.p80_high_h,
    waited.naive_mean_h,
    waited.naive_median_h
from {{ ref('stg_complaints__complaint_wait') }} as waited
left join {{ ref('dim_dong') }} as dim_dong on waited.dong_code = dim_dong.dong_code
where waited.as_of_date = (select max(newest.as_of_date) from {{ ref('stg_complaints__complaint_wait') }} as newest)
order by waited.kind, waited.field, waited.item, waited.dong_code
