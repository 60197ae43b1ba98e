"""The clock of a case: until when the city has to answer, and whether it did.

A limit counts in clock hours, round the clock (an illegally parked car: 3 h), or in working days. As Korea's Civil Petitions Treatment Act has it
(art. 19): a limit of up to five working days is counted in working hours from the receipt, a day's office hours to the day; a longer one in days,
the day of receipt being the first, to the end of the last. Neither counts Saturdays, Sundays or public holidays.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from nightowl.complaint_rules import OfficeHours

Seconds = npt.NDArray[np.int64]
"""Unix time."""
HOUR_S, DAYS_IN_HOURS_MAX = 3_600, 5
COVERS_DAYS = 300
"""So many days after a receipt the longest limit (120 working days) is over, whatever the holidays."""


@dataclass(frozen=True)
class Calendar:
    """Working time of a city over some years: at each of `at_s` (rising) so many seconds have been worked; between two of them all or none is work.

    `day_ends_s`: the ends of the working days; `day_s`: working time of one.
    """

    at_s: Seconds
    worked_s: Seconds
    day_ends_s: Seconds
    day_s: float

    def after_work(self, since_s: Seconds, days: npt.NDArray) -> Seconds:
        """When the working time of so many days is over, counted from `since_s`."""
        goal = np.interp(since_s, self.at_s, self.worked_s) + days * self.day_s
        # The first moment at which so much is worked: the evening, not the next morning.
        place = np.clip(np.searchsorted(self.worked_s, goal, side="left"), 1, len(self.at_s) - 1)
        return (self.at_s[place] - (self.worked_s[place] - goal)).astype(np.int64)

    def after_days(self, since_s: Seconds, days: npt.NDArray) -> Seconds:
        """The end of the last of so many working days, of which the day of `since_s` is the first if it is one."""
        return self.day_ends_s[np.searchsorted(self.day_ends_s, since_s, side="right") + days - 1]


def calendar(
    first: date, last: date, office: OfficeHours, time_zone: str, holidays: Collection[date]
) -> Calendar:
    """Working time from `first` until well after `last`, so that limits of days received then are covered."""
    zone, off = ZoneInfo(time_zone), set(holidays)

    def at(day: date, clock: time) -> int:
        return int(datetime.combine(day, clock, zone).timestamp())

    breaks, worked, ends = [at(first, time(0))], [0], []
    for number in range((last - first).days + COVERS_DAYS):
        day = first + timedelta(days=number)
        if day.weekday() >= 5 or day in off:
            continue
        for opens, closes in office.open:
            breaks += [at(day, opens), at(day, closes)]
            worked += [worked[-1], worked[-1] + breaks[-1] - breaks[-2]]
        ends.append(at(day + timedelta(days=1), time(0)))
    at_s, worked_s, day_ends_s = (np.array(column, np.int64) for column in (breaks, worked, ends))
    return Calendar(at_s, worked_s, day_ends_s, office.hours_a_day * HOUR_S)


def due(
    received_s: Seconds, limit_h: npt.NDArray, limit_working_days: npt.NDArray, working: Calendar
) -> Seconds:
    """Until when each case has to be answered (Unix time; 0: no limit). Limits: NaN where there is none; hours go before days."""
    in_hours = ~np.isnan(limit_h)
    in_days = ~in_hours & ~np.isnan(limit_working_days)
    short = in_days & (limit_working_days <= DAYS_IN_HOURS_MAX)
    long = in_days & ~short
    found = np.zeros(len(received_s), np.int64)
    found[in_hours] = received_s[in_hours] + np.rint(limit_h[in_hours] * HOUR_S).astype(np.int64)
    found[short] = working.after_work(received_s[short], limit_working_days[short])
    found[long] = working.after_days(received_s[long], limit_working_days[long].astype(np.int64))
    return found


IS_LATE = """case status
    when 'closed' then coalesce(closed_at > due_at, false)
    when 'open' then coalesce(due_at < $as_of, false) end"""
"""SQL: whether a case passed its limit by its own times: closed after it, or still open with the limit behind it; never without a limit. NULL where
nobody waits any more (withdrawn, deleted)."""
