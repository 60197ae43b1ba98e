select
    service_date,
    incident_no,
    field,
    item,
    dong_code,
    size,
    at_least_cases_cnt,
    days_cnt,
    is_petition
from {{ source('complaints', 'complaint_incident_public') }}
