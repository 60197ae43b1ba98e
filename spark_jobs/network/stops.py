"""Where stops and stations stand, as several lists tell, to `clean/stop`: one row a list's day, kind of list and stop.

    python -m spark_jobs.network.stops --service-date 2026-11-01

Seoul publishes bus stops (workbook, CSV, API) and subway stations (CSV, API); TOPIS names stops in its routes' sequences; GTFS has
`stops.txt`. A stop is kept without coordinates and outside the city: buses of Seoul run far into Gyeonggi.
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
from spark_jobs.network import places, reading
from spark_jobs.network.schema import STOP
from spark_jobs.text import Header
from spark_jobs.verdict import codes, set_outcome

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FEED = "stop"
RULE_VERSION = "stop-1"
NAMES = {
    "valid_from": ["feed.valid_from"],
    "inventory": [],
    "stop_id": ["NODE_ID", "노드ID", "노드 ID", "표준ID", "BLDN_ID", "station"],
    "ars_id": ["ARS-ID", "ARS ID", "정류소번호", "STOPS_NO", "arsId", "stop_code"],
    "stop_name": ["정류소명", "정류장명", "STOPS_NM", "역명", "BLDN_NM", "stationNm"],
    "stop_type": ["정류소타입", "정류소 타입", "STOPS_TYPE", "location_type"],
    "line_name": ["ROUTE", "호선"],
    "latitude": ["Y좌표", "YCRD", "위도", "LAT", "gpsY", "stop_lat"],
    "longitude": ["X좌표", "XCRD", "경도", "LOT", "gpsX", "stop_lon"],
    "parent_stop_id": ["parent_station"],
}
"""Canonical column → the names its publishers use; a city's profile may add others."""
OF_SEQUENCES = (
    "stationNo", "trnstnid", "busRouteId", "busRouteNm", "busRouteAbrv", "busType", "direction", "sectSpd", "section", "transYn", "routeType",
    "seq", "sectSpdCol", "lastTm", "fullSectDist", "beginTm", "existYn", "vehList", "plainNo", "posX", "posY",
)  # fmt: skip
OF_GTFS = (
    "stop_desc", "zone_id", "stop_url", "stop_timezone", "wheelchair_boarding", "level_id", "platform_code", "tts_stop_name", "stop_access",
)  # fmt: skip
SET_ASIDE = (*OF_SEQUENCES, *OF_GTFS, "역_승하차_일평균")
PLACE = ("stop_name", "latitude", "longitude")
NEEDS = (("stop_id", *PLACE), ("line_name", *PLACE))
LOCATION_TYPES = ("stop", "station", "entrance", "node", "boarding_area")
"""What GTFS's location_type 0 to 4 mean."""

read_header = reading.header_reader(FEED, NAMES, SET_ASIDE, NEEDS)


def parse(lines: DataFrame, header: Header) -> DataFrame:
    """Text columns; `kind` is the kind of list, as its columns tell."""
    has = dict(header.position)
    kind = "subway_stations" if "line_name" in has else "route_stops" if "seq" in has else "bus_stops"
    rows = reading.parse(lines, header).drop(*SET_ASIDE)
    return rows.withColumns({"kind": F.lit(kind), **reading.tells(header, "ars_id")})


def type_columns(rows: DataFrame, profile: Profile) -> DataFrame:
    """Identity, kind and place of each stop; a station without an id of its own is known by line and name."""
    is_station = F.col("kind") == "subway_stations"
    by_name = F.when(is_station, F.concat("line_name", F.lit(":"), "stop_name"))  # NULL where either is
    location = F.try_element_at(
        F.array(*map(F.lit, LOCATION_TYPES)),
        F.coalesce(F.col("stop_type").try_cast("int"), F.lit(0)).cast("int") + 1,
    )
    mode = F.when(is_station, "subway").otherwise("bus")
    return (
        rows.withColumn("inventory", F.coalesce("inventory", "kind"))
        .withColumns(
            {
                "stop_id": F.coalesce("stop_id", by_name),
                "mode": F.when(~reading.is_gtfs(), mode),
                "ars_text": F.col("ars_id"),
                "ars_id": reading.ars_id("ars_id"),
                "stop_type": F.when(
                    reading.is_gtfs() & F.coalesce(F.col("stop_type").rlike("^[0-4]$"), F.lit(True)), location
                ).otherwise(F.col("stop_type")),
            }
        )
        .transform(places.set_coordinates, profile)
        .transform(
            reading.set_contradicted,
            ("inventory", "stop_id"),
            ("stop_name", "ars_id", "latitude", "longitude"),
        )
    )


def flag_broken_rules(rows: DataFrame) -> DataFrame:
    """`reasons` and `flags` of each row."""
    is_bus = F.col("mode") == "bus"
    return tabular.judge(
        rows,
        ("stop_id_missing", F.col("stop_id").isNull()),
        ("id_contradicted", F.col("is_contradicted")),
    ).withColumn(
        "flags",
        codes(
            *((code, is_bus & broken) for code, broken in reading.ars_flags("ars_text")),
            ("stop_name_missing", F.col("stop_name").isNull()),
            *places.flags(),
        ),
    )


def clean(rows: DataFrame, profile: Profile) -> DataFrame:
    """Parsed lines to staged rows; of two lists of one kind and day the newest delivered counts, whole."""
    return (
        rows.transform(type_columns, profile)
        .transform(flag_broken_rules)
        .transform(places.set_hex, profile.hex_resolution)
        .transform(
            set_outcome,
            key=("valid_from", "inventory", "stop_id"),
            part=F.col("valid_from"),
            prefer=tabular.newest_first(),
        )
        .transform(reading.set_superseded, ["valid_from", "inventory"])
    )


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> Summary:
    """Clean pending lists of stops (`rebuild`: one valid_from again)."""
    job = FeedJob(
        feed=FEED,
        key="valid_from",
        schema=STOP,
        rule_version=RULE_VERSION,
        read_header=read_header,
        parse=parse,
        clean=lambda rows: clean(rows, profile),
    )
    return run_feed(spark, lake, profile, job, service_date, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
