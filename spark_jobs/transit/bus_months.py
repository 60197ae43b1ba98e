"""Seoul's bus boardings by route, stop and hour (month totals, OA-12913), to `clean/bus_stop_month`.

    python -m spark_jobs.transit.bus_months --service-date 2026-11-01

The columns are found by name (`spark_jobs.transit.bus_columns`): over the years the product came as CSV with and without header, and as
JSON of the city's API under two sets of names.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pyspark.sql import Window
from pyspark.sql import functions as F

from nightowl.lake import Lake
from nightowl.profile import Profile
from nightowl.records import FIELD_MARK
from spark_jobs.command import run_command
from spark_jobs.intake import FeedJob, Summary, run_feed
from spark_jobs.tabular import newest_first
from spark_jobs.text import Header, delivered_date, has_blank_tail, starred
from spark_jobs.transit.bus_columns import KINDS, read_header
from spark_jobs.transit.schema import BUS_STOP_MONTH
from spark_jobs.verdict import codes, mask_refused, set_outcome

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

FEED = "bus_stop_month"
RULE_VERSION = "bus_stop_month-2"
VISIT = ("route_no", "route_name", "ars_id", "stop_name")


def parse(lines: DataFrame, header: Header) -> DataFrame:
    """Text columns of each line; `counts_text` holds boardings and alightings of clock hours 0-23 in turn.

    Where a line has more fields than the header, commas stand inside route name or stop name, which the publisher left unquoted: fields in
    front are counted from the left, the counts from the right, and between them the ARS number (five digits, or `~`) parts the names.
    """
    at, extra = dict(header.position), F.col("extra")
    first, last = at["route_name"], at["stop_name"]

    def field(name: str) -> Column:
        """A field as it stands; those behind the names move on by as many as there are commas in them."""
        if name not in at:
            return F.lit(None).cast("string")
        return F.try_element_at("fields", F.lit(at[name] + 1) + (extra if at[name] > last else F.lit(0)))

    places = F.array(*[F.lit(at[f"{kind}_{hour}"] + 1) for hour in range(24) for kind in KINDS])
    return (
        lines.where(F.lit(not header.present) | (F.col("record_number") > 1))
        .withColumn("fields", F.split("line", FIELD_MARK if header.quoted else ",", -1))
        .withColumn("fields_cnt", F.size("fields"))
        .withColumn(
            "extra", F.when(has_blank_tail(header.width), 0).otherwise(F.col("fields_cnt") - header.width)
        )
        .withColumn(
            "names", F.when(extra > 0, F.slice("fields", F.lit(first + 1), extra + (last - first + 1)))
        )
        .withColumn("ars_at", _place_of_ars(at["ars_id"] - first))
        .withColumns(
            {
                "is_blank": F.trim("line") == "",
                "is_wrong_width": (F.trim("line") != "") & (extra < 0),
                "is_repaired": extra > 0,
                "delivered": delivered_date(),
                "month_text": field("month"),
                "route_no": field("route_no"),
                "stop_id": F.when(extra > 0, _name(F.col("ars_at") - 1)).otherwise(field("stop_id"))
                if "stop_id" in at
                else F.lit(None).cast("string"),
                "route_name": F.when(
                    extra > 0,
                    F.array_join(F.slice("names", F.lit(1), F.col("ars_at") - (at["ars_id"] - first)), ","),
                ).otherwise(field("route_name")),
                "ars_text": F.when(extra > 0, _name(F.col("ars_at"))).otherwise(field("ars_id")),
                "stop_name": F.when(
                    extra > 0,
                    F.array_join(
                        F.slice("names", F.col("ars_at") + 1, F.size("names") - F.col("ars_at")), ","
                    ),
                ).otherwise(field("stop_name")),
                "counts_text": F.array_join(
                    F.transform(
                        places, lambda at: F.try_element_at("fields", at + F.greatest(extra, F.lit(0)))
                    ),
                    ",",
                    "x",
                ),
            }
        )
        .withColumn("counts_text", F.regexp_replace("counts_text", r" |\.0+(?=,|$)", ""))
        .drop("fields", "fields_cnt", "names", "ars_at", "extra")
    )


def _place_of_ars(expected: int) -> Column:
    """Place of the ARS number among `names` (1 = first): the first field behind the route name that looks like one, else the last but one."""
    looks_like_ars = F.transform("names", lambda name, at: (at >= expected) & name.rlike("^([0-9]{5}|~)$"))
    found = F.array_position(looks_like_ars, True)
    return F.when(found > 0, found.cast("int")).otherwise(F.size("names") - 1)


def _name(place: Column) -> Column:
    return F.try_element_at("names", place)


def type_columns(rows: DataFrame) -> DataFrame:
    """Typed names and `counts` (NULL where one is no count); ARS `~` is NULL; `flags` name what was doubtful and kept."""
    are_counts = F.col("counts_text").rlike("^[0-9]{1,9}(,[0-9]{1,9})*$")
    ars = F.nullif(F.nullif(F.trim("ars_text"), F.lit("~")), F.lit(""))
    return rows.withColumns(
        {
            "counts": F.when(are_counts, F.split("counts_text", ",").cast("array<int>")),
            "month": F.when(
                F.trim("month_text").rlike("^[0-9]{4}-?(0[1-9]|1[0-2])$"),
                F.regexp_replace(F.trim("month_text"), "^(....)-?(..)$", "$1-$2"),
            ),
            "route_no": F.nullif(F.trim("route_no"), F.lit("")),
            "route_name": F.trim("route_name"),
            "stop_name": F.trim("stop_name"),
            "stop_id": F.nullif(F.nullif(F.trim("stop_id"), F.lit("")), F.lit("~")),
            "ars_id": ars,
            "is_virtual_stop": F.contains("stop_name", F.lit("가상")),
            "flags": codes(
                ("commas_in_name_repaired", F.col("is_repaired")),
                ("ars_missing", ars.isNull()),
                ("ars_not_numeric", ~ars.rlike("^[0-9]{5}$")),
                ("virtual_stop", F.contains("stop_name", F.lit("가상"))),
            ),
        }
    ).drop("counts_text")


def number_visits(rows: DataFrame) -> DataFrame:
    """`visit_seq` numbers a loop's visits of one stop, through all pages of a month that was mirrored from the API."""
    pages = F.regexp_replace("source_file", "_[0-9]+-[0-9]+[.]json$", "")
    visits = Window.partitionBy("pages", "month", *VISIT).orderBy("source_file", "record_number")
    return rows.withColumn("pages", pages).withColumn("visit_seq", F.row_number().over(visits)).drop("pages")


