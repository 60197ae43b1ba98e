"""Where night buses halt: stops of the city gathered into places (both sides of a street, the arms of a crossing), and of them those that cover most.

Which places cover most trip ends is the maximal covering location problem (Church and ReVelle, Papers of the Regional Science Association 32,
1974), here with a least spacing, solved by HiGHS. A hexagon is no point: its trips begin and end evenly over the centres of its finer hexagons
(H3 children), so that a share of it is covered, not all or nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import h3
import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack, identity
from scipy.spatial import cKDTree

from planning.owl.ground import Floats, Ints, Roads

FINER = 1
"""A hexagon is laid out in the centres of its children so many resolutions finer: 7 of them about 270 m apart, where a hexagon is of resolution 8."""
PLACE_M = 220.0
"""No two stops of a place are farther apart."""
MEMBERS = 6
"""Stops of a place at most, the ones nearest to its middle."""
GAP = 0.01
"""The covering ends where no choice can be better by more: halts may move by a stop or so, and a clock should not decide."""
SAME_NAME = 0.6
"""Stops of one name count as so much nearer to each other."""
_METRES_A_DEGREE = 111_195.08


@dataclass(frozen=True)
class Points:
    """Where trips begin and end: point p stands for `share[p]` of the trips of hexagon `hexagon[p]` (a place in `Demand.hexes`)."""

    hexagon: Ints
    latitude: Floats
    longitude: Floats
    share: Floats


@dataclass(frozen=True)
class Places:
    """Places where buses may halt: `members[n]` are stops (places in `Roads`), the middle of them is at `latitude[n]`, `longitude[n]`."""

    members: tuple[tuple[int, ...], ...]
    latitude: Floats
    longitude: Floats

    def only(self, chosen: Sequence[int] | Ints) -> Places:
        """The chosen ones, in that order."""
        places = [int(n) for n in chosen]
        return Places(tuple(self.members[n] for n in places), self.latitude[places], self.longitude[places])


@dataclass(frozen=True)
class Covering:
    """Chosen places (numbers, ascending), the weight they cover, and a bound that no choice can exceed."""

    chosen: Ints
    covered: float
    bound: float

    @property
    def gap(self) -> float:
        """How far the bound lies above what is covered, as a share of it."""
        return self.bound / self.covered - 1 if self.covered > 0 else 0.0


def points_of(hexes: Sequence[str], finer: int = FINER) -> Points:
    """The points of hexagons, `finer` resolutions finer; 0: their centres."""
    hexagon, where = [], []
    for n, cell in enumerate(hexes):
        for child in sorted(h3.cell_to_children(cell, h3.get_resolution(cell) + finer)):
            hexagon.append(n)
            where.append(h3.cell_to_latlng(child))
    of = np.array(hexagon, dtype=np.int64)
    at = np.array(where, dtype=float).reshape(-1, 2)
    return Points(of, at[:, 0], at[:, 1], 1.0 / np.bincount(of, minlength=len(hexes))[of])


def flat(latitude: Floats, longitude: Floats, middle: float) -> Floats:
    """Metres east and north, n × 2; over a city great circles are straight enough. `middle`: latitude at which the map is true."""
    return np.column_stack(
        [longitude * _METRES_A_DEGREE * np.cos(np.radians(middle)), latitude * _METRES_A_DEGREE]
    )


def within(latitude: Floats, longitude: Floats, to: Points, reach_m: float) -> csr_matrix:
    """Metres from places (rows) to the points (columns) within `reach_m`."""
    middle = float(np.mean(to.latitude)) if len(to.latitude) else 0.0
    tree = cKDTree(flat(to.latitude, to.longitude, middle))
    spots = flat(latitude, longitude, middle)
    near = tree.query_ball_point(spots, reach_m, return_sorted=True)
    counts = np.fromiter((len(n) for n in near), dtype=np.int64, count=len(near))
    columns = (
        np.concatenate([np.asarray(n, dtype=np.int64) for n in near])
        if counts.sum()
        else np.zeros(0, np.int64)
    )
    apart = np.hypot(*(np.repeat(spots, counts, axis=0) - tree.data[columns]).T)
    return csr_matrix(
        (apart, columns, np.concatenate([[0], np.cumsum(counts)])), shape=(len(near), len(to.share))
    )


def gather(roads: Roads, place_m: float = PLACE_M) -> Places:
    """All stops of the roads in places: nearest first, as long as no two stops of a place are more than `place_m` apart."""
    spots = flat(roads.latitude, roads.longitude, float(np.mean(roads.latitude)))
    pairs = cKDTree(spots).query_pairs(place_m, output_type="ndarray")
    apart = np.hypot(*(spots[pairs[:, 0]] - spots[pairs[:, 1]]).T) if len(pairs) else np.zeros(0)
    names = np.unique(
        np.array([_plain(name) or f"#{n}" for n, name in enumerate(roads.stop_names)]), return_inverse=True
    )[1]
    nearness = (
        np.where(names[pairs[:, 0]] == names[pairs[:, 1]], SAME_NAME, 1.0) * apart if len(pairs) else apart
    )
    group = list(range(len(spots)))
    inside: list[list[int]] = [[n] for n in group]
    for k in np.lexsort((pairs[:, 1], pairs[:, 0], nearness)).tolist() if len(pairs) else []:
        a, b = group[pairs[k, 0]], group[pairs[k, 1]]
        if a == b:
            continue
        gaps = spots[inside[a]][:, None] - spots[inside[b]][None]
        if (gaps**2).sum(axis=2).max() <= place_m**2:
            a, b = min(a, b), max(a, b)
            for stop in inside[b]:
                group[stop] = a
            inside[a], inside[b] = inside[a] + inside[b], []
    members = []
    for stops in (sorted(g) for g in inside if g):
        off = ((spots[stops] - spots[stops].mean(axis=0)) ** 2).sum(axis=1)
        members.append(tuple(sorted(stops[n] for n in np.lexsort((stops, off))[:MEMBERS])))
    latitude = np.array([roads.latitude[list(m)].mean() for m in members])
    longitude = np.array([roads.longitude[list(m)].mean() for m in members])
    return Places(tuple(members), latitude, longitude)


def _plain(name: str) -> str:
    """A name without what stands in brackets, blanks and signs."""
    return "".join(c for c in name.split("(")[0] if c.isalnum())


def cover(
    reach: csr_matrix, weight: Floats, most: int, too_near: npt.NDArray[np.int64], seconds: float = 60.0
) -> Covering:
    """The places, `most` at most, that cover the greatest weight.

    `reach`: places × points, 1 within reach; `weight`: of each point; `too_near`: pairs of places of which only one may be chosen. Points that
    the same places reach are one. HiGHS has `seconds`; where it finds nothing in them, places are taken one by one, each the one that adds most.
    """
    places = reach.shape[0]
    columns = csr_matrix(reach.T)
    columns.sort_indices()
    keys: dict[bytes, int] = {}
    of_point = np.full(columns.shape[0], -1)
    firsts: list[int] = []
    for p in np.flatnonzero(weight > 0).tolist():
        row = columns.indices[columns.indptr[p] : columns.indptr[p + 1]]
        if len(row):
            of_point[p] = keys.setdefault(row.tobytes(), len(keys))
            if of_point[p] == len(firsts):
                firsts.append(p)
    if not firsts or most < 1:
        return Covering(np.zeros(0, np.int64), 0.0, 0.0)
    mass = np.asarray(
        np.bincount(of_point[of_point >= 0], weights=weight[of_point >= 0], minlength=len(firsts)),
        dtype=float,
    )
    who = csr_matrix(columns[firsts])
    taken = _solved(who, mass, most, too_near, places, seconds)
    greedy = _greedy(who, mass, most, too_near, places)
    options = [
        (float(mass[(who[:, c] @ np.ones(len(c))) > 0].sum()) if len(c) else 0.0, c)
        for c in (taken[0], greedy)
    ]
    covered, chosen = max(options, key=lambda option: option[0])
    return Covering(np.sort(chosen), covered, max(covered, min(taken[1], float(mass.sum()))))


def _solved(
    who: csr_matrix, mass: Floats, most: int, too_near: Ints, places: int, seconds: float
) -> tuple[Ints, float]:
    rows, pairs = who.shape[0], len(too_near)
    covers = hstack([-who, identity(rows)])
    conflict = csr_matrix(
        (np.ones(2 * pairs), (np.repeat(np.arange(pairs), 2), too_near.ravel())), shape=(pairs, places + rows)
    )
    number = csr_matrix(np.concatenate([np.ones(places), np.zeros(rows)])[None])
    limits = [LinearConstraint(covers, ub=0), LinearConstraint(number, ub=most)]
    limits += [LinearConstraint(conflict, ub=1)] if pairs else []
    found = milp(
        -np.concatenate([np.zeros(places), mass]),
        integrality=np.concatenate([np.ones(places), np.zeros(rows)]),
        bounds=Bounds(0, 1),
        constraints=limits,
        options={"time_limit": seconds, "mip_rel_gap": GAP},
    )
    bound = -float(found.mip_dual_bound) if found.mip_dual_bound is not None else float(mass.sum())
    chosen = np.flatnonzero(found.x[:places] > 0.5) if found.x is not None else np.zeros(0, np.int64)
    return chosen, bound if np.isfinite(bound) else float(mass.sum())


def _greedy(who: csr_matrix, mass: Floats, most: int, too_near: Ints, places: int) -> Ints:
    """Places one by one, each the one that adds most; the fallback of `cover`."""
    by_place = csr_matrix(who.T)
    left, free = mass.copy(), np.ones(places, bool)
    chosen: list[int] = []
    enemies: list[list[int]] = [[] for _ in range(places)]
    for a, b in too_near.tolist():
        enemies[a].append(b)
        enemies[b].append(a)
    gain = by_place @ left
    while len(chosen) < most:
        best = int(np.where(free, gain, -1.0).argmax())
        if not free[best] or gain[best] <= 0:
            break
        chosen.append(best)
        free[[best, *enemies[best]]] = False
        left[by_place.indices[by_place.indptr[best] : by_place.indptr[best + 1]]] = 0
        gain = by_place @ left
    return np.array(chosen, dtype=np.int64)


def near_pairs(places: Places, spacing_m: float) -> Ints:
    """Pairs of places nearer to each other than `spacing_m`, n × 2."""
    spots = flat(places.latitude, places.longitude, float(np.mean(places.latitude)))
    pairs = cKDTree(spots).query_pairs(np.nextafter(spacing_m, 0), output_type="ndarray")
    return np.asarray(pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))], dtype=np.int64).reshape(-1, 2)


def tree_of(places: Places, middle: float) -> cKDTree:
    """The places as a tree of metres; `middle`: see `flat`."""
    return cKDTree(flat(places.latitude, places.longitude, middle))


def ones_of(near: csr_matrix) -> csr_matrix:
    """1 where `near` tells a distance, be it 0."""
    return csr_matrix((np.ones(near.nnz), near.indices, near.indptr), shape=near.shape)
