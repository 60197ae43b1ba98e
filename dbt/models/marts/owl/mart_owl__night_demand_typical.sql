-- A hidden count is anything from 1 on (of several small sites it may be k and more), so the median has a low bound,
-- and a high one where no hidden count decides it. The lower median is always one of the values themselves: the mean of
-- the middle two would put numbers under k among the shown ones.
{% set unbounded = 9223372036854775807 %}
with counted as (
    select
        night_date,
        weekday,
        hour,
        clock_hour,
        hex_id,
        is_hidden,
        case when is_hidden then 1 else persons_cnt end as persons_low,
        case when is_hidden then {{ unbounded }} else persons_cnt end as persons_high,
        case when is_hidden then 0 else persons_est end as est_low,
        case when is_hidden then cast('infinity' as double) else persons_est end as est_high
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
        nullif(
            cast(quantile_disc(coalesce(counted.persons_high, 0), 0.5) as bigint), {{ unbounded }}
        ) as persons_median_high,
        quantile_disc(coalesce(counted.est_low, 0), 0.5) as est_median_low,
        quantile_disc(coalesce(counted.est_high, 0), 0.5) as est_median_high
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
    case
        when typical.persons_median_low = typical.persons_median_high then typical.persons_median_low
    end as persons_median,
    case when typical.est_median_low = typical.est_median_high then typical.est_median_low end as persons_est_median
from typical
left join {{ ref('dim_hex') }} as dim_hex on typical.hex_id = dim_hex.hex_id
order by typical.weekday, typical.hour, typical.hex_id
