"""From landing to clean: what every feed's clean job does around its own transforms.

Arrive (count and check each file), stage (one Spark write, partitioned by outcome and partition), prove conservation,
then swap the rebuilt partitions and write the ledger in one commit. A feed brings its header reader and two transforms.
"""

from __future__ import annotations

import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from pyspark.sql import DataFrame
from rich.markup import escape

from nightowl import commit, log
from nightowl.arrival import Arrived, inspect_all, pending
from nightowl.console import console
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.ledger import FileRecord, Ledger, PartRecord, RunFacts
from nightowl.lock import SAME_FEED_S, run_lock
from nightowl.profile import Profile
from nightowl.version import code_version
from spark_jobs import catalog, staged
from spark_jobs.text import Header, read_lines
from spark_jobs.triage import Triage, sort_out

if TYPE_CHECKING:
    from pyspark.sql import SparkSession
    from pyspark.sql.types import StructType


@dataclass(frozen=True)
class FeedJob:
    """What is a feed's own: its header reader, and how its rows are staged: `parse` (lines of one layout to columns) and `clean` (columns to
    staged rows), or `stage`, which writes the rows of the files read below a folder by itself."""

    feed: str
    key: str
    schema: StructType
    rule_version: str
    read_header: Callable[[str, str, Profile], Header]
    parse: Callable[[DataFrame, Header], DataFrame] | None = None
    clean: Callable[[DataFrame], DataFrame] | None = None
    stage: Callable[[Mapping[str, tuple[Arrived, Header]], Path], None] | None = None
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
        rows = {
            n: sum(getattr(f, f"rows_{n}") for f in self.files) for n in ("clean", "duplicate", "quarantined")
        }
        told = ", ".join(f"{count:,} {name}" for name, count in rows.items())
        refused = sum(f.status == "refused" for f in self.files)
        return (
            f"{self.feed}: {len(self.files)} file{'s' * (len(self.files) != 1)}, {sum(f.records for f in self.files):,} records: {told}"
            + (f"; {refused} file{'s' * (refused != 1)} refused" if refused else "")
        )


class RowsLost(RuntimeError):
    """A file's rows do not add up: a fault of the job, never of the data. The commit does not happen."""

    def __init__(self, record: FileRecord) -> None:
        super().__init__(
            f"{record.source_file}: arrival counted {record.records:,} records, but the job accounts for {record.rows_accounted:,} "
            f"({record.rows_clean:,} clean, {record.rows_duplicate:,} duplicate, {record.rows_merged:,} merged, "
            f"{record.rows_opted_out:,} opted out, {record.rows_quarantined:,} quarantined). Nothing was published; this is a fault of "
            "Nightowl, report it with this line."
        )


def run_feed(
    spark: SparkSession,
    lake: Lake,
    profile: Profile,
    job: FeedJob,
    service_date: date,
    *,
    rebuild: str | None = None,
) -> Summary:
    """Clean every delivery of a feed that has no outcome yet; with `rebuild`, read that partition's files again as if new.

    Raises RowsLost when a file's rows do not add up to what arrival counted; nothing is changed then.
    """
    with run_lock(lake, job.feed, doing=f"cleaning {job.feed} for {service_date}", wait_s=SAME_FEED_S):
        commit.recover(lake, job.feed)
        return _Run(spark, lake, profile, job, service_date).go(rebuild)


