"""How many are on board between the stops of a route, from who boards and alights at each stop in each hour of the day.

The counts of an hour are laid evenly on the trips that pass the stop in it, and each trip is followed along the route. Nothing is known of single
riders, so where the riders of a trip get off is the most even choice (of greatest entropy) that agrees with the counts: each stop has in
each hour an attraction, and whoever is on board alights at one of the stops ahead in proportion to theirs. The attractions are found by iterative
proportional fitting (W. E. Deming, F. F. Stephan, Ann. Math. Stat. 11, 1940; for the riders of a bus line M. Ben-Akiva, P. Macke, P. S.
Hsu, Transp. Res. Rec. 1037, 1985). So no load is negative, every trip ends empty, and nobody alights before boarding, whatever the counts say.

Times are cyclic: a month of totals is a mean day, and a trip at 23:50 goes on into hour 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nightowl.errors import NightowlError

Array = NDArray[np.float64]
Hours = NDArray[np.int64]
SLOT_S = 300
SLOTS, SLOTS_AN_HOUR = 86_400 // SLOT_S, 3_600 // SLOT_S
ROUNDS_MAX, RELAXED = 60, 1.5
"""Each round changes an attraction by more than asked (successive over-relaxation; below 2 it settles), which halves the rounds."""
ENOUGH, STANDS_STILL = 1e-4, 1e-3
"""The fit is done when so small a share of the alightings is elsewhere than counted, or a round betters that by no more than such a share of it."""
_WEAKEST, _STRONGEST = 1e-9, 1e9
CONSERVED_WITHIN = 1e-6


@dataclass(frozen=True)
class Loads:
    """Stops × clock hours. `load`: riders on board behind a stop, by the hour of departure from it; `boardings`, `alightings`: at it.
    `moved_share`: share of the alightings that no trip could bear where they were counted."""

    load: Array
    boardings: Array
    alightings: Array
    moved_share: float


def on_board(boardings: Array, alightings: Array, reach_s: Array) -> Loads:
    """Loads of one route.

    `boardings`, `alightings`: stops in the order they are served × 24 clock hours, riders (a month's total, or any other's). `reach_s`: seconds
    from the first stop to each.

    Nobody boards at the last stop or alights at the first: who is counted so boards the bus that starts again, or has come with the one before.
    Alightings are scaled to the boardings, as some riders do not tap out; those that no trip can bear are moved to where riders are on board.
    """
    boards, wanted = _turned(boardings, 0, -1), _turned(alightings, -1, 0)
    if wanted.sum() > 0:
        wanted *= boards.sum() / wanted.sum()
    hour = hours(reach_s)
    aboard = _spread(boards, hour)
    load, alights = _follow(aboard, wanted, hour)
    found = _by_hour(alights, hour)
    moved = np.abs(found - wanted).sum() / 2 / boards.sum() if boards.sum() > 0 else 0.0
    return Loads(_by_hour(load, hour), boards, found, float(moved))


def check(loads: Loads, name: str) -> None:
    """Raise NightowlError if riders of route `name` were lost or made up: a load below 0, riders left at the end, or a stop that does not add up."""
    total = max(float(loads.boardings.sum()), 1.0)
    before = np.concatenate([np.zeros(1), loads.load.sum(axis=1)[:-1]])
    off = before + loads.boardings.sum(axis=1) - loads.alightings.sum(axis=1) - loads.load.sum(axis=1)
    faults = (
        ("fewer than none on board", -loads.load.min()),
        ("riders on board behind the last stop", loads.load[-1].sum()),
        ("riders who board, alight and ride on not adding up at a stop", np.abs(off).max()),
    )
    for fault, riders in faults:
        if not riders <= CONSERVED_WITHIN * total:
            raise NightowlError(
                f"Loads of route {name} must keep every rider: {fault} ({riders:,.3f} of {total:,.0f} riders). This is a fault of "
                "spark_jobs/transit/section_loads.py, not of the files; report it with the route's month."
            )


def _turned(counts: Array, to: int, end: int) -> Array:
    """A copy with the counts of stop `end` put to stop `to`."""
    turned = np.array(counts, dtype=float)
    turned[to] += turned[end]
    turned[end] = 0
    return turned


def hours(reach_s: Array) -> Hours:
    """Stops × trips: the clock hour in which each trip passes each stop; a trip is named by the slot in which it departs from the first."""
    shift = np.rint(np.asarray(reach_s, dtype=float) / SLOT_S).astype(np.int64)
    return (np.arange(SLOTS)[None, :] + shift[:, None]) % SLOTS // SLOTS_AN_HOUR


def _by_hour(of_trips: Array, hour: Hours) -> Array:
    """Sum over the trips that pass a stop in each clock hour."""
    stops = len(of_trips)
    cells = hour + 24 * np.arange(stops)[:, None]
    summed = np.bincount(cells.ravel(), of_trips.ravel(), minlength=24 * stops)
    return np.asarray(summed, dtype=float).reshape(stops, 24)


def _spread(counts: Array, hour: Hours) -> Array:
    """Counts of each hour, evenly over the trips that pass the stop in it."""
    return np.take_along_axis(counts, hour, axis=1) / SLOTS_AN_HOUR


def _follow(aboard: Array, wanted: Array, hour: Hours) -> tuple[Array, Array]:
    """Load behind each stop and alightings at it, stops × trips: by iterative proportional fitting of the attractions to `wanted`."""
    attraction, off_before = np.where(wanted > 0, 1.0, 0.0), np.inf
    for _ in range(ROUNDS_MAX):
        attraction[-1] = np.maximum(attraction[-1], _WEAKEST)  # whoever finds no other stop ahead
        load, alights = _ride(aboard, np.take_along_axis(attraction, hour, axis=1))
        found = _by_hour(alights, hour)
        off = np.abs(found - wanted).sum()
        if off <= ENOUGH * wanted.sum() or off > (1 - STANDS_STILL) * off_before:
            break
        change = np.divide(wanted, found, out=np.ones_like(found), where=found > 0)
        attraction = np.clip(attraction * change**RELAXED, _WEAKEST * (wanted > 0), _STRONGEST)
        off_before = off
    return load, alights


def _ride(aboard: Array, pull: Array) -> tuple[Array, Array]:
    """Load behind each stop and alightings at it if riders alight ahead in proportion to `pull`."""
    ahead = np.zeros_like(pull)
    ahead[:-1] = np.cumsum(pull[:0:-1], axis=0)[::-1]
    per_pull = np.cumsum(np.divide(aboard, ahead, out=np.zeros_like(aboard), where=ahead > 0), axis=0)
    alights = np.zeros_like(aboard)
    alights[1:] = pull[1:] * per_pull[:-1]
    return ahead * per_pull, alights
