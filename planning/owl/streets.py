"""The map the design draws on: chosen places, the ways of the road between neighbouring ones, and a route through places as it is really driven.

A place has several stops (both sides of the street). Which one a bus halts at depends on where it comes from and goes to: of all ways through the
stops of the places in turn the shortest is driven, there and back.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from nightowl.errors import NightowlError
from planning.compiled import compiled
from planning.owl.ground import Floats, Ints, Roads, Route
from planning.owl.roads import links_of
from planning.owl.stops import MEMBERS, Places

FARTHEST_M = 4_000.0
"""Neighbouring places are no farther apart by road: a long bridge, a tunnel."""
BACK_FACTOR, BACK_MORE_M = 2.0, 1_200.0
"""A way back may be so much longer than the way there, else the two places are no neighbours."""
_CHUNK = 256


class Streets(NamedTuple):
    """Places, and ways between neighbours: those of place n stand at `first[n]` to `first[n + 1]`, way w leads to place `to[w]`.

    `metres[w, i, j]` from its i-th stop to the j-th stop there (inf: no way, or no such stop), `minutes` likewise; `mean_m[w]` and `mean_min[w]`
    are of the shortest way there and back.
    `stop[n, i]`: places in `Roads` of the stops, -1 for none.
    """

    first: Ints
    to: Ints
    metres: Floats
    minutes: Floats
    mean_m: Floats
    mean_min: Floats
    stop: Ints


def build(roads: Roads, places: Places) -> Streets:
    """Ways between places along the roads that pass no third place; raises NightowlError where no two places are joined there and back."""
    count = len(places.members)
    stop = np.full((count, MEMBERS), -1, dtype=np.int64)
    of_stop = np.full(len(roads.stop_ids), -1, dtype=np.int64)
    slot = np.zeros(len(roads.stop_ids), dtype=np.int64)
    for n, members in enumerate(places.members):
        stop[n, : len(members)] = members
        of_stop[list(members)], slot[list(members)] = n, np.arange(len(members))
    metres, minutes = links_of(roads)
    sources = np.flatnonzero(of_stop >= 0)
    found = []
    for part in np.split(sources, range(_CHUNK, len(sources), _CHUNK)):
        away, before = dijkstra(metres, indices=part, limit=FARTHEST_M, return_predecessors=True)
        found.append(
            _ways(part, away, before.astype(np.int64), of_stop, minutes.indptr, minutes.indices, minutes.data)
        )
    tail, head, way_m, way_min, is_next = (np.concatenate(column) for column in zip(*found, strict=True))
    return _joined(count, stop, slot, of_stop, tail, head, way_m, way_min, is_next)


def _joined(
    count: int,
    stop: Ints,
    slot: Ints,
    of_stop: Ints,
    tail: Ints,
    head: Ints,
    way_m: Floats,
    way_min: Floats,
    is_next: npt.NDArray[np.bool_],
) -> Streets:
    key = of_stop[tail] * count + of_stop[head]
    shortest = np.full((count, count), np.inf)
    np.minimum.at(shortest.ravel(), key, way_m)
    near = np.zeros((count, count), bool)
    near.ravel()[key[is_next]] = True
    close, far = np.minimum(shortest, shortest.T), np.maximum(shortest, shortest.T)
    joined = (near | near.T) & (far <= BACK_FACTOR * close + BACK_MORE_M)
    rows, columns = np.nonzero(joined)
    if len(rows) == 0:
        raise NightowlError(
            "No two night stops are joined by road there and back; give more stops, or a smaller stop_spacing_m."
        )
    number = np.full(count * count, -1, dtype=np.int64)
    number[rows * count + columns] = np.arange(len(rows))
    metres = np.full((len(rows), MEMBERS, MEMBERS), np.inf)
    minutes = metres.copy()
    kept = number[key] >= 0
    where = number[key[kept]], slot[tail[kept]], slot[head[kept]]
    metres[where], minutes[where] = way_m[kept], way_min[kept]
    first = np.concatenate([[0], np.cumsum(joined.sum(axis=1))]).astype(np.int64)
    quickest = minutes.min(axis=(1, 2))
    mean_min = (quickest + quickest[number[columns * count + rows]]) / 2
    return Streets(
        first, columns.astype(np.int64), metres, minutes, ((close + far) / 2)[rows, columns], mean_min, stop
    )


def only(streets: Streets, chosen: Ints) -> Streets:
    """The chosen places (ascending), numbered anew, with the ways among them."""
    count = len(streets.stop)
    number = np.full(count, -1, dtype=np.int64)
    number[chosen] = np.arange(len(chosen))
    tail = np.repeat(np.arange(count), np.diff(streets.first))
    kept = (number[tail] >= 0) & (number[streets.to] >= 0)
    first = np.concatenate([[0], np.cumsum(np.bincount(number[tail[kept]], minlength=len(chosen)))]).astype(
        np.int64
    )
    metres, minutes, mean_m, mean_min = (
        a[kept] for a in (streets.metres, streets.minutes, streets.mean_m, streets.mean_min)
    )
    return Streets(first, number[streets.to[kept]], metres, minutes, mean_m, mean_min, streets.stop[chosen])


@compiled
def _ways(
    sources: Ints,
    away: Floats,
    before: Ints,
    of_stop: Ints,
    indptr: npt.NDArray[np.int32],
    indices: npt.NDArray[np.int32],
    link_min: Floats,
) -> tuple[Ints, Ints, Floats, Floats, npt.NDArray[np.bool_]]:
    """Stop to stop of another place: metres, minutes, and whether no third place lies on the way; `away` and `before` as scipy's dijkstra tells."""
    size = away.shape[1]
    most = 0
    for s in range(len(sources)):
        for v in range(size):
            if away[s, v] < np.inf and of_stop[v] >= 0 and of_stop[v] != of_stop[sources[s]]:
                most += 1
    tail, head = np.empty(most, np.int64), np.empty(most, np.int64)
    metres, minutes, is_next = np.empty(most), np.empty(most), np.empty(most, np.bool_)
    spent, seen = np.empty(size), np.empty(size, np.int64)
    n = 0
    for s in range(len(sources)):
        here = of_stop[sources[s]]
        for v in np.argsort(away[s]):
            if away[s, v] == np.inf:
                break
            u = before[s, v]
            if u < 0:
                spent[v], seen[v] = 0.0, -1
                continue
            step = 0.0
            for k in range(indptr[u], indptr[u + 1]):
                if indices[k] == v:
                    step = link_min[k]
                    break
            spent[v], seen[v] = spent[u] + step, seen[u]
            place = of_stop[v]
            if place >= 0 and place != here:
                if seen[u] == -1:
                    seen[v] = place
                elif seen[u] != place:
                    seen[v] = -2
                tail[n], head[n], metres[n], minutes[n], is_next[n] = (
                    sources[s],
                    v,
                    away[s, v],
                    spent[v],
                    seen[v] == place,
                )
                n += 1
    return tail[:n], head[:n], metres[:n], minutes[:n], is_next[:n]


