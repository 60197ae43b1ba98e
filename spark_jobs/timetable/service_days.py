"""The days on which each service of a timetable runs, to `clean/service_day`: its calendar and exceptions, expanded.

    python -m spark_jobs.timetable.service_days --service-date 2026-11-01

The expansion is gtfs-kit's (`spark_jobs.timetable.files`); this job types, judges and keeps. A timetable delivered anew for the same
first day replaces the older whole.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import tabular
from spark_jobs.command import run_command
from spark_jobs.intake import FeedJob, Summary, run_feed
from spark_jobs.superseded import mark_superseded, set_superseded
from spark_jobs.text import Header, delivered_date, map_header, named_day
from spark_jobs.timetable.schema import SERVICE_DAY
from spark_jobs.verdict import codes, set_outcome

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FEED = "service_day"
RULE_VERSION = "service_day-1"
NAMES = {
    "valid_from": ["feed.valid_from"],
    "inventory": ["inventory"],
    "service_id": ["service_id"],
    "service_date": ["service_date"],
    "is_added": ["is_added"],
    "faults": ["row.faults"],
    "row": ["row"],
}
KEY = ("valid_from", "inventory", "service_id", "service_date")


def read_header(first_line: str, source_file: str, profile: Profile) -> Header:
    """The columns our own reader of GTFS zips writes."""
    return map_header(first_line, NAMES, source_file)


def clean(rows: DataFrame) -> DataFrame:
    """Parsed lines to staged rows; of several timetables with one first day the newest delivered counts, whole."""
    typed = rows.withColumns(
        {
            "valid_from": F.coalesce(F.col("valid_from").try_cast("date"), named_day(), delivered_date()),
            "service_date": F.col("service_date").try_cast("date"),
            "is_added": F.col("is_added").try_cast("boolean"),
        }
    )
    judged = tabular.judge(
        typed.transform(mark_superseded, ["valid_from", "inventory"]),
        ("service_row_malformed", F.col("service_id").isNull() | F.col("service_date").isNull()),
    )
    flagged = judged.withColumn("flags", codes(("service_end_cut", F.col("faults") == "service_end_cut")))
    return flagged.transform(
        set_outcome, key=KEY, part=F.col("valid_from"), prefer=tabular.newest_first()
    ).transform(set_superseded)


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> Summary:
    """Clean pending timetables (`rebuild`: one valid_from again)."""
    job = FeedJob(
        feed=FEED,
        key="valid_from",
        schema=SERVICE_DAY,
        rule_version=RULE_VERSION,
        read_header=read_header,
        parse=tabular.parse,
        clean=clean,
    )
    return run_feed(spark, lake, profile, job, service_date, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
