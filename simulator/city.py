"""The carrier's city: residents by dong, hubs on the ground, sites with three cells each, and which cell serves a place.

The network changes on the first of each month: a few sites come on the air, a few go off it, and a few cell ids are given to
another place. What holds in a month follows from the month alone, so that any day can be asked for.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
from scipy.spatial import KDTree

from simulator.chance import Floats, stream
from simulator.geography import POINTS_A_DONG, Geography, kilometres, seoul
from simulator.hubs import GU_RESIDENTS, HUBS

Ints = npt.NDArray[np.int64]

SECTORS = 3
HUB_PLACES = 12
IN_USE, PLANNED, RETIRED, ENDED, UNLISTED = 0, 1, 2, 3, 4
# Of the sites in use some come and go (a year on the air, half a year listed as ended, half a year not listed at all), and some
# stand in another place every other year.
STEADY, COMES_AND_GOES, MOVES = 0, 1, 2
CYCLE, ON_AIR, LISTED = 24, 12, 18  # months
MOVED_KM = (3.5, 15.0)
SECOND_SITE_WITHIN_KM = 2.5
# Every cell in use is older than this, so that an event far too late still names a cell that was on air then.
NETWORK_COMPLETE = date(2014, 12, 31)


@dataclass(frozen=True)
class City:
    """Ground, people's weight on it, and the network. Cell c stands at site c // 3; places index the geography."""

    seed: int
    ground: Geography
    residents: Floats
    hub_places: Ints
    site_longitude: Floats
    site_latitude: Floats
    site_status: Ints
    site_habit: Ints
    site_phase: Ints
    other_longitude: Floats
    other_latitude: Floats
    sites: int
    month: date | None = None
    site_since: list[date | None] = field(default_factory=list)
    site_ended: list[date | None] = field(default_factory=list)

    def on(self, day: date) -> "City":
        """The network as it stands on a day."""
        return _in_month(self.seed, self.sites, day.replace(day=1))

    @cached_property
    def _serving(self) -> tuple[Ints, Ints]:
        return _serving(
            self.ground, self.site_longitude, self.site_latitude, np.flatnonzero(self.site_status == IN_USE)
        )

    @property
    def first_cell(self) -> Ints:
        """For each place the cell that serves it as a rule."""
        return self._serving[0]

    @property
    def second_cell(self) -> Ints:
        """For each place the cell that serves it at times: of the second nearest site where that is near too."""
        return self._serving[1]

    @property
    def cells(self) -> int:
        return len(self.site_status) * SECTORS

    @cached_property
    def site_km(self) -> tuple[Floats, Floats]:
        """Plane coordinates of the sites, km."""
        return kilometres(self.site_longitude, self.site_latitude)

    def site_id(self, site: int) -> str:
        """Name of a site, e.g. `11-00123`."""
        return f"11-{site + 1:05d}"

    def cell_id(self, cell: int) -> str:
        """Name of a cell: its site and sector, e.g. `11-00123-2`."""
        return f"{self.site_id(cell // SECTORS)}-{cell % SECTORS + 1}"

    def cells_of(self, status: int) -> Ints:
        """Cells whose site is in use, planned, retired, ended or not listed."""
        return np.flatnonzero(np.repeat(self.site_status, SECTORS) == status)

    def dong_of(self, places: npt.NDArray[np.integer]) -> npt.NDArray[np.integer]:
        """The dong each place lies in."""
        return places // POINTS_A_DONG


def _residents(ground: Geography, seed: int) -> Floats:
    """Residents of each dong: its district's, shared by area (less than in proportion: large dongs hold mountains)."""
    pull = ground.area_km2**0.75 * np.exp(stream(seed, "residents").normal(0, 0.35, len(ground.area_km2)))
    of_gu = np.bincount(ground.gu, weights=pull)
    gu_residents = np.array([GU_RESIDENTS[name] for name in ground.gus])
    return pull / of_gu[ground.gu] * gu_residents[ground.gu]


def _hub_places(ground: Geography) -> Ints:
    """For each hub the places of its dong nearest its middle."""
    rows = []
    for hub in HUBS:
        places = ground.dong(hub.gu_name, hub.dong_name) * POINTS_A_DONG + np.arange(POINTS_A_DONG)
        x, y = kilometres(ground.longitude[places] - hub.longitude, ground.latitude[places] - hub.latitude)
        rows.append(places[np.argsort(np.hypot(x, y), kind="stable")[:HUB_PLACES]])
    return np.array(rows)


def _site_places(ground: Geography, residents: Floats, hub_places: Ints, sites: int, seed: int) -> Ints:
    """Where sites stand: a third of them at hubs by pull, the rest with the residents; one site a place at most."""
    busy = np.array([hub.work + hub.leisure + hub.night for hub in HUBS], dtype=float)
    weight = np.repeat(residents / residents.sum() / POINTS_A_DONG, POINTS_A_DONG)
    np.add.at(weight, hub_places.ravel(), np.repeat(0.5 * busy / busy.sum() / HUB_PLACES, HUB_PLACES))
    luck = stream(seed, "sites")
    return np.sort(luck.choice(len(weight), size=sites, replace=False, p=weight / weight.sum()))


