"""The cases received in the last so many days, as they were last told: what answers, hot spots and the classifier look at."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import duckdb
import pandas as pd
from pyspark.sql.pandas.types import to_arrow_schema

from nightowl.lake import Lake
from nightowl.ledger import Ledger
from spark_jobs import derive
from spark_jobs.complaints.schema import TABLES

CASES = "complaint_case"
FEED = "complaint_version"


def newest_delivery(lake: Lake) -> date | None:
    """The day of the newest case file that was read: as of its morning everything is told."""
    return max((r.delivered for r in Ledger(lake).files(FEED).values() if r.status == "loaded"), default=None)


def days(lake: Lake, window_days: int, zone: str = "aggregate", table: str = CASES) -> list[str]:
    """Days of receipt of the window that a table has cases of, in order.

    The window ends with the newest day of receipt, not with the delivery: a city may hand over a year of its cases long after.
    """
    found = list(lake.partitions(zone, table))
    if not found:
        return []
    first = date.fromisoformat(found[-1]) - timedelta(days=window_days - 1)
    return [day for day in found if day >= first.isoformat()]


def inputs(lake: Lake, days_read: list[str], table: str = CASES) -> derive.Inputs:
    """The runs that made those days of a table, as one digest: a marker need not hold a year of names."""
    folders = lake.partitions("aggregate", table)
    runs = "\n".join(f"{day} {derive.run_of(folders[day])}" for day in days_read if day in folders)
    return {table: hashlib.sha256(runs.encode()).hexdigest()[:16], "days": f"{days_read[0]}/{days_read[-1]}"}


def view(
    con: duckdb.DuckDBPyConnection,
    lake: Lake,
    days_read: list[str],
    table: str = CASES,
    name: str = "complaint",
) -> None:
    """The view `name` of `con`: the rows of those days of a table."""
    con.execute("set timezone = 'UTC'")
    folders = lake.partitions("aggregate", table)
    files = [str(f) for day in days_read if day in folders for f in sorted(folders[day].glob("*.parquet"))]
    if files:
        con.read_parquet(files, hive_partitioning=False, union_by_name=True).create_view(name)
    else:
        con.register(name, to_arrow_schema(TABLES["aggregate", table], timezone="UTC").empty_table())


def stamp(rows: pd.DataFrame, as_of: date, days_read: list[str]) -> pd.DataFrame:
    """The rows with as_of_date, and the first and last day of receipt they are about."""
    first, last = (date.fromisoformat(day) for day in (days_read[0], days_read[-1]))
    return rows.assign(as_of_date=as_of, received_from=first, received_until=last)
