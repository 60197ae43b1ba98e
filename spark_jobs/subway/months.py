"""Subway riders by line, station and clock hour (month totals, CardSubwayTime, OA-12252), to `clean/subway_station_month`.

    python -m spark_jobs.subway.months --service-date 2026-11-01

Totals of all days of a month: nothing daily can be read from them, so hours stay hours of the clock.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from nightowl.errors import FileRefused
from nightowl.lake import Lake
from nightowl.profile import Profile
from nightowl.records import FIELD_MARK
from spark_jobs import tabular
from spark_jobs.command import run_command
from spark_jobs.intake import FeedJob, Summary, run_feed
from spark_jobs.subway import issues, texts
from spark_jobs.subway.hours import AS_PUBLISHED, HOUR_COLUMNS, hour_column
from spark_jobs.subway.schema import SUBWAY_STATION_MONTH
from spark_jobs.text import Header, header_names, star_digits
from spark_jobs.verdict import codes

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

FEED = "subway_station_month"
RULE_VERSION = "subway_station_month-1"
NAMES = {
    "month": ["사용월", "사용년월", "USE_MM", "USE_MON", "USE_YM"],
    "line_name": ["호선명", "노선명", "호선", "SBWY_ROUT_LN_NM", "LINE_NUM"],
    "station_id": ["역ID", "역번호", "역코드", "STTN_ID", "SUB_STA_ID"],
    "station_name": ["지하철역", "역명", "STTN", "SBWY_STNS_NM", "SUB_STA_NM"],
}
"""Canonical column → the names the city has given it over the years; those of the hours are in `hours.py`."""
OPTIONAL = ("station_id",)
SET_ASIDE = {"작업일자", "등록일자", "job_ymd", "work_dt", "reg_ymd"}
"""When a month was computed: read, not kept."""
KEY = ("month", "line_name", "station_name", "registration_seq")


def read_header(first_line: str, source_file: str, profile: Profile) -> Header:
    """The columns by their names, 24 × 2 hours among them, or by their shape where the first line is a row. FileRefused where one is missing."""
    if columns := _columns_of_row(first_line):
        names = columns
    else:
        names = [name.lower() for name in header_names(first_line)]
    of_city = profile.feed(FEED).columns
    known = {alias.lower(): c for c, aliases in NAMES.items() for alias in (c, *aliases, *of_city.get(c, []))}
    found = [name if columns else known.get(name) or hour_column(name) for name in names]
    for column in {c for c in found if c and found.count(c) > 1}:
        raise FileRefused("column_doubled", f"{source_file} names the column '{column}' twice in its header.")
    wanted = (*NAMES, *HOUR_COLUMNS)
    if missing := [c for c in wanted if c not in found and c not in OPTIONAL]:
        hours = sum(c in HOUR_COLUMNS for c in found)
        raise FileRefused(
            "column_missing",
            f"{source_file} has {hours} of the {len(HOUR_COLUMNS)} columns of riders by hour and lacks {', '.join(missing[:6])}"
            f"{' …' if len(missing) > 6 else ''}; its first line reads '{_shown(first_line)}'. Expected are a month, a line, a station and 24 × 2 "
            "counts (04시-05시 승차인원 …). Ask for a complete file, or tell the developers of spark_jobs/subway the new names of the hours.",
        )
    position = tuple(sorted((c, at) for at, c in enumerate(found) if c and not c.startswith("_")))
    unknown = [(n, at) for at, (n, c) in enumerate(zip(names, found, strict=True)) if not c]
    return Header(
        not columns,
        len(names),
        position,
        tuple((n, at) for n, at in unknown if n not in SET_ASIDE),
        tuple(c for c in OPTIONAL if c not in found),
        FIELD_MARK in first_line,
    )


def _columns_of_row(first_line: str) -> list[str]:
    """The columns of a file without a header, told by its first row (month, names, 48 counts, and perhaps a date); none where that is no row."""
    fields = [f.strip(' "') for f in first_line.split(FIELD_MARK)]
    while fields and not fields[-1]:
        fields.pop()
    with_id = len(fields) > 2 and fields[2].isdecimal()
    columns = [name for name in NAMES if name != "station_id" or with_id] + list(AS_PUBLISHED)
    columns += ["_set_aside"] * (len(fields) - len(columns) == 1)
    counts = [f for name, f in zip(columns, fields, strict=False) if name in HOUR_COLUMNS]
    fits = len(fields) == len(columns) and all(re.match(texts.COUNT, count) for count in counts)
    return columns if fits and re.match(r"(19|20)[0-9]{4}", fields[0]) else []


def _shown(first_line: str) -> str:
    return star_digits(first_line.replace(FIELD_MARK, ",")[:160])


def parse(lines: DataFrame, header: Header) -> DataFrame:
    """Text columns of each record; `written` holds boardings and alightings of clock hours 0-23 in turn, as the file writes them."""
    at = dict(header.position)
    names = tuple((column, place) for column, place in header.position if column in NAMES)
    places = F.array(*[F.lit(at[column] + 1) for column in HOUR_COLUMNS])
    fields = F.split("line", FIELD_MARK if header.quoted else ",", -1)
    written = F.transform(places, lambda place: F.trim(F.try_element_at(fields, place)))
    return texts.records(lines, replace(header, position=names)).withColumn("written", written)


def type_columns(rows: DataFrame) -> DataFrame:
    """Typed names, and `counts` of what is `written`."""
    return rows.withColumns(
        {
            "month": texts.as_month(F.col("month")),
            "station_id_text": F.col("station_id"),
            "station_id": texts.as_station_id(F.col("station_id")),
            "counts": F.transform("written", texts.as_count),
        }
    )


def flag_broken_rules(rows: DataFrame) -> DataFrame:
    """`reasons` of each row."""
    return tabular.judge(
        rows,
        ("month_malformed", F.col("month").isNull()),
        ("line_missing", F.col("line_name").isNull()),
        ("station_missing", F.col("station_name").isNull()),
        ("riders_malformed", F.exists("counts", lambda count: count.isNull())),
    )


def flag_doubts(rows: DataFrame) -> DataFrame:
    """`flags`: what was doubtful in a row, or repaired."""
    return rows.withColumn(
        "flags",
        codes(
            ("station_registered_twice", F.col("registrations_cnt") > 1),
            ("station_renamed", issues.two_names()),
            ("extra_field", F.col("is_extra_field")),
            ("count_written_as_decimal", F.exists("written", texts.is_decimal)),
            ("count_with_thousands_separator", F.exists("written", texts.has_separators)),
            ("station_id_padded", texts.is_short_id(F.col("station_id_text"))),
            ("station_id_from_older_file", F.col("is_id_kept")),
        ),
    )


def by_hour(rows: DataFrame) -> DataFrame:
    """One row a clock hour for kept records; refused and duplicate records stay one row."""
    hours = F.when(F.col("outcome") == "clean", F.sequence(F.lit(0), F.lit(23))).otherwise(F.array(F.lit(0)))
    return rows.withColumn("clock_hour", F.explode(hours)).withColumns(
        {
            "boardings_cnt": F.try_element_at("counts", F.col("clock_hour") * 2 + 1),
            "alightings_cnt": F.try_element_at("counts", F.col("clock_hour") * 2 + 2),
        }
    )


def _sum(counts: Column) -> Column:
    return F.aggregate(
        counts, F.lit(0).cast("bigint"), lambda total, count: total + F.coalesce(count, F.lit(0))
    )


def clean(rows: DataFrame) -> DataFrame:
    """Parsed lines to staged rows, 24 a record: every registration of a station counts, of two issues of a month the newest."""
    most_first = (_sum(F.col("counts")).desc(), F.col("counts").desc())
    return (
        rows.transform(type_columns)
        .transform(flag_broken_rules)
        .transform(issues.number_registrations, "month", most_first)
        .transform(issues.mark_replaced, "month")
        .transform(issues.keep_station_ids, KEY)
        .transform(flag_doubts)
        .transform(issues.settle, KEY)
        .transform(by_hour)
    )


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> Summary:
    """Clean pending month files (`rebuild`: one month again)."""
    job = FeedJob(
        feed=FEED,
        key="month",
        schema=SUBWAY_STATION_MONTH,
        rule_version=RULE_VERSION,
        read_header=read_header,
        parse=parse,
        clean=clean,
        rows_per_record=24,
    )
    return run_feed(spark, lake, profile, job, service_date, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
