"""The questions `presence` asks of DuckDB."""

SITE_BITS = 24

PERSONS_AT_SITES = f"""
    with at_site as (select hour, subscriber_key, site_no, count(*) as events_cnt from event group by all),
    -- One integer says where most of a person's events were, and of equals the first site, so that the largest is found without a sort.
    person as (
        select hour, {(1 << SITE_BITS) - 1} - max((events_cnt << {SITE_BITS}) + {(1 << SITE_BITS) - 1} - site_no) % {1 << SITE_BITS} as site_no
        from at_site group by hour, subscriber_key
    ),
    persons as (select hour, site_no, count(*) as persons_cnt from person group by all),
    events as (select hour, site_no, sum(events_cnt)::bigint as events_cnt from at_site group by all)
    select hour, site_no, coalesce(persons_cnt, 0) as persons_cnt, events_cnt from events left join persons using (hour, site_no)
"""
"""From `event` (hour, subscriber_key, site_no)."""

PERSONS_OF_SITES = """
    select service_date, hour, site_no, sum(persons_cnt)::bigint as persons_cnt from seen group by all having sum(persons_cnt) > 0
"""
"""From `seen` (service_date, hour, site_no, persons_cnt, events_cnt)."""

COUNTED = """
    with site as (
        select service_date, hour, site_no, sum(persons_cnt)::bigint as persons_cnt, sum(events_cnt)::bigint as events_cnt from seen group by all
    )
    select
        service_date, hour, hex_id,
        sum(persons_cnt)::bigint as persons_cnt,
        sum(persons_cnt * share_e9) / 1e9 as persons_est,
        sum(events_cnt * share_e9) / 1e9 as events_est,
        (sum(persons_cnt) filter (is_told))::bigint as told_persons_cnt,
        sum(persons_cnt * share_e9) filter (is_told) / 1e9 as told_persons_est,
        sum(events_cnt * share_e9) filter (is_told) / 1e9 as told_events_est,
        count(*) filter (not is_told) as hidden_sites_cnt
    from (select site.*, told.site_no is not null as is_told from site left join told using (service_date, hour, site_no))
    join hexes using (site_no)
    group by all
    order by service_date, hour, hex_id
"""
"""From `seen`, `hexes` (site_no, hex_id, share_e9) and `told` (service_date, hour, site_no)."""
