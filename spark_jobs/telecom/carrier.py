"""Any carrier's file: which layout of the city profile its header fits, and where the layout's columns stand in it.

What a layout may say is told in `nightowl.layout`, how to write one in docs/carriers.md; `layout_sql` reads lines by it. A profile without layouts
names columns alone (`feeds.telecom_event.columns`), and is read as one plain layout.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from nightowl.errors import FileRefused
from nightowl.layout import Layout, TimeRule
from nightowl.profile import Profile
from nightowl.records import FIELD_MARK
from spark_jobs.text import SUBSCRIBER_LIKE, Header, header_names, map_header, star_digits

FEED = "telecom_event"
COLUMNS = ("record_ref", "msisdn", "event_time", "event_type", "cell_id", "duration_s")
OPTIONAL = ("sequence", "side", "home_area", "age_band")
POINT = ("latitude", "longitude")
HASH_LIKE = "[0-9A-Fa-f]{32,}"
"""A hash of a number names a person as lastingly as the number."""
PERSON_LIKE = f"{HASH_LIKE}|{SUBSCRIBER_LIKE}"


def layouts(profile: Profile) -> Mapping[str, Layout]:
    """The layouts of the city, in the order in which they are tried; the plain one under the empty name where it has none."""
    of_city = profile.feed(FEED)
    if of_city.layouts:
        return of_city.layouts
    names = {c: of_city.columns.get(c, [c]) for c in COLUMNS + OPTIONAL}
    plain = {
        "columns": {c: names[c] for c in COLUMNS},
        "optional": {c: names[c] for c in OPTIONAL},
        "time": TimeRule(format="plain"),
    }
    return {"": Layout.model_validate(plain)}


def read_header(first_line: str, source_file: str, profile: Profile) -> Header:
    """The first layout that has all its columns in a file's header, and where they stand there.

    Raises FileRefused where none fits, with what the nearest lacks, or where a header names a column twice.
    """
    known = layouts(profile)
    if "" in known:
        plain = known[""]
        aliases = {str(c): names for c, names in (plain.columns | plain.optional).items()}
        return map_header(first_line, aliases, source_file, optional=OPTIONAL)
    header = [name.lower() for name in header_names(first_line)]
    lacking = {name: _lacking(layout, header) for name, layout in known.items()}
    name = min(lacking, key=lambda n: len(lacking[n]))
    if lacking[name]:
        raise FileRefused(
            "column_missing",
            f"{source_file} fits no layout of feeds.{FEED}.layouts ({', '.join(known)}). The nearest is '{name}', for which it lacks "
            f"{', '.join(lacking[name])}; its first line reads '{_shown(first_line)}'. Add the carrier's names to the layout, write "
            "one for this shape, or ask for a complete file.",
        )
    return _header(first_line, header, name, known[name], source_file)


def _shown(first_line: str) -> str:
    """The beginning of a header; a file without one shows nobody by it."""
    return star_digits(re.sub(HASH_LIKE, "******", first_line[:200]))


def _lacking(layout: Layout, header: list[str]) -> list[str]:
    return [" or ".join(map(repr, names)) for names in layout.required if not _places(names, header)]


def _places(names: list[str], header: list[str]) -> list[int]:
    """Where those of the names that are there stand."""
    return [header.index(n.lower()) for n in names if n.lower() in header]


def _header(first_line: str, header: list[str], name: str, layout: Layout, source_file: str) -> Header:
    read = {str(c): names for c, names in (layout.columns | layout.optional).items()}
    read |= {cell_part(n): names for n, names in enumerate(layout.cell.parts if layout.cell else [])}
    position = {
        _field(column, nth): at
        for column, names in read.items()
        for nth, at in enumerate(_places(names, header))
    }
    used = set(position.values())
    if doubled := [n for at, n in enumerate(header) if at in used and header.count(n) > 1]:
        raise FileRefused(
            "column_doubled",
            f"{source_file} names the column '{doubled[0]}' twice in its header: {_shown(first_line)}",
        )
    let_go = {n.lower() for n in (*layout.discard, *layout.recognised_by)}
    return Header(
        present=True,
        width=len(header),
        position=tuple(sorted(position.items())),
        unknown=tuple((n, at) for at, n in enumerate(header) if at not in used and n not in let_go),
        absent=tuple(c for c in (*COLUMNS, *OPTIONAL, *POINT) if c not in position),
        quoted=FIELD_MARK in first_line,
        layout=name,
    )


def cell_part(number: int) -> str:
    """The name of one of the columns that make a cell together."""
    return f"cell_part_{number}"


def _field(column: str, nth: int) -> str:
    """A file may have several of the columns a layout names for one thing (a time of answer, and one of opening): the first that is filled counts."""
    return f"{column}_or_{nth}" if nth else column
