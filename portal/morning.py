"""What the quality report tells, read from the ledger, the quality results and the served snapshot.

The report is written also in a night that failed half-way, so everything here may be missing.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

import duckdb

from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.profile import Name, Profile
from nightowl.quality import Result, Run, Sentences, read_results, read_rules, read_runs, read_trend
from nightowl.snapshots import open_snapshot, served_path
from nightowl.trend import TOO_FEW, Judged

SAMPLE_ROWS, CELL_CHARACTERS = 20, 160
OUTCOMES = ("clean", "duplicate", "merged", "opted_out", "quarantined")


@dataclass(frozen=True)
class File:
    """One delivered file; counts are records."""

    name: str
    status: str
    reason_code: str | None
    sentence: str | None
    delivered: int
    outcomes: dict[str, int]
    reasons: dict[str, int]
    flags: dict[str, int]

    @property
    def is_conserved(self) -> bool:
        """Whether every record delivered has an outcome; a file not loaded as a whole has none to close."""
        return self.status != "loaded" or self.delivered == sum(self.outcomes.values())


@dataclass(frozen=True)
class FeedNight:
    """What one feed delivered for the service day, and how fresh it is altogether."""

    name: str
    title: Name
    is_enabled: bool
    expected: str
    files: list[File]
    newest_part: str | None
    newest_delivery: date | None

    @property
    def loaded(self) -> list[File]:
        return [f for f in self.files if f.status == "loaded"]

    @property
    def delivered(self) -> int:
        return sum(f.delivered for f in self.loaded)

    @property
    def outcomes(self) -> dict[str, int]:
        return {name: sum(f.outcomes[name] for f in self.loaded) for name in OUTCOMES}

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Refused records by first reason, the most frequent first."""
        return _summed(f.reasons for f in self.loaded)

    @property
    def flags(self) -> list[tuple[str, int]]:
        """Kept records by what is doubtful about them, the most frequent first; a record may count twice."""
        return _summed(f.flags for f in self.loaded)

    @property
    def is_conserved(self) -> bool:
        return all(f.is_conserved for f in self.files)

    @property
    def not_loaded(self) -> list[File]:
        return [f for f in self.files if f.status != "loaded"]


@dataclass(frozen=True)
class Problem:
    """A rule that did not pass, with its sample rows ready to show."""

    result: Result
    columns: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Table:
    """One table of the served snapshot."""

    name: str
    group: str
    as_of: date | None
    is_held: bool
    rows: int | None


@dataclass(frozen=True)
class Unicity:
    """Which share of the persons drawn is alone in having so many points of their day."""

    points: int
    sample: int
    share: float


@dataclass(frozen=True)
class Morning:
    """All the report tells. `verdict`: published, published_with_holds, stopped or failed (before or in publishing)."""

    profile: Profile
    service_date: date
    run_id: str
    run: Run | None
    verdict: str
    started_at: datetime | None
    snapshot: str | None
    tables: list[Table]
    feeds: list[FeedNight]
    problems: dict[str, list[Problem]]
    engine_errors: list[Problem]
    checks: int
    rules: Sentences
    troubles: list[str] = field(default_factory=list)
    trends: list[Judged] = field(default_factory=list)
    unicity: list[Unicity] = field(default_factory=list)

    @property
    def alarms(self) -> list[Judged]:
        """Figures of the service day that are unusual."""
        return [j for j in self.trends if j.is_alarm]

    @property
    def not_judged(self) -> int:
        """Figures of the service day for which too few days are known."""
        return sum(j.verdict == TOO_FEW for j in self.trends)

    def reason(self, code: str) -> tuple[str, str]:
        """Korean and English sentence of a reason code; a code nobody explains is shown as it is."""
        return self.rules.get(code, (f"사유 코드: {code}", f"Reason code: {code}"))

    @property
    def held_groups(self) -> list[str]:
        return list(self.run.held_groups) if self.run else []

    @property
    def left_out(self) -> list[Table]:
        return [t for t in self.tables if t.as_of is None]

    @property
    def delivered(self) -> int:
        return sum(f.delivered for f in self.feeds)

    @property
    def outcomes(self) -> dict[str, int]:
        return {name: sum(f.outcomes[name] for f in self.feeds) for name in OUTCOMES}

    @property
    def is_conserved(self) -> bool:
        return all(f.is_conserved for f in self.feeds)


