"""A route set as compiled code holds it, and what it must keep."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from planning.compiled import compiled
from planning.journeys import Routes


class Plan(NamedTuple):
    """A route set as the kernels hold it: stops of each route, padded; its value in units, infinite if not allowed."""

    routes: Routes
    lengths: Routes
    value: npt.NDArray[np.float64]  # one number


class Limits(NamedTuple):
    """What a plan must keep and how it is judged."""

    minimum: int  # stops of a route
    maximum: int
    fixed: int  # so many first routes are given and never change
    operator_weight: float  # what a minute of route costs, in minutes of the average trip
    headway: int  # in units; a route needs its round trip / headway buses, rounded up
    fleet: int  # buses there are; 0: no limit


@compiled
def clear(seen: Routes) -> None:
    """No node is on the route (a loop: an assignment to the whole array takes seconds more to compile)."""
    for a in range(seen.shape[0]):
        seen[a] = 0


@compiled
def put(plan: Plan, r: int, out: Routes, length: int) -> None:
    """Route r takes a new shape."""
    plan.lengths[r] = length
    for a in range(length):
        plan.routes[r, a] = out[a]


@compiled
def trade(plan: Plan, r: int, out: Routes, length: int) -> int:
    """Route r takes a new shape and leaves its old one in `out`."""
    before = plan.lengths[r]
    plan.lengths[r] = length
    for a in range(max(before, length)):
        plan.routes[r, a], out[a] = out[a], plan.routes[r, a]
    return before


@compiled
def store(source: Plan, routes: Routes, lengths: Routes) -> None:
    """Write down a plan's routes (by loops: an assignment of whole arrays takes seconds more to compile)."""
    for r in range(source.routes.shape[0]):
        lengths[r] = source.lengths[r]
        for a in range(source.routes.shape[1]):
            routes[r, a] = source.routes[r, a]


@compiled
def copy_plan(source: Plan, target: Plan) -> None:
    """`target` becomes `source`."""
    store(source, target.routes, target.lengths)
    target.value[0] = source.value[0]


@compiled
def same_route(first: Routes, first_length: int, second: Routes, length: int) -> bool:
    """Whether two routes are one, either way round."""
    if first_length != length:
        return False
    onward = True
    back = True
    for a in range(length):
        onward = onward and first[a] == second[a]
        back = back and first[a] == second[length - 1 - a]
    return onward or back


@compiled
def is_another(plan: Plan, r: int, out: Routes, length: int) -> bool:
    """Whether a proposal for route r equals another route of the plan."""
    for s in range(plan.routes.shape[0]):
        twin = s != r and same_route(plan.routes[s], plan.lengths[s], out, length)
        if twin:
            return True
    return False
