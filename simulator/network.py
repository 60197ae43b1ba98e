"""Buses and trains of the simulated city: routes through stops about 450 m apart, shared where routes cross.

Stops lie on a lattice, so that two lines that cross meet at a stop. A train line calls at some of the same places under
station numbers of another settler: a stop, route or vehicle number is unique only together with its settler.
"""

import itertools
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from simulator import city
from simulator.chance import Floats, pick, stream
from simulator.geography import Geography, kilometres
from simulator.hubs import HUBS

Ints = npt.NDArray[np.int64]
Line = list[tuple[float, float]]

LATTICE_KM = 0.42
BUS_EVERY_KM, RAIL_EVERY_KM = 0.45, 0.95
FEWEST_STOPS, MOST_STOPS = 20, 40
HEADWAY_MIN = (6, 14)
RAIL_SHARE = 0.12
BESIDE_LINE_KM = 2.5
CALLS_MAX = 8  # routes a rider looks at where more call
NO_WAY = np.float32(1e6)
NOT_HERE_KM = np.float32(8.0)  # how much worse a stop without another route is to a rider who has to change
TASTE_KM = 0.4  # riders do not all take the one best route
BATCH = 4_096


@dataclass(frozen=True)
class Rides:
    """One leg each: route, and the positions on it at which a rider boards and alights. `is_found`: there was a way."""

    route: Ints
    board_at: Ints
    alight_at: Ints
    is_found: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Network:
    """Arrays by stop, by place (its nearest stop) and by route × position along it (-1 and far away beyond a route's end).

    `stop_place`: the place nearest to a stop; `headway_min`: minutes between two buses of a route at noon.
    """

    stop_x: Floats
    stop_y: Floats
    route_stop: Ints
    is_rail: npt.NDArray[np.bool_]
    place_stop: Ints
    place_walk_km: Floats
    stop_place: Ints
    headway_min: Ints

    @cached_property
    def stops_of_route(self) -> Ints:
        """How many stops each route has, one way."""
        return (self.route_stop >= 0).sum(axis=1)

    def loop_position(self, route: Ints, at: Ints, back: npt.NDArray[np.bool_]) -> Ints:
        """The place in the way out and back (0: the first stop) of a position on a route."""
        return np.where(back, 2 * (self.stops_of_route[route] - 1) - at, at)

    @cached_property
    def route_km(self) -> Floats:
        """Kilometres from a route's first stop, stop by stop."""
        x, y = self.stop_x[self.route_stop], self.stop_y[self.route_stop]
        steps = np.where(self.route_stop[:, 1:] < 0, 0, np.hypot(np.diff(x), np.diff(y)))
        return np.concatenate([np.zeros((len(steps), 1)), np.cumsum(steps, axis=1)], axis=1)

    @cached_property
    def _where(self) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        there = self.route_stop >= 0
        return tuple(  # type: ignore[return-value]
            np.where(there, axis[self.route_stop], NO_WAY).astype(np.float32)
            for axis in (self.stop_x, self.stop_y)
        )

    @cached_property
    def _calls(self) -> tuple[Ints, Ints]:
        """For each stop the routes that call there and at which position, -1 for none."""
        routes = np.full((len(self.stop_x), CALLS_MAX), -1)
        positions = np.full_like(routes, -1)
        known = np.zeros(len(self.stop_x), np.int64)
        for route, position in np.argwhere(self.route_stop >= 0):
            stop = self.route_stop[route, position]
            if known[stop] < CALLS_MAX:
                routes[stop, known[stop]], positions[stop, known[stop]] = route, position
                known[stop] += 1
        return routes, positions

    @cached_property
    def _no_change(self) -> npt.NDArray[np.float32]:
        """How bad it is to change at each stop of each route: nothing where another route calls."""
        has_other = (self._calls[0] >= 0).sum(axis=1) > 1
        return np.where(has_other[self.route_stop], np.float32(0), NOT_HERE_KM)

    def ride(
        self, stop: Ints, to_x: Floats, to_y: Floats, left_km: Floats, not_on: Ints, luck: np.random.Generator
    ) -> Rides:
        """For each rider at a stop the leg that ends `left_km` from where they want to be (0: there; more: to change).

        `not_on` is the route they came with, which they do not take again (-1: none).
        """
        parts = [
            self._ride(stop[part], to_x[part], to_y[part], left_km[part], not_on[part], luck)
            for part in (slice(at, at + BATCH) for at in range(0, len(stop), BATCH))
        ]
        return Rides(*(np.concatenate(column) for column in zip(*parts, strict=True)))

    def _ride(
        self, stop: Ints, to_x: Floats, to_y: Floats, left_km: Floats, not_on: Ints, luck: np.random.Generator
    ) -> tuple[npt.NDArray, ...]:
        routes, board_at = (calls[stop] for calls in self._calls)
        x, y = (axis[routes] for axis in self._where)  # riders × routes × positions
        x -= to_x.astype(np.float32)[:, None, None]
        y -= to_y.astype(np.float32)[:, None, None]
        cost = np.abs(np.sqrt(x * x + y * y) - left_km.astype(np.float32)[:, None, None])
        cost += (left_km > 0).astype(np.float32)[:, None, None] * self._no_change[routes]
        cost += luck.random((*routes.shape, 1), np.float32) * np.float32(TASTE_KM)
        cost[(routes < 0) | (routes == not_on[:, None])] = NO_WAY
        np.put_along_axis(cost, np.maximum(board_at, 0)[..., None], NO_WAY, axis=2)
        flat = cost.reshape(len(stop), -1)
        best = flat.argmin(axis=1)
        rows = np.arange(len(stop))
        call, alight_at = best // cost.shape[2], best % cost.shape[2]
        return routes[rows, call], board_at[rows, call], alight_at, flat[rows, best] < NO_WAY / 2


