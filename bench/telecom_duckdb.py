# ruff: noqa: E501  (long SQL reads better whole)
"""The peer of `bench/telecom.py`: the telecom night by hand in DuckDB and nothing else, for one carrier's shape, in one process.

Made to be as fast as we could make it: lines straight from memory, each number hashed once, no step written to disk but the results. It knows
nothing of deliveries, conservation, crashes or other shapes of file.
"""

import gzip
import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

LINES = """
    insert into raw select $file_no, n, line, f[1], f[2], f[3], lower(f[4]), f[5], f[6], f[7], f[8], rtrim(f[9], chr(10)), len(f)
    from (select n, line, string_split(line, ',') as f from lines where n > 1)
"""
TYPED = """
    create view typed as
    select *, cast(wall - interval 4 hour as date) as service_date, cast(hour(wall - interval 4 hour) + 4 as integer) as hour,
           case when regexp_full_match(duration, '[0-9]{1,9}') then duration::integer end as duration_s,
           case when regexp_full_match(part, '[0-9]{1,6}') then part::integer end as sequence
    from (select *, case when try_cast(moment as timestamp)::varchar = moment then try_cast(moment as timestamp) end as wall from raw)
"""
JUDGED = """
    create temp table judged as
    with known as (
        select t.* exclude (home_area, age_band), nullif(home_area, '') as home_area, nullif(age_band, '') as age_band, k.key, i.hex_id, i.latitude,
               i.longitude, i.cell_no, not service_date between active_from and active_to as is_off, t.width <> 9 as is_broken,
               t.width = 1 and trim(line) = chr(10) as is_blank, contains(line, chr(65533)) as is_garbled
        from typed t left join inventory i on t.cell_id = i.cell_id and t.service_date between i.known_from and i.known_until
        left join keys k on t.number = k.number and k.month = case when service_date between $oldest and $delivered then date_trunc('month', service_date)
                                                                   else date_trunc('month', $delivered::date) end
    )
    select *, list_filter([
        case when is_blank then 'blank_record' end, case when is_broken and not is_blank then 'wrong_field_count' end,
        case when is_garbled and not is_broken then 'text_undecodable' end,
        case when is_whole and number = '' then 'subscriber_missing' end,
        case when is_whole and number <> '' and not regexp_full_match(number, '01[016789][0-9]{7,8}') then 'subscriber_malformed' end,
        case when is_whole and moment = '' then 'time_missing' end, case when is_whole and moment <> '' and wall is null then 'time_malformed' end,
        case when is_whole and service_date > $delivered then 'time_in_future' end, case when is_whole and service_date < $oldest then 'too_late' end,
        case when is_whole and event_type not in ('call', 'sms', 'data') then 'event_type_unknown' end,
        case when is_whole and cell_id = '' then 'cell_missing' end,
        case when is_whole and service_date is not null and cell_id <> '' and cell_no is null then 'cell_unknown' end,
        case when is_whole and is_off then 'cell_not_active' end, case when is_whole and duration_s is null then 'duration_malformed' end,
        case when is_whole and part <> '' and sequence is null then 'sequence_malformed' end], lambda code: code is not null) as reasons
    from (select *, not is_broken and not is_garbled as is_whole from known)
"""
KEPT = """
    create temp table kept as
    select key as subscriber_key, service_date, hour, wall - interval 9 hour as event_at, event_type, cell_no, cell_id, hex_id, latitude, longitude,
           duration_s, nullif(ref, '') as record_ref, sequence, home_area, age_band, file_no, n as record_number,
           hash(key, service_date, coalesce(hash(nullif(ref, '')), hash(wall - interval 9 hour, event_type, cell_no, null::varchar, duration_s, sequence))) as call_id
    from judged where len(reasons) = 0 and key not in (select key from opted_out)
"""
SEVERAL = "create temp table several as select call_id from kept group by call_id having count(*) > 1"
ONCE = """
    create temp table once as
    with copy as (
        select *, row_number() over (partition by subscriber_key, event_at, event_type, cell_no, duration_s, record_ref, sequence
                                     order by file_no, record_number) as nth
        from kept semi join several using (call_id)
    ),
    near as (
        select *, event_at - min(event_at) over (partition by subscriber_key, service_date, record_ref, sequence) <= interval 5 second as is_near
        from copy where nth = 1 and record_ref is not null
    ),
    entry as (
        select *, row_number() over (partition by subscriber_key, service_date, record_ref, sequence, is_near order by event_at, file_no, record_number) as entry,
               count(*) over (partition by subscriber_key, service_date, record_ref, sequence, is_near) as entries
        from near
    ),
    part as (
        select *, min(sequence) over call as first_part, max(sequence) over call as last_part, sum(duration_s) over call as whole_s,
               row_number() over (call order by sequence, event_at, file_no, record_number) as place
        from entry where not (is_near and entry > 1) and sequence is not null
        window call as (partition by subscriber_key, service_date, record_ref)
    )
    select *, false as is_doubled, false as is_merged from kept anti join several using (call_id)
    union all by name select * exclude nth, false as is_doubled, false as is_merged from copy where nth = 1 and record_ref is null
    union all by name select * exclude (nth, is_near, entry, entries), is_near and entries > 1 as is_doubled, false as is_merged
        from entry where sequence is null and not (is_near and entry > 1)
    union all by name select * exclude (nth, is_near, entry, entries, first_part, last_part, whole_s, place)
            replace (case when first_part < last_part and place = 1 then whole_s::integer else duration_s end as duration_s),
        is_near and entries > 1 as is_doubled, first_part < last_part and place = 1 as is_merged
        from part where sequence = first_part
"""
_KM = "2 * 6371.0088 * asin(sqrt(least(1, sin(radians({b}.latitude - {a}.latitude) / 2) ** 2 + cos(radians({a}.latitude)) * cos(radians({b}.latitude)) * sin(radians({b}.longitude - {a}.longitude) / 2) ** 2)))"
CLEAN = f"""
    create temp table clean as
    with walk as (
        select *, lag({{'latitude': latitude, 'longitude': longitude, 'cell_no': cell_no, 'event_at': event_at}}) over person as p,
               lead(cell_no) over person as next_cell, lead(event_at) over person as next_at,
               row_number() over person as nth, count(*) over (partition by subscriber_key, service_date) as events
        from once window person as (partition by subscriber_key, service_date order by event_at, call_id, file_no, record_number)
    ),
    step as (
        select *, epoch(event_at - p.event_at) as gap_s,
               case when p.cell_no <> w.cell_no then {_KM.format(a="p", b="w")} - 3 > 300 * epoch(event_at - p.event_at) / 3600 else false end as far
        from walk w
    ),
    second as (
        select distinct a.file_no, a.record_number from step a join step b
            on a.subscriber_key = b.subscriber_key and a.service_date = b.service_date and date_trunc('second', a.event_at) = date_trunc('second', b.event_at)
        where a.cell_no <> b.cell_no and a.gap_s = 0 and {_KM.format(a="a", b="b")} > 3
        union
        select distinct b.file_no, b.record_number from step a join step b
            on a.subscriber_key = b.subscriber_key and a.service_date = b.service_date and date_trunc('second', a.event_at) = date_trunc('second', b.event_at)
        where a.cell_no <> b.cell_no and a.gap_s = 0 and {_KM.format(a="a", b="b")} > 3
    ),
    machine as (
        select subscriber_key, service_date, events from step group by all
        having events >= 24 and avg(gap_s) > 0 and stddev_pop(gap_s) <= 0.1 * avg(gap_s)
    ),
    around as (
        select *, coalesce(lead(far) over person, false) as far_next, coalesce(lead(far, 2) over person, false) as far_after,
               coalesce(lag(far) over person, false) as far_before
        from step window person as (partition by subscriber_key, service_date order by event_at, call_id, file_no, record_number)
    )
    select a.* exclude (p, next_cell, next_at, nth, events, gap_s, far, far_next, far_after, far_before), list_filter([
        case when s.file_no is not null then 'two_places' end,
        case when s.file_no is null and ((far and far_next) or (nth = 1 and far_next and not far_after) or (nth = a.events and far and not far_before))
             then 'impossible_speed' end,
        case when p.cell_no = next_cell and p.cell_no <> a.cell_no and epoch(next_at - p.event_at) <= 120 and not far and not far_next then 'ping_pong' end,
        case when m.events is not null then 'robot' end, case when a.events >= 300 then 'heavy_user' end,
        case when is_doubled then 'double_entry' end, case when is_merged then 'partials_merged' end], lambda flag: flag is not null) as flags
    from around a left join second s on a.file_no = s.file_no and a.record_number = s.record_number
    left join machine m on a.subscriber_key = m.subscriber_key and a.service_date = m.service_date
"""
SOUND = "not list_has_any(flags, ['two_places', 'impossible_speed', 'robot', 'heavy_user'])"
PRESENCE = f"""
    copy (
        with person as (
            select service_date, hour, subscriber_key, arg_max(site_no, {{'n': n, 'first': -site_no}}) as site_no
            from (select service_date, hour, subscriber_key, site_no, count(*) as n from clean join sites using (cell_no) where {SOUND} group by all)
            group by all
        ),
        seen as (select distinct service_date, hour, hex_id from (select distinct service_date, hour, cell_no from clean where {SOUND})
                 join sites using (cell_no) join shares using (site_no)),
        counted as (select service_date, hour, hex_id, count(*) as persons_cnt, sum(share_e9) / 1e9 as persons_est
                    from person join shares using (site_no) group by all)
        select service_date, hour, hex_id, coalesce(persons_cnt, 0) as persons_cnt, coalesce(persons_est, 0) as persons_est
        from seen left join counted using (service_date, hour, hex_id)
    ) to $file (format parquet, compression zstd)
"""
NIGHT_OD = f"""
    copy (
        with last as (
            select service_date, subscriber_key,
                   arg_min({{'hour': hour, 'hex_id': hex_id}}, {{'back': -epoch_us(event_at), 'hex_id': hex_id}}) filter (hour >= 24) as seen,
                   arg_max(home_area, event_at) filter (home_area is not null) as home_area
            from clean where (hour >= 22 or hour <= 6) and {SOUND} group by all
        )
        select service_date, seen.hour as hour, seen.hex_id as origin_hex, home_area, count(*) as persons_cnt from last where seen is not null group by all
    ) to $file (format parquet, compression zstd)
"""


