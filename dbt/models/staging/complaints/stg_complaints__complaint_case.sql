select
    service_date,
    case_no,
    hour,
    field,
    item,
    item_rule,
    channel,
    status,
    due_rule,
    limit_h,
    taken_h,
    on_time_rule,
    is_on_time,
    is_overdue,
    is_reopened,
    as_of_date
from {{ source('complaints', 'complaint_case_public') }}
