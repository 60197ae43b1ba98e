"""Corridors a night bus could run: shortest ways between places where many trips end, through a hub, and ways that bend a little towards demand.

Chen, Zhang, Li and Zhou (B-Planner, IEEE Transactions on Intelligent Transportation Systems 15, 2014) build a night route's candidates between
hot places on the road graph under a time limit, and choose the one with most passengers; here a pool of them is made for all routes together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from nightowl.errors import NightowlError
from planning.owl import halting, riding, streets
from planning.owl.board import Board
from planning.owl.ground import Floats, Ints
from planning.owl.stops import flat

ENDS = 90
"""Places from which corridors lead: of those with most trip ends, no two nearer than `ENDS_APART_M`."""
ENDS_APART_M = 1_300.0
HUBS = 24
BENDS = (0.0, 0.35, 0.6)
"""A way beside the most demand counts as so much shorter: shortest ways, and two that look for riders."""
POOL = 400
ALIKE = 0.85
"""Of two corridors with so great a part of their places in common the worse is left out."""


@dataclass(frozen=True)
class Corridor:
    """A way there and back: `places` it passes, where it halts (`taken`), the mean minute of both directions at each place, `metres` and `minutes` of
    the round trip, `row`: the minute at which it passes each point (inf: out of reach)."""

    places: tuple[int, ...]
    taken: npt.NDArray[np.bool_]
    minute: Floats
    metres: float
    minutes: float
    row: Floats

    @property
    def halting(self) -> dict[int, float]:
        """Place → minute, of the places where it halts."""
        return dict(
            zip(np.asarray(self.places)[self.taken].tolist(), self.minute[self.taken].tolist(), strict=True)
        )


def draw(board: Board, places: Sequence[int]) -> Corridor | None:
    """A corridor through `places`, or None where no road joins them."""
    route = np.asarray(places, dtype=np.int64)
    metres, minutes, out, back = streets.there_and_back(board.streets, route)
    if not np.isfinite(metres):
        return None
    minute = (out + back[0] - back) / 2
    taken = halting.halts(board.pull[route], along_m(board, route), board.rules.stop_spacing_m)
    row, away = np.empty(len(board.points.share)), np.empty(len(board.points.share))
    halting.passing(minute, route, taken, board.closeness, row, away)
    return Corridor(tuple(route.tolist()), taken, minute, metres, minutes, row)


def along_m(board: Board, route: Ints) -> Floats:
    """Metres along the road to each place of a route, the mean of both directions."""
    return np.concatenate([[0.0], np.cumsum(board.apart_m[route[:-1], route[1:]])])


def is_allowed(board: Board, corridor: Corridor) -> bool:
    """Whether a corridor keeps the rules for a single route: length, time, hub."""
    rules = board.rules
    return (
        rules.round_trip_km_least * 1_000 <= corridor.metres <= rules.route_km_max * 1_000
        and corridor.minutes + rules.layover_min <= rules.round_trip_min_max
        and bool(board.hubs[list(corridor.places)].any())
    )


def alone(board: Board, corridor: Corridor) -> float:
    """Trips of the night that a corridor serves without any other."""
    hexes, weight, minute = covers(board, corridor)
    return float(riding.alone(board.town, hexes, weight, minute))


def covers(board: Board, corridor: Corridor) -> tuple[Ints, Floats, Floats]:
    """Hexagons a corridor reaches, the share of each, and the minute it passes them."""
    near = np.isfinite(corridor.row)
    count, of, share = len(board.demand.hexes), board.points.hexagon[near], board.points.share[near]
    weight = np.asarray(np.bincount(of, share, count), dtype=float)
    minute = np.asarray(np.bincount(of, share * corridor.row[near], count), dtype=float)
    hexes = np.flatnonzero(weight)
    return hexes.astype(np.int64), weight[hexes], minute[hexes] / weight[hexes]


def strong(board: Board, count: int, apart_m: float, among: npt.NDArray[np.bool_] | None = None) -> Ints:
    """Places with most trip ends, the strongest first, no two nearer than `apart_m`."""
    spots = flat(board.places.latitude, board.places.longitude, float(board.places.latitude.mean()))
    free = board.worth > 0 if among is None else among.copy()
    chosen: list[int] = []
    for n in np.lexsort((np.arange(len(board.worth)), -board.worth)).tolist():
        if len(chosen) == count:
            break
        if free[n]:
            chosen.append(n)
            free &= np.hypot(*(spots - spots[n]).T) >= apart_m
    return np.array(chosen, dtype=np.int64)


def way(before: npt.NDArray[np.integer], start: int, end: int) -> list[int]:
    """The places of the shortest way, both ends with it; `before` as dijkstra tells it."""
    found = [end]
    while found[-1] != start:
        found.append(int(before[start, found[-1]]))
    return found[::-1]


def pool(board: Board, most: int = POOL) -> list[tuple[Corridor, float]]:
    """Allowed corridors and the trips each serves alone, the best a kilometre first; raises NightowlError where the rules allow none."""
    ends = strong(board, ENDS, ENDS_APART_M)
    has_hubs = not board.hubs.all()
    hubs = strong(board, HUBS, 400.0 if has_hubs else 2 * ENDS_APART_M, board.hubs if has_hubs else None)
    seen: set[tuple[int, ...]] = set()
    found: list[tuple[Corridor, float]] = []
    for bend in BENDS:
        for places in _ways(board, ends, hubs, _bent(board, bend, hubs)):
            key = min(places, places[::-1])
            if key in seen:
                continue
            seen.add(key)
            corridor = draw(board, places)
            if corridor is not None and is_allowed(board, corridor):
                found.append((corridor, alone(board, corridor)))
    if not found:
        rules = board.rules
        raise NightowlError(
            f"No route is possible: none of the {len(seen):,} ways between the places with most trips has a round trip of "
            f"{rules.round_trip_km_least:g} to {rules.route_km_max:g} km within "
            f"{rules.round_trip_min_max:g} minutes{' and passes a hub' if has_hubs else ''}. "
            "Give more km (route_km_max), more minutes (round_trip_min_max) or other hubs."
        )
    return _unlike(found, most)


def _bent(board: Board, bend: float, sources: Ints) -> npt.NDArray[np.int32]:
    """The place before the last of the best ways from `sources`, rows numbered as places."""
    size = len(board.worth)
    rank = np.zeros(size)
    rank[np.argsort(board.worth, kind="stable")] = np.arange(size) / max(1, size - 1)
    cost = board.streets.mean_m * (1 - bend * rank[board.streets.to])
    graph = csr_matrix((cost, board.streets.to, board.streets.first), shape=(size, size))
    before = np.full((size, size), -1, dtype=np.int32)
    used = np.unique(sources)
    before[used] = dijkstra(graph, indices=used, return_predecessors=True)[1]
    return before


def _ways(board: Board, ends: Ints, hubs: Ints, before: npt.NDArray[np.int32]) -> list[tuple[int, ...]]:
    """Ways from end to end through a hub, and from a hub to an end, that are not too long and pass no place twice."""
    rules = board.rules
    longest_m = min(rules.route_km_max * 500, rules.round_trip_min_max / 120 * rules.speed_kmh * 1_000 * 1.3)
    found = []
    for h in hubs.tolist():
        for n, a in enumerate(ends.tolist()):
            first = way(before, h, a)
            found.append(tuple(first))
            for b in ends[n + 1 :].tolist():
                length = board.apart_m[a, h] + board.apart_m[h, b]
                if (
                    length > longest_m
                    or length > rules.detour_max * board.apart_m[a, b]
                    or 2 * length < rules.round_trip_km_least * 900
                ):
                    continue
                second = way(before, h, b)
                if len(set(first) & set(second)) == 1:
                    found.append((*first[::-1], *second[1:]))
    return found


def _unlike(found: list[tuple[Corridor, float]], most: int) -> list[tuple[Corridor, float]]:
    """The best by trips and the best by trips a kilometre, by turns, without near twins."""
    by_trips = sorted(range(len(found)), key=lambda n: (-found[n][1], found[n][0].places))
    by_km = sorted(range(len(found)), key=lambda n: (-found[n][1] / found[n][0].metres, found[n][0].places))
    kept: list[int] = []
    sets: list[set[int]] = []
    looked: set[int] = set()
    for n in (n for two in zip(by_trips, by_km, strict=True) for n in two):
        if len(kept) == most:
            break
        if n in looked:
            continue
        looked.add(n)
        places = set(found[n][0].places)
        if all(len(places & other) < ALIKE * min(len(places), len(other)) for other in sets):
            kept.append(n)
            sets.append(places)
    return [
        found[n] for n in sorted(kept, key=lambda n: (-found[n][1] / found[n][0].metres, found[n][0].places))
    ]
