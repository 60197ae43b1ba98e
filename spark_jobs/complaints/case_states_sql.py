"""The questions that the states of cases ask of DuckDB, of some days' versions."""

from spark_jobs.complaints.clock import IS_LATE
from spark_jobs.complaints.kinds import WORD

NEWEST = f"""
    with told as (
        select *, cast(regexp_extract(source_file, 'delivered=([0-9-]{{10}})', 1) as date) as delivered from version
    ),
    ordered as (
        select *, row_number() over (latest) as age, count(*) over (partition by service_date, case_id) as versions_cnt,
            lead(status) over (latest) = 'closed' and status = 'open' as is_reopening
        from told
        window latest as (
            partition by service_date, case_id
            order by coalesce(updated_at, timezone($zone, delivered::timestamp)) desc, delivered desc, source_file desc, record_number desc
        )
    ),
    reopened as (
        select service_date, case_id, count(*) filter (is_reopening) as reopened_cnt from ordered group by all
    ),
    newest as (
        select o.*, r.reopened_cnt, {WORD} as word from ordered o join reopened r using (service_date, case_id) where age = 1
    )
    select n.service_date, n.case_id, n.received_at, n.due_at as due_given, n.closed_at, n.status,
        hour(timezone($zone, n.received_at)) + if(hour(timezone($zone, n.received_at)) < $start_hour, 24, 0) as hour,
        coalesce(k.field, n.field) as field, case when $has_kinds then k.item else n.item end as item,
        case when k.item is not null then 'mapped' when $has_kinds then 'unmapped' when n.item is not null then 'given' else 'unmapped' end
            as item_rule,
        k.limit_h, k.limit_working_days, n.channel, n.department, n.dong_code, n.latitude, n.longitude, n.on_time_published,
        n.versions_cnt, n.reopened_cnt,
        case when k.item is null and ($has_kinds or n.item is null) then trim(concat_ws(' ', n.title, n.text)) end as said
    from newest n left join kind k using (word)
"""
"""Each case as it was last told, in the city's words. The order of versions is `cases.version_order`."""
STATES = f"""
    with due as (
        select *, coalesce(due_given, limit_at) as due_at, case when due_given is not null then 'given' when limit_at is not null then 'item' end
            as due_rule
        from newest
    ),
    judged as (
        select *, {IS_LATE} as is_late_by_clock, status in ('open', 'closed') as is_live from due
    ),
    known as (
        select *, case when not is_live then null when on_time_published is not null then 'published'
            when due_at is not null then 'clock' end as on_time_rule,
            case when not is_live then null when on_time_published is null then is_late_by_clock
            when on_time_published <> 'unknown' then on_time_published = 'overdue' end as is_overdue
        from judged
    )
    select service_date, case_id, received_at, cast(hour as integer) as hour, due_at, due_rule, closed_at, status, field, item, item_rule, channel,
        department, dong_code, hex_id, versions_cnt, reopened_cnt, on_time_rule,
        case when status = 'closed' and on_time_rule is not null then not is_overdue end as is_on_time,
        is_overdue, is_late_by_clock, $as_of_date as as_of_date
    from known order by service_date, case_id
"""
"""With the clock of each. Where the source tells itself whether a case was late its word counts; where it has such a column and left it blank, that
is not known."""
