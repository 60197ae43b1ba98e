with presence as (
    select * from {{ ref('fct_presence_hex_hour') }}
    where is_loaded_day and {{ is_night_hour('hour') }}
),

nights as (
    select
        evening.service_date as night_date,
        following.service_date is not null as is_complete_night
    from {{ ref('int_owl__loaded_day') }} as evening
    left join {{ ref('int_owl__loaded_day') }} as following
        on following.service_date = evening.service_date + 1
),

mapped as (
    select
        {{ night_date('service_date', 'hour') }} as night_date,
        {{ night_hour('hour') }} as hour,
        clock_hour,
        hex_id,
        persons_cnt,
        persons_est,
        events_est,
        is_hidden,
        hidden_sites_cnt
    from presence
)

select
    mapped.night_date,
    mapped.hour,
    mapped.clock_hour,
    mapped.hex_id,
    mapped.persons_cnt,
    mapped.persons_est,
    mapped.events_est,
    mapped.is_hidden,
    mapped.hidden_sites_cnt,
    nights.is_complete_night
from mapped
inner join nights on mapped.night_date = nights.night_date
