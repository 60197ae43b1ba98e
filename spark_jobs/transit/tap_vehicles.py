"""A bus that taps say is somewhere it cannot be: seen among all taps of the vehicle."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

from spark_jobs.transit.tap_rules import DOUBT

SLACK_M = 500
"""Places of stops are good to some hundred metres, and riders tap a while before or after the stop."""
_FAR = "{a}sqrt(pow(x_m - {p}(x_m) over bus, 2) + pow(y_m - {p}(y_m) over bus, 2)) - $slack_m > $m_s * abs(at_us - {p}(at_us) over bus) / 1e6"
ELSEWHERE = f"""
    with step as (
        select row_no, vehicle_id, at_us, {_FAR.format(a="", p="lag")} as far_before, {_FAR.format(a="", p="lead")} as far_after,
            lag(row_no) over bus is null as is_first, lead(row_no) over bus is null as is_last
        from seen where vehicle_id is not null and x_m is not null
        window bus as (partition by vehicle_id order by at_us, file_no, record_number)
    ),
    beside as (
        select *, coalesce(lead(far_after) over bus, false) as next_is_far, coalesce(lag(far_before) over bus, false) as last_is_far
        from step window bus as (partition by vehicle_id order by at_us, row_no)
    )
    select row_no from beside
    where (far_before and far_after) or (is_first and far_after and not next_is_far) or (is_last and far_before and not last_is_far)
"""


def mark(con: duckdb.DuckDBPyConnection, kept: pa.Table, kmh_max: float) -> pa.Table:
    """Rows of some vehicles (all of each) with the bit of `vehicle_in_two_places` in `doubts` where it holds.

    A tap is doubted that lies too far from the one before and from the one after it to be reached at `kmh_max`; the first and the last of a day
    where only the one beside it is that far.
    """
    rows = {"row_no": np.arange(len(kept)), "at_us": kept["boarded_at"].cast(pa.int64())}
    rows |= {c: kept[c] for c in ("vehicle_id", "x_m", "y_m", "file_no", "record_number")}
    con.register("seen", pa.table(rows))
    found = (
        con.execute(ELSEWHERE, {"slack_m": SLACK_M, "m_s": kmh_max / 3.6})
        .to_arrow_table()["row_no"]
        .to_numpy()
    )
    doubts = kept["doubts"].to_numpy().copy()
    doubts[found] |= DOUBT["vehicle_in_two_places"]
    return kept.set_column(kept.schema.get_field_index("doubts"), "doubts", pa.array(doubts))
