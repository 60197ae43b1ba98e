"""Registered residents by dong, sex and age band, to `clean/resident_population`.

python -m spark_jobs.population.residents --service-date 2026-11-01
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
from spark_jobs.population.schema import RESIDENT_POPULATION
from spark_jobs.verdict import set_outcome

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

FEED = "resident_population"
RULE_VERSION = "resident_population-1"
COLUMNS = ("month", "dong_code", "gu_name", "dong_name", "sex", "age_band", "residents_cnt")
AGE_BANDS = ("0-9", *(f"{low}-{low + 4}" for low in range(10, 70, 5)), "70+")
KEY = ("month", "dong_code", "sex", "age_band")


def clean(rows: DataFrame) -> DataFrame:
    """Parsed lines to staged rows; of two counts for one group the newest delivery's is kept."""
    typed = rows.withColumn("residents_cnt", F.col("residents_cnt").try_cast("int"))

    def is_not(condition: str) -> Column:
        return ~F.coalesce(F.expr(condition), F.lit(False))

    judged = tabular.judge(
        typed,
        ("month_malformed", is_not("month rlike '^[0-9]{4}-(0[1-9]|1[0-2])$'")),
        ("dong_malformed", is_not("dong_code rlike '^[0-9]{8}$'")),
        ("sex_unknown", is_not("sex in ('M', 'F')")),
        ("age_band_unknown", ~F.coalesce(F.col("age_band").isin(*AGE_BANDS), F.lit(False))),
        ("residents_malformed", is_not("residents_cnt >= 0")),
    )
    return judged.transform(set_outcome, key=KEY, part=F.col("month"), prefer=tabular.newest_first())


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> Summary:
    """Clean pending registers (`rebuild`: one month again)."""
    job = FeedJob(
        feed=FEED,
        key="month",
        schema=RESIDENT_POPULATION,
        rule_version=RULE_VERSION,
        read_header=tabular.header_reader(FEED, COLUMNS),
        parse=tabular.parse,
        clean=clean,
    )
    return run_feed(spark, lake, profile, job, service_date, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
