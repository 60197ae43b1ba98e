select
    night_hour.night_date,
    night_hour.hour,
    night_hour.clock_hour,
    night_hour.hex_id,
    dim_hex.centre_latitude,
    dim_hex.centre_longitude,
    dim_date.weekday,
    dim_date.is_holiday,
    night_hour.persons_cnt,
    night_hour.persons_est,
    night_hour.events_est,
    night_hour.is_hidden,
    night_hour.hidden_sites_cnt,
    night_hour.is_complete_night
from {{ ref('int_owl__night_hour') }} as night_hour
left join {{ ref('dim_hex') }} as dim_hex on night_hour.hex_id = dim_hex.hex_id
left join {{ ref('dim_date') }} as dim_date on night_hour.night_date = dim_date.calendar_date
order by night_hour.night_date, night_hour.hour, night_hour.hex_id