class _Run:
    """One run under the feed's lock: the state its steps share."""

    def __init__(
        self, spark: SparkSession, lake: Lake, profile: Profile, job: FeedJob, service_date: date
    ) -> None:
        self.spark, self.lake, self.profile, self.job, self.service_date = (
            spark,
            lake,
            profile,
            job,
            service_date,
        )
        self.ledger = Ledger(lake)
        self.known = self.ledger.files(job.feed)
        self.parts = {(p.source_file, p.part): p for p in self.ledger.parts(job.feed)}
        self.run_id = f"{job.feed}-{service_date}-{uuid.uuid4().hex[:8]}"
        self.folder = commit.stage(lake, self.run_id)
        self.flagged: staged.Counts = {}
        self.started = time.monotonic()

    def go(self, rebuild: str | None) -> Summary:
        summary = Summary(self.job.feed, self.run_id)
        paths = pending(self.lake, self.job.feed, self._settled() - self._to_read_again(rebuild))
        if not paths:
            self.folder.rmdir()
            return summary
        triage = self._arrive(paths)
        quarantined, parts = self._stage(triage)
        touched = {p.part for p in parts} | {part for name, part in self.parts if name in triage.read}
        while others := self._files_of(touched) - set(triage.read):
            # Late rows: the partitions they touch are rebuilt whole, from every file the ledger says holds rows for them.
            triage.read |= self._arrive(
                [self.lake.landing / f for f in sorted(others)], loaded_before=True
            ).read
            quarantined, parts = self._stage(triage)
            touched |= self._judged_otherwise(parts, others)
        records = triage.records(self.known)
        parts = self._complete(parts, touched, triage)
        for record in records:
            self._count(record, quarantined, [p for p in parts if p.source_file == record.source_file])
        summary.files, summary.partitions, summary.seconds = (
            records,
            sorted(touched),
            time.monotonic() - self.started,
        )
        self._commit(summary, [p for p in parts if p.part in touched], set(triage.read))
        log.get(run_id=self.run_id, feed=self.job.feed).info(
            "feed cleaned", partitions=summary.partitions, sentence=summary.sentence
        )
        return summary

    def _settled(self) -> set[str]:
        """Files with an outcome. One that could not be read at all (rights, a disk) is tried again each night."""
        return {f for f, r in self.known.items() if r.reason_code != "file_unreadable"}

    def _to_read_again(self, rebuild: str | None) -> set[str]:
        """Files of a partition to rebuild, and all others of their deliveries (a row refused then may be sound by now)."""
        if not rebuild:
            return set()
        days = {r.delivered for f, r in self.known.items() if f in self._files_of({rebuild})}
        if self.job.key == "service_date":
            days.add(date.fromisoformat(rebuild) + timedelta(days=1))
        again = {f for f, r in self.known.items() if r.delivered in days}
        if not again:
            raise NightowlError(
                f"{self.job.feed} has no delivery that holds rows for {self.job.key} {rebuild}; there is nothing to rebuild."
            )
        return again

    def _files_of(self, parts: set[str]) -> set[str]:
        return {p.source_file for p in self.parts.values() if p.part in parts and p.rows > 0}

    def _arrive(self, paths: list[Path], loaded_before: bool = False) -> Triage:
        """Count and check delivered files and read their headers."""
        told = f"counting {len(paths)} delivered files of {self.job.feed}"
        with console().status(told) as status:
            arrived = inspect_all(
                self.lake,
                paths,
                self.folder / "unpacked",
                lambda a: status.update(f"{told}: {escape(a.path.name)}"),
                quoted=self.profile.feed(self.job.feed).quoted,
                readers=catalog.readers(self.job.feed),
            )
        triage = sort_out(
            arrived,
            {} if loaded_before else self.known,
            lambda line, name: self.job.read_header(line, name, self.profile),
        )
        if loaded_before and triage.refused:
            reasons = " ".join(str(refusal) for _, refusal in triage.refused.values())
            raise NightowlError(
                f"Files that were loaded before can no longer be read, and late rows need them again: {reasons} Restore them in landing."
            )
        return triage

    def _stage(self, triage: Triage) -> tuple[staged.Counts, list[PartRecord]]:
        """Parse, judge and write all rows of the files read, once."""
        if not triage.read:
            return {}, []
        if self.job.stage:
            staged.clear(self.folder)
            self.job.stage(triage.read, self.folder)
        else:
            self._write_rows(triage)
        self.flagged = staged.flagged(self.folder, self.job.rows_per_record)
        return staged.counts(self.folder, self.job.rows_per_record)

    def _write_rows(self, triage: Triage) -> None:
        assert self.job.parse and self.job.clean, (
            f"{self.job.feed} says neither how it is parsed nor how it is staged"
        )
        layouts: dict[Header, list[Path]] = defaultdict(list)
        for a, header in triage.read.values():
            layouts[header].append(a.text_path)
        frames = [
            self.job.parse(read_lines(self.spark, paths, self.job.feed), h) for h, paths in layouts.items()
        ]
        rows = reduce(DataFrame.unionByName, frames).transform(self.job.clean)
        staged.write(rows, self.folder, self.job.schema)

    def _judged_otherwise(self, parts: list[PartRecord], files: Iterable[str]) -> set[str]:
        """Partitions in which an older file now has more or fewer sound rows (rules or inventories changed): they follow too."""
        now = {(p.source_file, p.part): p.rows for p in parts}
        before = {place: p.rows for place, p in self.parts.items()}
        return {
            part
            for name, part in now.keys() | before.keys()
            if name in files and now.get((name, part), 0) != before.get((name, part), 0)
        }

    def _complete(self, parts: list[PartRecord], touched: set[str], triage: Triage) -> list[PartRecord]:
        """What each file read holds where: touched partitions as staged (0 where its rows are gone), the others as they stand."""
        now = {(p.source_file, p.part): p for p in parts if p.part in touched}
        for (name, part), before in self.parts.items():
            if name in triage.read and (name, part) not in now:
                now[name, part] = PartRecord(name, part) if part in touched else before
        return list(now.values())

    def _count(self, record: FileRecord, quarantined: staged.Counts, parts: list[PartRecord]) -> None:
        """Fill in what became of a read file's rows, and prove that none is missing or doubled."""
        if record.status != "loaded":
            return
        for outcome in ("rows_clean", "rows_duplicate", "rows_merged", "rows_opted_out"):
            setattr(record, outcome, sum(getattr(p, outcome) for p in parts))
        record.quarantined_by_reason = dict(quarantined.get(record.source_file, {}))
        record.rows_quarantined = sum(record.quarantined_by_reason.values())
        record.flagged = dict(self.flagged.get(record.source_file, {}))
        if record.rows_accounted != record.records:
            raise RowsLost(record)

    def _commit(self, summary: Summary, parts: list[PartRecord], files_read: set[str]) -> None:
        facts = RunFacts(
            self.run_id,
            self.job.feed,
            self.service_date,
            code_version(),
            self.job.rule_version,
            self.job.key_id,
            summary.seconds,
        )
        moves = staged.clean_moves(self.lake, self.folder, self.job, summary.partitions)
        moves += staged.quarantine_moves(self.lake, self.folder, self.job, files_read)
        ledger = self.ledger.write_staged(self.folder, facts, summary.files, parts)
        commit.swap(self.lake, self.run_id, moves + [commit.Move(*m) for m in ledger])
