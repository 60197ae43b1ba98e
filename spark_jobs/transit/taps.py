"""Smart-card taps as the settlement company (KTS) hands them over, to `clean/card_tap`: one row a ride, the card a pseudonym.

    python -m spark_jobs.transit.taps --service-date 2026-11-01 [--rebuild 2026-11-01]

Vehicle, route and stop numbers are unique only within settler and area: the ids of the house are `settler:area:number`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from nightowl import pseudonym
from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import pseudonyms
from spark_jobs.command import run_command
from spark_jobs.intake import FeedJob, Summary, run_feed
from spark_jobs.service_time import service_date, service_hour
from spark_jobs.text import Header, delivered_date, line_rules, map_header, split_fields, starred
from spark_jobs.transit.schema import CARD_TAP
from spark_jobs.verdict import codes, mask_refused, set_outcome

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

FEED = "card_tap"
RULE_VERSION = "card_tap-1"
PURPOSE = "card"  # a card and a subscriber with the same digits never share a pseudonym
NAMES = {
    "operating_day": ["운행일자"],
    "settler_id": ["정산사ID"],
    "card_no": ["가상카드번호", "VIRTL_CARD_NO"],
    "area_code": ["정산지역코드", "EXCCLC_AREA_CD"],
    "card_type": ["카드구분코드"],
    "vehicle_no": ["정산사차량ID", "CAR_ID"],
    "mode_code": ["교통수단코드", "TFCMN_CD"],
    "route_no": ["정산사노선ID", "ROUTE_ID"],
    "boarded": ["승차일시", "TKCAR_DT"],
    "board_stop_no": ["정산사승차정류장ID", "TKCAR_STTN_ID"],
    "alighted": ["하차일시", "GFF_DT"],
    "alight_stop_no": ["정산사하차정류장ID", "GFF_STTN_ID"],
    "journey_ref": ["트랜잭션ID", "TRNSC_ID"],
    "transfers": ["환승건수", "환승횟수", "TRNSIT_CNTC"],
    "user_type": ["이용자유형코드(시스템)", "USER_GB_CARD"],
    "passengers": ["이용자수", "USEA_PRSN_CNTC"],
    "distance": ["이용거리", "USEA_DIST"],
    "ride_time": ["탑승시간", "BRDNG_TIME"],
}
"""Canonical column → the names KTS gives it; a city's profile may add others."""
OPTIONAL = ("card_type", "vehicle_no", "user_type", "distance", "ride_time")
NO_VALUE = "~"
CARD = "^[0-9]{16}$"
CARD_LIKE = r"(?:[0-9][ .\-]?){10,}"
MOMENT = "^([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})$"
MODES = {"bus": "^1[0-9]{2}$", "rail": "^2[0-9]{2}$"}
PASSENGERS_MAX, TRANSFERS_MAX, RIDE_MAX_S, CLOCKS_APART_S = 100, 3, 6 * 3_600, 60
IDENTITY = ("card_key", "boarded_at", "vehicle_id", "board_stop_id", "journey_ref", "transfer_cnt")


def read_header(first_line: str, source_file: str, profile: Profile) -> Header:
    """Map a settlement file's header: Korean or English names, and those the profile adds."""
    of_city = profile.feed(FEED)
    aliases = {c: [*names, *of_city.columns.get(c, [])] for c, names in NAMES.items()}
    return map_header(first_line, aliases, source_file, optional=OPTIONAL)


def parse(lines: DataFrame, header: Header) -> DataFrame:
    """Canonical text columns of each line, `~` being no value, with the line rules' verdicts that depend on the layout."""
    blank, wrong_width, undecodable = line_rules(header.width)
    return (
        split_fields(lines, header)
        .withColumns({"is_blank": blank, "is_wrong_width": wrong_width, "is_undecodable": undecodable})
        .withColumns({c: F.nullif(c, F.lit(NO_VALUE)) for c in NAMES})
        .drop("fields_cnt")
    )


def _local(column: str) -> Column:
    """The wall-clock timestamp of YYYYMMDDHHMMSS; NULL where the text is no such time."""
    spaced = F.regexp_replace(column, MOMENT, "$1-$2-$3 $4:$5:$6")
    return F.when(F.col(column).rlike(MOMENT), spaced.try_cast("timestamp"))


def _count(column: str) -> Column:
    return F.when(F.col(column).rlike("^[0-9]{1,9}$"), F.col(column).try_cast("int"))


def _id(column: str) -> Column:
    return F.concat("settler_id", F.lit(":"), "area_code", F.lit(":"), column)


def type_columns(rows: DataFrame, profile: Profile) -> DataFrame:
    """Typed columns beside the text ones; the service day is that of boarding, and a ride lasts from tap to tap."""
    start = profile.service_day_start_hour
    day = F.when(
        F.col("operating_day").rlike("^[0-9]{8}$"),
        F.regexp_replace("operating_day", "^(....)(..)(..)$", "$1-$2-$3").try_cast("date"),
    )
    mode = F.coalesce(*[F.when(F.col("mode_code").rlike(shape), F.lit(m)) for m, shape in MODES.items()])
    # In three steps, so that what is dear to read is read once.
    return (
        rows.withColumns(
            {
                "operated_on": day,
                "boarded_local": _local("boarded"),
                "alighted_local": _local("alighted"),
                "delivered": delivered_date(),
                "mode": mode,
                "route_id": _id("route_no"),
                "vehicle_id": _id("vehicle_no"),
                "board_stop_id": _id("board_stop_no"),
                "alight_stop_id": _id("alight_stop_no"),
                "transfer_cnt": _count("transfers"),
                "passengers_cnt": _count("passengers"),
                "distance_m": _count("distance"),
            }
        )
        .withColumns(
            {
                "boarded_at": F.to_utc_timestamp("boarded_local", profile.time_zone),
                "alighted_at": F.to_utc_timestamp("alighted_local", profile.time_zone),
                "service_date": service_date(F.col("boarded_local"), start),
                "hour": service_hour(F.col("boarded_local"), start),
            }
        )
        .withColumn("ride_s", (F.unix_timestamp("alighted_at") - F.unix_timestamp("boarded_at")).cast("int"))
    )


