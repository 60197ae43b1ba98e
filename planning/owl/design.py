"""A night network from a demand, roads and rules: stops, corridors, choice, improvement, headways, and the figures it is defended with.

1. Stops are gathered into places; those that cover most trip ends under the spacing are halted at before others (`stops`).
2. A pool of corridors is drawn between strong places through the hubs (`corridors`).
3. Corridors are chosen by a mixed-integer program (most direct trips, with a bound), and one by one (greedy); the search begins from the better set.
4. Annealing on trips served by one ride or with a change (`improve`); headways by an integer program (`headways`); figures by `judge`.

Same inputs, rules, seed and iterations, same plan; with `seconds` the clock decides how far the search comes. The solvers' limits in seconds are
above what they need on a city the size of Seoul; on a machine too slow for them step 3 may choose otherwise, and `made_by` tells the gap it came
to.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from nightowl.errors import NightowlError
from nightowl.transit_rules import OwlRules
from planning.owl import board as boards
from planning.owl import corridors, headways, judge, network, select, stops, streets
from planning.owl.board import Board
from planning.owl.corridors import Corridor
from planning.owl.ground import Demand, OwlPlan, Roads, Route
from planning.owl.improve import Improved, improve
from planning.owl.judge import Served
from planning.owl.select import Choice
from planning.owl.stops import Covering

SOLVER = "HiGHS (scipy.optimize.milp), greedy, simulated annealing; planning.owl.design"
ITERATIONS = 60_000
"""Changes tried where neither iterations nor seconds are given: a minute or two for a city the size of Seoul."""
COVER_S, SELECT_S = 300.0, 300.0
"""The solvers end by their gaps long before."""


@dataclass(frozen=True)
class Designed:
    """A plan, the board it was made on, what it serves, and the greedy set of routes it is held against."""

    plan: OwlPlan
    board: Board
    served: Served
    greedy: tuple[Route, ...]


def design(
    demand: Demand, roads: Roads, rules: OwlRules, *, seed: int = 1, iterations: int | None = None, seconds: float | None = None,
    districts: Sequence[str] | None = None, stopped: Callable[[], bool] = lambda: False,
) -> OwlPlan:  # fmt: skip
    """The night network; see `make`."""
    return make(
        demand,
        roads,
        rules,
        seed=seed,
        iterations=iterations,
        seconds=seconds,
        districts=districts,
        stopped=stopped,
    ).plan


def make(
    demand: Demand, roads: Roads, rules: OwlRules, *, seed: int = 1, iterations: int | None = None, seconds: float | None = None,
    districts: Sequence[str] | None = None, stopped: Callable[[], bool] = lambda: False,
) -> Designed:  # fmt: skip
    """Design, time and judge a night network.

    The search tries `iterations` changes, or goes on for `seconds` (None, None: `ITERATIONS`). `districts`: of each hexagon of the demand, for
    the figures by district. `stopped` is asked now and then; the best found until then is the plan. Raises NightowlError with a sentence where
    there is no demand, a hub is unknown, or kilometres, minutes or buses are too few.
    """
    started = time.monotonic()
    _check(rules)
    board = boards.lay(demand, roads, rules)
    covering = cover(board)
    board = board.prefer(covering.chosen)
    pool = corridors.pool(board)
    candidates = [corridor for corridor, _ in pool]
    choice = select.choose(board, candidates, SELECT_S)
    greedy = network.greedy(board, candidates)
    starts = [greedy, [candidates[n] for n in choice.chosen] if choice else []]
    start = max((s for s in starts if s), key=lambda s: (len(s), network.of(board, s).value), default=None)
    if start is None:
        raise NightowlError(
            f"None of the {len(candidates)} possible corridors serves a trip within {rules.route_km_max:g} km and {rules.buses} buses; "
            "give more of them."
        )
    prepared = time.monotonic()
    if iterations is None and seconds is None:
        iterations = ITERATIONS
    found = improve(board, start, pool, seed=seed, iterations=iterations, seconds=seconds, stopped=stopped)
    plan, of = _timed(board, _routes(board, found.corridors), rules)
    figures = judge.figures(board, plan.routes, of, plan.headways_min, plan.buses, districts)
    plan = OwlPlan(plan.routes, plan.headways_min, plan.buses, figures, judge.of_routes(board, plan, of))
    made_by = _made_by(board, covering, pool, choice, found, seed) | {
        "seconds": round(time.monotonic() - started, 1),
        "seconds_prepared": round(prepared - started, 1),
    }
    plan = OwlPlan(plan.routes, plan.headways_min, plan.buses, plan.figures, plan.of_route, made_by)
    return Designed(plan, board, of, _routes(board, network.greedy(board, candidates, use_up=True)))


def _check(rules: OwlRules) -> None:
    """Refuse rules that no network can keep."""
    if rules.route_km_max < rules.round_trip_km_least:
        raise NightowlError(
            f"{rules.route_km_max:g} km are too few for one route, whose round trip is {rules.round_trip_km_least:g} km at least; "
            "give more (route_km_max)."
        )
    if rules.route_km_max < rules.routes * rules.round_trip_km_least:
        raise NightowlError(
            f"{rules.route_km_max:g} km are too few for {rules.routes} routes of at least {rules.round_trip_km_least:g} km each; give more km "
            f"(route_km_max) or at most {int(rules.route_km_max // rules.round_trip_km_least)} routes."
        )
    if rules.buses < rules.routes:
        raise NightowlError(
            f"{rules.buses} buses are too few for {rules.routes} routes, each of which needs one; give more buses."
        )


def cover(board: Board) -> Covering:
    """The places that cover most trip ends, as many as the budget's kilometres have room for."""
    rules = board.rules
    most = int(rules.route_km_max * 500 / rules.stop_spacing_m) + rules.routes
    trips = board.town.trips
    ends = (trips.sum(axis=0) + trips.sum(axis=1))[board.points.hexagon] * board.points.share
    return stops.cover(board.near, ends, most, stops.near_pairs(board.places, rules.stop_spacing_m), COVER_S)


