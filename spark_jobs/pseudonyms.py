"""Pseudonyms as Spark makes them while a person's number is read; `nightowl.pseudonym` is the definition, a test holds them equal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from nightowl import pseudonym
from nightowl.lake import Lake

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession


def key_table(
    spark: SparkSession, lake: Lake, feed: str, master: bytes, late_window_days: int, purpose: str = ""
) -> DataFrame:
    """month (its first day), key (binary): for every service month a delivery of `feed` in landing can hold rows of.

    A `purpose` gives a key of its own, so that two kinds of numbers with the same digits never share a pseudonym.
    """
    days = [
        date.fromisoformat(p.name.removeprefix("delivered="))
        for p in (lake.landing / feed).glob("delivered=*")
    ]
    months = {
        (day - timedelta(days=back)).replace(day=1) for day in days for back in range(late_window_days + 1)
    }
    keys = [
        (month, bytearray(pseudonym.month_key(master, f"{month:%Y-%m}", purpose))) for month in sorted(months)
    ]
    return spark.createDataFrame(keys, "month date, key binary")


def with_month_key(rows: DataFrame, keys: DataFrame, late_window_days: int) -> DataFrame:
    """Add `key`, that of each row's service month; needs `service_date` and `delivered`, and `keyed` drops it again.

    It is joined from a row-a-month table: a literal would show in query plans and logs. A row outside the delivery's
    window (refused anyway) is masked under the key of the delivery's month.
    """
    in_window = F.col("service_date").between(F.date_sub("delivered", late_window_days), F.col("delivered"))
    month = F.trunc(F.when(in_window, F.col("service_date")).otherwise(F.col("delivered")), "month")
    return rows.withColumn("month", month).join(F.broadcast(keys), "month", "left").drop("month")


def keyed(column: str) -> Column:
    """The pseudonym (binary 16) of a text column under the row's `key`: HMAC-SHA256 cut to 16 bytes."""
    return F.substring(F.hmac(F.col("key"), F.encode(column, "UTF-8")), 1, pseudonym.PSEUDONYM_BYTES)


def pseudonymise(
    rows: DataFrame, keys: DataFrame, late_window_days: int, *, number: str, person: str, shape: str
) -> DataFrame:
    """Add `<person>_key` for the number in column `number` under the key of the row's service month, and what the rules ask of
    the number: `is_<person>_missing`, `is_<person>_sound` (it has `shape`)."""
    return (
        rows.transform(with_month_key, keys, late_window_days)
        .withColumns(
            {
                f"{person}_key": keyed(number),
                f"is_{person}_missing": F.col(number).isNull(),
                f"is_{person}_sound": F.col(number).rlike(shape),
            }
        )
        .drop("key")
    )