def masked_line() -> Column:
    """The line with the card replaced by its key and whatever else could be a card starred; times stay legible."""
    unparsed = F.col("is_blank") | F.col("is_wrong_width") | F.col("is_undecodable")
    shown = {c: starred(c, CARD_LIKE) for c in NAMES}
    shown |= {
        c: F.when(F.col(c).rlike("^20[0-9]{12}$"), F.col(c)).otherwise(shown[c])
        for c in ("boarded", "alighted")
    }
    shown["card_no"] = F.lower(F.hex("card_key"))
    parsed = F.concat_ws(",", *[F.coalesce(column, F.lit(NO_VALUE)) for column in shown.values()])
    return F.when(unparsed, starred("line")).otherwise(parsed)


def flag_broken_rules(rows: DataFrame, late_window_days: int) -> DataFrame:
    """`reasons`: the codes of every rule a row breaks; `flags`: what is doubtful about a row and no reason to refuse it."""
    broken = F.col("is_blank") | F.col("is_wrong_width")
    sound = ~broken & ~F.col("is_undecodable")
    timed = sound & F.col("service_date").isNotNull()
    is_off, has_off_stop = F.col("alighted").isNotNull(), F.col("alight_stop_no").isNotNull()
    reasons = codes(
        ("blank_record", F.col("is_blank")),
        ("wrong_field_count", F.col("is_wrong_width")),
        ("text_undecodable", ~broken & F.col("is_undecodable")),
        ("card_missing", sound & F.col("is_card_missing")),
        ("card_malformed", sound & ~F.col("is_card_missing") & ~F.col("is_card_sound")),
        ("operating_day_malformed", sound & F.col("operated_on").isNull()),
        ("operating_day_disagrees", timed & (F.col("operated_on") != F.col("service_date"))),
        ("boarding_time_missing", sound & F.col("boarded").isNull()),
        ("boarding_time_malformed", sound & F.col("boarded").isNotNull() & F.col("boarded_at").isNull()),
        ("time_in_future", timed & (F.col("service_date") > F.col("delivered"))),
        ("too_late", timed & (F.col("service_date") < F.date_sub("delivered", late_window_days))),
        ("alighting_time_malformed", sound & is_off & F.col("alighted_at").isNull()),
        ("alighting_incomplete", sound & (is_off != has_off_stop)),
        ("alighting_not_after_boarding", sound & (F.col("ride_s") <= 0)),
        ("ride_too_long", sound & (F.col("ride_s") > RIDE_MAX_S)),
        ("mode_unknown", sound & F.col("mode").isNull()),
        ("settler_missing", sound & (F.col("settler_id").isNull() | F.col("area_code").isNull())),
        ("route_missing", sound & F.col("route_no").isNull()),
        ("boarding_stop_missing", sound & F.col("board_stop_no").isNull()),
        ("passengers_malformed", sound & ~_is_between("passengers_cnt", 1, PASSENGERS_MAX)),
        ("transfers_malformed", sound & ~_is_between("transfer_cnt", 0, TRANSFERS_MAX)),
    )
    time_told = F.abs(_count("ride_time") - F.col("ride_s")) <= CLOCKS_APART_S
    flags = codes(
        ("alight_missing", ~is_off),
        ("journey_missing", F.col("journey_ref").isNull()),
        ("distance_malformed", F.col("distance").isNotNull() & F.col("distance_m").isNull()),
        ("ride_time_doubtful", F.col("ride_time").isNotNull() & ~F.coalesce(time_told, F.lit(False))),
    )
    return rows.withColumns({"reasons": reasons, "flags": flags})


def _is_between(column: str, low: int, high: int) -> Column:
    return F.coalesce(F.col(column).between(low, high), F.lit(False))


def clean(rows: DataFrame, profile: Profile, keys: DataFrame) -> DataFrame:
    """Parsed lines to staged rows (see `spark_jobs.staged`).

    Rows are spread by card for the search of duplicates, so that later counts of persons need no second shuffle.
    """
    window_days = profile.feed(FEED).late_window_days
    return (
        rows.transform(type_columns, profile)
        .transform(pseudonyms.pseudonymise, keys, window_days, number="card_no", person="card", shape=CARD)
        .transform(flag_broken_rules, window_days)
        .transform(mask_refused, masked_line())
        .repartition("card_key")
        .transform(set_outcome, key=IDENTITY, part=F.col("service_date"))
    )


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date_: date, *, rebuild: str | None = None
) -> Summary:
    """Clean all pending taps; `rebuild` names a service day to make again from all its files."""
    master = pseudonym.master_key(lake)
    window_days = profile.feed(FEED).late_window_days
    keys = pseudonyms.key_table(spark, lake, FEED, master, window_days, PURPOSE)
    job = FeedJob(
        feed=FEED,
        key="service_date",
        schema=CARD_TAP,
        rule_version=RULE_VERSION,
        read_header=read_header,
        parse=parse,
        clean=lambda rows: clean(rows, profile, keys),
        key_id=pseudonym.key_id(master),
    )
    return run_feed(spark, lake, profile, job, service_date_, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
