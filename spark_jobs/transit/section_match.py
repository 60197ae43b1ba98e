"""Which stop of a pattern a boarded stop is, between lists of different years: by number, by name, by place, and by the order of the pattern.

A month of boardings names the stops of a route by number (ARS) and name, sorted by stop: it does not tell their order. A pattern tells the
order, in another year: since then stops were renamed, renumbered, moved, opened and closed. So the stops of the month are laid on the places
of the pattern, each on one, in the way that is worth most (an assignment problem), and what is new in the month is put between the places where
it is least out of the way. What comes out is the route as it was served in the month.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

SAME_PLACE_M = 300
"""As far may a stop have moved and still be the same stop, if the name says so."""
OUT_OF_THE_WAY_M = 1_500
"""A new stop that makes the way longer by more is not put anywhere: the number is another city's, or the route goes elsewhere now."""
LEFT_COSTS = 2
"""A stop stands on the right of the road: a metre to the left of the way of the buses counts so many times."""
ONE_SIDED = 0.95
"""Where such a share of all board the route begins, where as many alight it ends."""
DEPOTS = ("기점", "종점", "차고지")
"""Words for the ends of a route in the names of stops: where it begins, where it ends, the depot."""
_IN_BRACKETS, _SIGNS, _BETWEEN = (
    re.compile(r"\([^)]*\)"),
    re.compile(r"[^가-힣a-z0-9]"),
    re.compile(r"[.,·/]"),
)
_BESIDE = re.compile("(?<=..)(역|앞|입구|건너편|정문|후문|환승센터)+$")
_METRES_A_DEGREE = 111_195
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Stop:
    """A stop as a list names it, and its place (degrees) where it is known."""

    ars_id: str | None
    name: str | None
    latitude: float | None = None
    longitude: float | None = None
    stop_id: str | None = None


@dataclass(frozen=True)
class Boarded:
    """A stop of a route in a month, at one of its visits, with the counts of all hours together."""

    stop: Stop
    boardings_cnt: float
    alightings_cnt: float


@dataclass
class Served:
    """A stop of the route as it was served: `at`, its place in the pattern (from 0; None for one the pattern lacks), and the boarded stops that
    it stands for (their places in the month's list), each with the share of its riders."""

    stop: Stop
    at: int | None
    boarded: list[tuple[int, float]] = field(default_factory=list)


@lru_cache(maxsize=100_000)
def name_key(name: str | None) -> str:
    """A stop's name for comparing, as the warehouse compares names: what stands in brackets goes, and so do blanks and signs."""
    return _SIGNS.sub("", _IN_BRACKETS.sub("", (name or "").lower()))


@lru_cache(maxsize=100_000)
def name_parts(name: str | None) -> frozenset[str]:
    """The names a stop bears beside each other, without what they say of its side (역, 앞 …): `동대문역.흥인지문` is 동대문 and 흥인지문."""
    parts = _BETWEEN.split(_IN_BRACKETS.sub("", name or ""))
    return frozenset(_BESIDE.sub("", key) for part in parts if (key := name_key(part)))


def likeness(one: str | None, other: str | None) -> int:
    """2: the same name; 1: one of the names they bear; 0: another."""
    if name_key(one) and name_key(one) == name_key(other):
        return 2
    return 1 if name_parts(one) & name_parts(other) else 0


def serve(boarded: Sequence[Boarded], pattern: Sequence[Stop]) -> list[Served]:
    """The route as it was served in the month: in the order of the pattern, each stop where somebody was counted.

    Boarded stops that can be put nowhere are in none of them.
    """
    paired = pair(boarded, pattern)
    if not paired:
        return []
    # Also where nobody was counted the buses pass: it tells the way between the stops that are left.
    way = [Served(stop, at, paired.get(at, [])) for at, stop in enumerate(pattern)]
    seen = {row for s in way for row, _ in s.boarded}
    left = _put_between([row for row in range(len(boarded)) if row not in seen], boarded, way)
    served = [s for s in way if s.boarded]
    _join_or_end(left, boarded, served)
    return served


