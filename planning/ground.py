"""From a network to what the compiled search needs: whole-number costs, near-shortest paths, the odds of each pair."""

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from planning.journeys import LANES, NO_LINK, UNREACHED, Flows, Ground
from planning.network import Matrix, Network

TABLES = 8  # of next nodes: one exact, the others on links made longer or shorter at random
_SWAY = 0.35  # how far, at most, a link's minutes are swayed
_EVEN = 0.1  # share of pairs drawn evenly, so that places without trips are reached too


def unit_of(network: Network, transfer_min: float) -> float:
    """Units a minute: a power of ten, as fine as the room below UNREACHED allows for journeys 20 times the longest path."""
    longest = float(network.shortest().max()) + 10 * transfer_min
    return float(10.0 ** min(3, np.floor(np.log10(UNREACHED / (20 * longest)))))


def build(
    network: Network, terminals: npt.NDArray[np.bool_] | None, transfer_min: float, rng: np.random.Generator
) -> tuple[Ground, float]:
    """The ground of a network, and how many units a minute has."""
    unit = unit_of(network, transfer_min)
    linked = np.isfinite(network.links)
    links = np.where(linked, np.rint(np.where(linked, network.links, 0) * unit), NO_LINK).astype(np.int32)
    degree = linked.sum(axis=1).astype(np.int64)
    neighbours = np.zeros((network.size, int(degree.max())), dtype=np.int64)
    for node, row in enumerate(linked):
        neighbours[node, : degree[node]] = np.flatnonzero(row)
    terminal = np.ones(network.size, dtype=np.bool_) if terminals is None else terminals
    trips = _whole_trips(network.demand)
    ground = Ground(
        links=links,
        neighbours=neighbours,
        degree=degree,
        hops=_hops(network.links, rng),
        trips=trips,
        trips_total=float(trips.sum()),
        pair_odds=_pair_odds(network.demand, terminal),
        terminal=terminal,
        transfer=round(transfer_min * unit),
    )
    return ground, unit


def _whole_trips(demand: Matrix) -> Flows:
    """Trips as whole numbers below 2^30 in all, rows padded: their products with costs are then summed without rounding."""
    size = len(demand)
    padded = np.zeros((size, -(-size // LANES) * LANES))
    whole = bool((demand == np.rint(demand)).all()) and demand.sum() < 2**30
    padded[:, :size] = demand if whole else np.rint(demand * (2**30 / demand.sum()))
    return padded


def _hops(links: Matrix, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Next node from each node towards each other, by several readings of the links."""
    size = len(links)
    hops = np.empty((TABLES, size, size), dtype=np.int64)
    linked = np.isfinite(links)
    for table in range(TABLES):
        sway = 1.0 if table == 0 else np.exp(rng.uniform(-_SWAY, _SWAY, links.shape))
        minutes = np.where(linked, np.maximum(links, 1e-3) * sway, 0.0)
        # Paths to each node over the turned network: the predecessor there is the next node here.
        _, before = dijkstra(csr_matrix(minutes.T), return_predecessors=True)
        hops[table] = before.T
    return hops


def _pair_odds(demand: Matrix, terminal: npt.NDArray[np.bool_]) -> Flows:
    """Cumulative odds of pairs that may be the ends of a route."""
    allowed = np.outer(terminal, terminal) & ~np.eye(len(demand), dtype=bool)
    trips = np.where(allowed, demand, 0.0)
    odds = np.where(allowed, 1.0 / allowed.sum(), 0.0)
    if trips.sum() > 0:
        odds = (1 - _EVEN) * trips / trips.sum() + _EVEN * odds
    ends: Flows = np.cumsum(odds.ravel())
    ends /= ends[-1]
    return ends
