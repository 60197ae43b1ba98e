"""Shapes a table is delivered in that are no text of lines: JSON rows, spreadsheets, GeoJSON. Each becomes records, the header first.

A record is a list of texts, as in `nightowl.records`; arrival counts them and hands Spark one a line. What a feed alone knows how to
read (a zip of route files, a week of arrays) is read by the feed's own `files.py`, with the helpers of this module.
"""

import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from nightowl.errors import FileRefused
from nightowl.packed import DAMAGE

Records = Iterator[list[str]]
Reader = Callable[[Path], Records]
"""Path of a delivered file → its records, the first of them the header. Raises FileRefused."""

WHOLE_FILE_BYTES_MAX = 256 << 20
"""What is parsed as one piece (JSON, a spreadsheet) takes several times its size in memory."""
DAY_GIVEN = re.compile(r"\.of-(\d{4}-\d{2}-\d{2})(?=\.|$)")
DAY_TOLD = re.compile(r"(?<!\d)((?:19|20)\d{6})(?!\d)")


def day_in_name(source_file: str) -> date | None:
    """The day a file is about, where its name tells: `.of-YYYY-MM-DD` (put there at delivery), else the one YYYYMMDD in it.

    >>> day_in_name("stop/delivered=2026-11-02/seoul_bus_stops_20260506.xlsx")
    datetime.date(2026, 5, 6)
    """
    name = source_file.rsplit("/", 1)[-1]
    told = [d for d in map(_as_day, DAY_GIVEN.findall(name) or DAY_TOLD.findall(name)) if d]
    return told[0] if len(set(told)) == 1 else None


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def json_rows(path: Path) -> Records:
    """The rows of a JSON file: a list of objects, or the list an answer of an API wraps (`{"Service": {"row": […]}}`)."""
    yield from as_table(rows_in(parse_json(whole(path), path.name), path.name))


def xlsx_rows(path: Path) -> Records:
    """The rows of a workbook's first sheet, from the first row that is not empty on; numbers without a needless `.0`."""
    _whole_size(path.stat().st_size, path.name)
    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        for row in sheet.iter_rows():
            if any(cell != "" for cell in row):
                yield [as_text(cell) for cell in row]
    except (CalamineError, *DAMAGE) as error:
        raise FileRefused(
            "file_damaged",
            f"{path.name} is not a sound workbook ({error}); ask the sender to deliver it again.",
        ) from None


def geojson_rows(path: Path) -> Records:
    """The features of a GeoJSON file: their properties, and `geometry` as GeoJSON text."""
    features = rows_in(parse_json(whole(path), path.name), path.name)
    yield from as_table(
        [
            {**(f.get("properties") or {}), "geometry": f.get("geometry")}
            for f in features
            if isinstance(f, Mapping)
        ]
    )


READERS: dict[str, Reader] = {".json": json_rows, ".xlsx": xlsx_rows, ".geojson": geojson_rows}
"""By suffix, for every feed; a feed's own readers come before these."""


def members(path: Path, wanted: Callable[[str], bool] = lambda name: True) -> Iterator[tuple[str, bytes]]:
    """The files of a zip whose names are wanted, in the order of their names, each read whole (WHOLE_FILE_BYTES_MAX)."""
    try:
        with zipfile.ZipFile(path) as archive:
            for member in sorted(archive.infolist(), key=lambda m: m.filename):
                if not member.is_dir() and wanted(member.filename):
                    _whole_size(member.file_size, f"{path.name}: {member.filename}")
                    yield member.filename, archive.read(member)
    except DAMAGE as error:
        raise FileRefused(
            "file_damaged",
            f"{path.name} is not a sound zip file ({error}); ask the sender to deliver it again.",
        ) from None


def parse_json(content: bytes, name: str) -> Any:
    """A JSON text (UTF-8, with or without byte order mark); FileRefused where it is none. Bare tabs and the like in a text pass."""
    try:
        return json.loads(content.decode("utf-8-sig"), strict=False)
    except (ValueError, RecursionError) as error:
        said = content[:120].decode("utf-8", errors="replace").strip()
        raise FileRefused(
            "json_malformed",
            f"{name} is not JSON ({str(error).splitlines()[0]}); it begins with '{said}'. Ask the sender to deliver it again.",
        ) from None


def rows_in(parsed: Any, name: str) -> list[Any]:
    """The list of rows in a parsed JSON: the value itself, or the one list of objects found inside up to two levels deep."""
    level = [parsed]
    for _ in range(3):
        for value in level:
            if isinstance(value, list) and (not value or isinstance(value[0], Mapping)):
                return value
        level = [inner for value in level if isinstance(value, Mapping) for inner in value.values()]
    raise FileRefused(
        "json_without_rows",
        f'{name} holds no list of rows. Expected is a list of objects, or an answer with one, as {{"Service": {{"row": […]}}}}.',
    )


def as_table(rows: Sequence[Any]) -> Records:
    """Objects as a header (every key, in the order met) and records; what is nested becomes JSON text, what is missing is empty."""
    names = list(dict.fromkeys(key for row in rows if isinstance(row, Mapping) for key in row))
    if not names:
        return
    yield [str(name) for name in names]
    for row in rows:
        yield [as_text(row.get(name)) for name in names] if isinstance(row, Mapping) else [as_text(row)]


def as_text(value: Any) -> str:
    """A cell as text: nothing for NULL, whole numbers without `.0`, lists and objects as JSON."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def whole(path: Path) -> bytes:
    """A file's bytes, at most WHOLE_FILE_BYTES_MAX; FileRefused beyond."""
    _whole_size(path.stat().st_size, path.name)
    return path.read_bytes()


def _whole_size(size: int, name: str) -> None:
    if size > WHOLE_FILE_BYTES_MAX:
        raise FileRefused(
            "file_oversized",
            f"{name} has {size:,} bytes; a file of this kind is read whole, up to {WHOLE_FILE_BYTES_MAX >> 20} MiB. Deliver it in parts.",
        )
