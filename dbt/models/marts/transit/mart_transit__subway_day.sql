with lines as (
    select
        service_date,
        line_name,
        cast(count(distinct station_name) as integer) as stations_cnt,
        cast(sum(boardings_cnt) as bigint) as boardings_cnt,
        cast(sum(alightings_cnt) as bigint) as alightings_cnt
    from {{ ref('fct_subway_station_day') }}
    group by service_date, line_name
)

select
    lines.service_date,
    dates.weekday,
    dates.is_holiday,
    dates.day_type,
    lines.line_name,
    lines.stations_cnt,
    lines.boardings_cnt,
    lines.alightings_cnt
from lines
left join {{ ref('dim_date') }} as dates on lines.service_date = dates.calendar_date
order by lines.service_date, lines.line_name
