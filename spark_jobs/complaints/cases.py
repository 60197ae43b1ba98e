"""Complaints: delivered case files to `clean/complaint_version`, a row each time a case was told and had changed.

    python -m spark_jobs.complaints.cases --service-date 2026-11-01

A case lives in the partition of its day of receipt, and may change months later: nothing is ever too late.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pyspark.sql import Window
from pyspark.sql import functions as F

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs.command import run_command
from spark_jobs.complaints.redaction import redacted
from spark_jobs.complaints.schema import COMPLAINT_VERSION
from spark_jobs.complaints.times import NO_TIME, with_moments
from spark_jobs.intake import FeedJob, Summary, run_feed
from spark_jobs.service_time import service_date
from spark_jobs.text import DIGIT_RUN, Header, delivered_date, line_rules, map_header, split_fields
from spark_jobs.verdict import codes, mask_refused

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

FEED = "complaint_version"
RULE_VERSION = "complaint_version-2"
REQUIRED = ("case_id", "received_at", "status")
OPTIONAL = (
    "closed_at", "due_at", "updated_at", "field", "item", "channel", "department", "dong_code", "latitude", "longitude", "title", "text",
    "answer", "on_time", "elapsed",
)  # fmt: skip
TIMES = ("received_at", "due_at", "closed_at", "updated_at")
FREE_TEXT = ("title", "text", "answer", "department", "extra_json")
STATUSES = ("open", "closed", "withdrawn", "deleted")
"""A deleted case is gone at its source: it stands in the history and is counted nowhere."""
# What makes a version: not when it was written, nor the days elapsed, which follow from the rest.
CONTENT = (
    "received_at", "due_at", "closed_at", "status", "status_text", "field", "item", "channel", "department", "dong_code",
    "latitude", "longitude", "title", "text", "answer", "on_time_published", "extra_json",
)  # fmt: skip
KOREAN_DONG = "^[0-9]{8}([0-9]{2})?$"
DEGREES = r"^-?[0-9]{1,3}(\.[0-9]+)?$"


def read_header(first_line: str, source_file: str, profile: Profile) -> Header:
    """Map a case file's header through the profile's names; few columns must be there, for cities publish very different files."""
    of_city = profile.feed(FEED)
    aliases = {c: [c, *of_city.columns.get(c, [])] for c in (*REQUIRED, *OPTIONAL)}
    optional = OPTIONAL if profile.complaints.closed_when_updated else OPTIONAL[1:]
    return map_header(first_line, aliases, source_file, optional=optional, extra=of_city.extra_columns)


def parse(lines: DataFrame, header: Header) -> DataFrame:
    """Canonical text columns of each record, the line rules' verdicts, and whether the source tells if a case was on time."""
    blank, wrong_width, undecodable = line_rules(header.width)
    verdicts = {"is_blank": blank, "is_wrong_width": wrong_width, "is_undecodable": undecodable}
    tells_on_time = F.lit("on_time" not in header.absent)
    return (
        split_fields(lines, header)
        .withColumns(verdicts | {"tells_on_time": tells_on_time})
        .drop("fields_cnt", "elapsed")
    )


def in_the_houses_words(column: str, known: tuple[str, ...], words: dict[str, list[str]]) -> Column:
    """The canonical value that a sender's word stands for, NULL where the profile does not know it."""
    found = F.lit(None).cast("string")
    for value in known:
        found = F.when(F.col(column).isin(value, *words.get(value, [])), F.lit(value)).otherwise(found)
    return found


def without_placeholders(rows: DataFrame) -> DataFrame:
    """A time that only stands for none becomes NULL; `has_no_time` tells of it."""
    stands_for_none = {c: F.col(c).rlike(NO_TIME) for c in TIMES}
    is_any = F.coalesce(F.array_contains(F.array(*stands_for_none.values()), True), F.lit(False))
    real = {c: F.when(~stands_for_none[c], F.col(c)) for c in TIMES}
    return rows.withColumns(real | {"has_no_time": is_any})


def type_columns(rows: DataFrame, profile: Profile) -> DataFrame:
    """Typed columns beside what was delivered (`…_given`), texts redacted; what is malformed becomes NULL."""
    values = profile.feed(FEED).values
    on_time = in_the_houses_words("on_time", ("on_time", "overdue"), values.get("on_time", {}))
    untold = F.when(F.col("tells_on_time") & F.col("on_time").isNull(), F.lit("unknown"))
    degrees = {
        c: F.when(F.col(c).rlike(DEGREES), F.col(c).try_cast("double")) for c in ("latitude", "longitude")
    }
    # A legal dong has ten digits, of which the last two name a village of the countryside: eight are the dong.
    dong = F.substring("dong_code", 1, 8) if profile.country == "KR" else F.col("dong_code")
    given = {f"{c}_given": F.col(c) for c in (*TIMES, "latitude", "longitude", "dong_code")}
    utc = {c: F.col(f"{c}_utc") for c in TIMES}
    status = in_the_houses_words("status", STATUSES, values.get("status", {}))
    if profile.complaints.closed_when_updated:
        untimed = (status == "closed") & F.col("closed_at").isNull()
        utc["closed_at"] = F.when(untimed, utc["updated_at"]).otherwise(utc["closed_at"])
    return rows.withColumns(
        given
        | utc
        | degrees
        | {c: redacted(F.col(c)) for c in FREE_TEXT}
        | {
            "service_date": service_date(F.col("received_at_local"), profile.service_day_start_hour),
            "status_text": F.col("status"),
            "status": status,
            "on_time_published": F.coalesce(on_time, untold),
            "dong_code": dong,
            "delivered": delivered_date(),
        }
    )


