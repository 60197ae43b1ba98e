"""Taps through every step of their clean job without Spark: what its tasks do, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nightowl.arrival import inspect
from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import catalog, columnar
from spark_jobs.transit import taps
from spark_jobs.transit.tap_columns import FEED, read_header


def run_here(
    _: object,
    files: Sequence[Any],
    sizes: Sequence[int],
    read: Callable,
    buckets: int,
    settle: Callable,
    between: Sequence[Callable] = (),
) -> int:
    """`columnar.run` in this process."""
    held: dict[int, list[pa.Table]] = {}
    for file in files:
        _hold(held, read(file))
    for step in between:
        passed: dict[int, list[pa.Table]] = {}
        for bucket, rows in held.items():
            _hold(passed, step(bucket, pa.concat_tables(rows)))
        held = passed
    return sum(settle(bucket, pa.concat_tables(rows)) for bucket, rows in held.items())


def _hold(held: dict[int, list[pa.Table]], batches: columnar.Batches) -> None:
    for bucket, rows in batches:
        held.setdefault(bucket, []).append(rows)


def cleaned(lake: Lake, profile: Profile, patch: pytest.MonkeyPatch) -> duckdb.DuckDBPyConnection:
    """All taps in landing, staged: views `clean`, `refused` (each with `outcome`) and `counted` (outcome, source_file, record_number)."""
    patch.setattr(columnar, "run", run_here)
    folder = lake.staging / "by-hand"
    folder.mkdir(parents=True)
    read = {}
    for path in sorted((lake.landing / FEED).glob("delivered=*/*")):
        arrived = inspect(lake, path, folder / "unpacked", readers=catalog.readers(FEED))
        assert not arrived.refused, arrived.refused
        read[arrived.source_file] = (arrived, read_header(arrived.first_line, arrived.source_file, profile))
    taps.stage(None, lake, profile, read, folder)  # type: ignore[arg-type]
    con = duckdb.connect()
    con.execute("set timezone = 'UTC'")
    for name, outcomes in {"clean": "clean", "refused": "quarantine", "counted": "*"}.items():
        files = [str(f) for f in sorted(folder.glob(f"rows/outcome={outcomes}/*/*.parquet"))]
        if files:
            con.read_parquet(files, hive_partitioning=True, union_by_name=True).create_view(name)
    return con


def network(lake: Lake, tables: Mapping[str, list[dict[str, object]]], valid_from: str) -> None:
    """Write lists of the network (`stop`, `pattern_stop`), of which only some columns are given."""
    for table, rows in tables.items():
        columns = columnar.typed(None, catalog.tables()["clean", table]).schema
        folder = lake.partition("clean", table, "valid_from", valid_from)
        folder.mkdir(parents=True)
        whole = [
            {"valid_from": date.fromisoformat(valid_from), "inventory": "bus_routes"} | row for row in rows
        ]
        pq.write_table(pa.Table.from_pylist(whole, columns), Path(folder) / "part-0.parquet")
