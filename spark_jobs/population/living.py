"""Living population (생활인구): who is in each dong, gu or 250 m cell in each hour, from phone signals, to `clean/living_population`.

    python -m spark_jobs.population.living --service-date 2026-11-01

Every count is an interval. A printed number n is n to n; `*` stands for 3 persons or fewer and is 0 to 3, never 0; a sum runs from the
sum of the low ends to the sum of the high ends.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import tabular
from spark_jobs.command import run_command
from spark_jobs.intake import FeedJob, Summary, run_feed
from spark_jobs.population.living_columns import FEED, SEX_AGE, TENS, parse, read_header
from spark_jobs.population.schema import LIVING_POPULATION
from spark_jobs.verdict import codes, set_outcome

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

RULE_VERSION = "living_population-1"
KEY = ("service_date", "hour", "area_type", "area_code", "dong_code")
SUPPRESSED, SUPPRESSED_HIGH = "*", 3.0
HIDDEN = -1.0
"""A suppressed count while a row is judged; no number of a sound row is negative."""
COUNTS_ARE_OF = r"^[-+0-9.eE*,\s]*$"
CELL = "^[가-힣]{2}[0-9]{8}$"
ROUNDING_MIN = 0.01  # the city's files sum up to 0.004 off, with four decimals


def _number(text: Column) -> Column:
    """A count as a number, HIDDEN where it is suppressed, NULL where it is neither."""
    return F.when(F.trim(text) == SUPPRESSED, F.lit(HIDDEN)).otherwise(text.try_cast("double"))


def _low(number: Column) -> Column:
    return F.when(number == HIDDEN, F.lit(0.0)).otherwise(number)


def _high(number: Column) -> Column:
    return F.when(number == HIDDEN, F.lit(SUPPRESSED_HIGH)).otherwise(number)


def _sum(numbers: Column, end: Callable[[Column], Column]) -> Column:
    return F.aggregate(numbers, F.lit(0.0), lambda total, n: total + end(n))


def type_columns(rows: DataFrame, start_hour: int) -> DataFrame:
    """Service day and hour of the clock's, codes of the area, and the counts as numbers."""
    clock = F.when(F.col("clock").rlike("^[0-9]{1,2}$"), F.col("clock").cast("int"))
    code = F.coalesce("dong_or_gu", "dong")
    return (
        rows.withColumn("clock_hour", F.when(clock < 24, clock))
        .withColumns(
            {
                "service_date": F.when(
                    F.col("clock_hour").isNotNull(),
                    F.date_sub("day", F.when(F.col("clock_hour") < start_hour, 1).otherwise(0)),
                ),
                "hour": F.col("clock_hour") + F.when(F.col("clock_hour") < start_hour, 24).otherwise(0),
                "area_code": F.when(F.col("area_type") == "grid_250m", F.col("cell"))
                .when(F.col("area_type") == "gu", F.coalesce("dong_or_gu", "gu"))
                .otherwise(code),
                "dong_code": F.when(F.col("area_type") != "gu", code),
                "persons": _number(F.col("total")),
                "men": _number(F.col("male")),
                "women": _number(F.col("female")),
                "numbers": F.transform("bands", _number),
                "counts": F.concat_ws(",", "total", "male", "female", F.array_join("bands", ",")),
            }
        )
        .drop("clock", "cell", "gu", "dong", "dong_or_gu", "male", "female")
    )


def add_intervals(rows: DataFrame) -> DataFrame:
    """Low and high ends: of the total, and of each sex, as printed or as the sum of its fourteen bands."""
    half = len(SEX_AGE) // 2
    by_sex = F.size("numbers") == len(SEX_AGE)
    ends = {
        "persons_cnt": F.nullif("persons", F.lit(HIDDEN)),
        "persons_low_cnt": _low(F.col("persons")),
        "persons_high_cnt": _high(F.col("persons")),
    }
    for sex, printed, first in (("male", "men", 1), ("female", "women", half + 1)):
        bands = F.slice("numbers", first, half)
        for name, end in (("low", _low), ("high", _high)):
            ends[f"{sex}_{name}_cnt"] = F.when(by_sex, _sum(bands, end)).otherwise(end(F.col(printed)))
    return rows.withColumns(ends)


