"""Complaints by day of receipt and dong: how many, how many still open, how many late.

    python -m spark_jobs.complaints.dong_days --service-date 2026-11-01

`complaint_dong_day` holds the counts and never enters the warehouse; `complaint_dong_day_public` hides small ones. A case that is
open grows late by mere waiting, so its day is counted again with each newer delivery: as of 04:00 of that day, never of the clock.
"""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import duckdb
from pyspark.sql import Window
from pyspark.sql import functions as F

from nightowl import commit
from nightowl.lake import Lake
from nightowl.ledger import Ledger
from nightowl.profile import Profile
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.complaints.cases import FEED, version_order
from spark_jobs.complaints.schema import COMPLAINT_DONG_DAY, COMPLAINT_DONG_DAY_PUBLIC, COMPLAINT_VERSION

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

TABLE = "complaint_dong_day"
DONG_DAY = ("service_date", "dong_code")
UNKNOWN_DONG = "unknown"
TASKS = 8
PARTS = ("open_cnt", "overdue_cnt", "on_time_unknown_cnt")


def newest_versions(versions: DataFrame, time_zone: str) -> DataFrame:
    """Each case as it was last told."""
    newest_first = [place.desc() for place in version_order(time_zone)]
    newest = Window.partitionBy("service_date", "case_id").orderBy(*newest_first)
    return versions.withColumn("age", F.row_number().over(newest)).where("age = 1").drop("age")


def is_late(as_of: Column) -> Column:
    """Whether a case passed its limit by its own times: closed after it, or still open with the limit behind it at `as_of`."""
    late = F.when(F.col("status") == "closed", F.col("closed_at") > F.col("due_at"))
    late = late.when(F.col("status") == "open", F.col("due_at") < as_of)
    return F.coalesce(late, F.lit(False))


def count_cases(cases: DataFrame, as_of: Column) -> DataFrame:
    """Counts a service_date and dong_code. Where the source tells itself whether a case was late, its word counts; where it has
    such a column and left it blank, that is unknown. A withdrawn case is neither open nor late."""
    is_live = F.col("status") != "withdrawn"
    published = F.col("on_time_published")
    is_overdue = F.when(published.isNull(), is_late(as_of)).otherwise(published == "overdue")
    return (
        cases.withColumn("dong_code", F.coalesce("dong_code", F.lit(UNKNOWN_DONG)))
        .groupBy(*DONG_DAY)
        .agg(
            F.count("*").alias("cases_cnt"),
            F.count_if(F.col("status") == "open").alias("open_cnt"),
            F.count_if(is_live & is_overdue).alias("overdue_cnt"),
            F.count_if(is_live & (published == "unknown")).alias("on_time_unknown_cnt"),
        )
    )


def with_as_of(counts: DataFrame, as_of_date: date) -> DataFrame:
    """`as_of_date` where a case of the day is open, else NULL: then nothing in the row can change by waiting."""
    open_that_day = F.sum("open_cnt").over(Window.partitionBy("service_date"))
    return counts.withColumn("as_of_date", F.when(open_that_day > 0, F.lit(as_of_date)))


def suppress(counts: DataFrame, k: int) -> DataFrame:
    """The public form: under `k` cases no count is told; a part is not told either where it, or what it leaves, is 1 to k-1."""
    hidden = F.col("cases_cnt") < k

    def shown(part: str) -> Column:
        rest = F.col("cases_cnt") - F.col(part)
        small = F.col(part).between(1, k - 1) | rest.between(1, k - 1)
        return F.when(~hidden & ~small, F.col(part))

    return counts.withColumns(
        {part: shown(part) for part in PARTS}
        | {"cases_cnt": F.when(~hidden, F.col("cases_cnt")), "is_hidden": hidden}
    )


def days_with_open_cases(lake: Lake) -> set[str]:
    """Days of receipt of which a case was open when they were last counted."""
    if not any(lake.table("aggregate", f"{TABLE}_public").glob("*=*/*.parquet")):
        return set()
    counted = f"read_parquet('{lake.glob('aggregate', f'{TABLE}_public')}', hive_partitioning = false, union_by_name = true)"
    with duckdb.connect() as con:
        rows = con.execute(
            f"select distinct cast(service_date as varchar) from {counted} where as_of_date is not null"
        )
        return {day for (day,) in rows.fetchall()}


def inputs_of(lake: Lake, k: int, as_of_date: date) -> dict[str, derive.Inputs]:
    """What each day's counts are to be made from. Where nothing changed and no case is open, time may pass."""
    open_days, inputs = days_with_open_cases(lake), {}
    for day, folder in lake.partitions("clean", FEED).items():
        made = commit.made_by(lake.partition("aggregate", f"{TABLE}_public", "service_date", day)).get(
            "inputs", {}
        )
        is_settled = made.get(FEED) == derive.run_of(folder) and day not in open_days
        as_of = made["as_of"] if is_settled else str(as_of_date)
        inputs[day] = {FEED: derive.run_of(folder), "k_persons": str(k), "as_of": as_of}
    return inputs


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> derive.Summary:
    """Count again every day of receipt whose cases have changed, or that holds open ones while a newer delivery came."""
    started = time.monotonic()
    days = lake.partitions("clean", FEED)
    delivered = [r.delivered for r in Ledger(lake).files(FEED).values() if r.status == "loaded"]
    if not days or not delivered:
        return derive.Summary(TABLE, [])
    as_of_date, k = max(delivered), profile.k_persons(FEED)
    inputs = inputs_of(lake, k, as_of_date)
    wanted = derive.stale(lake, "aggregate", f"{TABLE}_public", "service_date", inputs)
    if rebuild in inputs:
        wanted[rebuild] = inputs[rebuild]
    if wanted:
        hour = f"{profile.service_day_start_hour:02}:00:00"
        as_of = F.to_utc_timestamp(F.lit(f"{as_of_date} {hour}").cast("timestamp"), profile.time_zone)
        with derive.derivation(lake, TABLE, "aggregate", "service_date", wanted) as run_:
            # Many small days: a task a file would cost more than its work.
            versions = (
                spark.read.schema(COMPLAINT_VERSION).parquet(*[str(days[d]) for d in wanted]).coalesce(TASKS)
            )
            counts = versions.transform(newest_versions, profile.time_zone).transform(count_cases, as_of)
            counts = counts.transform(with_as_of, as_of_date).orderBy(*DONG_DAY).cache()
            run_.write(TABLE, counts.select(*COMPLAINT_DONG_DAY.fieldNames()))
            public = counts.transform(suppress, k)
            run_.write(f"{TABLE}_public", public.select(*COMPLAINT_DONG_DAY_PUBLIC.fieldNames()))
            counts.unpersist()
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


if __name__ == "__main__":
    run_command(__doc__, run)
