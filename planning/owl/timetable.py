"""When each bus of a night network is where: departures from headways by hour, and the times at which it halts.

Buses set out from both ends. At each end the next one leaves a headway after the last; a bus that has come in and rested takes the next departure
there. The first departure at the far end lies so that the buses of the near end fit in between: with one headway the route then needs the
least number of buses there is, the round trip with its rest over the headway, rounded up (Ceder, *Public Transit Planning and
Operation*, 2016, ch. 5).
Where the headway changes in the night a departure waits for a bus rather than for one more than the plan has.
"""

from __future__ import annotations

import heapq
import math
from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from nightowl.errors import NightowlError
from planning.owl.ground import OwlPlan, Roads, Route

HOUR_S = 3_600
OUT, BACK = "out", "back"
Ends = tuple[str, str]
_WAY_BACK = {OUT: BACK, BACK: OUT}


@dataclass(frozen=True)
class Trip:
    """One run of a bus in one direction: `bus` counts from 1 within the route; `halts` are places in `Roads`, `times_s` when it is
    there, in seconds of the service day (86400 is midnight of the evening)."""

    route: str
    direction: str
    bus: int
    halts: tuple[int, ...]
    times_s: tuple[int, ...]

    @property
    def departure_s(self) -> int:
        """When it sets out."""
        return self.times_s[0]


@dataclass(frozen=True)
class _Line:
    """A route as it is run: seconds from its first halt to each of a direction, and the rest at each end before the way back."""

    halts: dict[str, tuple[int, ...]]
    runs_s: dict[str, tuple[int, ...]]
    rest_s: int

    def way_s(self, direction: str) -> int:
        """From the first departure of a direction until the bus may set out again at its end."""
        return self.runs_s[direction][-1] + self.rest_s


def of_plan(plan: OwlPlan, roads: Roads, layover_min: float) -> tuple[Trip, ...]:
    """All trips of a night, by route, direction and departure.

    `layover_min`: rest of a round trip, half at each end. Raises NightowlError where a route has no headway, no bus, or a stretch that is
    not in `roads`.
    """
    minutes = stretches(roads)
    trips: list[Trip] = []
    for route in plan.routes:
        headways = {
            h: m for h, m in sorted(plan.headways_min.get(route.name, {}).items()) if np.isfinite(m) and m > 0
        }
        buses = plan.buses.get(route.name, 0)
        if not headways or buses < 1:
            raise NightowlError(
                f"Route {route.name} has no headway or no bus, so there is no timetable of it; set its headways first."
            )
        trips += _run(route.name, _line(route, minutes, layover_min), headways, buses)
    return tuple(trips)


def stretches(roads: Roads) -> dict[tuple[int, int], tuple[float, float]]:
    """(tail, head) → metres and minutes of the quickest stretch between the two."""
    found: dict[tuple[int, int], tuple[float, float]] = {}
    ends = zip(
        roads.tail.tolist(), roads.head.tolist(), roads.metres.tolist(), roads.minutes.tolist(), strict=True
    )
    for tail, head, metres, minutes in ends:
        if (tail, head) not in found or minutes < found[tail, head][1]:
            found[tail, head] = (metres, minutes)
    return found


def along(
    passed: Sequence[int], by_stretch: dict[tuple[int, int], tuple[float, float]], name: str
) -> tuple[list[float], list[float]]:
    """Metres and minutes from the first stop passed to each; raises NightowlError where two stops are not joined by a stretch."""
    metres, minutes = [0.0], [0.0]
    for pair in pairwise(passed):
        if pair not in by_stretch:
            raise NightowlError(
                f"Route {name} goes from stop {pair[0]} to {pair[1]} of the roads, but no stretch joins them; the plan was made on other roads."
            )
        metres.append(metres[-1] + by_stretch[pair][0])
        minutes.append(minutes[-1] + by_stretch[pair][1])
    return metres, minutes


def _line(route: Route, by_stretch: dict[tuple[int, int], tuple[float, float]], layover_min: float) -> _Line:
    halts, runs = {}, {}
    for direction, passed, served in (
        (OUT, route.out, route.served_out),
        (BACK, route.back, route.served_back),
    ):
        _, minutes = along(passed, by_stretch, route.name)
        places = places_of(passed, served, route.name)
        if len(places) < 2:
            raise NightowlError(
                f"Route {route.name} halts at fewer than two stops on its way {direction}; there is nothing to run."
            )
        halts[direction] = tuple(served)
        runs[direction] = tuple(math.floor(60 * (minutes[p] - minutes[places[0]]) + 1e-6) for p in places)
    # Turning where the ways of the two directions do not meet is in the route's minutes: it is part of the time at the ends.
    idle = 60 * (route.minutes + layover_min) - runs[OUT][-1] - runs[BACK][-1]
    return _Line(halts, runs, max(0, math.floor(max(idle, 60 * layover_min) / 2 + 1e-6)))