def _routes(board: Board, chosen: Sequence[Corridor]) -> tuple[Route, ...]:
    """Corridors as they are driven, named N1, N2 … by the trips each serves alone."""
    order = sorted(chosen, key=lambda c: (-corridors.alone(board, c), c.places))
    return tuple(
        streets.as_driven(board.streets, board.roads, c.places, c.taken, f"N{n}")
        for n, c in enumerate(order, start=1)
    )


def _timed(board: Board, routes: tuple[Route, ...], rules: OwlRules) -> tuple[OwlPlan, Served]:
    """The routes with headways for the riders they would have."""
    of = judge.served(board, routes)
    cycle = [route.minutes + rules.layover_min for route in routes]
    share = rules.share_of_trips
    found = headways.choose(cycle, of.riders.T * share, of.load.T * share, rules)
    by_route = {
        route.name: dict(zip(board.demand.hours, row.tolist(), strict=True))
        for route, row in zip(routes, found.minutes, strict=True)
    }
    buses = {route.name: int(n) for route, n in zip(routes, found.buses, strict=True)}
    return OwlPlan(routes, by_route, buses), of


def _made_by(
    board: Board,
    covering: Covering,
    pool: Sequence[tuple[Corridor, float]],
    choice: Choice | None,
    found: Improved,
    seed: int,
) -> dict[str, object]:
    """Everything that makes the plan again. `objective`, `bound` and `gap` are of the choice of corridors; `improved_from` and `improved_to` of
    the search."""
    return {
        "solver": SOLVER,
        "seed": seed,
        "iterations": found.iterations,
        "objective": choice.objective if choice else float("nan"),
        "bound": choice.bound if choice else float("nan"),
        "gap": choice.gap if choice else float("nan"),
        "improved_from": found.start,
        "improved_to": found.value,
        "candidates": len(pool),
        "places": len(board.places.members),
        "covering": {
            "places": len(covering.chosen),
            "covered": covering.covered,
            "bound": covering.bound,
            "gap": covering.gap,
        },
        "parameters": board.rules.model_dump(mode="json"),
        "demand": board.demand.source,
        "inputs": dict(board.demand.inputs) | dict(board.roads.inputs),
        "trips": float(np.round(board.trips, 6)),
    }
