"""The settlement company's zip of a day as records: its tap files, of either shape, as one table; what else lies in it is set aside."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nightowl import log, packed, shapes
from nightowl.errors import FileRefused
from spark_jobs.text import header_names
from spark_jobs.transit.tap_columns import FEED, WITHOUT_HEADER, is_header

TAPS = "tb_kts_dwtcd"


@dataclass(frozen=True)
class _Member:
    """A tap file of the zip; without a header `names` is empty."""

    name: str
    names: list[str]
    width: int


def taps(path: Path) -> shapes.Records:
    """The records of all tap files in a zip, under the names of all their headers (no header where no file has one).

    Files of stops and of routes (`TB_KTS_STTN`, `TB_KTS_ROUTESTTN`) and whatever else is no tap file are set aside, and the log says so.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            inside = sorted(m.filename for m in archive.infolist() if not m.is_dir())
            of_taps = [name for name in inside if Path(name).name.lower().startswith(TAPS)]
            if aside := [name for name in inside if name not in of_taps]:
                log.get(feed=FEED).warning(
                    "members set aside",
                    sentence=f"{path.name}: {', '.join(aside)} set aside: taps are read from files named TB_KTS_DWTCD_….",
                )
            if not of_taps:
                raise FileRefused(
                    "tap_file_missing",
                    f"{path.name} holds no tap file: expected is a file named TB_KTS_DWTCD_…, found {', '.join(inside[:5]) or 'nothing'}. Ask the "
                    "sender for the whole zip.",
                )
            yield from _together(archive, [_member(archive, name) for name in of_taps])
    except packed.DAMAGE as error:
        raise FileRefused(
            "file_damaged",
            f"{path.name} is not a sound zip file ({error}); ask the sender to deliver it again.",
        ) from None


READERS = {FEED: {".zip": taps}}


def _rows(archive: zipfile.ZipFile, name: str) -> Iterator[list[str]]:
    with archive.open(name) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")
        yield from csv.reader(text)


def _member(archive: zipfile.ZipFile, name: str) -> _Member:
    first = next(_rows(archive, name), [])
    return _Member(
        name, header_names(",".join(first)) if first and is_header(",".join(first)) else [], len(first)
    )


def _together(archive: zipfile.ZipFile, members: list[_Member]) -> shapes.Records:
    if not any(member.names for member in members):
        for member in members:
            yield from _rows(archive, member.name)
        return
    names = {member.name: member.names or list(WITHOUT_HEADER) for member in members}
    columns = list(dict.fromkeys(name for of_member in names.values() for name in of_member if name))
    yield columns
    for member in members:
        at = {name: place for place, name in enumerate(names[member.name]) if name}
        places = [at.get(column) for column in columns]
        rows = _rows(archive, member.name)
        if member.names:
            next(rows)
        for fields in rows:
            if not any(field.strip() for field in fields):
                yield []
            elif len(fields) == len(names[member.name]):
                yield ["" if place is None else fields[place] for place in places]
            else:  # neither more nor fewer fields than the table has may make it look sound
                yield [*fields, *[""] * max(0, len(columns) + 1 - len(fields))]
