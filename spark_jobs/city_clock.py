"""A city's clock as DuckDB SQL: between what it shows and the instant (UTC).

The changes of a zone come from the time zone database (`zoneinfo`); DuckDB's own zones need an extension and know of no ambiguity.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

MARGIN = timedelta(days=2)


class Change(NamedTuple):
    """A change of a zone's clocks: the instant (UTC), and seconds east of UTC before and after."""

    at: datetime
    before_s: int
    after_s: int

    def walls(self) -> tuple[str, str]:
        """The local times between which the clock jumps or goes twice, in order, as SQL."""
        edges = sorted(self.at + timedelta(seconds=s) for s in (self.before_s, self.after_s))
        return _literal(edges[0]), _literal(edges[1])


@dataclass(frozen=True)
class Clock:
    """A zone's clock over some days: its offset (seconds east of UTC) at first, and its changes, as SQL for times of that span."""

    zone: str
    offset_s: int
    changes: tuple[Change, ...]

    @classmethod
    @cache
    def of(cls, zone: str, first: date, last: date) -> Clock:
        """The clock of a zone from `first` to `last` and two days around.

        >>> str(Clock.of("Europe/Berlin", date(2026, 10, 20), date(2026, 10, 26)).changes[0].at)
        '2026-10-25 01:00:00'
        """
        of_zone, found = ZoneInfo(zone), []
        at = start = datetime.combine(first, datetime.min.time()) - MARGIN
        while at.date() <= last + MARGIN:
            before, at = at, at + timedelta(days=1)
            old, new = _offset_s(of_zone, before), _offset_s(of_zone, at)
            if old != new:
                low, high = 0, 86_400
                while high - low > 1:  # to the second
                    middle = (low + high) // 2
                    same = _offset_s(of_zone, before + timedelta(seconds=middle)) == old
                    low, high = (middle, high) if same else (low, middle)
                found.append(Change(before + timedelta(seconds=high), old, new))
        return cls(zone, _offset_s(of_zone, start), tuple(found))

    def instant_of(self, wall: str) -> str:
        """The instant at which the clock showed `wall`: the earlier of two, NULL for none."""
        cases, offset_s = [], self.offset_s
        for change in self.changes:
            low, high = change.walls()
            jumps = change.after_s > change.before_s
            cases.append(
                f"when ({wall}) < {low if jumps else high} then ({wall}) - to_seconds({change.before_s})"
            )
            cases += [f"when ({wall}) < {high} then null"] if jumps else []
            offset_s = change.after_s
        last = f"({wall}) - to_seconds({offset_s})"
        return f"case {' '.join(cases)} else {last} end" if cases else last

    def shown(self, wall: str) -> str:
        """The local time itself, NULL where no clock showed it."""
        jumps = [c for c in self.changes if c.after_s > c.before_s]
        return f"case when {self._between(wall, jumps)} then null else {wall} end" if jumps else wall

    def is_twice(self, wall: str) -> str:
        """Whether the clock showed `wall` twice."""
        twice = [c for c in self.changes if c.after_s < c.before_s]
        return f"coalesce({self._between(wall, twice)}, false)" if twice else "false"

    def at(self, instant: str) -> str:
        """What the clock showed at an instant."""
        cases = [
            f"when ({instant}) < {_literal(c.at)} then ({instant}) + to_seconds({c.before_s})"
            for c in self.changes
        ]
        last = f"({instant}) + to_seconds({self.changes[-1].after_s if self.changes else self.offset_s})"
        return f"case {' '.join(cases)} else {last} end" if cases else last

    @staticmethod
    def _between(wall: str, changes: list[Change]) -> str:
        spans = (f"({wall}) >= {low} and ({wall}) < {high}" for low, high in (c.walls() for c in changes))
        return " or ".join(f"({span})" for span in spans)


def _literal(at: datetime) -> str:
    return f"timestamp '{at:%Y-%m-%d %H:%M:%S}'"


def _offset_s(zone: ZoneInfo, at: datetime) -> int:
    offset = at.replace(tzinfo=UTC).astimezone(zone).utcoffset()
    return int((offset or timedelta()).total_seconds())
