"""The published snapshots: versioned read-only files, and the one symlink that says which of them is served."""

import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from nightowl.errors import NightowlError
from nightowl.lake import Lake

KEPT = 14
_NAME = re.compile(r"warehouse-(\d{4}-\d{2}-\d{2})-(\d{3,})")


@dataclass(frozen=True)
class SnapshotFile:
    """One published file; `name` is what `make rollback TO=` takes."""

    path: Path
    name: str
    service_date: date
    number: int
    is_served: bool


def list_snapshots(lake: Lake) -> list[SnapshotFile]:
    """Every published file, the earliest published first (a past service day published today is the newest)."""
    served = served_path(lake)
    found = []
    for path in lake.published.glob("warehouse-*.duckdb"):
        match = _NAME.fullmatch(path.stem)
        if match and path.is_file():
            found.append((path.stat().st_mtime_ns, path.stem, path, match))
    return [
        SnapshotFile(path, name, date.fromisoformat(match[1]), int(match[2]), path == served)
        for _, name, path, match in sorted(found, key=lambda f: f[:2])
    ]


def served_path(lake: Lake) -> Path | None:
    """The file that readers see, or None where nothing was published (or the file is gone)."""
    if not lake.snapshot.is_symlink():
        return None
    path = lake.published / lake.snapshot.readlink().name
    return path if path.is_file() else None


def next_path(lake: Lake, service_date: date) -> Path:
    """Where the next snapshot of a service day goes; numbers of one day go up."""
    day = service_date.isoformat()
    numbers = [s.number for s in list_snapshots(lake) if s.service_date == service_date]
    return lake.published / f"warehouse-{day}-{max(numbers, default=0) + 1:03d}.duckdb"


def serve(lake: Lake, path: Path) -> None:
    """Point readers to a snapshot in one step: they see the old file or the new one, never none."""
    draft = lake.published / f".serving-{os.getpid()}"
    draft.unlink(missing_ok=True)
    draft.symlink_to(path.name)
    draft.replace(lake.snapshot)


def rollback(lake: Lake, to: str | None = None) -> SnapshotFile:
    """Serve the snapshot published before the one served now, or the one named; nothing is deleted or rebuilt."""
    snapshots = list_snapshots(lake)
    if not snapshots:
        raise NightowlError(
            f"Nothing was published yet in {lake.published}, so there is nothing to roll back to; run `make night`."
        )
    names = ", ".join(s.name for s in snapshots)
    if to is None:
        chosen = _before_served(lake, snapshots, names)
    else:
        wanted = to.removesuffix(".duckdb")
        matches = [s for s in snapshots if s.name == wanted]
        if not matches:
            raise NightowlError(f"There is no snapshot '{to}'; those kept in {lake.published} are {names}.")
        chosen = matches[0]
    serve(lake, chosen.path)
    return SnapshotFile(chosen.path, chosen.name, chosen.service_date, chosen.number, is_served=True)


def _before_served(lake: Lake, snapshots: list[SnapshotFile], names: str) -> SnapshotFile:
    position = next((i for i, s in enumerate(snapshots) if s.is_served), None)
    if position is None:
        raise NightowlError(
            f"The link {lake.snapshot} leads to no snapshot: none is 'the previous'; name one (`make rollback TO=…`): {names}."
        )
    if position == 0:
        raise NightowlError(
            f"{snapshots[0].name}, served now, is the oldest snapshot kept; there is none before it. Those kept are {names}."
        )
    return snapshots[position - 1]


def prune(lake: Lake, keep: int = KEPT) -> list[str]:
    """Delete all but the last `keep` snapshots, and never the one served; returns the names deleted."""
    old = [s for s in list_snapshots(lake)[:-keep] if not s.is_served]
    for snapshot in old:
        snapshot.path.unlink(missing_ok=True)
    return [s.name for s in old]


def open_snapshot(lake: Lake) -> duckdb.DuckDBPyConnection:
    """The served snapshot, for reading: it refuses writes, files and changes of its settings.

    The link is followed first: DuckDB may answer a second connection to one path from a file that is no longer there.
    """
    path = served_path(lake)
    if path is None:
        raise NightowlError(f"There is no published snapshot at {lake.snapshot}; `make night` publishes one.")
    return open_locked(path)


def open_locked(path: Path) -> duckdb.DuckDBPyConnection:
    """A snapshot file opened as every reader should."""
    try:
        return duckdb.connect(
            path, read_only=True, config={"enable_external_access": "false", "lock_configuration": "true"}
        )
    except duckdb.Error as error:
        raise NightowlError(
            f"The snapshot {path} cannot be read ({str(error).splitlines()[0]}); `make rollback` serves the one before it."
        ) from None
