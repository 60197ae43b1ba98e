"""Telecom events of one carrier: 24 hourly csv.gz files a service day, about in order of time, with planted defects.

Drawn rows are sound; what is planned among them (`plan`) breaks a rule of its own row. What people and machines act out
(`troupe`) comes beside them.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from simulator.behaviours import HOUR_S, OPTED_OUT_ROW, Deed
from simulator.chance import Ids, key_of, stream
from simulator.city import ENDED, PLANNED, RETIRED, SECTORS
from simulator.day import (
    ACTIVITY,
    ACTIVITY_AT_NIGHT,
    FIRST_HOUR,
    LAST_HOUR,
    events_by_hour,
    travel_s,
)
from simulator.edges import EdgeRows
from simulator.faults import Served
from simulator.lines import HEADER, LONGEST_S, Printer, gzip_file, text_of
from simulator.orders import Delivery, Manifest, Order, Tell
from simulator.people import Places, opted_out
from simulator.plan import Spoil, draft
from simulator.spoilers import Scene
from simulator.telecom_defects import DEFECTS, ROW_DEFECTS
from simulator.troupe import Troupe, machines
from simulator.truth import SeenAtNight, corridors, homes, night_od
from simulator.weaver import Extra, Weaver

__all__ = ["DEFECTS", "FEED", "deliveries"]

FEED = "telecom_event"
CHUNK = 250_000
TYPE_SHARES = [0.2, 0.1, 0.7]
EAGER = 1.3  # above 1, some subscribers make many more events than others
LATE_AT_NIGHT = 24
NUMBERS_OF_DEEDS = (
    1_000  # calls of deeds are numbered from so many past the rows: before them come the edge rows
)


def deliveries(order: Order) -> Iterator[Delivery]:
    """One delivery a service day, handed over on the next calendar day."""
    for day in order.days:
        yield Delivery(FEED, day, order.rows, partial(_write, order, day))


def _write(order: Order, day: date, folder: Path, tell: Tell) -> Manifest:
    night = _Night(order, day)
    for hour in range(FIRST_HOUR, LAST_HOUR + 1):
        name = f"events_{day:%Y%m%d}_{hour:02d}.csv.gz"
        with gzip_file(folder / name) as out:
            night.write_hour(hour, name, out, tell)
    served = night.served
    night.manifest.truth = {
        "corridor": corridors(served.day, night.seen.out),
        "home_hex": homes(order.people),
        "night_od": night_od(served.day, night.seen),
        "cell_day": served.faults.truth(served.city),
    }
    return night.manifest


def _durations() -> npt.NDArray[np.int64]:
    """For each type, 4096 durations in s at even quantiles of its distribution (text messages have none)."""
    luck = stream(0, "durations")
    call, data = luck.lognormal(4.2, 1.2, 4096), luck.lognormal(3.6, 1.6, 4096)
    return np.minimum(np.stack([call, np.zeros(4096), data]), LONGEST_S).astype(np.int64)


class _Night:
    """The state of one delivery while its files are written in order."""

    def __init__(self, order: Order, day: date) -> None:
        self.order, self.service_date, self.people = order, day, order.people
        self.served = Served(self.people, day, order.rows)
        eve = Served(self.people, day - timedelta(days=1), order.rows)
        self.before, self.city_before = eve.cell(LAST_HOUR), eve.city
        self.by_hour = events_by_hour(order.rows)
        of_a_kind = order.copies_of_a_kind(order.rows, len(ROW_DEFECTS))
        self.plan = draft(self.by_hour, of_a_kind, stream(order.seed, "plan", day.toordinal(), order.rows))
        city = self.served.city
        idle = {
            status: [city.cell_id(cell) for cell in city.cells_of(status)]
            for status in (PLANNED, RETIRED, ENDED)
        }
        scene = Scene(day, idle[PLANNED], idle[RETIRED], idle[ENDED])
        luck = Random(key_of(order.seed, "spoil", day.toordinal(), order.rows))
        self.printer = Printer(city, self.people, sum(machines(order.rows)))
        self.durations = _durations()
        self.is_opted_out = opted_out(self.people)
        self.troupe = Troupe(self.served, order.rows, of_a_kind, self.is_opted_out)
        self.told_late: list[tuple[int, bytes, Deed]] = []
        self.calls = order.rows + NUMBERS_OF_DEEDS
        self.seen = SeenAtNight(len(self.people))
        self.manifest = Manifest()
        edges = EdgeRows(self.served, order.rows, self.printer, luck, self.troupe.acted, self.seen)
        self.weaver = Weaver(self.plan, luck, scene, self.manifest.planted, edges.line)
        # A row that is moved far into the past must not name a cell that stands there only since lately.
        self.is_new_cell = np.repeat([since is not None for since in city.site_since], SECTORS)
        self.is_skewed_cell = np.repeat(
            np.arange(len(city.site_since)) == self.served.faults.skewed_site, SECTORS
        )

    def write_hour(self, hour: int, name: str, out: BinaryIO, tell: Tell) -> None:
        """One file, in chunks, so that memory does not grow with the night."""
        cell = self.served.cell(hour)
        silent = travel_s(self.before, cell, self.served.city, self.city_before)
        self.before, self.city_before = cell, self.served.city
        state = self.served.day.state(hour)
        rows, first = int(self.by_hour[hour - FIRST_HOUR]), int(self.by_hour[: hour - FIRST_HOUR].sum())
        starts = range(first, first + rows, CHUNK)
        told, acting = self._acted_out(hour, cell, silent, len(starts))
        drawn_state = state.copy()
        drawn_state[acting] = -1
        if self.served.faults.is_mute(hour):
            drawn_state[self.served.is_skewed] = -1
        by_state = [np.flatnonzero(drawn_state == value).astype(np.int32) for value in range(len(ACTIVITY))]
        if hour >= LATE_AT_NIGHT:
            self.seen.note(acting, hour, state)
        out.write(HEADER)
        record = 1
        for chunk, start in enumerate(starts):
            end = min(start + CHUNK, first + rows)
            luck = stream(
                self.order.seed, "events", self.service_date.toordinal(), self.order.rows, hour, chunk
            )
            persons = self._who(by_state, end - start, hour, luck)
            persons, second = self._when(persons, silent, luck)
            self._keep_apart(start, persons, second, cell)
            lines = self._events(hour, start, persons, second, cell, luck)
            opted_out_rows = np.flatnonzero(self.is_opted_out[persons])
            if hour >= LATE_AT_NIGHT:
                self.seen.note(persons[self._sound(start, persons)], hour, state)
            extras = [
                Extra(int(np.searchsorted(second, deed.stands_s % HOUR_S)), line, deed.kind)
                for where, line, deed in told
                if where == chunk
            ]
            pieces, written = self.weaver.weave(
                lines, start, name, record, extras, [(OPTED_OUT_ROW, opted_out_rows)]
            )
            out.write(b"".join(pieces))
            record += written
            tell(written)
        self.manifest.records += record - 1

    def _acted_out(
        self, hour: int, cell: Places, silent: npt.NDArray[np.int16], chunks: int
    ) -> tuple[list[tuple[int, bytes, Deed]], Ids]:
        """The deeds that this hour's file tells, in order of their places in it, each with its chunk and line; and who acts."""
        deeds, acting, calls = self.troupe.deeds(hour, cell, silent)
        luck = Random(key_of(self.order.seed, "chunks", self.service_date.toordinal(), self.order.rows, hour))
        columns = zip(
            *((d.call, d.person, d.second, d.event, d.cell, d.duration, d.sequence) for d in deeds),
            strict=True,
        )
        told = [(where % chunks, line, deed) for where, line, deed in self.told_late]
        self.told_late = []
        if deeds:
            call, person, second, event, cells, duration, sequence = (np.array(c, np.int64) for c in columns)
            lines = self.printer.rows(
                self.service_date,
                self.calls + call,
                person,
                hour,
                second,
                event,
                cells,
                duration,
                sequence=sequence,
            )
            chunk_of = {person: luck.randrange(chunks) for person in dict.fromkeys(person.tolist())}
            for at, deed in enumerate(deeds):
                entry = (chunk_of[deed.person], text_of(lines[at : at + 1]), deed)
                (told if deed.stands_s < HOUR_S else self.told_late).append(entry)
        self.calls += calls
        told.sort(key=lambda entry: entry[2].stands_s % HOUR_S)
        return told, acting

    def _keep_apart(self, start: int, persons: npt.NDArray[np.int32], second: Ids, cell: Places) -> None:
        """Give rows that something is planned for to the person of a row nearby, where their own would break a second rule."""

        def is_apart(row: int) -> bool:
            return bool(self.is_opted_out[persons[row]] or self.is_new_cell[cell[persons[row]]])

        for planned, _ in self.plan.between(start, start + len(persons)):
            row = planned - start
            # A person who is there at an earlier second of the hour is there at this one too.
            near = next((r for r in range(row, -1, -1) if not is_apart(r)), None)
            if near is None:
                near = next(r for r in range(row, len(persons)) if not is_apart(r))
                second[row] = second[near]
            persons[row] = persons[near]

    def _sound(self, start: int, persons: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        """Which of the drawn rows are kept."""
        sound = ~self.is_opted_out[persons]
        for row, action in self.plan.between(start, start + len(persons)):
            sound[row - start] &= not isinstance(action, Spoil)
        return sound

    def _who(
        self, by_state: list[npt.NDArray[np.int32]], count: int, hour: int, luck: np.random.Generator
    ) -> npt.NDArray[np.int32]:
        """Who makes the events: more often those out and about, and at all times the same eager ones."""
        activity = ACTIVITY_AT_NIGHT if hour >= LATE_AT_NIGHT or hour < 6 else ACTIVITY
        weight = activity * [len(persons) for persons in by_state]
        counts = luck.multinomial(count, weight / weight.sum())
        drawn = [
            persons[(luck.random(n) ** EAGER * len(persons)).astype(np.int64)]
            for persons, n in zip(by_state, counts, strict=True)
            if n
        ]
        return np.concatenate(drawn)

    def _when(
        self, persons: npt.NDArray[np.int32], silent: npt.NDArray[np.int16], luck: np.random.Generator
    ) -> tuple[npt.NDArray[np.int32], Ids]:
        """Persons in order of time and their seconds: each is silent while under way, then anywhere in the hour."""
        away = silent[persons]
        second = (away + luck.random(len(persons), np.float32) * (HOUR_S - away)).astype(np.int16)
        np.minimum(second, HOUR_S - 1, out=second)
        order = np.argsort(second, kind="stable")
        return persons[order], second[order].astype(np.int64)

    def _events(
        self,
        hour: int,
        start: int,
        persons: npt.NDArray[np.int32],
        second: Ids,
        cell: Places,
        luck: np.random.Generator,
    ) -> np.ndarray:
        """Lines of events; those of the site with a wrong clock stand in their places, with the time that it shows."""
        kind = np.searchsorted(
            np.cumsum(TYPE_SHARES[:-1]), luck.random(len(persons), np.float32), side="right"
        )
        duration = self.durations[kind, luck.integers(0, self.durations.shape[1], len(persons))]
        numbers = np.arange(start, start + len(persons), dtype=np.int64)
        cells = cell[persons]
        lines = self.printer.rows(self.service_date, numbers, persons, hour, second, kind, cells, duration)
        if self.served.faults.clock_skew_s:
            skewed = np.flatnonzero(self.is_skewed_cell[cells])
            told_s = hour * HOUR_S + second[skewed] + self.served.faults.clock_skew_s
            self.printer.tell_wrong_time(lines, skewed, self.service_date, told_s)
        return lines
