"""From which day a list of areas holds: its files do not say so inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from spark_jobs.text import delivered_date, named_day

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

PERIOD = "(?<![0-9])((?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])?)(?![0-9])"


def add_valid_from(rows: DataFrame) -> DataFrame:
    """`valid_from` and `day_flag`: the day in the file's name, else the first day of the year or month in it, else the delivery's."""
    name = F.regexp_extract("source_file", "[^/]+$", 0)
    periods = F.regexp_extract_all(name, F.lit(PERIOD), F.lit(1))
    first_day = F.rpad(F.element_at(periods, 1), 6, "01")
    of_period = F.when(F.size(periods) == 1, F.try_to_date(first_day, "yyyyMM"))
    day = named_day()
    flag = F.when(
        day.isNull(), F.when(of_period.isNull(), "valid_from_delivery").otherwise("valid_from_year_in_name")
    )
    return rows.withColumns({"valid_from": F.coalesce(day, of_period, delivered_date()), "day_flag": flag})


def date_of(column: str) -> Column:
    """A date written as YYYYMMDD or with marks between; NULL where it is none."""
    digits = F.substring(F.regexp_replace(column, "[-./]", ""), 1, 8)
    return F.try_to_date(digits, "yyyyMMdd")
