"""The carrier's city: residents by dong, hubs on the ground, sites with three cells each, and which cell serves a place."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from simulator.chance import Floats, stream
from simulator.geography import POINTS_A_DONG, Geography, kilometres, seoul
from simulator.hubs import GU_RESIDENTS, HUBS

Ints = npt.NDArray[np.int64]

SECTORS = 3
HUB_PLACES = 12
IN_USE, PLANNED, RETIRED = 0, 1, 2
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
    first_cell: Ints
    second_cell: Ints

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
        """Cells whose site is in use, planned or retired."""
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
    first, second = np.empty(len(x), np.int64), np.empty(len(x), np.int64)
    for start in range(0, len(x), 2048):
        part = slice(start, start + 2048)
        away = np.hypot(x[part, None] - site_x, y[part, None] - site_y)
        rows = np.arange(away.shape[0])
        nearest = np.argmin(away, axis=1)
        away[rows, nearest] = np.inf
        next_one = np.argmin(away, axis=1)
        first[part] = nearest
        second[part] = np.where(away[rows, next_one] < SECOND_SITE_WITHIN_KM, next_one, nearest)
    return tuple(  # type: ignore[return-value]
        used[near] * SECTORS + _sector(x - site_x[near], y - site_y[near]) for near in (first, second)
    )


def _sector(east: Floats, north: Floats) -> Ints:
    """Which of the three sectors of a site looks towards a place (0: north to east-south-east, then clockwise)."""
    return (np.degrees(np.arctan2(east, north)) % 360 // (360 / SECTORS)).astype(np.int64) % SECTORS


@lru_cache(maxsize=4)
def build(seed: int, sites: int) -> City:
    """The city of a seed with so many sites in use (a few planned and retired ones come on top)."""
    ground = seoul()
    residents = _residents(ground, seed)
    hub_places = _hub_places(ground)
    idle = max(4, sites // 50)
    places = _site_places(ground, residents, hub_places, sites + 2 * idle, seed)
    luck = stream(seed, "network")
    status = luck.permutation(np.repeat([IN_USE, PLANNED, RETIRED], [sites, idle, idle]))
    longitude = np.round(ground.longitude[places] + luck.normal(0, 0.0005, len(places)), 6)
    latitude = np.round(ground.latitude[places] + luck.normal(0, 0.0004, len(places)), 6)
    first, second = _serving(ground, longitude, latitude, np.flatnonzero(status == IN_USE))
    return City(seed, ground, residents, hub_places, longitude, latitude, status, first, second)
