-- A newer timetable ends the older one on its first day, whatever the older one had planned for the days after.
with timetable as (
    select
        inventory,
        valid_from,
        lead(valid_from) over (partition by inventory order by valid_from) as next_valid_from
    from {{ ref('stg_timetable__service_day') }}
    group by inventory, valid_from
)

select
    service_day.service_date,
    service_day.inventory,
    service_day.valid_from,
    service_day.service_id
from {{ ref('stg_timetable__service_day') }} as service_day
inner join timetable
    on service_day.inventory = timetable.inventory and service_day.valid_from = timetable.valid_from
where
    service_day.service_date >= timetable.valid_from
    and (timetable.next_valid_from is null or service_day.service_date < timetable.next_valid_from)
