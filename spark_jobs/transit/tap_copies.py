"""Records that are one ride: exact copies at any distance, and a transaction that is told twice with different words.

All taps of a card are in one bucket, so a bucket is settled alone.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from spark_jobs.transit.tap_rules import DOUBT

COUNTED_ONLY = ("duplicate", "merged")
"""Outcomes of which only a count remains."""
_RIDE = "card_key, service_date, boarded_at, vehicle_id, board_stop_id, journey_ref, transfer_cnt"
_TOLD = f"{_RIDE}, alighted_at, alight_stop_id, passengers_cnt"

# A hash that two rides share by chance costs a closer look and changes nothing.
HASHED = """
    create temp table hashed as
    select row_no, hash(card_key, service_date, coalesce(hash(journey_ref, transfer_cnt), hash(boarded_at, vehicle_id, board_stop_id))) as ride_id
    from taps
"""
SEVERAL = "create temp table several as select ride_id from hashed group by ride_id having count(*) > 1"
CLOSER = f"""
    create temp table closer as
    with copy as (
        select *, row_number() over (partition by {_TOLD} order by file_no, record_number) as copy
        from taps semi join (from hashed semi join several using (ride_id)) using (row_no)
    ),
    ride as (
        select *, count(*) over (partition by card_key, service_date, journey_ref, transfer_cnt) as told_cnt,
            row_number() over (
                partition by card_key, service_date, journey_ref, transfer_cnt, boarded_at order by alighted_at is null, file_no, record_number
            ) as telling
        from copy where copy = 1 and journey_ref is not null
    )
    select row_no, 'duplicate' as outcome, false as is_doubled from copy where copy > 1
    union all select row_no, case when telling > 1 then 'merged' else 'clean' end, told_cnt > 1 from ride where told_cnt > 1
"""
SETTLED = f"""
    select t.* exclude (row_no, doubts), coalesce(c.outcome, 'clean') as outcome,
        t.doubts | case when c.is_doubled then {DOUBT["transaction_doubled"]} else 0 end as doubts
    from taps t left join closer c using (row_no)
    order by service_date, file_no, record_number
"""


def settle(con: duckdb.DuckDBPyConnection, kept: pa.Table) -> pa.Table:
    """`kept` with `outcome` clean, duplicate or merged, by service day, file and record.

    Copies agree in card, times, stops, vehicle, journey, transfers and passengers; the first by file and record stays. What tells of one
    journey, transfer and time of boarding otherwise is one ride: the record with an alighting stays, else the first, and is doubted. Where even
    the times of boarding differ all stay, and are doubted.
    """
    con.register("taps", kept.append_column("row_no", pa.array(range(len(kept)), pa.int64())))
    for statement in (HASHED, SEVERAL, CLOSER):
        con.execute(statement)
    return con.execute(SETTLED).to_arrow_table()
