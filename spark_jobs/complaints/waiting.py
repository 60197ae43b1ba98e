"""How long people wait for an answer, by kind of case and dong: `aggregate/complaint_wait_public`, a partition a delivery.

    python -m spark_jobs.complaints.waiting --service-date 2026-11-01

Cases that are still open count for as long as they have waited (`waiting_curves`); the means of the closed ones alone stand beside, to show what they
miss. A withdrawn case counts until it was withdrawn, for nobody knows how long it would have taken; where that is not told it is left out, as is one
that the city deleted. Of Spark nothing is asked.
"""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pyarrow as pa

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.complaints import case_window, waiting_curves
from spark_jobs.complaints.answers_schema import COMPLAINT_WAIT_PUBLIC
from spark_jobs.complaints.case_states import morning

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TABLE, DONG_DAYS = "complaint_wait_public", "complaint_dong_day_public"
RULE_VERSION = "complaint_wait-1"
WAITED = f"""
    with dong_day as (select service_date, dong_code from told_dong where cases_cnt is not null),
    told as (
        select *, least($latest, max(coalesce(closed_at, received_at)) over ()) as known_until from complaint where status <> 'deleted'
    )
    select field, item, coalesce(told.dong_code, '{waiting_curves.UNKNOWN_DONG}') as dong_code,
        status = 'open' as is_open, status = 'closed' as is_closed,
        greatest(0, epoch(coalesce(closed_at, known_until) - received_at)) / 3600 as waited_h, is_on_time, is_overdue,
        dong_day.dong_code is not null as is_told
    from told left join dong_day
        on told.service_date = dong_day.service_date and coalesce(told.dong_code, '{waiting_curves.UNKNOWN_DONG}') = dong_day.dong_code
    where status in ('open', 'closed') or closed_at is not null
    order by told.service_date, case_id
"""
"""Nothing is known of an open case after the newest moment that any case tells of: a file of old cases may be handed over years later."""


def waits(con: duckdb.DuckDBPyConnection, latest: datetime) -> pd.DataFrame:
    """The cases of the view `complaint`, their dongs' days of the view `told_dong`, as `waiting_curves.wait_rows` takes them.

    `latest`: nothing can be known later than that.
    """
    return con.execute(WAITED, {"latest": latest}).df()


def run(
    spark: SparkSession | None,
    lake: Lake,
    profile: Profile,
    service_date: date,
    *,
    rebuild: str | None = None,
) -> derive.Summary:
    """Tell waiting times as of the newest delivery, where its cases have changed since they were told (`rebuild`: in any case)."""
    started = time.monotonic()
    rules, k = profile.complaints.waiting, profile.k_persons(case_window.FEED)
    as_of, days = case_window.newest_delivery(lake), case_window.days(lake, rules.window_days)
    if as_of is None or not days:
        return derive.Summary(TABLE, [])
    settings = {"rules": RULE_VERSION, "k_persons": str(k), "settings": rules.model_dump_json()}
    read = case_window.inputs(lake, days) | case_window.inputs(lake, days, DONG_DAYS)
    inputs = {str(as_of): read | settings}
    wanted = inputs if rebuild else derive.stale(lake, "aggregate", TABLE, "as_of_date", inputs)
    if wanted:
        with (
            derive.derivation(lake, TABLE, "aggregate", "as_of_date", wanted) as run_,
            duckdb.connect() as con,
        ):
            case_window.view(con, lake, days)
            case_window.view(con, lake, days, DONG_DAYS, "told_dong")
            cases = waits(con, morning(profile, as_of + timedelta(days=1)))
            rows = case_window.stamp(waiting_curves.wait_rows(cases, k, rules.closed_min), as_of, days)
            run_.write_arrow(TABLE, pa.Table.from_pandas(rows, preserve_index=False), COMPLAINT_WAIT_PUBLIC)
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


if __name__ == "__main__":
    run_command(__doc__, run)
