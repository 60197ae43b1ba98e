"""Incidents of the simulated city of which more than one case tells, and what only looks like one: planted, and listed in the oracle.

several   people tell of one thing within hours or days, near one place, each in their own words
again     one person tells the same twice or more
mass      hundreds hand in the text of an action group, over days and from all over a district
look_alike  another thing of the same kind close by and soon after, told by one or a few
single    one thing, told once

An incident is fixed by seed, size and the day it begins; which of its cases are received on a day is worked out from the days before, never
remembered.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from random import Random

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from simulator import tellings
from simulator.chance import Ids, key_of
from simulator.city import City
from simulator.complaint_texts import ITEMS
from simulator.geography import POINTS_A_DONG
from simulator.orders import Order

# Of a day's cases, those that tell of incidents of each sort.
SEVERAL, AGAIN, SINGLE, MASS = 0.05, 0.01, 0.1, 0.06
MASS_EVERY_DAYS, MASS_DAYS, MASS_FEWEST = 5, 10, 150
QUICK = ("불법주정차", "버스", "택시", "신호등")  # over within hours; all else stays as it is for days
LOOK_ALIKES = {
    True: 0.5,
    False: 0.2,
}  # of incidents that several tell of, those that something similar happens near: quick ones, others
DAY_S, HOUR_S = 86_400, 3_600
M_A_DEGREE, EAST = 111_190, 0.793  # metres a degree of latitude; cosine of the city's latitude
OTHER_ITEM, ELSEWHERE = (
    0.02,
    0.08,
)  # tellers who choose another kind, and whose place is a landmark's some way off
SPREAD_M, ELSEWHERE_M = 14, 70


@dataclass(frozen=True)
class Telling:
    """One case of an incident: seconds since 04:00 of the day the incident begins, item, place."""

    at_s: int
    item: int
    place: int
    longitude: float
    latitude: float
    words: int


@dataclass(frozen=True)
class Incident:
    """One thing that cases tell of. `name` is its own among all days; `text`: the sentences of a petition."""

    name: str
    sort: str
    facts: tellings.Facts | None
    text: tuple[str, ...]
    cases: tuple[Telling, ...]

    def said(self, number: int) -> tuple[str, list[str]]:
        """Title and sentences of its case `number`."""
        luck = Random(self.cases[number].words)
        if self.sort == "mass":
            return tellings.sign(list(self.text), luck)
        assert self.facts
        if self.sort == "again" and number:
            return tellings.resubmit(*self.said(0), luck)
        return tellings.tell(self.facts, luck)


@dataclass(frozen=True)
class Told:
    """The cases of one day of receipt that tell of incidents; row i of each array is case `ids[i]`."""

    ids: Ids
    received_s: Ids
    item: Ids
    place: Ids
    longitude: npt.NDArray[np.float64]
    latitude: npt.NDArray[np.float64]
    of: dict[int, tuple[Incident, int]] = field(repr=False)

    def truth(self, case_number: Callable[[int], str]) -> pa.Table:
        """What the warehouse must find out: case_id, incident, sort. A case that is not named tells of something of its own."""
        rows = [(case_number(case), incident.name, incident.sort) for case, (incident, _) in self.of.items()]
        columns = zip(*rows, strict=True) if rows else ((), (), ())
        return pa.table(
            [pa.array(column, pa.string()) for column in columns], names=["case_id", "incident", "sort"]
        )


@lru_cache(maxsize=64)
def told_on(order: Order, day: date, count: int) -> Told:
    """What of a day's `count` cases tells of incidents that began on it or on the days before."""
    found = []
    for back in range(MASS_DAYS + 1):
        for incident in begun_on(order, day - timedelta(days=back), count):
            for number, case in enumerate(incident.cases):
                if case.at_s // DAY_S == back:
                    found.append((case.at_s % DAY_S, incident.name, number, incident, case))
    found.sort(key=lambda row: row[:3])
    ids = np.arange(len(found), dtype=np.int64) * count // max(1, len(found))
    cases = [row[4] for row in found]
    return Told(
        ids=ids,
        received_s=np.array([row[0] for row in found], np.int64),
        item=np.array([case.item for case in cases], np.int64),
        place=np.array([case.place for case in cases], np.int64),
        longitude=np.array([case.longitude for case in cases]),
        latitude=np.array([case.latitude for case in cases]),
        of={int(case): (row[3], row[2]) for case, row in zip(ids, found, strict=True)},
    )


@lru_cache(maxsize=64)
def begun_on(order: Order, day: date, count: int) -> tuple[Incident, ...]:
    """The incidents of a city of `count` cases a day that begin on a day."""
    return tuple(_Day(order.city, order.seed, day, count).incidents())


