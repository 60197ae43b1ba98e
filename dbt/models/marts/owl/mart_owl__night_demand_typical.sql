-- A hidden count is anything from 1 to k-1, so the median has a low and a high bound. The lower median is always one of
-- the values themselves: the mean of the middle two would put numbers under k among the shown ones.
with counted as (
    select
        night_date,
        weekday,
        hour,
        clock_hour,
        hex_id,
        is_hidden,
        case when is_hidden then 1 else persons_cnt end as persons_low,
        case when is_hidden then {{ var('k_persons') }} - 1 else persons_cnt end as persons_high
    from {{ ref('mart_owl__night_demand') }}
),

-- A night was observed for an hour when any hexagon has a row there; a file that never came is not an empty city.
observed as (
    select distinct
        night_date,
        weekday,
        hour
    from counted
),

visited as (
    select distinct
        weekday,
        hour,
        clock_hour,
        hex_id
    from counted
),

typical as (
    select
        visited.weekday,
        visited.hour,
        visited.clock_hour,
        visited.hex_id,
        cast(count(*) as integer) as nights_cnt,
        cast(count(*) filter (where counted.is_hidden) as integer) as hidden_nights_cnt,
        cast(quantile_disc(coalesce(counted.persons_low, 0), 0.5) as bigint) as persons_median_low,
        cast(quantile_disc(coalesce(counted.persons_high, 0), 0.5) as bigint) as persons_median_high
    from visited
    inner join observed on visited.weekday = observed.weekday and visited.hour = observed.hour
    left join counted
        on
            observed.night_date = counted.night_date
            and visited.hour = counted.hour
            and visited.hex_id = counted.hex_id
    group by visited.weekday, visited.hour, visited.clock_hour, visited.hex_id
)

select
    typical.weekday,
    typical.hour,
    typical.clock_hour,
    typical.hex_id,
    dim_hex.centre_latitude,
    dim_hex.centre_longitude,
    typical.nights_cnt,
    typical.hidden_nights_cnt,
    typical.persons_median_low,
    typical.persons_median_high,
    -- With k = 2 the interval of a hidden count is the one value 1, which must not come out as exact either.
    case
        when
            typical.persons_median_low = typical.persons_median_high
            and typical.persons_median_low not between 1 and {{ var('k_persons') }} - 1
            then typical.persons_median_low
    end as persons_median
from typical
left join {{ ref('dim_hex') }} as dim_hex on typical.hex_id = dim_hex.hex_id
order by typical.weekday, typical.hour, typical.hex_id