def read(lake: Lake, profile: Profile, run_id: str, service_date: date) -> Morning:
    """Gather everything about one night."""
    results = read_results(lake, run_id)
    run = next((r for r in reversed(read_runs(lake)) if r.run_id == run_id), None)
    tables, published_runs, troubles = _snapshot(lake)
    verdict = run.verdict if run else "failed"
    if verdict.startswith("published") and run_id not in published_runs:
        verdict = "failed"  # the decision was to publish, yet readers do not see this night
    served = served_path(lake)
    broken = [r for r in results if r.status == "fail"]
    return Morning(
        profile=profile,
        service_date=service_date,
        run_id=run_id,
        run=run,
        verdict=verdict,
        started_at=run.started_at.astimezone(ZoneInfo(profile.time_zone)) if run else None,
        snapshot=served.stem if served else None,
        tables=tables,
        feeds=_feeds(lake, profile, service_date),
        problems={
            s: [_problem(r) for r in broken if r.severity == s] for s in ("critical", "warning", "info")
        },
        engine_errors=[_problem(r) for r in results if r.status == "error"],
        checks=len(results),
        rules=read_rules(lake),
        troubles=troubles,
        trends=[j for j in read_trend(lake) if j.service_date == service_date],
        unicity=_unicity(lake, service_date),
    )


def _snapshot(lake: Lake) -> tuple[list[Table], set[str], list[str]]:
    """Tables of the served snapshot, the runs it tells of, and what could not be read."""
    if served_path(lake) is None:
        return [], set(), []
    try:
        with open_snapshot(lake) as con:
            rows = con.execute(
                "select table_name, group_name, as_of, is_held, rows_cnt from mart_quality__table order by group_name, table_name"
            ).fetchall()
            runs = con.execute("select run_id from mart_quality__run").fetchall()
    except (NightowlError, duckdb.Error) as error:
        return [], set(), [str(error).splitlines()[0]]
    return [Table(*row) for row in rows], {row[0] for row in runs}, []


def _feeds(lake: Lake, profile: Profile, service_date: date) -> list[FeedNight]:
    files, parts = _ledger(lake)
    feeds = []
    for name, feed in profile.feeds.items():
        of_feed = [row for row in files if row["feed"] == name]
        feeds.append(
            FeedNight(
                name=name,
                title=feed.name,
                is_enabled=feed.enabled,
                expected=feed.expected,
                files=[_file(row) for row in of_feed if row["service_date"] == service_date],
                newest_part=parts.get(name),
                newest_delivery=max((row["delivered"] for row in of_feed), default=None),
            )
        )
    return feeds


def _ledger(lake: Lake) -> tuple[list[dict], dict[str, str]]:
    """The newest record of each file, and the newest partition with rows of each feed."""
    if not list((lake.ledger / "file").glob("*.parquet")):
        return [], {}
    with duckdb.connect() as con:
        files = con.execute(
            """select * from read_parquet(?, union_by_name = true)
            qualify row_number() over (partition by source_file order by recorded_at desc, run_id desc) = 1
            order by feed, source_file""",
            [f"{lake.ledger}/file/*.parquet"],
        ).to_arrow_table()
        parts = con.execute(
            """select feed, max(part) from (
                select * from read_parquet(?, union_by_name = true)
                qualify row_number() over (partition by source_file, part order by recorded_at desc, run_id desc) = 1
            ) where rows_clean > 0 group by feed""",
            [f"{lake.ledger}/part/*.parquet"],
        ).fetchall()
    return files.to_pylist(), dict(parts)


def _unicity(lake: Lake, service_date: date) -> list[Unicity]:
    files = sorted(
        lake.partition("aggregate", "unicity", "service_date", str(service_date)).glob("*.parquet")
    )
    if not files:
        return []
    with duckdb.connect() as con:
        rows = con.execute(
            "select points_cnt, sample_persons_cnt, unique_share from read_parquet($1, hive_partitioning = false) "
            "where not is_hidden order by points_cnt",
            [[str(file) for file in files]],
        ).fetchall()
    return [Unicity(*row) for row in rows]


def _file(row: dict) -> File:
    return File(
        name=row["source_file"],
        status=row["status"],
        reason_code=row["reason_code"],
        sentence=row["sentence"],
        delivered=row["records"] or 0,
        outcomes={name: row[f"rows_{name}"] or 0 for name in OUTCOMES},
        reasons={r["reason"]: r["rows"] for r in row["quarantined_by_reason"] or []},
        flags={f["flag"]: f["rows"] for f in row["flagged"] or []},
    )


def _summed(counts: Iterable[dict[str, int]]) -> list[tuple[str, int]]:
    totals: dict[str, int] = {}
    for of_file in counts:
        for code, rows in of_file.items():
            totals[code] = totals.get(code, 0) + rows
    return sorted(totals.items(), key=lambda item: (-item[1], item[0]))


def _problem(result: Result) -> Problem:
    """A result with its samples as a table; samples are data, and may be anything."""
    try:
        samples = json.loads(result.sample_json or "[]")
    except ValueError:
        samples = []
    samples = [s for s in samples if isinstance(s, dict)][:SAMPLE_ROWS] if isinstance(samples, list) else []
    columns = list(dict.fromkeys(str(name) for sample in samples for name in sample))
    return Problem(result, columns, [[_cell(sample.get(name)) for name in columns] for sample in samples])


def _cell(value: object) -> str:
    if value is None:
        return "–"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= CELL_CHARACTERS else text[:CELL_CHARACTERS] + "…"
