"""Delivered text as Spark reads it: one row a physical line, numbered, with the file it stands in; headers mapped by alias."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, LongType, StringType, StructField

from nightowl import shapes
from nightowl.errors import FileRefused
from nightowl.records import BREAK_MARK, FIELD_MARK

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

LINEAGE = [
    StructField("flags", ArrayType(StringType())),
    StructField("source_file", StringType()),
    StructField("record_number", LongType()),
]
"""Columns every clean table ends with: doubts about a kept row, and where it stood."""

BOM = "\ufeff"
DIGIT_RUN = r"(?:[0-9][ .\-]?){6,}"
SUBSCRIBER_LIKE = r"[0-9]{9,}|(?:0|\+?82[ .\-]?)1[016789][ .\-]?[0-9]{3,4}[ .\-]?[0-9]{4}"
_UNSEEN = str.maketrans("", "", BOM + '\u200b\x00"')
PARTITION_ROW_MASK = (
    1 << 33
) - 1  # monotonically_increasing_id holds the row of the partition in its lower 33 bits


@dataclass(frozen=True)
class Header:
    """Where a file's columns stand. `position` maps canonical names to fields, `absent` are optional ones the file has not, `extra` the
    rest that is known all the same, `unknown` what nobody announced. The fields of a file that was rewritten at arrival (`quoted`, or no
    text) are apart by FIELD_MARK (see nightowl.records). `layout` names the profile's layout the file is read by, where there are several."""

    present: bool
    width: int
    position: tuple[tuple[str, int], ...] = ()
    unknown: tuple[tuple[str, int], ...] = field(default=())
    absent: tuple[str, ...] = ()
    quoted: bool = False
    layout: str = ""
    extra: tuple[tuple[str, int], ...] = ()


def map_header(
    first_line: str,
    aliases: dict[str, list[str]],
    file_name: str,
    *,
    optional: Collection[str] = (),
    extra: Collection[str] = (),
) -> Header:
    """Map a header line to canonical columns (case and surrounding blanks do not matter).

    `aliases`: canonical column → names it may bear. A missing column that is not `optional`, or a doubled one, refuses the
    file; the others are kept, those that `extra` does not name as unknown ones.
    """
    names = [name.lower() for name in header_names(first_line)]
    known = {alias.lower(): canonical for canonical, names_ in aliases.items() for alias in names_}
    position: dict[str, int] = {}
    for index, name in enumerate(names):
        canonical = known.get(name)
        if canonical in position:
            raise FileRefused(
                "column_doubled",
                f"{file_name} names the column '{canonical}' twice in its header: {first_line[:200]}",
            )
        if canonical:
            position[canonical] = index
    absent = [c for c in aliases if c not in position]
    if missing := [c for c in absent if c not in optional]:
        raise FileRefused(
            "column_missing",
            f"{file_name} has no column {', '.join(repr(c) for c in missing)}; its first line reads '{star_digits(first_line[:200])}'. "
            "Add the sender's name for it under feeds.columns in the city profile, or ask for a complete file.",
        )
    others, announced = [(n, i) for i, n in enumerate(names) if n not in known], {n.lower() for n in extra}
    return Header(
        True,
        len(names),
        tuple(sorted(position.items())),
        tuple((n, i) for n, i in others if n not in announced),
        tuple(absent),
        FIELD_MARK in first_line,
        extra=tuple((n, i) for n, i in others if n in announced),
    )


def header_names(first_line: str) -> list[str]:
    """The names in a header line as arrival hands it on, without the nameless ones a trailing comma leaves at its end."""
    line = first_line.removeprefix(BOM)
    found = line.split(FIELD_MARK) if FIELD_MARK in line else next(csv.reader([line]), [])
    if len(found) == 1 and "," in found[0]:  # the whole header in one pair of quotes
        found = next(csv.reader(found))
    names = [name.translate(_UNSEEN).strip() for name in found]
    while names and not names[-1]:
        names.pop()
    return names


def star_digits(text: str) -> str:
    """Star every run of six or more digits (blanks, dots and hyphens inside a run do not end it)."""
    return re.sub(DIGIT_RUN, "******", text)


