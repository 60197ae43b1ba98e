select
    counted.service_date,
    dim_date.day_type,
    counted.dong_code,
    dim_dong.gu_name,
    dim_dong.dong_name,
    counted.cases_cnt,
    counted.open_cnt,
    counted.overdue_cnt,
    counted.on_time_unknown_cnt,
    round(100.0 * counted.open_cnt / counted.cases_cnt, 1) as open_pct,
    round(100.0 * counted.overdue_cnt / nullif(counted.cases_cnt - counted.on_time_unknown_cnt, 0), 1) as overdue_pct,
    counted.as_of_date,
    counted.is_hidden,
    counted.is_loaded_day
from {{ ref('fct_complaint_dong_day') }} as counted
left join {{ ref('dim_date') }} as dim_date on counted.service_date = dim_date.calendar_date
left join {{ ref('dim_dong') }} as dim_dong on counted.dong_code = dim_dong.dong_code
order by counted.service_date, counted.dong_code
