"""Which stretches get a shuttle: a route alone by dynamic programming, all routes together by one integer program.

Both maximise the passenger-minutes over the threshold that the chosen stretches hold, each counted once. Alone, a route's stretches may not
overlap within a day part: weighted interval scheduling, solved exactly (Kleinberg & Tardos, *Algorithm Design*, 2005, ch. 6.1).
Together they may not run between the same two stops within a day part either, whichever routes they are of, since a shuttle would then stand
twice for the same riders; and they share a number of routes and of buses. That is a set packing with two budgets, solved by HiGHS (Huangfu & Hall,
Math. Prog. Comp. 10, 2018) through SciPy, which also proves how much better any other choice could be at most.
"""

from __future__ import annotations

import math
import time
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from nightowl.errors import NightowlError

SOLVER = f"HiGHS through SciPy {scipy.__version__}"
_ALL_BLEMISHES = 0.5
"""What the blemishes of all chosen stretches count together at most: too little to change a sum of whole weights."""
_OPTIMAL = 0


@dataclass(frozen=True)
class Choice:
    """What was chosen (numbers of the stretches, rising), its weight, the most that any choice can have, and the time it took."""

    chosen: list[int]
    objective: int
    bound: int
    seconds: float

    @property
    def gap(self) -> float:
        """How much better another choice could be, as a share of this one."""
        return self.bound / self.objective - 1 if self.objective else float(self.bound > 0)


def best_of_route(
    begin: Sequence[int], end: Sequence[int], weight: Sequence[int], length_m: Sequence[int]
) -> list[int]:
    """The stretches of one route and day part that do not overlap and weigh most together: their numbers, rising.

    `begin`, `end`: first section, and the one past the last; `weight`: whole numbers. Of equal sums the shorter in metres is taken. Time: n log n.
    """
    order = sorted(range(len(begin)), key=lambda w: (end[w], begin[w], w))
    ends = [end[w] for w in order]
    value: list[tuple[int, int]] = [(0, 0)]
    for w in order:
        before = value[bisect_right(ends, begin[w], hi=len(value) - 1)]
        value.append(max(value[-1], (before[0] + weight[w], before[1] - length_m[w])))
    chosen = []
    n = len(order)
    while n:
        if value[n] == value[n - 1]:
            n -= 1
        else:
            chosen.append(order[n - 1])
            n = bisect_right(ends, begin[order[n - 1]], hi=n - 1)
    return sorted(chosen)


def best_of_city(
    weight: npt.NDArray[np.int64],
    blemish: npt.NDArray[np.float64],
    buses: npt.NDArray[np.int64],
    places: Sequence[npt.NDArray[np.int64]],
    *,
    routes_max: int,
    buses_max: int,
    seconds: float,
) -> Choice:
    """The stretches that weigh most together, of which no two hold the same place, within the budgets.

    `weight`: whole numbers; of choices that weigh the same the one with the least sum of `blemish` (0 to 1 each) is taken.
    `places`: for each stretch the numbers of what it takes for itself (a pair of stops in a day part). Ends after `seconds` with the best choice
    met and a bound on all others; raises NightowlError where none was met by then.
    """
    started = time.monotonic()
    if not len(weight):
        return Choice([], 0, 0, 0.0)
    unit = _ALL_BLEMISHES / min(routes_max, len(weight))
    found = milp(
        -(weight - unit * blemish),
        integrality=np.ones(len(weight)),
        bounds=Bounds(0, 1),
        constraints=_limits(buses, places, routes_max, buses_max),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise NightowlError(
            f"In {seconds:g} s no choice among {len(weight):,} stretches was found ({found.message}); give more time "
            "(transit.squirrel.solver_s_max), or a higher threshold."
        )
    chosen = np.flatnonzero(found.x > 0.5).tolist()
    objective = int(weight[chosen].sum())
    most = objective if found.status == _OPTIMAL else math.floor(_ALL_BLEMISHES - found.mip_dual_bound + 1e-6)
    return Choice(chosen, objective, max(objective, most), time.monotonic() - started)


def _limits(
    buses: npt.NDArray[np.int64], places: Sequence[npt.NDArray[np.int64]], routes_max: int, buses_max: int
) -> LinearConstraint:
    """Each place once at most; so many routes, so many buses."""
    stretch = np.repeat(np.arange(len(places)), [len(p) for p in places])
    _, place = np.unique(np.concatenate(places), return_inverse=True)
    holds = csr_array((np.ones(len(place)), (place, stretch)), shape=(place.max() + 1, len(places)))
    holds.data[:] = 1.0  # a loop that passes a place twice takes it once
    wanted = {
        row.tobytes(): n for n, row in enumerate(np.split(holds.indices, holds.indptr[1:-1])) if len(row) > 1
    }
    shared = holds[sorted(wanted.values())] if wanted else csr_array((0, len(places)))
    rows = vstack([shared, csr_array(np.vstack([np.ones(len(places)), buses]))])
    return LinearConstraint(rows, ub=np.concatenate([np.ones(shared.shape[0]), [routes_max, buses_max]]))