def starred(column: str, run: str = DIGIT_RUN) -> Column:
    """`star_digits` as a Spark expression."""
    return F.regexp_replace(column, run, "******")


def read_lines(spark: SparkSession, paths: list[Path], feed: str) -> DataFrame:
    """All physical lines of text files (plain or gzip, UTF-8): `line`, `source_file`, `record_number` (1 = first line).

    Needs one file a partition (`session.CONF`), since numbers are counted within a partition.
    """
    path = F.url_decode(F.replace(F.col("_metadata.file_path"), F.lit("+"), F.lit("%2B")))
    number = F.monotonically_increasing_id().bitwiseAND(F.lit(PARTITION_ROW_MASK)) + 1
    return (
        spark.read.option("lineSep", "\n")
        .text([str(p) for p in paths])
        .select(
            # Spark carries bytes that are no UTF-8 along as they are: made U+FFFD here, the rule on undecodable text finds them.
            F.make_valid_utf8(F.ltrim(F.rtrim("value", F.lit("\r")), F.lit(BOM))).alias("line"),
            F.regexp_extract(path, f"({feed}/delivered=[^/]+/[^/]+)$", 1).alias("source_file"),
            number.alias("record_number"),
        )
    )


def delivered_date(source_file: str = "source_file") -> Column:
    """The day a file was delivered, from its name in the ledger."""
    return F.to_date(F.regexp_extract(source_file, "delivered=([0-9-]{10})", 1))


def split_fields(lines: DataFrame, header: Header) -> DataFrame:
    """Split records into canonical text columns; an empty field becomes NULL, and so does an optional column the file has not.

    Adds `fields_cnt`, the canonical columns, and `extra_json` (all other columns as JSON by name, with long digit runs starred).
    """
    fields = lines.where(F.lit(not header.present) | (F.col("record_number") > 1)).withColumn(
        "fields", F.split("line", FIELD_MARK if header.quoted else ",", -1)
    )
    columns = {name: _field(index) for name, index in header.position}
    columns |= {name: F.lit(None).cast("string") for name in header.absent}
    return fields.withColumns({"fields_cnt": F.size("fields"), **columns, "extra_json": _extra(header)}).drop(
        "fields"
    )


def _field(index: int) -> Column:
    """A field's text with the line breaks it was delivered with, NULL where it is blank."""
    text = F.trim(F.try_element_at("fields", F.lit(index + 1)))
    return F.nullif(F.translate(text, BREAK_MARK, "\n"), F.lit(""))


def _extra(header: Header) -> Column:
    others = sorted(header.unknown + header.extra)
    if not others:
        return F.lit(None).cast("string")
    pairs = [_field(index).alias(name) for name, index in others]
    return F.regexp_replace(F.to_json(F.struct(*pairs)), DIGIT_RUN, "******")


def line_rules(width: int) -> tuple[Column, Column, Column]:
    """Conditions all delimited feeds share: blank record, wrong number of fields, bytes that are no UTF-8."""
    blank = F.trim("line") == ""
    return blank, ~blank & (F.col("fields_cnt") != width), F.contains("line", F.lit("\ufffd"))


def has_blank_tail(width: int) -> Column:
    """Whether a line ends with one separator too many, as some of Seoul's files do on every row: nothing stands behind it."""
    return (F.col("fields_cnt") == width + 1) & F.col("line").rlike(f"[,{FIELD_MARK}]\\s*$")


def named_day(source_file: str = "source_file") -> Column:
    """The day a file is about, as its name tells (`nightowl.shapes.day_in_name`); NULL where it does not."""
    name = F.regexp_extract(source_file, "[^/]+$", 0)
    given = F.regexp_extract(name, shapes.DAY_GIVEN.pattern, 1)
    told = F.regexp_replace(
        F.regexp_extract(name, shapes.DAY_TOLD.pattern, 1), "^(....)(..)(..)$", "$1-$2-$3"
    )
    return F.coalesce(given.try_cast("date"), told.try_cast("date"))
