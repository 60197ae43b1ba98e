"""The shuttle a stretch would get: headway, cycle, buses; and what is left in the buses it stands beside.

A rider is served by the shuttle only if the whole ride lies within the stretch (`squirrel_riders`). Of them the shuttle takes its share of the
departures, since who waits for either takes the first to come, and never more than its seats. The headway is the longest within the
limits at which the fullest section falls to the threshold, else the shortest.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from nightowl.transit_rules import SquirrelRules
from planning.squirrel_loads import Array, Loads
from planning.squirrel_riders import riders_within
from planning.squirrel_stretches import places


class Service(NamedTuple):
    """A shuttle on a stretch. Loads are passengers a bus of the parent route on its fullest section, over the span; None: not to be told."""

    headway_min: int
    cycle_min: float
    buses: int
    bus_hours: float
    run_s: float
    buses_per_hour: float
    load_mean: float
    load_max: float
    load_before: float
    load_after: float | None
    riders: float | None
    riders_taken: float | None
    is_enough: bool | None


class _Span(NamedTuple):
    """Sections of a stretch over its span: buses an hour, passengers a bus, seconds; riders wholly within it an hour, on board and boarding."""

    hours: float
    buses: Array
    load: Array
    run_s: Array
    within: Array | None
    boarding: Array | None


def serve(
    loads: Loads, stretch: tuple[int, int, int, int], threshold: float, seats: int, rules: SquirrelRules
) -> Service:
    """The service of a stretch (`first`, `last`, `slot_from`, `slot_to`), with shuttles of so many seats."""
    span = _span(loads, *stretch)
    run_min = float(span.run_s.sum()) / 60
    cycle = round(2 * run_min + rules.layover_min, 2)  # as it is told, so that the buses follow from it
    fullest = int(np.nanargmax(span.load))
    headway, after, share = _headway(span, threshold, seats, rules)
    buses = max(1, math.ceil(cycle / headway - 1e-9))
    cells = loads.load_per_bus[stretch[0] : stretch[1], stretch[2] : stretch[3]]
    riders = None if span.boarding is None else span.boarding * span.hours
    return Service(
        headway_min=headway,
        cycle_min=cycle,
        buses=buses,
        bus_hours=buses * span.hours,
        run_s=float(span.run_s.sum()),
        buses_per_hour=float(span.buses[fullest]),
        load_mean=float(np.average(span.load, weights=span.run_s)),
        load_max=float(np.nanmax(cells)),
        load_before=float(span.load[fullest]),
        load_after=None if after is None else float(after.max()),
        riders=None if riders is None else float(riders.sum()),
        riders_taken=None if riders is None else float((riders * share).sum()),
        is_enough=None if after is None else bool(after.max() <= threshold),
    )


def _span(loads: Loads, first: int, last: int, slot_from: int, slot_to: int) -> _Span:
    """Means of a stretch over its span."""
    cells = slice(first, last), slice(slot_from, slot_to)
    hours = (slot_to - slot_from) * loads.slot_s / 3_600
    buses = loads.buses[cells].sum(axis=1)
    on_board = np.nansum(loads.load_per_bus[cells] * loads.buses[cells], axis=1)
    load = np.divide(on_board, buses, out=np.zeros_like(buses), where=buses > 0)
    run_s = loads.running_s(first, last, slice(slot_from, slot_to))
    within, boarding = riders_within(loads, first, last, slice(slot_from, slot_to), on_board)
    by_hour = [None if a is None else a / hours for a in (within, boarding)]
    return _Span(hours, buses / hours, load, run_s, *by_hour)


def _headway(
    span: _Span, threshold: float, seats: int, rules: SquirrelRules
) -> tuple[int, Array | None, Array]:
    """Headway in whole minutes, the loads it leaves by section, and the part of the riders within that it takes."""
    longest, shortest = math.floor(rules.headway_min.most), max(1, math.ceil(rules.headway_min.least))
    if span.within is None:
        return longest, None, np.zeros_like(span.load)
    for headway in range(longest, shortest - 1, -1):
        shuttles = 60 / headway
        wanted = span.within * shuttles / (shuttles + span.buses)
        taken = np.minimum(wanted, shuttles * seats)
        relief = np.divide(taken, span.buses, out=np.zeros_like(taken), where=span.buses > 0)
        after = np.maximum(span.load - relief, 0)
        if after.max() <= threshold:
            break
    share = np.divide(taken, span.within, out=np.zeros_like(taken), where=span.within > 0)
    return headway, after, share


def services(
    loads: Loads, stretches: pd.DataFrame, threshold: Array, seats: int, rules: SquirrelRules
) -> list[Service]:
    """The service of each stretch of a frame (see `squirrel_stretches.windows`)."""
    return [serve(loads, place, float(threshold[place[0]]), seats, rules) for place in places(stretches)]