def flag_broken_rules(rows: DataFrame) -> DataFrame:
    """`reasons` of each row, and of a refused one the line with its digit runs starred."""
    sound = ~F.col("is_blank") & ~F.col("is_wrong_width")
    reasons = codes(
        ("blank_record", F.col("is_blank")),
        ("wrong_field_count", F.col("is_wrong_width")),
        ("text_undecodable", sound & F.contains("line", F.lit("\ufffd"))),
        ("month_malformed", sound & F.col("month").isNull()),
        ("route_missing", sound & F.col("route_no").isNull()),
        ("count_malformed", sound & F.col("counts").isNull()),
    )
    return rows.withColumn("reasons", reasons).transform(mask_refused, starred("line"))


def by_hour(rows: DataFrame) -> DataFrame:
    """One row a clock hour for kept records; refused and duplicate records stay one row."""
    hours = F.when(F.col("outcome") == "clean", F.sequence(F.lit(0), F.lit(23))).otherwise(F.array(F.lit(0)))
    return rows.withColumn("clock_hour", F.explode(hours)).withColumns(
        {
            "boardings_cnt": F.try_element_at("counts", F.col("clock_hour") * 2 + 1),
            "alightings_cnt": F.try_element_at("counts", F.col("clock_hour") * 2 + 2),
        }
    )


def clean(rows: DataFrame) -> DataFrame:
    """Parsed lines to staged rows, 24 a record; of two records of one stop visit the newest delivery's is kept."""
    return (
        rows.transform(type_columns)
        .transform(flag_broken_rules)
        .transform(number_visits)
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
