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
ROUNDS_MAX, ROUNDS_IDLE, ROUNDS_KEPT = 30, 6, 3
ENOUGH, BETTER = 1e-4, 0.01
"""The fit is done when so small a share of the alightings is elsewhere than counted, or no round of ROUNDS_IDLE bettered that by such a part."""
_LOG_MAX = 20.0
_WEAKEST = float(np.exp(-_LOG_MAX))
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
    load, alights = _follow(boards, wanted, hour)
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
    """Stops × trips: in which cell of stops × clock hours (numbered row by row) each trip passes each stop.

    A trip is named by the slot in which it leaves the first stop.
    """
    shift = np.rint(np.asarray(reach_s, dtype=float) / SLOT_S).astype(np.int64)
    clock_hour = (np.arange(SLOTS)[None, :] + shift[:, None]) % SLOTS // SLOTS_AN_HOUR
    return clock_hour + 24 * np.arange(len(shift))[:, None]


def _by_hour(of_trips: Array, hour: Hours) -> Array:
    """Sum over the trips that pass a stop in each clock hour."""
    summed = np.bincount(hour.ravel(), of_trips.ravel(), minlength=24 * len(hour))
    return np.asarray(summed, dtype=float).reshape(len(hour), 24)


def _follow(boards: Array, wanted: Array, hour: Hours) -> tuple[Array, Array]:
    """Load behind each stop and alightings at it, stops × trips: by iterative proportional fitting of the attractions to `wanted`.

    The boardings of an hour are spread evenly over the trips that pass the stop in it. Of all rounds the one that agrees best counts.
    """
    aboard, is_wanted = boards.ravel()[hour] / SLOTS_AN_HOUR, wanted > 0
    logs, rounds = np.zeros_like(wanted), _Rounds(np.sqrt(wanted.ravel()))
    least, idle, best = np.inf, 0, (aboard, aboard)
    for _ in range(ROUNDS_MAX):
        attraction = np.where(is_wanted, np.exp(logs), 0.0)
        attraction[-1] = np.maximum(attraction[-1], _WEAKEST)  # for whoever finds no other stop ahead
        riding = _ride(aboard, attraction.ravel()[hour])
        found = _by_hour(riding[1], hour)
        off = np.abs(found - wanted).sum()
        idle = 0 if off < (1 - BETTER) * least else idle + 1
        if off < least:
            least, best = off, riding
        if off <= ENOUGH * wanted.sum() or idle == ROUNDS_IDLE:
            break
        asked = np.log(np.divide(wanted, found, out=np.ones_like(found), where=is_wanted & (found > 0)))
        logs = np.clip(rounds.next(logs, asked), -_LOG_MAX, _LOG_MAX)
    return best


class _Rounds:
    """The fit from round to round, accelerated: plain proportional fitting takes hundreds of rounds to settle how many ride on at the turn of a line.

    The change that the last rounds asked for is combined so that as little of it as can be is left (D. G. Anderson, J. ACM 12, 1965; H. F.
    Walker, P. Ni, SIAM J. Numer. Anal. 49, 2011), each cell weighed as its riders.
    """

    def __init__(self, weight: Array) -> None:
        self._weight = weight
        self._logs: list[Array] = []
        self._asked: list[Array] = []

    def next(self, logs: Array, asked: Array) -> Array:
        """Where to go from `logs`, which the counts ask to change by `asked`."""
        self._logs = [*self._logs[-ROUNDS_KEPT:], logs.ravel()]
        self._asked = [*self._asked[-ROUNDS_KEPT:], asked.ravel()]
        if len(self._logs) == 1:
            return logs + asked
        moved, changed = (np.diff(np.stack(told, axis=1), axis=1) for told in (self._logs, self._asked))
        weight = self._weight[:, None]
        part = np.linalg.lstsq(weight * changed, self._weight * asked.ravel(), rcond=1e-8)[0]
        return logs + asked - ((moved + changed) @ part).reshape(logs.shape)


def _ride(aboard: Array, pull: Array) -> tuple[Array, Array]:
    """Load behind each stop and alightings at it if riders alight ahead in proportion to `pull` (above 0 at the last stop, where nobody boards)."""
    ahead = np.cumsum(pull[:0:-1], axis=0)[::-1]
    per_pull = np.cumsum(aboard[:-1] / ahead, axis=0)
    load, alights = np.zeros_like(pull), np.zeros_like(pull)
    np.multiply(ahead, per_pull, out=load[:-1])
    np.multiply(pull[1:], per_pull, out=alights[1:])
    return load, alights