def pair(boarded: Sequence[Boarded], pattern: Sequence[Stop]) -> dict[int, list[tuple[int, float]]]:
    """Place in the pattern → the boarded stops that stand there, with the share of their riders.

    A stop that the pattern visits more often than the month tells has its riders parted evenly among the visits; one that the month tells more
    often (under two names of a route, one a direction) has them together.
    """
    worth = _worth([b.stop for b in boarded], pattern)
    rows, places = linear_sum_assignment(-worth)
    found = {int(at): [(int(row), 1.0)] for row, at in zip(rows, places, strict=True) if worth[row, at] > 0}
    taken = {row: at for at, [(row, _)] in found.items()}
    places_of, known = _where(s.ars_id for s in pattern), _where(b.stop.ars_id for b in boarded)
    for number, told in known.items():
        at_home = [taken[row] for row in told if row in taken and pattern[taken[row]].ars_id == number]
        if not at_home:
            continue
        found[at_home[0]] += [(row, 1.0) for row in told if row not in taken]
        if free := [at for at in places_of[number] if at not in found]:
            parted = [(row, share / (1 + len(free))) for row, share in found[at_home[0]]]
            found |= {at: [*parted] for at in (at_home[0], *free)}
    return found


def _where(keys: Iterable[Hashable]) -> dict[Hashable, list[int]]:
    """Key → the places it stands at; None is no key."""
    found: dict[Hashable, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        if key is not None:
            found[key].append(at)
    return found


def _worth(stops: Sequence[Stop], pattern: Sequence[Stop]) -> Array:
    """What it is worth to take a boarded stop for that at a place: most if number and name agree, less if one does, then the nearer; 0: not."""
    apart = _apart_m(stops, pattern)
    visit, visit_at = _visits(stops), _visits(pattern)
    by_number = _where(s.ars_id for s in pattern)
    by_part: dict[str, set[int]] = defaultdict(set)
    for at, stop in enumerate(pattern):
        for part in name_parts(stop.name):
            by_part[part].add(at)
    worth = np.zeros((len(stops), len(pattern)))
    for row, stop in enumerate(stops):
        for at in by_number.get(stop.ars_id, ()):
            alike = likeness(stop.name, pattern[at].name)
            if alike or not apart[row, at] > 2 * SAME_PLACE_M:
                worth[row, at] = 4 + alike / 4 + 0.01 * (visit[row] == visit_at[at])
        for at in sorted(set[int]().union(*(by_part.get(part, ()) for part in name_parts(stop.name)))):
            near = 0.0 if np.isnan(apart[row, at]) else 1 - apart[row, at] / SAME_PLACE_M
            if worth[row, at] == 0 and near >= 0:
                worth[row, at] = 1 + likeness(stop.name, pattern[at].name) / 10 + near
    return worth


def _visits(stops: Sequence[Stop]) -> list[int]:
    """Whether it is the first, second … time that a stop is told."""
    seen: Counter[str | None] = Counter()
    found = []
    for stop in stops:
        seen[stop.ars_id] += 1
        found.append(seen[stop.ars_id])
    return found


def _apart_m(stops: Sequence[Stop], pattern: Sequence[Stop]) -> Array:
    """Stops × places: how far apart they are, what lies to the left of the way of the buses counted more; NaN where a place is not known."""
    ways = plane(pattern)
    before, after = ways.copy(), ways.copy()
    before[1:], after[:-1] = ways[:-1], ways[1:]
    along = np.where(np.isnan(after), ways, after) - np.where(np.isnan(before), ways, before)
    along /= np.maximum(np.hypot(*along.T), 1)[:, None]
    off = plane(stops, like=pattern)[:, None, :] - ways[None, :, :]
    left = along[None, :, 0] * off[..., 1] - along[None, :, 1] * off[..., 0]
    return np.hypot(off[..., 0], off[..., 1]) + LEFT_COSTS * np.maximum(left, 0)


def plane(stops: Sequence[Stop], like: Sequence[Stop] | None = None) -> Array:
    """East and north of each stop in metres, on a plane flat enough over a city (that of the stops `like`); NaN where its place is not known."""
    degrees, known = _degrees(stops), _degrees(stops if like is None else like)
    known = known[~np.isnan(known).any(axis=1)]
    middle = known.mean(axis=0) if len(known) else np.zeros(2)
    return (degrees - middle) * _METRES_A_DEGREE * np.array([np.cos(np.radians(middle[1])), 1.0])


def _degrees(stops: Sequence[Stop]) -> Array:
    return np.array([[s.longitude, s.latitude] for s in stops], dtype=float).reshape(-1, 2)


def _put_between(left: Sequence[int], boarded: Sequence[Boarded], served: list[Served]) -> list[int]:
    """Put stops that the pattern lacks where the way grows least, the surest first; those that are left over come back."""
    stops = [s.stop for s in served]
    ways, there = plane(stops), plane([boarded[row].stop for row in left], like=stops)
    places = {row: place for row, place in zip(left, there, strict=True) if not np.isnan(place).any()}
    while places:
        cost, behind, row = min((*_least_detour(boarded[row], places[row], ways), row) for row in places)
        if cost > OUT_OF_THE_WAY_M:
            break
        served.insert(behind, Served(boarded[row].stop, None, [(row, 1.0)]))
        ways = np.insert(ways, behind, places.pop(row), axis=0)
    put = {row for s in served for row, _ in s.boarded}
    return [row for row in left if row not in put]


def _least_detour(one: Boarded, there: Array, ways: Array) -> tuple[float, int]:
    """Metres that a stop at `there` makes the way of the buses longer, and in front of which served stop.

    At an end of the route it is the way there. Where nearly all board a route begins, where nearly all alight it ends: such a stop is in that half.
    """
    to, step = np.hypot(*(ways - there).T), ways[1:] - ways[:-1]
    long = np.hypot(*step.T)
    left = (step[:, 0] * (there - ways[:-1])[:, 1] - step[:, 1] * (there - ways[:-1])[:, 0]) / np.maximum(
        long, 1
    )
    between = to[:-1] + to[1:] - long + LEFT_COSTS * np.clip(left, 0, SAME_PLACE_M)
    cost = np.concatenate([to[:1], between, to[-1:]])
    cost[np.isnan(cost)] = np.inf
    cost[-1 if one.boardings_cnt >= one.alightings_cnt else 0] = np.inf
    end = _end(one)
    if end == 0:
        cost[len(ways) // 2 + 1 :] = np.inf
    elif end == -1:
        cost[: len(ways) // 2] = np.inf
    behind = int(np.argmin(cost))
    return float(cost[behind]), behind


def _end(one: Boarded) -> int | None:
    """Which end of a route a stop belongs to by what is done there: 0 where nearly all board, -1 where nearly all alight, else None."""
    told = one.boardings_cnt + one.alightings_cnt
    if told and one.boardings_cnt >= ONE_SIDED * told:
        return 0
    return -1 if told and one.alightings_cnt >= ONE_SIDED * told else None


def _join_or_end(left: Sequence[int], boarded: Sequence[Boarded], served: Sequence[Served]) -> None:
    """Stops without a place (virtual ones, most of them) join the stop of their name; or an end of the route, as depots and where all do the same."""
    for row in left:
        one, name = boarded[row], boarded[row].stop.name or ""
        alike = [s for s in served if likeness(s.stop.name, name) == 2]
        end = _end(one)
        if any(word in name for word in DEPOTS):
            end = 0 if one.boardings_cnt >= one.alightings_cnt else -1
        if alike:
            alike[0].boarded.append((row, 1.0))
        elif one.stop.latitude is None and end is not None:
            served[end].boarded.append((row, 1.0))
