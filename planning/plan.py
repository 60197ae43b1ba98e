"""What is asked of the designer, and whether a plan keeps to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from nightowl.errors import NightowlError
from planning.evaluate import TRANSFER_MIN, journeys
from planning.network import Network, check_route

MOST = 1000  # routes
_STEPS = 200_000  # of the count of possible routes, after which there are taken to be enough


@dataclass(frozen=True)
class Order:
    """So many routes of so many stops, and what they are judged by."""

    routes: int
    minimum: int
    maximum: int
    operator_weight: float = 0.0  # minutes of the average trip that one route minute (TRT) is worth
    terminals: npt.NDArray[np.bool_] | None = None
    fixed: list[list[int]] = field(default_factory=list)
    fleet: int | None = None
    headway_min: float = 15.0
    transfer_min: float = TRANSFER_MIN

    def buses(self, routes: Sequence[Sequence[int]], network: Network) -> int:
        """Buses that keep the headway: each route's round trip / headway, rounded up."""
        rounds = (
            sum(network.links[u, v] + network.links[v, u] for u, v in pairwise(route)) for route in routes
        )
        return int(sum(np.ceil(minutes / self.headway_min - 1e-9) for minutes in rounds))


def check(order: Order, network: Network) -> None:
    """Refuse what no plan can keep, with a sentence."""
    n = network.size
    if order.routes < 1:
        raise NightowlError(f"{order.routes} routes were asked for; a plan has at least 1.")
    if order.routes > MOST:
        raise NightowlError(
            f"{order.routes} routes were asked for; the designer plans up to {MOST}. Plan the city in parts."
        )
    if order.minimum < 2:
        raise NightowlError(f"--min-nodes is {order.minimum}; a route joins at least 2 nodes.")
    if order.minimum > order.maximum:
        raise NightowlError(
            f"--min-nodes {order.minimum} is more than --max-nodes {order.maximum}; no route can keep both."
        )
    if order.minimum > n:
        raise NightowlError(
            f"--min-nodes is {order.minimum}, but the network has {n} nodes and a route passes each once."
        )
    if not np.isfinite(order.operator_weight) or order.operator_weight < 0:
        raise NightowlError(f"--operator-weight is {order.operator_weight}; give a number from 0 up.")
    if not order.headway_min > 0 or (order.fleet is not None and order.fleet < 1):
        raise NightowlError("A fleet needs at least one bus, and a headway above 0 minutes.")
    reach = order.routes * (min(order.maximum, n) - 1) + 1
    if reach < n:
        raise NightowlError(
            f"{order.routes} routes of at most {order.maximum} nodes that join reach {reach} nodes, but the network has {n}; "
            "ask for more routes, or longer ones."
        )
    _check_fixed(order, network)
    possible = _possible(order, network)
    if possible < order.routes:
        raise NightowlError(
            f"{order.routes} routes were asked for, but the network holds only {possible} different ones of {order.minimum} to "
            f"{order.maximum} nodes{'' if order.terminals is None else ' between terminals'}; ask for fewer."
        )


def violations(routes: Sequence[Sequence[int]], order: Order, network: Network) -> list[str]:
    """What of the order a plan breaks, as sentences; none for a good plan."""
    found = []
    if len(routes) != order.routes:
        found.append(f"The plan has {len(routes)} routes, not {order.routes}.")
    for number, route in enumerate(routes):
        given = number < len(order.fixed)
        try:
            check_route(route, network, f"Route {number + 1}")
        except NightowlError as error:
            found.append(str(error))
            continue
        if not given and not order.minimum <= len(route) <= order.maximum:
            found.append(f"Route {number + 1} has {len(route)} nodes.")
        if (
            not given
            and order.terminals is not None
            and not (order.terminals[route[0]] and order.terminals[route[-1]])
        ):
            found.append(f"Route {number + 1} ends where no route may.")
    if len({min(tuple(route), tuple(reversed(route))) for route in routes}) < len(routes):
        found.append("Two routes are the same.")
    if found:
        return found
    if len({node for route in routes for node in route}) < network.size:
        found.append("A node lies on no route.")
    elif not np.isfinite(journeys(routes, network)[0]).all():
        found.append("The routes fall apart: there are nodes no journey joins.")
    if order.fleet is not None and order.buses(routes, network) > order.fleet:
        found.append(f"The plan needs {order.buses(routes, network)} buses, more than {order.fleet}.")
    return found


def _check_fixed(order: Order, network: Network) -> None:
    """Given routes must leave at least one to design, and must differ."""
    if len(order.fixed) >= order.routes and order.fixed:
        raise NightowlError(
            f"{len(order.fixed)} routes are fixed and {order.routes} asked for; --routes counts the fixed ones too, so ask for more."
        )
    if len({min(tuple(route), tuple(reversed(route))) for route in order.fixed}) < len(order.fixed):
        raise NightowlError("Two of the fixed routes are the same; give each once.")


def _possible(order: Order, network: Network) -> int:
    """Different routes there are within the limits, counted as far as are asked for."""
    allowed = np.ones(network.size, dtype=bool) if order.terminals is None else order.terminals
    neighbours = [np.flatnonzero(np.isfinite(row)).tolist() for row in network.links]
    found = {min(tuple(route), tuple(reversed(route))) for route in order.fixed}
    steps = 0
    for start in np.flatnonzero(allowed).tolist():
        branches = [[start]]
        while branches:
            path = branches.pop()
            steps += 1
            if len(path) >= order.minimum and allowed[path[-1]]:
                found.add(min(tuple(path), tuple(reversed(path))))
            if len(found) >= order.routes or steps > _STEPS:
                return order.routes
            if len(path) < order.maximum:
                branches.extend([*path, node] for node in neighbours[path[-1]] if node not in path)
    return len(found)
