"""Telecom events of one carrier: 24 hourly csv.gz files a service day, about in order of time, with planted defects."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from simulator.chance import Ids, key_of, stream
from simulator.city import PLANNED, RETIRED
from simulator.day import (
    ACTIVITY,
    ACTIVITY_AT_NIGHT,
    FIRST_HOUR,
    LAST_HOUR,
    OUT,
    Day,
    events_by_hour,
    travel_s,
)
from simulator.defects import Edge
from simulator.lines import HEADER, LONGEST_S, Printer, gzip_file, text_of
from simulator.orders import Delivery, Manifest, Order, Tell
from simulator.people import LEGACY_EVERY, Places, is_legacy
from simulator.plan import draft
from simulator.spoilers import WINDOW_DAYS, Scene
from simulator.telecom_defects import DEFECTS
from simulator.truth import corridors, homes
from simulator.weaver import Weaver

FEED = "telecom_event"
CHUNK = 250_000
HOUR_S = 3_600
CALL, SMS = 0, 1
TYPE_SHARES = [0.2, 0.1, 0.7]
EAGER = 1.3  # above 1, some subscribers make many more events than others
LATE_AT_NIGHT = 24


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
    night.manifest.truth = {"corridor": corridors(night.day, night.seen_out), "home_hex": homes(order.people)}
    return night.manifest


def _durations() -> npt.NDArray[np.int64]:
    """For each type, 4096 durations in s at even quantiles of its distribution (text messages have none)."""
    luck = stream(0, "durations")
    call, data = luck.lognormal(4.2, 1.2, 4096), luck.lognormal(3.6, 1.6, 4096)
    return np.minimum(np.stack([call, np.zeros(4096), data]), LONGEST_S).astype(np.int64)


class _Night:
    """The state of one delivery while its files are written in order."""

    def __init__(self, order: Order, day: date) -> None:
        self.order, self.service_date = order, day
        self.people, self.city = order.people, order.city
        self.day = Day(self.people, day)
        self.before: Places = Day(self.people, day - timedelta(days=1)).cell(LAST_HOUR)
        self.by_hour = events_by_hour(order.rows)
        plan = draft(
            self.by_hour,
            order.copies_of_a_kind(order.rows, len(DEFECTS)),
            stream(order.seed, "plan", day.toordinal(), order.rows),
        )
        scene = Scene(
            day,
            [self.city.cell_id(cell) for cell in self.city.cells_of(PLANNED)],
            [self.city.cell_id(cell) for cell in self.city.cells_of(RETIRED)],
        )
        self.luck = Random(key_of(order.seed, "spoil", day.toordinal(), order.rows))
        self.printer = Printer(self.city, self.people)
        self.durations = _durations()
        self.seen_out = np.zeros(len(self.people), bool)
        self.manifest = Manifest()
        self.weaver = Weaver(plan, self.luck, scene, self.manifest.planted, self._edge)

    def write_hour(self, hour: int, name: str, out: BinaryIO, tell: Tell) -> None:
        """One file, in chunks, so that memory does not grow with the night."""
        cell = self.day.cell(hour)
        silent = travel_s(self.people, self.before, cell)
        self.before = cell
        state = self.day.state(hour)
        by_state = [np.flatnonzero(state == value).astype(np.int32) for value in range(len(ACTIVITY))]
        rows, first = int(self.by_hour[hour - FIRST_HOUR]), int(self.by_hour[: hour - FIRST_HOUR].sum())
        out.write(HEADER)
        record = 1
        for chunk, start in enumerate(range(first, first + rows, CHUNK)):
            end = min(start + CHUNK, first + rows)
            luck = stream(
                self.order.seed, "events", self.service_date.toordinal(), self.order.rows, hour, chunk
            )
            persons = self._who(by_state, end - start, hour, luck)
            lines = self._events(hour, start, persons, cell, silent, luck)
            if hour >= LATE_AT_NIGHT:
                self.seen_out[persons[state[persons] == OUT]] = True
            pieces, written = self.weaver.weave(lines, start, name, record)
            out.write(b"".join(pieces))
            record += written
            tell(written)
        self.manifest.records += record - 1

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

    def _events(
        self,
        hour: int,
        start: int,
        persons: npt.NDArray[np.int32],
        cell: Places,
        silent: npt.NDArray[np.int16],
        luck: np.random.Generator,
    ) -> np.ndarray:
        """Lines of events in order of time: each person is silent while under way, then anywhere in the hour."""
        away = silent[persons]
        second = (away + luck.random(len(persons), np.float32) * (HOUR_S - away)).astype(np.int16)
        np.minimum(second, HOUR_S - 1, out=second)
        order = np.argsort(second, kind="stable")
        persons, second = persons[order], second[order].astype(np.int64)
        kind = np.searchsorted(
            np.cumsum(TYPE_SHARES[:-1]), luck.random(len(persons), np.float32), side="right"
        )
        duration = self.durations[kind, luck.integers(0, self.durations.shape[1], len(persons))]
        numbers = np.arange(start, start + len(persons), dtype=np.int64)
        return self.printer.rows(
            self.service_date, numbers, persons, hour, second, kind, cell[persons], duration
        )

    def _edge(self, edge: Edge, number: int, name: str, line: bytes) -> bytes:
        """A sound row at the edge of a rule, of a person who is where the plan of that day has them."""
        early, late = (0, 1), (HOUR_S - 1, HOUR_S)
        limit = self.service_date + timedelta(days=1 - WINDOW_DAYS)
        day, hour, seconds = {
            "day_begins": (self.service_date, 4, early),
            "before_midnight": (self.service_date, 23, late),
            "midnight": (self.service_date, 24, early),
            "day_ends": (self.service_date, 27, late),
            "late_one_day": (self.service_date - timedelta(days=1), 27, (HOUR_S - 500, HOUR_S)),
            "late_to_the_limit": (limit, 4, early),
        }.get(edge.code, (self.service_date, int(name[16:18]), (HOUR_S - 500, HOUR_S)))
        person, cell = self._someone(day, hour, seconds[0], edge.code == "old_number")
        second = self.luck.randrange(*seconds)
        duration = 0 if edge.code == "zero_duration" else self.luck.randrange(1, 300)
        one = partial(np.full, 1)
        return text_of(
            # Numbered within the night that delivers it, dated by the day it happened.
            self.printer.rows(
                self.service_date,
                one(number),
                one(person),
                hour,
                one(second),
                one(CALL),
                one(cell),
                one(duration),
                day,
            )
        )

    def _someone(self, day: date, hour: int, second: int, legacy: bool) -> tuple[int, int]:
        """A person who has arrived by that second of that hour, and the cell that serves them."""
        ids: Ids = np.array(self.luck.sample(range(len(self.people)), 64), np.int64)
        if legacy:
            ids = ids // LEGACY_EVERY * LEGACY_EVERY + LEGACY_EVERY - 1
            ids = ids[ids < len(self.people)]
            assert is_legacy(ids).all()
        people = self.people.only(ids)
        today, earlier = Day(people, day), Day(people, day - timedelta(days=hour == FIRST_HOUR))
        cell = today.cell(hour)
        before = earlier.cell(LAST_HOUR if hour == FIRST_HOUR else hour - 1)
        there = np.flatnonzero(travel_s(people, before, cell) <= second)[0]
        return int(ids[there]), int(cell[there])
