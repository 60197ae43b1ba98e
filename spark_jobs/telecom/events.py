"""Telecom events: raw carrier records to `clean/telecom_event`.

python -m spark_jobs.telecom.events --service-date 2026-11-01 [--rebuild 2026-11-01]
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from nightowl import pseudonym
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import pseudonyms
from spark_jobs.command import run_command
from spark_jobs.intake import FeedJob, Summary, run_feed
from spark_jobs.service_time import service_date, service_hour
from spark_jobs.telecom import carrier
from spark_jobs.telecom.schema import CELL, TELECOM_EVENT
from spark_jobs.text import delivered_date, starred
from spark_jobs.verdict import codes, mask_refused, set_outcome

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

FEED = "telecom_event"
RULE_VERSION = "telecom_event-2"
EVENT_TYPES = ("call", "sms", "data")
IDENTITY = ("subscriber_key", "event_at", "event_type", "cell_id", "duration_s", "record_ref")


def type_columns(rows: DataFrame, profile: Profile) -> DataFrame:
    """Typed columns beside the text ones; what is malformed becomes NULL and is told apart from what is missing."""
    start = profile.service_day_start_hour
    return rows.withColumns(
        {
            "service_date": service_date(F.col("local_at"), start),
            "hour": service_hour(F.col("local_at"), start),
            "duration_text": F.col("duration_s"),
            "duration_s": F.col("duration_s").try_cast("int"),
            "sequence": F.col("sequence").try_cast("int"),
            "event_type": F.lower("event_type"),
            "delivered": delivered_date(),
        }
    )


def masked_line() -> Column:
    """The line with the number replaced by its key; a line that does not parse has its digit runs and hashes starred."""
    unparsed = F.col("is_blank") | F.col("is_wrong_width") | F.col("is_undecodable")
    shown = {c: starred(c, carrier.PERSON_LIKE) for c in carrier.COLUMNS}
    shown |= {
        "msisdn": F.lower(F.hex("subscriber_key")),
        "duration_s": starred("duration_text", carrier.PERSON_LIKE),
    }
    parsed = F.concat_ws(",", *[F.coalesce(shown[c], F.lit("")) for c in carrier.COLUMNS])
    return F.when(unparsed, carrier.starred_line("line")).otherwise(parsed)


def flag_broken_rules(rows: DataFrame, inventory: DataFrame, late_window_days: int) -> DataFrame:
    """`reasons`: the codes of every rule a row breaks. `inventory`: cell_id, known_from, known_until, active_from, active_to."""
    known = inventory.select(
        F.col("cell_id").alias("known_cell"), "known_from", "known_until", "active_from", "active_to"
    )
    in_force = F.col("service_date").between(F.col("known_from"), F.col("known_until"))
    joined = rows.join(F.broadcast(known), (F.col("cell_id") == F.col("known_cell")) & in_force, "left")
    broken = F.col("is_blank") | F.col("is_wrong_width")
    sound = ~broken & ~F.col("is_undecodable")
    timed = sound & F.col("service_date").isNotNull()
    active = F.col("service_date").between(
        F.col("active_from"), F.coalesce("active_to", F.lit("9999-12-31").cast("date"))
    )
    located, has_bad_point = (
        F.col("is_by_coordinates"),
        F.col("is_point_malformed") | F.col("is_point_outside"),
    )
    reasons = codes(
        ("blank_record", F.col("is_blank")),
        ("wrong_field_count", F.col("is_wrong_width")),
        ("text_undecodable", ~broken & F.col("is_undecodable")),
        ("subscriber_missing", sound & F.col("is_subscriber_missing")),
        ("subscriber_malformed", sound & ~F.col("is_subscriber_missing") & ~F.col("is_subscriber_sound")),
        ("time_missing", sound & F.col("event_time").isNull()),
        ("time_malformed", sound & F.col("event_time").isNotNull() & F.col("event_at").isNull()),
        ("time_in_future", timed & (F.col("service_date") > F.col("delivered"))),
        ("too_late", timed & (F.col("service_date") < F.date_sub("delivered", late_window_days))),
        ("event_type_unknown", sound & ~F.coalesce(F.col("event_type").isin(*EVENT_TYPES), F.lit(False))),
        ("coordinates_malformed", sound & F.col("is_point_malformed")),
        ("coordinates_outside_city", sound & F.col("is_point_outside")),
        ("cell_missing", sound & F.col("cell_id").isNull() & ~has_bad_point),
        ("cell_unknown", timed & F.col("cell_id").isNotNull() & F.col("known_cell").isNull() & ~located),
        ("cell_not_active", timed & F.col("known_cell").isNotNull() & ~active),
        ("duration_malformed", sound & F.coalesce(F.col("duration_s") < 0, F.lit(True))),
    )
    flags = codes(("time_ambiguous", F.col("is_time_ambiguous")))
    judged = joined.withColumns({"reasons": reasons, "flags": flags})
    return judged.drop("known_cell", "known_from", "known_until", "active_from", "active_to")


def clean(rows: DataFrame, profile: Profile, keys: DataFrame, inventory: DataFrame) -> DataFrame:
    """Parsed lines to staged rows (see `spark_jobs.staged`).

    Rows are spread by subscriber for the search of duplicates, so that later counts of persons need no second shuffle.
    """
    window_days = profile.feed(FEED).late_window_days
    return (
        rows.transform(type_columns, profile)
        .transform(pseudonyms.pseudonymise, keys, window_days, number="msisdn", person="subscriber")
        .transform(flag_broken_rules, inventory, window_days)
        .transform(mask_refused, masked_line())
        .repartition("subscriber_key")
        .transform(set_outcome, key=IDENTITY, part=F.col("service_date"))
    )


def read_inventory(spark: SparkSession, lake: Lake) -> DataFrame:
    """Cells with the service days each inventory speaks for: from its own date (the first from ever) to the next one's eve."""
    folders = lake.partitions("clean", "cell")
    if not folders:
        raise NightowlError(
            "No cell inventory has been cleaned yet, and telecom events cannot be placed without one: deliver a file to "
            f"{lake.landing / 'cell'}/delivered=<date>/ and run the telecom DAG again."
        )
    inventories = sorted(date.fromisoformat(v) for v in folders)
    ends = [*inventories[1:], date(9999, 12, 31)]
    span = [
        (
            d,
            date(1, 1, 1) if i == 0 else d,
            end if end.year == 9999 else date.fromordinal(end.toordinal() - 1),
        )
        for i, (d, end) in enumerate(zip(inventories, ends, strict=True))
    ]
    spans = spark.createDataFrame(span, "valid_from date, known_from date, known_until date")
    cells = spark.read.schema(CELL).parquet(*[str(p) for p in folders.values()])
    return cells.join(F.broadcast(spans), "valid_from").select(
        "cell_id", "known_from", "known_until", "active_from", "active_to"
    )


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date_: date, *, rebuild: str | None = None
) -> Summary:
    """Clean all pending telecom deliveries; `rebuild` names a service day to make again from all its files."""
    master = pseudonym.master_key(lake)
    keys = pseudonyms.key_table(spark, lake, FEED, master, profile.feed(FEED).late_window_days)
    job = FeedJob(
        feed=FEED,
        key="service_date",
        schema=TELECOM_EVENT,
        rule_version=RULE_VERSION,
        read_header=carrier.read_header,
        parse=lambda lines, header: carrier.parse(lines, header, profile),
        # Asked for where there are rows alone: a city whose carrier has not delivered yet lacks no inventory.
        clean=lambda rows: clean(rows, profile, keys, read_inventory(spark, lake)),
        key_id=pseudonym.key_id(master),
    )
    return run_feed(spark, lake, profile, job, service_date_, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