def read(con: duckdb.DuckDBPyConnection, path: Path, file_no: int) -> None:
    """One file's lines into the table `raw`."""
    text = gzip.decompress(path.read_bytes())
    try:
        text.decode()
    except UnicodeDecodeError:
        text = text.decode("utf-8", "replace").encode()
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == 10) + 1
    buffers = [None, pa.py_buffer(np.concatenate([[0], ends]).astype(np.int64)), pa.py_buffer(text)]
    lines = pa.Array.from_buffers(pa.large_string(), len(ends), buffers)
    con.register("lines", pa.table({"n": np.arange(1, len(ends) + 1), "line": lines}))
    con.execute(LINES, {"file_no": file_no})


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


def night(
    files: list[Path],
    inventory: pa.Table,
    sites: pa.Table,
    shares: pa.Table,
    opted_out: pa.Table,
    keys: dict[date, bytes],
    delivered: date,
    oldest: date,
    out: Path,
) -> None:
    """The whole night of the files of one delivery, into Parquet below `out`: clean, quarantine, presence, night_od."""
    con = duckdb.connect(
        config={
            "threads": 2,
            "memory_limit": "5GB",
            "temp_directory": str(out / "spill"),
            "preserve_insertion_order": False,
        }
    )
    text = ", ".join(
        f"{c} varchar"
        for c in (
            "line",
            "ref",
            "number",
            "moment",
            "event_type",
            "cell_id",
            "duration",
            "part",
            "home_area",
            "age_band",
        )
    )
    con.execute(f"create table raw (file_no integer, n bigint, {text}, width bigint)")
    for name, table in {
        "inventory": inventory,
        "sites": sites,
        "shares": shares,
        "opted_out": opted_out,
    }.items():
        con.register(f"{name}_given", table)
        con.execute(f"create table {name} as from {name}_given")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda numbered: read(con.cursor(), numbered[1], numbered[0]), enumerate(files)))
    con.execute(TYPED)
    months = f"case when service_date between date '{oldest}' and date '{delivered}' then service_date else date '{delivered}' end"
    pairs = con.execute(
        f"select distinct number, date_trunc('month', {months})::date as month from typed where number <> ''"
    ).to_arrow_table()
    con.execute("create table keys (number varchar, month date, key blob)")
    for month, key in keys.items():
        numbers = pairs.filter(pc.equal(pairs["month"], pa.scalar(month)))["number"]
        con.register(
            "made",
            pa.table({"number": numbers, "key": pa.array(keyed(numbers.to_pylist(), key), pa.binary())}),
        )
        con.execute(f"insert into keys select number, date '{month}', key from made")
    con.execute(JUDGED, {"delivered": delivered, "oldest": oldest})
    con.execute("drop view typed; drop table raw")
    con.execute(
        f"copy (select file_no, n as record_number, reasons from judged where len(reasons) > 0) to '{out}/quarantine.parquet' (format parquet, compression zstd)"
    )
    for statement in (KEPT, "drop table judged", SEVERAL, ONCE, "drop table kept", CLEAN, "drop table once"):
        con.execute(statement)
    columns = "service_date, hour, event_at, subscriber_key, event_type, cell_id, duration_s, record_ref, sequence, home_area, age_band, flags, file_no, record_number"
    con.execute(
        f"copy (select {columns} from clean) to '{out}/clean' (format parquet, compression zstd, partition_by (service_date), write_partition_columns, overwrite)"
    )
    con.execute(PRESENCE, {"file": f"{out}/presence.parquet"})
    con.execute(NIGHT_OD, {"file": f"{out}/night_od.parquet"})
