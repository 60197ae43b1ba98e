"""Zips of the network as records. Three kinds come: GTFS, the answers of Seoul's TOPIS (a JSON a route), or one zipped text table.

Which kind it is, what lies in the zip tells. The same zip may be delivered to all three feeds, each of which takes its own part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from nightowl import encoding, packed, records, shapes
from nightowl.errors import FileRefused
from spark_jobs import gtfs
from spark_jobs.network import gtfs_patterns

Rows = list[Mapping[str, Any]]
ANSWER = ("error", "resultList", "msgHeader", "msgBody")
"""Keys by one of which a JSON is an answer of TOPIS; other JSON in the zip is somebody's notes."""
FROM_GTFS = ["feed.valid_from", "inventory"]
FROM_TOPIS = ["answer.file", "answer.length_km"]


def stops(path: Path) -> shapes.Records:
    """The stops of a zip: `stops.txt` of GTFS, or the stations that TOPIS names in its stop sequences, as often as it does."""
    return _by_kind(path, "stops", _gtfs_table("stops"), _topis_stops)


def routes(path: Path) -> shapes.Records:
    """The routes of a zip: `routes.txt` of GTFS with the agency's name, or the route list of TOPIS."""
    return _by_kind(path, "routes", _gtfs_table("routes"), _topis_routes)


def pattern_stops(path: Path) -> shapes.Records:
    """The stop sequences of a zip: the distinct ones of a GTFS's trips, or those of TOPIS, one a route.

    An answer of TOPIS without a single station becomes one record that names its file and nothing else.
    """
    return _by_kind(path, "stop_times", gtfs_patterns.records_of, _topis_sequences)


READERS = {"stop": {".zip": stops}, "route": {".zip": routes}, "pattern_stop": {".zip": pattern_stops}}


def _by_kind(
    path: Path,
    table: str,
    of_gtfs: Callable[[gtfs.Gtfs], shapes.Records],
    of_topis: Callable[[Path], shapes.Records],
) -> shapes.Records:
    with gtfs.opened(path) as archive:
        if any(archive.has(t) for t in ("stops", "routes", "trips")):
            if not archive.has(table):
                raise FileRefused(
                    "network_table_missing",
                    f"{path.name} is a GTFS zip without {table}.txt, which this feed reads. Ask the sender for the whole zip.",
                )
            yield from of_gtfs(archive)
            return
        is_topis = any(name.endswith(".json") for name in archive.members)
    if is_topis:
        yield from of_topis(path)
    else:
        yield from records.records_of(records.lines_of(encoding.as_utf8(packed.unzipped(path))[1]))


def _gtfs_table(table: str) -> Callable[[gtfs.Gtfs], shapes.Records]:
    """A reader of a table as it stands, behind what the zip says of itself; for routes with the name of their agency."""

    def read(archive: gtfs.Gtfs) -> shapes.Records:
        of_zip = [archive.valid_from(), archive.inventory()]
        agencies = {a.get("agency_id", ""): a.get("agency_name", "") for a in archive.rows("agency")}
        only = next(iter(agencies.values()), "") if len(agencies) == 1 else ""
        found = archive.records(table)
        header = next(found, [])
        names = gtfs.names_of(header)
        agency_at = names.index("agency_id") if "agency_id" in names else None
        yield [*FROM_GTFS, *(["agency.name"] if table == "routes" else []), *header]
        for fields in found:
            told = fields[agency_at].strip() if agency_at is not None and agency_at < len(fields) else ""
            named = [agencies.get(told, only)] if table == "routes" else []
            yield [*of_zip, *named, *fields] if any(f.strip() for f in fields) else fields

    return read


def _answers(path: Path) -> Iterator[tuple[str, Rows]]:
    """(file, its rows) of every TOPIS answer in a zip; an answer without rows has none."""
    for name, content in shapes.members(path, lambda n: n.lower().endswith(".json")):
        parsed = shapes.parse_json(content, f"{path.name}: {name}")
        if isinstance(parsed, Mapping) and any(key in parsed for key in ANSWER):
            try:
                yield name, [r for r in shapes.rows_in(parsed, name) if isinstance(r, Mapping)]
            except FileRefused:  # says that it succeeded, and holds no list
                yield name, []


def _is_sequence(rows: Rows) -> bool:
    return bool(rows) and "station" in rows[0]


def _topis_stops(path: Path) -> shapes.Records:
    return _sequences(path, [])


def _topis_sequences(path: Path) -> shapes.Records:
    return _sequences(path, FROM_TOPIS)


def _sequences(path: Path, extras: list[str]) -> shapes.Records:
    """The rows of all stop sequences, behind `extras` (FROM_TOPIS or nothing).

    In two passes, since rows do not all bear the same names and may be too many to hold; the first notes the routes' lengths too.
    """
    names: dict[str, None] = {}
    lengths: dict[str, str] = {}
    for _, rows in _answers(path):
        if _is_sequence(rows):
            names |= dict.fromkeys(name for row in rows for name in row)
        else:
            lengths |= {str(row.get("busRouteId")): shapes.as_text(row.get("length")) for row in rows}
    _need(path, names, "a stop sequence (an answer of getStaionByRoute)")
    yield [*extras, *names]
    for name, rows in _answers(path):
        if not rows and extras:
            yield [name, *[""] * (len(names) + len(extras) - 1)]
        for row in rows if _is_sequence(rows) else ():
            told = [name, lengths.get(str(row.get("busRouteId")), "")] if extras else []
            yield [*told, *(shapes.as_text(row.get(column)) for column in names)]


def _topis_routes(path: Path) -> shapes.Records:
    rows = [row for _, found in _answers(path) if not _is_sequence(found) for row in found]
    _need(path, rows, "a route list")
    yield from shapes.as_table(rows)


def _need(path: Path, found: object, what: str) -> None:
    if not found:
        raise FileRefused(
            "network_table_missing",
            f"{path.name} holds JSON, but not {what} of TOPIS. Expected is a list of objects under resultList in one of its files.",
        )