class _Day:
    """One day on which incidents begin."""

    def __init__(self, city: City, seed: int, day: date, count: int) -> None:
        self.city, self.seed, self.day, self.count = city, seed, day, count
        self.luck = Random(key_of(seed, "incidents", day.toordinal(), count))
        residents = np.cumsum(np.repeat(city.residents, POINTS_A_DONG))
        self.people = residents / residents[-1]
        self.names = 0

    def incidents(self) -> Iterator[Incident]:
        luck, told = self.luck, 0
        while told < SEVERAL * self.count:
            size = luck.randrange(8, 30) if luck.random() < 0.03 else 2 + min(10, int(luck.expovariate(0.8)))
            told += size
            incident = self._several("several", size, self._place())
            yield incident
            assert incident.facts
            if luck.random() < LOOK_ALIKES[ITEMS[incident.facts.item].name in QUICK]:
                yield self._look_alike(incident)
        for _ in range(round(AGAIN * self.count / 2.3)):
            yield self._again()
        for _ in range(round(SINGLE * self.count)):
            yield self._several("single", 1, self._place())
        if self.day.toordinal() % MASS_EVERY_DAYS == 0:
            yield self._mass(max(MASS_FEWEST, round(MASS * self.count)))

    def _place(self) -> tuple[int, float, float]:
        """A place where people live, and a spot around it."""
        place, ground = int(np.searchsorted(self.people, self.luck.random())), self.city.ground
        return place, *self._near(
            float(ground.longitude[place]), float(ground.latitude[place]), self.luck.uniform(0, 150)
        )

    def _near(self, longitude: float, latitude: float, metres: float) -> tuple[float, float]:
        angle = self.luck.uniform(0, 2 * np.pi)
        east, north = metres * np.cos(angle), metres * np.sin(angle)
        return longitude + east / (M_A_DEGREE * EAST), latitude + north / M_A_DEGREE

    def _name(self) -> str:
        self.names += 1
        return f"{self.day}-{self.names:05}"

    def _words(self) -> int:
        return self.luck.getrandbits(60)

    def _facts(
        self, item: int, begins_s: int, spot: tuple[int, float, float], unlike: tellings.Facts | None
    ) -> tellings.Facts:
        ground, dong = self.city.ground, int(self.city.dong_of(np.array([spot[0]]))[0])
        area = f"{ground.gu_names[dong]} {ground.dong_names[dong]}"
        hour = (4 + begins_s // HOUR_S) % 24
        return tellings.facts(item, self.seed, spot[1], spot[2], area, hour, self.luck, unlike)

    def _several(
        self, sort: str, size: int, spot: tuple[int, float, float], *, like: Incident | None = None, begins_s: int | None = None
    ) -> Incident:  # fmt: skip
        """Something at a spot that so many tell of; `like` another: of its item, but not the same thing."""
        luck = self.luck
        item = (
            like.facts.item
            if like and like.facts
            else luck.choices(range(len(ITEMS)), [i.weight for i in ITEMS])[0]
        )
        begins_s = begins_s if begins_s is not None else int(luck.triangular(0, DAY_S - 1, 8 * HOUR_S))
        scale_s, longest_s = (2 * HOUR_S, DAY_S) if ITEMS[item].name in QUICK else (16 * HOUR_S, 6 * DAY_S)
        cases = []
        for number in range(size):
            after_s = 0 if number == 0 else min(longest_s, int(luck.expovariate(1 / scale_s)))
            off_m = ELSEWHERE_M if luck.random() < ELSEWHERE else abs(luck.gauss(0, SPREAD_M))
            item_told = luck.randrange(len(ITEMS)) if luck.random() < OTHER_ITEM else item
            cases.append(
                Telling(
                    begins_s + after_s,
                    item_told,
                    spot[0],
                    *self._near(spot[1], spot[2], off_m),
                    self._words(),
                )
            )
        return Incident(
            self._name(),
            sort,
            self._facts(item, begins_s, spot, like.facts if like else None),
            (),
            tuple(cases),
        )

    def _look_alike(self, incident: Incident) -> Incident:
        """Of the same item, at the same spot another time or around the next corner, another thing."""
        luck, first = self.luck, incident.cases[0]
        metres = luck.uniform(0, 12) if luck.random() < 0.3 else luck.uniform(30, 260)
        spot = (first.place, *self._near(first.longitude, first.latitude, metres))
        begins_s = first.at_s + int(luck.uniform(0.2, 60) * HOUR_S)
        return self._several(
            "look_alike", luck.choice((1, 1, 1, 2, 3)), spot, like=incident, begins_s=begins_s
        )

    def _again(self) -> Incident:
        once = self._several("again", 1, self._place())
        first, cases = once.cases[0], list(once.cases)
        for _ in range(self.luck.choice((1, 1, 1, 2, 3))):
            at_s = cases[-1].at_s + 60 + int(self.luck.expovariate(1 / (20 * HOUR_S)))
            if at_s < first.at_s + 5 * DAY_S:
                cases.append(
                    Telling(at_s, first.item, first.place, first.longitude, first.latitude, self._words())
                )
        return Incident(once.name, once.sort, once.facts, (), tuple(cases))

    def _mass(self, size: int) -> Incident:
        luck, ground = self.luck, self.city.ground
        dong = int(np.searchsorted(self.people, luck.random())) // POINTS_A_DONG
        of_gu = np.flatnonzero(np.repeat(ground.gu == ground.gu[dong], POINTS_A_DONG))
        item, cases = luck.randrange(len(ITEMS)), []
        for _ in range(size):
            at_s = min(MASS_DAYS * DAY_S, 9 * HOUR_S + int(luck.expovariate(1 / (2.5 * DAY_S))))
            place = int(of_gu[luck.randrange(len(of_gu))])
            spot = self._near(
                float(ground.longitude[place]), float(ground.latitude[place]), luck.uniform(0, 150)
            )
            item_told = luck.randrange(len(ITEMS)) if luck.random() < 0.1 else item
            cases.append(Telling(at_s, item_told, place, *spot, self._words()))
        text = tuple(tellings.petition(ground.dong_names[dong], luck))
        return Incident(self._name(), "mass", None, text, tuple(cases))
