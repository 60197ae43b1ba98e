"""What every journey costs under a set of routes: the compiled kernels the search stands on.

A journey is a chain of legs, each ridden on one route; its cost is the minutes ridden plus a transfer's minutes between
legs. Every leg is charged one transfer and a journey pays one too many, the same for all, which the search may ignore
and the evaluator takes off. All costs are whole numbers of a small unit, so sums are exact in any order.

One route changes at a time: the journeys by all *other* routes are closed once, and a new shape of the route is judged
against them by way of its own stops alone. That is exact, since any journey is a chain of journeys by the others and legs
on the new route, which meet at its stops; it costs at most stops x nodes² instead of nodes³. The innermost loops lower one row by another in
place; they become vector code because the two are rows of different arrays, and because they are not functions of their own.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from planning.compiled import compiled, compiled_reordering

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


class Still(NamedTuple):
    """The journeys by all routes but one, and room to try shapes of that one."""

    costs: Costs  # from node to node
    back: Costs  # the same, turned
    units: Flows  # of all trips from each node
    legs: Costs  # between stops of the new route
    leg: Costs  # one row of them
    reach: Costs  # from every node to each stop of the new route, with it
    row: Costs  # from one node to all


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
        for j in range(width):
            row[j] = costs[k, j]
        for i in range(nodes):
            first = costs[i, k]
            for j in range(width):
                costs[i, j] = min(costs[i, j], np.int32(first + row[j]))


@compiled_reordering
def _row_units(trips: Flows, origin: int, costs: Costs) -> float:
    """Units of the trips from one node, at the costs of its journeys: whole numbers, whose sum no order changes."""
    total = 0.0
    for j in range(costs.shape[0]):
        total += trips[origin, j] * costs[j]
    return total


@compiled
def stand_still(ground: Ground, routes: Routes, lengths: Routes, left_out: int, still: Still) -> float:
    """Close the journeys by all routes but one (by all, where `left_out` is none of them); returns the units of all trips."""
    close_without(routes, lengths, left_out, ground.links, ground.transfer, still.costs, still.row)
    nodes = still.costs.shape[0]
    total = 0.0
    for i in range(nodes):
        still.units[i] = _row_units(ground.trips, i, still.costs[i])
        total += still.units[i]
        for j in range(nodes):
            still.back[j, i] = still.costs[i, j]
    return total


@compiled
def with_route(ground: Ground, still: Still, route: Routes, length: int) -> tuple[float, int]:
    """Units of all trips with one route more than those that stand still, and how many nodes are not reached from the first.

    From node i the new route is of use only to get to those of its stops that become cheaper to reach, and a better
    journey to j is one to such a stop and on by the others.
    """
    nodes, width = still.costs.shape
    _close_stops(ground, still, route, length)
    for b in range(length):
        stop = route[b]
        for i in range(width):
            still.reach[b, i] = still.back[stop, i]
        for a in range(length):
            if still.legs[a, b] < still.costs[route[a], stop]:
                leg = still.legs[a, b]
                start = route[a]
                for i in range(width):
                    still.reach[b, i] = min(still.reach[b, i], np.int32(leg + still.back[start, i]))
    total = 0.0
    lost = 0
    for i in range(nodes):
        changed = False
        for b in range(length):
            stop = route[b]
            if still.reach[b, i] < still.costs[i, stop]:
                if not changed:
                    changed = True
                    for j in range(width):
                        still.row[j] = still.costs[i, j]
                first = still.reach[b, i]
                for j in range(width):
                    still.row[j] = min(still.row[j], np.int32(first + still.costs[stop, j]))
        total += _row_units(ground.trips, i, still.row) if changed else still.units[i]
        if i == 0:
            for j in range(nodes):
                reached = still.row[j] if changed else still.costs[i, j]
                if reached >= UNREACHED:
                    lost += 1
    return total, lost


@compiled
def _close_stops(ground: Ground, still: Still, route: Routes, length: int) -> None:
    """`still.legs` becomes the cost of the cheapest journey between stops of the new route, by it and the others."""
    legs = still.legs
    around = legs.shape[1]
    for a in range(length):
        for b in range(around):
            legs[a, b] = UNREACHED
        for b in range(length):
            legs[a, b] = still.costs[route[a], route[b]]
    for a in range(length - 1):
        onward = ground.transfer
        back = ground.transfer
        for b in range(a + 1, length):
            onward += ground.links[route[b - 1], route[b]]
            back += ground.links[route[b], route[b - 1]]
            legs[a, b] = min(legs[a, b], np.int32(onward))
            legs[b, a] = min(legs[b, a], np.int32(back))
    for k in range(length):
        for b in range(around):
            still.leg[b] = legs[k, b]
        for a in range(length):
            first = legs[a, k]
            for b in range(around):
                legs[a, b] = min(legs[a, b], np.int32(first + still.leg[b]))


@compiled
def unreached(costs: Costs) -> int:
    """How many nodes cannot be reached from the first; with routes run both ways, none means one connected whole."""
    count = 0
    for j in range(costs.shape[0]):
        if costs[0, j] >= UNREACHED:
            count += 1
    return count


@compiled
def route_units(route: Routes, length: int, links: Costs) -> int:
    """One-way running time."""
    total = 0
    for a in range(1, length):
        total += links[route[a - 1], route[a]]
    return total
