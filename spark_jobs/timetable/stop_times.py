"""A city's timetable, stop by stop: the stop times of its GTFS zip with route and service of their trips, to `clean/stop_time`.

    python -m spark_jobs.timetable.stop_times --service-date 2026-11-01

Times are seconds of the service day, counted as GTFS does from noon minus twelve hours: 25:30:00 is 91,800 of the evening's day, and
on the two days a year when clocks change no departure moves. A timetable delivered anew for the same first day replaces the older whole.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pyspark.sql import Window
from pyspark.sql import functions as F

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import tabular
from spark_jobs.command import run_command
from spark_jobs.intake import FeedJob, Summary, run_feed
from spark_jobs.superseded import mark_superseded
from spark_jobs.text import Header, delivered_date, map_header, named_day
from spark_jobs.timetable.schema import STOP_TIME
from spark_jobs.verdict import codes

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

FEED = "stop_time"
RULE_VERSION = "stop_time-1"
NAMES = {
    "valid_from": ["feed.valid_from"],
    "inventory": ["inventory"],
    "route_id": ["trip.route_id"],
    "service_id": ["trip.service_id"],
    "direction_id": ["trip.direction_id"],
    "trip_headsign": ["trip.trip_headsign"],
    "faults": ["row.faults"],
    "trip_id": ["trip_id"],
    "arrival": ["arrival_time"],
    "departure": ["departure_time"],
    "stop_id": ["stop_id"],
    "stop_seq": ["stop_sequence"],
}
OPTIONAL = {
    "stop_headsign": ["stop_headsign"],
    "pickup_type": ["pickup_type"],
    "drop_off_type": ["drop_off_type"],
    "shape_dist": ["shape_dist_traveled"],
    # Columns of the format that are read and not kept: they are no news to report.
    **{name: [name] for name in ("timepoint", "continuous_pickup", "continuous_drop_off", "stop_time_desc", "location_id",
                                 "location_group_id", "start_pickup_drop_off_window", "end_pickup_drop_off_window",
                                 "pickup_booking_rule_id", "drop_off_booking_rule_id")},
}  # fmt: skip
TIME = "^([0-9]{1,3}):([0-5][0-9]):([0-5][0-9])$"
MIDNIGHT_S = 86_400
FAULTS_FLAGGED = {
    "trip_by_headway": "trip_by_headway",
    "trip_doubled": "trip_doubled",
    "stop_unknown": "stop_unlisted",
}


def read_header(first_line: str, source_file: str, profile: Profile) -> Header:
    """The columns of the stop times, under the format's names or those the profile adds."""
    of_city = profile.feed(FEED).columns
    aliases = {c: [*names, *of_city.get(c, [])] for c, names in (NAMES | OPTIONAL).items()}
    return map_header(first_line, aliases, source_file, optional=OPTIONAL)


def seconds(text: str) -> Column:
    """Seconds of the service day of a time `H:MM:SS`, hours of 24 and more included; NULL where it is none."""
    parts = F.split(text, ":")
    hour, minute, second = (F.element_at(parts, place).cast("int") for place in (1, 2, 3))
    return F.when(F.col(text).rlike(TIME), hour * 3_600 + minute * 60 + second)


def type_columns(rows: DataFrame) -> DataFrame:
    """Times as seconds, the validity of the timetable, a stop's own headsign before its trip's. One time alone counts for both."""
    told = rows.withColumns({"arrival_told_s": seconds("arrival"), "departure_told_s": seconds("departure")})
    arrival, departure = F.col("arrival_told_s"), F.col("departure_told_s")
    return told.withColumns(
        {
            "valid_from": F.coalesce(F.col("valid_from").try_cast("date"), named_day(), delivered_date()),
            "headsign": F.coalesce("stop_headsign", "trip_headsign"),
            "stop_seq": F.col("stop_seq").try_cast("int"),
            "arrival_s": F.coalesce(arrival, F.when(F.col("arrival").isNull(), departure)),
            "departure_s": F.coalesce(departure, F.when(F.col("departure").isNull(), arrival)),
            "is_departure_past_midnight": F.coalesce(
                F.coalesce(departure, arrival) >= MIDNIGHT_S, F.lit(False)
            ),
            "pickup_type": F.coalesce("pickup_type", F.lit("0")),
            "drop_off_type": F.coalesce("drop_off_type", F.lit("0")),
            "shape_dist": F.col("shape_dist").try_cast("double"),
        }
    )


