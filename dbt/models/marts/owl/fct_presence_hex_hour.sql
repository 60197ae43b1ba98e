select
    presence.service_date,
    presence.hour,
    {{ clock_hour('presence.hour') }} as clock_hour,
    presence.hex_id,
    presence.persons_cnt,
    presence.persons_est,
    presence.events_est,
    presence.is_hidden,
    presence.hidden_sites_cnt,
    loaded_day.service_date is not null as is_loaded_day
from {{ ref('stg_telecom__presence_hex_hour') }} as presence
left join {{ ref('int_owl__loaded_day') }} as loaded_day on presence.service_date = loaded_day.service_date
order by presence.service_date, presence.hour, presence.hex_id
