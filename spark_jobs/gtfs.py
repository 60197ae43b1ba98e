"""A GTFS zip as tables, for every domain that reads one. Format: General Transit Feed Specification, "Schedule Reference", https://gtfs.org.

Tables are streamed, so that a timetable of millions of stop times takes no memory of its own.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from nightowl import encoding, records, shapes
from nightowl.errors import FileRefused
from nightowl.packed import BLOCK_BYTES, DAMAGE
from spark_jobs.text import header_names

Row = dict[str, str]


class Gtfs:
    """The tables of one GTFS zip, wherever in it their folder lies."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.archive, self.name = archive, name
        found = [m for m in archive.infolist() if not m.is_dir() and "__MACOSX" not in m.filename]
        # Of two tables of one name the one nearest the top is meant; copies lie in folders below.
        found.sort(key=lambda m: (m.filename.count("/"), m.filename), reverse=True)
        self.members = {m.filename.rsplit("/", 1)[-1].lower(): m for m in found}

    def has(self, table: str) -> bool:
        """Whether the zip has the table."""
        return f"{table}.txt" in self.members

    def records(self, table: str) -> shapes.Records:
        """The records of a table, header first; nothing where the zip has no such table."""
        member = self.members.get(f"{table}.txt")
        if member is None:
            return
        with self.archive.open(member) as source:
            blocks = iter(lambda: source.read(BLOCK_BYTES), b"")
            yield from records.records_of(records.lines_of(encoding.as_utf8(blocks)[1]))

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table by column name; what a row lacks is empty, blank rows are left out."""
        found = self.records(table)
        names = names_of(next(found, []))
        for fields in found:
            if any(field.strip() for field in fields):
                told = (field.strip() for field in fields)
                yield dict.fromkeys(names, "") | dict(zip(names, told, strict=False))

    def valid_from(self) -> str:
        """First day of the timetable as YYYY-MM-DD: what feed_info says, else the first of its calendar, else nothing."""
        told = [day(row.get("feed_start_date", "")) for row in self.rows("feed_info")]
        if not any(told):
            told = [day(row.get("start_date", "")) for row in self.rows("calendar")]
            exceptions = self.rows("calendar_dates")
            told += [day(row.get("date", "")) for row in exceptions if row.get("exception_type") == "1"]
        days = [d for d in told if d]
        return min(days).isoformat() if days else ""

    def inventory(self) -> str:
        """`gtfs:` and the first agency of the zip: timetables of different operators of a city are different inventories."""
        agency = next(self.rows("agency"), {})
        return f"gtfs:{agency.get('agency_id') or agency.get('agency_name') or ''}".rstrip(":")


@contextmanager
def opened(path: Path) -> Iterator[Gtfs]:
    """A zip opened as GTFS; what is damaged in it refuses the file."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield Gtfs(archive, path.name)
    except DAMAGE as error:
        raise FileRefused(
            "file_damaged",
            f"{path.name} is not a sound zip file ({error}); ask the sender to deliver it again.",
        ) from None


def names_of(header: list[str]) -> list[str]:
    """The names of a header record, in lower case."""
    return [name.lower() for name in header_names(records.FIELD_MARK.join(header))]


def day(text: str) -> date | None:
    """A date of GTFS (YYYYMMDD), or None."""
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])) if re.fullmatch("[0-9]{8}", text) else None
    except ValueError:
        return None