def flag_broken_rules(rows: DataFrame) -> DataFrame:
    """`reasons` of each row."""
    return tabular.judge(
        rows,
        ("trip_missing", F.col("trip_id").isNull()),
        ("trip_unknown", F.col("trip_id").isNotNull() & _has_fault("trip_unknown")),
        ("stop_missing", F.col("stop_id").isNull()),
        ("stop_seq_malformed", ~F.coalesce(F.col("stop_seq") >= 0, F.lit(False))),
        ("arrival_malformed", F.col("arrival").isNotNull() & F.col("arrival_told_s").isNull()),
        ("departure_malformed", F.col("departure").isNotNull() & F.col("departure_told_s").isNull()),
        ("departure_before_arrival", F.col("departure_s") < F.col("arrival_s")),
    )


def look_along_trips(rows: DataFrame) -> DataFrame:
    """`flags` of each sound row, and `is_repeated`: the trip has a stop at this place already. From the row and its neighbours on the trip.

    A time that goes back is kept: which of the two is wrong cannot be told, and the trip runs whatever its timetable says.
    """
    # The hash goes first, as in verdict.set_outcome: sorting compares the first bytes, and ids of trips begin alike.
    of_trip = ("source_file", F.size("reasons") > 0, "trip_id")
    trip = Window.partitionBy(F.xxhash64(*of_trip), *of_trip).orderBy("stop_seq", "record_number")
    latest = F.max("departure_s").over(trip.rowsBetween(Window.unboundedPreceding, -1))
    is_end = F.lag("record_number").over(trip).isNull() | F.lead("record_number").over(trip).isNull()
    timed = F.col("departure_s").isNotNull()
    return rows.withColumns(
        {
            "flags": codes(
                ("time_goes_back", F.col("arrival_s") < latest),
                ("time_one_sided", timed & (F.col("arrival").isNull() | F.col("departure").isNull())),
                ("trip_end_untimed", ~timed & is_end),
                *((flag, _has_fault(fault)) for fault, flag in FAULTS_FLAGGED.items()),
            ),
            "is_repeated": F.coalesce(F.lag("stop_seq").over(trip) == F.col("stop_seq"), F.lit(False)),
        }
    )


def set_outcome(rows: DataFrame) -> DataFrame:
    """`outcome` and `part` as `verdict.set_outcome` gives them, from what is known by now: no second sort of millions of rows.

    Equal rows stand in one file here, where the first counts; of several files the newest counts whole.
    """
    refused = F.size("reasons") > 0
    return rows.withColumns(
        {
            "outcome": F.when(refused, "quarantine")
            .when(F.col("is_repeated") | F.col("is_superseded"), "duplicate")
            .otherwise("clean"),
            "part": F.when(refused, F.col("delivered").cast("string")).otherwise(
                F.col("valid_from").cast("string")
            ),
        }
    )


def _has_fault(word: str) -> Column:
    return F.coalesce(F.array_contains(F.split("faults", " "), word), F.lit(False))


def clean(rows: DataFrame) -> DataFrame:
    """Parsed lines to staged rows; of several timetables with one first day the newest delivered counts, whole."""
    return (
        rows.transform(type_columns)
        .transform(mark_superseded, ["valid_from", "inventory"])
        .transform(flag_broken_rules)
        .transform(look_along_trips)
        .transform(set_outcome)
    )


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> Summary:
    """Clean pending timetables (`rebuild`: one valid_from again)."""
    job = FeedJob(
        feed=FEED,
        key="valid_from",
        schema=STOP_TIME,
        rule_version=RULE_VERSION,
        read_header=read_header,
        parse=tabular.parse,
        clean=clean,
    )
    return run_feed(spark, lake, profile, job, service_date, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
