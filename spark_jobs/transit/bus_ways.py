"""Each bus at each stop of its way: who is on board, and when it leaves. Arrays over all stops of all runs, one run after the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
DIGITS = 6
LATEST_S = 1_000_000  # more than the seconds of a service day


@dataclass(frozen=True)
class Ways:
    """Arrays by stop of a run, in order of runs (`bus_no`) and of the stops between the first and the last at which somebody tapped.

    `line`: the stop's row in the network's lines. `load_cnt`, `cards_cnt`: on board on leaving it. `passes_s`: when that is.
    """

    bus_no: Ints
    line: Ints
    load_cnt: Floats
    cards_cnt: Ints
    passes_s: Ints
    is_last: npt.NDArray[np.bool_]
    _starts: Ints
    _first_seq: Ints

    def at(self, bus_no: Ints, seq: Ints) -> Ints:
        """Where in the arrays a run is at a stop."""
        return self._starts[bus_no] + seq - self._first_seq[bus_no]


def follow(buses: pa.Table, visits: pa.Table, rides: pa.Table, off: pa.Table, lines: pa.Table) -> Ways:
    """Follow runs 0, 1, … along their lines.

    `buses`: bus_no, first_seq, last_seq, first_line (row in `lines` of the pattern's first stop), a row a run in their order; `visits`: bus_no, seq,
    seen_s (at the first and the last stop of every run at least); `rides`: bus_no, board_seq, alight_seq (NULL where not known), passengers_cnt;
    `off`: bus_no, seq, riders who alight; `lines`: at_m, metres from the first stop.

    A bus leaves no stop before it left an earlier one. Between two stops where somebody tapped it passes the others in proportion to the metres, in
    whole seconds.
    """
    first, last, first_line = (_ints(buses[c]) for c in ("first_seq", "last_seq", "first_line"))
    lengths = last - first + 1
    starts = np.cumsum(lengths) - lengths
    bus = np.repeat(np.arange(len(first)), lengths)
    seq = np.arange(len(bus)) - starts[bus] + first[bus]
    line = first_line[bus] + seq - 1

    def summed(bus_no: Ints, seq: Ints, counts: npt.NDArray) -> npt.NDArray:
        return np.bincount(starts[bus_no] + seq - first[bus_no], counts, len(bus))

    boarded, board, alight = (_ints(rides[c]) for c in ("bus_no", "board_seq", "alight_seq"))
    passengers = _ints(rides["passengers_cnt"])
    change = summed(boarded, board, passengers) - summed(
        _ints(off["bus_no"]), _ints(off["seq"]), off["riders"].to_numpy()
    )
    # Of whom no alighting is known, no more than the first section.
    leaves = np.minimum(np.where(alight < 0, board + 1, alight), last[boarded])
    cards = summed(boarded, board, np.ones(len(board))) - summed(boarded, leaves, np.ones(len(board)))
    at_m = _ints(lines["at_m"])[line]
    seen = np.full(len(bus), -1)
    seen[starts[_ints(visits["bus_no"])] + _ints(visits["seq"]) - first[_ints(visits["bus_no"])]] = _ints(
        visits["seen_s"]
    )
    return Ways(
        bus_no=bus,
        line=line,
        load_cnt=np.round(_on_board(change, starts, lengths), DIGITS) + 0.0,
        cards_cnt=np.rint(_on_board(cards, starts, lengths)).astype(np.int64),
        passes_s=_between(_never_back(seen, bus), at_m),
        is_last=seq == last[bus],
        _starts=starts,
        _first_seq=first,
    )


def _ints(column: pa.ChunkedArray) -> Ints:
    return pc.fill_null(column, -1).to_numpy().astype(np.int64)


def _on_board(change: Floats, starts: Ints, lengths: Ints) -> Floats:
    """Running sums of changes, anew for each run."""
    running = np.cumsum(change)
    return running - np.repeat(running[starts] - change[starts], lengths)


def _never_back(seen: Ints, bus: Ints) -> Ints:
    """Times of each run (-1: none) that never fall."""
    apart = bus * LATEST_S
    return np.where(seen < 0, -1, np.maximum.accumulate(np.where(seen < 0, 0, seen) + apart) - apart)


def _between(seen: Ints, at_m: Ints) -> Ints:
    """Seconds at all stops, given those of some (-1: none); each run's first and last stop are among them."""
    place, none = np.arange(len(seen)), len(seen)
    before = np.maximum.accumulate(np.where(seen >= 0, place, 0))
    after = np.minimum.accumulate(np.where(seen >= 0, place, none)[::-1])[::-1]
    metres = at_m[after] - at_m[before]
    return seen[before] + (seen[after] - seen[before]) * (at_m - at_m[before]) // np.maximum(metres, 1)


def by_slot(ways: Ways, lines: pa.Table, slot_s: int) -> tuple[pa.Table, Ints]:
    """Of each section and slot of so many seconds, by the time a bus leaves its first stop: line (row of that stop in `lines`), slot, load_cnt,
    cards_cnt (a card on two buses counted twice), buses_cnt, run_s (mean seconds on the section); and the key of each stop of `ways`, line × slot
    (-1 where no section begins)."""
    on_way, slot = ~ways.is_last, ways.passes_s // slot_s
    slots = int(slot.max(initial=0)) + 1
    key = np.where(on_way, ways.line * slots + slot, -1)
    run_s = np.append(np.diff(ways.passes_s), 0)
    places = len(lines) * slots
    buses = np.bincount(key[on_way], minlength=places)
    found = np.flatnonzero(buses)
    load, cards, seconds = (
        np.bincount(key[on_way], counts[on_way], places)[found]
        for counts in (ways.load_cnt, ways.cards_cnt, run_s)
    )
    columns = {
        "key": found,
        "line": found // slots,
        "slot": found % slots,
        "load_cnt": np.round(load, DIGITS),
        "cards_cnt": np.rint(cards).astype(np.int64),
        "buses_cnt": buses[found],
        "run_s": seconds / buses[found],
    }
    return pa.table(columns), key
