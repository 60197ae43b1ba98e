"""Derived tables kept up to date like a build: a partition is made again when what it was made from has changed.

Each partition's marker holds the runs it was made from, so that a run killed between clean and aggregate leaves
nothing stale behind: the next run sees the difference and makes the partition again.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import to_arrow_schema

from nightowl import commit
from nightowl.lake import Lake
from nightowl.lock import SAME_FEED_S, run_lock

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

Inputs = dict[str, str]
"""What one partition is made from: input name → run that wrote it."""


@dataclass
class Summary:
    """Which partitions of a derived table were made anew."""

    table: str
    partitions: list[str]
    seconds: float = 0.0

    @property
    def sentence(self) -> str:
        made = ", ".join(self.partitions[:5]) + (" …" if len(self.partitions) > 5 else "")
        return f"{self.table}: {f'made {made}' if made else 'up to date'}"


@dataclass
class Derivation:
    """One run that derives tables of a zone: stage them, and they are swapped in together at its end."""

    lake: Lake
    run_id: str
    zone: str
    key: str
    wanted: Mapping[str, Inputs]
    moves: list[commit.Move] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return commit.stage(self.lake, self.run_id)

    def write(self, table: str, rows: DataFrame) -> None:
        """Stage `table`, one folder a wanted key value (the key stays a column too); a value with no row gets an empty one."""
        target = self.folder / table
        keyed = rows.withColumn("part", F.col(self.key).cast("string"))
        keyed.coalesce(1).write.mode("overwrite").option("partitionOverwriteMode", "static").partitionBy(
            "part"
        ).parquet(str(target))
        self.take(table)

    def write_arrow(self, table: str, rows: pa.Table, schema: StructType) -> None:
        """`write` for rows that stand in memory already: in the columns and types of `schema`, in the order given, without Spark."""
        rows = rows.select(schema.names).cast(to_arrow_schema(schema, timezone="UTC"))
        parts = rows[self.key].cast(pa.string())
        for value in self.wanted:
            source = self.folder / table / f"part={value}"
            source.mkdir(parents=True)
            if of_part := rows.filter(pc.equal(parts, value)):
                pq.write_table(of_part, source / "part-0.parquet", compression="zstd")
        self.take(table)

    def take(self, table: str) -> None:
        """What was staged of `table` below `folder`, as `<table>/part=<value>`, goes to its place when the derivation ends."""
        for value, inputs in self.wanted.items():
            source = self.folder / table / f"part={value}"
            source.mkdir(parents=True, exist_ok=True)
            self.moves.append(
                commit.Move(source, self.lake.partition(self.zone, table, self.key, value), inputs)
            )


@contextmanager
def derivation(
    lake: Lake, name: str, zone: str, key: str, wanted: Mapping[str, Inputs]
) -> Iterator[Derivation]:
    """Derive partitions under the lock `name`; what was staged is committed when the block ends well."""
    with run_lock(lake, name, doing=f"deriving {name}", wait_s=SAME_FEED_S):
        commit.recover(lake, name)
        run = Derivation(lake, f"{name}-{uuid.uuid4().hex[:8]}", zone, key, wanted)
        yield run
        commit.swap(lake, run.run_id, run.moves)


def run_of(partition: Path) -> str:
    """The run that wrote a partition (its folder's time where no marker tells)."""
    return str(commit.made_by(partition).get("run_id") or partition.stat().st_mtime_ns)


def stale(lake: Lake, zone: str, table: str, key: str, wanted: Mapping[str, Inputs]) -> dict[str, Inputs]:
    """Those of the wanted partitions that are missing or were made from other inputs."""
    return {
        value: inputs
        for value, inputs in sorted(wanted.items())
        if commit.made_by(lake.partition(zone, table, key, value)).get("inputs") != inputs
    }
