"""Planted crowded stretches: on workdays people fill the buses of a few routes over some kilometres, for about an hour and a half.

They live at one end of the stretch and work at the other as far as their cards tell; what telephones tell of them is another matter.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from simulator.chance import Ids, draw, stream
from simulator.network import Ints, Network
from simulator.people import People
from simulator.timetable import Timetable

SECTIONS = (11, 13)
SPREAD = 3  # they board at so many stops, and alight at as many
RUSH = (
    (7 * 3_600, 8 * 3_600 + 1_800),
    (7 * 3_600 + 900, 8 * 3_600 + 2_700),
    (17 * 3_600 + 1_800, 19 * 3_600),
)
NOON_S = 12 * 3_600
RIDERS = (66, 76)
TAPS_A_STRETCH = 12_000  # a stretch for so many taps a day, so that its riders stay a few of a hundred
TAPS_FIRST = 10_000
HEADWAY_MIN = 9  # where buses run more often, more people would be needed


@dataclass(frozen=True)
class Stretch:
    """Buses of `route` are full between two places of their way out and back, if they pass the first of these from `from_s` to `until_s`."""

    number: int
    route: int
    first: int
    last: int
    from_s: int
    until_s: int


def planted(network: Network, seed: int, taps: int) -> list[Stretch]:
    """The crowded stretches of a city with so many taps a day: none in a tiny one, three in a large one."""
    wanted = min(len(RUSH), taps // TAPS_A_STRETCH + (taps >= TAPS_FIRST))
    luck = stream(seed, "crowds")
    sections = luck.integers(*SECTIONS, len(RUSH), endpoint=True)
    is_long = network.stops_of_route >= SECTIONS[1] + 2 * SPREAD + 2
    routes = luck.permutation(
        np.flatnonzero(~network.is_rail & is_long & (network.headway_min >= HEADWAY_MIN))
    )
    found = []
    for number, (route, length) in enumerate(zip(routes[:wanted].tolist(), sections.tolist(), strict=False)):
        stops = int(network.stops_of_route[route])
        first = SPREAD - 1 + int(luck.integers(0, stops - length - 2 * SPREAD))
        first += 0 if RUSH[number][0] < NOON_S else stops - 1
        found.append(Stretch(number, route, first, first + length, *RUSH[number]))
    return found


@dataclass(frozen=True)
class Crowd:
    """Who rides a stretch: persons of their own, the places where they board and alight, and on which run."""

    stretch: Stretch
    persons: Ids
    run: Ints
    board_pos: Ints
    alight_pos: Ints

    @property
    def is_of_morning(self) -> bool:
        """On the way to work; else from work."""
        return self.stretch.from_s < NOON_S


def crowds(people: People, timetable: Timetable, stretches: list[Stretch]) -> list[Crowd]:
    """The crowd of each stretch on a workday. Nobody is in two of them, and they are the same people each day."""
    order = np.argsort(draw(people.ids, people.seed, "crowd"))
    found = []
    for stretch in stretches:
        passes = timetable.at_s[stretch.route, :, stretch.first]
        runs = np.flatnonzero((passes >= stretch.from_s) & (passes < stretch.until_s))
        luck = stream(people.seed, "crowd of", stretch.number)
        run = np.repeat(runs, luck.integers(*RIDERS, len(runs)))
        persons = order[stretch.number :: len(RUSH)][: len(run)]
        board_pos, alight_pos = (
            stretch.first - luck.integers(0, SPREAD, len(run)),
            stretch.last + luck.integers(0, SPREAD, len(run)),
        )
        found.append(Crowd(stretch, persons, run[: len(persons)], board_pos, alight_pos))
    return found


def truth(stretches: list[Stretch], route_ids: list[str]) -> pa.Table:
    """route_id, from_section_seq, to_section_seq (the first and the last section that is crowded), from_s, until_s (when a bus enters it)."""
    return pa.table(
        {
            "route_id": pa.array([route_ids[s.route] for s in stretches], pa.string()),
            "from_section_seq": pa.array([s.first + 1 for s in stretches], pa.int32()),
            "to_section_seq": pa.array([s.last for s in stretches], pa.int32()),
            "from_s": pa.array([s.from_s for s in stretches], pa.int32()),
            "until_s": pa.array([s.until_s for s in stretches], pa.int32()),
        }
    )
