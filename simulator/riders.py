"""Who rides where in a service day: the simulated People, hour after hour, each going on from where the last ride ended.

Buses run by a timetable: who is at a stop boards the next one that comes. Of trains the gates tell, so that each rider has a train.
"""

from datetime import date

import numpy as np
import numpy.typing as npt

from simulator import crowds
from simulator.chance import Floats, pick
from simulator.day import LAST_HOUR, Day, is_day_off
from simulator.geography import kilometres
from simulator.hubs import HUBS
from simulator.legs import Legs, together
from simulator.network import Ints, Network, Rides
from simulator.people import People
from simulator.timetable import Passing, Timetable

# Share of a day's rides that begin in each hour, 4 to 27: two peaks on workdays, one long hill on days off.
WORKDAY = [.8, 1.8, 4.2, 9.5, 10.5, 6, 4.2, 4, 4.2, 4.3, 4.4, 4.8, 5.6, 8.2, 9.5, 6.5, 4.4, 3.2, 2.6, 1.7, .6, .3, .2, .1]  # fmt: skip
DAY_OFF = [.6, 1.2, 2, 3, 4.2, 5.2, 6, 6.6, 7, 7.2, 7.2, 7.2, 7.2, 7.2, 6.8, 6, 5, 4.2, 3.2, 2, .7, .4, .3, .2]  # fmt: skip
LEGS, LEG_SHARES = 4, [0.80, 0.15, 0.04, 0.01]
RAIL_KMH = 33.0
CHANGE_S, RAIL_CHANGE_S = (60, 300), (120, 720)
WAIT_MAX_S = 2_400
CHANGE_MAX_S = 1_700  # who waits longer has to pay anew, and goes on by other means
TAPS_IN_S, TAPS_OUT_S = (0, 25), (-10, 15)  # after the bus has come
WALK_MAX_KM, RIDE_MIN_KM = 0.9, 0.9
BOARDS_WHERE_ALIGHTED = 0.85
JOURNEYS_AT_ONCE = 60_000
DAY_S, END_S = 86_400, (LAST_HOUR + 1) * 3_600


def rides_by_hour(day: date, rides: int) -> Ints:
    """How many of a day's rides belong to journeys that begin in each hour 4..27."""
    volume = np.cumsum(DAY_OFF if is_day_off(day) else WORKDAY)
    return np.diff(np.round(volume / volume[-1] * rides).astype(np.int64), prepend=0)


