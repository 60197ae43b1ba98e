"""Seoul's bus boardings by route, stop and hour (month totals, OA-12913), to `clean/bus_stop_month`.

    python -m spark_jobs.transit.bus_months --service-date 2026-11-01

The published file does not quote the commas in its route names (`750번(A,신촌,수색교~서울대)`), so a line is read
from both ends: two fields in front, 48 counts behind, the stop and its ARS number before those, the name between.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pyspark.sql import Window
from pyspark.sql import functions as F

from nightowl.errors import FileRefused
from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs.command import run_command
from spark_jobs.intake import FeedJob, Summary, run_feed
from spark_jobs.tabular import newest_first
from spark_jobs.text import Header, delivered_date, starred
from spark_jobs.transit.schema import BUS_STOP_MONTH
from spark_jobs.verdict import codes, mask_refused, set_outcome

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FEED = "bus_stop_month"
RULE_VERSION = "bus_stop_month-1"
NAME_COLUMNS = ("사용년월", "노선번호", "노선명", "버스정류장ARS번호", "역명")
COUNTS = 48
WIDTH = len(NAME_COLUMNS) + COUNTS
VISIT = ("route_no", "route_name", "ars_id", "stop_name")


def read_header(first_line: str, source_file: str, profile: Profile) -> Header:
    """A header, a header quoted as one field, or none: told by what stands first. Anything else refuses the file."""
    fields = first_line.strip().strip('"').split(",")
    if tuple(f.strip() for f in fields[: len(NAME_COLUMNS)]) == NAME_COLUMNS:
        if len(fields) != WIDTH:
            raise FileRefused(
                "column_missing",
                f"{source_file} has {len(fields)} columns in its header; {WIDTH} are expected: 5 names and 24 × 2 hourly counts.",
            )
        return Header(True, WIDTH)
    if len(fields) >= WIDTH and fields[0].isdigit() and len(fields[0]) == 6:
        return Header(False, WIDTH)
    raise FileRefused(
        "column_missing",
        f"{source_file} is no file of bus boardings by stop and hour: its first line reads '{first_line[:120]}'. Expected is the header "
        f"{','.join(NAME_COLUMNS)},… or a row with a month (YYYYMM), {len(NAME_COLUMNS) - 1} names and {COUNTS} counts.",
    )


def parse(lines: DataFrame, header: Header) -> DataFrame:
    """Fields from both ends of each line; `counts` holds boardings and alightings of clock hours 0-23 in turn.

    Between them stand route name, ARS number and stop name, and both names may hold commas: the ARS number is the first
    field after the route name's start that looks like one (five digits, or `~`).
    """
    width = F.size("fields")
    return (
        lines.where(F.lit(not header.present) | (F.col("record_number") > 1))
        .withColumn("fields", F.split("line", ",", -1))
        .withColumns(
            {
                "is_blank": F.trim("line") == "",
                "is_wrong_width": (F.trim("line") != "") & (width < WIDTH),
                "is_repaired": width > WIDTH,
                "delivered": delivered_date(),
                "month_text": F.try_element_at("fields", F.lit(1)),
                "route_no": F.try_element_at("fields", F.lit(2)),
                "names": F.when(width >= WIDTH, F.slice("fields", F.lit(3), width - COUNTS - 2)),
                "counts": F.when(width >= WIDTH, F.slice("fields", width - COUNTS + 1, F.lit(COUNTS))),
            }
        )
        .withColumn(
            "ars_at", F.array_position(F.transform("names", lambda n: n.rlike("^([0-9]{5}|~)$")), True)
        )
        .withColumn(
            "ars_at", F.when(F.col("ars_at") > 1, F.col("ars_at").cast("int")).otherwise(F.size("names") - 1)
        )
        .withColumns(
            {
                "route_name": F.array_join(F.slice("names", F.lit(1), F.col("ars_at") - 1), ","),
                "ars_text": F.try_element_at("names", F.col("ars_at")),
                "stop_name": F.array_join(
                    F.slice("names", F.col("ars_at") + 1, F.size("names") - F.col("ars_at")), ","
                ),
            }
        )
        .drop("fields", "names", "ars_at")
    )


def type_columns(rows: DataFrame) -> DataFrame:
    """Typed names; ARS `~` is NULL; `flags` name what was doubtful and kept; `visit_seq` numbers a loop's visits of one stop."""
    ars = F.nullif(F.trim("ars_text"), F.lit("~"))
    typed = rows.withColumns(
        {
            "month": F.when(
                F.col("month_text").rlike("^[0-9]{4}(0[1-9]|1[0-2])$"),
                F.concat_ws("-", F.substring("month_text", 1, 4), F.substring("month_text", 5, 2)),
            ),
            "route_no": F.nullif(F.trim("route_no"), F.lit("")),
            "ars_id": ars,
            "is_virtual_stop": F.contains("stop_name", F.lit("(가상)")),
            "flags": codes(
                ("commas_in_name_repaired", F.col("is_repaired")),
                ("ars_missing", ars.isNull()),
                ("ars_not_numeric", ~ars.rlike("^[0-9]{5}$")),
                ("virtual_stop", F.contains("stop_name", F.lit("(가상)"))),
            ),
        }
    )
    visits = Window.partitionBy("source_file", "month", *VISIT).orderBy("record_number")
    return typed.withColumn("visit_seq", F.row_number().over(visits))


def flag_broken_rules(rows: DataFrame) -> DataFrame:
    """`reasons` of each row, and of a refused one the line with its digit runs starred."""
    sound = ~F.col("is_blank") & ~F.col("is_wrong_width")
    bad_count = ~F.array_join("counts", ",", "x").rlike("^[0-9]{1,9}(,[0-9]{1,9})*$")
    reasons = codes(
        ("blank_record", F.col("is_blank")),
        ("wrong_field_count", F.col("is_wrong_width")),
        ("text_undecodable", sound & F.contains("line", F.lit("\ufffd"))),
        ("month_malformed", sound & F.col("month").isNull()),
        ("route_missing", sound & F.col("route_no").isNull()),
        ("count_malformed", sound & bad_count),
    )
    return rows.withColumn("reasons", reasons).transform(mask_refused, starred("line"))


def by_hour(rows: DataFrame) -> DataFrame:
    """One row a clock hour for kept records; refused and duplicate records stay one row."""
    hours = F.when(F.col("outcome") == "clean", F.sequence(F.lit(0), F.lit(23))).otherwise(F.array(F.lit(0)))
    return rows.withColumn("clock_hour", F.explode(hours)).withColumns(
        {
            "boardings_cnt": F.try_element_at("counts", F.col("clock_hour") * 2 + 1).try_cast("int"),
            "alightings_cnt": F.try_element_at("counts", F.col("clock_hour") * 2 + 2).try_cast("int"),
        }
    )


def clean(rows: DataFrame) -> DataFrame:
    """Parsed lines to staged rows, 24 a record; of two records of one stop visit the newest delivery's is kept."""
    return (
        rows.transform(type_columns)
        .transform(flag_broken_rules)
        .transform(
            set_outcome, key=("month", *VISIT, "visit_seq"), part=F.col("month"), prefer=newest_first()
        )
        .transform(by_hour)
    )


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> Summary:
    """Clean pending month files (`rebuild`: one month again)."""
    job = FeedJob(
        feed=FEED,
        key="month",
        schema=BUS_STOP_MONTH,
        rule_version=RULE_VERSION,
        read_header=read_header,
        parse=parse,
        clean=clean,
        rows_per_record=24,
    )
    return run_feed(spark, lake, profile, job, service_date, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
