"""Which of the delivered files a run reads, and what is said of the others: refused, or delivered before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from nightowl.arrival import Arrived
from nightowl.errors import FileRefused
from nightowl.ledger import FileRecord
from spark_jobs.text import Header


@dataclass
class Triage:
    """The files of one run by name: read (with their layout), refused (with the reason), repeats (with the file they repeat)."""

    read: dict[str, tuple[Arrived, Header]] = field(default_factory=dict)
    refused: dict[str, tuple[Arrived, FileRefused]] = field(default_factory=dict)
    repeats: dict[str, tuple[Arrived, str]] = field(default_factory=dict)

    def records(self, known: dict[str, FileRecord]) -> list[FileRecord]:
        """The outcome of every file; what became of the rows of the read ones is filled in by the run."""
        outcomes = [_record(a, header) for a, header in self.read.values()]
        for a, refusal in self.refused.values():
            record = _record(a, None)
            record.status, record.reason_code, record.sentence = "refused", refusal.code, str(refusal)
            outcomes.append(record)
        for a, first in self.repeats.values():
            record = _record(a, None)
            record.status, record.reason_code = "duplicate", "file_delivered_twice"
            record.sentence = (
                f"{a.source_file} holds the same bytes as {first}; its rows are counted as duplicates."
            )
            record.rows_duplicate = record.records = (
                known[first].records if first in known else _record(*self.read[first]).records
            )
            outcomes.append(record)
        return sorted(outcomes, key=lambda r: r.source_file)


def sort_out(
    arrived: Iterable[Arrived], known: dict[str, FileRecord], read_header: Callable[[str, str], Header]
) -> Triage:
    """Sort newly arrived files: bad ones, ones whose bytes were loaded before under another name, and those to read."""
    triage, arrived = Triage(), list(arrived)
    names = {a.source_file for a in arrived}
    seen = {
        r.sha256: r.source_file for r in known.values() if r.status == "loaded" and r.source_file not in names
    }
    for a in arrived:
        if a.refused:
            triage.refused[a.source_file] = (a, a.refused)
        elif a.sha256 in seen:
            triage.repeats[a.source_file] = (a, seen[a.sha256])
        else:
            try:
                triage.read[a.source_file] = (a, read_header(a.first_line, a.source_file))
                seen[a.sha256] = a.source_file
            except FileRefused as refusal:
                triage.refused[a.source_file] = (a, refusal)
    return triage


def _record(a: Arrived, header: Header | None) -> FileRecord:
    return FileRecord(
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
