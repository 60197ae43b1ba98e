"""Weaves what is planned into the lines of a feed: spoilt rows, copies and edge rows, each noted for the oracle."""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

import numpy as np

from simulator.chance import Ids
from simulator.defects import FLAG, Defect, Edge
from simulator.lines import text_of
from simulator.orders import Planted
from simulator.plan import Action, Add, Pair, Paste, Plan, Remember, Spoil, Twice
from simulator.spoilers import Fields, Scene


@dataclass(frozen=True)
class Extra:
    """A line made beside those of the plan, with its newline; it comes before row `at` of the lines. A sound row has no kind."""

    at: int
    line: bytes
    kind: Defect | None


@dataclass
class Weaver:
    """The state of one delivery while its files are written in order. `edge_line` makes a sound row beside the one given; `on_kept` is told
    the fields of every planted row that is kept with a doubt."""

    plan: Plan
    luck: Random
    scene: Scene
    planted: Planted
    edge_line: Callable[[Edge, int, str, bytes], bytes]
    remembered: dict[int, bytes] = field(default_factory=dict)
    on_kept: Callable[[Fields], None] = lambda fields: None

    def weave(
        self,
        lines: np.ndarray,
        start: int,
        name: str,
        record: int,
        extras: Sequence[Extra] = (),
        marked: Sequence[tuple[Defect, Ids]] = (),
    ) -> tuple[list[bytes], int]:
        """The text of the rows from number `start` on with what is planned for them, and how many records that made.

        `record` is the number of the last record that file `name` holds already. `extras` are in order of their places;
        `marked` names lines that are of some kind as they stand.
        """
        pieces: list[bytes] = []
        inserted: list[int] = []  # before which line each added one stands
        done = 0
        planned = ((row - start, 1, action) for row, action in self.plan.between(start, start + len(lines)))
        steps = heapq.merge(((extra.at, 0, extra) for extra in extras), planned, key=lambda step: step[:2])
        for at, _, step in steps:
            pieces.append(text_of(lines[done:at]))
            here = record + at + len(inserted) + 1
            if isinstance(step, Extra):
                pieces.append(step.line)
                if step.kind:
                    self.planted.note(name, here, step.kind)
                inserted.append(at)
                done = at
                continue
            pieces += self._act(step, text_of(lines[at : at + 1]), name, here)
            if not isinstance(step, Spoil | Remember):
                inserted.append(at + 1)
            done = at + 1
        pieces.append(text_of(lines[done:]))
        for kind, rows in marked:
            for number in (record + 1 + rows + np.searchsorted(inserted, rows, side="right")).tolist():
                self.planted.note(name, number, kind)
        return pieces, len(lines) + len(inserted)

    def _act(self, action: Action, line: bytes, name: str, record: int) -> list[bytes]:
        """The line or lines that come of one row; `record` is the row's own number in the file."""
        note = self.planted.note
        match action:
            case Spoil(defect):
                note(name, record, defect)
                return [self._kept(defect, defect.line(_fields(line), self.luck, self.scene)), b"\n"]
            case Pair(defect, _):
                if defect.spoil:
                    note(name, record, defect)
                    line = self._kept(defect, defect.line(_fields(line), self.luck, self.scene)) + b"\n"
                note(name, record + 1, defect)
                return [
                    line,
                    self._kept(defect, defect.twin_line(_fields(line), self.luck, self.scene)),
                    b"\n",
                ]
            case Remember(copy):
                self.remembered[copy] = line
                return [line]
            case Paste(copy, defect):
                note(name, record + 1, defect)
                return [line, self.remembered.pop(copy)]
            case Twice(defect):
                note(name, record + 1, defect)
                return [line, line]
            case Add(edge, number):
                note(name, record + 1, edge)
                return [line, self.edge_line(edge, number, name, line)]

    def _kept(self, defect: Defect, line: bytes) -> bytes:
        if defect.outcome == FLAG:
            self.on_kept(line.decode().split(","))
        return line


def _fields(line: bytes) -> Fields:
    return line[:-1].decode().split(",")
