"""Where in a night's rows the defects, copies and edge rows go: drawn before the first row is made.

Rows are numbered through the day; at most one thing happens at a row, so that a planted row breaks one rule alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulator.chance import Ids
from simulator.day import FIRST_HOUR
from simulator.defects import Defect, Edge
from simulator.telecom_defects import EDGES, ROW_DEFECTS

# Copies start in the fuller hours: a third of the smallest file there is far enough.
COPY_HOURS = (8, 24)
EDGES_OF_A_KIND = 5


@dataclass(frozen=True)
class Spoil:
    """The row is spoilt in place."""

    defect: Defect


@dataclass(frozen=True)
class Remember:
    """The row stays sound; its line is kept for a later copy."""

    copy: int


@dataclass(frozen=True)
class Paste:
    """A remembered line comes again after this row."""

    copy: int
    defect: Defect


@dataclass(frozen=True)
class Twice:
    """The row stays sound and comes again at once."""

    defect: Defect


@dataclass(frozen=True)
class Pair:
    """The row, spoilt if the defect spoils it, and its twin; `number` tells such pairs apart."""

    defect: Defect
    number: int


@dataclass(frozen=True)
class Add:
    """A sound edge row is added after this row."""

    edge: Edge
    number: int


Action = Spoil | Remember | Paste | Twice | Pair | Add

_EDGE_HOURS = {"day_begins": 4, "before_midnight": 23, "midnight": 24, "day_ends": 27}


@dataclass(frozen=True)
class Plan:
    """Actions by row of the day, in order of rows."""

    at: Ids
    actions: list[Action]

    def between(self, start: int, end: int) -> Iterator[tuple[int, Action]]:
        """The actions at rows `start` ≤ row < `end`."""
        first, last = np.searchsorted(self.at, [start, end])
        yield from zip(self.at[first:last].tolist(), self.actions[first:last], strict=True)


class _Draft:
    """Collects actions at rows not yet taken."""

    def __init__(self, bounds: Ids, luck: np.random.Generator) -> None:
        self.bounds = bounds
        self.luck = luck
        self.taken: dict[int, Action] = {}

    def span(self, hour: int) -> tuple[int, int]:
        """First row of an hour's file and the row after its last."""
        return int(self.bounds[hour - FIRST_HOUR]), int(self.bounds[hour - FIRST_HOUR + 1])

    def free(self, start: int, end: int) -> int:
        """A free row in a span (spans are far larger than what is planted in them)."""
        while (row := int(self.luck.integers(start, end))) in self.taken:
            pass
        return row

    def add_copies(self, defect: Defect, count: int, first_copy: int) -> None:
        """Sources and pasted copies of one kind of duplicate."""
        for copy in range(first_copy, first_copy + count):
            hour = int(self.luck.integers(*COPY_HOURS))
            start, end = self.span(hour)
            if defect.code == "copy_adjacent":
                self.taken[self.free(start, end)] = Twice(defect)
                continue
            source = self.free(start, start + (end - start) // 3)
            if defect.code == "copy_far":
                span = (source + (end - source) // 2, end)
            else:
                span = (end, int(self.bounds[-1]))
            self.taken[source] = Remember(copy)
            self.taken[self.free(*span)] = Paste(copy, defect)


def draft(rows_by_hour: Ids, of_a_kind: int, luck: np.random.Generator) -> Plan:
    """Plant `of_a_kind` rows of every telecom defect and edge among the rows of a day."""
    bounds = np.concatenate([[0], np.cumsum(rows_by_hour)])
    if of_a_kind * len(ROW_DEFECTS) > bounds[-1] // 4:
        raise ValueError(
            f"{of_a_kind} defects of a kind are too many for {bounds[-1]} rows: at most a quarter may be planted"
        )
    draft = _Draft(bounds, luck)
    number = int(bounds[-1])
    for edge in EDGES:
        for _ in range(EDGES_OF_A_KIND):
            start, end = (
                draft.span(_EDGE_HOURS[edge.code]) if edge.code in _EDGE_HOURS else (0, int(bounds[-1]))
            )
            draft.taken[draft.free(start, end)] = Add(edge, number)
            number += 1
    copies = [defect for defect in ROW_DEFECTS if defect.spoil is None]
    for kind, defect in enumerate(copies):
        draft.add_copies(defect, of_a_kind, kind * of_a_kind)
    spoilers = [defect for defect in ROW_DEFECTS if defect.spoil]
    rows = _free_rows(int(bounds[-1]), len(spoilers) * of_a_kind, draft.taken, luck)
    draft.taken |= {row: Spoil(spoilers[n % len(spoilers)]) for n, row in enumerate(rows.tolist())}
    at = np.array(sorted(draft.taken), dtype=np.int64)
    return Plan(at, [draft.taken[row] for row in at.tolist()])


def _free_rows(
    rows: int, count: int, taken: dict[int, Action], luck: np.random.Generator
) -> npt.NDArray[np.int64]:
    """Rows anywhere in the day that nothing happens at yet, in random order."""
    drawn = luck.choice(rows, size=min(count + len(taken), rows), replace=False)
    return drawn[~np.isin(drawn, np.fromiter(taken, np.int64, len(taken)))][:count]


def draft_one_file(
    rows: int, defects: Sequence[Defect], edges: Sequence[Edge], of_a_kind: int, luck: np.random.Generator
) -> Plan:
    """Plant `of_a_kind` rows of every defect, and edges, among the rows of a single file; far copies come in its other half."""
    far = [defect for defect in defects if defect.code == "copy_far" for _ in range(of_a_kind)]
    half = rows // 2
    sources, pastes = (luck.choice(half, size=len(far), replace=False) for _ in range(2))
    taken: dict[int, Action] = {int(row): Remember(copy) for copy, row in enumerate(sources)}
    taken |= {half + int(row): Paste(copy, far[copy]) for copy, row in enumerate(pastes)}
    others: list[Action] = [
        Add(edge, n) for n, edge in enumerate(e for e in edges for _ in range(EDGES_OF_A_KIND))
    ]
    for defect in defects:
        if defect.twin:
            others += [Pair(defect, n) for n in range(of_a_kind)]
        elif defect not in far:
            others += [Spoil(defect) if defect.spoil else Twice(defect)] * of_a_kind
    taken |= dict(zip(_free_rows(rows, len(others), taken, luck).tolist(), others, strict=True))
    at = np.array(sorted(taken), dtype=np.int64)
    return Plan(at, [taken[row] for row in at.tolist()])
