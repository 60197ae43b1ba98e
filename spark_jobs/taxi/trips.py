"""Taxi trips, where each starts and ends, to `clean/taxi_trip`; and how many go from where to where.

    python -m spark_jobs.taxi.trips --service-date 2026-11-01

A trip is the start and end of one person's night: its coordinates stay in clean/, what else a sender tells of it (vehicle, driver,
fare) is not kept at all, and `spark_jobs.taxi.flows` hides pairs of places with few trips before anything is published.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from nightowl.lake import Lake
from nightowl.profile import Bounds, Profile
from spark_jobs import tabular
from spark_jobs.command import run_command
from spark_jobs.intake import FeedJob, Summary, run_feed
from spark_jobs.service_time import local_text_to_utc, service_date, service_hour
from spark_jobs.superseded import mark_superseded, set_superseded
from spark_jobs.taxi import flows
from spark_jobs.taxi.geometry import SIDES, great_circle_m, hex_of
from spark_jobs.taxi.schema import TAXI_TRIP
from spark_jobs.text import Header, delivered_date, map_header, named_day
from spark_jobs.verdict import codes, set_outcome

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

FEED = "taxi_trip"
RULE_VERSION = "taxi_trip-1"
POINTS = {
    "start_longitude": ["START_X", "pickup_longitude", "승차X좌표", "승차경도", "출발지경도"],
    "start_latitude": ["START_Y", "pickup_latitude", "승차Y좌표", "승차위도", "출발지위도"],
    "end_longitude": ["ARRIVE_X", "dropoff_longitude", "하차X좌표", "하차경도", "도착지경도"],
    "end_latitude": ["ARRIVE_Y", "dropoff_latitude", "하차Y좌표", "하차위도", "도착지위도"],
}
TIMES = {
    "started_at": ["pickup_datetime", "tpep_pickup_datetime", "승차일시", "승차시각", "승차시간"],
    "ended_at": ["dropoff_datetime", "tpep_dropoff_datetime", "하차일시", "하차시각", "하차시간"],
}
# 2013-03-05 22:15, 2013-03-05T22:15:30.000, 20130305221530: parts of a time however they are held apart.
MOMENT = r"^(\d{4})[-./]?(\d\d)[-./]?(\d\d)[ T]?(\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?$"
# A taxi goes as far as the next cities, some 200 km; a point farther off is an error of the meter.
FAR_DEGREES = 2.0
DAY_S = 86_400


def read_header(first_line: str, source_file: str, profile: Profile) -> Header:
    """Where points and times stand. Columns nobody asked for (vehicle, driver, fare) are named in the ledger and read no further."""
    of_city = profile.feed(FEED).columns
    aliases = {c: [c, *names, *of_city.get(c, [])] for c, names in (POINTS | TIMES).items()}
    return map_header(first_line, aliases, source_file, optional=TIMES)


def parse(lines: DataFrame, header: Header, profile: Profile) -> DataFrame:
    """Text columns, `has_times`, `is_header` (a row that repeats the header), and a `line` without what must not be kept.

    A refused line is shown with its known columns only; in one that does not parse every letter and digit is starred.
    """
    known = [name for name, _ in sorted(header.position, key=lambda p: p[1])]
    shown = F.concat_ws(",", *[F.coalesce(name, F.lit("")) for name in known])
    names = {
        name.lower()
        for c, told in POINTS.items()
        for name in [c, *told, *profile.feed(FEED).columns.get(c, [])]
    }
    named = [F.lower(point).isin(*names) for point in POINTS]
    masked = F.regexp_replace("line", r"[\p{L}\p{N}]", "*")
    return tabular.parse(lines, header).withColumns(
        {
            "has_times": F.lit("started_at" not in header.absent),
            "is_header": F.coalesce(F.exists(F.array(*named), lambda found: found), F.lit(False)),
            "line": F.when(F.col("is_wrong_width") | F.col("is_blank"), masked).otherwise(shown),
        }
    )


def type_columns(rows: DataFrame, profile: Profile) -> DataFrame:
    """Points as degrees, times as local and UTC, the service day: of the pick-up, or else of the file's name or delivery."""
    start_hour, zone = profile.service_day_start_hour, profile.time_zone
    started, started_at = local_text_to_utc(_moment("started_at"), zone)
    _, ended_at = local_text_to_utc(_moment("ended_at"), zone)
    told = F.coalesce(named_day(), delivered_date())
    return rows.withColumns(
        {
            **{point: F.col(point).try_cast("double") for point in POINTS},
            "started_local": started,
            "started_at": started_at,
            "ended_text": F.col("ended_at"),
            "ended_at": ended_at,
            "service_date": F.when(F.col("has_times"), service_date(started, start_hour)).otherwise(told),
            "hour": service_hour(started, start_hour),
            "file_name": F.regexp_extract("source_file", "[^/]+$", 0),
        }
    )


def _moment(column: str) -> Column:
    """A local time however written, as `YYYY-MM-DD HH:MM:SS`."""
    whole = F.regexp_replace(column, MOMENT, "$1-$2-$3 $4:$5:$6")
    return F.when(whole.endswith(":"), F.concat(whole, F.lit("00"))).otherwise(whole)


