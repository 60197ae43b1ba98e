select
    stop_hour.service_date,
    stop_hour.hour,
    {{ clock_hour('stop_hour.hour') }} as clock_hour,
    stop_hour.stop_id,
    stop_hour.boarding_persons_cnt,
    stop_hour.boardings_cnt,
    stop_hour.alighting_persons_cnt,
    stop_hour.alightings_cnt,
    stop_hour.is_boarding_hidden,
    stop_hour.is_alighting_hidden,
    loaded_day.service_date is not null as is_loaded_day
from {{ ref('stg_transit__stop_hour') }} as stop_hour
left join {{ ref('int_squirrel__loaded_day') }} as loaded_day on stop_hour.service_date = loaded_day.service_date
order by stop_hour.service_date, stop_hour.hour, stop_hour.stop_id
