"""How many of the riders on a stretch stay within it from the first stop to the last, and so could take a shuttle.

Taps tell each ride's two stops: they are counted. Boardings and alightings alone do not; there it is estimated as if at each stop everyone on
board were equally likely to get off (the proportional assumption; Tsygalnitsky 1977, Simon & Furth, J. Transp. Eng. 111, 1985).
"""

from __future__ import annotations

import numpy as np

from planning.squirrel_loads import Array, Loads, Rides


def riders_within(
    loads: Loads, first: int, last: int, slots: slice, on_board: Array
) -> tuple[Array | None, Array | None]:
    """Riders a day whose whole ride lies within the stretch: on board of each section, and boarding at its first stop, in the slots.

    `on_board`: all passengers on board of each section in them. None where neither rides nor boardings are known.
    """
    if loads.rides is not None:
        return _counted(loads, loads.rides, first, last, slots)
    if np.isnan(loads.boardings[first:last, slots]).all():
        return None, None
    boards = np.nansum(loads.boardings[first:last, slots], axis=1)
    alights = np.nansum(loads.alightings[first + 1 : last, slots], axis=1)
    staying = np.ones(last - first)  # at the stop behind each section: part of those on board who go on
    behind = np.divide(alights, on_board[:-1], out=np.zeros_like(alights), where=on_board[:-1] > 0)
    staying[:-1] = 1 - np.clip(behind, 0, 1)
    staying[-1] = 1 - _off_at_end(loads, last, slots, on_board[-1])
    own = np.zeros(last - first)
    for section in range(last - first):
        own[section] = boards[section] + (own[section - 1] * staying[section - 1] if section else 0.0)
    beyond = np.cumprod(staying[::-1])[::-1]  # part of those on board of each section who ride past the end
    return own * (1 - beyond), boards * (1 - beyond)


def _counted(loads: Loads, rides: Rides, first: int, last: int, slots: slice) -> tuple[Array, Array]:
    """`riders_within` from the rides of the pattern."""
    known = rides.get(loads.pattern_of(first))
    within, boarding = np.zeros(last - first), np.zeros(last - first)
    if known is not None:
        seq = int(loads.seq[first])
        board, alight, slot = (known[:, n].astype(int) for n in range(3))
        inside = (board >= seq) & (alight <= seq + last - first) & (slot >= slots.start) & (slot < slots.stop)
        on, off, riders = board[inside] - seq, alight[inside] - seq, known[inside, 3]
        np.add.at(boarding, on, riders)
        change = np.zeros(last - first + 1)
        np.add.at(change, on, riders)
        np.subtract.at(change, off, riders)
        within = np.cumsum(change)[:-1]
    return within, boarding


def _off_at_end(loads: Loads, last: int, slots: slice, on_board: float) -> float:
    """Part of those on the last section who get off behind it: all where the pattern ends; nobody where what follows is unknown."""
    if loads.ends_line(last - 1):
        return 1.0
    follows = loads.seq[last] == loads.seq[last - 1] + 1
    off = np.nansum(loads.alightings[last, slots]) if follows else 0.0
    return float(np.clip(off / on_board, 0, 1)) if on_board > 0 else 0.0
