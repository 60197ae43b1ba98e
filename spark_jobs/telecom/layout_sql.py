"""A carrier's layout as DuckDB expressions over the text fields of a line (`f`, freed of the blanks around them)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import duckdb
import pyarrow as pa

from nightowl.layout import WORDS, Layout, Subscriber
from nightowl.profile import Bounds, Profile
from nightowl.records import BREAK_MARK, FIELD_MARK
from spark_jobs.judging import LayoutSql, quoted, starred
from spark_jobs.telecom.carrier import (
    COLUMNS,
    FEED,
    HASH_LIKE,
    OPTIONAL,
    PERSON_LIKE,
    POINT,
    cell_part,
    layouts,
)
from spark_jobs.telecom.clock import read_time
from spark_jobs.text import DIGIT_RUN, Header

BY_COORDINATES = "H3:"
"""How the cell of an event begins that has coordinates alone: its hexagon follows."""
_NOTHING = "cast(null as varchar)"


def as_sql(header: Header, profile: Profile, delivered: date) -> LayoutSql:
    """The expressions of one layout for a file. A column may name those before it.

    They are msisdn, event_time, event_type, cell_id, duration_s (seconds as text), record_ref, sequence, side, home_area, age_band, extra_json as
    text; event_at (UTC) and local_at as timestamps; latitude and longitude; is_subscriber_sound, is_time_ambiguous, is_by_coordinates,
    is_point_malformed, is_point_outside.
    """
    layout = layouts(profile)[header.layout]
    oldest = delivered - timedelta(days=profile.feed(FEED).late_window_days)
    time = read_time("event_time", layout.time, profile.time_zone, oldest, delivered)
    columns = _texts(header, layout) | {
        "event_at": time.event_at,
        "local_at": time.local_at,
        "is_time_ambiguous": time.is_ambiguous,
        "is_subscriber_sound": f"regexp_matches(msisdn, {quoted(layout.subscriber.shape)})",
        **_place(layout, profile.bounds, profile.hex_resolution),
        "extra_json": _extra(header),
    }
    selected = ", ".join(f"{sql} as {name}" for name, sql in columns.items())
    return LayoutSql(
        header.width, FIELD_MARK if header.quoted else ",", header.present, selected, _masked(header)
    )


def prepare(con: duckdb.DuckDBPyConnection, layout: LayoutSql) -> None:
    """Give a connection the function that a layout with coordinates calls for: every event has a point of its own, so there is no small table
    to look up; the points go to the h3 library in Arrow batches."""
    if "h3_cell(" in layout.columns:
        con.create_function("h3_cell", _h3_cells, ["DOUBLE", "DOUBLE", "INTEGER"], "VARCHAR", type="arrow")  # type: ignore[call-overload]


def _h3_cells(latitude: pa.Array, longitude: pa.Array, resolution: pa.Array) -> pa.Array:
    import h3

    points = zip(latitude.to_pylist(), longitude.to_pylist(), resolution.to_pylist(), strict=True)
    return pa.array([h3.latlng_to_cell(*point) for point in points], pa.string())


def _texts(header: Header, layout: Layout) -> dict[str, str]:
    """The canonical text columns, in the carrier's words turned into ours."""
    fields = {name: _field(at, header) for name, at in header.position}
    columns = {}
    for column in (*COLUMNS, *OPTIONAL):
        said = _filled(column, fields, layout)
        if words := {str(c): w for c, w in layout.values.items()}.get(column):
            said = _in_our_words(said, words)
        columns[column] = said
    if layout.cell:
        parts = [_filled(cell_part(n), fields, layout) for n in range(len(layout.cell.parts))]
        columns["cell_id"] = f" || {quoted(layout.cell.joined_by)} || ".join(
            parts
        )  # NULL where one is missing
    columns["msisdn"] = _at_home(columns["msisdn"], layout.subscriber)
    columns["event_type"] = f"lower({columns['event_type']})"
    known = ", ".join(map(quoted, WORDS["side"]))
    if columns["side"] != _NOTHING:
        columns["side"] = f"case when lower({columns['side']}) in ({known}) then lower({columns['side']}) end"
    columns["duration_s"] = _in_seconds(columns["duration_s"], layout.duration_unit)
    if _has_point(layout):
        columns["cell_text"] = columns.pop("cell_id")
        columns |= {f"{c}_text": _filled(c, fields, layout) for c in POINT}
    return columns


def _field(at: int, header: Header) -> str:
    """A field's text with the line breaks it was delivered with, NULL where it is empty."""
    field = f"f[{at + 1}]"
    return f"nullif({_unbroken(field) if header.quoted else field}, '')"


