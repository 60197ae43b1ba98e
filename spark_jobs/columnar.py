"""Large feeds, column by column: Spark plans, spreads and repeats the work, and inside its Python workers whole Arrow batches are judged
in DuckDB, not row after row.

A task a file reads lines and gives back batches, each for a bucket; Spark's shuffle carries a batch as one binary value (so that no row is
taken apart and put together on its way through the JVM); a task a bucket sees all rows of its persons. docs/performance.md has the figures.
"""

from __future__ import annotations

import gzip
import os
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from nightowl.errors import NightowlError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession
    from pyspark.sql.types import StructType

CHUNK_BYTES = 32 << 20
GROUP_BYTES = 4 << 20
BUCKET_ROWS = 600_000
BUCKETS_MAX = 1_024
WORKER_MEMORY = "900MB"
_SHUFFLED = "bucket int, batch binary"
_TOLD = pa.schema([("told", pa.int64())])

T = TypeVar("T")
Batches = Iterator[tuple[int, pa.Table]]
"""Rows of a file as they are read, each table for one bucket."""


def buckets_for(rows: int) -> int:
    """Into how many buckets so many rows are spread, that a task's memory stays bounded."""
    return max(2, min(BUCKETS_MAX, -(-rows // BUCKET_ROWS)))


def connect(folder: Path, threads: int = 1) -> duckdb.DuckDBPyConnection:
    """A DuckDB of one task: bounded memory, spilling below `folder`; one thread, since Spark runs a task a core, or more where cores are idle.

    Joins do not narrow what is read on the other side: from some size on DuckDB (1.5) asks an Arrow table for a filter that Arrow
    does not know, and fails (`Pushdown Filter Type BLOOM_FILTER`).
    """
    return duckdb.connect(
        config={
            "threads": threads,
            "memory_limit": WORKER_MEMORY,
            "temp_directory": str(folder / "spill"),
            "disabled_optimizers": "join_filter_pushdown",
        }
    )


def idle_cores(tasks: int) -> int:
    """How many threads each of so few tasks may have: all cores where a single file keeps one task busy and the others idle."""
    return max(1, (os.cpu_count() or 1) // max(1, tasks))


@dataclass(frozen=True)
class Chunk:
    """Some lines of a file: their `text`, the lines themselves and the number of the first (1 = the file's first).

    Each line ends with one more separator and its line feed, so that to split it leaves the last field clean of its end.
    """

    text: bytes
    lines: pa.Array
    first_number: int

    def has(self, *marks: str) -> bool:
        """Whether the text holds one of these marks: what no line has need not be looked for in each."""
        return any(mark.encode() in self.text for mark in marks)


def read_chunks(path: Path, separator: str) -> Iterator[Chunk]:
    """A text file (plain or gzip) in chunks of whole lines, about CHUNK_BYTES each.

    Lines end with a line feed, or a carriage return and one; bytes that are no UTF-8 become U+FFFD, for the rule on undecodable text to find.
    """
    number, end = 1, separator.encode() + b"\n"
    for text in _whole_lines(path):
        ended = (text.replace(b"\r\n", b"\n") if b"\r\n" in text else text).replace(b"\n", end)
        chunk = _cut(ended, number)
        try:
            chunk.lines.validate(full=True)
        except pa.ArrowInvalid:
            chunk = _cut(ended.decode("utf-8", "replace").encode(), number)
        yield chunk
        number += len(chunk.lines)


def each_chunk(chunks: Iterator[Chunk], judge: Callable[[Chunk], T], threads: int) -> Iterator[T]:
    """What `judge` makes of each chunk, in their order; `threads` at a time, so that a single file can keep more than one core busy."""
    if threads == 1:
        yield from map(judge, chunks)
        return
    waiting: deque[Future[T]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for chunk in chunks:
            waiting.append(pool.submit(judge, chunk))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _whole_lines(path: Path) -> Iterator[bytes]:
    rest = b""
    try:
        with path.open("rb") as plain, gzip.open(plain) if path.suffix == ".gz" else plain as source:
            while chunk := source.read(CHUNK_BYTES):
                cut = chunk.rfind(b"\n") + 1
                if cut:
                    yield rest + chunk[:cut]
                rest = chunk[cut:] if cut else rest + chunk
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise NightowlError(
            f"{path.name} was whole when it arrived and can no longer be unpacked ({error}); restore it in landing."
        ) from None
    if rest:
        yield rest + b"\n"


def _cut(text: bytes, first_number: int) -> Chunk:
    """A text as strings, without a copy of it."""
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == ord("\n")) + 1
    offsets = np.concatenate([[0], ends]).astype(np.int64)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(text)]
    return Chunk(text, pa.Array.from_buffers(pa.large_string(), len(ends), buffers), first_number)


def split_by_bucket(rows: pa.Table, bucket: npt.NDArray[np.integer]) -> Batches:
    """A table cut into one a bucket, given each row's bucket; nothing where there are no rows."""
    order = np.argsort(bucket.astype(np.int16), kind="stable")
    rows, bucket = rows.take(pa.array(order)), bucket[order]
    starts = np.flatnonzero(np.diff(bucket, prepend=-1))
    for start, end in zip(starts, np.append(starts, len(bucket))[1:], strict=True):
        yield int(bucket[start]), rows.slice(start, end - start)


def pack(rows: pa.Table) -> bytes:
    """A table as one value: an Arrow stream, compressed lightly."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as stream:
        stream.write_table(rows)
    return sink.getvalue().to_pybytes()


def unpack(batch: Any) -> pa.Table:
    """What `pack` packed."""
    return pa.ipc.open_stream(pa.py_buffer(batch)).read_all()


def in_groups(weights: Sequence[int], heaviest: int = GROUP_BYTES, fewest: int = 2) -> list[list[int]]:
    """Places 0, 1, … in groups: neighbours together while they weigh no more than `heaviest`, but in `fewest` groups where there are as many.

    >>> in_groups([5, 5, 5, 30, 5], heaviest=12, fewest=1)
    [[0, 1], [2], [3], [4]]
    """
    limit = min(heaviest, max(1, -(-sum(weights) // fewest)))
    groups: list[list[int]] = []
    held = 0
    for place, weight in enumerate(weights):
        if not groups or held + weight > limit:
            groups.append([])
            held = 0
        groups[-1].append(place)
        held += weight
    return groups


def run(
    spark: SparkSession,
    files: Sequence[Any],
    bytes_of: Sequence[int],
    read: Callable[[Any], Batches],
    buckets: int,
    settle: Callable[[int, pa.Table], int],
    between: Sequence[Callable[[int, pa.Table], Batches]] = (),
) -> int:
    """Read `files`, a task a file (small ones together), then settle each bucket in a task of its own; returns the sum of what `settle` tells.

    `between` are steps that rows pass before they are settled, each in buckets of its own: what `read` gives is of the first step's buckets, what
    a step gives of the next one's. All run in Spark's workers: `settle` writes its rows itself, whole or not at all, under a name that
    follows from the bucket, so that a task that is tried again writes the same file again.
    """

    groups = in_groups(bytes_of)

    def read_all(numbers: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in numbers:
            for file in (files[n] for group in batch.column(0).to_pylist() for n in groups[group]):
                yield from _packed(read(file))

    def settle_all(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for bucket, rows in _by_bucket(batches):
            yield pa.record_batch([pa.array([settle(bucket, rows)], pa.int64())], schema=_TOLD)

    def pass_all(
        step: Callable[[int, pa.Table], Batches],
    ) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
        def passed(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for bucket, rows in _by_bucket(batches):
                yield from _packed(step(bucket, rows))

        return passed

    shuffled = spark.range(0, len(groups), 1, len(groups)).mapInArrow(read_all, _SHUFFLED)
    for step in between:
        shuffled = shuffled.repartitionById(buckets, "bucket").mapInArrow(pass_all(step), _SHUFFLED)
    settled = shuffled.repartitionById(buckets, "bucket").mapInArrow(settle_all, "told long")
    return sum(row.told for row in settled.collect())


def _packed(batches: Batches) -> Iterator[pa.RecordBatch]:
    for bucket, rows in batches:
        yield pa.record_batch(
            [pa.array([bucket], pa.int32()), pa.array([pack(rows)], pa.binary())], names=["bucket", "batch"]
        )


def _by_bucket(batches: Iterator[pa.RecordBatch]) -> Batches:
    """All rows of each bucket."""
    held: dict[int, list[pa.Table]] = {}
    for batch in batches:
        for bucket, value in zip(batch.column(0).to_pylist(), batch.column(1), strict=True):
            held.setdefault(bucket, []).append(unpack(value.as_buffer()))
    for bucket in sorted(held):
        yield bucket, pa.concat_tables(held.pop(bucket))


def each(spark: SparkSession, tasks: int, work: Callable[[int], Sequence[pa.Table]]) -> list[list[pa.Table]]:
    """What `work` gives for 0, 1 … `tasks` - 1 (a few small tables each), in that order; each in a task of Spark's, a single one at once."""
    if tasks <= 1:
        return [list(work(n)) for n in range(tasks)]

    def work_all(numbers: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in numbers:
            for n in batch.column(0).to_pylist():
                found = [pack(table) for table in work(n)]
                yield pa.record_batch(
                    [pa.array([n] * len(found), pa.int32()), pa.array(found, pa.binary())],
                    names=["bucket", "batch"],
                )

    found: list[list[pa.Table]] = [[] for _ in range(tasks)]
    for batch in spark.range(0, tasks, 1, tasks).mapInArrow(work_all, _SHUFFLED).toArrow().to_batches():
        for n, value in zip(batch.column(0).to_pylist(), batch.column(1), strict=True):
            found[n].append(unpack(value.as_buffer()))
    return found


def arrow_schema(schema: StructType) -> pa.Schema:
    """A clean table's columns for a staged file: those of `schema`, and what `spark_jobs.staged` adds of refused rows, here empty."""
    from pyspark.sql.pandas.types import to_arrow_schema

    extra = [pa.field("reasons", pa.list_(pa.string())), pa.field("line_masked", pa.string())]
    return pa.schema([*to_arrow_schema(schema, timezone="UTC"), *extra])


def write(folder: Path, outcome: str, part: date, name: str, rows: pa.Table) -> None:
    """Write staged rows of one outcome and partition, whole or not at all; nothing where there are none."""
    if not len(rows):
        return
    target = folder / "rows" / f"outcome={outcome}" / f"part={part}" / f"{name}.parquet"
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".unfinished")
    pq.write_table(rows, unfinished, compression="zstd", store_schema=False)
    unfinished.replace(target)


def typed(rows: pa.Table | None, schema: StructType) -> pa.Table:
    """Rows in the columns and types of `schema`; of None no row."""
    from pyspark.sql.pandas.types import to_arrow_schema

    columns = to_arrow_schema(schema, timezone="UTC")
    return columns.empty_table() if rows is None else rows.select(schema.names).cast(columns)


def write_file(target: Path, rows: pa.Table, schema: StructType) -> None:
    """Write rows in the columns and types of `schema`, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".unfinished")
    pq.write_table(typed(rows, schema), unfinished, compression="zstd")
    unfinished.replace(target)


def write_by(
    folder: Path, outcome: str, key: str, name: str, rows: pa.Table, schema: pa.Schema | None = None
) -> None:
    """Write staged rows that are in order of a day `key`, a file a day; with the columns and types of `schema`, absent ones NULL."""
    if not len(rows):
        return
    days = rows[key].to_numpy()
    starts = np.flatnonzero(np.concatenate([[True], days[1:] != days[:-1]]))
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        part = rows.slice(start, end - start)
        write(folder, outcome, part[key][0].as_py(), name, as_schema(part, schema) if schema else part)


def as_schema(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """The columns of `schema`, in its order and types; a column encoded as a dictionary stays so."""
    columns = [
        pa.nulls(len(rows), field.type)
        if field.name not in rows.column_names
        else rows[field.name]
        if pa.types.is_dictionary(rows[field.name].type)
        else rows[field.name].cast(field.type)
        for field in schema
    ]
    return pa.table(columns, names=schema.names)
