"""Who acts what in an hour (see `simulator.behaviours`): persons each once a day, and machines with numbers of their own."""

from random import Random

import numpy as np
import numpy.typing as npt

from simulator.behaviours import ACTS, HEAVY_USER, HOUR_S, ROBOT, THERE_FROM_S, Deed, Stage
from simulator.chance import Ids, key_of, stream
from simulator.city import IN_USE, SECTORS, STEADY
from simulator.day import FIRST_HOUR, LAST_HOUR, VOLUME
from simulator.faults import FEWEST_ROWS, Served
from simulator.people import Places, is_legacy

# Not in the first and last two hours of the service day, where late rows and edge rows lie.
FIRST_ACT, LAST_ACT = FIRST_HOUR + 2, LAST_HOUR - 1
ROWS_A_ROBOT, ROBOTS_MAX = 104_000, 45
ROWS_A_HEAVY_USER, HEAVY_MAX = 312_000, 15
ROBOT_GAPS_S, ROBOT_JITTER_S = (900, 1_800), 4
HEAVY_AN_HOUR = (14, 21)


def machines(rows: int) -> tuple[int, int]:
    """How many robots and how many heavy users a night of so many rows has: none in a small one."""
    if rows < FEWEST_ROWS:
        return 0, 0
    return min(max(1, rows // ROWS_A_ROBOT), ROBOTS_MAX), min(max(1, rows // ROWS_A_HEAVY_USER), HEAVY_MAX)


class Troupe:
    """The state of one service day while its hours are made in order: who has acted already."""

    def __init__(self, served: Served, rows: int, of_a_kind: int, not_these: npt.NDArray[np.bool_]) -> None:
        self.served, self.rows = served, rows
        self.seed, self.day = served.people.seed, served.day.service_date.toordinal()
        self.robots, self.heavy = machines(rows)
        # Few have old numbers and edge rows need them; who is on a wrong clock or opted out is judged by that alone.
        self.acted = not_these | served.is_skewed | is_legacy(served.people.ids)
        share = VOLUME[FIRST_ACT - FIRST_HOUR : LAST_ACT - FIRST_HOUR + 1]
        luck = stream(self.seed, "acts", self.day, rows)
        self.acts = luck.multinomial(of_a_kind, share / share.sum(), size=len(ACTS))
        city = served.city
        sites = np.flatnonzero(city.site_status == IN_USE)
        self.usable = sites[~np.isin(sites, served.faults.sites)]

    def deeds(self, hour: int, cell: Places, silent: npt.NDArray[np.int16]) -> tuple[list[Deed], Ids, int]:
        """The deeds of an hour, the persons who act in it and make no other event, and the number of calls among the deeds."""
        luck = Random(key_of(self.seed, "deeds", self.day, self.rows, hour))
        stage = Stage(self.served.city, self.usable, luck)
        wanted = self.acts[:, hour - FIRST_ACT].tolist() if FIRST_ACT <= hour <= LAST_ACT else [0] * len(ACTS)
        persons = self._cast(sum(wanted), silent, luck)
        acts = [act for act, times in zip(ACTS, wanted, strict=True) for _ in range(times)]
        deeds = [
            deed
            for act, person in zip(acts, persons, strict=True)
            for deed in act(stage, person, int(cell[person]))
        ]
        for number in range(self.robots + self.heavy):
            deeds += self._machine(stage, number, hour)
        return deeds, np.array(persons, np.int64), stage.calls

    def _cast(self, count: int, silent: npt.NDArray[np.int16], luck: Random) -> list[int]:
        """Persons who have not acted today and have been where they are for long enough."""
        persons: list[int] = []
        while len(persons) < count:
            person = luck.randrange(len(self.acted))
            if not self.acted[person] and silent[person] < THERE_FROM_S:
                self.acted[person] = True
                persons.append(person)
        return persons

    def _machine(self, stage: Stage, number: int, hour: int) -> list[Deed]:
        """Its events of an hour, all from one cell. A robot's phase and a machine's cell are the same on all days."""
        person, own = len(self.acted) + number, Random(key_of(self.seed, "machine", number))
        steady = np.flatnonzero((stage.city.site_status == IN_USE) & (stage.city.site_habit == STEADY))
        cell = int(
            self.served.away[int(steady[own.randrange(len(steady))]) * SECTORS + own.randrange(SECTORS)]
        )
        if number < self.robots:
            gap = ROBOT_GAPS_S[number % 2]
            phase = own.randrange(ROBOT_JITTER_S, gap - ROBOT_JITTER_S)
            seconds = [
                at + stage.luck.randint(-ROBOT_JITTER_S, ROBOT_JITTER_S) for at in range(phase, HOUR_S, gap)
            ]
            return [Deed(person, second, cell, ROBOT, stage.call()) for second in seconds]
        seconds = sorted(stage.luck.sample(range(HOUR_S), stage.luck.randrange(*HEAVY_AN_HOUR)))
        return [
            Deed(person, second, cell, HEAVY_USER, stage.call(), duration=stage.luck.randrange(1, 60))
            for second in seconds
        ]
