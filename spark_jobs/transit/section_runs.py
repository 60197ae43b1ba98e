"""How long the sections of a served route are, in metres and in seconds of running time, from what its pattern tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from spark_jobs.transit.section_match import Served, Stop, plane

Array = NDArray[np.float64]
TIMES_ROUNDED_TO_S = 60
STANDS_S_MAX = 900
"""So long a bus may stand in a section, as where it turns."""
LONGER_MAX, LONGER_M = 4, 1_000
"""What is so many times the straight line, and so many metres, longer is no section: some lists add the sections up, and where a route
now serves but a part of the pattern it turns."""
SPEED_KMH_MIN, SPEED_KMH_MAX = 5.0, 90.0
"""Slower or faster no bus goes over a whole section; what says so is not believed."""
USUAL_KMH, USUAL_DETOUR, USUAL_M = 20.0, 1.3, 500.0
"""Where a pattern tells nothing: a city bus with its stops, a street beside the straight line, a section."""


@dataclass(frozen=True)
class Pattern:
    """A pattern's stops in order, and what it tells of the way to each from the stop before; NaN where it tells nothing."""

    stops: Sequence[Stop]
    section_m: Array
    speed_kmh: Array
    first_departure_s: Array
    last_departure_s: Array


def lengths_m(pattern: Pattern) -> Array:
    """Metres from each stop to the next: as told, else a usual detour over the straight line, else a usual section."""
    ways = plane(pattern.stops)
    straight = np.hypot(*(ways[1:] - ways[:-1]).T) * USUAL_DETOUR
    told = np.where(pattern.section_m[1:] > 0, pattern.section_m[1:], np.nan)
    told[told > straight / USUAL_DETOUR * LONGER_MAX + LONGER_M] = np.nan
    return np.where(np.isnan(told), np.where(np.isnan(straight), USUAL_M, straight), told)


def runs_s(pattern: Pattern) -> Array:
    """Seconds from each stop to the next: mean of what the first and the last bus take, where their times at the stops are told and can be true
    (some lists give the times of a bus that starts on the way); else the length at the speed that is told, else at a usual one."""
    long = lengths_m(pattern)
    told = [np.diff(times) for times in (pattern.first_departure_s, pattern.last_departure_s)]
    fastest, slowest = long / SPEED_KMH_MAX * 3.6, long / SPEED_KMH_MIN * 3.6
    true = [
        (run >= 0) & (run + TIMES_ROUNDED_TO_S >= fastest) & (run - STANDS_S_MAX <= slowest) for run in told
    ]
    count = np.sum(true, axis=0)
    timed = np.sum([np.where(ok, run, 0.0) for ok, run in zip(true, told, strict=True)], axis=0) / np.maximum(
        count, 1
    )
    speed = pattern.speed_kmh[1:]
    speed = np.where((speed >= SPEED_KMH_MIN) & (speed <= SPEED_KMH_MAX), speed, USUAL_KMH)
    return np.where(count > 0, timed, long / speed * 3.6)


def of_served(served: Sequence[Served], pattern: Pattern) -> tuple[Array, Array]:
    """Metres and seconds of each section of the route as it was served, one fewer than its stops.

    Between two stops of the pattern the way is the pattern's, longer by the detour to new stops between them, and is parted among those by
    their straight distances. Beyond the pattern's ends it is a usual detour over the straight line.
    """
    long, run = lengths_m(pattern), runs_s(pattern)
    ways = plane([s.stop for s in served], like=pattern.stops)
    straight = np.nan_to_num(np.hypot(*(ways[1:] - ways[:-1]).T), nan=USUAL_M / USUAL_DETOUR)
    metres, seconds = straight * USUAL_DETOUR, straight * USUAL_DETOUR / USUAL_KMH * 3.6
    known = [(place, s.at) for place, s in enumerate(served) if s.at is not None]
    for (start, at), (end, to) in pairwise(known):
        way_m, way_s = long[at:to].sum(), run[at:to].sum()
        parts = straight[start:end]
        direct = np.hypot(*(ways[end] - ways[start]))
        if to > at + 1 and way_m > direct * LONGER_MAX + LONGER_M:
            continue
        longer = max(parts.sum() - direct, 0.0) if end > start + 1 and not np.isnan(direct) else 0.0
        share = parts / parts.sum() if parts.sum() > 0 else np.full(end - start, 1 / (end - start))
        metres[start:end] = (way_m + longer) * share
        seconds[start:end] = way_s * (1 + longer / way_m if way_m > 0 else 1) * share
    return metres, seconds
