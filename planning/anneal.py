"""Simulated annealing over route sets, in compiled code: thousands to a million plans a second on one core.

A batch of moves reshapes one route while the others stand still (their journeys are closed once, see `journeys`); then
another route has its turn. Kirkpatrick, Gelatt and Vecchi, Optimization by simulated annealing, Science 220 (1983).
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from planning.chance import State, below, uniform
from planning.compiled import compiled
from planning.journeys import (
    UNREACHED,
    Ground,
    Routes,
    Still,
    route_units,
    stand_still,
    unreached,
    with_route,
)
from planning.moves import propose
from planning.shapes import (
    Limits,
    Plan,
    copy_plan,
    is_another,
    put,
    same_route,
    store,
    trade,
)
from planning.tails import swap_tails

BATCH = 64  # moves of one route before the next has its turn


class Archive(NamedTuple):
    """The best plan met in each band of route minutes."""

    width: int  # of a band, in units
    passenger: npt.NDArray[np.float64]
    routes: Routes
    lengths: Routes


class Bench(NamedTuple):
    """Scratch space of one chain."""

    still: Still
    out: Routes
    other: Routes
    seen: Routes


@compiled
def judge(
    ground: Ground, limits: Limits, passenger: float, lost: int, running: int, buses: int
) -> tuple[float, bool]:
    """What a plan is worth, and whether it is allowed; what is not allowed costs so much that the search leaves it."""
    value = passenger / ground.trips_total + limits.operator_weight * running
    value += lost * (UNREACHED / ground.links.shape[0])
    excess = buses - limits.fleet if limits.fleet > 0 and buses > limits.fleet else 0
    return value + excess * (2.0 * ground.transfer + 1.0), lost == 0 and excess == 0


@compiled
def buses_of(route: Routes, length: int, ground: Ground, limits: Limits) -> int:
    """Buses that keep the headway on a route, if the fleet is limited at all."""
    if limits.fleet == 0:
        return 0
    around = 0
    for a in range(1, length):
        around += ground.links[route[a - 1], route[a]] + ground.links[route[a], route[a - 1]]
    return (around + limits.headway - 1) // limits.headway


@compiled
def operations(
    routes: Routes, lengths: Routes, left_out: int, limits: Limits, ground: Ground
) -> tuple[int, int]:
    """Running units and buses of all routes but one (of all, where `left_out` is none of them)."""
    running = 0
    buses = 0
    for r in range(routes.shape[0]):
        if r != left_out:
            running += route_units(routes[r], lengths[r], ground.links)
            buses += buses_of(routes[r], lengths[r], ground, limits)
    return running, buses


@compiled
def value_with(
    ground: Ground, limits: Limits, bench: Bench, length: int, running: int, buses: int
) -> tuple[float, bool, int]:
    """What the plan is worth with `bench.out` beside the routes that stand still, if it is allowed, and its running units."""
    passenger, lost = with_route(ground, bench.still, bench.out, length)
    running += route_units(bench.out, length, ground.links)
    buses += buses_of(bench.out, length, ground, limits)
    value, allowed = judge(ground, limits, passenger, lost, running, buses)
    return value, allowed, running


@compiled
def whole_value(ground: Ground, limits: Limits, plan: Plan, bench: Bench) -> tuple[float, bool]:
    """The value of a plan from nothing."""
    none = len(plan.lengths)
    passenger = stand_still(ground, plan.routes, plan.lengths, none, bench.still)
    running, buses = operations(plan.routes, plan.lengths, none, limits, ground)
    lost = unreached(bench.still.costs)
    return judge(ground, limits, passenger, lost, running, buses)


@compiled
def _keep(plan: Plan, best: Plan, archive: Archive, value: float, passenger: float, running: int) -> None:
    """Note an allowed plan where it is the best so far, or the best of its band of route minutes."""
    if value < best.value[0] - 1e-9:
        copy_plan(plan, best)
        best.value[0] = value
    band = running // archive.width
    if band < archive.passenger.shape[0] and passenger < archive.passenger[band]:
        archive.passenger[band] = passenger
        store(plan, archive.routes[band], archive.lengths[band])


@compiled
def anneal(
    ground: Ground,
    limits: Limits,
    plan: Plan,
    best: Plan,
    archive: Archive,
    bench: Bench,
    state: State,
    begin: int,
    end: int,
    steps: int,
    hot: float,
    cold: float,
) -> None:
    """Steps begin..end of a cooling of `steps` steps from `hot` to `cold` units, from a plan whose value is known."""
    count = plan.routes.shape[0]
    free = count - limits.fixed
    current = plan.value[0]
    step = begin
    while step < end:
        heat = hot * (cold / hot) ** (step / steps)
        r = limits.fixed + below(state, free)
        others_running, others_buses = operations(plan.routes, plan.lengths, r, limits, ground)
        stand_still(ground, plan.routes, plan.lengths, r, bench.still)
        stop = min(end, step + BATCH)
        while step < stop:
            step += 1
            length = propose(ground, limits, plan.routes, plan.lengths, r, bench.out, bench.seen, state)
            if length == 0:
                continue
            bar = current - heat * np.log(1.0 - uniform(state))
            value, allowed, running = value_with(ground, limits, bench, length, others_running, others_buses)
            if value <= bar and not is_another(plan, r, bench.out, length):
                put(plan, r, bench.out, length)
                current = value
                if allowed:
                    _keep(plan, best, archive, value, value - limits.operator_weight * running, running)
        if free > 1:
            current = _exchange(ground, limits, plan, best, archive, bench, state, current, heat, r)
    plan.value[0] = current


@compiled
def _exchange(
    ground: Ground,
    limits: Limits,
    plan: Plan,
    best: Plan,
    archive: Archive,
    bench: Bench,
    state: State,
    current: float,
    heat: float,
    r: int,
) -> float:
    """One try of swapping the tails of route r and another."""
    s = limits.fixed + below(state, plan.routes.shape[0] - limits.fixed)
    if s == r:
        return current
    m, k = swap_tails(
        ground, limits, plan.routes, plan.lengths, r, s, bench.out, bench.other, bench.seen, state
    )
    if m == 0 or is_another(plan, r, bench.out, m) or is_another(plan, s, bench.other, k):
        return current
    if same_route(bench.out, m, bench.other, k):
        return current
    m = trade(plan, r, bench.out, m)
    k = trade(plan, s, bench.other, k)
    value, allowed = whole_value(ground, limits, plan, bench)
    if value <= current - heat * np.log(1.0 - uniform(state)):
        if allowed:
            running, _ = operations(plan.routes, plan.lengths, len(plan.lengths), limits, ground)
            _keep(plan, best, archive, value, value - limits.operator_weight * running, running)
        return value
    trade(plan, r, bench.out, m)
    trade(plan, s, bench.other, k)
    return current
