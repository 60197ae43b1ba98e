"""Weaves what is planned into the lines of a feed: spoilt rows, copies and edge rows, each noted for the oracle."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import numpy as np

from simulator.defects import Edge
from simulator.lines import text_of
from simulator.orders import Planted
from simulator.plan import Action, Add, Paste, Plan, Remember, Spoil, Twice
from simulator.spoilers import Scene


@dataclass
class Weaver:
    """The state of one delivery while its files are written in order. `edge_line` makes a sound row beside the one given."""

    plan: Plan
    luck: Random
    scene: Scene
    planted: Planted
    edge_line: Callable[[Edge, int, str, bytes], bytes]
    remembered: dict[int, bytes] = field(default_factory=dict)

    def weave(self, lines: np.ndarray, start: int, name: str, record: int) -> tuple[list[bytes], int]:
        """The text of the rows from number `start` on with what is planned for them, and how many records that made.

        `record` is the number of the last record that file `name` holds already.
        """
        pieces: list[bytes] = []
        done, added = 0, 0
        for row, action in self.plan.between(start, start + len(lines)):
            at = row - start
            pieces += [
                text_of(lines[done:at]),
                *self._act(action, text_of(lines[at : at + 1]), name, record + at + added + 1),
            ]
            added += not isinstance(action, Spoil | Remember)
            done = at + 1
        pieces.append(text_of(lines[done:]))
        return pieces, len(lines) + added

    def _act(self, action: Action, line: bytes, name: str, record: int) -> list[bytes]:
        """The line or lines that come of one row; `record` is the row's own number in the file."""
        note = self.planted.note
        match action:
            case Spoil(defect):
                note(name, record, defect)
                return [defect.line(line[:-1].decode().split(","), self.luck, self.scene), b"\n"]
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