def _along(line: Line, every_km: float) -> list[tuple[int, int]]:
    """Lattice points along a line, about `every_km` apart, none twice in a row."""
    found: list[tuple[int, int]] = []
    for (x, y), (to_x, to_y) in itertools.pairwise(line):
        steps = max(1, round(float(np.hypot(to_x - x, to_y - y)) / every_km))
        for step in range(steps + 1):
            point = (
                round((x + (to_x - x) * step / steps) / LATTICE_KM),
                round((y + (to_y - y) * step / steps) / LATTICE_KM),
            )
            if not found or point != found[-1]:
                found.append(point)
    return found


def _bus_line(ground: Geography, weight: Floats, hubs: Line, luck: np.random.Generator) -> Line:
    """From where people live through a hub not far away to where others live."""
    x, y = kilometres(ground.longitude, ground.latitude)
    here, there = pick(luck.random(2), weight)
    away = np.array([np.hypot(hub_x - x[here], hub_y - y[here]) for hub_x, hub_y in hubs])
    pull = np.array([hub.work + hub.leisure for hub in HUBS]) * np.exp(-away / 5)
    return [
        (float(x[here]), float(y[here])),
        hubs[int(pick(luck.random(1), pull)[0])],
        (float(x[there]), float(y[there])),
    ]


def _rail_line(hubs: Line, luck: np.random.Generator) -> Line:
    """From one hub to another, through the hubs beside the way."""
    first, last = (np.array(hubs[n]) for n in luck.choice(len(hubs), 2, replace=False))
    length = np.hypot(*(last - first))
    way, from_first = (last - first) / length, np.array(hubs) - first
    ahead, beside = from_first @ way, np.abs(from_first @ [-way[1], way[0]])
    chosen = np.flatnonzero((ahead >= 0) & (ahead <= length + 1e-9) & (beside < BESIDE_LINE_KM))
    return [hubs[n] for n in chosen[np.argsort(ahead[chosen])]]


@lru_cache(maxsize=4)
def build(seed: int, sites: int, routes: int) -> Network:
    """The network of a city (its seed and sites) with so many routes."""
    of_city = city.build(seed, sites)
    ground, luck = of_city.ground, stream(seed, "routes")
    weight = np.repeat(of_city.residents, len(ground.longitude) // len(of_city.residents))
    x, y = kilometres(ground.longitude, ground.latitude)
    hubs = [(float(x[p[0]]), float(y[p[0]])) for p in of_city.hub_places]
    is_rail = np.arange(routes) < round(routes * RAIL_SHARE)
    lines: list[list[tuple[int, int]]] = []
    while len(lines) < routes:
        rail = bool(is_rail[len(lines)])
        line = _along(
            _rail_line(hubs, luck) if rail else _bus_line(ground, weight, hubs, luck),
            RAIL_EVERY_KM if rail else BUS_EVERY_KM,
        )
        # Trains stop less often, so that a line of the city's width has half as many stations.
        if FEWEST_STOPS // (1 + rail) <= len(line) <= MOST_STOPS and len(set(line)) == len(line):
            lines.append(line)
    points = sorted({point for line in lines for point in line})
    number = {point: n for n, point in enumerate(points)}
    route_stop = np.full((routes, MOST_STOPS), -1)
    for route, line in enumerate(lines):
        route_stop[route, : len(line)] = [number[point] for point in line]
    stop_x, stop_y = (np.array(axis) * LATTICE_KM for axis in zip(*points, strict=True))
    stop_place, _ = _nearest(stop_x, stop_y, x, y)
    headway_min = stream(seed, "headways").integers(HEADWAY_MIN[0], HEADWAY_MIN[1], routes)
    return Network(
        stop_x, stop_y, route_stop, is_rail, *_nearest(x, y, stop_x, stop_y), stop_place, headway_min
    )


def _nearest(x: Floats, y: Floats, stop_x: Floats, stop_y: Floats) -> tuple[Ints, Floats]:
    """Of the second points the one nearest to each of the first, and how far it is."""
    nearest, walk = np.empty(len(x), np.int64), np.empty(len(x))
    for start in range(0, len(x), 2048):
        part = slice(start, start + 2048)
        away = np.hypot(x[part, None] - stop_x, y[part, None] - stop_y)
        nearest[part] = away.argmin(axis=1)
        walk[part] = away.min(axis=1)
    return nearest, walk