def flag_broken_rules(rows: DataFrame, profile: Profile) -> DataFrame:
    """`reasons`: the codes of every rule a row breaks."""
    broken = F.col("is_blank") | F.col("is_wrong_width")
    sound = ~broken & ~F.col("is_undecodable")
    bounds = profile.bounds
    given, missing = (lambda c: F.col(f"{c}_given").isNotNull()), (lambda c: F.col(c).isNull())
    half_placed = (given("latitude") | given("longitude")) & (missing("latitude") | missing("longitude"))
    inside = F.col("latitude").between(bounds.south, bounds.north) & F.col("longitude").between(
        bounds.west, bounds.east
    )
    is_odd_dong = ~F.col("dong_code_given").rlike(KOREAN_DONG) if profile.country == "KR" else F.lit(False)
    reasons = codes(
        ("blank_record", F.col("is_blank")),
        ("wrong_field_count", F.col("is_wrong_width")),
        ("text_undecodable", ~broken & F.col("is_undecodable")),
        ("case_missing", sound & missing("case_id")),
        ("received_missing", sound & ~given("received_at")),
        ("received_malformed", sound & (given("received_at") & missing("received_at"))),
        ("received_in_future", sound & (F.col("service_date") > F.col("delivered"))),
        ("due_malformed", sound & (given("due_at") & missing("due_at"))),
        ("closed_malformed", sound & (given("closed_at") & missing("closed_at"))),
        ("closed_before_received", sound & (F.col("closed_at") < F.col("received_at"))),
        (
            "closed_without_time",
            sound & (F.col("status") == "closed") & ~given("closed_at") & missing("closed_at"),
        ),
        ("open_with_close_time", sound & (F.col("status") == "open") & ~missing("closed_at")),
        ("updated_malformed", sound & (given("updated_at") & missing("updated_at"))),
        ("status_unknown", sound & missing("status")),
        ("on_time_unknown_word", sound & (F.col("on_time").isNotNull() & missing("on_time_published"))),
        ("place_malformed", sound & half_placed),
        ("place_outside_city", sound & ~inside),
        ("dong_code_malformed", sound & is_odd_dong),
    )
    flags = codes(("time_stands_for_none", F.col("has_no_time")))
    return rows.withColumns({"reasons": reasons, "flags": flags})


def masked_line() -> Column:
    """The record redacted; in one that does not parse long runs of digits are starred too."""
    # Of sound rows the line is not shown, so the rules need not read it.
    line = redacted(F.when(F.size("reasons") > 0, F.col("line")))
    unparsed = F.col("is_blank") | F.col("is_wrong_width") | F.col("is_undecodable")
    return F.when(unparsed, F.regexp_replace(line, DIGIT_RUN, "******")).otherwise(line)


def version_order(time_zone: str) -> list[Column]:
    """The order in which a case's versions were told: by their last change, or by delivery where no file tells that."""
    delivered = delivered_date()
    told_at = F.coalesce("updated_at", F.to_utc_timestamp(delivered.cast("timestamp"), time_zone))
    return [told_at, delivered, F.col("source_file"), F.col("record_number")]


def set_version_outcome(rows: DataFrame, time_zone: str) -> DataFrame:
    """Add `outcome` and `part`: a sound row equal in content to the version told before it is a duplicate; a return to an earlier
    state is a version of its own. Rows are spread by day of receipt, so that each partition is written as one file.
    """
    told = Window.partitionBy("service_date", "case_id", "is_refused").orderBy(*version_order(time_zone))
    # As text with names: a hash of bare values would take (NULL, x) for (x, NULL).
    told_of = [F.coalesce(c, F.lit("{}")).alias(c) if c == "extra_json" else F.col(c) for c in CONTENT]
    content = F.sha2(F.to_json(F.struct(*told_of)), 256)
    refused = F.col("is_refused")
    return (
        rows.withColumns({"is_refused": F.size("reasons") > 0, "content": content})
        .repartition("service_date")
        .withColumn("is_same", F.coalesce(F.col("content") == F.lag("content").over(told), F.lit(False)))
        .withColumns(
            {
                "outcome": F.when(refused, "quarantine")
                .when(F.col("is_same"), "duplicate")
                .otherwise("clean"),
                "part": F.when(refused, F.col("delivered")).otherwise(F.col("service_date")).cast("string"),
            }
        )
        .drop("is_refused", "is_same", "content")
    )


def clean(rows: DataFrame, profile: Profile) -> DataFrame:
    """Parsed records to staged rows (see `spark_jobs.staged`)."""
    return (
        rows.transform(without_placeholders)
        .transform(with_moments, TIMES, profile)
        .transform(type_columns, profile)
        .transform(flag_broken_rules, profile)
        .transform(mask_refused, masked_line())
        .transform(set_version_outcome, profile.time_zone)
    )


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date_: date, *, rebuild: str | None = None
) -> Summary:
    """Clean pending case files; `rebuild` names a day of receipt to make again from all its files."""
    job = FeedJob(
        feed=FEED,
        key="service_date",
        schema=COMPLAINT_VERSION,
        rule_version=RULE_VERSION,
        read_header=read_header,
        parse=parse,
        clean=lambda rows: clean(rows, profile),
    )
    return run_feed(spark, lake, profile, job, service_date_, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
