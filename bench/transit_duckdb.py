# ruff: noqa: E501  (long SQL reads better whole)
"""The peer of `bench/transit.py`: a day of card taps by hand in DuckDB and nothing else, for the one shape of file, in one process.

Made to be as fast as we could make it: lines straight from memory, each card hashed once, no step written to disk but the results. It knows
nothing of deliveries, conservation, crashes or other shapes of file.
"""

import gzip
import hashlib
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

COLUMNS = ("operating_day", "settler", "card", "area", "card_type", "vehicle", "mode_code", "route", "boarded", "board", "alighted", "alight", "journey",
           "transfers", "user_type", "passengers", "distance", "ride_time", "violation")  # fmt: skip
CHUNK_BYTES = 64 << 20
LINES = f"""
    insert into raw select n, line, {", ".join(f"nullif(nullif(f[{n}], ''), '~') as {c}" for n, c in enumerate(COLUMNS, 1))}, len(f) as width
    from (select n, line, string_split(line, ',') as f from told)
"""
_WHOLE = "regexp_full_match({}, '[0-9]{{1,9}}')"
_WALL = (
    "case when regexp_full_match({c}, '[0-9]{{14}}') then try_strptime({c}, '%Y%m%d%H%M%S') end as {c}_wall"
)
TYPED = f"""
    create view typed as
    select *, cast(boarded_wall - interval 4 hour as date) as service_date, cast(hour(boarded_wall - interval 4 hour) + 4 as integer) as hour,
        boarded_wall - interval 9 hour as boarded_at, alighted_wall - interval 9 hour as alighted_at,
        cast(epoch(alighted_wall) - epoch(boarded_wall) as integer) as ride_s,
        case when regexp_full_match(mode_code, '1[0-9][0-9]') then 'bus' when regexp_full_match(mode_code, '2[0-9][0-9]') then 'rail' end as mode,
        settler || ':' || area || ':' || route as route_id, settler || ':' || area || ':' || vehicle as vehicle_id,
        settler || ':' || area || ':' || board as board_stop_id, settler || ':' || area || ':' || alight as alight_stop_id,
        case when {_WHOLE.format("transfers")} then transfers::integer end as transfer_cnt,
        case when {_WHOLE.format("passengers")} then passengers::integer end as passengers_cnt,
        case when {_WHOLE.format("distance")} then distance::integer end as distance_m,
        case when {_WHOLE.format("ride_time")} then ride_time::integer end as told_s,
        case when regexp_full_match(operating_day, '[0-9]{{8}}') then cast(try_strptime(operating_day, '%Y%m%d') as date) end as operated_on
    from (select *, {_WALL.format(c="boarded")}, {_WALL.format(c="alighted")} from raw)
"""
JUDGED = """
    create temp table judged as
    with held as (
        select t.*, k.key, coalesce(b.x_m, kb.x_m) as x_m, coalesce(b.y_m, kb.y_m) as y_m, rt.route_id is not null as route_known,
            b.stop_id is null as board_odd, a.stop_id is null and t.alight_stop_id is not null as alight_odd, kb.stop_id is null as board_new,
            ka.stop_id is null as alight_new, st.settler is not null as settler_known,
            width <> 19 as broken, width = 1 and trim(line) = '' as blank, contains(line, chr(65533)) as garbled
        from typed t
        left join keys k on t.card = k.number and k.month = case when service_date between $oldest and $delivered then date_trunc('month', service_date) else date_trunc('month', $delivered::date) end
        left join served b on b.route_id = t.route_id and b.stop_id = t.board_stop_id
        left join served a on a.route_id = t.route_id and a.stop_id = t.alight_stop_id
        left join known_stop kb on kb.stop_id = case when b.stop_id is null then t.board_stop_id end
        left join known_stop ka on ka.stop_id = case when a.stop_id is null then t.alight_stop_id end
        left join known_route rt on rt.route_id = t.route_id
        left join known_settler st on st.settler = t.settler || ':' || t.area
    )
    select *, list_filter([
        case when blank then 'blank_record' end, case when broken and not blank then 'wrong_field_count' end, case when garbled and not broken then 'text_undecodable' end,
        case when whole and card is null then 'card_missing' end, case when whole and not regexp_full_match(card, '[0-9]{16}') then 'card_malformed' end,
        case when whole and operated_on is null then 'operating_day_malformed' end, case when whole and operated_on <> service_date then 'operating_day_disagrees' end,
        case when whole and boarded is null then 'boarding_time_missing' end, case when whole and boarded is not null and boarded_at is null then 'boarding_time_malformed' end,
        case when whole and service_date > $delivered then 'time_in_future' end, case when whole and service_date < $oldest then 'too_late' end,
        case when whole and alighted is not null and alighted_at is null then 'alighting_time_malformed' end,
        case when whole and (alighted is null) <> (alight is null) then 'alighting_incomplete' end,
        case when whole and ride_s <= 0 then 'alighting_not_after_boarding' end, case when whole and ride_s > 21600 then 'ride_too_long' end,
        case when whole and mode is null then 'mode_unknown' end, case when whole and (settler is null or area is null) then 'settler_missing' end,
        case when whole and route is null then 'route_missing' end, case when whole and board is null then 'boarding_stop_missing' end,
        case when whole and settler_known and ((board_odd and board_new and board_stop_id is not null) or (alight_odd and alight_new)) then 'stop_unknown' end,
        case when whole and not coalesce(passengers_cnt between 1 and 100, false) then 'passengers_malformed' end,
        case when whole and not coalesce(transfer_cnt between 0 and 3, false) then 'transfers_malformed' end,
        case when whole and board = alight and ride_s between 1 and 120 then 'transaction_cancelled' end], lambda code: code is not null) as reasons
    from (select *, not broken and not garbled as whole from held)
"""
KEPT = """
    create temp table kept as
    select key as card_key, service_date, hour, boarded_at, alighted_at, card_type, mode, route_id, vehicle_id, board_stop_id, alight_stop_id, journey as journey_ref,
        transfer_cnt, user_type, passengers_cnt, distance_m, ride_s, n as record_number, x_m, y_m, hash(key, service_date, coalesce(hash(journey, transfer_cnt), hash(boarded_at, vehicle_id, board_stop_id))) as ride_id,
        alighted is null as no_alight, journey is null as no_journey, distance is not null and distance_m is null as bad_distance,
        ride_time is not null and not coalesce(abs(told_s - ride_s) <= 60, false) as odd_time, coalesce(try_cast(violation as bigint) > 0, false) as fined,
        route_known and (board_odd or alight_odd) as elsewhere
    from judged where len(reasons) = 0
"""
_FAR = "sqrt(pow(x_m - {p}(x_m) over bus, 2) + pow(y_m - {p}(y_m) over bus, 2)) - 500 > 120 / 3.6 * abs(epoch_us(boarded_at) - {p}(epoch_us(boarded_at)) over bus) / 1e6"
TWO_PLACES = f"""
    create temp table two_places as
    with step as (
        select record_number, vehicle_id, boarded_at, {_FAR.format(p="lag")} as far_before, {_FAR.format(p="lead")} as far_after,
            lag(record_number) over bus is null as is_first, lead(record_number) over bus is null as is_last
        from kept where vehicle_id is not null and x_m is not null window bus as (partition by vehicle_id order by boarded_at, record_number)
    ),
    beside as (
        select *, coalesce(lead(far_after) over bus, false) as next_far, coalesce(lag(far_before) over bus, false) as last_far
        from step window bus as (partition by vehicle_id order by boarded_at, record_number)
    )
    select record_number from beside where (far_before and far_after) or (is_first and far_after and not next_far) or (is_last and far_before and not last_far)
"""
CLOSER = """
    create temp table closer as
    with several as (select ride_id from kept group by ride_id having count(*) > 1),
    copy as (
        select *, row_number() over (partition by card_key, service_date, boarded_at, vehicle_id, board_stop_id, journey_ref, transfer_cnt, alighted_at, alight_stop_id, passengers_cnt
                                     order by record_number) as copy
        from kept semi join several using (ride_id)
    ),
    ride as (
        select *, count(*) over (partition by card_key, service_date, journey_ref, transfer_cnt) as told,
            row_number() over (partition by card_key, service_date, journey_ref, transfer_cnt, boarded_at order by alighted_at is null, record_number) as telling
        from copy where copy = 1 and journey_ref is not null
    )
    select record_number, true as gone, false as doubled from copy where copy > 1
    union all select record_number, telling > 1, true from ride where told > 1
"""
CLEAN = """
    create temp table clean as
    select k.* exclude (x_m, y_m, ride_id, no_alight, no_journey, bad_distance, odd_time, fined, elsewhere), list_filter([
        case when no_alight then 'alight_missing' end, case when no_journey then 'journey_missing' end, case when bad_distance then 'distance_malformed' end,
        case when odd_time then 'ride_time_doubtful' end, case when fined then 'fare_violation' end, case when elsewhere then 'stop_not_on_route' end,
        case when v.record_number is not null then 'vehicle_in_two_places' end, case when c.doubled then 'transaction_doubled' end], lambda flag: flag is not null) as flags
    from kept k left join two_places v using (record_number) left join closer c on c.record_number = k.record_number
    where not coalesce(c.gone, false)
"""
CHAINED = """
    create temp table ride as
    with leg as (
        select c.* exclude (boarded_at, alighted_at, flags), b.stop_no as board_no, a.stop_no as alight_no, b.x_m, b.y_m,
            cast(epoch(boarded_at) - $midnight as integer) as boarded_s, cast(epoch(alighted_at) - $midnight as integer) as alighted_s
        from clean c left join stops b on b.stop_id = board_stop_id left join stops a on a.stop_id = alight_stop_id where service_date = $day
    ),
    seen as (
        select *, row_number() over card as ride_no, lag(journey_ref) over card as ref_before,
            lag(transfer_cnt) over card as transfer_before, lag(route_id) over card as route_before,
            coalesce(lag(alighted_s) over card, lag(boarded_s) over card + sqrt(pow(x_m - lag(x_m) over card, 2) + pow(y_m - lag(y_m) over card, 2)) / (15 / 3.6)) as left_s,
            lead(board_no) over card as next_no, lead(boarded_s) over card as next_s, first_value(board_no) over card as first_no
        from leg window card as (partition by card_key order by boarded_s, record_number)
    ),
    parted as (
        select *, case when ride_no = 1 then true when journey_ref is not null and ref_before is not null then journey_ref <> ref_before or transfer_cnt <= transfer_before
            else not coalesce(boarded_s - left_s <= 1800 and route_id <> route_before, false) end as begins
        from seen
    ),
    numbered as (select *, cast(sum(begins::integer) over (partition by card_key order by ride_no) as integer) as journey_no from parted)
    select card_key, journey_no, cast(row_number() over (partition by card_key, journey_no order by ride_no) as integer) as leg_no, mode, route_id, vehicle_id, board_stop_id,
        board_no, boarded_s, alight_stop_id, alight_no, alighted_s, passengers_cnt, transfer_cnt,
        case when alighted_s is not null then null when next_s is not null then next_no when ride_no > 1 then first_no end as goal_no,
        case when alighted_s is null then next_s end as next_s
    from numbered
"""
SPANS = """
    create temp table span as
    select b.route_id, b.stop_no as board_no, a.stop_no as alight_no, first(struct_pack(p := b.pattern_no, b := b.seq, a := a.seq) order by a.seq - b.seq, b.pattern_no, b.seq) as at
    from lines b join lines a on b.route_id = a.route_id and b.pattern_no = a.pattern_no and b.seq < a.seq group by all
"""
SPOTS = """
    create temp table spot as
    select route_id, stop_no, min(pattern_no) as pattern_no, list(seq order by seq) as seqs
    from (from lines where seq < last_seq qualify pattern_no = min(pattern_no) over (partition by route_id, stop_no)) group by all
"""
PLACED = """
    create temp table placed as
    select r.*, row_number() over () as leg_id, coalesce(s.at.p, t.pattern_no) as pattern_no, s.at.a as tapped_seq,
        coalesce(s.at.b, case when len(t.seqs) = 1 then t.seqs[1] end) as sure_seq, t.seqs
    from ride r left join span s on s.route_id = r.route_id and s.board_no = r.board_no and s.alight_no = r.alight_no
    left join spot t on t.route_id = r.route_id and t.stop_no = r.board_no
"""
GUESSED = """
    create temp table guessed as
    select u.leg_id, coalesce(list_filter(u.seqs, lambda seq: seq >= coalesce(s.sure_seq, 0))[1], u.seqs[1]) as board_seq
    from (from placed where sure_seq is null and seqs is not null) u asof left join (from placed where sure_seq is not null) s
        on u.vehicle_id = s.vehicle_id and u.route_id = s.route_id and u.pattern_no = s.pattern_no and u.boarded_s >= s.boarded_s
"""
RUNS = """
    create temp table riding as
    with seated as (
        select p.* exclude (sure_seq, seqs), coalesce(sure_seq, g.board_seq) as board_seq, b.at_m, b.pattern_id, case when sure_seq is null and vehicle_id is null then seqs end as seqs
        from placed p left join guessed g using (leg_id) left join lines b on b.route_id = p.route_id and b.pattern_no = p.pattern_no and b.seq = coalesce(sure_seq, g.board_seq)
    ),
    stepped as (
        select *, at_m - lag(at_m) over bus as step_m, boarded_s - lag(boarded_s) over bus as step_s, board_seq - lag(board_seq) over bus as step_seq
        from seated where vehicle_id is not null and board_seq is not null window bus as (partition by vehicle_id, route_id, pattern_no order by boarded_s, card_key, journey_no, leg_no)
    ),
    begun as (select *, coalesce(step_seq < -3 or step_s > 1200 + greatest(step_m, 0) / (15 / 3.6), true) as begins from stepped)
    select *, cast(sum(begins::integer) over (partition by vehicle_id, route_id, pattern_no order by boarded_s, card_key, journey_no, leg_no) as integer) as run_no from begun
    union all by name select * from seated where vehicle_id is null or board_seq is null
"""
PACES = """
    create temp table pace as
    with step as (
        select route_id, hour, sum(step_s)::bigint as s, sum(step_m)::bigint as m from (
            select route_id, boarded_s // 3600 as hour, step_s, step_m from riding where not begins and step_m > 0 and step_s > 0
            union all select r.route_id, boarded_s // 3600, alighted_s - boarded_s, a.at_m - r.at_m
            from riding r join lines a on a.route_id = r.route_id and a.pattern_no = r.pattern_no and a.seq = r.tapped_seq where run_no is null
        ) group by all
    ),
    route as (select route_id, sum(s)::bigint as s, sum(m)::bigint as m from step group by all)
    select route_id, hour, coalesce(step.s, route.s, 3600) as pace_s, coalesce(step.m, route.m, case when rail then 30000 else 15000 end) as pace_m
    from (select route_id, boarded_s // 3600 as hour, bool_or(mode = 'rail') as rail from riding group by all) left join step using (route_id, hour) left join route using (route_id)
"""
INFERRED = """
    create temp table inferred as
    with goal as (
        select leg_id, route_id, pattern_no, unnest(coalesce(seqs, [board_seq])) as board_seq, boarded_s, boarded_s // 3600 as hour, next_s, x_m, y_m
        from riding join stops on stop_no = goal_no where alighted_s is null and board_seq is not null
    ),
    offer as (
        select g.leg_id, g.board_seq, a.seq, a.stop_id, (a.at_m - b.at_m)::bigint * pace_s // pace_m as ride_s, sqrt(pow(a.x_m - g.x_m, 2) + pow(a.y_m - g.y_m, 2)) as walk_m, g.boarded_s, g.next_s
        from goal g join lines b on b.route_id = g.route_id and b.pattern_no = g.pattern_no and b.seq = g.board_seq
        join lines a on a.route_id = g.route_id and a.pattern_no = g.pattern_no and a.seq > g.board_seq join pace p on p.route_id = g.route_id and p.hour = g.hour
    )
    select leg_id, first(struct_pack(board_seq, seq, stop_id, ride_s) order by ride_s + walk_m * 1.8, seq) as off
    from offer where walk_m <= 1000 and ride_s <= 10800 and (next_s is null or boarded_s + ride_s <= next_s + 600) group by leg_id
"""
LEGS = """
    create temp table leg as
    select card_key, journey_no, leg_no, mode, route_id, pattern_id, vehicle_id, run_no, board_stop_id, cast(coalesce(off.board_seq, riding.board_seq) as integer) as board_seq,
        boarded_s, coalesce(alight_stop_id, off.stop_id) as alight_stop_id, cast(coalesce(tapped_seq, off.seq) as integer) as alight_seq,
        coalesce(alighted_s, boarded_s + case when off is not null then greatest(1, least(off.ride_s, next_s - 1 - boarded_s)) end)::integer as alighted_s,
        case when alighted_s is not null then 'tapped' when off is null then null when next_s is null then 'first_boarding_of_day' else 'next_boarding' end as alight_rule,
        passengers_cnt, transfer_cnt, case when run_no is not null then cast(dense_rank() over (order by route_id, pattern_id, vehicle_id, run_no) as integer) end as bus_no
    from riding left join inferred using (leg_id)
"""
VISITS = """
    create temp table visit as
    with once as (
        select bus_no, seq, coalesce(max(on_s), max(tapped_s), max(thought_s)) as seen_s from (
            select bus_no, board_seq as seq, max(boarded_s) as on_s, null as tapped_s, null as thought_s from leg where bus_no is not null group by all
            union all select bus_no, alight_seq, null, cast(quantile_disc(alighted_s, 0.5) filter (alight_rule = 'tapped') as integer), cast(quantile_disc(alighted_s, 0.5) as integer)
            from leg where bus_no is not null and alight_seq is not null group by all
        ) group by all
    )
    select bus_no, seq, cast(max(seen_s) over (partition by bus_no order by seq) as integer) as seen_s from once
"""
BUSES = """
    create temp table bus as
    select v.*, route_id, pattern_id from (select bus_no, min(seq) as first_seq, max(seq) as last_seq from visit group by all) v
    join (select distinct bus_no, route_id, pattern_id from leg where bus_no is not null) using (bus_no)
"""
OFF = """
    create temp table off as
    with unknown as (
        select row_number() over (order by bus_no, board_seq, boarded_s, card_key) as ride_no, bus_no, board_seq, boarded_s // 3600 as hour, passengers_cnt, route_id, pattern_id, last_seq
        from leg join bus using (bus_no, route_id, pattern_id) where alight_seq is null
    ),
    weight as (select route_id, pattern_id, boarded_s // 3600 as hour, alight_seq, sum(passengers_cnt)::bigint as w from leg where bus_no is not null and alight_seq is not null group by all),
    spread as (
        select ride_no, bus_no, alight_seq, passengers_cnt * w / sum(w) over (partition by ride_no) as riders
        from unknown join weight using (route_id, pattern_id, hour) where alight_seq > board_seq and alight_seq <= last_seq
    )
    select bus_no, alight_seq as seq, sum(riders) as riders from (
        select bus_no, alight_seq, passengers_cnt::double as riders from leg where bus_no is not null and alight_seq is not null
        union all select bus_no, alight_seq, riders from spread
        union all select bus_no, last_seq, passengers_cnt from unknown where ride_no not in (select ride_no from spread)
    ) group by all
"""
PASSED = """
    create temp table passed as
    with change as (
        select bus_no, seq, sum(riders) as riders, sum(cards)::bigint as cards from (
            select bus_no, board_seq as seq, passengers_cnt::double as riders, 1 as cards from leg where bus_no is not null
            union all select bus_no, seq, -riders, 0 from off
            union all select bus_no, coalesce(alight_seq, board_seq + 1), 0, -1 from leg where bus_no is not null
        ) group by all
    ),
    place as (
        select b.bus_no, route_id, pattern_id, l.seq, l.at_m, l.section_m, l.stop_id, b.last_seq, seen_s, coalesce(riders, 0) as riders, coalesce(cards, 0) as cards
        from bus b join lines l using (route_id, pattern_id) left join visit v on v.bus_no = b.bus_no and v.seq = l.seq left join change c on c.bus_no = b.bus_no and c.seq = l.seq
        where l.seq between b.first_seq and b.last_seq
    ),
    beside as (
        select *, round(sum(riders) over way, 6) as load_cnt, cast(sum(cards) over way as bigint) as cards_cnt, last_value(seen_s ignore nulls) over way as before_s,
            last_value(case when seen_s is not null then at_m end ignore nulls) over way as before_m, first_value(seen_s ignore nulls) over ahead as after_s,
            first_value(case when seen_s is not null then at_m end ignore nulls) over ahead as after_m
        from place window way as (partition by bus_no order by seq rows between unbounded preceding and current row), ahead as (partition by bus_no order by seq rows between current row and unbounded following)
    ),
    timed as (select *, case when after_m = before_m then before_s else before_s + (after_s - before_s) * (at_m - before_m)::bigint // (after_m - before_m) end as passes_s from beside)
    select bus_no, route_id, pattern_id, seq, last_seq, load_cnt, cards_cnt, passes_s, lead(passes_s) over (partition by bus_no order by seq) - passes_s as run_s from timed
"""
LOADS = """
    with section as (select *, passes_s // {seconds} as slot from passed where seq < last_seq),
    crossing as (
        select a.bus_no, a.board_seq, coalesce(a.alight_seq, a.board_seq + 1) as alight_seq, a.card_key from leg a
        where a.bus_no is not null and exists (
            from leg b where b.bus_no is not null and b.card_key = a.card_key and b.route_id = a.route_id and b.pattern_id = a.pattern_id
                and (b.bus_no, b.board_seq, b.boarded_s) <> (a.bus_no, a.board_seq, a.boarded_s) and b.board_seq < coalesce(a.alight_seq, a.board_seq + 1) and a.board_seq < coalesce(b.alight_seq, b.board_seq + 1))
    ),
    again as (
        select route_id, pattern_id, seq, slot, count(*) - count(distinct card_key) as again_cnt from crossing c join section s on s.bus_no = c.bus_no and s.seq >= c.board_seq and s.seq < c.alight_seq
        group by all having again_cnt > 0
    )
    select route_id, pattern_id, cast(seq as integer) as section_seq, cast(slot * {unit} as integer) as slot, round(sum(load_cnt), 6) as load_cnt,
        (sum(cards_cnt) - coalesce(any_value(again_cnt), 0))::bigint as cards_cnt, count(*) as buses_cnt, avg(run_s) as run_s
    from section left join again using (route_id, pattern_id, seq, slot) group by route_id, pattern_id, seq, slot
"""


