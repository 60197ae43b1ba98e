"""The time of an event, however a carrier writes it: the instant, and what the clock of the city showed.

On a night the clocks change there are local times that no clock ever showed, and others that came twice. The first are no times. The second are
taken as the earlier of the two, and said to be ambiguous, unless the carrier writes an offset.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache, reduce
from itertools import pairwise
from operator import or_
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from pyspark.sql import functions as F

from nightowl.layout import TimeRule
from spark_jobs.service_time import local_text_to_utc

if TYPE_CHECKING:
    from pyspark.sql import Column

ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?"
OFFSET = r"(Z|[+-][0-9]{2}(:?[0-9]{2})?)$"
COMPACT = r"^([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?$"
BCD = r"^([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([+-])([0-9]{4})$"
BCD_HEX_DIGITS = 18
EPOCH_DIGITS = {"epoch_s": "^[0-9]{9,10}$", "epoch_ms": "^[0-9]{12,13}$"}  # 1973 to 2286


class EventTime(NamedTuple):
    """`event_at`: the instant (UTC). `local_at`: what the city's clock showed. Both NULL where the text is no such time. `is_ambiguous`: whether
    that clock time came twice."""

    event_at: Column
    local_at: Column
    is_ambiguous: Column


def read_time(text: Column, rule: TimeRule, city_zone: str) -> EventTime:
    """A carrier's text as a time, by its rule. Clocks that never change cost no check."""
    zone = rule.zone_of(city_zone)
    if rule.format == "plain":
        local, utc = local_text_to_utc(text, zone)
        if zone == city_zone and not clock_changes_s(zone):
            return EventTime(utc, local, F.lit(False))
        return _by_clock(local, zone, city_zone)
    if digits := EPOCH_DIGITS.get(rule.format):
        counted = F.when(text.rlike(digits), text.try_cast("bigint"))
        instant = F.timestamp_seconds(counted) if rule.format == "epoch_s" else F.timestamp_millis(counted)
        return _by_instant(instant, city_zone)
    iso = _as_iso(text, rule.format)
    instant = F.when(iso.rlike(ISO + OFFSET), iso.try_cast("timestamp"))
    if not zone:
        return _by_instant(instant, city_zone)
    return _by_clock(F.when(iso.rlike(ISO + "$"), iso.try_cast("timestamp")), zone, city_zone, instant)


def _as_iso(text: Column, format_: str) -> Column:
    """Packed times spelt out; NULL where they are not packed as the format says."""
    if format_ == "compact":
        return F.when(text.rlike(COMPACT), F.regexp_replace(text, COMPACT, "$1-$2-$3 $4:$5:$6$7"))
    if format_ == "bcd":
        octet = F.upper(F.substring(text, 13, 2))  # the sign is ASCII while the digits are packed
        sign = F.when(octet == "2B", "+").when(octet == "2D", "-")
        spelt = F.concat(F.substring(text, 1, 12), sign, F.substring(text, 15, 4))
        signed = F.when(F.length(text) == BCD_HEX_DIGITS, spelt).otherwise(text)
        return F.when(signed.rlike(BCD), F.regexp_replace(signed, BCD, "20$1-$2-$3 $4:$5:$6$7$8"))
    return text


def _by_instant(instant: Column, city_zone: str) -> EventTime:
    return EventTime(instant, F.from_utc_timestamp(instant, city_zone), F.lit(False))


def _by_clock(wall: Column, zone: str, city_zone: str, instant: Column | None = None) -> EventTime:
    """From what the clock of `zone` showed: the earlier of two instants, none for a time it never showed. An `instant` that is told counts before."""
    at, is_ambiguous = F.to_utc_timestamp(wall, zone), F.lit(False)
    if changes := clock_changes_s(zone):
        came_again = [
            F.from_utc_timestamp(at + F.expr(f"INTERVAL {-step} SECONDS"), zone) == wall
            for step in sorted(changes)
            if step < 0
        ]
        is_ambiguous = F.coalesce(reduce(or_, came_again, F.lit(False)), F.lit(False))
        at = F.when(F.from_utc_timestamp(at, zone) == wall, at)
    told = at if instant is None else F.coalesce(instant, at)
    return EventTime(told, F.from_utc_timestamp(told, city_zone), is_ambiguous)


@cache
def clock_changes_s(zone: str) -> frozenset[int]:
    """By how many seconds the clocks of a zone are put forward (or back, below 0) when they are, 1990 to 2050; empty where they never are.

    >>> sorted(clock_changes_s("Europe/Berlin")), sorted(clock_changes_s("Asia/Seoul"))
    ([-3600, 3600], [])
    """
    at, offsets = datetime(1990, 1, 1, tzinfo=UTC), []
    while at.year < 2051:
        offsets.append(at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta())
        at += timedelta(days=1)
    steps = (int((after - before).total_seconds()) for before, after in pairwise(offsets))
    return frozenset(step for step in steps if step)
