"""The questions `cell_health` asks of DuckDB about one service day. Times are counted in ticks of TICK_S seconds: whole numbers, few of them."""

TICK_S = 10
BLOCK_RECORDS = 100
"""Neighbours in a file against which a record's time is held."""
BLOCK_ROWS_MIN = 20
"""Fewer rows of the day in a block are strays of another day's file, and tell nothing of its time."""
BLOCK_SPREAD_S = 600
"""A block whose middle half spans longer is not in order of time."""
SKEW_S, SKEW_EVENTS_MIN, SKEW_SPREAD = 600, 20, 0.25
SILENT_CHANCE = 1e-6

_PERSONS_OF_HOURS = ", ".join(f"sum(hours >> {n} & 1)" for n in range(24))
CELL_PERSONS = f"""
    -- One row a person and cell, with a bit for each hour: distinct persons of hours and of the day from one aggregation.
    create table cell_persons as
    select cell_id, count(*) as persons_cnt, [{_PERSONS_OF_HOURS}] as persons_of_hours
    from (select cell_id, bit_or(1 << (hour - $first_hour)) as hours from event group by cell_id, hash(subscriber_key))
    group by cell_id
"""
"""From `event` (the day's clean events). A person's key is random as it is; 64 bits of its hash tell persons apart."""

HOURS = """
    create table cell_hour as
    select $day::date as service_date, hour, cell_id, events_cnt, persons_of_hours[hour - $first_hour + 1]::bigint as persons_cnt
    from (select hour, cell_id, count(*) as events_cnt from event group by all) join cell_persons using (cell_id)
"""
"""From `event` and `cell_persons`."""

# The median of (value, weight): the first value by which half of the weight is reached.
_QUARTERS = """
    select {keys}, any_value(weight) as weight,
        min({value}) filter (reached * 4 >= weight) as first_quarter,
        min({value}) filter (reached * 2 >= weight) as middle,
        min({value}) filter (reached * 4 >= weight * 3) as third_quarter
    from (
        select {keys}, {value}, sum(rows_cnt) over (partition by {keys} order by {value}) as reached,
            sum(rows_cnt) over (partition by {keys}) as weight
        from {rows}
    ) group by {keys}
"""

SKEW = f"""
    create table site_skew as
    with timed as (
        select source_file, record_number // {BLOCK_RECORDS} as block, cell_id, epoch_us(event_at) // {TICK_S * 1_000_000} as tick
        from event
    ),
    block_tick as (select source_file, block, tick, count(*) as rows_cnt from timed group by all),
    block as ({_QUARTERS.format(keys="source_file, block", value="tick", rows="block_tick")}),
    sound as (
        select source_file, block, middle from block
        where weight >= {BLOCK_ROWS_MIN} and (third_quarter - first_quarter) * {TICK_S} <= {BLOCK_SPREAD_S}
    ),
    apart as (
        select site_id, tick - middle as ticks, count(*) as rows_cnt
        from timed join sound using (source_file, block) join site using (cell_id) group by all
    ),
    skew as ({_QUARTERS.format(keys="site_id", value="ticks", rows="apart")}),
    around as (
        select site_id, abs(ticks - middle) as away, sum(rows_cnt) as rows_cnt from apart join skew using (site_id) group by all
    ),
    spread as ({_QUARTERS.format(keys="site_id", value="away", rows="around")})
    select
        site_id,
        (skew.middle * {TICK_S})::integer as clock_skew_s,
        abs(skew.middle) * {TICK_S} >= {SKEW_S} and spread.middle <= {SKEW_SPREAD} * abs(skew.middle) as is_skewed
    from skew join spread using (site_id) where skew.weight >= {SKEW_EVENTS_MIN}
"""
"""From `event` and `site` (cell_id, site_id). A site's clock is off by the median of what its records' times stand apart from their
neighbours' median; the spread about it is the median absolute deviation (P. J. Rousseeuw, C. Croux, 1993)."""

