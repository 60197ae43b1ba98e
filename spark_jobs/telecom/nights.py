"""Where each person was in the night: one row a person seen between 22:00 and 06:59 of a service day, to `aggregate/subscriber_night`.

    python -m spark_jobs.telecom.nights --service-date 2026-11-01

Homes and the night's ways home are read from these rows, a tenth of the events; they never leave the lake.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.telecom import ground, person_tasks
from spark_jobs.telecom.night_sql import NIGHTS
from spark_jobs.telecom.places import Places
from spark_jobs.telecom.schema import SUBSCRIBER_NIGHT, TELECOM_EVENT
from spark_jobs.telecom.trusted import DOUBTED, skewed_cells

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TABLE = "subscriber_night"
RULE_VERSION = "subscriber_night-1"


def count_night(con: duckdb.DuckDBPyConnection, service_date: date) -> pa.Table:
    """One row a person seen in the night hours of a service day (columns of `SUBSCRIBER_NIGHT`).

    `con` has `event` (clean events of that day, all of each person's), `cells` (cell_id, place_no) and `places` (place_no, site_id,
    hex_id). The night's place is the one with most hours, the other the next; of equals that with more events, then the
    first hexagon and site by name. Home area and age band are what the carrier told last. Doubtful events (`trusted`) are left out.
    """
    day_before = datetime(service_date.year, service_date.month, service_date.day, tzinfo=UTC) - timedelta(
        days=1
    )
    return con.execute(
        NIGHTS, {"service_date": service_date, "day_before_us": int(day_before.timestamp()) * 1_000_000}
    ).to_arrow_table()


def write(spark: SparkSession, lake: Lake, profile: Profile, *, rebuild: str | None = None) -> derive.Summary:
    """Make the nights again whose events, cells or skewed cells have changed (`rebuild`: that one in any case)."""
    started = time.monotonic()
    days = lake.partitions("clean", "telecom_event")
    if not days:
        return derive.Summary(TABLE, [])
    inventory, skewed = ground.in_force(lake, days), skewed_cells(lake)
    inventories = lake.partitions("clean", "cell")
    inputs = {
        day: {
            "telecom_event": derive.run_of(folder),
            "cell": derive.run_of(inventories[inventory[day]]),
            "trusted": f"{RULE_VERSION} without {' '.join(DOUBTED)}; skewed: {' '.join(skewed.get(day, ())) or 'none'}",
        }
        for day, folder in days.items()
    }
    wanted = derive.stale(lake, "aggregate", TABLE, "service_date", inputs)
    if rebuild in inputs:
        wanted[rebuild] = inputs[rebuild]
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "service_date", wanted) as run_:
            known = Places(lake, profile, {inventory[day] for day in wanted})
            cells = {day: known.cells(inventory[day], skewed.get(day, ())) for day in wanted}
            files = [(day, file) for day in wanted for file in sorted(days[day].glob("*.parquet"))]
            _count(spark, files, cells, known.places, run_.folder)
            run_.take(TABLE)
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


def _count(
    spark: SparkSession,
    files: list[tuple[str, Path]],
    cells: dict[str, pa.Table],
    places: pa.Table,
    folder: Path,
) -> None:
    """Write the night of each file of clean events below `folder`. All events of a person and day are in one file."""
    groups = person_tasks.groups_of_files(files)

    def work(n: int) -> None:
        for day, file in groups[n]:
            with person_tasks.connect(folder, len(groups)) as con:
                person_tasks.read(con, "event", [file], TELECOM_EVENT)
                con.register("cells", cells[day])
                con.register("places", places)
                rows = count_night(con, date.fromisoformat(day))
            if len(rows):
                person_tasks.write(rows, folder / TABLE / f"part={day}" / file.name, SUBSCRIBER_NIGHT)

    person_tasks.run(spark, len(groups), work)


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> derive.Summary:
    """Bring the nights up to date; see `write`."""
    return write(spark, lake, profile, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
