select
    counted.service_date,
    counted.dong_code,
    counted.cases_cnt,
    counted.open_cnt,
    counted.overdue_cnt,
    counted.on_time_unknown_cnt,
    counted.as_of_date,
    counted.is_hidden,
    loaded_day.service_date is not null as is_loaded_day
from {{ ref('stg_complaints__complaint_dong_day') }} as counted
left join {{ ref('int_complaints__loaded_day') }} as loaded_day on counted.service_date = loaded_day.service_date
order by counted.service_date, counted.dong_code
