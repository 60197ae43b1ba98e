"""What is told of complaints: by day of receipt and dong how many, how many still open, how many late; and of the whole city case by case.

    python -m spark_jobs.complaints.dong_days --service-date 2026-11-01

`complaint_dong_day` holds the counts and never enters the warehouse; `complaint_dong_day_public` hides small ones. `complaint_case_public` has a row
a case without its place: who adds up its rows knows the city's sums, so further dongs are hidden where those would give a small one away.
"""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.complaints import case_states, case_window, hiding
from spark_jobs.complaints.cases import FEED
from spark_jobs.complaints.schema import (
    COMPLAINT_CASE_PUBLIC,
    COMPLAINT_DONG_DAY,
    COMPLAINT_DONG_DAY_PUBLIC,
)

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TABLE, PUBLIC, CASES = "complaint_dong_day", "complaint_dong_day_public", "complaint_case_public"
RULE_VERSION = "complaint_dong_day-2"
PARTS = ("open_cnt", "overdue_cnt", "on_time_unknown_cnt")
TELLS_APART = ("field", "item", "channel")
"""What might single out a case of the city, the most telling last."""
COUNTED = """
    with counted as (
        select service_date, coalesce(dong_code, 'unknown') as dong_code, count(*) as cases_cnt, count(*) filter (status = 'open') as open_cnt,
            count(*) filter (is_overdue) as overdue_cnt, count(*) filter (on_time_rule = 'published' and is_overdue is null) as on_time_unknown_cnt,
            any_value(as_of_date) as as_of_date
        from complaint where status <> 'deleted' group by all
    )
    select * replace (case when sum(open_cnt) over (partition by service_date) > 0 then as_of_date end as as_of_date)
    from counted order by service_date, dong_code
"""
"""Where no case of a day is open its `as_of_date` is NULL: then nothing in the row can change by waiting."""
TOLD = """
    select service_date, field, item, channel, item_rule, hour, status, due_rule, on_time_rule, is_on_time, is_overdue,
        reopened_cnt > 0 as is_reopened,
        round(date_diff('second', received_at, due_at) / 3600, 1) as limit_h,
        round(date_diff('second', received_at, closed_at) / 3600, 1) as taken_h, as_of_date
    from complaint where status <> 'deleted' order by service_date, case_id
"""
"""Times as hours since the receipt, to a tenth; the receipt itself is told by day and hour."""


def suppress(counts: pd.DataFrame, k: int) -> tuple[pd.DataFrame, list[date]]:
    """`complaint_dong_day_public` of `complaint_dong_day`, and the days of which even all dongs hidden would not hide a small count.

    Under `k` cases no count is told; a part is not told either where it, or what it leaves, is 1 to k-1. Further cells are hidden where the sum of
    the whole city, which `complaint_case_public` tells, would give a hidden one away.
    """
    if counts.empty:
        return counts.assign(is_hidden=pd.Series(dtype=bool)), []
    days = [_suppress_day(day, k) for _, day in counts.groupby("service_date", sort=True)]
    return pd.concat([rows for rows, _ in days]), [
        rows["service_date"].iloc[0] for rows, safe in days if not safe
    ]


def _suppress_day(day: pd.DataFrame, k: int) -> tuple[pd.DataFrame, bool]:
    total = day["cases_cnt"].to_numpy(np.int64)
    ones, most = np.ones_like(total), np.full_like(total, k - 1)
    hidden, all_safe = hiding.hide_more(total, total < k, ones, most, 1)
    told: dict[str, Any] = {"cases_cnt": day["cases_cnt"].mask(hidden), "is_hidden": hidden}
    for part in PARTS:
        counts = day[part].to_numpy(np.int64)
        is_small, leaves_small = (counts > 0) & (counts < k), (total - counts > 0) & (total - counts < k)
        low = np.where(hidden, 0, np.where(is_small, 1, total - k + 1))
        high = np.where(is_small | hidden, k - 1, total - 1)
        # Where nobody is a part there is nothing to tell.
        gone, safe = (
            hiding.hide_more(counts, hidden | is_small | leaves_small, low, high, 0)
            if counts.any()
            else (hidden, True)
        )
        told[part] = day[part].mask(gone)
        all_safe &= safe
    return day.assign(**told), all_safe


def case_rows(cases: pd.DataFrame, withheld: list[date], k: int) -> pd.DataFrame:
    """`complaint_case_public`: rows of `TOLD` of which each day, field, item and channel, as far as told, are those of k cases or more.

    Days `withheld` and those of fewer than k cases are left out. `case_no` counts the cases of a day in an order that tells nothing.
    """
    days = [
        hiding.generalise(rows, TELLS_APART, k)
        for day, rows in cases.groupby("service_date", sort=True)
        if day not in withheld and len(rows) >= k
    ]
    rows = pd.concat(days) if days else cases.iloc[:0]
    rows["limit_h"] = rows["limit_h"].where(rows["item"].notna() | (k == 1))  # a limit tells the kind
    rows = rows.sort_values(
        ["service_date", "hour", "field", "item", "channel", "status", "taken_h", "limit_h"], kind="stable"
    )
    return rows.assign(case_no=rows.groupby("service_date").cumcount() + 1)


def run(
    spark: SparkSession | None,
    lake: Lake,
    profile: Profile,
    service_date: date,
    *,
    rebuild: str | None = None,
) -> derive.Summary:
    """Count again every day of receipt whose cases have changed (`rebuild`: that day in any case). Of Spark nothing is asked."""
    started, k = time.monotonic(), profile.k_persons(FEED)
    days = lake.partitions("aggregate", case_states.TABLE)
    inputs = {
        day: {case_states.TABLE: derive.run_of(folder), "k_persons": str(k), "rules": RULE_VERSION}
        for day, folder in days.items()
    }
    wanted = derive.stale(lake, "aggregate", PUBLIC, "service_date", inputs)
    if rebuild in inputs:
        wanted[rebuild] = inputs[rebuild]
    if wanted:
        with (
            derive.derivation(lake, TABLE, "aggregate", "service_date", wanted) as run_,
            duckdb.connect() as con,
        ):
            case_window.view(con, lake, list(wanted))
            counts, told = con.execute(COUNTED).to_arrow_table(), con.execute(TOLD).to_arrow_table()
            public, withheld = suppress(counts.to_pandas(date_as_object=True), k)
            cases = case_rows(told.to_pandas(date_as_object=True), withheld, k)
            run_.write_arrow(TABLE, counts, COMPLAINT_DONG_DAY)
            run_.write_arrow(
                PUBLIC, pa.Table.from_pandas(public, preserve_index=False), COMPLAINT_DONG_DAY_PUBLIC
            )
            run_.write_arrow(CASES, pa.Table.from_pandas(cases, preserve_index=False), COMPLAINT_CASE_PUBLIC)
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


if __name__ == "__main__":
    run_command(__doc__, run)
