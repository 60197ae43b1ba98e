"""From landing to clean: what every feed's clean job does around its own transforms.

Arrive (count and check each file), stage (one Spark write, partitioned by outcome and partition), prove conservation,
then swap the rebuilt partitions and write the ledger in one commit. A feed brings its header reader and one transform.
"""

from __future__ import annotations

import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from nightowl import commit, log
from nightowl.arrival import Arrived, FileRefused, inspect_all, pending
from nightowl.console import console
from nightowl.lake import Lake
from nightowl.ledger import FileRecord, Ledger, PartRecord, RunFacts
from nightowl.lock import run_lock
from nightowl.profile import Profile
from nightowl.version import code_version
from spark_jobs import staged
from spark_jobs.text import Header, read_lines

if TYPE_CHECKING:
    from pyspark.sql import SparkSession
    from pyspark.sql.types import StructType


@dataclass(frozen=True)
class FeedJob:
    """What is a feed's own. `clean` takes all lines of files with one header layout to staged rows (see `staged`)."""

    feed: str
    key: str
    schema: StructType
    rule_version: str
    read_header: Callable[[str, str, Profile], Header]
    parse: Callable[[DataFrame, Header], DataFrame]
    clean: Callable[[DataFrame], DataFrame]
    rows_per_record: int = 1
    key_id: str | None = None


@dataclass
class Summary:
    """What one run of a feed did, for people and for the next task."""

    feed: str
    run_id: str
    files: list[FileRecord] = field(default_factory=list)
    partitions: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def sentence(self) -> str:
        if not self.files:
            return f"{self.feed}: nothing new in landing"
        rows = {n: sum(getattr(f, f"rows_{n}") for f in self.files) for n in ("clean", "duplicate", "quarantined")}
        told = ", ".join(f"{count:,} {name}" for name, count in rows.items())
        refused = sum(f.status == "refused" for f in self.files)
        return (
            f"{self.feed}: {len(self.files)} file{'s' * (len(self.files) != 1)}, {sum(f.records for f in self.files):,} records: {told}"
            + (f"; {refused} file{'s' * (refused != 1)} refused" if refused else "")
        )


def run_feed(
    spark: SparkSession, lake: Lake, profile: Profile, job: FeedJob, service_date: date, *, rebuild: str | None = None
) -> Summary:
    """Clean every delivery of a feed that has no outcome yet; with `rebuild`, that partition again from all its files.

    Raises when a file's rows do not add up to what arrival counted; nothing is changed then.
    """
    with run_lock(lake, job.feed, doing=f"cleaning {job.feed} for {service_date}"):
        commit.recover(lake, job.feed)
        return _Run(spark, lake, profile, job, service_date).go(rebuild)


