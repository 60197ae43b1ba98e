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

from nightowl.errors import NightowlError
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
    """Put staged folders and files in their places, all or none; both lie below the lake's root."""
    for move in moves:
        if move.source.is_dir():
            (move.source / MARKER).write_text(
                json.dumps({"run_id": run_id, "inputs": move.inputs}), encoding="utf-8"
            )
    journal = stage(lake, run_id) / JOURNAL
    partial = journal.with_suffix(".part")
    places = [
        [str(p.relative_to(lake.root)) for p in (m.source, m.target)] for m in moves
    ]  # a home may be moved
    with partial.open("w", encoding="utf-8") as out:
        json.dump({"run_id": run_id, "moves": places}, out)
        out.flush()
        os.fsync(out.fileno())
    partial.rename(journal)
    _roll_forward(lake, journal)


def recover(lake: Lake, prefix: str) -> int:
    """Finish what a killed run had journalled, clear what it had only staged; returns the number of runs finished.

    `prefix` names the runs to look at (a feed's); the caller holds that feed's lock, so none of them is alive. Raises
    NightowlError where journalled work is no longer there.
    """
    finished = 0
    for folder in sorted(lake.staging.glob(f"{prefix}-*")):
        if (folder / JOURNAL).exists():
            _roll_forward(lake, folder / JOURNAL)
            finished += 1
        else:
            shutil.rmtree(folder)
    return finished


def made_by(partition: Path) -> dict[str, Any]:
    """The marker of a partition: the run that wrote it and the inputs it was made from (empty where there is none)."""
    marker = partition / MARKER
    return json.loads(marker.read_text(encoding="utf-8")) if marker.exists() else {}


def _roll_forward(lake: Lake, journal: Path) -> None:
    record = json.loads(journal.read_text(encoding="utf-8"))
    moves = [(lake.root / source, lake.root / target) for source, target in record["moves"]]
    waiting = [(s, t) for s, t in moves if not _is_done(s, t, record["run_id"])]
    if lost := [t.relative_to(lake.root).as_posix() for s, t in waiting if not s.exists()]:
        raise NightowlError(
            f"The run {record['run_id']} was stopped while it put its work in place, and what it had staged for {', '.join(lost)} is gone. "
            f"Delete {journal.parent} and start again: the same deliveries are then read once more."
        )
    for source, target in waiting:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            _exchange(source, target)
        else:
            source.rename(target)
    journal.unlink()  # first: without it the rest is litter, whoever clears it away
    shutil.rmtree(journal.parent)


def _is_done(source: Path, target: Path, run_id: str) -> bool:
    """Whether a move was carried out before the run was killed: a folder tells by its marker, a file by having gone."""
    if target.is_dir():
        return made_by(target).get("run_id") == run_id
    return target.exists() and not source.exists()


def _exchange(source: Path, target: Path) -> None:
    """Swap two folders in one step (Linux `renameat2`); elsewhere in two, with the old one kept beside until the end."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 and renameat2(_AT_FDCWD, bytes(source), _AT_FDCWD, bytes(target), _RENAME_EXCHANGE) == 0:
        return
    aside = source.with_name(source.name + ".old")
    target.rename(aside)
    source.rename(target)
