"""The exact judgement of a route set, by the benchmark's definitions (Mumford, CEC 2013; shared by the field since Mandl 1980).

Routes run both ways. A journey costs its minutes in vehicles and 5 more a transfer; there is no waiting. ATT is the
mean over all trips that can be made, also those with more than two transfers. d0, d1, d2 are the percentages of demand
with 0, 1, 2 transfers on the cheapest journey, dun the rest; of journeys equally cheap, the one with fewest transfers
counts. TRT is the one-way minutes of all routes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from planning.network import Matrix, Network

TRANSFER_MIN = 5.0
_EQUAL = 1e-9  # minutes: what two journeys may differ by from rounding alone


@dataclass(frozen=True)
class Figures:
    """What a route set is worth; percentages of the demand."""

    att: float
    trt: float
    d0: float
    d1: float
    d2: float
    dun: float
    unserved: float


def journeys(
    routes: Sequence[Sequence[int]], network: Network, transfer_min: float = TRANSFER_MIN
) -> tuple[Matrix, npt.NDArray[np.int64]]:
    """Minutes of the cheapest journey between all nodes (inf where there is none), and its transfers."""
    cost = np.full(
        (network.size, network.size), np.inf
    )  # a transfer is charged to each leg, one too many a journey
    for route in routes:
        stops = np.asarray(route)
        for order in (stops, stops[::-1]):
            clock = np.concatenate([[0.0], np.cumsum(network.links[order[:-1], order[1:]])])
            onward = np.tri(len(order), k=0, dtype=bool).T
            ride = np.where(onward, clock[None, :] - clock[:, None] + transfer_min, np.inf)
            cell = np.ix_(order, order)
            cost[cell] = np.minimum(cost[cell], ride)
    np.fill_diagonal(cost, 0.0)
    legs = np.where(np.isfinite(cost), 1, 0)
    np.fill_diagonal(legs, 0)
    for k in range(network.size):
        through = cost[:, k, None] + cost[None, k, :]
        joined = legs[:, k, None] + legs[None, k, :]
        better = through < cost - _EQUAL
        better |= np.isfinite(through) & (through <= cost + _EQUAL) & (joined < legs)
        cost = np.where(better, through, cost)
        legs = np.where(better, joined, legs)
    return np.where(legs > 0, cost - transfer_min, cost), np.maximum(legs - 1, 0)


def evaluate(
    routes: Sequence[Sequence[int]], network: Network, transfer_min: float = TRANSFER_MIN
) -> Figures:
    """All figures of a route set."""
    minutes, transfers = journeys(routes, network, transfer_min)
    made = np.isfinite(minutes)
    served = float(network.demand[made].sum())
    share = [100 * float(network.demand[made & (transfers == t)].sum()) / network.trips for t in range(3)]
    return Figures(
        att=float((network.demand[made] * minutes[made]).sum()) / served if served else float("inf"),
        trt=running_minutes(routes, network),
        d0=share[0],
        d1=share[1],
        d2=share[2],
        dun=max(0.0, 100.0 - sum(share)),
        unserved=1 - served / network.trips,
    )


def running_minutes(routes: Sequence[Sequence[int]], network: Network) -> float:
    """TRT: one-way minutes of all routes."""
    return float(sum(network.links[u, v] for route in routes for u, v in pairwise(route)))