class _Run:
    """One run under the feed's lock: the state its steps share."""

    def __init__(self, spark: SparkSession, lake: Lake, profile: Profile, job: FeedJob, service_date: date) -> None:
        self.spark, self.lake, self.profile, self.job, self.service_date = spark, lake, profile, job, service_date
        self.ledger = Ledger(lake)
        self.known = self.ledger.files(job.feed)
        self.parts = self.ledger.parts(job.feed)
        self.run_id = f"{job.feed}-{service_date}-{uuid.uuid4().hex[:8]}"
        self.folder = commit.stage(lake, self.run_id)
        self.started = time.monotonic()
        self.log = log.get(run_id=self.run_id, feed=job.feed, service_date=str(service_date))

    def go(self, rebuild: str | None) -> Summary:
        summary = Summary(self.job.feed, self.run_id)
        wanted = {rebuild} if rebuild else set()
        new = pending(self.lake, self.job.feed, set(self.known))
        if not new and not self._files_of(wanted):
            self.folder.rmdir()
            return summary
        arrived = self._arrive(new)
        headers = self._headers(arrived)
        quarantined, parts = self._stage(headers, older=set(), touched=set())
        touched = {p.part for p in parts} | wanted
        older = self._files_of(touched) - {a.source_file for a in headers}
        if older:  # late rows: the days they touch are rebuilt whole, from every file that holds rows for them
            quarantined, parts = self._stage(headers, older, touched)
        outcomes = [self._outcome(a, quarantined, parts) for a in arrived]
        outcomes += [self._updated(self.known[f], parts) for f in sorted(older)]
        self._check_conservation(outcomes)
        summary.files, summary.partitions, summary.seconds = outcomes, sorted(touched), time.monotonic() - self.started
        self._commit(summary, parts, {a.source_file for a in headers})
        self.log.info("feed cleaned", files=len(outcomes), partitions=summary.partitions, sentence=summary.sentence)
        return summary

    def _files_of(self, parts: set[str]) -> set[str]:
        return {p.source_file for p in self.parts if p.part in parts and p.rows > 0}

    def _arrive(self, paths: list[Path]) -> list[Arrived]:
        """Count and check the new files; a file whose bytes were delivered before is told apart from a bad one."""
        if not paths:
            return []
        with console().status(f"counting {len(paths)} delivered files of {self.job.feed}"):
            return inspect_all(self.lake, paths, self.folder / "unpacked")

    def _headers(self, arrived: list[Arrived]) -> dict[Arrived, Header]:
        """The layout of each readable new file; `_outcome` tells what became of the others."""
        seen = {r.sha256: r.source_file for r in self.known.values() if r.status == "loaded"}
        self.refused: dict[str, FileRefused] = {a.source_file: a.refused for a in arrived if a.refused}
        self.repeats: dict[str, str] = {}
        headers = {}
        for a in arrived:
            if a.source_file in self.refused:
                continue
            if a.sha256 in seen:
                self.repeats[a.source_file] = seen[a.sha256]
                continue
            try:
                headers[a] = self.job.read_header(a.first_line, a.source_file, self.profile)
                seen[a.sha256] = a.source_file
            except FileRefused as error:
                self.refused[a.source_file] = error
        self.headers = {a.source_file: h for a, h in headers.items()}
        return headers

    def _stage(
        self, headers: dict[Arrived, Header], older: set[str], touched: set[str]
    ) -> tuple[staged.Quarantined, list[PartRecord]]:
        """Parse, judge and write new files, and of older files the rows in touched partitions (their refused rows stand)."""
        layouts: dict[Header, list[Path]] = defaultdict(list)
        for a, header in headers.items():
            layouts[header].append(a.text_path)
        for a in inspect_all(self.lake, [self.lake.landing / f for f in sorted(older)], self.folder / "unpacked"):
            layouts[self.job.read_header(a.first_line, a.source_file, self.profile)].append(a.text_path)
        if not layouts:
            return {}, []
        frames = [self.job.parse(read_lines(self.spark, paths, self.job.feed), h) for h, paths in layouts.items()]
        rows = reduce(DataFrame.unionByName, frames).transform(self.job.clean)
        if older:
            is_older = F.col("source_file").isin(sorted(older))
            is_touched = (F.col("outcome") != "quarantine") & F.col("part").isin(sorted(touched))
            rows = rows.where(~is_older | is_touched)
        staged.write(rows, self.folder, self.job.schema)
        return staged.counts(self.folder, self.job.rows_per_record)

    def _outcome(self, a: Arrived, quarantined: staged.Quarantined, parts: list[PartRecord]) -> FileRecord:
        """The record of a newly arrived file."""
        header = self.headers.get(a.source_file)
        record = FileRecord(
            source_file=a.source_file,
            delivered=date.fromisoformat(a.delivered),
            status="loaded",
            bytes=a.bytes,
            sha256=a.sha256,
            records=a.lines - (1 if header and header.present else 0),
            longest_line_bytes=a.longest_line_bytes,
            compression_ratio=a.compression_ratio,
            unknown_columns=[name for name, _ in header.unknown] if header else [],
        )
        if refusal := self.refused.get(a.source_file):
            record.status, record.reason_code, record.sentence = "refused", refusal.code, str(refusal)
        elif first := self.repeats.get(a.source_file):
            record.status, record.reason_code = "duplicate", "file_delivered_twice"
            record.sentence = f"{a.source_file} holds the same bytes as {first}; its rows are counted as duplicates."
            record.rows_duplicate = record.records = self._known_records(first, a)
        else:
            record.quarantined_by_reason = dict(quarantined.get(a.source_file, {}))
            record.rows_quarantined = sum(record.quarantined_by_reason.values())
            _add_parts(record, parts)
        return record

    def _known_records(self, first: str, a: Arrived) -> int:
        header = self.headers.get(first)
        return self.known[first].records if first in self.known else a.lines - (1 if header and header.present else 0)

    def _updated(self, record: FileRecord, parts: list[PartRecord]) -> FileRecord:
        """The record of an older file after some of its days were rebuilt: those days' counts replaced."""
        rebuilt = {(p.source_file, p.part) for p in parts}
        kept = [p for p in self.parts if (p.source_file, p.part) not in rebuilt]
        record.rows_clean = record.rows_duplicate = record.rows_merged = record.rows_opted_out = 0
        _add_parts(record, [*kept, *parts])
        return record

    def _check_conservation(self, outcomes: list[FileRecord]) -> None:
        for record in outcomes:
            if record.status == "loaded" and record.rows_accounted != record.records:
                raise RowsLost(record)

    def _commit(self, summary: Summary, parts: list[PartRecord], new_files: set[str]) -> None:
        facts = RunFacts(
            self.run_id, self.job.feed, self.service_date, code_version(), self.job.rule_version, self.job.key_id, summary.seconds
        )
        moves = staged.clean_moves(self.lake, self.folder, self.job, summary.partitions)
        moves += staged.quarantine_moves(self.lake, self.folder, self.job, new_files)
        ledger = self.ledger.write_staged(self.folder, facts, summary.files, parts)
        commit.swap(self.lake, self.run_id, moves + [commit.Move(*m) for m in ledger])


class RowsLost(RuntimeError):
    """A file's rows do not add up: a fault of the job, never of the data. The commit does not happen."""

    def __init__(self, record: FileRecord) -> None:
        super().__init__(
            f"{record.source_file}: arrival counted {record.records:,} records, but the job accounts for {record.rows_accounted:,} "
            f"({record.rows_clean:,} clean, {record.rows_duplicate:,} duplicate, {record.rows_merged:,} merged, "
            f"{record.rows_opted_out:,} opted out, {record.rows_quarantined:,} quarantined). Nothing was published; this is a fault of "
            "Nightowl, report it with this line."
        )


def _add_parts(record: FileRecord, parts: list[PartRecord]) -> None:
    for p in parts:
        if p.source_file == record.source_file:
            record.rows_clean += p.rows_clean
            record.rows_duplicate += p.rows_duplicate
            record.rows_merged += p.rows_merged
            record.rows_opted_out += p.rows_opted_out
