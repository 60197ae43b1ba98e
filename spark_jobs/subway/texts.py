"""What the subway's files write, as values: counts, days, months, station numbers, and lines with empty fields at their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from nightowl.records import FIELD_MARK
from spark_jobs.text import Header, delivered_date, split_fields

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

COUNT = r"^(?:[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?:\.0*)?$"
DAY = r"^((?:19|20)[0-9]{2})(?:([0-9]{2})([0-9]{2})(?:\.0*)?|[-./] ?([0-9]{1,2})[-./] ?([0-9]{1,2})\.?)(?:[ T]00:00(?::00(?:\.0*)?)?)?$"
_MONTH_IN_DIGITS = r"^((?:19|20)[0-9]{2})[-./년]? ?(0[1-9]|1[0-2]|[1-9])월?(?:[-./]01.*|\.0*)?$"
_MONTH_BY_NAME = {"MMM-yy": "^[A-Z][a-z]{2}-[0-9]{2}$", "yy-MMM": "^[0-9]{2}-[A-Z][a-z]{2}$"}
STATION_ID_DIGITS = 4


def as_count(text: Column) -> Column:
    """A whole number of riders from `5893`, `5893.0` or `5,893`; NULL for anything else."""
    return F.when(text.rlike(COUNT), F.regexp_replace(text, r",|\.0*$", "")).try_cast("int")


def is_decimal(text: Column) -> Column:
    """Whether a count is written with a decimal point."""
    return text.rlike(COUNT) & F.contains(text, F.lit("."))


def has_separators(text: Column) -> Column:
    """Whether a count is written with thousands separators."""
    return text.rlike(COUNT) & F.contains(text, F.lit(","))


def as_day(text: Column) -> Column:
    """A date from `20150101`, `2015-01-01`, `2015. 1. 1`, `20150101.0` or `2015-01-01 00:00:00`; NULL for anything else."""
    parts = [F.regexp_extract(text, DAY, group) for group in range(1, 6)]
    written = F.concat_ws(
        "-", parts[0], F.concat(parts[1], parts[3]), F.concat(parts[2], parts[4])
    )  # one of two is empty
    return F.when(text.rlike(DAY), F.try_to_date(written, "yyyy-M-d"))


def as_month(text: Column) -> Column:
    """A month YYYY-MM from `202311`, `2023-11`, `2023년 11월`, `2023-11-01` or a spreadsheet's `Nov-23`; NULL for anything else."""
    digits = F.concat_ws(
        "-",
        F.regexp_extract(text, _MONTH_IN_DIGITS, 1),
        F.lpad(F.regexp_extract(text, _MONTH_IN_DIGITS, 2), 2, "0"),
    )
    named = [
        F.when(text.rlike(shape), F.date_format(F.try_to_date(text, pattern), "yyyy-MM"))
        for pattern, shape in _MONTH_BY_NAME.items()
    ]
    return F.coalesce(F.when(text.rlike(_MONTH_IN_DIGITS), digits), *named)


def as_station_id(text: Column) -> Column:
    """A station's number as a code of four digits: spreadsheets drop the zeros in front (`150` is `0150`) or add `.0`."""
    digits = F.regexp_replace(text, r"^([0-9]+)\.0*$", "$1")
    return F.when(is_short_id(text), F.lpad(digits, STATION_ID_DIGITS, "0")).otherwise(digits)


def is_short_id(text: Column) -> Column:
    """Whether a station's number has lost its leading zeros."""
    return text.rlike(rf"^[0-9]{{1,{STATION_ID_DIGITS - 1}}}(?:\.0*)?$")


def records(lines: DataFrame, header: Header) -> DataFrame:
    """Text columns of each record, `delivered`, and what is wrong with the line; empty fields beyond the header's last are dropped.

    Adds `is_blank`, `is_wrong_width`, `is_undecodable`, `is_extra_field`.
    """
    apart = FIELD_MARK if header.quoted else ","
    filled = F.regexp_replace("line", f"[{apart}\\s]+$", "")
    fields_cnt = F.col("fields_cnt")
    is_extra = (fields_cnt > header.width) & (F.size(F.split(filled, apart, -1)) <= header.width)
    is_blank = filled == ""
    return (
        split_fields(lines, header)
        .withColumns(
            {
                "is_blank": is_blank,
                "is_extra_field": is_extra & ~is_blank,
                "is_wrong_width": ~is_blank & ~is_extra & (fields_cnt != header.width),
                "is_undecodable": F.contains("line", F.lit("\ufffd")),
                "delivered": delivered_date(),
            }
        )
        .drop("fields_cnt", "extra_json")
    )
