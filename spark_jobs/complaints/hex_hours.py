"""When and where cars stand illegally, and vehicles are too full: `aggregate/complaint_hex_hour_public`, a partition a delivery.

    python -m spark_jobs.complaints.hex_hours --service-date 2026-11-01

Cases of the items the city profile names (`parking_items`, `crowding_items`) by hexagon, kind of day and hour, for shared parking and shuttles to
plan with. Rows of fewer than k cases are left out, the others told in multiples of k. Of Spark nothing is asked.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pyarrow as pa

from nightowl import reference
from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.complaints import case_window
from spark_jobs.complaints.answers_schema import COMPLAINT_HEX_HOUR_PUBLIC
from spark_jobs.complaints.rounding import ALL, multiples

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TABLE = "complaint_hex_hour_public"
RULE_VERSION = "complaint_hex_hour-1"
KEY = ["hex_id", "topic", "item", "day_type", "hour"]
HOURS = range(4, 28)
PLACED = """
    select service_date, hex_id, item, hour from complaint where status <> 'deleted' and hex_id is not null and item in (select unnest($items))
"""


def day_type(day: date, holidays: Collection[date]) -> str:
    """weekday, saturday or sunday_holiday, as `dim_date` has it."""
    if day in holidays or day.isoweekday() == 7:
        return "sunday_holiday"
    return "saturday" if day.isoweekday() == 6 else "weekday"


def hex_hour_rows(
    cases: pd.DataFrame,
    days: Collection[date],
    holidays: Collection[date],
    topic_of: Mapping[str, str],
    k: int,
) -> pd.DataFrame:
    """Cases by hexagon, topic, item, kind of day and hour, at least `k` of them, in multiples of `k`; and how many such days there were.

    `cases`: service_date, hex_id, item and hour, a row a case; `days`: the days of receipt they are of; `topic_of`: item → topic. With hex_id `all`
    stands the whole city, every item, kind of day and hour, those without a case too (NULL from 1 to k-1).
    """  # fmt: skip
    kinds = {day: day_type(day, holidays) for day in days}
    days_cnt = Counter(kinds.values())
    placed = cases.assign(topic=cases["item"].map(topic_of), day_type=cases["service_date"].map(kinds))
    by_place = placed.groupby(KEY).size()
    every = pd.MultiIndex.from_tuples(
        [(ALL, topic_of[item], item, kind, hour) for item, kind, hour in product(sorted(topic_of), sorted(days_cnt), HOURS)], names=KEY
    )  # fmt: skip
    city = placed.assign(hex_id=ALL).groupby(KEY).size().reindex(every, fill_value=0)
    counted = pd.concat([city, by_place[by_place >= k]]).rename("cases_cnt").reset_index()
    return counted.assign(
        cases_cnt=pd.array([multiples(int(n), k) for n in counted["cases_cnt"]], "Int64"),
        days_cnt=counted["day_type"].map(days_cnt),
    )


def run(
    spark: SparkSession | None,
    lake: Lake,
    profile: Profile,
    service_date: date,
    *,
    rebuild: str | None = None,
) -> derive.Summary:
    """Count as of the newest delivery, where the cases have changed since (`rebuild`: in any case); nothing where the profile names no item."""
    started, rules, k = time.monotonic(), profile.complaints.hot_spots, profile.k_persons(case_window.FEED)
    as_of, days = case_window.newest_delivery(lake), case_window.days(lake, rules.hour_window_days)
    topic_of = dict.fromkeys(rules.parking_items, "parking") | dict.fromkeys(rules.crowding_items, "crowding")
    if as_of is None or not days or not topic_of:
        return derive.Summary(TABLE, [])
    settings = {
        "rules": RULE_VERSION, "k_persons": str(k), "items": ", ".join(f"{item}: {topic_of[item]}" for item in sorted(topic_of)),
        "window_days": str(rules.hour_window_days),
    }  # fmt: skip
    inputs = {str(as_of): case_window.inputs(lake, days) | settings}
    wanted = inputs if rebuild else derive.stale(lake, "aggregate", TABLE, "as_of_date", inputs)
    if wanted:
        with (
            derive.derivation(lake, TABLE, "aggregate", "as_of_date", wanted) as run_,
            duckdb.connect() as con,
        ):
            case_window.view(con, lake, days)
            cases = (
                con.execute(PLACED, {"items": sorted(topic_of)})
                .to_arrow_table()
                .to_pandas(date_as_object=True)
            )
            received = [date.fromisoformat(day) for day in days]
            years = range(received[0].year, received[-1].year + 1)
            holidays = set(reference.public_holidays(profile.country, years)["holiday_date"].to_pylist())
            rows = case_window.stamp(hex_hour_rows(cases, received, holidays, topic_of, k), as_of, days)
            run_.write_arrow(
                TABLE, pa.Table.from_pandas(rows, preserve_index=False), COMPLAINT_HEX_HOUR_PUBLIC
            )
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


if __name__ == "__main__":
    run_command(__doc__, run)
