"""Who rides where in a service day: the simulated People, hour after hour, each going on from where the last ride ended."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from simulator.chance import Floats, pick
from simulator.day import LAST_HOUR, Day, is_day_off
from simulator.geography import kilometres
from simulator.hubs import HUBS
from simulator.network import Ints, Network
from simulator.people import People

# Share of a day's rides that begin in each hour, 4 to 27: two peaks on workdays, one long hill on days off.
WORKDAY = [.8, 1.8, 4.2, 9.5, 10.5, 6, 4.2, 4, 4.2, 4.3, 4.4, 4.8, 5.6, 8.2, 9.5, 6.5, 4.4, 3.2, 2.6, 1.7, .6, .3, .2, .1]  # fmt: skip
DAY_OFF = [.6, 1.2, 2, 3, 4.2, 5.2, 6, 6.6, 7, 7.2, 7.2, 7.2, 7.2, 7.2, 6.8, 6, 5, 4.2, 3.2, 2, .7, .4, .3, .2]  # fmt: skip
LEGS, LEG_SHARES = 4, [0.80, 0.15, 0.04, 0.01]
BUS_KMH, RAIL_KMH = 20.0, 33.0
CHANGE_S = (120, 720)
WALK_MAX_KM, RIDE_MIN_KM = 0.9, 0.9
JOURNEYS_AT_ONCE = 60_000
DAY_S, END_S = 86_400, (LAST_HOUR + 1) * 3_600


@dataclass(frozen=True)
class Legs:
    """Rides in the order of boarding; seconds count from the service date's midnight. `is_last`: of its journey."""

    person: Ints
    journey: Ints
    transfers: Ints
    is_last: npt.NDArray[np.bool_]
    route: Ints
    board_at: Ints
    alight_at: Ints
    boarded_s: Ints
    alighted_s: Ints
    distance_m: Ints

    def __len__(self) -> int:
        return len(self.person)

    def only(self, rows: npt.NDArray[np.integer]) -> "Legs":
        """Some of the rides, in the order given."""
        return Legs(**{name: column[rows] for name, column in vars(self).items()})


def rides_by_hour(day: date, rides: int) -> Ints:
    """How many of a day's rides belong to journeys that begin in each hour 4..27."""
    volume = np.cumsum(DAY_OFF if is_day_off(day) else WORKDAY)
    return np.diff(np.round(volume / volume[-1] * rides).astype(np.int64), prepend=0)


