"""The questions that trip legs ask of DuckDB, of all rides of some routes and one service day (`leg`, as `journeys.chain` gives them)."""

SPANS = """
    create temp table span as
    select b.route_id, b.stop_no as board_no, a.stop_no as alight_no,
        first(struct_pack(pattern_no := b.pattern_no, board_seq := b.seq, alight_seq := a.seq) order by a.seq - b.seq, b.pattern_no, b.seq) as at
    from lines b join lines a on b.route_id = a.route_id and b.pattern_no = a.pattern_no and b.seq < a.seq
    where b.route_id in (select route_id from leg)
    group by all
"""
SPOTS = """
    create temp table spot as
    select route_id, stop_no, min(pattern_no) as pattern_no, list(seq order by seq) as seqs
    from (
        from lines where seq < last_seq
        qualify pattern_no = min(pattern_no) over (partition by route_id, stop_no)
    )
    group by all
"""
PLACED = """
    create temp table placed as
    select l.*, row_number() over () as leg_id, coalesce(span.at.pattern_no, spot.pattern_no) as pattern_no,
        span.at.alight_seq as tapped_seq,
        coalesce(span.at.board_seq, case when len(spot.seqs) = 1 then spot.seqs[1] end) as sure_seq, spot.seqs
    from leg l
    left join span on span.route_id = l.route_id and span.board_no = l.board_no and span.alight_no = l.alight_no
    left join spot on spot.route_id = l.route_id and spot.stop_no = l.board_no
"""
"""A stop may stand at several places of a pattern: of a ride that was tapped out the shortest way on is taken; else the place is unsure."""
GUESSED = """
    create temp table guessed as
    select u.leg_id, coalesce(list_filter(u.seqs, lambda seq: seq >= coalesce(s.sure_seq, 0))[1], u.seqs[1]) as board_seq
    from (from placed where sure_seq is null and seqs is not null) u
    asof left join (from placed where sure_seq is not null) s
        on u.vehicle_id = s.vehicle_id and u.route_id = s.route_id and u.pattern_no = s.pattern_no and u.boarded_s >= s.boarded_s
"""
"""An unsure place is the first one past where the bus was last."""
SEATED = """
    select p.* exclude (sure_seq, seqs), coalesce(p.sure_seq, guessed.board_seq) as board_seq, b.at_m, b.pattern_id,
        case when p.sure_seq is null and p.vehicle_id is null then seqs end as seqs
    from placed p left join guessed using (leg_id)
    left join lines b on b.route_id = p.route_id and b.pattern_no = p.pattern_no and b.seq = coalesce(p.sure_seq, guessed.board_seq)
    order by vehicle_id, p.route_id, p.pattern_no, boarded_s, card_key, journey_no, leg_no
"""
"""In the order in which `runs.number_runs` takes them; it gives the table `riding`."""
PACES = """
    create temp table pace as
    with step as (
        select route_id, hour, sum(step_s)::bigint as steps_s, sum(step_m)::bigint as steps_m
        from (
            select route_id, boarded_s // 3600 as hour, step_s, step_m from riding where step_m > 0 and step_s > 0
            union all
            select r.route_id, boarded_s // 3600, alighted_s - boarded_s, a.at_m - r.at_m
            from riding r join lines a on a.route_id = r.route_id and a.pattern_no = r.pattern_no and a.seq = r.tapped_seq
            where run_no is null
        )
        group by all
    ),
    route as (select route_id, sum(steps_s)::bigint as steps_s, sum(steps_m)::bigint as steps_m from step group by all)
    select route_id, hour, coalesce(s.steps_s, r.steps_s, 3600) as pace_s,
        coalesce(s.steps_m, r.steps_m, case when is_rail then $rail_m_h else $bus_m_h end) as pace_m
    from (select route_id, boarded_s // 3600 as hour, bool_or(mode = 'rail') as is_rail from riding group by all)
    left join step s using (route_id, hour) left join route r using (route_id)
"""
"""How long the way takes on a route and in an hour: seconds and metres between the taps of each bus as it goes from stop to stop; of trains, which
are not told apart, those of the rides."""
INFERRED = """
    create temp table inferred as
    with goal as (
        select leg_id, route_id, pattern_no, unnest(coalesce(seqs, [board_seq])) as board_seq, boarded_s, boarded_s // 3600 as hour,
            next_boarded_s, x_m, y_m
        from riding join stops on stop_no = goal_no
        where alighted_s is null and board_seq is not null
    ),
    offer as (
        select g.leg_id, g.board_seq, a.seq, a.stop_id, (a.at_m - b.at_m)::bigint * pace_s // pace_m as ride_s,
            sqrt(pow(a.x_m - g.x_m, 2) + pow(a.y_m - g.y_m, 2)) as walk_m, g.boarded_s, g.next_boarded_s
        from goal g join lines b on b.route_id = g.route_id and b.pattern_no = g.pattern_no and b.seq = g.board_seq
        join lines a on a.route_id = g.route_id and a.pattern_no = g.pattern_no and a.seq > g.board_seq
        join pace p on p.route_id = g.route_id and p.hour = g.hour
    )
    select leg_id, first(struct_pack(board_seq, seq, stop_id, ride_s) order by ride_s + walk_m * $walk_s_m, seq) as off
    from offer
    where walk_m <= $walk_m_max and ride_s <= $ride_s_max and (next_boarded_s is null or boarded_s + ride_s <= next_boarded_s + $late_s)
    group by leg_id
"""
LEGS = """
    select $day as service_date, card_key, journey_no, leg_no, mode, route_id, pattern_id, vehicle_id, run_no, board_stop_id,
        cast(coalesce(off.board_seq, riding.board_seq) as integer) as board_seq, to_timestamp($midnight + boarded_s) as boarded_at,
        coalesce(alight_stop_id, off.stop_id) as alight_stop_id, cast(coalesce(tapped_seq, off.seq) as integer) as alight_seq,
        to_timestamp($midnight + coalesce(alighted_s, boarded_s + case
            when off is not null then greatest(1, least(off.ride_s, next_boarded_s - 1 - boarded_s)) end)) as alighted_at,
        case when alighted_s is not null then 'tapped' when off is null then null
            when next_boarded_s is null then 'first_boarding_of_day' else 'next_boarding' end as alight_rule,
        passengers_cnt, transfer_cnt
    from riding left join inferred using (leg_id)
    order by route_id, vehicle_id, boarded_s, card_key, journey_no, leg_no
"""
