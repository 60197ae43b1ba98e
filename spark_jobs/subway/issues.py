"""Several issues of one month: which registration of a station is which, and what a newer issue replaces.

Rows come as the jobs have judged them, with `reasons`, `delivered`, `source_file`, `line_name`, `station_name` and `station_id`. A `period` is
what an issue counts a station in once: a service day, or a month. `issue` is the file, or the pages of one that the API gave in parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pyspark.sql import Window
from pyspark.sql import functions as F

from spark_jobs.tabular import newest_first
from spark_jobs.verdict import set_outcome

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

REPLACED_FROM = 0.85
"""A period of an issue is replaced whole where more than this share of its stations came again. Corrections of single stations stay far
below; a renaming of one station in nine, as in October 2016, stays above."""
STATION = ("line_name", "station_name")


def number_registrations(rows: DataFrame, period: str, by: Sequence[Column]) -> DataFrame:
    """`registration_seq`: 1, 2, … for the registrations of one station in an issue's period, in the order `by`, then by station number.

    Registrations equal in all of it are one, written twice: they share a number. Adds `is_sound`, `issue` and `registrations_cnt` too.
    """
    named = rows.withColumns(
        {
            "is_sound": F.size("reasons") == 0,
            "issue": F.regexp_replace("source_file", r"_[0-9]+-[0-9]+[.]json$", ""),
        }
    )
    registered = Window.partitionBy("is_sound", "issue", period, *STATION)
    in_order = registered.orderBy(*by, F.col("station_id").asc_nulls_last())
    return named.withColumn("registration_seq", F.dense_rank().over(in_order)).withColumn(
        "registrations_cnt", F.max("registration_seq").over(registered)
    )


def mark_replaced(rows: DataFrame, period: str) -> DataFrame:
    """`is_replaced`: the row's issue of the period came again as a whole, so that what the newer one leaves out or names otherwise is gone.

    A station that is called something else, or is registered once instead of twice, would count twice if only equal stations were replaced.
    """
    age = F.struct("delivered", "issue")
    newest = F.max(age).over(Window.partitionBy("is_sound", period, *STATION))
    again = F.avg((age < F.col("newest")).cast("double"))
    share = again.over(Window.partitionBy("is_sound", period, "source_file"))
    return (
        rows.withColumn("newest", newest)
        .withColumn("is_replaced", F.col("is_sound") & (share > REPLACED_FROM))
        .drop("newest")
    )


def keep_station_ids(rows: DataFrame, key: Sequence[str]) -> DataFrame:
    """`station_id` from the newest file that has one, where the row's own has not (`is_id_kept`): newer issues lack the column."""
    age = F.when(F.col("station_id").isNotNull(), F.struct("delivered", "source_file"))
    known = F.max_by("station_id", age).over(Window.partitionBy("is_sound", *key))
    return rows.withColumns(
        {
            "is_id_kept": F.col("is_sound") & F.col("station_id").isNull() & known.isNotNull(),
            "station_id": F.coalesce("station_id", known),
        }
    )


def two_names() -> Column:
    """Whether one number of a line bears two names within the month; what was replaced does not count."""
    name = F.when(F.col("is_sound") & ~F.col("is_replaced"), F.col("station_name"))
    of_station = Window.partitionBy("month", "line_name", "station_id")
    return F.col("station_id").isNotNull() & (F.min(name).over(of_station) != F.max(name).over(of_station))


def settle(rows: DataFrame, key: Sequence[str]) -> DataFrame:
    """`outcome` and `part`: of rows equal in `key` the newest delivery's is kept, and nothing of an issue that was replaced."""
    settled = rows.transform(set_outcome, key=key, part=F.col("month"), prefer=newest_first())
    replaced = (F.col("outcome") == "clean") & F.col("is_replaced")
    return settled.withColumn("outcome", F.when(replaced, "duplicate").otherwise(F.col("outcome")))
