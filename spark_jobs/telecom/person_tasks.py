"""Work on rows of persons, in tasks of bounded memory: some files each, or some of the persons each.

A task asks DuckDB and writes its own file, whole or not at all, so that no person's row passes through the driver. A single
task is run at once, without Spark: a small night is done before Spark's workers are up.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql.pandas.types import to_arrow_schema

from spark_jobs import columnar

if TYPE_CHECKING:
    from pyspark.sql import SparkSession
    from pyspark.sql.types import StructType

ROWS_A_TASK = 1_500_000
T = TypeVar("T")


def rows_in(files: Sequence[Path]) -> int:
    """Rows of Parquet files, by their footers."""
    return sum(pq.read_metadata(file).num_rows for file in files)


def shares_of_persons(files: Sequence[Path]) -> int:
    """Into how many shares the persons of these files are divided, that no task holds too many rows."""
    return max(1, -(-rows_in(files) // ROWS_A_TASK))


def of_share(share: int, shares: int) -> str:
    """The persons of one share, as a condition of DuckDB."""
    return "true" if shares == 1 else f"hash(subscriber_key) % {shares} = {share}"


def groups_of_files(files: Sequence[tuple[T, Path]]) -> list[list[tuple[T, Path]]]:
    """Files in groups of about `ROWS_A_TASK` rows, in their order; each file is wholly in one group."""
    groups: list[list[tuple[T, Path]]] = []
    rows = ROWS_A_TASK
    for item in files:
        own = rows_in([item[1]])
        if rows + own > ROWS_A_TASK:
            groups.append([])
            rows = 0
        groups[-1].append(item)
        rows += own
    return groups


def connect(spill: Path, tasks: int) -> duckdb.DuckDBPyConnection:
    """A DuckDB of one of so many tasks: with bounded memory, and with one core where there are others, since Spark runs a task a core."""
    con = columnar.connect(spill)
    if tasks == 1:
        con.execute(f"set threads = {os.cpu_count() or 1}")
    return con


def run(spark: SparkSession, tasks: int, work: Callable[[int], None]) -> None:
    """Call `work` with 0, 1 … `tasks` - 1, each in a task of Spark's; a task may be tried again, and must then write the same."""
    if tasks <= 1:
        for n in range(tasks):
            work(n)
        return

    def each(numbers: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in numbers:
            for n in batch.column(0).to_pylist():
                work(n)
            yield batch

    spark.range(0, tasks, 1, tasks).mapInArrow(each, "id long").collect()


def read(
    con: duckdb.DuckDBPyConnection, name: str, files: Sequence[Path], schema: StructType, where: str = "true"
) -> None:
    """Create the view `name` of Parquet files (none at all: an empty one); columns of `schema` that an old file lacks are NULL."""
    con.register(f"no_{name}", to_arrow_schema(schema, timezone="UTC").empty_table())
    told = f"select * from no_{name}"
    if files:
        con.read_parquet([str(f) for f in files], hive_partitioning=False, union_by_name=True).create_view(
            f"all_{name}"
        )
        told += f" union all by name select * from all_{name} where {where}"
    con.execute(f"create view {name} as {told}")


def write(rows: pa.Table, file: Path, schema: StructType) -> None:
    """Write rows in the columns and types of `schema`."""
    columnar.write_file(file, rows, schema)