def _serving(ground: Geography, longitude: Floats, latitude: Floats, used: Ints) -> tuple[Ints, Ints]:
    """The cells a place is served by: of its nearest site, and at times of the second nearest if that is near too."""
    site_x, site_y = kilometres(longitude[used], latitude[used])
    x, y = kilometres(ground.longitude, ground.latitude)
    away, near_two = KDTree(np.stack([site_x, site_y], axis=1)).query(np.stack([x, y], axis=1), k=2)
    first = near_two[:, 0]
    second = np.where(away[:, 1] < SECOND_SITE_WITHIN_KM, near_two[:, 1], first)
    return tuple(
        used[near] * SECTORS + sector_towards(x - site_x[near], y - site_y[near]) for near in (first, second)
    )


def sector_towards(east: Floats, north: Floats) -> Ints:
    """Which of the three sectors of a site looks towards a place (0: north to east-south-east, then clockwise)."""
    return (np.degrees(np.arctan2(east, north)) % 360 // (360 / SECTORS)).astype(np.int64) % SECTORS


@lru_cache(maxsize=4)
def build(seed: int, sites: int) -> City:
    """The city of a seed with so many sites (a few planned and retired ones come on top), before its network ever changed."""
    ground = seoul()
    residents = _residents(ground, seed)
    hub_places = _hub_places(ground)
    idle = max(4, sites // 50)
    places = _site_places(ground, residents, hub_places, sites + 2 * idle, seed)
    luck = stream(seed, "network")
    status = luck.permutation(np.repeat([IN_USE, PLANNED, RETIRED], [sites, idle, idle]))
    longitude = np.round(ground.longitude[places] + luck.normal(0, 0.0005, len(places)), 6)
    latitude = np.round(ground.latitude[places] + luck.normal(0, 0.0004, len(places)), 6)
    habit, phase = _habits(status, sites, seed)
    other = _other_places(longitude, latitude, habit, seed)
    return City(
        seed, ground, residents, hub_places, longitude, latitude, status, habit, phase, *other, sites
    )  # fmt: skip


def _habits(status: Ints, sites: int, seed: int) -> tuple[Ints, Ints]:
    """Which sites come and go or move, and the month of the cycle in which each does: every month has some of each."""
    habit, phase = np.zeros_like(status), np.zeros_like(status)
    changing = stream(seed, "changing sites").permutation(np.flatnonzero(status == IN_USE))
    come_and_go, move = max(CYCLE, sites // 20), max(3 * ON_AIR, sites // 10)
    for kind, part in ((COMES_AND_GOES, changing[:come_and_go]), (MOVES, changing[come_and_go:][:move])):
        habit[part], phase[part] = kind, np.arange(len(part)) % CYCLE
    return habit, phase


def _other_places(longitude: Floats, latitude: Floats, habit: Ints, seed: int) -> tuple[Floats, Floats]:
    """Where the sites that move stand every other year: near another site, so that somebody lives there."""
    x, y = kilometres(longitude, latitude)
    luck = stream(seed, "other places")
    there = np.arange(len(x))
    for site in np.flatnonzero(habit == MOVES):
        km = np.hypot(x - x[site], y - y[site])
        there[site] = luck.choice(np.flatnonzero((MOVED_KM[0] < km) & (km < MOVED_KM[1])))
    moves = habit == MOVES
    return tuple(
        np.round(axis[there] + moves * luck.normal(0, 0.0005, len(there)), 6)
        for axis in (longitude, latitude)
    )


@lru_cache(maxsize=8)
def _in_month(seed: int, sites: int, month: date) -> City:
    city = build(seed, sites)
    months = month.year * 12 + month.month - 1
    age = (months - city.site_phase) % CYCLE
    comes, moves = city.site_habit == COMES_AND_GOES, city.site_habit == MOVES
    status = np.where(
        comes, np.select([age < ON_AIR, age < LISTED], [IN_USE, ENDED], UNLISTED), city.site_status
    )
    elsewhere = moves & (age >= ON_AIR)
    since = np.where(comes, months - age, months - age % ON_AIR)
    return replace(
        city,
        month=month,
        site_status=status,
        site_longitude=np.where(elsewhere, city.other_longitude, city.site_longitude),
        site_latitude=np.where(elsewhere, city.other_latitude, city.site_latitude),
        site_since=[
            date(m // 12, m % 12 + 1, 1) if changes else None
            for m, changes in zip(since.tolist(), comes | moves, strict=True)
        ],
        site_ended=[
            date((m + ON_AIR) // 12, (m + ON_AIR) % 12 + 1, 1) - timedelta(days=1) if s == ENDED else None
            for m, s in zip(since.tolist(), status, strict=True)
        ],
    )
