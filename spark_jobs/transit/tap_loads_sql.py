"""The questions that section loads of taps ask of DuckDB, of all legs of some routes and one service day."""

RIDES = """
    create temp table ride as
    select route_id, pattern_id, vehicle_id, run_no, card_key, board_seq, alight_seq, passengers_cnt,
        cast(epoch(boarded_at) - $midnight as integer) as boarded_s, cast(epoch(alighted_at) - $midnight as integer) as alighted_s,
        alight_rule = 'tapped' as is_tapped,
        cast(dense_rank() over (order by route_id, pattern_id, vehicle_id, run_no) as integer) as bus_no
    from leg where run_no is not null
"""
VISITS = """
    create temp table visit as
    with seen as (
        select bus_no, board_seq as seq, max(boarded_s) as on_s, null as tapped_s, null as thought_s from ride group by all
        union all
        select bus_no, alight_seq, null, cast(quantile_disc(alighted_s, 0.5) filter (is_tapped) as integer),
            cast(quantile_disc(alighted_s, 0.5) as integer)
        from ride where alight_seq is not null group by all
    ),
    once as (
        select bus_no, seq, coalesce(max(on_s), max(tapped_s), max(thought_s)) as seen_s from seen group by all
    )
    select bus_no, seq, cast(max(seen_s) over (partition by bus_no order by seq) as integer) as seen_s from once
"""
"""When a bus left the stops where somebody tapped: with the last who boarded; else as they tapped out; never before it left an earlier stop."""
BUSES = """
    create temp table bus as
    select bus_no, any_value(route_id) as route_id, any_value(pattern_id) as pattern_id, first_seq, last_seq
    from ride join (select bus_no, min(seq) as first_seq, max(seq) as last_seq from visit group by all) using (bus_no)
    group by all
"""
LEFT = """
    create temp table off as
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
PASSED = """
    create temp table passed as
    with change as (
        select bus_no, seq, sum(riders) as riders, sum(cards)::bigint as cards from (
            select bus_no, board_seq as seq, passengers_cnt::double as riders, 1 as cards from ride
            union all select bus_no, seq, -riders, 0 from off
            union all select bus_no, coalesce(alight_seq, board_seq + 1), 0, -1 from ride
        ) group by all
    ),
    place as (
        select b.bus_no, route_id, pattern_id, l.seq, l.at_m, l.section_m, l.stop_id, b.last_seq, seen_s, coalesce(riders, 0) as riders,
            coalesce(cards, 0) as cards
        from bus b join lines l using (route_id, pattern_id)
        left join visit v on v.bus_no = b.bus_no and v.seq = l.seq
        left join change c on c.bus_no = b.bus_no and c.seq = l.seq
        where l.seq between b.first_seq and b.last_seq
    ),
    beside as (
        select *, round(sum(riders) over way, 6) as load_cnt, cast(sum(cards) over way as bigint) as cards_cnt,
            last_value(seen_s ignore nulls) over way as before_s,
            last_value(case when seen_s is not null then at_m end ignore nulls) over way as before_m,
            first_value(seen_s ignore nulls) over ahead as after_s,
            first_value(case when seen_s is not null then at_m end ignore nulls) over ahead as after_m
        from place
        window way as (partition by bus_no order by seq rows between unbounded preceding and current row),
            ahead as (partition by bus_no order by seq rows between current row and unbounded following)
    ),
    timed as (
        select *, case when after_m = before_m then before_s
            else before_s + (after_s - before_s) * (at_m - before_m)::bigint // (after_m - before_m) end as passes_s
        from beside
    )
    select bus_no, route_id, pattern_id, seq, section_m, stop_id, last_seq, load_cnt, cards_cnt, passes_s,
        lead(passes_s) over (partition by bus_no order by seq) - passes_s as run_s,
        lead(stop_id) over (partition by bus_no order by seq) as to_stop_id
    from timed
"""
"""Each bus at each stop of its way: load and cards on leaving it, and when that was: between two stops where somebody tapped in proportion to the
metres."""
LEFT_OVER = "select count(*) from passed where (seq = last_seq and abs(load_cnt) > 1e-3) or load_cnt < -1e-3"
SECTIONS = """
    with section as (
        select *, passes_s // {seconds} as slot from passed where seq < last_seq
    ),
    crossing as (
        select a.bus_no, a.board_seq, coalesce(a.alight_seq, a.board_seq + 1) as alight_seq, a.card_key from ride a
        where exists (
            from ride b where b.card_key = a.card_key and b.route_id = a.route_id and b.pattern_id = a.pattern_id
                and (b.bus_no, b.board_seq, b.boarded_s) <> (a.bus_no, a.board_seq, a.boarded_s)
                and b.board_seq < coalesce(a.alight_seq, a.board_seq + 1) and a.board_seq < coalesce(b.alight_seq, b.board_seq + 1)
        )
    ),
    again as (
        select route_id, pattern_id, seq, slot, count(*) - count(distinct card_key) as again_cnt
        from crossing c join section s on s.bus_no = c.bus_no and s.seq >= c.board_seq and s.seq < c.alight_seq
        group by all having again_cnt > 0
    )
    select $day as service_date, route_id, pattern_id, cast(seq as integer) as section_seq, any_value(stop_id) as from_stop_id,
        any_value(to_stop_id) as to_stop_id, any_value(section_m) as section_m, cast(slot * {unit} as integer) as {name},
        round(sum(load_cnt), 6) as load_cnt, (sum(cards_cnt) - coalesce(any_value(again_cnt), 0))::bigint as cards_cnt,
        count(*) as buses_cnt, avg(run_s) as run_s
    from section left join again using (route_id, pattern_id, seq, slot)
    group by route_id, pattern_id, seq, slot
    order by route_id, pattern_id, seq, slot
"""
"""By section and slot of the time at which the bus leaves its first stop. A card that is on two buses there in one slot is one person."""
PUBLIC = """
    select service_date, route_id, pattern_id, section_seq, from_stop_id, to_stop_id, section_m, hour,
        case when not hides then cast(round(load_cnt / $k) * $k as bigint) end as load_cnt,
        case when not hides then buses_cnt end as buses_cnt, hides as is_hidden
    from (select *, cards_cnt between 1 and $k - 1 as hides from counted)
    order by route_id, pattern_id, section_seq, hour
"""
"""From `counted` (section_load_hour of one day)."""
