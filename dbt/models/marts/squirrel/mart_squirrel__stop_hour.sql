-- A hidden count has no upper bound (one card may pay for a hundred), so means are taken over the days that are shown,
-- days without a tap among them, and the hidden ones are told beside. A day that was not delivered counts nowhere.
with days as (
    select
        loaded_day.service_date,
        dim_date.day_type = 'weekday' as is_workday
    from {{ ref('int_squirrel__loaded_day') }} as loaded_day
    inner join {{ ref('dim_date') }} as dim_date on loaded_day.service_date = dim_date.calendar_date
),

days_of_a_kind as (
    select
        is_workday,
        cast(count(*) as integer) as days_cnt
    from days
    group by is_workday
),

counted as (
    select
        stop_hour.stop_id,
        days.is_workday,
        stop_hour.hour,
        stop_hour.clock_hour,
        sum(stop_hour.boardings_cnt) as boardings_cnt,
        sum(stop_hour.alightings_cnt) as alightings_cnt,
        cast(count(*) filter (where stop_hour.is_boarding_hidden) as integer) as hidden_boarding_cells_cnt,
        cast(count(*) filter (where stop_hour.is_alighting_hidden) as integer) as hidden_alighting_cells_cnt
    from {{ ref('fct_stop_hour') }} as stop_hour
    inner join days on stop_hour.service_date = days.service_date
    group by stop_hour.stop_id, days.is_workday, stop_hour.hour, stop_hour.clock_hour
),

means as (
    select
        counted.*,
        days_of_a_kind.days_cnt,
        -- A day on which nobody tapped here has no row and counts as 0; all days hidden leave nothing to tell.
        coalesce(counted.boardings_cnt, 0)
        / nullif(days_of_a_kind.days_cnt - counted.hidden_boarding_cells_cnt, 0) as boardings_mean,
        coalesce(counted.alightings_cnt, 0)
        / nullif(days_of_a_kind.days_cnt - counted.hidden_alighting_cells_cnt, 0) as alightings_mean
    from counted
    inner join days_of_a_kind on counted.is_workday = days_of_a_kind.is_workday
)

select
    stop_id,
    is_workday,
    hour,
    clock_hour,
    days_cnt,
    boardings_mean,
    alightings_mean,
    boardings_mean / nullif(sum(boardings_mean) over (partition by stop_id, is_workday), 0) as boardings_day_share,
    alightings_mean / nullif(sum(alightings_mean) over (partition by stop_id, is_workday), 0) as alightings_day_share,
    hidden_boarding_cells_cnt,
    hidden_alighting_cells_cnt,
    cast(
        sum(hidden_boarding_cells_cnt + hidden_alighting_cells_cnt) over (partition by stop_id, is_workday) as integer
    ) as hidden_cells_cnt
from means
order by stop_id, is_workday, hour
