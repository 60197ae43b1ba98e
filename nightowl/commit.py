"""Staged, then swapped: how a run's partitions replace the old ones, all or none, whatever moment it is killed at.

A run writes below `staging/<run_id>/`. `swap()` then writes a journal of moves and carries it out; each move is
one atomic rename (an exchange where the partition exists, so that readers see the old or the new, never neither).
A run killed before the journal has changed nothing; one killed after it is rolled forward by `recover()`.
"""

import ctypes
import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nightowl.lake import Lake

MARKER = "_run"
JOURNAL = "commit.json"
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


@dataclass(frozen=True)
class Move:
    """A staged folder or file, the place it takes, and what it was made from (kept in a partition's marker)."""

    source: Path
    target: Path
    inputs: dict[str, str] = field(default_factory=dict)


def stage(lake: Lake, run_id: str) -> Path:
    """The run's own folder below staging."""
    folder = lake.staging / run_id
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def swap(lake: Lake, run_id: str, moves: list[Move]) -> None:
    """Put staged folders and files in their places, all or none."""
    for move in moves:
        if move.source.is_dir():
            (move.source / MARKER).write_text(json.dumps({"run_id": run_id, "inputs": move.inputs}), encoding="utf-8")
    journal = stage(lake, run_id) / JOURNAL
    partial = journal.with_suffix(".part")
    with partial.open("w", encoding="utf-8") as out:
        json.dump({"run_id": run_id, "moves": [[str(m.source), str(m.target)] for m in moves]}, out)
        out.flush()
        os.fsync(out.fileno())
    partial.rename(journal)
    _roll_forward(journal)


def recover(lake: Lake, prefix: str) -> int:
    """Finish what a killed run had journalled, clear what it had only staged; returns the number of runs finished.

    `prefix` names the runs to look at (a feed's); the caller holds that feed's lock, so none of them is alive.
    """
    finished = 0
    for folder in sorted(lake.staging.glob(f"{prefix}-*")):
        if (folder / JOURNAL).exists():
            _roll_forward(folder / JOURNAL)
            finished += 1
        else:
            shutil.rmtree(folder)
    return finished


def made_by(partition: Path) -> dict[str, Any]:
    """The marker of a partition: the run that wrote it and the inputs it was made from (empty where there is none)."""
    marker = partition / MARKER
    return json.loads(marker.read_text(encoding="utf-8")) if marker.exists() else {}


def _roll_forward(journal: Path) -> None:
    record = json.loads(journal.read_text(encoding="utf-8"))
    for source, target in ((Path(s), Path(t)) for s, t in record["moves"]):
        if not source.exists() or made_by(target).get("run_id") == record["run_id"]:
            continue  # done before the run was killed
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            _exchange(source, target)
        else:
            source.rename(target)
    shutil.rmtree(journal.parent)


def _exchange(source: Path, target: Path) -> None:
    """Swap two folders in one step (Linux `renameat2`); elsewhere in two, with the old one kept beside until the end."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 and renameat2(_AT_FDCWD, bytes(source), _AT_FDCWD, bytes(target), _RENAME_EXCHANGE) == 0:
        return
    aside = source.with_name(source.name + ".old")
    target.rename(aside)
    source.rename(target)
