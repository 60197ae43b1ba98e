"""Subway riders by day, line and station (CARD_SUBWAY_MONTH, OA-12914), to `clean/subway_station_day`.

    python -m spark_jobs.subway.days --service-date 2026-11-01

A file is a month, or a day of the city's API. The subway's day is cut at 04:00, as the service day is.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from nightowl.lake import Lake
from nightowl.profile import Profile
from nightowl.records import FIELD_MARK
from spark_jobs import tabular
from spark_jobs.command import run_command
from spark_jobs.intake import FeedJob, Summary, run_feed
from spark_jobs.subway import issues, texts
from spark_jobs.subway.renames import mark_renamed
from spark_jobs.subway.schema import SUBWAY_STATION_DAY
from spark_jobs.text import Header, map_header
from spark_jobs.verdict import codes

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FEED = "subway_station_day"
RULE_VERSION = "subway_station_day-1"
NAMES = {
    "service_date": ["사용일자", "사용일", "이용일자", "date", "USE_YMD", "USE_DT"],
    "line_name": ["노선명", "호선명", "호선", "line_name", "SBWY_ROUT_LN_NM", "LINE_NUM"],
    "station_id": ["역ID", "역번호", "역코드", "station_id", "st_id", "SUB_STA_ID", "STTN_ID"],
    "station_name": [
        "역명",
        "지하철역",
        "지하철역명",
        "station_name",
        "st_name",
        "SBWY_STNS_NM",
        "SUB_STA_NM",
        "STTN",
    ],
    "boardings_cnt": ["승차총승객수", "승차승객수", "승차인원", "on_num", "GTON_TNOPE", "RIDE_PASGR_NUM"],
    "alightings_cnt": [
        "하차총승객수",
        "하차승객수",
        "하차인원",
        "off_num",
        "GTOFF_TNOPE",
        "ALIGHT_PASGR_NUM",
    ],
    "registered_on": ["등록일자", "작업일자", "reg_date", "REG_YMD", "WORK_DT"],
}
"""Canonical column → the names the city has given it over the years."""
OPTIONAL = ("station_id", "registered_on")
KEY = ("service_date", "line_name", "station_name", "registration_seq")


def read_header(first_line: str, source_file: str, profile: Profile) -> Header:
    """The columns by their names, or by their shape where the first line is a row already. FileRefused where one is missing."""
    if columns := _columns_of_row(first_line):
        position = tuple(sorted((name, at) for at, name in enumerate(columns)))
        absent = tuple(name for name in NAMES if name not in columns)
        return Header(False, len(columns), position, absent=absent, quoted=FIELD_MARK in first_line)
    of_city = profile.feed(FEED).columns
    aliases = {column: [column, *names, *of_city.get(column, [])] for column, names in NAMES.items()}
    return map_header(first_line, aliases, source_file, optional=OPTIONAL)


def _columns_of_row(first_line: str) -> list[str]:
    """The columns of a file without a header, told by its first row; none where that is no row."""
    fields = [f.strip(' "') for f in first_line.split(FIELD_MARK if FIELD_MARK in first_line else ",")]
    while fields and not fields[-1]:
        fields.pop()
    if len(fields) < 5 or not re.match(texts.DAY, fields[0]):
        return []
    columns = [name for name in NAMES if name != "station_id" or fields[2].isdecimal()]
    if len(fields) == len(columns) - 1:
        columns.remove("registered_on")
    counts = [f for name, f in zip(columns, fields, strict=False) if name.endswith("_cnt")]
    fits = len(fields) == len(columns) and all(re.match(texts.COUNT, count) for count in counts)
    return columns if fits else []


def type_columns(rows: DataFrame) -> DataFrame:
    """Typed columns; the texts of counts, number and registration stay beside them for the flags."""
    kept = ("boardings_cnt", "alightings_cnt", "station_id", "registered_on")
    return rows.withColumns({f"{name}_text": F.col(name) for name in kept}).withColumns(
        {
            "service_date": texts.as_day(F.col("service_date")),
            "station_id": texts.as_station_id(F.col("station_id")),
            "boardings_cnt": texts.as_count(F.col("boardings_cnt")),
            "alightings_cnt": texts.as_count(F.col("alightings_cnt")),
            "registered_on": texts.as_day(F.col("registered_on")),
        }
    )


def flag_broken_rules(rows: DataFrame) -> DataFrame:
    """`reasons` of each row, and its `month`."""
    judged = tabular.judge(
        rows,
        ("ride_date_malformed", F.col("service_date").isNull()),
        ("line_missing", F.col("line_name").isNull()),
        ("station_missing", F.col("station_name").isNull()),
        ("riders_malformed", F.col("boardings_cnt").isNull() | F.col("alightings_cnt").isNull()),
    )
    return judged.withColumn("month", F.date_format("service_date", "yyyy-MM"))


def flag_doubts(rows: DataFrame) -> DataFrame:
    """`flags`: what was doubtful in a row, or repaired."""
    on, off = F.col("boardings_cnt_text"), F.col("alightings_cnt_text")
    return rows.withColumn(
        "flags",
        codes(
            ("station_registered_twice", F.col("registrations_cnt") > 1),
            ("station_renamed", F.coalesce("takes_turns", F.lit(False)) | issues.two_names()),
            ("extra_field", F.col("is_extra_field")),
            ("count_written_as_decimal", texts.is_decimal(on) | texts.is_decimal(off)),
            ("count_with_thousands_separator", texts.has_separators(on) | texts.has_separators(off)),
            ("station_id_padded", texts.is_short_id(F.col("station_id_text"))),
            ("station_id_from_older_file", F.col("is_id_kept")),
            (
                "registered_on_unreadable",
                F.col("registered_on_text").isNotNull() & F.col("registered_on").isNull(),
            ),
        ),
    )


def clean(rows: DataFrame) -> DataFrame:
    """Parsed lines to staged rows: every registration of a station counts, of two issues of a day the newest."""
    most_first = (F.col("boardings_cnt").desc(), F.col("alightings_cnt").desc())
    return (
        rows.transform(type_columns)
        .transform(flag_broken_rules)
        .transform(mark_renamed)
        .transform(issues.number_registrations, "service_date", most_first)
        .transform(issues.mark_replaced, "service_date")
        .transform(issues.keep_station_ids, KEY)
        .transform(flag_doubts)
        .transform(issues.settle, KEY)
    )


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> Summary:
    """Clean pending files (`rebuild`: one month again)."""
    job = FeedJob(
        feed=FEED,
        key="month",
        schema=SUBWAY_STATION_DAY,
        rule_version=RULE_VERSION,
        read_header=read_header,
        parse=texts.records,
        clean=clean,
    )
    return run_feed(spark, lake, profile, job, service_date, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
