"""Which trips a set of lines serves: with one ride, or with two and a change, both ends within reach and on board not much longer than the way by
road.

The points of a hexagon that the same lines reach are one *cell* of it; between two cells a trip is served or not. `time[l, p]` is the minute at which
line l passes point p, inf out of reach. Lines run one way (each direction of a route is a line), or, for a quick search, both ways at the mean time.
A move that changes one line changes only trips with an end near it, old or new: `rescore` looks at those alone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from planning.compiled import compiled
from planning.owl.ground import Floats, Ints

MEETINGS = 4
"""Places at which two lines meet that are looked at: the first, the last, and some between."""
TIE = 1e-3
"""A trip is worth so much less, at most, the longer it is on board: of plans that serve the same the quicker one is better."""


class Town(NamedTuple):
    """What does not change: `trips[i, j]` between hexagons (0 within one), `most[i, j]` minutes on board up to which a trip counts as served, the
    points of hexagon i from `first[i]` to `first[i + 1]`, each with its `share` of the trips; minutes a change costs (inf: none allowed)."""

    trips: Floats
    most: Floats
    first: Ints
    share: Floats
    change_min: float


class Lines(NamedTuple):
    """Lines and the cells they cut hexagons into: `cells[h]` cells of hexagon h, with `weight`, number of lines, which, and when they pass.

    `meet[k, l, m]`: minutes at which lines k and l pass the m-th place where one may change from k to l; `meetings[k, l]` of them.
    """

    time: Floats
    cells: Ints
    weight: Floats
    lines: Ints
    which: Ints
    when: Floats
    meetings: Ints
    meet: Floats


def no_lines(town: Town, number: int) -> Lines:
    """`number` lines that pass nothing."""
    hexes, points = len(town.first) - 1, len(town.share)
    cells = int(np.diff(town.first).max()) if hexes else 0
    return Lines(
        np.full((number, points), np.inf),
        np.zeros(hexes, np.int64),
        np.zeros((hexes, cells)),
        np.zeros((hexes, cells), np.int64),
        np.zeros((hexes, cells, number), np.int64),
        np.full((hexes, cells, number), np.inf),
        np.zeros((number, number), np.int64),
        np.zeros((number, number, MEETINGS, 2)),
    )


@compiled
def cut(town: Town, of: Lines, hexes: Ints) -> None:
    """Cells of `hexes` anew, from `of.time`."""
    number = of.time.shape[0]
    for h in hexes:
        cells = 0
        for p in range(town.first[h], town.first[h + 1]):
            near = 0
            for k in range(number):
                if of.time[k, p] < np.inf:
                    near += 1
            if near == 0:
                continue
            found = -1
            for c in range(cells):
                if of.lines[h, c] == near:
                    same = True
                    for n in range(near):
                        if of.time[of.which[h, c, n], p] == np.inf:
                            same = False
                            break
                    if same:
                        found = c
                        break
            if found < 0:
                found = cells
                cells += 1
                of.weight[h, found] = 0.0
                of.lines[h, found] = near
                n = 0
                for k in range(number):
                    of.when[h, found, k] = np.inf
                    if of.time[k, p] < np.inf:
                        of.which[h, found, n] = k
                        of.when[h, found, k] = 0.0
                        n += 1
            of.weight[h, found] += town.share[p]
            for n in range(near):
                k = of.which[h, found, n]
                of.when[h, found, k] += town.share[p] * of.time[k, p]
        of.cells[h] = cells
        for c in range(cells):
            for n in range(of.lines[h, c]):
                of.when[h, c, of.which[h, c, n]] /= of.weight[h, c]


@compiled
def ride(
    of: Lines, a: int, c: int, b: int, d: int, change_min: float, most: float
) -> tuple[float, int, int, int]:
    """Minutes on board from cell c of hexagon a to cell d of b (inf: not within `most`), first line, last line, and which meeting (-1: no change).

    Lines run one way. Who can ride without a change does.
    """
    best, first, last, at = np.inf, -1, -1, -1
    for n in range(of.lines[a, c]):
        k = of.which[a, c, n]
        minutes = of.when[b, d, k] - of.when[a, c, k]
        if 0 <= minutes < best and minutes <= most:
            best, first, last = minutes, k, k
    if best < np.inf or change_min > most:
        return best, first, last, at
    for n in range(of.lines[a, c]):
        k = of.which[a, c, n]
        for o in range(of.lines[b, d]):
            j = of.which[b, d, o]
            for m in range(of.meetings[k, j]):
                before, after = of.meet[k, j, m, 0] - of.when[a, c, k], of.when[b, d, j] - of.meet[k, j, m, 1]
                if before < 0 or after < 0:
                    continue
                minutes = before + after + change_min
                if minutes < best and minutes <= most:
                    best, first, last, at = minutes, k, j, m
    return best, first, last, at


@compiled
def boarded(of: Lines, a: int, c: int, change_min: float, entries: Ints, at: Floats, spent: Floats) -> None:
    """For each line j the ways to be on it from cell c of hexagon a: `at[j, n]`: where (its minute), `spent[j, n]`: after how many minutes on board.

    `entries[j]` of them; those left out are never better than one that is kept. Lines run both ways.
    """
    entries[:] = 0
    for n in range(of.lines[a, c]):
        k = of.which[a, c, n]
        at[k, 0], spent[k, 0], entries[k] = of.when[a, c, k], 0.0, 1
    if change_min == np.inf:
        return
    for n in range(of.lines[a, c]):
        k = of.which[a, c, n]
        for j in range(len(entries)):
            for m in range(of.meetings[k, j]):
                minutes = abs(of.meet[k, j, m, 0] - of.when[a, c, k]) + change_min
                there = of.meet[k, j, m, 1]
                worse = False
                for e in range(entries[j]):
                    if spent[j, e] + abs(at[j, e] - there) <= minutes:
                        worse = True
                        break
                if not worse:
                    kept = 0
                    for e in range(entries[j]):
                        if minutes + abs(at[j, e] - there) > spent[j, e]:
                            at[j, kept], spent[j, kept] = at[j, e], spent[j, e]
                            kept += 1
                    at[j, kept], spent[j, kept], entries[j] = there, minutes, kept + 1


@compiled
def rescore(
    town: Town, of: Lines, hexes: Ints, is_in: npt.NDArray[np.bool_], worth: Floats, old: Floats
) -> float:
    """What `worth` (of pairs of hexagons, both ways in one; symmetric) gains by all trips with an end in `hexes`, of which it gets new rows and
    columns.

    `is_in` marks `hexes`. `old` (len(hexes) × hexagons) keeps what was there, for `restore`. Lines run both ways.
    """
    gain = 0.0
    number, lines = len(of.cells), of.time.shape[0]
    entries = np.zeros(lines, np.int64)
    at, spent = np.zeros((lines, lines * MEETINGS + 1)), np.zeros((lines, lines * MEETINGS + 1))
    new = np.zeros(number)
    reached = np.flatnonzero(of.cells)
    for n in range(len(hexes)):
        old[n, :] = worth[hexes[n], :]
    for a in hexes:
        new[:] = 0.0
        for c in range(of.cells[a]):
            boarded(of, a, c, town.change_min, entries, at, spent)
            for n in range(len(reached)):
                b = reached[n]
                if b == a or (is_in[b] and b < a) or town.trips[a, b] <= 0:
                    continue
                most = town.most[a, b]
                for d in range(of.cells[b]):
                    best = np.inf
                    for o in range(of.lines[b, d]):
                        j = of.which[b, d, o]
                        for e in range(entries[j]):
                            best = min(best, spent[j, e] + abs(of.when[b, d, j] - at[j, e]))
                    if best <= most:
                        new[b] += of.weight[a, c] * of.weight[b, d] * (1 - TIE * best / most)
        for other in range(number):
            if other == a or (is_in[other] and other < a):
                continue
            value = new[other] * town.trips[a, other]
            gain += value - worth[a, other]
            worth[a, other] = value
            worth[other, a] = value
    return gain


@compiled
def restore(hexes: Ints, worth: Floats, old: Floats) -> None:
    """Undo `rescore`."""
    for n in range(len(hexes)):
        worth[hexes[n], :] = old[n, :]
        worth[:, hexes[n]] = old[n, :]


@compiled
def assign(
    town: Town,
    of: Lines,
    by_hour: Floats,
    served: Floats,
    direct: Floats,
    minutes: Floats,
    on: Floats,
    riders: Floats,
    changes: Floats,
) -> None:
    """Every trip on its quickest ride over one-way lines; what comes of it is added to the arrays.

    `by_hour`: hour × from × to. `served`, `direct`, `minutes`: from × to, shares and minutes on board times share. `on[h, l, m]`: persons that
    board in minute m of line l less those that alight (its running sum is the load). `riders[h, l]`: boardings; `changes[k, l]`: of all hours
    from k to l.
    """
    number, bins = len(of.cells), on.shape[2]
    for a in range(number):
        for b in range(number):
            if a == b or of.cells[a] == 0 or of.cells[b] == 0 or town.trips[a, b] <= 0:
                continue
            for c in range(of.cells[a]):
                for d in range(of.cells[b]):
                    best, k, j, m = ride(of, a, c, b, d, town.change_min, town.most[a, b])
                    if best == np.inf:
                        continue
                    weight = of.weight[a, c] * of.weight[b, d]
                    served[a, b] += weight
                    minutes[a, b] += weight * best
                    if m < 0:
                        direct[a, b] += weight
                    for h in range(by_hour.shape[0]):
                        persons = weight * by_hour[h, a, b]
                        riders[h, k] += persons
                        on[h, k, min(bins - 1, int(of.when[a, c, k]))] += persons
                        if m < 0:
                            on[h, k, min(bins - 1, int(of.when[b, d, k]))] -= persons
                        else:
                            riders[h, j] += persons
                            changes[k, j] += persons
                            on[h, k, min(bins - 1, int(of.meet[k, j, m, 0]))] -= persons
                            on[h, j, min(bins - 1, int(of.meet[k, j, m, 1]))] += persons
                            on[h, j, min(bins - 1, int(of.when[b, d, j]))] -= persons


@compiled
def alone(town: Town, hexes: Ints, weight: Floats, minute: Floats) -> float:
    """Trips, both ways together, that a single line serves: it covers the share `weight[n]` of hexagon `hexes[n]`, which it passes in minute
    `minute[n]`."""
    total = 0.0
    for n in range(len(hexes)):
        for m in range(n + 1, len(hexes)):
            a, b = hexes[n], hexes[m]
            if abs(minute[n] - minute[m]) <= town.most[a, b]:
                total += (town.trips[a, b] + town.trips[b, a]) * weight[n] * weight[m]
    return total