def judge(rows: DataFrame) -> DataFrame:
    """`reasons` of a refused row, and `flags` of what is doubtful about a kept one."""
    told = F.when(F.size("bands") == len(SEX_AGE), F.lit(len(SEX_AGE))).otherwise(
        F.size(F.filter("bands", lambda text: F.trim(text) != ""))  # a week may leave bands out
    )
    numbers = F.array("persons", "men", "women")
    all_told = F.size(F.array_compact(numbers)) + F.size(F.array_compact("numbers"))
    is_sound = F.col("counts").rlike(COUNTS_ARE_OF) & (all_told == told + 1 + F.col("printed_sexes_cnt"))
    is_negative = F.col("counts").rlike(r"(^|,)\s*-")
    judged = tabular.judge(
        rows,
        ("living_day_malformed", F.col("day").isNull()),
        ("living_hour_malformed", F.col("clock_hour").isNull()),
        ("time_in_future", F.col("service_date") > F.col("delivered")),
        ("gu_malformed", (F.col("area_type") == "gu") & ~_is_like("area_code", "^[0-9]{5}$")),
        ("dong_malformed", (F.col("area_type") != "gu") & ~_is_like("dong_code", "^[0-9]{8}$")),
        ("grid_cell_malformed", (F.col("area_type") == "grid_250m") & ~_is_like("area_code", CELL)),
        ("persons_malformed", F.col("persons").isNull() | ~is_sound),
        ("persons_negative", is_negative),
    )
    return judged.withColumn("flags", _flags())


def _is_like(column: str, shape: str) -> Column:
    return F.coalesce(F.col(column).rlike(shape), F.lit(False))


def _flags() -> Column:
    """Sums are told apart from the total where they differ by more than rounding: half a unit of the total's last decimal a number."""
    decimals = F.length(F.regexp_extract("total", r"\.([0-9]*)", 1))
    unit_half = F.lit(0.5) * F.pow(F.lit(10.0), -decimals)
    printed = F.when(F.size("numbers") == len(SEX_AGE), len(SEX_AGE)).otherwise(F.lit(2)) + 1
    rounding = F.greatest(F.lit(ROUNDING_MIN), unit_half * printed)
    sexes_low = F.col("male_low_cnt") + F.col("female_low_cnt")
    sexes_high = F.col("male_high_cnt") + F.col("female_high_cnt")
    apart = F.greatest(sexes_low - F.col("persons_high_cnt"), F.col("persons_low_cnt") - sexes_high)
    tens = _sum(F.array_compact("numbers"), _low)
    too_many = (F.size("numbers") == len(TENS)) & (
        tens > F.col("persons_high_cnt") + unit_half * (len(TENS) + 1)
    )
    return codes(
        ("suppressed_interval", F.contains("counts", F.lit(SUPPRESSED))),
        ("sexes_disagree", apart > rounding),
        ("bands_disagree", too_many),
        ("extra_trailing_field", F.col("has_blank_tail")),
        ("day_from_file_name", ~F.col("is_day_told")),
    )


def by_sex_age(rows: DataFrame) -> DataFrame:
    """`by_sex_age` of the numbers by band, bands that a file does not tell left out; last of all, since it makes rows wide."""

    def named(bands: dict[str, tuple[str, str]]) -> Column:
        sexes = F.array(*[F.lit(sex) for sex, _ in bands.values()])
        ages = F.array(*[F.lit(band) for _, band in bands.values()])
        return F.transform(
            "numbers",
            lambda n, at: F.struct(
                sexes[at].alias("sex"),
                ages[at].alias("age_band"),
                _low(n).alias("low"),
                _high(n).alias("high"),
            ),
        )

    whole, tens = F.size("numbers") == len(SEX_AGE), F.size("numbers") == len(TENS)
    told = F.when(whole, named(SEX_AGE)).when(
        tens, F.filter(named(TENS), lambda band: band["low"].isNotNull())
    )
    bands = LIVING_POPULATION["by_sex_age"].dataType
    kept = F.coalesce(told.cast(bands), F.array().cast(bands))
    return rows.withColumn("by_sex_age", F.when(F.col("outcome") == "clean", kept))


def clean(rows: DataFrame, start_hour: int) -> DataFrame:
    """Parsed lines to staged rows; of two counts of one hour and area the newest delivery's is kept."""
    return (
        rows.transform(type_columns, start_hour)
        .transform(add_intervals)
        .transform(judge)
        .transform(set_outcome, key=KEY, part=F.col("service_date"), prefer=tabular.newest_first())
        .transform(by_sex_age)
    )


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> Summary:
    """Clean pending files of living population (`rebuild`: one service day again)."""
    job = FeedJob(
        feed=FEED,
        key="service_date",
        schema=LIVING_POPULATION,
        rule_version=RULE_VERSION,
        read_header=read_header,
        parse=parse,
        clean=lambda rows: clean(rows, profile.service_day_start_hour),
    )
    return run_feed(spark, lake, profile, job, service_date, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