@compiled
def drive(streets: Streets, route: Ints, back: bool, stops: Ints, at_min: Floats) -> float:
    """Metres of the shortest way through the places of `route` in order (`back`: in turned order); inf where there is none.

    `stops[n]` becomes the stop of the n-th place of the route as it stands, `at_min[n]` the minute since the first halt.
    """
    count = len(route)
    cost = np.full((count, MEMBERS), np.inf)
    came = np.zeros((count, MEMBERS), np.int64)
    ways = np.zeros(count, np.int64)
    for i in range(MEMBERS):
        if streets.stop[route[count - 1 if back else 0], i] >= 0:
            cost[0, i] = 0.0
    for n in range(1, count):
        here, there = (route[count - n], route[count - 1 - n]) if back else (route[n - 1], route[n])
        way = -1
        for w in range(streets.first[here], streets.first[here + 1]):
            if streets.to[w] == there:
                way = w
                break
        if way < 0:
            return np.inf
        ways[n] = way
        for j in range(MEMBERS):
            for i in range(MEMBERS):
                metres = cost[n - 1, i] + streets.metres[way, i, j]
                if metres < cost[n, j]:
                    cost[n, j] = metres
                    came[n, j] = i
    best = 0
    for i in range(1, MEMBERS):
        if cost[count - 1, i] < cost[count - 1, best]:
            best = i
    total = cost[count - 1, best]
    if total == np.inf:
        return total
    for n in range(count - 1, -1, -1):
        place = count - 1 - n if back else n
        stops[place] = best
        best = came[n, best]
    spent = 0.0
    for n in range(count):
        place = count - 1 - n if back else n
        if n > 0:
            spent += streets.minutes[ways[n], stops[place + 1 if back else place - 1], stops[place]]
        at_min[place] = spent
    for n in range(count):
        stops[n] = streets.stop[route[n], stops[n]]
    return total


def there_and_back(streets: Streets, route: Ints) -> tuple[float, float, Floats, Floats]:
    """Metres and minutes of a round trip, and the minutes since the first halt at each place, on the way out and on the way back."""
    count = len(route)
    stops, out, back = np.zeros(count, np.int64), np.zeros(count), np.zeros(count)
    metres = drive(streets, route, False, stops, out) + drive(streets, route, True, stops, back)
    return metres, float(out[-1] + back[0]), out, back


def as_driven(
    streets: Streets, roads: Roads, route: Sequence[int] | Ints, taken: npt.NDArray[np.bool_], name: str
) -> Route:
    """A route through places as a bus drives it: every stop of the road it passes, and those of the `taken` places, where it halts."""
    places = np.asarray(route, dtype=np.int64)
    metres, _ = links_of(roads)
    quickest = _minutes(roads)
    ways = []
    for back in (False, True):
        through, at = np.zeros(len(places), np.int64), np.zeros(len(places))
        if not np.isfinite(drive(streets, places, back, through, at)):
            raise NightowlError(f"Route {name} passes two places that no road joins; it cannot be driven.")
        step = -1 if back else 1
        ways.append((_passed(metres, through[::step]), tuple(through[taken][::step].tolist())))
    total = [sum(quickest[leg][n] for passed, _ in ways for leg in pairwise(passed)) for n in (0, 1)]
    return Route(name, ways[0][0], ways[1][0], ways[0][1], ways[1][1], float(total[0]), float(total[1]))


def _minutes(roads: Roads) -> dict[tuple[int, int], tuple[float, float]]:
    legs = zip(roads.tail.tolist(), roads.head.tolist(), strict=True)
    return dict(zip(legs, zip(roads.metres.tolist(), roads.minutes.tolist(), strict=True), strict=True))


def _passed(metres: csr_matrix, halts: Ints) -> tuple[int, ...]:
    """All stops of the road from halt to halt, by the shortest way."""
    _, before = dijkstra(
        metres, indices=halts[:-1], limit=2 * FARTHEST_M + BACK_MORE_M, return_predecessors=True
    )
    passed = [int(halts[0])]
    for n in range(1, len(halts)):
        leg, at = [], int(halts[n])
        while at != halts[n - 1]:
            leg.append(at)
            at = int(before[n - 1, at])
        passed += leg[::-1]
    return tuple(passed)
