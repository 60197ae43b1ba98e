"""In which order routes serve their stops, to `clean/pattern_stop`: one row a list's day, pattern and place in the sequence.

    python -m spark_jobs.network.patterns --service-date 2026-11-01

Read are the sequences of Seoul's TOPIS (a zip of answers, one a route, out and back as one loop), the city's list of stops by route
(workbook), and GTFS, whose trips are folded into their distinct sequences (`spark_jobs.network.gtfs_patterns`).
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
from spark_jobs.network import places, reading, routes
from spark_jobs.network.schema import PATTERN_STOP
from spark_jobs.text import Header
from spark_jobs.verdict import codes, set_outcome

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession
    from pyspark.sql.window import WindowSpec

FEED = "pattern_stop"
RULE_VERSION = "pattern_stop-1"
NAMES = {
    "valid_from": ["feed.valid_from"],
    "inventory": [],
    "answer_file": ["answer.file"],
    "stated_length": ["answer.length_km"],
    "route_id": ["busRouteId", "노선ID", "노선 ID"],
    "route_no": ["busRouteAbrv", "route_short_name"],
    "route_name": ["busRouteNm", "노선명"],
    "pattern_id": [],
    "stop_seq": ["seq", "순번", "stop_sequence"],
    "stop_id": ["station", "NODE_ID", "노드ID", "노드 ID", "표준ID"],
    "ars_id": ["arsId", "ARS-ID", "ARS ID", "정류소번호", "stop_code"],
    "stop_name": ["stationNm", "정류소명", "정류장명"],
    "direction_name": ["direction", "trip_headsign"],
    "turning": ["transYn"],
    "section_dist": ["fullSectDist"],
    "speed": ["sectSpd"],
    "first": ["beginTm"],
    "last": ["lastTm"],
    "first_given_s": ["first_departure_s"],
    "last_given_s": ["last_departure_s"],
    "trips_cnt": [],
    "latitude": ["gpsY", "Y좌표", "YCRD", "stop_lat"],
    "longitude": ["gpsX", "X좌표", "XCRD", "stop_lon"],
}
SET_ASIDE = (
    "stationNo", "trnstnid", "busType", "section", "routeType", "sectSpdCol", "existYn", "vehList", "plainNo", "posX", "posY",
)  # fmt: skip
NEEDS = (("route_id", "stop_seq", "stop_id"),)
SEQUENCE = "^[1-9][0-9]{0,4}$"
LENGTH_OFF_MAX, SPEED_KMH_MAX = 0.2, 120
# A section may run from kerb to kerb of a wide crossing, and coordinates are good to some metres.
STRAIGHT_FACTOR, STRAIGHT_SLACK_M, EARTH_M = 1.2, 300, 6_371_000

read_header = reading.header_reader(FEED, NAMES, SET_ASIDE, NEEDS)


def parse(lines: DataFrame, header: Header) -> DataFrame:
    """Text columns, and which of those the file tells that not all do."""
    told = reading.tells(header, "ars_id", "first", "section_dist")
    return reading.parse(lines, header).drop(*SET_ASIDE).withColumns(told)


def _measure(column: str) -> Column:
    """A length or speed; 0 is none."""
    return F.nullif(F.col(column).try_cast("double"), F.lit(0.0))


def type_columns(rows: DataFrame, profile: Profile) -> DataFrame:
    """Numbers, places and times; a route of the city has one pattern, out and back."""
    return (
        rows.withColumn("inventory", F.coalesce("inventory", F.lit("bus_routes")))
        .withColumns(
            {
                "is_empty": F.col("answer_file").isNotNull()
                & F.coalesce("route_id", "stop_seq", "stop_id", "stop_name").isNull(),
                "route_no": routes.route_no(),
                "pattern_id": F.coalesce("pattern_id", F.concat("route_id", F.lit(":1"))),
                "stop_seq": F.when(F.col("stop_seq").rlike(SEQUENCE), F.col("stop_seq").try_cast("int")),
                "ars_text": F.col("ars_id"),
                "ars_id": reading.ars_id("ars_id"),
                "is_turning_point": F.when(F.col("turning").isin("Y", "N"), F.col("turning") == "Y"),
                "section_m": _measure("section_dist"),
                "speed_kmh": _measure("speed"),
                "stated_km": _measure("stated_length"),
                "trips_cnt": F.col("trips_cnt").try_cast("int"),
            }
        )
        .transform(places.set_coordinates, profile)
        .transform(reading.set_departures, "first", "last", profile.service_day_start_hour)
        .withColumns(
            {
                f"{end}_departure_s": F.coalesce(
                    f"{end}_departure_s", F.col(f"{end}_given_s").try_cast("int")
                )
                for end in ("first", "last")
            }
        )
        .transform(reading.set_contradicted, ("inventory", "pattern_id", "stop_seq"), ("stop_id",))
    )


def flag_broken_rules(rows: DataFrame) -> DataFrame:
    """`reasons` of each row."""
    told = ~F.col("is_empty")
    return tabular.judge(
        rows,
        ("sequence_empty", F.col("is_empty")),
        ("route_id_missing", told & F.col("route_id").isNull()),
        ("stop_id_missing", told & F.col("stop_id").isNull()),
        ("seq_malformed", told & F.col("stop_seq").isNull()),
        ("seq_doubled", F.col("is_contradicted")),
    )


def _straight_m(before: WindowSpec) -> Column:
    """Metres in a straight line from the stop before: on the sphere, flat enough over the length of a section."""
    north = F.radians(F.col("latitude") - F.lag("latitude").over(before))
    east = F.radians(F.col("longitude") - F.lag("longitude").over(before)) * F.cos(F.radians("latitude"))
    return F.sqrt(north * north + east * east) * EARTH_M


def flag_doubts(rows: DataFrame) -> DataFrame:
    """`flags` of each sound row, from the row and its neighbours. What concerns the whole sequence is told at its first stop."""
    pattern = Window.partitionBy("source_file", F.size("reasons") > 0, "inventory", "pattern_id")
    in_turn, in_file = pattern.orderBy("stop_seq", "record_number"), pattern.orderBy("record_number")
    total_km = F.sum("section_m").over(pattern) / 1_000
    stop_before = F.lag("stop_seq").over(in_turn)
    measured = rows.withColumns(
        {
            "total_km": total_km,
            "is_first": F.row_number().over(in_turn) == 1,
            "steps": F.col("stop_seq") - F.coalesce(stop_before, F.lit(0)),
            "highest_before": F.max("stop_seq").over(in_file.rowsBetween(Window.unboundedPreceding, -1)),
            "straight_m": _straight_m(in_turn),
        }
    )
    off = F.abs(F.col("total_km") / F.col("stated_km") - 1)
    return measured.withColumn(
        "flags",
        codes(
            *reading.ars_flags("ars_text"),
            ("stop_name_missing", F.col("stop_name").isNull()),
            *places.flags(),
            ("seq_gap", F.col("steps") > 1),
            ("seq_out_of_order", F.col("highest_before") > F.col("stop_seq")),
            (
                "departures_missing",
                F.col("tells_first")
                & (F.col("first_departure_s").isNull() | F.col("is_last_doubtful").isNull()),
            ),
            ("last_departure_doubtful", F.col("is_last_doubtful")),
            (
                "sections_missing",
                F.col("tells_section_dist") & F.col("is_first") & F.col("total_km").isNull(),
            ),
            ("length_contradicts", F.col("is_first") & (off > LENGTH_OFF_MAX)),
            (
                "section_too_short",
                F.col("straight_m") > F.col("section_m") * STRAIGHT_FACTOR + STRAIGHT_SLACK_M,
            ),
            ("speed_doubtful", F.col("speed_kmh") > SPEED_KMH_MAX),
        ),
    )


def clean(rows: DataFrame, profile: Profile) -> DataFrame:
    """Parsed lines to staged rows; of two sequences of a pattern for one day the newest delivered counts, whole."""
    return (
        rows.transform(type_columns, profile)
        .transform(flag_broken_rules)
        .transform(flag_doubts)
        .transform(
            set_outcome,
            key=("valid_from", "inventory", "pattern_id", "stop_seq"),
            part=F.col("valid_from"),
            prefer=tabular.newest_first(),
        )
        .transform(reading.set_superseded, ["valid_from", "inventory", "pattern_id"])
    )


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> Summary:
    """Clean pending stop sequences (`rebuild`: one valid_from again)."""
    job = FeedJob(
        feed=FEED,
        key="valid_from",
        schema=PATTERN_STOP,
        rule_version=RULE_VERSION,
        read_header=read_header,
        parse=parse,
        clean=lambda rows: clean(rows, profile),
    )
    return run_feed(spark, lake, profile, job, service_date, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
