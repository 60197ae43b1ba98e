"""What was checked in a night, how it ended, and what the reason codes mean: tables `quality/result`, `run` and `rule`.

Spark, dbt and Great Expectations all write `Result`s; the gate, publish and the report read them. So they live here, in the core,
which imports no engine.
"""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from nightowl import trend
from nightowl.lake import Lake

STATUSES = ("pass", "fail", "error")
SEVERITIES = ("critical", "warning", "info")
_INSTANT = pa.timestamp("us", tz="UTC")

RESULT_SCHEMA = pa.schema(
    [
        ("run_id", pa.string()), ("service_date", pa.date32()), ("stage", pa.string()), ("tool", pa.string()),
        ("code", pa.string()), ("table_name", pa.string()), ("column_name", pa.string()), ("group_name", pa.string()),
        ("severity", pa.string()), ("owner", pa.string()), ("sentence", pa.string()), ("fix", pa.string()),
        ("status", pa.string()), ("observed", pa.string()), ("failing_rows", pa.int64()), ("total_rows", pa.int64()),
        ("sample_json", pa.string()), ("checked_at", _INSTANT), ("seconds", pa.float64()),
    ]
)  # fmt: skip
RUN_SCHEMA = pa.schema(
    [
        ("run_id", pa.string()), ("service_date", pa.date32()), ("started_at", _INSTANT), ("verdict", pa.string()),
        ("held_groups", pa.list_(pa.string())), ("snapshot", pa.string()), ("code_version", pa.string()),
    ]
)  # fmt: skip
RULE_SCHEMA = pa.schema([("code", pa.string()), ("korean", pa.string()), ("english", pa.string())])

Sentences = Mapping[str, tuple[str, str]]
"""Reason code → what it means, in Korean and in English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One rule judged once.

    `status` is pass, fail (the data break the rule) or error (the rule could not be tried); `group_name` names the groups a
    critical failure holds back, joined by commas; `sample_json` is a JSON list of up to 20 failing rows, keys first; `seconds` is
    the rule's own time where the tool tells it, else its share of its suite's.
    """

    run_id: str
    service_date: date
    stage: str
    tool: str
    code: str
    table_name: str
    column_name: str | None = None
    group_name: str
    severity: str
    owner: str
    sentence: str
    fix: str
    status: str
    observed: str | None = None
    failing_rows: int | None = None
    total_rows: int | None = None
    sample_json: str = "[]"
    checked_at: datetime
    seconds: float | None = None

    def __post_init__(self) -> None:
        if self.status not in STATUSES or self.severity not in SEVERITIES:
            raise ValueError(
                f"result {self.code}: status {self.status!r}, severity {self.severity!r} are not among {STATUSES}, {SEVERITIES}"
            )

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups this rule can hold back."""
        return tuple(g for g in self.group_name.split(",") if g)

    @property
    def holds(self) -> bool:
        """Whether this result holds its groups back: a critical rule broken, or a rule that could not be tried."""
        return self.status == "error" or (self.status == "fail" and self.severity == "critical")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One night of the warehouse; `verdict` is published, published_with_holds or stopped."""

    run_id: str
    service_date: date
    started_at: datetime
    verdict: str
    held_groups: tuple[str, ...] = ()
    snapshot: str | None = None
    code_version: str = ""


def held_groups(results: Iterable[Result]) -> set[str]:
    """The groups that must keep yesterday's tables; `core` among them stops the publish."""
    return {group for result in results if result.holds for group in result.groups}


def write_results(lake: Lake, run_id: str, stage: str, results: Iterable[Result]) -> Path:
    """Write the results of one stage of a run, replacing those of an earlier try; returns the file."""
    return _write(lake.quality / "result", f"{run_id}-{stage}", [asdict(r) for r in results], RESULT_SCHEMA)


def read_results(lake: Lake, run_id: str) -> list[Result]:
    """All results of a run, of every stage written so far, in the order they were checked."""
    rows = [row for row in _rows(lake.quality / "result", RESULT_SCHEMA) if row["run_id"] == run_id]
    return sorted(
        (Result(**row) for row in rows), key=lambda r: (r.checked_at, r.stage, r.table_name, r.code)
    )


def write_run(lake: Lake, run: Run) -> Path:
    """Write (or replace) the record of a night; returns the file."""
    return _write(lake.quality / "run", run.run_id, [asdict(run)], RUN_SCHEMA)


def read_runs(lake: Lake) -> list[Run]:
    """Every night on record, the oldest first."""
    rows = _rows(lake.quality / "run", RUN_SCHEMA)
    return sorted(
        (Run(**row | {"held_groups": tuple(row["held_groups"] or ())}) for row in rows),
        key=lambda r: r.started_at,
    )


def write_trend(lake: Lake, judged: Iterable[trend.Judged]) -> Path:
    """Write every judged figure to `quality/trend/trend.parquet`, replacing what was there; returns the file."""
    return _write(lake.quality / "trend", "trend", [asdict(j) for j in judged], trend.SCHEMA)


def read_trend(lake: Lake) -> list[trend.Judged]:
    """The figures as they were judged last, in the order of feed, metric and day."""
    return [trend.Judged(**row) for row in _rows(lake.quality / "trend", trend.SCHEMA)]


def write_rules(lake: Lake, sentences: Sentences) -> Path:
    """Write what every reason code means to `quality/rule/rules.parquet`, replacing what was there; returns the file."""
    rows = [
        {"code": code, "korean": korean, "english": english}
        for code, (korean, english) in sorted(sentences.items())
    ]
    return _write(lake.quality / "rule", "rules", rows, RULE_SCHEMA)


def read_rules(lake: Lake) -> dict[str, tuple[str, str]]:
    """What the reason codes mean, as the last night's jobs told it (nothing where none has run)."""
    return {row["code"]: (row["korean"], row["english"]) for row in _rows(lake.quality / "rule", RULE_SCHEMA)}


def _write(folder: Path, name: str, rows: list[dict], schema: pa.Schema) -> Path:
    """Write whole or not at all: readers glob this folder meanwhile. The zero-row anchor keeps the glob from coming up empty."""
    folder.mkdir(parents=True, exist_ok=True)
    for stem, content in (("_schema", []), (re.sub(r"[^\w.-]", "_", name), rows)):
        target = folder / f"{stem}.parquet"
        unfinished = folder / f".{stem}.{os.getpid()}.unfinished"
        pq.write_table(pa.Table.from_pylist(content, schema), unfinished)
        unfinished.replace(target)
    return target


def _rows(folder: Path, schema: pa.Schema) -> list[dict]:
    """Rows of every file below a folder; a column that an older version did not write is null."""
    names = [field.name for field in schema]
    files = sorted(folder.glob("*.parquet"))
    return [
        {name: row.get(name) for name in names} for file in files for row in pq.read_table(file).to_pylist()
    ]


assert [f.name for f in fields(Result)] == RESULT_SCHEMA.names and [
    f.name for f in fields(Run)
] == RUN_SCHEMA.names
