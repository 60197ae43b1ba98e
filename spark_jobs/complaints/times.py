"""Times as case files write them, of any city: Korean halves of the day, months first, ISO 8601 with or without a zone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from nightowl.profile import Profile

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

KOREAN_TIME = "^([0-9]{4}-[0-9]{2}-[0-9]{2}) (오전|오후) (0?[1-9]|1[0-2]):([0-9]{2}:[0-9]{2})$"
MONTH_FIRST_TIME = "^(1[0-2]|0?[1-9])/([0-3]?[0-9])/([0-9]{4}) +(1[0-2]|0?[1-9]):([0-9]{2}:[0-9]{2}) ([AP])M$"
MONTH_FIRST_COUNTRIES = {"US"}
"""Elsewhere 03/04/2026 may be the third of April, or is nobody's way to write a time."""
WALL_TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?$"
INSTANT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]([0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?) ?(Z|[+-][0-9]{2}:?[0-9]{2})$"
NO_TIME = r"^(?:1900-01-01[ T](?:오전 12:00:00|00:00:00(?:\.0+)?Z?)|0?1/0?1/1900 12:00:00 AM)$"
"""What case systems write for a time that is not there: the zero of their calendar."""


def in_24_hours(text: Column) -> Column:
    """`2026-11-01 오후 1:50:27` as `2026-11-01 13:50:27`; every other text as it is. 오전 12 is 00, 오후 12 is 12."""
    day, half, clock, rest = (F.regexp_extract(text, KOREAN_TIME, group) for group in (1, 2, 3, 4))
    return F.when(text.rlike(KOREAN_TIME), _moment(day, clock, half == "오후", rest)).otherwise(text)


def year_first(text: Column) -> Column:
    """`01/31/2020 01:50:27 PM` as `2020-01-31 13:50:27`; every other text as it is."""
    month, day, year, clock, rest, half = (
        F.regexp_extract(text, MONTH_FIRST_TIME, group) for group in range(1, 7)
    )
    date_ = F.concat_ws("-", year, F.lpad(month, 2, "0"), F.lpad(day, 2, "0"))
    return F.when(text.rlike(MONTH_FIRST_TIME), _moment(date_, clock, half == "P", rest)).otherwise(text)


def _moment(day: Column, clock: Column, is_afternoon: Column, rest: Column) -> Column:
    hour = F.pmod(clock.try_cast("int"), F.lit(12)) + F.when(is_afternoon, 12).otherwise(0)
    return F.concat(day, F.lit(" "), F.lpad(hour.cast("string"), 2, "0"), F.lit(":"), rest)


def with_moments(rows: DataFrame, columns: Sequence[str], profile: Profile) -> DataFrame:
    """Add `<column>_local` and `<column>_utc`, timestamps of a time as a case file of the city writes it; both NULL where it is none.

    A time with a zone or an offset is that instant, one without is the city's wall clock. Step by step, each a column of its own: nested into
    one another the expressions would grow a thousandfold.
    """
    zone = profile.time_zone
    rows = rows.withColumns({f"{c}_plain": in_24_hours(F.col(c)) for c in columns})
    if profile.country in MONTH_FIRST_COUNTRIES:
        rows = rows.withColumns({f"{c}_plain": year_first(F.col(f"{c}_plain")) for c in columns})
    rows = rows.withColumns(
        {f"{c}_wall": _wall(F.col(f"{c}_plain")) for c in columns}
        | {f"{c}_instant": _instant(F.col(f"{c}_plain")) for c in columns}
    )
    local = {
        f"{c}_local": F.coalesce(f"{c}_wall", F.from_utc_timestamp(f"{c}_instant", zone)) for c in columns
    }
    utc = {f"{c}_utc": F.coalesce(F.to_utc_timestamp(f"{c}_wall", zone), f"{c}_instant") for c in columns}
    return rows.withColumns(local | utc).drop(
        *(f"{c}_{part}" for c in columns for part in ("plain", "wall", "instant"))
    )


def _wall(plain: Column) -> Column:
    return F.when(plain.rlike(WALL_TIME), F.translate(plain, "T", " ").try_cast("timestamp"))


def _instant(plain: Column) -> Column:
    with_colon = F.regexp_replace(
        F.regexp_replace(plain, INSTANT, "$1 $2$3"), "([+-][0-9]{2})([0-9]{2})$", "$1:$2"
    )
    return F.when(plain.rlike(INSTANT), with_colon.try_cast("timestamp"))
