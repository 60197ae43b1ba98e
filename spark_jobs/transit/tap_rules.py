"""The rules a tap is judged by on its own, and against the network: DuckDB expressions over a batch of lines. It knows nothing of Spark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from nightowl.profile import Profile
from nightowl.records import BREAK_MARK, FIELD_MARK
from spark_jobs import judging
from spark_jobs.city_clock import Clock
from spark_jobs.columnar import Chunk
from spark_jobs.judging import SOUND, DeliveredFile, LayoutSql, asked, quoted, starred
from spark_jobs.pseudonyms import Pseudonyms, buckets_of, key_months
from spark_jobs.text import DIGIT_RUN, Header
from spark_jobs.transit.tap_columns import NAMES

NO_VALUE = "~"
CARD_LIKE = r"(?:[0-9][ .\-]?){10,}"
PASSENGERS_MAX, TRANSFERS_MAX, RIDE_MAX_S, CLOCKS_APART_S = 100, 3, 6 * 3_600, 60
_TIMED = f"{SOUND} and service_date is not null"

RULES = {
    **judging.RULES,
    "card_missing": f"{SOUND} and card_no is null",
    "card_malformed": f"{SOUND} and card_no is not null and not regexp_full_match(card_no, '[0-9]{{16}}')",
    "operating_day_malformed": f"{SOUND} and operated_on is null",
    "operating_day_disagrees": f"{_TIMED} and operated_on <> service_date",
    "boarding_time_missing": f"{SOUND} and boarded is null",
    "boarding_time_malformed": f"{SOUND} and boarded is not null and boarded_at is null",
    "time_in_future": f"{_TIMED} and service_date > $delivered",
    "too_late": f"{_TIMED} and service_date < $oldest",
    "alighting_time_malformed": f"{SOUND} and alighted is not null and alighted_at is null",
    "alighting_incomplete": f"{SOUND} and (alighted is null) <> (alight_stop_no is null)",
    "alighting_not_after_boarding": f"{SOUND} and ride_s <= 0",
    "ride_too_long": f"{SOUND} and ride_s > {RIDE_MAX_S}",
    "mode_unknown": f"{SOUND} and mode is null",
    "settler_missing": f"{SOUND} and (settler_id is null or area_code is null)",
    "route_missing": f"{SOUND} and route_no is null",
    "boarding_stop_missing": f"{SOUND} and board_stop_no is null",
    "stop_unknown": f"{SOUND} and (is_board_unknown or is_alight_unknown)",
    "passengers_malformed": f"{SOUND} and not coalesce(passengers_cnt between 1 and {PASSENGERS_MAX}, false)",
    "transfers_malformed": f"{SOUND} and not coalesce(transfer_cnt between 0 and {TRANSFERS_MAX}, false)",
    "transaction_cancelled": f"{SOUND} and (starts_with(board_fare, '-') or (board_stop_no = alight_stop_no and ride_s between 1 and $cancel_s))",
}
"""Code → when a tap breaks the rule and is refused; a rule that is NULL does not hold."""
FLAGS = {
    "alight_missing": "alighted is null",
    "journey_missing": "journey_ref is null",
    "distance_malformed": "distance is not null and distance_m is null",
    "ride_time_doubtful": f"ride_time is not null and not coalesce(abs(ride_told_s - ride_s) <= {CLOCKS_APART_S}, false)",
    "fare_violation": "try_cast(violation_fare as bigint) > 0",
    "stop_not_on_route": "is_board_elsewhere or is_alight_elsewhere",
    "vehicle_in_two_places": "false",
    "transaction_doubled": "false",
}
"""Code → when a tap that is kept is doubtful. The last two are found among the taps of a bus (`tap_vehicles`) and of a card (`tap_copies`)."""
DOUBT = {code: 1 << place for place, code in enumerate(FLAGS)}
"""The flags travel as bits of one number."""


@dataclass(frozen=True)
class Judged:
    """What became of the lines of a chunk, two Arrow tables: `kept`, with `bucket` (by card) and `vehicle_bucket` of each row, and `refused`
    (source_file, record_number, reasons, line_masked)."""

    kept: pa.Table
    refused: pa.Table


def as_sql(header: Header, profile: Profile, oldest: date, delivered: date) -> LayoutSql:
    """The expressions of a file's layout: the columns of `NAMES` as text, and those that follow from them. A column may name those before it."""
    fields = {name: f"f[{at + 1}]" for name, at in header.position}
    clock = Clock.of(profile.time_zone, oldest, delivered)
    columns = {
        name: f"nullif(nullif({fields[name]}, ''), '{NO_VALUE}')"
        if name in fields
        else "cast(null as varchar)"
        for name in NAMES
    }
    walls = {f"{name}_local": _wall(name) for name in ("boarded", "alighted")}
    columns |= walls | {f"{name}_at": clock.instant_of(f"{name}_local") for name in ("boarded", "alighted")}
    columns["extra_json"] = _extra(header)
    selected = ", ".join(f"{sql} as {name}" for name, sql in columns.items())
    return LayoutSql(
        header.width, FIELD_MARK if header.quoted else ",", header.present, selected, _masked(header)
    )


