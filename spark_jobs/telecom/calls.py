"""Records that are one: exact copies at any distance, two switches' entries of one call, the parts of a long one.

All records of a person are in one bucket, so a bucket is settled alone.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

COUNTED_ONLY = ("duplicate", "merged")
"""Outcomes of which only a count remains."""

CALL = "subscriber_key, service_date, record_ref"

# Records of one person and day with one reference; those without a reference are compared whole. A hash that two calls share by chance
# costs a closer look and changes nothing.
CALLS = """
    create or replace temp table calls as
    select *, hash(subscriber_key, service_date,
                   coalesce(hash(record_ref), hash(event_at, event_type, cell_no, cell_id, duration_s, sequence))) as call_id
    from kept
"""
SEVERAL = (
    "create or replace temp table several as select call_id from calls group by call_id having count(*) > 1"
)
COPIES = """
    create or replace temp table copies as
    select *, row_number() over (
        partition by subscriber_key, event_at, event_type, cell_no, cell_id, duration_s, record_ref, sequence
        order by file_no, record_number) as copy
    from calls semi join several using (call_id)
"""
ENTRIES = f"""
    create or replace temp table entries as
    with near as (
        select *, event_at - min(event_at) over (partition by {CALL}, sequence) <= to_seconds($double_entry_s) as is_near
        from copies where copy = 1 and record_ref is not null
    )
    select *, is_near and row_number() over entry > 1 as is_second,
        is_near and count(*) over (partition by {CALL}, sequence, is_near) > 1 as is_doubled
    from near
    window entry as (partition by {CALL}, sequence, is_near order by event_at, file_no, record_number)
"""
PARTS = f"""
    create or replace temp table parts as
    select *, sequence > min(sequence) over call as is_later, min(sequence) over call < max(sequence) over call as is_in_parts,
        row_number() over (partition by {CALL} order by sequence, event_at, file_no, record_number) as part,
        sum(duration_s) over call as whole_s
    from entries where not is_second and sequence is not null
    window call as (partition by {CALL})
"""
_OWN = (
    "subscriber_key, service_date, hour, event_at, event_type, cell_no, cell_id, latitude, longitude, duration_s, record_ref, sequence, "
    "side, home_area, age_band, extra_json, is_time_ambiguous, file_no, record_number, call_id"
)
_WHOLE_S = (
    "case when is_in_parts and part = 1 then cast(least(whole_s, 2147483647) as integer) else duration_s end"
)
SETTLED = f"""
    create or replace temp table settled as
    select {_OWN}, 'clean' as outcome, false as is_doubled, false as is_merged from calls anti join several using (call_id)
    union all select {_OWN}, case when copy > 1 then 'duplicate' else 'clean' end, false, false from copies where copy > 1 or record_ref is null
    union all select {_OWN}, case when is_second then 'merged' else 'clean' end, is_doubled and not is_second, false
              from entries where is_second or sequence is null
    union all select {_OWN.replace("duration_s", _WHOLE_S)},
                     case when is_later then 'merged' else 'clean' end, is_doubled and not is_later, is_in_parts and part = 1 from parts
"""
DROPPED = """
    select outcome, service_date, file_no, record_number, cast(null as varchar[]) as reasons from settled where outcome <> 'clean' order by all
"""


def settle(con: duckdb.DuckDBPyConnection, kept: pa.Table, double_entry_s: int) -> pa.Table:
    """Decide which of `kept` (a bucket's rows of `row_rules.judge`) stand for a call: table `settled` of `con`, with `outcome` clean, duplicate
    or merged, `is_doubled`, `is_merged`; returns those of which only a count remains (outcome, service_date, file_no, record_number).

    Of copies the first by file and record number stays. Of two entries within `double_entry_s` seconds the earlier stays. Of a call's
    parts the first stays, with the duration of them all.
    """
    con.register("kept", kept)
    for statement in (CALLS, SEVERAL, COPIES):
        con.execute(statement)
    con.execute(ENTRIES, {"double_entry_s": double_entry_s})
    con.execute(PARTS)
    con.execute(SETTLED)
    return con.execute(DROPPED).to_arrow_table()


def in_order_of_time(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """The settled rows that stand for a call, by service day, person and time (µs since 1970 as `event_us`): a total order, so that a rerun
    gives the same rows."""
    return con.execute("""
        select service_date, hour, event_at, epoch_us(event_at) as event_us, subscriber_key, event_type, cell_no, cell_id, latitude, longitude,
               duration_s, record_ref, sequence, side, home_area, age_band, extra_json, is_time_ambiguous, is_doubled, is_merged,
               file_no, record_number
        from settled where outcome = 'clean'
        order by service_date, subscriber_key, event_at, call_id, file_no, record_number""").to_arrow_table()