class Riders:
    """The riders of one service day while its hours are made in order: where each is, and from when each is free."""

    def __init__(self, people: People, network: Network, day: date) -> None:
        self.people, self.network = people, network
        self.plan, self.is_off = Day(people, day), is_day_off(day)
        self.x, self.y = kilometres(people.city.ground.longitude, people.city.ground.latitude)
        self.where = people.home.copy()
        self.free_from = np.zeros(len(people), np.int32)
        self.journeys = 0
        self.lives_near = network.place_walk_km[people.home] < WALK_MAX_KM
        to_work = np.hypot(
            self.x[people.day_place] - self.x[people.home], self.y[people.day_place] - self.y[people.home]
        )
        self.commutes = (to_work > RIDE_MIN_KM) & (not self.is_off)

    def legs(self, hour: int, rides: int, luck: np.random.Generator) -> Legs:
        """At most `rides` rides (and at least one journey's) that begin in a service hour, by time of boarding."""
        wanted = min(int(rides / np.dot(LEG_SHARES, range(1, LEGS + 1))) + 1, JOURNEYS_AT_ONCE)
        persons = self._who(hour, wanted, luck)
        legs = self._travel(persons, self._whither(persons, hour, luck), hour, luck)
        legs = legs.only(np.flatnonzero(np.arange(len(legs)) < rides))
        self.journeys += len(persons)
        return legs.only(np.argsort(legs.boarded_s, kind="stable"))

    def _who(self, hour: int, count: int, luck: np.random.Generator) -> Ints:
        """Who sets out: above all those who go to work, come from it, or come home from a night out in this hour."""
        people, at_home = self.people, self.where == self.people.home
        weight = np.where(at_home, 0.4 + 0.6 * (9 <= hour <= 20), 1.5)
        weight[self.commutes & at_home & (people.arrive - 1 == hour)] = 20
        weight[self.commutes & ~at_home & (people.leave == hour)] = 20
        weight[~at_home & (people.leave < hour)] = 6
        weight[self.plan.is_out & (self.plan.home_again == hour)] = 12
        weight[~self.lives_near & at_home] *= 0.02
        weight[self.free_from > hour * 3_600] *= 1e-9
        count = min(count, len(people))
        keys = luck.exponential(size=len(people)) / weight  # the smallest are a draw by weight, nobody twice
        return np.argpartition(keys, count - 1)[:count]

    def _whither(self, persons: Ints, hour: int, luck: np.random.Generator) -> Ints:
        """To work in its hour, home from elsewhere, else to a hub; never to where they are or can walk to."""
        people, places = self.people, self.people.city.hub_places
        hub = pick(luck.random(len(persons)), [hub.leisure + hub.work / 2 for hub in HUBS])
        there = places[hub, luck.integers(0, places.shape[1], len(persons))]
        here, home = self.where[persons], people.home[persons]
        goes_home = (here != home) & (luck.random(len(persons)) < 0.85)
        to_work = self.commutes[persons] & (here == home) & (people.arrive[persons] - 1 == hour)
        there = np.select([to_work, goes_home], [people.day_place[persons], home], there)
        far = np.hypot(self.x[there] - self.x[here], self.y[there] - self.y[here]) > RIDE_MIN_KM
        return np.where(far, there, places[(hub + 1) % len(HUBS), 0])

    def _travel(self, persons: Ints, there: Ints, hour: int, luck: np.random.Generator) -> Legs:
        """The rides of each journey: one as a rule, else two to four with changes where another route calls."""
        network, count = self.network, len(persons)
        to_x, to_y = self.x[there], self.y[there]
        wanted = 1 + pick(luck.random(count), LEG_SHARES)
        stop = network.place_stop[self.where[persons]]
        total_km = np.hypot(network.stop_x[stop] - to_x, network.stop_y[stop] - to_y)
        now = hour * 3_600 + luck.integers(0, 3_600, count)
        route, under_way = np.full(count, -1), np.ones(count, bool)
        done: list[tuple[npt.NDArray, ...]] = []
        for leg in range(LEGS):
            under_way &= (wanted > leg) & (now < END_S)
            who = np.flatnonzero(under_way)
            if not len(who):
                break
            left_km: Floats = np.maximum(0, total_km[who] * (1 - (leg + 1) / wanted[who]))
            rides = network.ride(stop[who], to_x[who], to_y[who], left_km, route[who], luck)
            under_way[who] = rides.is_found
            who, rides_route, board_at, alight_at = (
                column[rides.is_found] for column in (who, rides.route, rides.board_at, rides.alight_at)
            )
            km = np.abs(network.route_km[rides_route, alight_at] - network.route_km[rides_route, board_at])
            speed = np.where(network.is_rail[rides_route], RAIL_KMH, BUS_KMH) * luck.uniform(
                0.8, 1.15, len(who)
            )
            alighted = now[who] + (km / speed * 3_600).astype(np.int64) + luck.integers(20, 90, len(who))
            done.append((who, np.full(len(who), leg), rides_route, board_at, alight_at, now[who], alighted,
                         np.round(km * 1_000).astype(np.int64)))  # fmt: skip
            stop[who], route[who] = network.route_stop[rides_route, alight_at], rides_route
            now[who] = alighted + luck.integers(*CHANGE_S, len(who))
            self.free_from[persons[who]] = now[who]
        self.where[persons] = there
        who, transfers, *rest = (np.concatenate(column) for column in zip(*done, strict=True))
        last = np.zeros(count, np.int64)
        np.maximum.at(last, who, transfers)
        order = np.lexsort((transfers, who))
        legs = Legs(persons[who], self.journeys + who, transfers, transfers == last[who], *rest)
        return legs.only(order)
