"""Stretches of a pattern and times of day in which its buses are over the threshold.

A place is crowded in a slot when its load a bus reaches the threshold and, where days are told apart, did so on most of the weekdays on
which a bus ran. A *stretch* is a run of sections within the limits of length with a span of slots within those of duration, of which
at least `crowded_share_min` is crowded, some of it in the first and in the last slot: sections over the threshold are merged so across a
short one below it. Of all spans of a day part the one with most passenger-minutes over the threshold is a stretch's own; of equal
ones the shortest, then the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from nightowl.transit_rules import SquirrelRules
from planning.squirrel_loads import Array, Bools, Loads

DAY_PARTS = ("forenoon", "afternoon")
NOON_S = 12 * 3_600
SERVED_SHARE_MIN = 0.5
"""Of a stretch and its span, the part in which buses ran: where half of it saw none, nothing is known of its load."""
COLUMNS = (
    "first",
    "last",
    "day_part",
    "slot_from",
    "slot_to",
    "length_m",
    "weight",
    "own_weight",
    "crowded_share",
)


class Demand(NamedTuple):
    """Sections × slots: whether crowded, and passenger-minutes over the threshold a day, of the own route and of all on the same way."""

    crowded: Bools
    own: Array
    whole: Array


@dataclass(frozen=True)
class _Piece:
    """The windows of one piece: running sums over sections and slots, one row a window."""

    crowded_m: Array
    served_m: Array
    own: Array
    whole: Array
    length_m: Array


def demand(loads: Loads, threshold: Array, days_share: float = 0) -> Demand:
    """What is over the threshold.

    `threshold`: passengers a bus, by section. `days_share`: part of the days with a bus on which a place must be over it. Passenger-minutes:
    those beyond the threshold on each bus × buses × minutes on the section; `whole` adds up all routes between the same two stops.
    """
    limit = threshold[:, None]
    often = np.isnan(loads.days_over) | (loads.days_over >= days_share * loads.days_run - 1e-9)
    with np.errstate(invalid="ignore"):
        crowded = (loads.load_per_bus >= limit) & often
        own = np.where(crowded, (loads.load_per_bus - limit) * loads.buses * loads.run_s / 60, 0.0)
    pairs = loads.pairs()
    together = np.zeros((pairs.max(initial=-1) + 1, loads.slots))
    np.add.at(together, pairs, own)
    return Demand(crowded, own, together[pairs])


def windows(loads: Loads, over: Demand, rules: SquirrelRules, days_min: float = 0) -> pd.DataFrame:
    """Every stretch that keeps the limits, in each day part, in the order of the sections.

    `days_min`: weekdays on which it must be crowded, where days are told apart.

    Columns: `first`, `last` (row of the first section, row past the last), `day_part` (its number), `slot_from`, `slot_to` (past the last),
    `length_m`, `weight` and `own_weight` (passenger-minutes over the threshold a day of all routes on the way, of the own; whole
    numbers), `crowded_share`. Stretches whose weight is 0 are left out.
    """
    found = [
        _of_piece(loads, over, rules, *piece) for piece in loads.pieces() if over.crowded[slice(*piece)].any()
    ]
    found = [f for f in found if len(f)]
    if not found:
        return pd.DataFrame({c: pd.Series(dtype="float64" if "share" in c else "int64") for c in COLUMNS})
    table = pd.concat(found, ignore_index=True)
    if np.isnan(loads.days_over).all():
        return table
    often = [_on_days(loads, *place, days_min) >= rules.crowded_share_min - 1e-9 for place in places(table)]
    return table[often].reset_index(drop=True)


def places(stretches: pd.DataFrame) -> Iterator[tuple[int, int, int, int]]:
    """First and last row, first and last slot of each stretch (the last ones exclusive)."""
    return stretches[["first", "last", "slot_from", "slot_to"]].itertuples(index=False, name=None)


def _on_days(loads: Loads, first: int, last: int, slot_from: int, slot_to: int, days_min: float) -> float:
    """Part of a stretch, by metres, that was over the threshold on so many days in some slot of its span."""
    days = np.nan_to_num(loads.days_over[first:last, slot_from:slot_to]).max(axis=1)
    return float(np.average(days >= days_min, weights=loads.section_m[first:last]))


def _of_piece(loads: Loads, over: Demand, rules: SquirrelRules, first: int, last: int) -> pd.DataFrame:
    """The stretches of one piece."""
    rows = slice(first, last)
    reach = np.concatenate([[0.0], np.cumsum(loads.section_m[rows])])
    length = reach[None, :] - reach[:, None]
    limits = rules.one_way_km
    begin, end = np.nonzero((length >= limits.least * 1_000) & (length <= limits.most * 1_000) & (length > 0))
    seen = np.concatenate([[0], np.cumsum(over.crowded[rows].any(axis=1))])
    begin, end = begin[seen[end] > seen[begin]], end[seen[end] > seen[begin]]
    metres = loads.section_m[rows, None]

    def running(by_cell: Array) -> Array:
        """Of each window, the sums of the slots up to each."""
        along = np.vstack([np.zeros(loads.slots), np.cumsum(by_cell, axis=0)])
        of_window = along[end] - along[begin]
        return np.hstack([np.zeros((len(begin), 1)), np.cumsum(of_window, axis=1)])

    piece = _Piece(
        crowded_m=running(over.crowded[rows] * metres),
        served_m=running(~np.isnan(loads.load_per_bus[rows]) * metres),
        own=running(over.own[rows]),
        whole=running(over.whole[rows]),
        length_m=length[begin, end],
    )
    parts = [_spans(piece, loads, rules, part) for part in range(len(DAY_PARTS))]
    for part in parts:
        part["first"], part["last"] = begin + first, end + first
    table = pd.concat(parts, ignore_index=True)
    return table[table["weight"] > 0][list(COLUMNS)]


def _spans(piece: _Piece, loads: Loads, rules: SquirrelRules, part: int) -> pd.DataFrame:
    """The best span of each window within a day part; weight 0 where it has none."""
    noon = (NOON_S - loads.first_s) // loads.slot_s
    low, high = (0, noon) if part == 0 else (noon, loads.slots)
    count = len(piece.length_m)
    best: dict[str, Array] = {
        c: np.zeros(count) for c in ("weight", "own_weight", "slot_from", "slot_to", "crowded_share")
    }
    full = np.diff(piece.crowded_m, axis=1) > 0
    for width in _widths(loads, rules, high - low):

        def span(sums: Array, width: int = width) -> Array:
            return sums[:, low + width : high + 1] - sums[:, low : high + 1 - width]

        crowded, served = span(piece.crowded_m), span(piece.served_m)
        share = np.divide(crowded, served, out=np.zeros_like(crowded), where=served > 0)
        sound = (share >= rules.crowded_share_min - 1e-9) & (
            served >= SERVED_SHARE_MIN * width * piece.length_m[:, None]
        )
        sound &= full[:, low : high + 1 - width] & full[:, low + width - 1 : high]
        weight = np.where(sound, np.rint(span(piece.whole)), 0.0)
        at = weight.argmax(axis=1)
        here = (np.arange(count), at)
        better = weight[here] > best["weight"]
        values = {"weight": weight[here], "own_weight": np.rint(span(piece.own))[here], "slot_from": at + low, "slot_to": at + low + width,
                  "crowded_share": share[here]}  # fmt: skip
        for name, value in values.items():
            best[name] = np.where(better, value, best[name])
    table = pd.DataFrame({**best, "length_m": np.rint(piece.length_m), "day_part": part})
    whole = [c for c in table.columns if c != "crowded_share"]
    return table.astype(dict.fromkeys(whole, np.int64))


def _widths(loads: Loads, rules: SquirrelRules, most: int) -> range:
    """Spans in slots, the shortest first."""
    minutes = loads.slot_s / 60
    least = max(1, int(np.ceil(rules.duration_min.least / minutes - 1e-9)))
    return range(least, min(int(rules.duration_min.most / minutes + 1e-9), most) + 1)