def _wall(text: str) -> str:
    """The clock time of YYYYMMDDHHMMSS; NULL where the text is no such time."""
    return f"case when regexp_full_match({text}, '[0-9]{{14}}') then try_strptime({text}, '%Y%m%d%H%M%S') end"


def _extra(header: Header) -> str:
    if not header.unknown:
        return "cast(null as varchar)"
    pairs = ", ".join(f"{quoted(name)}, nullif(f[{at + 1}], '')" for name, at in header.unknown)
    return starred(f"json_merge_patch('{{}}', json_object({pairs}))::varchar", DIGIT_RUN)


def _masked(header: Header) -> str:
    """The line with the card replaced by its key and whatever else could be a card starred; times stay legible."""
    absent = set(header.absent)
    shown = {c: starred(c, CARD_LIKE) for c in NAMES if c not in absent}
    shown |= {
        c: f"case when regexp_full_match({c}, '20[0-9]{{12}}') then {c} else {shown[c]} end"
        for c in ("boarded", "alighted")
    }
    shown["card_no"] = "lower(hex(card_key))"
    parsed = " || ',' || ".join(f"coalesce({sql}, '{NO_VALUE}')" for sql in shown.values())
    line = f"translate(line, {quoted(FIELD_MARK + BREAK_MARK)}, ', ')" if header.quoted else "line"
    return f"case when is_blank or is_wrong_width or is_undecodable then {starred(line, DIGIT_RUN)} else {parsed} end"


def judge(
    con: duckdb.DuckDBPyConnection,
    chunk: Chunk,
    file: DeliveredFile,
    pseudonyms: Pseudonyms,
    profile: Profile,
    buckets: int,
) -> Judged:
    """Type, pseudonymise and judge lines of one file, whose layout gives the columns of `as_sql`.

    `con` holds the network: `served` (route_id, stop_id, x_m, y_m), `known_stop` (stop_id, x_m, y_m), `known_route` (route_id) and
    `known_settler` (settler: `settler:area` of which some stop is known).
    """
    typed = _typed(con, chunk, file, pseudonyms, profile.service_day_start_hour, buckets)
    con.register("typed", typed)
    given = {
        "delivered": file.delivered,
        "oldest": file.oldest,
        "cancel_s": profile.transit.taps.cancel_s_max,
    }
    broken, codes = judging.any_of(RULES), judging.codes(RULES)
    judged = con.execute(JUDGED.format(broken=broken), asked(broken, given)).to_arrow_table()
    # Both are in order of n: side by side they need no join.
    for column in judged.column_names[1:]:
        typed = typed.append_column(column, judged[column])
    con.register("whole", typed)
    refused = judged["n"].filter(judged["is_refused"])
    lines = chunk.lines.take(pc.subtract(refused, chunk.first_number))
    con.register("refused_lines", pa.table({"n": refused, "line": lines}))
    doubts = " + ".join(
        f"case when coalesce({condition}, false) then {DOUBT[code]} else 0 end"
        for code, condition in FLAGS.items()
        if condition != "false"
    )
    named = {"source_file": file.source_file, "separator": file.layout.separator}
    return Judged(
        kept=con.execute(
            KEPT.format(doubts=doubts, file_no=file.number), {"buckets": buckets}
        ).to_arrow_table(),
        refused=con.execute(
            REFUSED.format(codes=codes, masked=file.layout.masked), named | asked(codes, given)
        ).to_arrow_table(),
    )


def _typed(
    con: duckdb.DuckDBPyConnection,
    chunk: Chunk,
    file: DeliveredFile,
    pseudonyms: Pseudonyms,
    start_hour: int,
    buckets: int,
) -> pa.Table:
    """Lines as typed rows in their order, with card_key and bucket."""
    numbers = pa.array(np.arange(chunk.first_number, chunk.first_number + len(chunk.lines)))
    con.register("lines", pa.table({"n": numbers, "line": chunk.lines}))
    query = TYPED.format(typed=judging.typed(chunk, file.layout), start=start_hour)
    typed = con.execute(query, {"separator": file.layout.separator}).to_arrow_table()
    months = key_months(typed["service_date"], file.oldest, file.delivered)
    keys = pseudonyms.of(typed["card_no"].combine_chunks(), months)
    return typed.append_column("card_key", keys).append_column("bucket", pa.array(buckets_of(keys, buckets)))


