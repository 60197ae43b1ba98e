"""A set of corridors and the trips they serve together, kept up to date as one of them changes.

Here each route is one line that runs both ways at the mean time of its directions, and trips of both directions are one: a quarter of the work of
`judge`, and the same but for streets that are slower in one direction.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planning.owl import riding
from planning.owl.board import Board
from planning.owl.corridors import Corridor
from planning.owl.ground import Floats, Ints
from planning.owl.headways import needed
from planning.owl.riding import MEETINGS, Lines, Town


class Network:
    """Routes 0 to `number` - 1, at first without a way. `value`: trips served, a little less the longer they are on board."""

    def __init__(self, board: Board, number: int) -> None:
        self.board = board
        both = board.town.trips + board.town.trips.T
        self.town = Town(both, np.maximum(board.town.most, board.town.most.T), *board.town[2:])
        self.lines: Lines = riding.no_lines(self.town, number)
        self.routes: list[Corridor | None] = [None] * number
        self.shift = np.zeros(
            number
        )  # of the minutes of a route, so that they stay as they were where its beginning changes
        hexes = len(board.demand.hexes)
        self.worth = np.zeros((hexes, hexes))
        self.value = 0.0
        self.km = 0.0

    def put(self, r: int, corridor: Corridor | None) -> tuple[float, Undo]:
        """Give route r another way (None: none); returns what the value gains, and what `undo` needs."""
        before, shift, row = self.routes[r], self.shift[r], self.lines.time[r].copy()
        gone = 0.0
        if corridor is not None and before is not None:
            common = before.halting.keys() & corridor.halting.keys()
            if common:
                place = min(common)
                gone = before.halting[place] + shift - corridor.halting[place]
        new = np.full_like(row, np.inf) if corridor is None else corridor.row + gone
        known = np.isfinite(row) | np.isfinite(new)
        with np.errstate(invalid="ignore"):
            changed = known & ~(np.abs(new - row) < 1e-6)
        meetings = self.lines.meetings.copy()
        meet = self.lines.meet[r].copy(), self.lines.meet[:, r].copy()
        hexes = np.unique(self.board.points.hexagon[changed])
        self.routes[r], self.shift[r] = corridor, gone
        self.lines.time[r] = new
        moved = self._meet(r)
        if (
            moved.any()
        ):  # another place to change: trips with an end anywhere near the route may be served or lost
            hexes = np.unique(np.concatenate([hexes, self.board.points.hexagon[known]]))
        old = np.empty((len(hexes), len(self.worth)))
        gain = self._rescore(hexes, old)
        self.value += gain
        self.km += ((corridor.metres if corridor else 0.0) - (before.metres if before else 0.0)) / 1_000
        return gain, Undo(r, before, shift, row, meetings, meet, hexes, old, gain)

    def undo(self, undo: Undo) -> None:
        """Take the last `put` back."""
        after = self.routes[undo.route]
        self.km += (
            (undo.corridor.metres if undo.corridor else 0.0) - (after.metres if after else 0.0)
        ) / 1_000
        self.routes[undo.route], self.shift[undo.route] = undo.corridor, undo.shift
        self.lines.time[undo.route] = undo.row
        self.lines.meetings[:] = undo.meetings
        self.lines.meet[undo.route], self.lines.meet[:, undo.route] = undo.meet
        riding.cut(self.town, self.lines, undo.hexes)
        riding.restore(undo.hexes, self.worth, undo.old)
        self.value -= undo.gain

    def _rescore(self, hexes: Ints, old: Floats) -> float:
        riding.cut(self.town, self.lines, hexes)
        is_in = np.zeros(len(self.worth), bool)
        is_in[hexes] = True
        return float(riding.rescore(self.town, self.lines, hexes, is_in, self.worth, old))

    def _meet(self, r: int) -> np.ndarray:
        """Where route r meets the others anew; returns with which of them that has changed."""
        lines, own = self.lines, self.routes[r]
        halting = own.halting if own is not None else {}
        changed = np.zeros(len(self.routes), bool)
        for k, other in enumerate(self.routes):
            if k == r:
                continue
            theirs = other.halting if other is not None else {}
            common = [place for place in halting if place in theirs]
            if len(common) > MEETINGS:
                common = [common[round(m * (len(common) - 1) / (MEETINGS - 1))] for m in range(MEETINGS)]
            there = [(halting[p] + self.shift[r], theirs[p] + self.shift[k]) for p in common]
            was = [tuple(lines.meet[r, k, m]) for m in range(lines.meetings[r, k])]
            if len(was) == len(there) and np.allclose(was, there, atol=1e-6):
                continue
            changed[k] = True
            lines.meetings[r, k] = lines.meetings[k, r] = len(there)
            for m, (mine, its) in enumerate(there):
                lines.meet[r, k, m] = mine, its
                lines.meet[k, r, m] = its, mine
        return changed


class Undo:
    """What was there before a `put`."""

    def __init__(
        self,
        route: int,
        corridor: Corridor | None,
        shift: float,
        row: Floats,
        meetings: Ints,
        meet: tuple[Floats, Floats],
        hexes: Ints,
        old: Floats,
        gain: float,
    ) -> None:
        self.route, self.corridor, self.shift, self.row = route, corridor, shift, row
        self.meetings, self.meet, self.hexes, self.old, self.gain = meetings, meet, hexes, old, gain


def of(board: Board, corridors: Sequence[Corridor | None]) -> Network:
    """A network of these corridors."""
    network = Network(board, len(corridors))
    for r, corridor in enumerate(corridors):
        if corridor is not None:
            network.put(r, corridor)
    return network


def greedy(board: Board, candidates: Sequence[Corridor], *, use_up: bool = False) -> list[Corridor]:
    """Corridors one by one, each the one that adds most, within the rules' routes, kilometres and buses.

    So much is kept back that the routes still to come have room for the shortest corridor. With `use_up` routes and buses do not matter: as many are
    taken as the kilometres have room for (the plan to beat at equal kilometres).
    """
    rules = board.rules
    if use_up:
        shortest_km = min(c.metres for c in candidates) / 1_000
        rules = rules.model_copy(
            update={"routes": max(1, int(rules.route_km_max / shortest_km)), "buses": 10**6}
        )
    network = Network(board, rules.routes)
    km, buses = (
        np.array([c.metres / 1_000 for c in candidates]),
        np.array([least_buses(board, c) for c in candidates]),
    )
    left = np.ones(len(candidates), bool)
    most_gain = np.full(len(candidates), np.inf)
    chosen: list[int] = []
    for r in range(rules.routes):
        to_come = 0 if use_up else rules.routes - r - 1
        best, most = -1, 0.0
        # What a corridor adds seldom grows as others come (only by changes): those that added most are looked at first, and no more than seem needed.
        for n in sorted(np.flatnonzero(left).tolist(), key=lambda n: (-most_gain[n], n)):
            if most_gain[n] * 1.25 <= most:
                break
            if network.km + km[n] + to_come * km.min() > rules.route_km_max:
                continue
            if buses[chosen].sum() + buses[n] + to_come * buses.min() > rules.buses:
                continue
            gain, undo = network.put(r, candidates[n])
            network.undo(undo)
            most_gain[n] = gain
            if gain > most:
                best, most = n, gain
        if best < 0:
            break
        network.put(r, candidates[best])
        chosen.append(best)
        left[best] = False
    return [candidates[n] for n in chosen]


def least_buses(board: Board, corridor: Corridor) -> int:
    """Buses a corridor needs at the longest headway of the rules."""
    return needed(corridor.minutes + board.rules.layover_min, board.rules.headway_min.most)
