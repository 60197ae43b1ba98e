"""The questions that section loads of taps ask of DuckDB, of all legs of some routes and one service day."""

RUNS = """
    create temp table run as
    select cast(row_number() over (order by route_id, pattern_id, vehicle_id, run_no) - 1 as integer) as bus_no, *
    from (select distinct route_id, pattern_id, vehicle_id, run_no from leg where run_no is not null)
"""
RIDES = """
    create temp table ride as
    select bus_no, route_id, pattern_id, vehicle_id, card_key, board_seq, alight_seq, passengers_cnt,
        cast(epoch(boarded_at) - $midnight as integer) as boarded_s, cast(epoch(alighted_at) - $midnight as integer) as alighted_s,
        alight_rule = 'tapped' as is_tapped
    from leg join run using (route_id, pattern_id, vehicle_id, run_no)
"""
VISITS = """
    create temp table visit as
    select bus_no, seq, coalesce(max(on_s), max(tapped_s), max(thought_s)) as seen_s from (
        select bus_no, board_seq as seq, max(boarded_s) as on_s, null as tapped_s, null as thought_s from ride group by all
        union all
        select bus_no, alight_seq, null, cast(quantile_disc(alighted_s, 0.5) filter (is_tapped) as integer),
            cast(quantile_disc(alighted_s, 0.5) as integer)
        from ride where alight_seq is not null group by all
    ) group by all
"""
"""When a bus left the stops where somebody tapped: with the last who boarded; else as the riders tapped out, or are thought to have alighted."""
BUSES = """
    create temp table bus as
    select bus_no, route_id, pattern_id, first_seq, last_seq, first_line
    from (select bus_no, min(seq) as first_seq, max(seq) as last_seq from visit group by all) join run using (bus_no)
    join (select route_id, pattern_id, min(line_no) as first_line from lines group by all) using (route_id, pattern_id)
    order by bus_no
"""
OFF = """
    with unknown as (
        select row_number() over (order by bus_no, board_seq, boarded_s, card_key) as ride_no, bus_no, board_seq, boarded_s // 3600 as hour,
            passengers_cnt, route_id, pattern_id, last_seq
        from ride join bus using (bus_no, route_id, pattern_id) where alight_seq is null
    ),
    weight as (
        select route_id, pattern_id, boarded_s // 3600 as hour, alight_seq, sum(passengers_cnt)::bigint as weight
        from ride where alight_seq is not null group by all
    ),
    spread as (
        select ride_no, bus_no, alight_seq, passengers_cnt * weight / sum(weight) over (partition by ride_no) as riders
        from unknown join weight w using (route_id, pattern_id, hour)
        where w.alight_seq > board_seq and w.alight_seq <= last_seq
    )
    select bus_no, alight_seq as seq, sum(riders) as riders from (
        select bus_no, alight_seq, passengers_cnt::double as riders from ride where alight_seq is not null
        union all select bus_no, alight_seq, riders from spread
        union all select bus_no, last_seq, passengers_cnt from unknown where ride_no not in (select ride_no from spread)
    ) group by all
"""
"""Who alights where: whom no rule finds a stop for alights as the others of the route and hour do, as far as the bus went; where none did, with
the last."""
CROSSING = """
    select a.bus_no, a.board_seq, coalesce(a.alight_seq, a.board_seq + 1) as alight_seq, a.card_key from ride a
    where exists (
        from ride b where b.card_key = a.card_key and b.route_id = a.route_id and b.pattern_id = a.pattern_id
            and (b.bus_no, b.board_seq, b.boarded_s) <> (a.bus_no, a.board_seq, a.boarded_s)
            and b.board_seq < coalesce(a.alight_seq, a.board_seq + 1) and a.board_seq < coalesce(b.alight_seq, b.board_seq + 1)
    )
"""
"""Rides of cards that pass some section more than once in the day."""
AGAIN = """
    select key, count(*) - count(distinct card_key) as again_cnt from crossed where key >= 0 group by key having again_cnt > 0 order by key
"""
PUBLIC = """
    select service_date, route_id, pattern_id, section_seq, from_stop_id, to_stop_id, section_m, hour,
        case when not hides then cast(round(load_cnt / $k) * $k as bigint) end as load_cnt,
        case when not hides then buses_cnt end as buses_cnt, hides as is_hidden
    from (select *, cards_cnt between 1 and $k - 1 as hides from counted)
    order by route_id, pattern_id, section_seq, hour
"""
"""From `counted` (section_load_hour of one day)."""