def flags_of(doubts: npt.NDArray[np.int32]) -> pa.Array:
    """The list of flags of each row, from its bits."""
    distinct, place = np.unique(doubts, return_inverse=True)
    lists = pa.array(
        [[code for code, bit in DOUBT.items() if bits & bit] for bits in distinct.tolist()],
        pa.list_(pa.string()),
    )
    return lists.take(pa.array(place))


_ID = "settler_id || ':' || area_code || ':' || {}"
TYPED = f"""
    select *, cast(boarded_local - to_hours({{start}}) as date) as service_date,
        cast(hour(boarded_local - to_hours({{start}})) + {{start}} as integer) as hour,
        case when regexp_full_match(operating_day, '[0-9]{{{{8}}}}') then cast(try_strptime(operating_day, '%Y%m%d') as date) end as operated_on,
        case when regexp_full_match(mode_code, '1[0-9]{{{{2}}}}') then 'bus'
            when regexp_full_match(mode_code, '2[0-9]{{{{2}}}}') then 'rail' end as mode,
        {_ID.format("route_no")} as route_id, {_ID.format("vehicle_no")} as vehicle_id,
        {_ID.format("board_stop_no")} as board_stop_id, {_ID.format("alight_stop_no")} as alight_stop_id,
        case when regexp_full_match(transfers, '[0-9]{{{{1,9}}}}') then cast(transfers as integer) end as transfer_cnt,
        case when regexp_full_match(passengers, '[0-9]{{{{1,9}}}}') then cast(passengers as integer) end as passengers_cnt,
        case when regexp_full_match(distance, '[0-9]{{{{1,9}}}}') then cast(distance as integer) end as distance_m,
        case when regexp_full_match(ride_time, '[0-9]{{{{1,9}}}}') then cast(ride_time as integer) end as ride_told_s,
        cast(epoch(alighted_at) - epoch(boarded_at) as integer) as ride_s
    from ({{typed}})
"""
# A stop that the route is known to serve is known, and on the route: the rest is asked only of those few that are not found there.
JUDGED = """
    with found as (
        select t.*, b.x_m, b.y_m,
            case when b.stop_id is null then board_stop_id end as odd_board, case when a.stop_id is null then alight_stop_id end as odd_alight
        from typed t
        left join served b on b.route_id = t.route_id and b.stop_id = t.board_stop_id
        left join served a on a.route_id = t.route_id and a.stop_id = t.alight_stop_id
    ),
    held as (
        select f.* exclude (x_m, y_m), coalesce(f.x_m, kb.x_m) as x_m, coalesce(f.y_m, kb.y_m) as y_m,
            odd_board is not null and kb.stop_id is null and s.settler is not null as is_board_unknown,
            odd_alight is not null and ka.stop_id is null and s.settler is not null as is_alight_unknown,
            odd_board is not null and r.route_id is not null as is_board_elsewhere,
            odd_alight is not null and r.route_id is not null as is_alight_elsewhere
        from found f
        left join known_stop kb on kb.stop_id = odd_board
        left join known_stop ka on ka.stop_id = odd_alight
        left join known_route r on r.route_id = case when odd_board is not null or odd_alight is not null then f.route_id end
        left join known_settler s
            on s.settler = case when odd_board is not null or odd_alight is not null then settler_id || ':' || area_code end
    )
    select n, x_m, y_m, is_board_unknown, is_alight_unknown, is_board_elsewhere, is_alight_elsewhere, {broken} as is_refused
    from held order by n
"""
KEPT = """
    select bucket, cast(case when vehicle_id is null then cast(n as ubigint) else hash(vehicle_id) end % $buckets as integer) as vehicle_bucket,
        card_key, service_date, hour, boarded_at, alighted_at, card_type,
        mode, route_id, vehicle_id, board_stop_id, alight_stop_id, journey_ref, transfer_cnt, user_type, passengers_cnt, distance_m, ride_s,
        extra_json, x_m, y_m, cast({doubts} as integer) as doubts, cast({file_no} as integer) as file_no, n as record_number
    from whole where not is_refused
"""
REFUSED = """
    select $source_file as source_file, w.n as record_number, {codes} as reasons, {masked} as line_masked
    from (from whole where is_refused) w join (select n, line[: -2 - length($separator)] as line from refused_lines) l on w.n = l.n
    order by w.n
"""
