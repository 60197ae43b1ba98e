select
    told.service_date,
    told.case_no,
    told.hour,
    told.field,
    told.item,
    told.item_rule,
    told.channel,
    told.status,
    told.due_rule,
    told.limit_h,
    told.taken_h,
    case
        when told.status = 'closed' and told.limit_h is not null then greatest(told.taken_h - told.limit_h, 0)
    end as late_h,
    told.on_time_rule,
    told.is_on_time,
    told.is_overdue,
    told.is_reopened,
    told.as_of_date,
    loaded_day.service_date is not null as is_loaded_day
from {{ ref('stg_complaints__complaint_case') }} as told
left join {{ ref('int_complaints__loaded_day') }} as loaded_day on told.service_date = loaded_day.service_date
order by told.service_date, told.case_no
