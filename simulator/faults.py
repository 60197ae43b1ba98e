"""What is wrong with the network on a day: one site whose clock is wrong, and one that is silent for some busy hours.

A wrong clock must not make sound people look as if they flew: the site serves those alone who are at home all day, so that no
row of theirs stands beside one of another site; all others are served by its neighbour, as when a site is down.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from simulator.chance import Floats, stream
from simulator.city import HUB_PLACES, IN_USE, SECTORS, City, Ints, sector_towards
from simulator.day import FIRST_HOUR, LAST_HOUR, Day
from simulator.geography import POINTS_A_DONG
from simulator.hubs import HUBS
from simulator.people import People, Places

FEWEST_ROWS = 20_000  # in a smaller night no site has enough events to be told apart
WRONG_BY_S = (20 * 60, 90 * 60)
SILENT_FROM, SILENT_HOURS = (9, 16), (4, 7)
EDGE_HOURS = 2  # a clock wrong by 90 minutes must not put a row into another service day
CELL_DAY = pa.schema(
    [
        ("cell_id", pa.string()),
        ("clock_skew_s", pa.int64()),
        ("silent_from_hour", pa.int64()),
        ("silent_hours_cnt", pa.int64()),
    ]
)


@dataclass(frozen=True)
class Faults:
    """Sites by index, -1 for none. `clock_skew_s` is added to the time of what the site tells."""

    skewed_site: int = -1
    clock_skew_s: int = 0
    silent_site: int = -1
    silent_from: int = 0
    silent_hours: int = 0

    @property
    def sites(self) -> list[int]:
        """All sites with a fault."""
        return [site for site in (self.skewed_site, self.silent_site) if site >= 0]

    def at(self, hour: int) -> list[int]:
        """The sites that do not serve as usual in an hour."""
        is_silent = self.silent_from <= hour < self.silent_from + self.silent_hours
        return [site for site in self.sites if site == self.skewed_site or is_silent]

    def is_mute(self, hour: int) -> bool:
        """Hours in which the site with the wrong clock tells nothing, as its rows would leave the service day."""
        if self.clock_skew_s > 0:
            return hour > LAST_HOUR - EDGE_HOURS
        return self.clock_skew_s < 0 and hour < FIRST_HOUR + EDGE_HOURS

    def truth(self, city: City) -> pa.Table:
        """cell_id, clock_skew_s, silent_from_hour, silent_hours_cnt: a row a cell of a site with a fault."""
        rows = [
            {
                "cell_id": city.cell_id(cell),
                "clock_skew_s": self.clock_skew_s if site == self.skewed_site else None,
                "silent_from_hour": self.silent_from if site == self.silent_site else None,
                "silent_hours_cnt": self.silent_hours if site == self.silent_site else None,
            }
            for site in self.sites
            for cell in range(site * SECTORS, (site + 1) * SECTORS)
        ]
        return pa.Table.from_pylist(rows, schema=CELL_DAY)


def faults_of(city: City, day: date, rows: int) -> Faults:
    """The faults of a day: the wrong clock where many live, the silence where many are by day."""
    if rows < FEWEST_ROWS:
        return Faults()
    luck = stream(city.seed, "faults", day.toordinal())
    homes = np.repeat(city.residents / city.residents.sum() / POINTS_A_DONG, POINTS_A_DONG)
    busy = homes.copy()
    pull = np.array([hub.work + hub.leisure for hub in HUBS], dtype=float)
    np.add.at(busy, city.hub_places.ravel(), np.repeat(pull / pull.sum() / HUB_PLACES, HUB_PLACES))
    skewed = int(luck.choice(_busiest(city, homes, 0.05)))
    busiest = _busiest(city, busy, 0.10)
    silent = int(luck.choice(busiest[busiest != skewed]))
    skew_s = int(luck.integers(*WRONG_BY_S)) * int(luck.choice([-1, 1]))
    return Faults(skewed, skew_s, silent, int(luck.integers(*SILENT_FROM)), int(luck.integers(*SILENT_HOURS)))


def _busiest(city: City, weight_of_place: Floats, share: float) -> Ints:
    """The sites with the most of some weight around them."""
    weight = np.bincount(city.first_cell // SECTORS, weights=weight_of_place, minlength=len(city.site_status))
    in_use = int((city.site_status == IN_USE).sum())
    return np.argsort(-weight, kind="stable")[: max(2, round(share * in_use))]


class Served:
    """Which cell serves each person through the hours of one service day, the faults of the network considered."""

    def __init__(self, people: People, service_date: date, rows: int) -> None:
        self.people, self.day = people, Day(people, service_date)
        self.city = people.city.on(service_date)
        self.faults = faults_of(self.city, service_date, rows)

    @cached_property
    def is_skewed(self) -> npt.NDArray[np.bool_]:
        """Whose events are told by the clock that is wrong."""
        if self.faults.skewed_site < 0:
            return np.zeros(len(self.people), bool)
        lives_there = self.city.first_cell[self.people.home] // SECTORS == self.faults.skewed_site
        return lives_there & self.day.stays_home

    @cached_property
    def away(self) -> Ints:
        """Cell → cell: a neighbour's for the cells of sites with a fault, else the cell itself."""
        return self._around(self.faults.sites)

    def cell(self, hour: int) -> Places:
        """The cell that serves each person through a service hour."""
        cell = self.day.cell(hour)
        if not self.faults.sites:
            return cell
        faulty = self.faults.at(hour)
        around = self.away if len(faulty) == len(self.faults.sites) else self._around(faulty)
        cell = around[cell].astype(np.int32)
        cell[self.is_skewed] = self.city.first_cell[self.people.home[self.is_skewed]]
        return cell

    def _around(self, sites: list[int]) -> Ints:
        x, y = self.city.site_km
        cells = np.arange(self.city.cells)
        usable = np.flatnonzero(self.city.site_status == IN_USE)
        usable = usable[~np.isin(usable, self.faults.sites)]
        for site in sites:
            near = usable[np.argmin(np.hypot(x[usable] - x[site], y[usable] - y[site]))]
            sector = sector_towards(x[[site]] - x[near], y[[site]] - y[near])[0]
            cells[site * SECTORS : (site + 1) * SECTORS] = near * SECTORS + sector
        return cells
