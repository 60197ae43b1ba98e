"""The routes a city's buses run on, to `clean/route`: one row a list's day, kind of list and route.

    python -m spark_jobs.network.routes --service-date 2026-11-01

Read are the route list of Seoul's TOPIS (in its zip, or an answer of its API) and `routes.txt` of GTFS.
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
from spark_jobs.network import reading
from spark_jobs.network.schema import ROUTE
from spark_jobs.text import Header
from spark_jobs.verdict import codes, set_outcome

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

FEED = "route"
RULE_VERSION = "route-1"
NAMES = {
    "valid_from": ["feed.valid_from"],
    "inventory": [],
    "route_id": ["busRouteId", "노선ID", "노선 ID"],
    "route_no": ["busRouteAbrv", "route_short_name"],
    "route_name": ["busRouteNm", "노선명", "route_long_name"],
    "route_type_code": ["routeType", "route_type"],
    "operator": ["corpNm", "agency.name"],
    "from_stop_name": ["stStationNm"],
    "to_stop_name": ["edStationNm"],
    "first": ["firstBusTm"],
    "last": ["lastBusTm"],
    "headway": ["term"],
    "headways": ["term_all"],
    "length": [],
}
SET_ASIDE = (
    "firstLowTm", "lastLowTm", "lastBusYn", "tm_all", "agency_id", "route_desc", "route_url", "route_color", "route_text_color",
    "route_sort_order", "continuous_pickup", "continuous_drop_off", "network_id", "cemv_support",
)  # fmt: skip
NEEDS = (("route_id", "route_name"), ("route_id", "route_no"))
CITY_TYPES = {
    "0": "common", "1": "airport", "2": "town", "3": "trunk", "4": "branch", "5": "circular", "6": "wide_area", "7": "incheon", "8": "gyeonggi",
    "9": "discontinued",
}  # fmt: skip
"""Route types of TOPIS. Its owl buses are trunk routes whose number begins with N."""
GTFS_TYPES = {
    "0": "tram", "1": "subway", "2": "rail", "3": "bus", "4": "ferry", "5": "cable_tram", "6": "aerial_lift", "7": "funicular",
    "11": "trolleybus", "12": "monorail",
}  # fmt: skip
NUMBER = "^([가-힣]*[A-Z]*[0-9]+(?:-[0-9]+)?[A-Z]?)"
NIGHT = "^N[0-9]"
# `공항리무진  02-2664-9898`, `경기  --`: what follows the company's name is its telephone number.
TELEPHONE = r"\s+[-0-9~(),. ]+$"
HEADWAY_DAYS = {"weekday": "평일", "saturday": "토요일", "holiday": "공휴일"}

read_header = reading.header_reader(FEED, NAMES, SET_ASIDE, NEEDS)


def parse(lines: DataFrame, header: Header) -> DataFrame:
    """Text columns, and which of those the file tells that not all do."""
    told = reading.tells(header, "first", "headway", "length")
    return reading.parse(lines, header).drop(*SET_ASIDE).withColumns(told)


def number_of(name: str) -> Column:
    """The number people use for a route: `36의정부` and `110A고려대` are 36 and 110A; a town bus keeps its district (`마포05`)."""
    number = F.regexp_extract(name, NUMBER, 1)
    return F.when(number != "", number).otherwise(F.col(name))


def route_no() -> Column:
    """`route_no` as told, else from the name."""
    return F.coalesce(
        "route_no", F.when(reading.is_gtfs(), F.col("route_name")).otherwise(number_of("route_name"))
    )


def _type() -> Column:
    """The word for `route_type_code`; GTFS's extended types (100 and more) are told by their hundreds."""
    code = F.when(reading.is_gtfs(), F.concat(F.lit("gtfs:"), "route_type_code")).otherwise(
        F.col("route_type_code")
    )
    extended = {
        "1": "rail",
        "2": "coach",
        "4": "subway",
        "7": "bus",
        "8": "trolleybus",
        "9": "tram",
        "10": "ferry",
        "14": "funicular",
    }
    words = CITY_TYPES | {f"gtfs:{code}": word for code, word in GTFS_TYPES.items()}
    table = F.create_map(*[F.lit(text) for pair in words.items() for text in pair])
    hundreds = F.create_map(*[F.lit(text) for pair in extended.items() for text in pair])
    return F.coalesce(
        F.try_element_at(table, code),
        F.try_element_at(hundreds, F.regexp_extract(code, "^gtfs:([0-9]+)[0-9]{2}$", 1)),
        F.lit("other"),
    )


def _minutes(day: str) -> Column:
    """Headway of a kind of day in `10분(평일), 15분(토요일), …`; 0 is none. A bare `term` is of weekdays."""
    told = F.regexp_extract("headways", rf"([0-9]+)분\({HEADWAY_DAYS[day]}\)", 1).try_cast("int")
    if day == "weekday":
        told = F.coalesce(told, F.col("headway").try_cast("int"))
    return F.nullif(told, F.lit(0))


def type_columns(rows: DataFrame, profile: Profile) -> DataFrame:
    """Numbers, words and times of each route; the operator's telephone number goes."""
    return (
        rows.withColumn("inventory", F.coalesce("inventory", F.lit("bus_routes")))
        .withColumns(
            {
                "route_no": route_no(),
                "route_type": _type(),
                "operator_name": F.nullif(F.trim(F.regexp_replace("operator", TELEPHONE, "")), F.lit("")),
                "length_km": F.nullif(F.col("length").try_cast("double"), F.lit(0.0)),
                **{f"{day}_headway_min": _minutes(day) for day in HEADWAY_DAYS},
            }
        )
        .withColumn("is_night", F.coalesce(F.col("route_no").rlike(NIGHT), F.lit(False)) & ~reading.is_gtfs())
        .transform(reading.set_departures, "first", "last", profile.service_day_start_hour)
        .transform(
            reading.set_contradicted, ("inventory", "route_id"), ("route_no", "route_name", "route_type_code")
        )
    )


def flag_broken_rules(rows: DataFrame) -> DataFrame:
    """`reasons` and `flags` of each row."""
    return tabular.judge(
        rows,
        ("route_id_missing", F.col("route_id").isNull()),
        ("id_contradicted", F.col("is_contradicted")),
    ).withColumn(
        "flags",
        codes(
            ("headway_missing", F.col("tells_headway") & F.col("weekday_headway_min").isNull()),
            ("length_missing", F.col("tells_length") & F.col("length_km").isNull()),
            (
                "departures_missing",
                F.col("tells_first")
                & (F.col("first_departure_s").isNull() | F.col("is_last_doubtful").isNull()),
            ),
            ("last_departure_doubtful", F.col("is_last_doubtful")),
        ),
    )


def clean(rows: DataFrame, profile: Profile) -> DataFrame:
    """Parsed lines to staged rows; of two lists of one kind and day the newest delivered counts, whole."""
    return (
        rows.transform(type_columns, profile)
        .transform(flag_broken_rules)
        .transform(
            set_outcome,
            key=("valid_from", "inventory", "route_id"),
            part=F.col("valid_from"),
            prefer=tabular.newest_first(),
        )
        .transform(reading.set_superseded, ["valid_from", "inventory"])
    )


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> Summary:
    """Clean pending route lists (`rebuild`: one valid_from again)."""
    job = FeedJob(
        feed=FEED,
        key="valid_from",
        schema=ROUTE,
        rule_version=RULE_VERSION,
        read_header=read_header,
        parse=parse,
        clean=lambda rows: clean(rows, profile),
    )
    return run_feed(spark, lake, profile, job, service_date, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
