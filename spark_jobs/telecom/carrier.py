"""Any carrier's file to the canonical event: its header to a layout of the city profile, its fields to canonical columns.

What a layout may say is told in `nightowl.layout`, how to write one in docs/carriers.md. A profile without layouts names columns alone
(`feeds.telecom_event.columns`), and is read as one plain layout.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import h3
import pandas as pd
from pyspark.sql import functions as F

from nightowl.errors import FileRefused
from nightowl.layout import WORDS, Layout, Subscriber, TimeRule
from nightowl.profile import Bounds, Profile
from nightowl.records import FIELD_MARK
from spark_jobs.telecom.event_time import read_time
from spark_jobs.text import (
    DIGIT_RUN,
    SUBSCRIBER_LIKE,
    Header,
    header_names,
    line_rules,
    map_header,
    split_fields,
    star_digits,
    starred,
)

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

FEED = "telecom_event"
COLUMNS = ("record_ref", "msisdn", "event_time", "event_type", "cell_id", "duration_s")
OPTIONAL = ("sequence", "side", "home_area", "age_band")
POINT = ("latitude", "longitude")
BY_COORDINATES = "H3:"
"""How the cell of an event begins that has coordinates alone: its hexagon follows."""
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
            f"{', '.join(lacking[name])}; its first line reads '{star_digits(first_line[:200])}'. Add the carrier's names to the layout, write "
            "one for this shape, or ask for a complete file.",
        )
    return _header(first_line, header, name, known[name], source_file)


def _lacking(layout: Layout, header: list[str]) -> list[str]:
    return [" or ".join(map(repr, names)) for names in layout.required if _place(names, header) is None]


def _place(names: list[str], header: list[str]) -> int | None:
    """Where the first of the names that is there stands."""
    return next((header.index(n.lower()) for n in names if n.lower() in header), None)


def _header(first_line: str, header: list[str], name: str, layout: Layout, source_file: str) -> Header:
    read = {str(c): names for c, names in (layout.columns | layout.optional).items()}
    read |= {_part(n): names for n, names in enumerate(layout.cell.parts if layout.cell else [])}
    places = {column: _place(names, header) for column, names in read.items()}
    position = {column: at for column, at in places.items() if at is not None}
    let_go = {n.lower() for n in (*layout.discard, *layout.recognised_by)}
    used = set(position.values())
    if doubled := [n for at, n in enumerate(header) if at in used and header.count(n) > 1]:
        raise FileRefused(
            "column_doubled",
            f"{source_file} names the column '{doubled[0]}' twice in its header: {star_digits(first_line[:200])}",
        )
    return Header(
        present=True,
        width=len(header),
        position=tuple(sorted(position.items())),
        unknown=tuple((n, at) for at, n in enumerate(header) if at not in used and n not in let_go),
        absent=tuple(c for c in (*COLUMNS, *OPTIONAL, *POINT) if c not in position),
        quoted=FIELD_MARK in first_line,
        layout=name,
    )


def _part(number: int) -> str:
    return f"cell_part_{number}"


def parse(lines: DataFrame, header: Header, profile: Profile) -> DataFrame:
    """Canonical columns of the lines of one layout.

    Text: record_ref, msisdn, event_time, event_type, cell_id, duration_s (seconds), sequence, side, home_area, age_band, extra_json. Times: event_at
    (UTC), local_at (the city's clock). Verdicts that depend on the layout: is_blank, is_wrong_width, is_undecodable, is_subscriber_sound,
    is_time_ambiguous, and of an event without a cell is_by_coordinates, is_point_malformed, is_point_outside. With line, source_file, record_number.
    """
    layout = layouts(profile)[header.layout]
    blank, wrong_width, undecodable = line_rules(header.width)
    return (
        split_fields(lines, header)
        .withColumns({"is_blank": blank, "is_wrong_width": wrong_width, "is_undecodable": undecodable})
        .transform(fill, layout)
        .transform(translate, layout)
        .transform(type_time, layout, profile.time_zone)
        .transform(place, layout, profile.bounds, profile.hex_resolution)
        .transform(hide_persons, header)
        .withColumn("is_subscriber_sound", F.col("msisdn").rlike(layout.subscriber.shape))
        .drop("fields_cnt", *POINT, *(c for c, _ in header.position if c.startswith("cell_part_")))
    )


def fill(rows: DataFrame, layout: Layout) -> DataFrame:
    """What the layout says where a file does not: no such column, or an empty field."""
    said = {str(c): F.coalesce(c, F.lit(word)) for c, word in layout.defaults.items()}
    return rows.withColumns(said) if said else rows


def translate(rows: DataFrame, layout: Layout) -> DataFrame:
    """The carrier's words, number and unit of duration as ours; a word that is in no list stays (a side that is none is NULL)."""
    columns = {str(c): _in_our_words(str(c), words) for c, words in layout.values.items()}
    side = F.lower(columns.get("side", F.col("side")))
    columns["side"] = F.when(side.isin(*WORDS["side"]), side)
    if layout.subscriber.encoding != "plain" or layout.subscriber.prefixes:
        columns["msisdn"] = at_home(F.col("msisdn"), layout.subscriber)
    if layout.duration_unit != "s":
        columns["duration_s"] = _in_seconds(F.col("duration_s"), layout.duration_unit)
    return rows.withColumns(columns)


def _in_our_words(column: str, words: Mapping[str, list[str]]) -> Column:
    said, ours = F.lower(column), F.lit(None).cast("string")
    for canonical, theirs in words.items():
        ours = F.coalesce(ours, F.when(said.isin([w.lower() for w in theirs]), F.lit(canonical)))
    return F.coalesce(ours, F.col(column))


def at_home(number: Column, subscriber: Subscriber) -> Column:
    """A subscriber's number decoded and under its home prefix (`nightowl.layout.written_at_home` for one that is typed by people)."""
    if subscriber.encoding == "tbcd":
        number = F.rtrim(F.regexp_replace(F.upper(number), "(.)(.)", "$2$1"), F.lit("F"))
    written = number
    for begins, home in reversed(subscriber.longest_prefixes_first):
        rest = F.substring(number, len(begins) + 1, 1 << 30)
        written = F.when(number.startswith(begins), F.concat(F.lit(home), rest)).otherwise(written)
    return written


def _in_seconds(duration: Column, unit: str) -> Column:
    """Whole seconds as text; what is no number stays, and is found malformed."""
    number = duration.try_cast("decimal(18,6)")
    seconds = number * 60 if unit == "min" else number / 1000
    return F.coalesce(F.round(seconds).cast("bigint").cast("string"), duration)


def type_time(rows: DataFrame, layout: Layout, time_zone: str) -> DataFrame:
    """event_at, local_at, is_time_ambiguous."""
    time = read_time(F.col("event_time"), layout.time, time_zone)
    told = {"event_at": time.event_at, "local_at": time.local_at, "is_time_ambiguous": time.is_ambiguous}
    return rows.withColumns(told)


def place(rows: DataFrame, layout: Layout, bounds: Bounds, resolution: int) -> DataFrame:
    """cell_id, of its parts where it has several; for an event without one the hexagon of its coordinates, and what is wrong with them."""
    no = F.lit(False)
    if layout.cell:
        parts = [F.col(_part(n)) for n in range(len(layout.cell.parts))]
        between = [x for part in parts for x in (F.lit(layout.cell.joined_by), part)][1:]
        rows = rows.withColumn("cell_id", F.concat(*between))  # NULL where one of them is missing
    if "latitude" not in layout.columns | layout.optional:
        return rows.withColumns({"is_by_coordinates": no, "is_point_malformed": no, "is_point_outside": no})
    latitude, longitude = (F.col(c).try_cast("double") for c in POINT)
    no_cell = F.col("cell_id").isNull()
    is_told = F.col("latitude").isNotNull() | F.col("longitude").isNotNull()
    is_point = F.coalesce(latitude.between(-90, 90) & longitude.between(-180, 180), no)
    inside = latitude.between(bounds.south, bounds.north) & longitude.between(bounds.west, bounds.east)
    rows = rows.withColumns(
        {
            "is_by_coordinates": no_cell & is_point & inside,
            "is_point_malformed": no_cell & is_told & ~is_point,
            "is_point_outside": no_cell & is_point & ~inside,
        }
    )
    hex_id = hex_of(*(F.when(F.col("is_by_coordinates"), x) for x in (latitude, longitude)), resolution)
    return rows.withColumn("cell_id", F.coalesce("cell_id", F.concat(F.lit(BY_COORDINATES), hex_id)))


def hex_of(latitude: Column, longitude: Column, resolution: int) -> Column:
    """H3 cell of each point (degrees), NULL where there is none.

    Every event has a point of its own, so there is no small table to look up: the points go to the h3 library in Arrow batches.
    """

    @F.pandas_udf("string")  # type: ignore[call-overload]
    def cells(latitudes: pd.Series, longitudes: pd.Series) -> pd.Series:
        found = [
            h3.latlng_to_cell(y, x, resolution) if y == y and x == x else None  # NaN is not itself
            for y, x in zip(latitudes.tolist(), longitudes.tolist(), strict=True)
        ]
        return pd.Series(found, dtype="object")

    return cells(latitude, longitude)


def hide_persons(rows: DataFrame, header: Header) -> DataFrame:
    """Columns nobody mapped may name people by hashes: starred like numbers are."""
    return rows.withColumn("extra_json", starred("extra_json", HASH_LIKE)) if header.unknown else rows


def starred_line(column: str) -> Column:
    """A line that does not parse, with every run of digits and every hash starred."""
    return starred(column, f"{HASH_LIKE}|{DIGIT_RUN}")
