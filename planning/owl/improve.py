"""A network made better by many small changes: ends moved, ways led through other places, routes exchanged, by simulated annealing.

The objective is the true one, trips served by one ride or with a change, under the kilometres and the rules for a route. Kilometres beyond the
budget are allowed on the way at a price; the best plan that keeps it is kept, so the result is never worse than the beginning.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from planning.owl import network as networks
from planning.owl.board import Board
from planning.owl.corridors import Corridor, draw, is_allowed, way
from planning.owl.ground import Floats, Ints
from planning.owl.network import Network, Undo
from planning.owl.stops import flat

HOT, COLD = 0.004, 0.00005
"""Temperatures, as shares of the value at the beginning."""
OVER = 0.08
"""The budget may be exceeded by so much on the way."""
PRICE = 1.5
"""A kilometre beyond it costs so many times what a mean one serves."""
BY_CLOCK = 4_000
"""Changes of the first cooling where the clock ends the search; each later cooling is twice as long."""
NEAR_M, BEND_M, CUT = 6_000.0, 2_500.0, 14
KINDS = ("end", "bend", "straight", "other", "tails")
ODDS = (0.42, 0.28, 0.12, 0.1, 0.08)


@dataclass(frozen=True)
class Improved:
    """The best network found, its value (see `Network`), and how many changes were tried."""

    corridors: tuple[Corridor, ...]
    value: float
    start: float
    iterations: int


def improve(
    board: Board, start: Sequence[Corridor], pool: Sequence[tuple[Corridor, float]], *, seed: int, iterations: int | None = None,
    seconds: float | None = None, stopped: Callable[[], bool] = lambda: False,
) -> Improved:  # fmt: skip
    """Search from `start` for so many `iterations` (changes tried), or `seconds`; the same seed and iterations give the same network."""
    search = _Search(board, start, pool, seed)
    began, done, cooling = time.monotonic(), 0, 0
    while iterations is None or done < iterations:
        if stopped() or (seconds is not None and time.monotonic() - began >= seconds):
            break
        steps = iterations if iterations is not None else BY_CLOCK * 2**cooling
        warm = HOT if cooling == 0 else HOT / 3
        for n in range(steps):
            search.step(search.scale * warm * (COLD / warm) ** (n / steps))
            done += 1
            if n % 64 == 0 and (stopped() or (seconds is not None and time.monotonic() - began >= seconds)):
                break
        cooling += 1
        search.back_to_best()
    return Improved(tuple(search.best), search.best_value, search.scale, done)


class _Search:
    def __init__(
        self, board: Board, start: Sequence[Corridor], pool: Sequence[tuple[Corridor, float]], seed: int
    ) -> None:
        self.board, self.luck = board, np.random.default_rng([seed, 9])
        self.network: Network = networks.of(board, start)
        self.pool = [corridor for corridor, _ in pool]
        trips = np.array([value for _, value in pool])
        self.pool_odds: Floats = (
            np.cumsum(trips / trips.sum()) if len(trips) and trips.sum() > 0 else np.zeros(0)
        )
        self.spots = flat(board.places.latitude, board.places.longitude, float(board.places.latitude.mean()))
        self.best, self.best_value = list(start), self.network.value
        self.scale = max(self.network.value, 1e-9)
        self.price = PRICE * self.scale / board.rules.route_km_max

    def score(self) -> float:
        """The value, less the price of kilometres beyond the budget."""
        return self.network.value - self.price * max(0.0, self.network.km - self.board.rules.route_km_max)

    def back_to_best(self) -> None:
        """Begin again from the best network met."""
        self.network = networks.of(self.board, self.best)

    def step(self, temperature: float) -> None:
        """Try a change; keep it if it is good, or by luck."""
        kind = KINDS[
            int(
                np.searchsorted(np.cumsum(ODDS), self.luck.random() * sum(ODDS), side="right").clip(
                    0, len(ODDS) - 1
                )
            )
        ]
        changes = getattr(self, f"_{kind}")()
        if not changes or not self._fits(changes):
            return
        before, undos = self.score(), []
        for r, corridor in changes:
            undos.append(self.network.put(r, corridor)[1])
        gain = self.score() - before
        if gain < 0 and self.luck.random() >= np.exp(gain / temperature):
            self._take_back(undos)
        elif self.network.km <= self.board.rules.route_km_max and self.network.value > self.best_value + 1e-9:
            self.best, self.best_value = [r for r in self.network.routes if r is not None], self.network.value

    def _fits(self, changes: list[tuple[int, Corridor]]) -> bool:
        """Whether there are kilometres (and some more, at a price) and buses for the changes."""
        km = sum(c.metres - self._route(r).metres for r, c in changes) / 1_000
        buses = sum(
            networks.least_buses(self.board, c) - networks.least_buses(self.board, self._route(r))
            for r, c in changes
        )
        rules, now = (
            self.board.rules,
            sum(networks.least_buses(self.board, self._route(r)) for r in range(len(self.network.routes))),
        )
        return (km <= 0 or self.network.km + km <= rules.route_km_max * (1 + OVER)) and (
            buses <= 0 or now + buses <= rules.buses
        )

    def _take_back(self, undos: list[Undo]) -> None:
        for undo in reversed(undos):
            self.network.undo(undo)

    def _route(self, r: int) -> Corridor:
        route = self.network.routes[r]
        assert route is not None  # all routes have a way from the beginning on
        return route

    def _drawn(self, r: int, places: list[int]) -> list[tuple[int, Corridor]]:
        """The change of route r to these places, or none where the rules forbid it."""
        if len(places) < 2 or len(set(places)) < len(places) or tuple(places) == self._route(r).places:
            return []
        corridor = draw(self.board, places)
        return [(r, corridor)] if corridor is not None and is_allowed(self.board, corridor) else []

    def _pick(self, near: Ints) -> int:
        """One of `near`, by how many trips end there."""
        worth = np.cumsum(self.board.worth[near])
        if len(near) == 0 or worth[-1] <= 0:
            return -1
        return int(
            near[
                min(int(np.searchsorted(worth, self.luck.random() * worth[-1], side="right")), len(near) - 1)
            ]
        )

    def _around(self, place: int, metres: float) -> Ints:
        return np.flatnonzero(np.hypot(*(self.spots - self.spots[place]).T) < metres)

    def _any(self) -> tuple[int, list[int]]:
        r = int(self.luck.integers(len(self.network.routes)))
        places = list(self._route(r).places)
        return r, places if self.luck.random() < 0.5 else places[::-1]

    def _end(self) -> list[tuple[int, Corridor]]:
        """Cut an end off and lead it elsewhere, or nowhere."""
        r, places = self._any()
        kept = places[: max(2, len(places) - int(self.luck.integers(CUT)))]
        if self.luck.random() < 0.3:
            return self._drawn(r, kept)
        to = self._pick(self._around(kept[-1], NEAR_M * self.luck.random()))
        return self._drawn(r, kept + way(self.board.before, kept[-1], to)[1:]) if to >= 0 else []

    def _bend(self) -> list[tuple[int, Corridor]]:
        """Lead a part of the way through another place."""
        r, places = self._any()
        i = int(self.luck.integers(len(places)))
        j = min(len(places) - 1, i + 2 + int(self.luck.integers(3 * CUT)))
        if j - i < 2:
            return []
        via = self._pick(self._around(places[(i + j) // 2], BEND_M))
        if via < 0:
            return []
        there = way(self.board.before, places[i], via) + way(self.board.before, via, places[j])[1:]
        return self._drawn(r, places[:i] + there + places[j + 1 :])

    def _straight(self) -> list[tuple[int, Corridor]]:
        """Take the shortest way on a part."""
        r, places = self._any()
        i, j = sorted(self.luck.integers(len(places), size=2).tolist())
        return (
            self._drawn(r, places[:i] + way(self.board.before, places[i], places[j]) + places[j + 1 :])
            if j - i > 1
            else []
        )

    def _other(self) -> list[tuple[int, Corridor]]:
        """Another corridor of the pool in place of a route."""
        if len(self.pool_odds) == 0:
            return []
        r = int(self.luck.integers(len(self.network.routes)))
        n = min(int(np.searchsorted(self.pool_odds, self.luck.random(), side="right")), len(self.pool) - 1)
        return [(r, self.pool[n])]

    def _tails(self) -> list[tuple[int, Corridor]]:
        """Two routes that meet exchange what comes after."""
        if len(self.network.routes) < 2:
            return []
        (r, mine), (k, theirs) = self._any(), self._any()
        common = [p for p in mine[1:-1] if p in set(theirs[1:-1])] if r != k else []
        if not common:
            return []
        at = common[int(self.luck.integers(len(common)))]
        i, j = mine.index(at), theirs.index(at)
        first, second = self._drawn(r, mine[:i] + theirs[j:]), self._drawn(k, theirs[:j] + mine[i:])
        return first + second if first and second else []
