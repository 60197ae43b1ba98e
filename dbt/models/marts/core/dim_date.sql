with holidays as (
    select
        holiday_date,
        string_agg(name_ko, ', ' order by name_ko) as holiday_name_ko,
        string_agg(name_en, ', ' order by name_en) as holiday_name_en
    from {{ ref('stg_city__holiday') }}
    group by holiday_date
),

numbered as (
    select
        calendar_date,
        cast(isodow(calendar_date) as integer) as weekday
    from {{ ref('int_core__calendar') }}
)

select
    numbered.calendar_date,
    cast(year(numbered.calendar_date) as integer) as year,
    strftime(numbered.calendar_date, '%Y-%m') as month,
    numbered.weekday,
    ['월', '화', '수', '목', '금', '토', '일'][numbered.weekday] as weekday_name_ko,
    dayname(numbered.calendar_date) as weekday_name_en,
    holidays.holiday_date is not null as is_holiday,
    holidays.holiday_name_ko,
    holidays.holiday_name_en,
    case
        when holidays.holiday_date is not null or numbered.weekday = 7 then 'sunday_holiday'
        when numbered.weekday = 6 then 'saturday'
        else 'weekday'
    end as day_type
from numbered
left join holidays on numbered.calendar_date = holidays.holiday_date
order by numbered.calendar_date