def read(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """The file's lines into the table `raw`, a chunk at a time; the header is line 1."""
    number, rest = 2, b""
    with gzip.open(path) as source:
        source.readline()
        while chunk := source.read(CHUNK_BYTES):
            cut = chunk.rfind(b"\n") + 1
            text, rest = rest + chunk[:cut], chunk[cut:]
            try:
                text.decode()
            except UnicodeDecodeError:
                text = text.decode("utf-8", "replace").encode()
            ends = np.flatnonzero(np.frombuffer(text, np.uint8) == 10) + 1
            starts = np.concatenate([[0], ends[:-1]])
            data = np.frombuffer(text, np.uint8)
            kept = np.delete(data, ends - 1)
            offsets = np.concatenate([starts - np.arange(len(starts)), [len(kept)]]).astype(np.int64)
            lines = pa.Array.from_buffers(
                pa.large_string(), len(ends), [None, pa.py_buffer(offsets), pa.py_buffer(kept)]
            )
            con.register("told", pa.table({"n": np.arange(number, number + len(ends)), "line": lines}))
            con.execute(LINES)
            number += len(ends)


def keyed(numbers: list[str], key: bytes) -> list[bytes]:
    """HMAC-SHA256 of each number, cut to 16 bytes."""
    inner, outer = (hashlib.sha256(bytes(b ^ pad for b in key.ljust(64, b"\0"))) for pad in (0x36, 0x5C))
    made = []
    for number in numbers:
        message, answer = inner.copy(), outer.copy()
        message.update(number.encode())
        answer.update(message.digest())
        made.append(answer.digest()[:16])
    return made


def day(
    path: Path,
    network: dict[str, pa.Table],
    keys: dict[date, bytes],
    delivered: date,
    oldest: date,
    of: date,
    midnight: int,
    out: Path,
) -> None:
    """The whole day of one file, into Parquet below `out`: clean, quarantine, leg, slot, hour."""
    con = duckdb.connect(
        config={
            "threads": 2,
            "memory_limit": "6GB",
            "temp_directory": str(out / "spill"),
            "preserve_insertion_order": False,
        }
    )
    con.execute(
        f"create table raw (n bigint, line varchar, {', '.join(f'{c} varchar' for c in COLUMNS)}, width bigint)"
    )
    for name, table in network.items():
        con.register(f"{name}_given", table)
        con.execute(f"create table {name} as from {name}_given")
    read(con, path)
    con.execute(TYPED)
    months = f"case when service_date between date '{oldest}' and date '{delivered}' then service_date else date '{delivered}' end"
    pairs = con.execute(
        f"select distinct card, date_trunc('month', {months})::date as month from typed where card is not null"
    ).to_arrow_table()
    con.execute("create table keys (number varchar, month date, key blob)")
    for month, key in keys.items():
        numbers = pairs.filter(pc.equal(pairs["month"], pa.scalar(month)))["card"]
        con.register(
            "made",
            pa.table({"number": numbers, "key": pa.array(keyed(numbers.to_pylist(), key), pa.binary())}),
        )
        con.execute(f"insert into keys select number, date '{month}', key from made")
    con.execute(JUDGED, {"delivered": delivered, "oldest": oldest})
    con.execute("drop view typed; drop table raw")
    con.execute(
        f"copy (select n as record_number, reasons from judged where len(reasons) > 0) to '{out}/quarantine.parquet' (format parquet, compression zstd)"
    )
    for statement in (KEPT, "drop table judged", TWO_PLACES, CLOSER, CLEAN, "drop table kept"):
        con.execute(statement)
    con.execute(
        f"copy clean to '{out}/clean' (format parquet, compression zstd, partition_by (service_date), write_partition_columns, overwrite)"
    )
    con.execute(CHAINED, {"midnight": midnight, "day": of})
    for statement in (
        "drop table clean",
        SPANS,
        SPOTS,
        PLACED,
        "drop table ride",
        GUESSED,
        RUNS,
        "drop table placed",
        PACES,
        INFERRED,
        LEGS,
        "drop table riding",
    ):
        con.execute(statement)
    con.execute(
        f"copy (select * exclude bus_no from leg) to '{out}/leg.parquet' (format parquet, compression zstd)"
    )
    for statement in (VISITS, BUSES, OFF, PASSED):
        con.execute(statement)
    for name, seconds, unit in (("slot", 600, 600), ("hour", 3_600, 1)):
        con.execute(
            f"copy ({LOADS.format(seconds=seconds, unit=unit)}) to '{out}/{name}.parquet' (format parquet, compression zstd)"
        )
