"""A plan beside other networks of the same kilometres, and how much of it would stay if the nights had been other ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from planning.owl import corridors as ways
from planning.owl import existing, judge, network, stops
from planning.owl.board import Board
from planning.owl.corridors import Corridor
from planning.owl.design import Designed
from planning.owl.existing import Line
from planning.owl.ground import Floats, Route
from planning.owl.improve import improve

DRAWS = 100
"""Networks drawn at random."""
NIGHTS = 10
EQUAL_KM = 0.95
"""A drawn network counts from so great a part of the plan's kilometres on."""


@dataclass(frozen=True)
class Compared:
    """Networks by name with their figures: `plan`, `greedy`, `random` (the mean of the draws), `random_best`, `current` where there is one.

    `random_shares`: the share served of each draw.
    """

    networks: dict[str, dict[str, float]]
    random_shares: Floats


def compare(
    designed: Designed,
    lines: Sequence[Line],
    *,
    seed: int = 1,
    draws: int = DRAWS,
    districts: Sequence[str] | None = None,
) -> Compared:
    """The plan beside the greedy plan, networks drawn at random along the busiest day lines, and the night network of today (`lines`).

    Networks without a timetable are taken to run as often as the plan does on the mean, so that equal kilometres are equal bus-km.
    """
    board, plan = designed.board, designed.plan
    runs = judge.bus_km(plan.routes, plan.headways_min) / max(
        1e-9, sum(r.metres for r in plan.routes) / 1_000
    )
    every = {hour: 60.0 * len(board.demand.hours) / runs for hour in board.demand.hours} if runs > 0 else {}

    def told(routes: Sequence[Route]) -> dict[str, float]:
        return judge.figures(
            board, routes, None, {r.name: every for r in routes} if every else None, None, districts
        )

    networks = {"plan": dict(plan.figures), "greedy": told(designed.greedy)}
    luck = np.random.default_rng([seed, 21])
    rules = board.rules.model_copy(
        update={"routes": len(plan.routes), "route_km_max": plan.figures["route_km"]}
    )
    drawn = []
    for _ in range(draws):
        routes = existing.at_random(board.roads, lines, rules, luck)
        if routes and sum(r.metres for r in routes) >= EQUAL_KM * 1_000 * rules.route_km_max:
            drawn.append(told(routes))
    if drawn:
        networks["random"] = {
            name: float(np.mean([f[name] for f in drawn if name in f])) for name in drawn[0]
        }
        networks["random_best"] = max(drawn, key=lambda f: f["served_share"])
    night = [line for line in lines if line.is_night]
    if night:
        networks["current"] = told([existing.as_route(board.roads, line, 0.0) for line in night])
    return Compared(networks, np.array([f["served_share"] for f in drawn]))


def stability(
    designed: Designed,
    nights: Sequence[Floats] | None = None,
    *,
    seed: int = 1,
    draws: int = NIGHTS,
    iterations: int = 4_000,
) -> Floats:
    """Jaccard's index of the hexagons the plan covers and those a plan covers that was made on other nights, of each draw.

    `nights`: trips from × to of single nights, of which as many are drawn with repetition (bootstrap); where there are none each pair of hexagons
    is drawn from Poisson's distribution with its trips as the mean. Each draw is planned anew, by one-by-one choice and a short search, without
    the covering of the stops.
    """
    board, luck = designed.board, np.random.default_rng([seed, 22])
    found = []
    for n in range(draws):
        if nights:
            trips = np.mean([nights[k] for k in luck.integers(len(nights), size=len(nights))], axis=0)
        else:
            trips = luck.poisson(board.town.trips).astype(float)
        np.fill_diagonal(trips, 0.0)
        corridors = again(board, trips, seed + n, iterations)
        covered = {
            board.demand.hexes[h]
            for c in corridors
            for h in np.unique(board.points.hexagon[np.isfinite(c.row)])
        }
        both, either = covered & designed.served.covered, covered | designed.served.covered
        found.append(len(both) / len(either) if either else 1.0)
    return np.array(found)


def again(board: Board, trips: Floats, seed: int, iterations: int) -> tuple[Corridor, ...]:
    """Corridors of a plan made anew on other trips between the same hexagons, by a short search."""
    ends = (trips.sum(axis=0) + trips.sum(axis=1))[board.points.hexagon] * board.points.share
    ones = stops.ones_of(board.near)
    other = replace(board, town=board.town._replace(trips=trips), worth=np.asarray(ones @ ends))
    other = other.prefer(np.zeros(0, dtype=np.int64))
    pool = ways.pool(other)
    start = network.greedy(other, [c for c, _ in pool])
    return improve(other, start, pool, seed=seed, iterations=iterations).corridors if start else ()
