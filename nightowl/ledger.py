"""The ledger: one record a delivered file and run, one a file and partition. Append-only Parquet, newest record counts.

Lost, it is rebuilt by the next night: every delivery then has no outcome and is read again.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from nightowl.lake import Lake

_ROWS = [(f"rows_{outcome}", pa.int64()) for outcome in ("clean", "duplicate", "merged", "opted_out")]
FILE_SCHEMA = pa.schema(
    [
        ("run_id", pa.string()),
        ("feed", pa.string()),
        ("service_date", pa.date32()),
        ("source_file", pa.string()),
        ("delivered", pa.date32()),
        ("status", pa.string()),
        ("reason_code", pa.string()),
        ("sentence", pa.string()),
        ("bytes", pa.int64()),
        ("sha256", pa.string()),
        ("records", pa.int64()),
        ("longest_line_bytes", pa.int64()),
        ("compression_ratio", pa.float64()),
        ("unknown_columns", pa.list_(pa.string())),
        *_ROWS,
        ("rows_quarantined", pa.int64()),
        ("quarantined_by_reason", pa.list_(pa.struct([("reason", pa.string()), ("rows", pa.int64())]))),
        ("flagged", pa.list_(pa.struct([("flag", pa.string()), ("rows", pa.int64())]))),
        ("recorded_at", pa.timestamp("us", tz="UTC")),
        ("seconds", pa.float64()),
        ("code_version", pa.string()),
        ("rule_version", pa.string()),
        ("key_id", pa.string()),
    ]
)
PART_SCHEMA = pa.schema(
    [
        ("run_id", pa.string()),
        ("feed", pa.string()),
        ("source_file", pa.string()),
        ("part", pa.string()),
        *_ROWS,
        ("recorded_at", pa.timestamp("us", tz="UTC")),
    ]
)


@dataclass
class PartRecord:
    """Rows of one file in one partition (`part` is the value of the table's partition key)."""

    source_file: str
    part: str
    rows_clean: int = 0
    rows_duplicate: int = 0
    rows_merged: int = 0
    rows_opted_out: int = 0

    @property
    def rows(self) -> int:
        return self.rows_clean + self.rows_duplicate + self.rows_merged + self.rows_opted_out


@dataclass
class FileRecord:
    """Outcome of one delivered file. `records` is what arrival counted; the rows_* are what the job made of them."""

    source_file: str
    delivered: date
    status: str  # loaded | refused | duplicate
    bytes: int
    sha256: str
    records: int
    longest_line_bytes: int
    compression_ratio: float
    reason_code: str | None = None
    sentence: str | None = None
    unknown_columns: list[str] = field(default_factory=list)
    rows_clean: int = 0
    rows_duplicate: int = 0
    rows_merged: int = 0
    rows_opted_out: int = 0
    rows_quarantined: int = 0
    quarantined_by_reason: dict[str, int] = field(default_factory=dict)
    flagged: dict[str, int] = field(
        default_factory=dict
    )  # kept records that bear a flag; a record may bear several

    @property
    def rows_accounted(self) -> int:
        return (
            self.rows_clean
            + self.rows_duplicate
            + self.rows_merged
            + self.rows_opted_out
            + self.rows_quarantined
        )


@dataclass(frozen=True)
class RunFacts:
    """What all records of one run share."""

    run_id: str
    feed: str
    service_date: date
    code_version: str
    rule_version: str
    key_id: str | None
    seconds: float


class Ledger:
    """Reading and writing the ledger of one lake."""

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        for name, schema in (("file", FILE_SCHEMA), ("part", PART_SCHEMA)):
            anchor = lake.ledger / name / "_schema.parquet"
            if not anchor.exists() or not pq.read_schema(anchor).equals(schema):
                anchor.parent.mkdir(parents=True, exist_ok=True)
                pq.write_table(schema.empty_table(), unfinished := anchor.with_suffix(".unfinished"))
                unfinished.replace(anchor)

    def files(self, feed: str) -> dict[str, FileRecord]:
        """The newest record of each file of a feed, by source file."""
        records = {}
        for row in self._newest("file", feed, "source_file"):
            reasons = {r["reason"]: r["rows"] for r in row.pop("quarantined_by_reason") or []}
            flagged = {f["flag"]: f["rows"] for f in row.pop("flagged") or []}
            kept = {k: v for k, v in row.items() if k in FileRecord.__dataclass_fields__}
            records[row["source_file"]] = FileRecord(**kept, quarantined_by_reason=reasons, flagged=flagged)
        return records

    def parts(self, feed: str) -> list[PartRecord]:
        """The newest record of each file and partition of a feed."""
        rows = self._newest("part", feed, "source_file, part")
        return [
            PartRecord(**{k: v for k, v in r.items() if k in PartRecord.__dataclass_fields__}) for r in rows
        ]

    def write_staged(
        self, folder: Path, facts: RunFacts, files: Iterable[FileRecord], parts: Iterable[PartRecord]
    ) -> list[tuple[Path, Path]]:
        """Write a run's records below its staging folder; returns (staged, place) pairs for the run's commit."""
        shared = {
            "run_id": facts.run_id,
            "feed": facts.feed,
            "service_date": facts.service_date,
            "code_version": facts.code_version,
            "rule_version": facts.rule_version,
            "key_id": facts.key_id,
            "seconds": facts.seconds,
            "recorded_at": datetime.now(UTC),
        }
        moves = []
        for name, schema, records in (("file", FILE_SCHEMA, files), ("part", PART_SCHEMA, parts)):
            rows = [{**shared, **asdict(r)} for r in records]
            for row in rows:
                if "quarantined_by_reason" in row:
                    row["quarantined_by_reason"] = [
                        {"reason": k, "rows": v} for k, v in sorted(row["quarantined_by_reason"].items())
                    ]
                if "flagged" in row:
                    row["flagged"] = [{"flag": k, "rows": v} for k, v in sorted(row["flagged"].items())]
            staged = folder / f"ledger-{name}.parquet"
            pq.write_table(pa.Table.from_pylist(rows, schema=schema), staged)
            moves.append((staged, self.lake.ledger / name / f"{facts.run_id}.parquet"))
        return moves

    def _newest(self, name: str, feed: str, key: str) -> list[dict]:
        query = f"""
            select * from read_parquet('{self.lake.ledger}/{name}/*.parquet', union_by_name = true)
            where feed = ? qualify row_number() over (partition by {key} order by recorded_at desc, run_id desc) = 1
            order by {key}"""
        with duckdb.connect() as con:
            return con.execute(query, [feed]).to_arrow_table().to_pylist()
