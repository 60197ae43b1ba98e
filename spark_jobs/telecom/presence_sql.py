"""The questions `presence` asks of DuckDB."""

PERSONS_ALIKE = """
    with person as (
        select hour, subscriber_key, min(site_no) as first_site, max(site_no) as last_site, count(distinct site_no) > 2 as is_many
        from event group by hour, subscriber_key
    ),
    -- Most people are at one site, nearly all others at two: only of the rest the sites are listed.
    at_few as (
        select hour, case when first_site = last_site then [first_site] else [first_site, last_site] end as sites, count(*) as persons_cnt
        from person where not is_many group by hour, first_site, last_site
    ),
    at_many as (
        select hour, sites, count(*) as persons_cnt
        from (
            select hour, list(distinct site_no order by site_no) as sites
            from event semi join (from person where is_many) as many using (hour, subscriber_key)
            group by hour, subscriber_key
        ) group by all
    )
    select hour, sites, persons_cnt, 0::bigint as events_cnt from at_few
    union all
    select hour, sites, persons_cnt, 0 from at_many
    union all
    select hour, [site_no], 0, count(*) from event group by hour, site_no
"""
"""From `event` (hour, subscriber_key, site_no)."""

PERSONS_OF_SITES = """
    select service_date, hour, site_no, sum(persons_cnt)::bigint as persons_cnt
    from (select service_date, hour, unnest(sites) as site_no, persons_cnt from seen where persons_cnt > 0)
    group by all
"""
"""From `seen` (service_date, hour, sites, persons_cnt, events_cnt)."""

COUNTED = """
    with alike as (
        select row_number() over () as nth, * from (
            select service_date, hour, sites, sum(persons_cnt)::bigint as persons_cnt from seen where persons_cnt > 0 group by all
        )
    ),
    ground as (
        select service_date, hour, site_no, hidden.site_no is null as is_told
        from (select distinct service_date, hour, unnest(sites) as site_no from seen) as site
        left join hidden using (service_date, hour, site_no)
    ),
    person as (
        select
            nth, service_date, hour, hex_id, any_value(persons_cnt) as persons_cnt, max(share_e9) as share,
            max(share_e9) filter (is_told) as told_share
        from (select nth, service_date, hour, persons_cnt, unnest(sites) as site_no from alike)
        join ground using (service_date, hour, site_no) join hexes using (site_no)
        group by nth, service_date, hour, hex_id
    ),
    persons as (
        select
            service_date, hour, hex_id,
            sum(persons_cnt)::bigint as persons_cnt,
            sum(persons_cnt * share) / 1e9 as persons_est,
            (sum(persons_cnt) filter (told_share is not null))::bigint as told_persons_cnt,
            sum(persons_cnt * told_share) / 1e9 as told_persons_est
        from person group by all
    ),
    events as (
        select
            service_date, hour, hex_id,
            sum(events_cnt * share_e9) / 1e9 as events_est,
            sum(events_cnt * share_e9) filter (is_told) / 1e9 as told_events_est,
            count(distinct site_no) filter (not is_told) as hidden_sites_cnt
        from (select service_date, hour, sites[1] as site_no, events_cnt from seen where events_cnt > 0)
        join ground using (service_date, hour, site_no) join hexes using (site_no)
        group by all
    )
    select * from persons join events using (service_date, hour, hex_id) order by service_date, hour, hex_id
"""
"""From `seen`, `hexes` (site_no, hex_id, share_e9) and `hidden` (service_date, hour, site_no)."""
