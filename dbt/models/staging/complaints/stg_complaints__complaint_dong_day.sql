select
    service_date,
    dong_code,
    cases_cnt,
    open_cnt,
    overdue_cnt,
    on_time_unknown_cnt,
    as_of_date,
    is_hidden
from {{ source('complaints', 'complaint_dong_day_public') }}
