"""One service day of the subscribers: who is where in each hour, and how long the way there takes."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import holidays
import numpy as np
import numpy.typing as npt

from simulator.chance import Floats, Ids, draw, pick
from simulator.city import SECTORS, City
from simulator.hubs import HUBS
from simulator.people import People, Places, Small

FIRST_HOUR, LAST_HOUR = 4, 27
HOME, AT_WORK, AT_LEISURE, OUT = 0, 1, 2, 3
# How much a person phones in each state, awake hours and the dead of night apart.
ACTIVITY = np.array([1.0, 1.15, 1.3, 1.6])
ACTIVITY_AT_NIGHT = np.array([0.22, 0.6, 1.0, 1.8])
# Share of the day's events in each hour, 4 to 27.
VOLUME = np.array(
    [
        0.6,
        0.8,
        1.8,
        3.5,
        5.0,
        5.2,
        5.3,
        5.5,
        6.0,
        5.8,
        5.6,
        5.6,
        5.7,
        6.0,
        6.5,
        6.6,
        6.3,
        5.9,
        5.4,
        4.6,
        3.4,
        2.5,
        1.8,
        1.2,
    ]
)
# Nights out by weekday (Monday first), times a person's habit; Friday and Saturday evenings lead.
NIGHT_OUT = np.array([0.7, 0.75, 0.8, 1.0, 1.8, 1.9, 0.7])
OUT_FROM = ([20, 21, 22], [2, 3, 3])
# First hour at home again; 28 stays until the night ends. After the hours in which the real night bus fills.
HOME_AGAIN = ([24, 25, 26, 27, 28], [14, 27, 27, 21, 11])
LEISURE_OFF, LEISURE_WORKDAY = 0.35, 0.10
TRAVEL_KMH, TRAVEL_MAX_S = 45, 3_000
SECOND_CELL = 0.15


@lru_cache
def is_day_off(day: date) -> bool:
    """Saturdays, Sundays and Korea's public holidays."""
    return day.weekday() >= 5 or day in _holidays(day.year)


@lru_cache
def _holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("KR", years=year)


@dataclass(frozen=True)
class Day:
    """The plan of one service day; every answer is an array by person, in the order of `people`."""

    people: People
    service_date: date

    def _draw(self, purpose: str, *more: int) -> Floats:
        return draw(self.people.ids, self.people.seed, purpose, self.service_date.toordinal(), *more)

    @cached_property
    def is_out(self) -> npt.NDArray[np.bool_]:
        """Who spends this evening at a night hub."""
        return self._draw("out") < self.people.night_habit * NIGHT_OUT[self.service_date.weekday()]

    @cached_property
    def out_from(self) -> Small:
        return np.array(OUT_FROM[0], np.int8)[pick(self._draw("out from"), OUT_FROM[1])]

    @cached_property
    def home_again(self) -> Small:
        """First service hour at home after a night out (28: stayed to the end)."""
        return np.array(HOME_AGAIN[0], np.int8)[pick(self._draw("home again"), HOME_AGAIN[1])]

    @cached_property
    def out_hub(self) -> Small:
        """Tonight's hub: mostly the usual one, else any by pull."""
        other = pick(self._draw("other hub"), [hub.night for hub in HUBS]).astype(np.int8)
        return np.where(self._draw("usual hub") < 0.8, self.people.night_hub, other)

    @cached_property
    def _out_place(self) -> Places:
        return self._place_at(self.out_hub, "out place")

    @cached_property
    def _leisure(self) -> tuple[npt.NDArray[np.bool_], Small, Small, Places]:
        """Who goes out by day, from and until which hour, and where."""
        off = is_day_off(self.service_date)
        goes = self._draw("leisure") < (LEISURE_OFF if off else LEISURE_WORKDAY)
        start = (9 + self._draw("leisure from") * 9).astype(np.int8) if off else self.people.leave
        hub = pick(self._draw("leisure hub"), [hub.leisure for hub in HUBS])
        return goes, start, (start + 4).astype(np.int8), self._place_at(hub, "leisure place")

    def _place_at(self, hub: npt.NDArray[np.integer], purpose: str) -> Places:
        places = self.people.city.hub_places
        return places[hub, (self._draw(purpose) * places.shape[1]).astype(np.int64)].astype(np.int32)

    @cached_property
    def stays_home(self) -> npt.NDArray[np.bool_]:
        """Who is at home in every hour."""
        works = (self.people.day_place != self.people.home) & (not is_day_off(self.service_date))
        return ~(works | self._leisure[0] | self.is_out)

    def place(self, hour: int) -> Places:
        """Where each person is in a service hour."""
        state = self.state(hour)
        return np.select(
            [state == AT_WORK, state == AT_LEISURE, state == OUT],
            [self.people.day_place, self._leisure[3], self._out_place],
            self.people.home,
        )

    def state(self, hour: int) -> Small:
        """HOME, AT_WORK (or at school), AT_LEISURE or OUT in a service hour."""
        people = self.people
        goes, start, end, _ = self._leisure
        state = np.zeros(len(people), np.int8)
        if not is_day_off(self.service_date):
            state[(people.arrive <= hour) & (hour < people.leave) & (people.day_place != people.home)] = (
                AT_WORK
            )
        state[goes & (start <= hour) & (hour < end)] = AT_LEISURE
        state[self.is_out & (self.out_from <= hour) & (hour < self.home_again)] = OUT
        return state

    def cell(self, hour: int) -> Places:
        """The cell that serves each person through a service hour."""
        city, where = self.people.city.on(self.service_date), self.place(hour)
        other = self._draw("second cell", hour) < SECOND_CELL
        return np.where(other, city.second_cell[where], city.first_cell[where]).astype(np.int32)


def travel_s(
    before: Places, after: Places, city: City, city_before: City | None = None
) -> npt.NDArray[np.int16]:
    """Seconds of the hour a person is under way from one serving site to the next, and silent.

    `city_before` is the network the cells `before` belong to, where another month's. Nobody is ever seen faster than a city
    bus: tests of impossible speed find planted defects only.
    """
    (x, y), (x_before, y_before) = city.site_km, (city_before or city).site_km
    here, there = before // SECTORS, after // SECTORS
    seconds = np.hypot(x[there] - x_before[here], y[there] - y_before[here]) * 3600 / TRAVEL_KMH
    return np.minimum(seconds, TRAVEL_MAX_S).astype(np.int16)


def events_by_hour(rows: int) -> Ids:
    """How many of a day's events fall into each hour 4..27."""
    bounds = np.round(np.cumsum(VOLUME) / VOLUME.sum() * rows).astype(np.int64)
    return np.diff(bounds, prepend=0)
