select
    incident.service_date,
    incident.incident_no,
    incident.field,
    incident.item,
    incident.dong_code,
    incident.size,
    incident.at_least_cases_cnt,
    incident.days_cnt,
    incident.is_petition,
    loaded_day.service_date is not null as is_loaded_day
from {{ ref('stg_complaints__complaint_incident') }} as incident
left join {{ ref('int_complaints__loaded_day') }} as loaded_day on incident.service_date = loaded_day.service_date
order by incident.service_date, incident.incident_no
