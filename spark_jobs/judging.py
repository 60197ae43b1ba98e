"""What feeds have in common that judge their lines in DuckDB, a chunk at a time (`spark_jobs.columnar`): how a line is taken apart, which file it
stands in, and the words of SQL for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from spark_jobs.columnar import Chunk

STARS = "******"
RULES = {
    "blank_record": "is_blank",
    "wrong_field_count": "is_wrong_width",
    "text_undecodable": "not is_blank and not is_wrong_width and is_undecodable",
}
"""Code → when a line breaks a rule that all such feeds have."""
SOUND = "not is_blank and not is_wrong_width and not is_undecodable"
"""Of a line that can be read; only of such a one is asked what its fields say."""

_TYPED = """
    select n, case when len(f) = {width} + 1 then false else trim(line[: -2 - length($separator)]) = '' end as is_blank,
           case when len(f) = {width} + 1 then false else trim(line[: -2 - length($separator)]) <> '' end as is_wrong_width,
           {is_undecodable} as is_undecodable, {columns}
    from (select n, line, {fields} as f from lines where n > {header})
"""


@dataclass(frozen=True)
class LayoutSql:
    """How the lines of one layout become canonical columns: a select list over the text fields `f` (a VARCHAR[] of a line's fields, freed of the
    blanks around them). What columns it gives, the feed says. `masked` is the expression of a refused line as it is kept.
    """

    width: int
    separator: str
    has_header: bool
    columns: str
    masked: str


@dataclass(frozen=True)
class DeliveredFile:
    """A file whose lines are judged: `number` orders the files of a run by name; days before `oldest` come too late."""

    path: str
    source_file: str
    number: int
    delivered: date
    oldest: date
    layout: LayoutSql


def typed(chunk: Chunk, layout: LayoutSql) -> str:
    """A query over `lines` (n, line): n, is_blank, is_wrong_width, is_undecodable, and the layout's columns. It names `$separator`.

    One more field than the layout's width holds the line's end.
    """
    return _TYPED.format(
        fields=_fields(chunk, layout.separator),
        width=layout.width,
        columns=layout.columns,
        is_undecodable="contains(line, chr(65533))" if chunk.has("\ufffd") else "false",
        header=int(layout.has_header),
    )


def _fields(chunk: Chunk, separator: str) -> str:
    """A line's fields, without the blanks around them where there are any: to trim every field takes as long as all other rules together."""
    split = "string_split(line, $separator)"
    if not chunk.has(f" {separator}", f"{separator} ", "\n ", " \n", " \r") and not chunk.text.startswith(
        b" "
    ):
        return split
    return f"list_transform({split}, lambda field: trim(field))"


def codes(rules: Mapping[str, str]) -> str:
    """SQL of the list of the codes whose rule holds, in the order given (a rule that is NULL does not hold)."""
    cases = ", ".join(f"case when {condition} then '{code}' end" for code, condition in rules.items())
    return f"list_filter([{cases}], lambda code: code is not null)"


def any_of(rules: Mapping[str, str]) -> str:
    """SQL of whether some rule holds."""
    return " or ".join(f"coalesce({condition}, false)" for condition in rules.values())


def asked(sql: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters a statement names: DuckDB refuses others."""
    return {name: value for name, value in values.items() if f"${name}" in sql}


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def starred(text: str, run: str) -> str:
    """Every match of a pattern in a text starred, as SQL."""
    return f"regexp_replace({text}, {quoted(run)}, '{STARS}', 'g')"