def put_axes_right(rows: DataFrame, bounds: Bounds) -> DataFrame:
    """Exchange the numbers of each point that lies in the city (or else near it) only that way round.

    Adds `<side>_exchanged`, `<side>_inside` and `<side>_near` for the start and the end, each judged alone: a sender's columns may be
    named the wrong way round, or one device's. In a city whose latitudes are also its longitudes a point is taken as it stands.
    """
    for side in SIDES:
        latitude, longitude = F.col(f"{side}_latitude"), F.col(f"{side}_longitude")
        exchanged = F.when(_within(bounds, latitude, longitude), False).when(
            _within(bounds, longitude, latitude), True
        )
        exchanged = exchanged.when(_within(bounds, latitude, longitude, FAR_DEGREES), False)
        exchanged = exchanged.when(_within(bounds, longitude, latitude, FAR_DEGREES), True)
        rows = rows.withColumn(f"{side}_exchanged", F.coalesce(exchanged, F.lit(False)))
        right = F.when(
            F.col(f"{side}_exchanged"), F.struct(longitude.alias("y"), latitude.alias("x"))
        ).otherwise(F.struct(latitude.alias("y"), longitude.alias("x")))
        rows = rows.withColumn(f"{side}_point", right)
        y, x = F.col(f"{side}_point.y"), F.col(f"{side}_point.x")
        rows = rows.withColumns(
            {
                f"{side}_latitude": y,
                f"{side}_longitude": x,
                f"{side}_inside": _within(bounds, y, x),
                f"{side}_near": _within(bounds, y, x, FAR_DEGREES),
            }
        ).drop(f"{side}_point")
    return rows


def _within(bounds: Bounds, latitude: Column, longitude: Column, margin: float = 0.0) -> Column:
    return latitude.between(bounds.south - margin, bounds.north + margin) & longitude.between(
        bounds.west - margin, bounds.east + margin
    )


def judge(rows: DataFrame) -> DataFrame:
    """`reasons` and `flags` of each row."""
    points = [F.col(point).isNotNull() for point in POINTS]
    located = F.array_min(F.array(*points))
    timed, started = F.col("has_times"), F.col("started_local")
    after_s = F.unix_timestamp("ended_at") - F.unix_timestamp("started_at")
    data = ~F.col("is_header")
    judged = tabular.judge(
        rows,
        ("header_repeated", F.col("is_header")),
        ("point_malformed", data & ~located),
        ("coordinates_implausible", data & located & ~(F.col("start_near") & F.col("end_near"))),
        ("pickup_time_malformed", data & timed & started.isNull()),
        ("drop_off_time_malformed", data & F.col("ended_text").isNotNull() & F.col("ended_at").isNull()),
        ("drop_off_time_implausible", data & ~after_s.between(0, DAY_S)),
        ("time_in_future", data & (F.to_date("started_local") > F.col("delivered"))),
    )
    same = (F.col("start_latitude") == F.col("end_latitude")) & (
        F.col("start_longitude") == F.col("end_longitude")
    )
    return judged.withColumn(
        "flags",
        codes(
            ("axes_swapped", F.col("start_exchanged") | F.col("end_exchanged")),
            ("outside_city", ~(F.col("start_inside") & F.col("end_inside"))),
            ("trip_time_missing", ~timed),
            ("same_place", same),
        ),
    )


def place(rows: DataFrame, resolution: int) -> DataFrame:
    """Hexagons of both ends and the distance between them as the crow flies; NULL in refused rows."""
    sound = F.size("reasons") == 0
    start, end = ((F.col(f"{side}_latitude"), F.col(f"{side}_longitude")) for side in SIDES)
    hexes = {
        f"{side}_hex_id": hex_of(F.when(sound, y), F.when(sound, x), resolution)
        for side, (y, x) in zip(SIDES, (start, end), strict=True)
    }
    return rows.withColumns({**hexes, "distance_m": F.when(sound, F.round(great_circle_m(*start, *end), 1))})


def clean(rows: DataFrame, profile: Profile) -> DataFrame:
    """Parsed lines to staged rows. Trips with times that are equal in all are one trip; without times every row is a trip of its own.

    Without times, a file delivered again under its name for the same day replaces the older whole.
    """
    own = F.when(~F.col("has_times"), F.concat_ws(":", "source_file", "record_number"))
    key = ("service_date", "started_at", "ended_at", *POINTS, "own_row")
    judged = (
        rows.transform(type_columns, profile)
        .transform(mark_superseded, ["service_date", "file_name"])
        .withColumns({"is_superseded": F.col("is_superseded") & ~F.col("has_times"), "own_row": own})
        .transform(put_axes_right, profile.bounds)
        .transform(judge)
    )
    return (
        judged.transform(set_outcome, key=key, part=F.col("service_date"), prefer=tabular.newest_first())
        .transform(set_superseded)
        .transform(place, profile.hex_resolution)
    )


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> Summary:
    """Clean pending trips (`rebuild`: one service day again) and bring the counts from place to place up to date."""
    job = FeedJob(
        feed=FEED,
        key="service_date",
        schema=TAXI_TRIP,
        rule_version=RULE_VERSION,
        read_header=read_header,
        parse=lambda lines, header: parse(lines, header, profile),
        clean=lambda rows: clean(rows, profile),
    )
    summary = run_feed(spark, lake, profile, job, service_date, rebuild=rebuild)
    flows.write(lake, profile)
    return summary


if __name__ == "__main__":
    run_command(__doc__, run)
