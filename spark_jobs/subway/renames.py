"""Stations that change their name within a month: one number under two names, or, since numbers are gone, two names that take turns."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

NAME = ("month", "line_name", "station_name")


@dataclass(frozen=True)
class Span:
    """The days of a month on which a line had a station of this name."""

    month: str
    line_name: str
    station_name: str
    first: date
    last: date
    days: int


def take_turns(spans: list[Span]) -> set[tuple[str, str, str]]:
    """Names of stations that were renamed: one ends before the other begins, together they fill the line's days, and they resemble each other.

    Resembling: without blanks and what stands in brackets, one holds the other (`지제` and `평택지제`, `공릉` and `공릉(서울과학기술대)`).
    A station that opens or closes fills no other's days.
    """
    lines: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for span in spans:
        lines[span.month, span.line_name].append(span)
    found = set()
    for line in lines.values():
        days = max(span.days for span in line)
        partial = [span for span in line if span.days < days]
        for old, new in permutations(partial, 2):
            if old.last < new.first and old.days + new.days == days and _resemble(old, new):
                found |= {(s.month, s.line_name, s.station_name) for s in (old, new)}
    return found


def _resemble(one: Span, other: Span) -> bool:
    bare = [re.sub(r"\(.*\)|\s", "", span.station_name) for span in (one, other)]
    return bare[0] in bare[1] or bare[1] in bare[0]


def mark_renamed(rows: DataFrame) -> DataFrame:
    """`takes_turns`: whether the station's name is one of two that take turns. The names are few: they are compared on the driver."""
    spans = (
        rows.where(F.size("reasons") == 0)
        .groupBy(*NAME)
        .agg(
            F.min("service_date").alias("first"),
            F.max("service_date").alias("last"),
            F.count_distinct("service_date").alias("days"),
        )
    )
    found = take_turns([Span(**row.asDict()) for row in spans.collect()])
    turns = rows.sparkSession.createDataFrame(
        [(*name, True) for name in sorted(found)],
        "month string, line_name string, station_name string, takes_turns boolean",
    )
    return rows.join(F.broadcast(turns), list(NAME), "left")
