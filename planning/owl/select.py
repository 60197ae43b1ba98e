"""Which corridors of a pool become routes: most trips served by one ride, under the kilometres there are; a mixed-integer program with a bound.

    max sum_g z_g   z_g <= sum_r f_rg x_r,   z_g <= U_g,   sum_r x_r <= K,   sum_r km_r x_r <= km,   sum_r buses_r x_r <= buses

f_rg are the trips of pair g of hexagons that corridor r serves alone. A hexagon is covered in part, so routes add up to no more than the sum of
what each serves: the bound holds, and the choice is near the best. Pairs with many trips stand alone; the others are gathered by coarser
hexagons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import h3
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack, identity

from planning.owl.board import Board
from planning.owl.corridors import Corridor, covers
from planning.owl.ground import Floats, Ints
from planning.owl.network import least_buses

SINGLE_PAIRS = 6_000
GAP = 0.01


@dataclass(frozen=True)
class Choice:
    """Numbers of the chosen corridors, direct trips the program counts for them, and that no choice of the pool can serve more than `bound`."""

    chosen: tuple[int, ...]
    objective: float
    bound: float
    solver: str

    @property
    def gap(self) -> float:
        """How far the bound lies above the objective."""
        return self.bound / self.objective - 1 if self.objective > 0 else 0.0


def choose(board: Board, corridors: Sequence[Corridor], seconds: float = 60.0) -> Choice | None:
    """The best corridors that HiGHS finds in `seconds`; None where it finds none. The rules' routes and kilometres hold."""
    rules = board.rules
    served, most = _served(board, corridors)
    count, groups = served.shape
    km, buses = (
        np.array([c.metres / 1_000 for c in corridors]),
        np.array([float(least_buses(board, c)) for c in corridors]),
    )
    limits = [
        LinearConstraint(hstack([-served.T, identity(groups)]).tocsr(), ub=0),
        LinearConstraint(
            hstack([csr_matrix([np.ones(count), km, buses]), csr_matrix((3, groups))]).tocsr(),
            ub=[rules.routes, rules.route_km_max, rules.buses],
        ),
    ]
    found = milp(
        -np.concatenate([np.zeros(count), np.ones(groups)]),
        integrality=np.concatenate([np.ones(count), np.zeros(groups)]),
        bounds=Bounds(0, np.concatenate([np.ones(count), most])),
        constraints=limits,
        options={"time_limit": seconds, "mip_rel_gap": GAP},
    )
    if found.x is None:
        return None
    bound = -float(found.mip_dual_bound) if found.mip_dual_bound is not None else float(most.sum())
    return Choice(
        tuple(np.flatnonzero(found.x[:count] > 0.5).tolist()),
        -float(found.fun),
        min(bound, float(most.sum())),
        "HiGHS (scipy.optimize.milp)",
    )


def _served(board: Board, corridors: Sequence[Corridor]) -> tuple[csr_matrix, Floats]:
    """Trips by corridor × group of pairs, and what a group can have at most."""
    trips, most_min, count = board.town.trips + board.town.trips.T, board.town.most, len(board.demand.hexes)
    rows, keys, values = [], [], []
    for n, corridor in enumerate(corridors):
        hexes, weight, minute = covers(board, corridor)
        a, b = np.triu_indices(len(hexes), 1)
        good = (np.abs(minute[a] - minute[b]) <= most_min[hexes[a], hexes[b]]) & (
            trips[hexes[a], hexes[b]] > 0
        )
        a, b = a[good], b[good]
        rows.append(np.full(len(a), n))
        keys.append(hexes[a] * count + hexes[b])
        values.append(trips[hexes[a], hexes[b]] * weight[a] * weight[b])
    row, key, value = (np.concatenate(column) for column in (rows, keys, values))
    pairs, pair = np.unique(key, return_inverse=True)
    best = np.zeros(len(pairs))
    np.maximum.at(best, pair, value)
    total = np.bincount(pair, value, len(pairs))
    # A pair whose shares sum to less than all its trips cannot get more than that sum.
    top = np.minimum(trips.ravel()[pairs], total)
    group = _groups(board, pairs, best)
    number = int(group.max()) + 1
    matrix = csr_matrix((value, (row, group[pair])), shape=(len(corridors), number))
    return matrix, np.asarray(np.bincount(group, top, number), dtype=float)


def _groups(board: Board, pairs: Ints, best: Floats) -> Ints:
    """A group of its own for the pairs with most trips, one for each pair of coarser hexagons for the rest."""
    count = len(board.demand.hexes)
    coarse = [h3.cell_to_parent(cell, max(0, h3.get_resolution(cell) - 1)) for cell in board.demand.hexes]
    parent = np.unique(coarse, return_inverse=True)[1]
    a, b = parent[pairs // count], parent[pairs % count]
    group = np.minimum(a, b) * (parent.max() + 1) + np.maximum(a, b)
    single = np.argsort(-best, kind="stable")[:SINGLE_PAIRS]
    group[single] = (parent.max() + 1) ** 2 + np.arange(len(single))
    return np.unique(group, return_inverse=True)[1].astype(np.int64)