def places_of(passed: Sequence[int], served: Sequence[int], name: str) -> list[int]:
    """Where along the stops passed each stop served is, the next one from the last on: a route may pass a stop twice."""
    places, at = [], 0
    for stop in served:
        try:
            at = list(passed).index(stop, at)
        except ValueError:
            raise NightowlError(
                f"Route {name} halts at stop {stop}, which it does not pass (or not in that order)."
            ) from None
        places.append(at)
        at += 1
    return places


def _run(name: str, line: _Line, headways_min: dict[int, float], buses: int) -> list[Trip]:
    """The night of one route, departure by departure."""
    first = min(headways_min)
    gap = {hour: math.ceil(60 * m - 1e-6) for hour, m in headways_min.items()}
    waiting: dict[str, list[tuple[int, int]]] = {
        OUT: [],
        BACK: [],
    }  # (ready, bus) at the end where a direction begins
    due = [(first * HOUR_S, OUT), (first * HOUR_S + line.way_s(OUT) % gap[first], BACK)]
    heapq.heapify(due)
    used = 0
    trips = {OUT: [], BACK: []}  # type: dict[str, list[Trip]]
    while due:
        wanted, direction = heapq.heappop(due)
        hour = wanted // HOUR_S
        if hour > max(gap):
            continue
        if hour not in gap:  # no service then: again at the next hour that has some
            heapq.heappush(due, (min(h for h in gap if h > hour) * HOUR_S, direction))
            continue
        ready = waiting[direction]
        if not ready and used == buses:
            # None is here, and all are out: one will come, for those at the other end leave with its next departures.
            others = [t for t, d in due if d != direction]
            if not others:
                continue
            heapq.heappush(due, (max(wanted, others[0]) + 1, direction))
            continue
        if ready and (ready[0][0] <= wanted or used == buses):
            at, bus = ready.pop(0)
            if at > wanted:
                ready.insert(0, (at, bus))
                heapq.heappush(due, (at, direction))
                continue
        else:
            used += 1
            bus = used
        runs = line.runs_s[direction]
        trips[direction].append(
            Trip(name, direction, bus, line.halts[direction], tuple(wanted + run for run in runs))
        )
        insort(waiting[_WAY_BACK[direction]], (wanted + line.way_s(direction), bus))
        heapq.heappush(due, (wanted + gap[hour], direction))
    return trips[OUT] + trips[BACK]


def buses_at_once(trips: Sequence[Trip]) -> dict[str, int]:
    """Route → buses that are on the road or rest between two trips, at the time when they are most.

    Counted from the trips alone: a bus is out from its first departure until its last arrival.
    """
    spans: dict[tuple[str, int], tuple[int, int]] = {}
    for trip in trips:
        key = (trip.route, trip.bus)
        begin, end = spans.get(key, (trip.times_s[0], trip.times_s[-1]))
        spans[key] = (min(begin, trip.times_s[0]), max(end, trip.times_s[-1]))
    most: dict[str, int] = {}
    for route in sorted({route for route, _ in spans}):
        mine = [span for (name, _), span in spans.items() if name == route]
        changes = sorted(
            [(begin, 1) for begin, _ in mine] + [(end, -1) for _, end in mine], key=lambda c: (c[0], -c[1])
        )
        most[route] = int(np.cumsum([change for _, change in changes]).max())
    return most


def check(trips: Sequence[Trip], plan: OwlPlan) -> None:
    """Raise NightowlError where more buses are out at once than the plan has, or one is at two places."""
    for route, needed in buses_at_once(trips).items():
        if needed > plan.buses.get(route, 0):
            raise NightowlError(
                f"The timetable of route {route} has {needed} buses out at once, the plan has {plan.buses.get(route, 0)}."
            )
    by_bus: dict[tuple[str, int], list[Trip]] = {}
    for trip in trips:
        by_bus.setdefault((trip.route, trip.bus), []).append(trip)
    for (route, bus), runs in by_bus.items():
        runs.sort(key=lambda trip: trip.departure_s)
        for before, after in pairwise(runs):
            if before.times_s[-1] > after.departure_s or before.direction == after.direction:
                raise NightowlError(
                    f"Bus {bus} of route {route} would be at two places at {after.departure_s} s."
                )
