"""What every journey costs under a set of routes: the compiled kernels the search stands on.

A journey is a chain of legs, each ridden on one route; its cost is the minutes ridden plus a transfer's minutes between
legs. Every leg is charged one transfer and a journey pays one too many, the same for all, which the search may ignore
and the evaluator takes off. All costs are whole numbers of a small unit, so sums are exact in any order.

One route changes at a time: the journeys by all *other* routes are closed once, and a new shape of the route is added
by relaxing through its own stops alone. That is exact, since any journey is a chain of old journeys and new legs which
meet at stops of the new route; it costs stops x nodes² instead of nodes³.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from planning.compiled import compiled

Costs = npt.NDArray[np.int32]
Flows = npt.NDArray[np.float64]
Routes = npt.NDArray[np.int64]

UNREACHED = 1 << 22
NO_LINK = -1
LANES = 32  # rows are padded to whole blocks of this many columns, which the compiler turns into vector code


class Ground(NamedTuple):
    """What the kernels know of a network; costs in units, nodes by position."""

    links: Costs  # minutes of each link in units, NO_LINK where there is none
    neighbours: Routes
    degree: Routes
    hops: Routes  # [table, from, to]: the next node; table 0 is the shortest path, the others are near-shortest ones
    trips: Flows  # padded to LANES
    trips_total: float
    pair_odds: Flows  # cumulative share of the trips by position from * nodes + to
    terminal: npt.NDArray[np.bool_]
    transfer: int  # in units


@compiled
def _relax(costs: Costs, through: int, row: Costs) -> None:
    """Shorten every journey that is better by way of node `through`; `row` is scratch."""
    nodes, width = costs.shape
    for j in range(width):
        row[j] = costs[through, j]
    for i in range(nodes):
        first = costs[i, through]
        for j in range(width):
            costs[i, j] = min(costs[i, j], np.int32(first + row[j]))


@compiled
def add_legs(route: Routes, length: int, links: Costs, transfer: int, costs: Costs) -> None:
    """Lower `costs` to what a ride on `route` costs between any two of its stops, both ways, one transfer charged."""
    for a in range(length - 1):
        onward = transfer
        back = transfer
        u = route[a]
        for b in range(a + 1, length):
            v = route[b]
            onward += links[route[b - 1], v]
            back += links[v, route[b - 1]]
            costs[u, v] = min(costs[u, v], np.int32(onward))
            costs[v, u] = min(costs[v, u], np.int32(back))


@compiled
def close_without(
    routes: Routes, lengths: Routes, left_out: int, links: Costs, transfer: int, costs: Costs, row: Costs
) -> None:
    """Cost of the cheapest journey between all nodes by all routes but one (by all, where `left_out` is none of them)."""
    nodes, width = costs.shape
    for i in range(nodes):
        for j in range(width):
            costs[i, j] = UNREACHED
        costs[i, i] = 0
    for r in range(routes.shape[0]):
        if r != left_out:
            add_legs(routes[r], lengths[r], links, transfer, costs)
    for k in range(nodes):
        _relax(costs, k, row)


@compiled
def add_route(
    others: Costs, route: Routes, length: int, links: Costs, transfer: int, costs: Costs, row: Costs
) -> None:
    """`costs` becomes the closed journeys `others` with one route more; exact, see above."""
    nodes, width = costs.shape
    for i in range(nodes):
        for j in range(width):
            costs[i, j] = others[i, j]
    add_legs(route, length, links, transfer, costs)
    for a in range(length):
        _relax(costs, route[a], row)


@compiled
def passenger_units(costs: Costs, trips: Flows, lane: Flows) -> float:
    """Units of all trips together; `lane` is scratch."""
    nodes, width = costs.shape
    for j in range(width):
        lane[j] = 0.0
    for i in range(nodes):
        for j in range(width):
            lane[j] += trips[i, j] * costs[i, j]
    total = 0.0
    for j in range(width):
        total += lane[j]
    return total


@compiled
def unreached(costs: Costs, node: int) -> int:
    """How many nodes cannot be reached from `node`; with routes run both ways, none means one connected whole."""
    count = 0
    for j in range(costs.shape[0]):
        if costs[node, j] >= UNREACHED:
            count += 1
    return count


@compiled
def route_units(route: Routes, length: int, links: Costs) -> int:
    """One-way running time."""
    total = 0
    for a in range(1, length):
        total += links[route[a - 1], route[a]]
    return total