def _unbroken(field: str) -> str:
    return f"replace({field}, {quoted(BREAK_MARK)}, chr(10))"


def _filled(column: str, fields: Mapping[str, str], layout: Layout) -> str:
    """A column of one field, or of the first of several that is filled; else what the layout says where a file does not."""
    said = [sql for name, sql in fields.items() if name == column or name.startswith(f"{column}_or_")]
    default = {str(c): word for c, word in layout.defaults.items()}.get(column)
    said += [quoted(default)] if default is not None else []
    return f"coalesce({', '.join(said)})" if len(said) > 1 else next(iter(said), _NOTHING)


def _in_our_words(said: str, words: Mapping[str, list[str]]) -> str:
    """A word that is in no list stays as it is."""
    cases = [
        f"when lower({said}) in ({', '.join(quoted(w.lower()) for w in theirs)}) then {quoted(ours)}"
        for ours, theirs in words.items()
    ]
    return f"case {' '.join(cases)} else {said} end"


def _at_home(number: str, subscriber: Subscriber) -> str:
    """A subscriber's number decoded and under its home prefix (`nightowl.layout.written_at_home` for one that is typed by people)."""
    if subscriber.encoding == "tbcd":
        number = f"rtrim(regexp_replace(upper({number}), '(.)(.)', '\\2\\1', 'g'), 'F')"
    cases = [
        f"when starts_with({number}, {quoted(begins)}) then {quoted(home)} || {number}[{len(begins) + 1}:]"
        for begins, home in subscriber.longest_prefixes_first
    ]
    return f"case {' '.join(cases)} else {number} end" if cases else number


def _in_seconds(duration: str, unit: str) -> str:
    """Whole seconds as text; what is no number, or below 0, stays, and is found malformed."""
    if unit == "s":
        return duration
    number = f"try_cast({duration} as decimal(18, 6))"
    seconds = f"{number} * 60" if unit == "min" else f"{number} / 1000"
    return f"coalesce(case when {number} >= 0 then round({seconds})::bigint::varchar end, {duration})"


def _has_point(layout: Layout) -> bool:
    return "latitude" in layout.columns | layout.optional


def _place(layout: Layout, bounds: Bounds, resolution: int) -> dict[str, str]:
    """Of an event without a cell the point and its hexagon, and what is wrong with its coordinates. One with a cell needs none."""
    if not _has_point(layout):
        point = dict.fromkeys(POINT, "cast(null as double)")
        return point | dict.fromkeys(("is_by_coordinates", "is_point_malformed", "is_point_outside"), "false")
    latitude, longitude = (f"try_cast({c}_text as double)" for c in POINT)
    is_point = f"coalesce({latitude} between -90 and 90 and {longitude} between -180 and 180, false)"
    inside = f"{latitude} between {bounds.south} and {bounds.north} and {longitude} between {bounds.west} and {bounds.east}"
    return {
        "is_by_coordinates": f"cell_text is null and {is_point} and {inside}",
        "is_point_malformed": f"cell_text is null and coalesce(latitude_text, longitude_text) is not null and not {is_point}",
        "is_point_outside": f"cell_text is null and {is_point} and not ({inside})",
        "latitude": f"case when is_by_coordinates then {latitude} end",
        "longitude": f"case when is_by_coordinates then {longitude} end",
        "cell_id": f"coalesce(cell_text, '{BY_COORDINATES}' || h3_cell(latitude, longitude, {resolution}))",
    }


def _extra(header: Header) -> str:
    """Columns nobody mapped, as JSON without the empty ones; numbers and hashes in them may name people, and are starred."""
    if not header.unknown:
        return _NOTHING
    pairs = ", ".join(f"{quoted(name)}, {_field(at, header)}" for name, at in header.unknown)
    return starred(f"json_merge_patch('{{}}', json_object({pairs}))::varchar", f"{HASH_LIKE}|{DIGIT_RUN}")


def _masked(header: Header) -> str:
    """A refused line: the number replaced by its key; in one that does not parse every run of digits and every hash starred."""
    shown = {c: starred(c, PERSON_LIKE) for c in COLUMNS} | {"msisdn": "lower(hex(subscriber_key))"}
    parsed = " || ',' || ".join(f"coalesce({sql}, '')" for sql in shown.values())
    line = f"translate(line, {quoted(FIELD_MARK + BREAK_MARK)}, ', ')" if header.quoted else "line"
    return f"case when is_blank or is_wrong_width or is_undecodable then {starred(line, f'{HASH_LIKE}|{DIGIT_RUN}')} else {parsed} end"
