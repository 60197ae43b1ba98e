"""Code lists of sidos, gus and dongs as the ministry or the statistics office publishes them, to `clean/dong_code`.

python -m spark_jobs.areas.codes --service-date 2026-11-01
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import tabular
from spark_jobs.areas.dates import add_valid_from, date_of
from spark_jobs.areas.schema import DONG_CODE
from spark_jobs.command import run_command
from spark_jobs.intake import FeedJob, Summary, run_feed
from spark_jobs.text import Header, map_header
from spark_jobs.verdict import codes, set_outcome

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FEED = "dong_code"
RULE_VERSION = "dong_code-1"
NAMES = {
    "ministry_code": ["H_DNG_CD", "행정동코드", "행정기관코드", "adm_cd2"],
    "sido_name": ["DO_NM", "시도명", "sidonm"],
    "gu_name": ["CT_NM", "시군구명", "sggnm"],
    "dong_name": ["DONG_NEW", "읍면동명", "emd_nm"],
    "statistics_code": ["adm_cd"],
    "created": ["생성일자"],
    "abolished": ["말소일자"],
    # known, and not needed beside the others: legal dongs, and the parts of names and codes
    "legal_code": ["법정동코드"],
    "legal_name": ["DONG_OLD", "동리명"],
    "full_name": ["adm_nm"],
    "gu_code": ["sgg"],
    "sido_code": ["sido"],
    "gu_dong_name": ["sgg_emd"],
    "statistics_code_8": ["adm_cd8"],
    "election_code": ["ELEC_CD"],
    "election_sido": ["ELEC_SIDO"],
    "election_gu": ["ELEC_GU"],
    "election_dong": ["ELEC_EMD"],
}
NEEDED = ("ministry_code", "sido_name", "gu_name", "dong_name")
CODE = "^[0-9]{8}(?:00)?$"


def read_header(first_line: str, source_file: str, profile: Profile) -> Header:
    """Map a code list's header: the ministry's names, the statistics office's, and those the profile adds."""
    of_city = profile.feed(FEED)
    aliases = {c: [*names, *of_city.columns.get(c, [])] for c, names in NAMES.items()}
    optional = [c for c in aliases if c not in NEEDED]
    return map_header(first_line, aliases, source_file, optional=optional)


def type_columns(rows: DataFrame) -> DataFrame:
    """Codes, dates and the level: the ministry's list holds sidos and gus between the dongs."""
    statistics = F.col("statistics_code").rlike("^[0-9]{7,8}$")
    return rows.withColumns(
        {
            "dong_code": F.when(F.col("ministry_code").rlike(CODE), F.substring("ministry_code", 1, 8)),
            "level": F.when(F.col("dong_name").isNotNull(), "dong")
            .when(F.col("gu_name").isNotNull(), "gu")
            .otherwise("sido"),
            "has_bad_statistics_code": F.col("statistics_code").isNotNull() & ~statistics,
            "statistics_code": F.when(statistics, F.col("statistics_code")),
            "created_on": date_of("created"),
            "abolished_on": date_of("abolished"),
        }
    )


def judge(rows: DataFrame) -> DataFrame:
    """`reasons` of a refused row, `flags` of a kept one."""
    judged = tabular.judge(
        rows,
        ("area_code_malformed", F.col("dong_code").isNull()),
        ("area_name_missing", F.col("sido_name").isNull()),
        ("area_created_malformed", F.col("created").isNotNull() & F.col("created_on").isNull()),
        ("area_abolished_malformed", F.col("abolished").isNotNull() & F.col("abolished_on").isNull()),
        ("area_abolished_before_created", F.col("abolished_on") < F.col("created_on")),
    )
    flags = codes(("statistics_code_unreadable", F.col("has_bad_statistics_code")))
    return judged.withColumn("flags", F.array_compact(F.array_append(flags, F.col("day_flag"))))


def clean(rows: DataFrame) -> DataFrame:
    """Parsed lines to staged rows. The ministry's list repeats a dong for each of its legal dongs: the newest delivery's first line
    is kept, of several dates of creation the earliest (the others are those of legal dongs that joined it)."""
    return (
        rows.transform(add_valid_from)
        .transform(type_columns)
        .transform(judge)
        .transform(
            set_outcome,
            key=("valid_from", "dong_code"),
            part=F.col("valid_from"),
            prefer=(*tabular.newest_first(), F.col("created_on").asc_nulls_last()),
        )
    )


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> Summary:
    """Clean pending code lists (`rebuild`: one valid_from again)."""
    job = FeedJob(
        feed=FEED,
        key="valid_from",
        schema=DONG_CODE,
        rule_version=RULE_VERSION,
        read_header=read_header,
        parse=tabular.parse,
        clean=clean,
    )
    return run_feed(spark, lake, profile, job, service_date, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
