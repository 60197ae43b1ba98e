"""What people and machines do that is no fault of a row: calls cut into parts, cells that flap, numbers in two places at once.

Each is acted out by a person who makes no other event in that hour, so that it is judged by its own rows and nobody's else. Around
it lie sound rows at the person's true cell where the rule looks at neighbours.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

import numpy as np

from simulator.city import SECTORS, City, Ints
from simulator.defects import FLAG, MERGED, OPTED_OUT, Defect

FEED = "telecom_event"
CALL, SMS, DATA = 0, 1, 2
HOUR_S = 3_600

# fmt: off
BEHAVIOURS = tuple(
    Defect(code, FEED, sentence, reason, outcome)
    for code, sentence, reason, outcome in (
        ("two_places", "One person in one second at two cells far apart.", "two_places", FLAG),
        ("impossible_speed", "There and back faster than anything drives.", "impossible_speed", FLAG),
        ("ping_pong", "A neighbouring cell between two events at one cell, within a minute.", "ping_pong", FLAG),
        ("partial_first", "The first part of a long call, which is to stand for all.", "partials_merged", FLAG),
        ("partial_other", "A later part of a long call.", "partials_merged", MERGED),
        ("double_entry_first", "A call that two switches tell, as the first has it.", "double_entry", FLAG),
        ("double_entry_second", "The same call as the second switch has it.", "double_entry", MERGED),
        ("robot", "A machine that reports every 15 or 30 minutes.", "robot", FLAG),
        ("heavy_user", "A number with more events than a person makes.", "heavy_user", FLAG),
        ("opted_out", "A row of a subscriber on the opt-out list.", None, OPTED_OUT),
    )
)
# fmt: on
(
    TWO_PLACES,
    IMPOSSIBLE_SPEED,
    PING_PONG,
    PARTIAL_KEPT,
    PARTIAL_MERGED,
    DOUBLE_KEPT,
    DOUBLE_MERGED,
    ROBOT,
    HEAVY_USER,
    OPTED_OUT_ROW,
) = BEHAVIOURS  # fmt: skip

THERE_FROM_S = 1_200  # a person acts where they have been since this second of the hour
FAR_KM, NEAR_KM = 10.0, 2.4
REACH_KM, SPEED_MAX_KMH = 3.0, 300.0


@dataclass(frozen=True)
class Deed:
    """One event to be told. `call` numbers the calls of an hour: parts and doubles share one. `told_s` is where in the hour's
    file it stands, past the hour in the next one's; `kind` is None for a sound row."""

    person: int
    second: int
    cell: int
    kind: Defect | None
    call: int
    event: int = DATA
    duration: int = 1
    sequence: int = 0
    told_s: int | None = None

    @property
    def stands_s(self) -> int:
        """Where in the file the row stands, as a second of the hour."""
        return self.second if self.told_s is None else self.told_s


@dataclass
class Stage:
    """Where the deeds of an hour happen: the network, cells with no fault, and chance."""

    city: City
    usable: Ints
    luck: Random
    calls: int = 0

    def call(self) -> int:
        """A number for a call of its own."""
        self.calls += 1
        return self.calls - 1

    def far(self, cell: int) -> tuple[int, float]:
        """A cell at least FAR_KM away, and how far it is in km."""
        x, y = self.city.site_km
        site = cell // SECTORS
        km = np.hypot(x[self.usable] - x[site], y[self.usable] - y[site])
        choices = np.flatnonzero(km > FAR_KM)
        chosen = choices[self.luck.randrange(len(choices))]
        return int(self.usable[chosen]) * SECTORS + self.luck.randrange(SECTORS), float(km[chosen])

    def near(self, cell: int) -> int:
        """Another cell of the site, or one of a neighbouring site."""
        x, y = self.city.site_km
        site = cell // SECTORS
        km = np.hypot(x[self.usable] - x[site], y[self.usable] - y[site])
        choices = self.usable[(km < NEAR_KM) & (self.usable != site)]
        if len(choices) and self.luck.random() < 0.6:
            return int(choices[self.luck.randrange(len(choices))]) * SECTORS + self.luck.randrange(SECTORS)
        return site * SECTORS + (cell + self.luck.choice([1, 2])) % SECTORS


def _two_places(stage: Stage, person: int, cell: int) -> Iterator[Deed]:
    luck = stage.luck
    second, (far, _) = luck.randrange(THERE_FROM_S + 600, 2_500), stage.far(cell)
    rows = [(second - 600, cell, None), (second, cell, TWO_PLACES), (second, far, TWO_PLACES), (second + 600, cell, None)]  # fmt: skip
    for at, where, kind in rows:
        yield Deed(person, at, where, kind, stage.call(), duration=luck.randrange(1, 300))


def _impossible_speed(stage: Stage, person: int, cell: int) -> Iterator[Deed]:
    luck, (far, km) = stage.luck, stage.far(cell)
    at_least_s = (km - REACH_KM) / SPEED_MAX_KMH * HOUR_S
    gaps = [luck.randrange(50, int(min(120, 0.85 * at_least_s))) for _ in range(2)]
    second = luck.randrange(THERE_FROM_S, 3_000)
    for at, where, kind in (
        (second, cell, None),
        (second + gaps[0], far, IMPOSSIBLE_SPEED),
        (second + sum(gaps), cell, None),
    ):
        yield Deed(person, at, where, kind, stage.call(), duration=luck.randrange(1, 40))


def _ping_pong(stage: Stage, person: int, cell: int) -> Iterator[Deed]:
    luck, near = stage.luck, stage.near(cell)
    second, gaps = luck.randrange(THERE_FROM_S, 3_000), [luck.randrange(3, 30) for _ in range(2)]
    for at, where, kind in (
        (second, cell, None),
        (second + gaps[0], near, PING_PONG),
        (second + sum(gaps), cell, None),
    ):
        yield Deed(person, at, where, kind, stage.call(), duration=luck.randrange(1, 30))


def _partials(stage: Stage, person: int, cell: int) -> Iterator[Deed]:
    """Three or four parts of one call, told when each ends, or late: some in the next hour's file."""
    luck, call = stage.luck, stage.call()
    durations = [luck.randrange(240, 560) for _ in range(luck.choice([3, 4]))]
    second = luck.randrange(THERE_FROM_S, HOUR_S - sum(durations))
    for number, duration in enumerate(durations, start=1):
        kind = PARTIAL_KEPT if number == 1 else PARTIAL_MERGED
        told_s = luck.randrange(second, HOUR_S) if luck.random() < 0.75 else HOUR_S + luck.randrange(HOUR_S)
        yield Deed(person, second, cell, kind, call, CALL, duration, number, told_s)
        second += duration


def _double_entry(stage: Stage, person: int, cell: int) -> Iterator[Deed]:
    """The true cell first, in time and in the file; then the other side's switch."""
    luck, call, near = stage.luck, stage.call(), stage.near(cell)
    second, duration = luck.randrange(THERE_FROM_S, 3_000), luck.randrange(10, 500)
    yield Deed(person, second, cell, DOUBLE_KEPT, call, CALL, duration)
    later = second + luck.randrange(4)
    yield Deed(
        person, later, near, DOUBLE_MERGED, call, CALL, duration + luck.randrange(-1, 2), told_s=later + 1
    )


ACTS: tuple[Callable[[Stage, int, int], Iterator[Deed]], ...] = (
    _two_places, _impossible_speed, _ping_pong, _partials, _double_entry,
)  # fmt: skip
