"""Living population as JSON: answers of the open API, and users' weeks of hours by dong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from nightowl.errors import FileRefused
from nightowl.shapes import Records, as_text, day_in_name, json_rows

HOURS = 168
WEEK = {
    "t": "pop_total", "m": "pop_man", "f": "pop_woman",
    "a1": "pop_10_19", "a2": "pop_20_29", "a3": "pop_30_39", "a4": "pop_40_49", "a5": "pop_50_59", "a6": "pop_60_69",
}  # fmt: skip
"""Arrays of a week's file → columns. Its makers do not say what a1 … a6 are: their shares of the total are those of the ages 10-19 to
60-69 in the city's own file of the same winter, each within a hundredth; who is younger or older is in the total alone."""
DONG, NEEDED = "code_8", {"code_8", "t", "m", "f"}


def living_json(path: Path) -> Records:
    """Records of a JSON file: a week (a list of dongs with arrays of 168 hours from Monday 00:00), else rows as the API gives them."""
    records = json_rows(path)
    names = next(records, [])
    if set(names) >= NEEDED:
        yield from _week(names, records, path.name)
    elif names:
        yield names
        yield from records


def _week(names: list[str], dongs: Records, file_name: str) -> Iterator[list[str]]:
    monday = _monday(file_name)
    days = [f"{monday + timedelta(days=n):%Y%m%d}" for n in range(HOURS // 24)]
    yield ["date", "time", "code", *WEEK.values()]
    for number, fields in enumerate(dongs, start=1):
        told = dict(zip(names, fields, strict=True))
        arrays = [_hours(told.get(key), key, number, file_name) for key in WEEK]
        for hour, counts in enumerate(zip(*arrays, strict=True)):
            yield [days[hour // 24], str(hour % 24), told[DONG], *map(as_text, counts)]


def _monday(file_name: str) -> date:
    """The first day of the week, which the file's name alone tells."""
    day = day_in_name(file_name)
    if day is None:
        raise FileRefused(
            "date_missing",
            f"{file_name} is a week of hours, and its name does not tell which. Deliver it with the date of its Monday: "
            f"make deliver FEED=living_population FILE={file_name} OF=2019-03-04",
        )
    if day.weekday() != 0:
        raise FileRefused(
            "week_not_from_monday",
            f"{file_name} is a week of hours from Monday 00:00 on, but {day} is no Monday. Deliver it with the date of its Monday, "
            f"OF={day - timedelta(days=day.weekday())} or another.",
        )
    return day


def _hours(text: str | None, key: str, number: int, file_name: str) -> list[Any]:
    """One array of a dong, a value an hour; ages that a file does not tell are blank."""
    if not text and key.startswith("a"):
        return [None] * HOURS
    try:
        values = json.loads(text or "null")
    except ValueError:
        values = None
    if isinstance(values, list) and len(values) == HOURS:
        return values
    found = f"{len(values)} values" if isinstance(values, list) else f"'{(text or '')[:40]}'"
    raise FileRefused(
        "week_malformed",
        f"{file_name}: dong {number} has {found} under '{key}', where {HOURS} hours are expected. Ask for the whole week again.",
    )


READERS = {"living_population": {".json": living_json}}
