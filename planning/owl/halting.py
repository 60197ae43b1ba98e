"""At which places of a route its bus halts, and when it is where."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from planning.compiled import compiled
from planning.owl.ground import Floats, Ints


@compiled
def halts(pull: Floats, at_m: Floats, spacing_m: float) -> npt.NDArray[np.bool_]:
    """At which places of a route a bus halts: at both ends, and between them where the sum of `pull` is greatest.

    No two halts are nearer along the way (`at_m`) than `spacing_m`.
    """
    count = len(pull)
    taken = np.zeros(count, np.bool_)
    best, before = np.zeros(count + 1), np.zeros(count, np.int64)
    last = count
    while last > 0 and at_m[last - 1] > at_m[count - 1] - spacing_m:
        last -= 1
    # Of the places that are far enough from both ends: best[n] of the first n of them.
    for n in range(last):
        best[n + 1] = best[n]
        if n == 0 or at_m[n] < at_m[0] + spacing_m:
            continue
        k = n
        while k > 0 and at_m[k - 1] > at_m[n] - spacing_m:
            k -= 1
        before[n] = k
        best[n + 1] = max(best[n], best[k] + pull[n])
    n = last
    while n > 0:
        if best[n] > best[n - 1]:
            taken[n - 1] = True
            n = before[n - 1]
        else:
            n -= 1
    taken[0] = taken[count - 1] = True
    return taken


@compiled
def passing(
    minute: Floats,
    route: Ints,
    taken: npt.NDArray[np.bool_],
    near: tuple[Ints, Ints, Floats],
    row: Floats,
    away: Floats,
) -> None:
    """`row[p]`: minute at which the nearest halt of a route is reached from point p, inf where none is within reach.

    `near`: CSR of places × points with metres (pointers, points, metres); `away`: room for a number a point.
    """
    row[:] = np.inf
    away[:] = np.inf
    for n in range(len(route)):
        if taken[n]:
            for k in range(near[0][route[n]], near[0][route[n] + 1]):
                p = near[1][k]
                if near[2][k] < away[p]:
                    away[p] = near[2][k]
                    row[p] = minute[n]