class Riders:
    """The riders of one service day while its hours are made in order: where each is, and from when each is free.

    `stretches` are the planted crowded ones (`simulator.crowds`): on a workday their people ride there, whatever else they do.
    """

    def __init__(self, people: People, network: Network, day: date, stretches: list[crowds.Stretch]) -> None:
        self.people, self.network = people, network
        self.plan, self.is_off = Day(people, day), is_day_off(day)
        self.timetable = Timetable(network, day, people.seed, self.is_off)
        self.x, self.y = kilometres(people.city.ground.longitude, people.city.ground.latitude)
        self.home, self.day_place = people.home.copy(), people.day_place.copy()
        self.crowds = [] if self.is_off else crowds.crowds(people, self.timetable, stretches)
        self.kept_from, self.kept_until = (np.full(len(people), hour) for hour in (99, -1))
        for crowd in self.crowds:
            self._settle(crowd)
        self.where = self.home.copy()
        self.alighted_at = np.full(len(people), -1)
        self.free_from = np.zeros(len(people), np.int32)
        self.journeys = 0
        self.lives_near = network.place_walk_km[self.home] < WALK_MAX_KM
        to_work = np.hypot(
            self.x[self.day_place] - self.x[self.home], self.y[self.day_place] - self.y[self.home]
        )
        self.commutes = (to_work > RIDE_MIN_KM) & (not self.is_off)

    def _settle(self, crowd: crowds.Crowd) -> None:
        """Give a crowd its homes and work places, and keep it free for its ride."""
        stops = self.network.route_stop[crowd.stretch.route]
        last = self.network.stops_of_route[crowd.stretch.route] - 1
        ends = [
            self.network.stop_place[stops[last - abs(last - pos)]]
            for pos in (crowd.board_pos, crowd.alight_pos)
        ]
        persons = crowd.persons
        places = self.home, self.day_place
        for place, end in zip(places if crowd.is_of_morning else places[::-1], ends, strict=True):
            place[persons] = end[: len(persons)]
        self.kept_until[persons] = self._crowd_boards_s(crowd) // 3_600
        self.kept_from[persons] = 0 if crowd.is_of_morning else crowd.stretch.from_s // 3_600 - 1

    def _crowd_boards_s(self, crowd: crowds.Crowd) -> Ints:
        return self.timetable.at_s[crowd.stretch.route, crowd.run, crowd.board_pos[: len(crowd.run)]].astype(
            np.int64
        )

    def crowd_legs(self, hour: int, luck: np.random.Generator) -> Legs | None:
        """The rides of the planted crowds that begin in a service hour."""
        parts = []
        for crowd in self.crowds:
            stretch, boards_s = crowd.stretch, self._crowd_boards_s(crowd)
            now = np.flatnonzero((boards_s // 3_600 == hour) & (self.free_from[crowd.persons] <= boards_s))
            board_pos, alight_pos, run = crowd.board_pos[now], crowd.alight_pos[now], crowd.run[now]
            route, last = np.full(len(now), stretch.route), self.network.stops_of_route[stretch.route] - 1
            board_at, alight_at = last - abs(last - board_pos), last - abs(last - alight_pos)
            boarded = boards_s[now] + luck.integers(*TAPS_IN_S, len(now))
            alighted = self.timetable.at_s[stretch.route, run, alight_pos] + luck.integers(
                *TAPS_OUT_S, len(now)
            )
            persons, zero = crowd.persons[now], np.zeros(len(now), np.int64)
            km = self.network.route_km[stretch.route]
            metres = np.round(np.abs(km[alight_at] - km[board_at]) * 1_000).astype(np.int64)
            stop = self.network.route_stop[stretch.route, alight_at]
            self.where[persons], self.alighted_at[persons] = self.network.stop_place[stop], stop
            self.free_from[persons] = alighted
            journey = self.journeys + np.arange(len(now))
            self.journeys += len(now)
            parts.append(
                Legs(persons, journey, zero, zero == 0, route, board_at, alight_at, run, boarded,
                     alighted.astype(np.int64), metres)
            )  # fmt: skip
        return together(parts) if parts else None

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
        people, at_home = self.people, self.where == self.home
        weight = np.where(at_home, 0.4 + 0.6 * (9 <= hour <= 20), 1.5)
        weight[self.commutes & at_home & (people.arrive - 1 == hour)] = 20
        weight[self.commutes & ~at_home & (people.leave == hour)] = 20
        weight[~at_home & (people.leave < hour)] = 6
        weight[self.plan.is_out & (self.plan.home_again == hour)] = 12
        weight[~self.lives_near & at_home] *= 0.02
        weight[(self.free_from > hour * 3_600) | ((hour >= self.kept_from) & (hour <= self.kept_until))] *= (
            1e-9
        )
        count = min(count, len(people))
        keys = luck.exponential(size=len(people)) / weight  # the smallest are a draw by weight, nobody twice
        return np.argpartition(keys, count - 1)[:count]

    def _whither(self, persons: Ints, hour: int, luck: np.random.Generator) -> Ints:
        """To work in its hour, home from elsewhere, else to a hub; never to where they are or can walk to."""
        people, places = self.people, self.people.city.hub_places
        hub = pick(luck.random(len(persons)), [hub.leisure + hub.work / 2 for hub in HUBS])
        there = places[hub, luck.integers(0, places.shape[1], len(persons))]
        here, home = self.where[persons], self.home[persons]
        goes_home = (here != home) & (luck.random(len(persons)) < 0.85)
        to_work = self.commutes[persons] & (here == home) & (people.arrive[persons] - 1 == hour)
        there = np.select([to_work, goes_home], [self.day_place[persons], home], there)
        far = np.hypot(self.x[there] - self.x[here], self.y[there] - self.y[here]) > RIDE_MIN_KM
        return np.where(far, there, places[(hub + 1) % len(HUBS), 0])

    def _sets_out_from(self, persons: Ints, luck: np.random.Generator) -> Ints:
        """The stop where each boards: as a rule the one where they last alighted, else the one nearest to where they are."""
        near, before = self.network.place_stop[self.where[persons]], self.alighted_at[persons]
        back = (before >= 0) & (luck.random(len(persons)) < BOARDS_WHERE_ALIGHTED)
        return np.where(back, before, near)

    def _travel(self, persons: Ints, there: Ints, hour: int, luck: np.random.Generator) -> Legs:
        """The rides of each journey: one as a rule, else two to four with changes where another route calls."""
        network, count = self.network, len(persons)
        to_x, to_y = self.x[there], self.y[there]
        wanted = 1 + pick(luck.random(count), LEG_SHARES)
        stop = self._sets_out_from(persons, luck)
        total_km = np.hypot(network.stop_x[stop] - to_x, network.stop_y[stop] - to_y)
        now = hour * 3_600 + luck.integers(0, 3_600, count)
        by = now + WAIT_MAX_S  # until when they wait
        route, under_way = np.full(count, -1), np.ones(count, bool)
        done: list[tuple[npt.NDArray, ...]] = []
        for leg in range(LEGS):
            under_way &= (wanted > leg) & (now < END_S)
            who = np.flatnonzero(under_way)
            if not len(who):
                break
            left_km: Floats = np.maximum(0, total_km[who] * (1 - (leg + 1) / wanted[who]))
            rides = network.ride(stop[who], to_x[who], to_y[who], left_km, route[who], luck)
            carried, metres = self._carried(rides, now[who], luck)
            taken = (
                rides.is_found
                & carried.is_found
                & (carried.boarded_s <= by[who])
                & (carried.boarded_s < END_S)
            )
            under_way[who] = taken
            who, rides_route, board_at, alight_at = (
                column[taken] for column in (who, rides.route, rides.board_at, rides.alight_at)
            )
            run, boarded, alighted = (
                column[taken] for column in (carried.run, carried.boarded_s, carried.alighted_s)
            )
            done.append((who, np.full(len(who), leg), rides_route, board_at, alight_at, run, boarded, alighted,
                         metres[taken]))  # fmt: skip
            stop[who], route[who] = network.route_stop[rides_route, alight_at], rides_route
            walks_s = [luck.integers(*span, len(who)) for span in (RAIL_CHANGE_S, CHANGE_S)]
            now[who] = alighted + np.where(network.is_rail[rides_route], *walks_s)
            by[who] = alighted + CHANGE_MAX_S
            self.free_from[persons[who]] = now[who]
        self._arrive(persons, there, stop, route >= 0)
        who, transfers, *rest = (np.concatenate(column) for column in zip(*done, strict=True))
        last = np.zeros(count, np.int64)
        np.maximum.at(last, who, transfers)
        order = np.lexsort((transfers, who))
        legs = Legs(persons[who], self.journeys + who, transfers, transfers == last[who], *rest)
        return legs.only(order)

    def _carried(self, rides: Rides, ready_s: Ints, luck: np.random.Generator) -> tuple[Passing, Ints]:
        """What carries each rider (the next bus, or a train at once), and the metres of the ride."""
        network, count = self.network, len(ready_s)
        route, board_at, alight_at = (
            np.where(rides.is_found, column, 0) for column in (rides.route, rides.board_at, rides.alight_at)
        )
        km = np.abs(network.route_km[route, alight_at] - network.route_km[route, board_at])
        back, rail = alight_at < board_at, network.is_rail[route]
        board_pos, alight_pos = (network.loop_position(route, at, back) for at in (board_at, alight_at))
        bus = self.timetable.next_bus(route, board_pos, alight_pos, ready_s)
        train_s = (km / (RAIL_KMH * luck.uniform(0.8, 1.15, count)) * 3_600).astype(np.int64)
        by_train = ready_s + train_s + luck.integers(20, 90, count)
        carried = Passing(
            run=np.where(rail, -1, bus.run),
            boarded_s=np.where(rail, ready_s, bus.boarded_s + luck.integers(*TAPS_IN_S, count)),
            alighted_s=np.where(rail, by_train, bus.alighted_s + luck.integers(*TAPS_OUT_S, count)),
            is_found=rail | bus.is_found,
        )
        return carried, np.round(km * 1_000).astype(np.int64)

    def _arrive(self, persons: Ints, there: Ints, stop: Ints, has_ridden: npt.NDArray[np.bool_]) -> None:
        """Where the riders are now: at their goal if it is a walk from the last stop, else about that stop."""
        persons, there, stop = persons[has_ridden], there[has_ridden], stop[has_ridden]
        walk_km = np.hypot(
            self.network.stop_x[stop] - self.x[there], self.network.stop_y[stop] - self.y[there]
        )
        self.where[persons] = np.where(walk_km <= WALK_MAX_KM, there, self.network.stop_place[stop])
        self.alighted_at[persons] = stop
