"""What earlier mirrors of Open311 told, read from landing, and what a new one has to tell.

A delivery holds what is new or changed since, and a row with the status `deleted` for each request that is gone. So the sum of all deliveries is
the service as it stood, and nothing else has to be remembered.
"""

import csv
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

from feeds.open311_protocol import FIELDS, ID, REQUESTED, STATUS, UPDATED, Row
from feeds.open311_sweep import moment_of
from nightowl.lake import Lake
from nightowl.records import FIELD_CHARACTERS_MAX
from nightowl.service_day import parse_date

FEED, FILES = "complaint_version", "open311_*.csv"
DELETED = "deleted"
KEPT_OF_A_DELETED = (ID, REQUESTED, UPDATED, "service_code", "service_name")
FILE_ROWS_MAX = 200_000


@dataclass(frozen=True, slots=True)
class Told:
    """A request as it was last told: a digest of its content, and what its tombstone would repeat."""

    digest: bytes
    requested_at: datetime | None
    is_deleted: bool
    traces: tuple[str, ...]

    @property
    def tombstone(self) -> Row:
        """The row that tells it is gone. It repeats no text and no place; the old time of change keeps it behind what was told before."""
        kept = dict(zip(KEPT_OF_A_DELETED, self.traces, strict=True))
        return {name: text for name, text in kept.items() if text} | {STATUS: DELETED}


def told(row: Mapping[str, str], zone: ZoneInfo) -> Told:
    """A row as it is remembered."""
    content = {name: text for name, text in row.items() if text}
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).digest()[:16]
    traces = tuple(content.get(name, "") for name in KEPT_OF_A_DELETED)
    return Told(digest, moment_of(content.get(REQUESTED, ""), zone), content.get(STATUS) == DELETED, traces)


def deliveries(lake: Lake) -> dict[date, list[Path]]:
    """The files of every mirror in landing, by day of delivery."""
    found: dict[date, list[Path]] = {}
    for path in sorted((lake.landing / FEED).glob(f"delivered=[0-9]*/{FILES}")):
        found.setdefault(parse_date(path.parent.name.removeprefix("delivered=")), []).append(path)
    return found


def last_told(files: Iterable[Path], zone: ZoneInfo) -> dict[str, Told]:
    """Each request by its id as the newest of these files tells it (files in the order of delivery)."""
    return {row[ID]: told(row, zone) for path in files for row in _rows(path)}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(FIELD_CHARACTERS_MAX)
    with path.open(encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)


def write_delivery(rows: Iterable[Row], names: Iterable[str], folder: Path) -> int:
    """Write rows as case files of at most FILE_ROWS_MAX rows; returns how many. `names` are the columns beside the standard's."""
    header = [*FIELDS, *sorted(set(names) - set(FIELDS))]
    folder.mkdir(parents=True)
    written_cnt, out, writer = 0, None, None
    for row in rows:
        if written_cnt % FILE_ROWS_MAX == 0:
            _close(out)
            number = written_cnt // FILE_ROWS_MAX + 1
            out = (folder / f"open311_{number:04}.csv").open("w", encoding="utf-8", newline="")
            writer = csv.DictWriter(out, header, restval="", lineterminator="\n")
            writer.writeheader()
        assert writer
        writer.writerow(row)
        written_cnt += 1
    _close(out)
    return written_cnt


def _close(out: IO[str] | None) -> None:
    if out:
        out.flush()
        os.fsync(out.fileno())
        out.close()
