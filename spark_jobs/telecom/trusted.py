"""The events from which people are counted: doubtful ones stay in clean/telecom_event, and are left out here."""

from __future__ import annotations

import pyarrow.parquet as pq

from nightowl.lake import Lake

DOUBTED = ("two_places", "impossible_speed", "robot", "heavy_user")
"""Flags of events that tell nothing of where a person is: of two at once, of a leap no traveller makes, of machines."""
SOUND = f"not list_has_any(coalesce(flags, []), {list(DOUBTED)})"
"""Whether an event bears none of them: a condition of DuckDB on its `flags`."""
SKEWED = "clock_skewed"


def skewed_cells(lake: Lake) -> dict[str, tuple[str, ...]]:
    """Service day → its skewed cells, in order, for days that have any. A table made of trusted events names them among its inputs: it is made
    again where other cells are told skewed, not where a day's cells were only judged once more."""
    found: dict[str, tuple[str, ...]] = {}
    for day, folder in lake.partitions("aggregate", "cell_fault").items():
        for file in sorted(folder.glob("*.parquet")):
            faults = pq.read_table(file, columns=["cell_id", "fault"]).to_pylist()
            found[day] = tuple(sorted(f["cell_id"] for f in faults if f["fault"] == SKEWED))
    return {day: cells for day, cells in found.items() if cells}
