"""Sound telecom rows at the edge of a rule, each of a person who is where the plan of that day has them."""

from datetime import date, timedelta
from functools import partial
from random import Random

import numpy as np
import numpy.typing as npt

from simulator.behaviours import CALL, HOUR_S
from simulator.chance import Ids
from simulator.day import FIRST_HOUR, LAST_HOUR, travel_s
from simulator.defects import Edge
from simulator.faults import Served
from simulator.lines import Printer, text_of
from simulator.people import LEGACY_EVERY, is_legacy
from simulator.spoilers import WINDOW_DAYS
from simulator.truth import LATE_AT_NIGHT, SeenAtNight

EARLY, LATE, LAST_MINUTES = (0, 1), (HOUR_S - 1, HOUR_S), (HOUR_S - 500, HOUR_S)


class EdgeRows:
    """Makes the edge rows of one delivery. `is_taken`: by person, who is in another role today; it may change meanwhile."""

    def __init__(
        self,
        served: Served,
        rows: int,
        printer: Printer,
        luck: Random,
        is_taken: npt.NDArray[np.bool_],
        seen: SeenAtNight,
    ) -> None:
        self.served, self.rows, self.people = served, rows, served.people
        self.service_date = served.day.service_date
        self.printer, self.luck, self.is_taken, self.seen = printer, luck, is_taken, seen

    def line(self, edge: Edge, number: int, name: str, beside: bytes) -> bytes:
        """A sound row at the edge of a rule. It bears a number of the night that delivers it, and the day it happened."""
        today, eve = self.service_date, self.service_date - timedelta(days=1)
        limit = today + timedelta(days=1 - WINDOW_DAYS)
        day, hour, seconds = {
            "day_begins": (today, 4, EARLY),
            "before_midnight": (today, 23, LATE),
            "midnight": (today, 24, EARLY),
            "day_ends": (today, 27, LATE),
            "late_one_day": (eve, 27, LAST_MINUTES),
            "late_to_the_limit": (limit, 4, EARLY),
        }.get(edge.code, (today, int(name[16:18]), LAST_MINUTES))
        person, cell = self._someone(day, hour, seconds[0], edge.code == "old_number")
        if day == today and hour >= LATE_AT_NIGHT:
            self.seen.note(np.array([person]), hour, self.served.day.state(hour))
        second = self.luck.randrange(*seconds)
        duration = 0 if edge.code == "zero_duration" else self.luck.randrange(1, 300)
        one = partial(np.full, 1)
        row = (one(number), one(person), hour, one(second), one(CALL), one(cell), one(duration))
        return text_of(self.printer.rows(today, *row, happened=day))

    def _someone(self, day: date, hour: int, second: int, legacy: bool) -> tuple[int, int]:
        """A person who has arrived by that second of that hour, and the cell that serves them."""
        ids: Ids = np.array(self.luck.sample(range(len(self.people)), 64), np.int64)
        if legacy:
            ids = ids // LEGACY_EVERY * LEGACY_EVERY + LEGACY_EVERY - 1
            ids = ids[ids < len(self.people)]
        # Who has an old number plays no other role.
        ids = ids[is_legacy(ids) | ~self.is_taken[ids]]
        people = self.people.only(ids)
        that_day = Served(people, day, self.rows)
        earlier = Served(people, day - timedelta(days=1), self.rows) if hour == FIRST_HOUR else that_day
        cell = that_day.cell(hour)
        before = earlier.cell(LAST_HOUR if hour == FIRST_HOUR else hour - 1)
        is_there = travel_s(before, cell, that_day.city, earlier.city) <= second
        there = np.flatnonzero(is_there & ~that_day.is_skewed)[0]
        return int(ids[there]), int(cell[there])