SILENCE = f"""
    create table silence as
    with total as (
        select service_date, sum(events_cnt) as events_cnt from habit_hour group by service_date
    ),
    -- A day of which only late rows of other days' files are there is no habit.
    whole_day as (select service_date from total qualify events_cnt * 2 >= quantile_disc(events_cnt, 0.5) over ()),
    habit_day as (from whole_day qualify count(*) over () >= $days_min),
    -- A cell's habit is that of its place: days on which its identifier stood elsewhere, or was not on air, are none of its own.
    at_place as (
        select past.service_date, cell_id
        from (from cell_place semi join habit_day using (service_date)) as past
        join (from cell_place where service_date = $day::date) as today using (cell_id, latitude, longitude)
    ),
    stay as (select cell_id, count(*) as days_cnt from at_place group by cell_id having count(*) >= $days_min),
    usual as (
        select cell_id, hour, sum(events_cnt) / any_value(days_cnt) as events_cnt
        from habit_hour join at_place using (service_date, cell_id) join stay using (cell_id)
        group by cell_id, hour
    ),
    -- In an hour whose file never came, or on a quiet day, everybody is silent: the city's own volume is the measure.
    volume as (
        select hour, least(1, coalesce(sum(seen.events_cnt), 0) / sum(usual.events_cnt)) as factor
        from usual left join cell_hour as seen using (cell_id, hour) group by hour
    ),
    hourly as (
        select cell_id, hours.hour, coalesce(usual.events_cnt * factor, 0) as expected, coalesce(seen.events_cnt, 0) as seen
        from stay cross join (select unnest(range($first_hour, $first_hour + 24))::integer as hour) as hours
        left join usual using (cell_id, hour) left join volume using (hour) left join cell_hour as seen using (cell_id, hour)
    ),
    numbered as (
        select *, count(*) filter (seen > 0) over (partition by cell_id order by hour) as run_no from hourly
    ),
    run as (
        select cell_id, run_no, min(hour) as from_hour, count(*)::integer as hours_cnt, round(sum(expected), 3) as expected
        from numbered where seen = 0 group by cell_id, run_no
    ),
    longest as (
        from run qualify row_number() over (partition by cell_id order by expected desc, from_hour) = 1
    ),
    suspect as (from longest where exp(-expected) < {SILENT_CHANCE}),
    -- A mean over days is what one lively day makes of it; half of the days must have been as lively in these hours.
    in_these_hours as (
        select suspect.cell_id, at_place.service_date, coalesce(sum(events_cnt * factor), 0) as expected
        from suspect join at_place on at_place.cell_id = suspect.cell_id
        left join (from habit_hour join volume using (hour)) as habit
            on habit.cell_id = suspect.cell_id and habit.service_date = at_place.service_date
            and habit.hour between from_hour and from_hour + hours_cnt - 1
        group by suspect.cell_id, at_place.service_date
    ),
    -- A cell that has lost people to a new neighbour has fewer in its other hours too.
    in_other_hours as (
        select cell_id, least(1, coalesce(sum(seen) / nullif(sum(hourly.expected), 0), 1)) as share_kept
        from suspect join hourly using (cell_id) where hour not between from_hour and from_hour + hours_cnt - 1
        group by cell_id
    ),
    judged as (
        select cell_id, from_hour, hours_cnt, round(middle * coalesce(share_kept, 1), 3) as expected
        from (select cell_id, quantile_cont(expected, 0.5) as middle from in_these_hours group by cell_id)
        join suspect using (cell_id) left join in_other_hours using (cell_id)
    )
    select
        stay.cell_id,
        coalesce(exp(-expected) < {SILENT_CHANCE}, false) as is_silent,
        case when is_silent then from_hour end as silent_from_hour,
        case when is_silent then hours_cnt end as silent_hours_cnt,
        case when is_silent then expected end as expected_events_cnt
    from stay left join judged using (cell_id)
"""
"""From `cell_hour` of the day, `habit_hour` (the same of the days it is held against) and `cell_place` (service_date, cell_id, latitude,
longitude of the cells on air, of the day and those days). Silence of which the chance, were events a Poisson process at the rate of the
median day and of the cell's other hours, is less than SILENT_CHANCE."""

DAY = """
    with counted as (
        select cell_id, sum(cell_hour.events_cnt)::bigint as events_cnt, any_value(cell_persons.persons_cnt) as persons_cnt
        from cell_hour join cell_persons using (cell_id) group by cell_id
    ),
    known as (select cell_id from counted union select cell_id from cell_place where service_date = $day::date)
    select
        $day::date as service_date,
        cell_id,
        coalesce(events_cnt, 0) as events_cnt,
        coalesce(persons_cnt, 0) as persons_cnt,
        clock_skew_s,
        coalesce(is_skewed, false) as is_skewed,
        silent_from_hour,
        silent_hours_cnt,
        expected_events_cnt,
        is_silent
    from known left join counted using (cell_id) left join site using (cell_id) left join site_skew using (site_id)
    left join silence using (cell_id)
    order by cell_id
"""

FAULTS = """
    select service_date, cell_id, 'clock_skewed' as fault, clock_skew_s, null::integer as silent_from_hour,
        null::integer as silent_hours_cnt, null::double as expected_events_cnt
    from cell_day where is_skewed
    union all
    select service_date, cell_id, 'silent', null, silent_from_hour, silent_hours_cnt, expected_events_cnt from cell_day where is_silent
    order by service_date, cell_id, fault
"""
