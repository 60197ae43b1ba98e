"""The buses of a service day: each runs out and back over its route, passes its stops in order, and begins anew after a pause."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from simulator.chance import Floats, stream
from simulator.network import MOST_STOPS, Ints, Network

FIRST_S, LAST_S = 3 * 3_600, 28 * 3_600 - 1_200  # under way when the day begins, and still as it ends
BUS_KMH = 20.0  # stops and all
SLOW_HOURS, SLOW = (7, 8, 17, 18), 0.88
NIGHT_FROM, AT_NIGHT = 23, 1.1
OFTEN, SELDOM = 0.75, 1.8  # intervals in the rush and at night beside the headway at noon
APART = 0.03  # buses are so much faster or slower than usual
PAUSE_S = 300
_NEVER = 199_999  # later than any second of a service day
_A_GROUP = 200_000


@dataclass(frozen=True)
class Passing:
    """For each rider the run (its number on the route) that is boarded, and when it is at the two stops; `is_found`: there was one."""

    run: Ints
    boarded_s: Ints
    alighted_s: Ints
    is_found: npt.NDArray[np.bool_]


def _speed(hour: int) -> float:
    return BUS_KMH * (SLOW if hour in SLOW_HOURS else AT_NIGHT if hour >= NIGHT_FROM else 1.0)


def _interval_s(headway_min: int, hour: int, is_off: bool) -> int:
    rush = hour in SLOW_HOURS and not is_off
    return round(headway_min * 60 * (OFTEN if rush else SELDOM if hour >= NIGHT_FROM else 1.0))


class Timetable:
    """When each bus of a day passes each stop; `fleet` vehicles of a route take its runs by turns."""

    def __init__(self, network: Network, day: date, seed: int, is_off: bool) -> None:
        self.network = network
        departures = [self._departures(int(m), is_off) for m in network.headway_min]
        self.runs = max(map(len, departures))
        self.at_s = np.full((len(departures), self.runs, 2 * MOST_STOPS - 1), _NEVER, np.int32)
        self.fleet = np.ones(len(departures), np.int64)
        for route, departs in enumerate(departures):
            luck = stream(seed, "runs", day.toordinal(), route)
            km = self._loop_km(route)
            kmh = np.array([_speed(s // 3_600) for s in departs]) * luck.uniform(
                1 - APART, 1 + APART, len(departs)
            )
            times = departs[:, None] + np.round(km / kmh[:, None] * 3_600).astype(np.int64)
            self.at_s[route, : len(departs), : len(km)] = times
            self.fleet[route] = self._vehicles_needed(departs, times[:, -1] + PAUSE_S)

    @staticmethod
    def _departures(headway_min: int, is_off: bool) -> Ints:
        departs, at = [], FIRST_S
        while at <= LAST_S:
            departs.append(at)
            at += _interval_s(headway_min, at // 3_600, is_off)
        return np.array(departs)

    def _loop_km(self, route: int) -> Floats:
        stops = int(self.network.stops_of_route[route])
        there = self.network.route_km[route, :stops]
        return np.concatenate([there, 2 * there[-1] - there[-2::-1]])

    @staticmethod
    def _vehicles_needed(departs: Ints, free_again: Ints) -> int:
        """So many that each is back before its next run begins."""
        return int((np.searchsorted(departs, free_again) - np.arange(len(departs))).max())

    @cached_property
    def _by_time(self) -> tuple[Ints, Ints]:
        """For each route and stop its runs by time, and for a search among all of them their times after a number of the group."""
        by_stop = self.at_s.swapaxes(1, 2)
        order = np.argsort(by_stop, axis=2, kind="stable")
        groups = np.arange(by_stop.shape[0] * by_stop.shape[1]).reshape(*by_stop.shape[:2], 1)
        return order.reshape(-1), (np.take_along_axis(by_stop, order, 2) + groups * _A_GROUP).reshape(-1)

    def next_bus(self, route: Ints, board_pos: Ints, alight_pos: Ints, ready_s: Ints) -> Passing:
        """The next bus at a stop (a place in the way out and back) for riders who are there from `ready_s` on."""
        order, times = self._by_time
        group = route * self.at_s.shape[2] + board_pos
        found = np.searchsorted(times, group * _A_GROUP + ready_s)
        is_found = found < (group + 1) * self.runs
        run = order[np.minimum(found, len(order) - 1)]
        boarded, alighted = (self.at_s[route, run, at].astype(np.int64) for at in (board_pos, alight_pos))
        return Passing(run, boarded, alighted, is_found & (boarded < _NEVER) & (alighted < _NEVER))
