"""How good any set of night routes is: trips served with both ends within reach, by districts, per bus-km, and what each route adds.

Directions are told apart here, and stops are where they are: a trip counts that boards at one halt and alights at a later one of the same
direction, or changes to another route at a halt within `CHANGE_M`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from planning.owl import riding, stops
from planning.owl.board import Board
from planning.owl.ground import Floats, OwlPlan, Roads, Route
from planning.owl.headways import needed
from planning.owl.riding import MEETINGS, Lines

CHANGE_M = 250.0
"""Riders change between halts no farther apart."""
EVEN_HEADWAY_MIN = 30.0
"""Where a set of routes has no timetable, buses come so often."""
NIGHT_MIN = 240.0


@dataclass(frozen=True)
class Served:
    """What a set of routes serves. From × to: `trips` served, `direct` of them without a change, `minutes` on board (of all of them together).

    `riders[h, r]`: trips that board route r in hour h; `load[h, r]`: on its fullest stretch of either direction, before `share_of_trips`.
    `covered`: hexagons of which a part is within reach.
    """

    trips: Floats
    direct: Floats
    minutes: Floats
    riders: Floats
    load: Floats
    share: Floats
    changes: Floats
    covered: frozenset[str]

    @property
    def total(self) -> float:
        """Trips served in a night."""
        return float(self.trips.sum())


def served(board: Board, routes: Sequence[Route]) -> Served:
    """Every trip on its quickest ride over the routes."""
    lines = _lines(board, routes)
    hexes, hours = len(board.demand.hexes), len(board.demand.hours)
    share, direct, minutes = (np.zeros((hexes, hexes)) for _ in range(3))
    bins = 1 + int(
        max((max(_times(board.roads, way)[-1] for way in (r.out, r.back)) for r in routes), default=0)
    )
    number = lines.time.shape[0]
    on, riders, changes = (
        np.zeros((hours, number, bins)),
        np.zeros((hours, number)),
        np.zeros((number, number)),
    )
    by_hour = np.asarray(board.demand.trips, dtype=float)
    riding.assign(board.town, lines, by_hour, share, direct, minutes, on, riders, changes)
    load = np.cumsum(on, axis=2).max(axis=2) if bins else np.zeros((hours, number))
    is_near = np.isfinite(lines.time).any(axis=0) if number else np.zeros(len(board.points.share), bool)
    reached = np.asarray(np.bincount(board.points.hexagon, is_near * board.points.share, hexes), dtype=float)
    trips = board.town.trips
    return Served(
        trips * share, trips * direct, trips * minutes, riders[:, ::2] + riders[:, 1::2], np.maximum(load[:, ::2], load[:, 1::2]), reached,
        changes[::2, ::2] + changes[::2, 1::2] + changes[1::2, ::2] + changes[1::2, 1::2],
        frozenset(board.demand.hexes[n] for n in np.flatnonzero(reached > 0)),
    )  # fmt: skip


def _times(roads: Roads, passed: Sequence[int]) -> Floats:
    """Minutes since its first stop at each stop of a way along the roads."""
    at = _legs(roads)
    return np.concatenate([[0.0], np.cumsum([at[leg] for leg in pairwise(passed)])])


def _legs(roads: Roads) -> dict[tuple[int, int], float]:
    known = _LEGS.get(id(roads))
    if known is None or known[0] is not roads:
        legs = zip(roads.tail.tolist(), roads.head.tolist(), strict=True)
        known = (roads, dict(zip(legs, roads.minutes.tolist(), strict=True)))
        _LEGS.clear()
        _LEGS[id(roads)] = known
    return known[1]


_LEGS: dict[int, tuple[Roads, dict[tuple[int, int], float]]] = {}


def _lines(board: Board, routes: Sequence[Route]) -> Lines:
    """Each direction of a route as a line: when it passes each point, and where one may change."""
    lines = riding.no_lines(board.town, 2 * len(routes))
    roads, halts = board.roads, []
    for r, route in enumerate(routes):
        for d, (passed, halting) in enumerate(
            ((route.out, route.served_out), (route.back, route.served_back))
        ):
            times, at = _times(roads, passed), 0
            minutes = []
            for stop in halting:
                at = passed.index(stop, at)
                minutes.append(times[at])
            chosen = list(halting)
            near = stops.within(
                roads.latitude[chosen], roads.longitude[chosen], board.points, board.rules.reach_m
            )
            away = np.full(len(board.points.share), np.inf)
            for n in range(len(chosen)):
                part = slice(near.indptr[n], near.indptr[n + 1])
                points, metres = near.indices[part], near.data[part]
                nearer = metres < away[points]
                away[points[nearer]] = metres[nearer]
                lines.time[2 * r + d, points[nearer]] = minutes[n]
            middle = float(board.places.latitude.mean())
            halts.append(
                (stops.flat(roads.latitude[chosen], roads.longitude[chosen], middle), np.array(minutes))
            )
    for k, (spots, minute) in enumerate(halts):
        for j, (others, other_minute) in enumerate(halts):
            if k // 2 == j // 2:
                continue
            apart = np.hypot(*(spots[:, None] - others[None]).transpose(2, 0, 1))
            nearest = apart.argmin(axis=1)
            common = np.flatnonzero(apart[np.arange(len(spots)), nearest] <= CHANGE_M)
            if len(common) > MEETINGS:
                common = common[np.round(np.linspace(0, len(common) - 1, MEETINGS)).astype(int)]
            lines.meetings[k, j] = len(common)
            for m, n in enumerate(common.tolist()):
                lines.meet[k, j, m] = minute[n], other_minute[nearest[n]]
    riding.cut(board.town, lines, np.arange(len(board.demand.hexes)))
    return lines


def figures(
    board: Board, routes: Sequence[Route], of: Served | None = None, headways: Mapping[str, Mapping[int, float]] | None = None,
    buses: Mapping[str, int] | None = None, districts: Sequence[str] | None = None,
) -> dict[str, float]:  # fmt: skip
    """Figures of a set of routes. `districts`: of each hexagon of the demand, "" for none; a trip counts where it ends (home).

    Without `headways` buses of every route come every `EVEN_HEADWAY_MIN` minutes, so that sets of equal length have equal bus-km.
    """
    of = of or served(board, routes)
    rules, trips = board.rules, board.trips
    km = bus_km(routes, headways)
    fleet = (
        sum(buses.values())
        if buses
        else sum(needed(r.minutes + rules.layover_min, EVEN_HEADWAY_MIN) for r in routes)
    )
    ends = of.share[:, None] * of.share
    can = reachable(board)
    rides = float((of.minutes).sum())
    by_road = float((of.trips * board.road_min).sum())
    told = {
        "routes_cnt": float(len(routes)),
        "route_km": sum(r.metres for r in routes) / 1_000,
        "round_trip_min": sum(r.minutes for r in routes),
        "buses_cnt": float(fleet),
        "bus_km": km,
        "trips_est": trips,
        "walked_trips_est": board.walked,
        "covered_trips_est": float((board.town.trips * ends).sum()),
        "covered_share": float((board.town.trips * ends).sum()) / trips,
        "reachable_share": float((board.town.trips * can[:, None] * can).sum()) / trips,
        "served_trips_est": of.total,
        "served_share": of.total / trips,
        "direct_share": float(of.direct.sum()) / trips,
        "riders_est": of.total * rules.share_of_trips,
        "served_per_bus_km": of.total / km if km else 0.0,
        "riders_per_bus_km": of.total * rules.share_of_trips / km if km else 0.0,
        "on_board_mean_min": rides / of.total if of.total else 0.0,
        "detour_mean": rides / by_road if by_road else 0.0,
    }
    return told | (by_district(board, of, districts) if districts is not None else {})


def reachable(board: Board) -> Floats:
    """Share of each hexagon within reach of any stop a bus can be driven through: no network covers more."""
    near = np.asarray(stops.ones_of(board.near).sum(axis=0)).ravel() > 0
    return np.asarray(
        np.bincount(board.points.hexagon, near * board.points.share, len(board.demand.hexes)), dtype=float
    )


def bus_km(routes: Sequence[Route], headways: Mapping[str, Mapping[int, float]] | None = None) -> float:
    """Kilometres all buses drive in a night: round trips times departures."""
    total = 0.0
    for route in routes:
        hours = headways.get(route.name) if headways else None
        runs = sum(60.0 / w for w in hours.values()) if hours else NIGHT_MIN / EVEN_HEADWAY_MIN
        total += route.metres / 1_000 * runs
    return total


def by_district(board: Board, of: Served, districts: Sequence[str]) -> dict[str, float]:
    """Least share served of a district's trips home, and Gini's coefficient of the shares, weighted by trips (0: all the same)."""
    names, which = np.unique(np.asarray(districts), return_inverse=True)
    trips = np.bincount(which, board.town.trips.sum(axis=0), len(names))
    got = np.bincount(which, of.trips.sum(axis=0), len(names))
    kept = (trips > 0) & (names != "")
    share = got[kept] / trips[kept]
    if not kept.any():
        return {}
    return {"district_share_min": float(share.min()), "district_gini": gini(share, trips[kept])}


def gini(values: Floats, weight: Floats) -> float:
    """Gini's coefficient: half the mean difference of two drawn by weight, over the mean."""
    part = weight / weight.sum()
    mean = float((part * values).sum())
    return (
        float((part[:, None] * part * np.abs(values[:, None] - values)).sum() / (2 * mean))
        if mean > 0
        else 0.0
    )


def of_routes(board: Board, plan: OwlPlan, of: Served) -> tuple[dict[str, float], ...]:
    """A row of figures a route: trips that ride on it, what it serves alone, and what is lost without it."""
    rows = []
    for n, route in enumerate(plan.routes):
        others = [r for k, r in enumerate(plan.routes) if k != n]
        lost = of.total - (served(board, others).total if others else 0.0)
        alone = served(board, [route]).total
        riders = float(of.riders[:, n].sum())
        km = bus_km([route], plan.headways_min or None)
        rows.append(
            {
                "served_trips_est": riders, "alone_trips_est": alone, "lost_trips_est": lost, "riders_est": riders * board.rules.share_of_trips,
                "bus_km": km, "riders_per_bus_km": riders * board.rules.share_of_trips / km,
                "load_max_est": float(of.load[:, n].max() * board.rules.share_of_trips),
            }
        )  # fmt: skip
    return tuple(rows)
