"""The time of an event, however a carrier writes it, as DuckDB SQL: the instant (UTC), and what the clock of the city showed.

On a night the clocks change there are local times that no clock ever showed, and others that came twice. The first are no times. The second are
taken as the earlier of the two, and said to be ambiguous, unless the carrier writes an offset (`spark_jobs.city_clock`).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from nightowl.layout import TimeRule
from spark_jobs.city_clock import Clock

_CLOCK = r"((?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?)"
_OFFSET = "(Z|[+-](?:0[0-9]|1[0-8]))?:?([0-9]{2})?$"
_DIGITS = "([0-9]{2})([0-9]{2})([0-9]{2})([01][0-9]|2[0-3])([0-9]{2})([0-9]{2})"
SHAPES = {
    "iso": (f"^([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})[T ]{_CLOCK}{_OFFSET}", r"\1 \2|\3\4"),
    "compact": (f"^([0-9]{{2}}){_DIGITS}{_OFFSET}", r"\1\2-\3-\4 \5:\6:\7|\8\9"),
    "bcd": (f"^{_DIGITS}([+-](?:0[0-9]|1[0-8]))([0-9]{{2}})$", r"20\1-\2-\3 \4:\5:\6|\7\8"),
}
"""What a time looks like, and how its parts make a clock time and, behind a bar, its offset."""
BCD_OCTETS = ("^([0-9]{12})2([BbDd])([0-9]{4})$", r"\1\2\3", "BbDd", "++--")
"""The hex of a packed time: its sign is an ASCII octet while the digits are packed."""
EPOCH_DIGITS = {"epoch_s": "^[0-9]{9,10}$", "epoch_ms": "^[0-9]{12,13}$"}  # 1973 to 2286


class EventTime(NamedTuple):
    """SQL of a time. `event_at`: the instant (UTC). `local_at`: what the city's clock showed. Both NULL where the text is no such time.
    `is_ambiguous`: whether that clock time came twice."""

    event_at: str
    local_at: str
    is_ambiguous: str


def read_time(text: str, rule: TimeRule, city_zone: str, first: date, last: date) -> EventTime:
    """SQL that reads the column `text` by a carrier's rule. Of changes of the clocks it knows those from `first` to `last`, between which an event
    may lie; on all other nights they cost nothing.

    The plain form costs a cast and a cast back: what is not written just so does not come back the same.
    """
    city = Clock.of(city_zone, first, last)
    zone = rule.zone_of(city_zone)
    if rule.format == "plain":
        cast = f"try_cast({text} as timestamp)"
        wall = f"case when strlen({text}) = 19 and {cast}::varchar = {text} then {cast} end"
        return _by_clock(wall, Clock.of(zone, first, last), city)
    if digits := EPOCH_DIGITS.get(rule.format):
        number = f"case when regexp_matches({text}, '{digits}') then try_cast({text} as bigint) end"
        at = f"make_timestamp({number} * {1_000_000 if rule.format == 'epoch_s' else 1_000})"
        return EventTime(at, city.at(at), "false")
    wall, offset_min = _parts(text, rule.format)
    told = f"({wall} - to_minutes({offset_min}))"
    if not zone:
        return EventTime(told, city.at(told), "false")
    without = _by_clock(wall, Clock.of(zone, first, last), city)
    has_offset = f"case when {offset_min} is not null"
    return EventTime(
        f"{has_offset} then {told} else {without.event_at} end",
        f"{has_offset} then {city.at(told)} else {without.local_at} end",
        f"{offset_min} is null and {without.is_ambiguous}",
    )


def _parts(text: str, format_: str) -> tuple[str, str]:
    """SQL of the clock time that is written, and of the minutes east of UTC written behind it (NULL where there are none)."""
    if format_ == "bcd":
        octets, packed, signs, sign_of = BCD_OCTETS
        text = f"if(regexp_matches({text}, '{octets}'), translate(regexp_replace({text}, '{octets}', '{packed}'), '{signs}', '{sign_of}'), {text})"
    shape, parts = SHAPES[format_]
    spelt = (
        f"case when regexp_matches({text}, '{shape}') then regexp_replace({text}, '{shape}', '{parts}') end"
    )
    behind = f"split_part({spelt}, '|', 2)"
    minutes = f"if({behind}[1:1] = '-', -1, 1) * (try_cast({behind}[2:3] as int) * 60 + coalesce(try_cast({behind}[4:5] as int), 0))"
    offset_min = f"(case {behind} when '' then null when 'Z' then 0 else {minutes} end)"
    return f"(try_cast(split_part({spelt}, '|', 1) as timestamp))", offset_min


def _by_clock(wall: str, clock: Clock, city: Clock) -> EventTime:
    at = clock.instant_of(wall)
    return EventTime(at, clock.shown(wall) if clock == city else city.at(at), clock.is_twice(wall))
