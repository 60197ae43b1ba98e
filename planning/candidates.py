"""Where the search begins: corridors drawn along the demand, the best of many taken one after the other.

A candidate runs along a shortest or near-shortest path between two places drawn by their trips, and on towards others
where it may be longer (`moves.corridor`). Each is judged by the exact value of the plan with it added, so the first
routes join what is most travelled, and later ones fill what is missing.
"""

import numpy as np

from nightowl.errors import NightowlError
from planning.anneal import Bench, operations, value_with
from planning.chance import State, below
from planning.journeys import UNREACHED, Ground, stand_still
from planning.moves import corridor, propose
from planning.shapes import Limits, Plan, is_another, put

MOVES = 10  # tried on a route before another, where losses are sampled
PATIENCE = 50  # times as many draws as asked for, before a route without any candidate is given up


def greedy(ground: Ground, limits: Limits, plan: Plan, bench: Bench, state: State, tries: int) -> None:
    """Fill the plan's free routes one after the other, each with the best of `tries` corridors."""
    count = len(plan.lengths)
    plan.lengths[limits.fixed :] = 0
    for r in range(limits.fixed, count):
        stand_still(ground, plan.routes, plan.lengths, r, bench.still)
        running, buses = operations(plan.routes, plan.lengths, r, limits, ground)
        best = np.inf
        judged = 0
        for _ in range(PATIENCE * tries):
            length = corridor(ground, limits, bench.out, bench.seen, state)
            if length == 0 or is_another(plan, r, bench.out, length):
                continue
            value, _, _ = value_with(ground, limits, bench, length, running, buses)
            if value < best:
                best = value
                put(plan, r, bench.out, length)
            judged += 1
            if judged == tries:
                break
        if judged == 0:
            raise NightowlError(
                f"Only {r} different routes within the limits were found on this network; ask for fewer, allow other lengths, "
                "or more terminals."
            )


def usual_loss(ground: Ground, limits: Limits, plan: Plan, bench: Bench, state: State, count: int) -> float:
    """How much worse a plan gets by a single move: the median of `count` or more that harm it and leave it whole."""
    losses: list[float] = []
    for _ in range(count):
        r = limits.fixed + below(state, len(plan.lengths) - limits.fixed)
        stand_still(ground, plan.routes, plan.lengths, r, bench.still)
        running, buses = operations(plan.routes, plan.lengths, r, limits, ground)
        for _ in range(MOVES):
            length = propose(ground, limits, plan.routes, plan.lengths, r, bench.out, bench.seen, state)
            if length == 0:
                continue
            loss = value_with(ground, limits, bench, length, running, buses)[0] - plan.value[0]
            if 0 < loss < UNREACHED / (4.0 * len(ground.links)):
                losses.append(loss)
        if len(losses) >= count:
            break
    return float(np.median(losses)) if losses else float(ground.transfer)
