"""The staged rows of a run: written by Spark once, partitioned by outcome and partition; counted and cut by DuckDB.

A staged row has all clean columns, and `outcome` (clean | duplicate | merged | opted_out | quarantine), `part` (the partition it belongs to:
the clean table's key, or the delivery day of a refused row), `reasons` and `line_masked` (refused rows only). Of rows that are only counted,
`source_file` and `reasons` are enough.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from pyspark.sql import functions as F

from nightowl.commit import Move
from nightowl.lake import Lake
from nightowl.ledger import PartRecord

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

    from spark_jobs.intake import FeedJob

Counts = dict[str, dict[str, int]]
"""Records by file and code: refused ones by their first reason, kept ones by each of their flags."""


def write(rows: DataFrame, folder: Path, schema: StructType) -> None:
    """Write staged rows below `folder/rows`, replacing what an earlier pass of the same run wrote."""
    columns = [F.col(f.name).cast(f.dataType).alias(f.name) for f in schema.fields]
    (
        rows.select(*columns, "reasons", "line_masked", "outcome", "part")
        .write.mode("overwrite")
        .option("partitionOverwriteMode", "static")
        .partitionBy("outcome", "part")
        .parquet(str(folder / "rows"))
    )


def clear(folder: Path) -> None:
    """Remove what an earlier pass of the same run staged below `folder`."""
    shutil.rmtree(folder / "rows", ignore_errors=True)


def counts(folder: Path, rows_per_record: int) -> tuple[Counts, list[PartRecord]]:
    """Count what Spark wrote, from the files themselves: refused rows by reason, kept and duplicate rows by partition."""
    query = f"""
        select outcome, source_file, part, reasons[1] as reason, count(*) as rows_cnt
        from read_parquet('{folder}/rows/*/*/*.parquet', hive_partitioning = true,
                          hive_types = {{'outcome': varchar, 'part': varchar}})
        group by all order by all"""
    quarantined: Counts = defaultdict(dict)
    parts: dict[tuple[str, str], PartRecord] = {}
    if not any((folder / "rows").glob("*/*/*.parquet")):
        return quarantined, []
    with duckdb.connect() as con:
        for outcome, source_file, part, reason, rows_cnt in con.execute(query).fetchall():
            if outcome == "quarantine":
                quarantined[source_file][reason] = rows_cnt
                continue
            record = parts.setdefault((source_file, part), PartRecord(source_file, part))
            if outcome == "clean":
                record.rows_clean = _records(rows_cnt, rows_per_record, source_file)
            else:
                setattr(record, f"rows_{outcome}", getattr(record, f"rows_{outcome}") + rows_cnt)
    return quarantined, list(parts.values())


def flagged(folder: Path, rows_per_record: int) -> Counts:
    """Count the kept records that bear each flag."""
    found: Counts = defaultdict(dict)
    if any((folder / "rows" / "outcome=clean").glob("*/*.parquet")):
        query = f"""
            select source_file, flag, count(*) as rows_cnt from (
                select source_file, unnest(flags) as flag from read_parquet('{folder}/rows/outcome=clean/*/*.parquet', hive_partitioning = false)
            ) group by all order by all"""
        with duckdb.connect() as con:
            for source_file, flag, rows_cnt in con.execute(query).fetchall():
                found[source_file][flag] = _records(rows_cnt, rows_per_record, source_file)
    return found


def _records(rows_cnt: int, rows_per_record: int, source_file: str) -> int:
    records, rest = divmod(rows_cnt, rows_per_record)
    if rest:
        raise RuntimeError(
            f"{source_file}: {rows_cnt:,} clean rows are no multiple of {rows_per_record} rows a record; a record came apart."
        )
    return records


def clean_moves(lake: Lake, folder: Path, job: FeedJob, partitions: list[str]) -> list[Move]:
    """The moves that put each rebuilt partition in its place; one left with no row is replaced by an empty folder."""
    moves = []
    for part in partitions:
        source = folder / "rows" / "outcome=clean" / f"part={part}"
        source.mkdir(parents=True, exist_ok=True)
        moves.append(Move(source, lake.partition("clean", job.feed, job.key, part)))
    return moves


def quarantine_moves(lake: Lake, folder: Path, job: FeedJob, files_read: set[str]) -> list[Move]:
    """Cut the quarantine of each delivery day anew: this run's refused rows, and those of the day's other files kept."""
    moves = []
    for delivered in sorted({f.split("delivered=")[1].split("/")[0] for f in files_read}):
        staged_rows = folder / "rows" / "outcome=quarantine" / f"part={delivered}"
        place = lake.partition("quarantine", job.feed, "delivered", delivered)
        parts = []
        if any(staged_rows.glob("*.parquet")):
            parts.append(
                f"select date '{delivered}' as delivered, source_file, record_number, reasons, reasons[1] as first_reason, line_masked, "
                f"'{job.rule_version}' as rule_version from read_parquet('{staged_rows}/*.parquet', hive_partitioning = false)"
            )
        if any(place.glob("*.parquet")):
            parts.append(
                f"from read_parquet('{place}/*.parquet', union_by_name = true, hive_partitioning = false) "
                "where not list_contains($files, source_file)"
            )
        if not parts:
            continue
        target = folder / "quarantine" / delivered
        target.mkdir(parents=True)
        query = " union all by name ".join(f"({part})" for part in parts)
        with duckdb.connect() as con:
            given = {"files": sorted(files_read)} if "$files" in query else None
            rows = con.sql(query, params=given)
            rows.order("source_file, record_number").write_parquet(
                f"{target}/part-0.parquet", compression="zstd"
            )
        moves.append(Move(target, place))
    return moves
