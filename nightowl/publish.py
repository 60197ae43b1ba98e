"""Publish: copy the warehouse's tables into a new read-only file, then let one symlink point to it.

A group that was held back comes from the snapshot served until now, with its own `as_of`. Whatever goes wrong before
the link is flipped, readers keep what they had.
"""

import contextlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.snapshots import list_snapshots, next_path, open_snapshot, prune, rollback, serve, served_path
from nightowl.table_copy import comment, copy_table, fingerprint, literal

__all__ = ["PublishedTable", "Snapshot", "list_snapshots", "open_snapshot", "publish", "rollback"]

CORE, QUALITY = "core", "quality"
TABLE_OF_TABLES = "mart_quality__table"
STORAGE = "v1.4.0"  # what older clients and the browser can read

_COMMENTS = {
    "": "One row a published table (but this one): which group it belongs to, and as of which service day it speaks.",
    "table_name": "Name of the table.",
    "group_name": "Group the table belongs to; a group is published or held back as a whole.",
    "as_of": "Service day for which this content was built; null where it is left out, held back with no earlier one.",
    "is_held": "True where a failed check held the group back and the content is that of an earlier snapshot.",
    "rows_cnt": "Number of rows; null where the table is left out.",
    "content_hash": "Hash of columns and rows, whatever the order of the rows; null where the table is left out.",
}


@dataclass(frozen=True)
class PublishedTable:
    """One row of `mart_quality__table`; as_of, rows_cnt and content_hash are None for a table left out."""

    table_name: str
    group_name: str
    as_of: date | None
    is_held: bool
    rows_cnt: int | None
    content_hash: str | None


@dataclass(frozen=True)
class Snapshot:
    """What was published. `changed` names the tables that are new, gone or different; those of the quality group do not count."""

    path: Path
    service_date: date
    run_id: str
    tables: list[PublishedTable]
    previous: str | None
    changed: list[str]
    held_groups: list[str]
    left_out: list[str]
    pruned: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def unchanged(self) -> bool:
        """Whether an earlier snapshot already said all this."""
        return self.previous is not None and not self.changed


def publish(
    lake: Lake, service_date: date, run_id: str, held_groups: Collection[str], table_groups: Mapping[str, str]
) -> Snapshot:
    """Publish the tables of `table_groups` (table → group) from schema `main` of the warehouse.

    Raises NightowlError, with nothing changed, where `core` is held back or the warehouse and `table_groups` disagree.
    """
    held = set(held_groups) - {QUALITY}  # what went wrong is always told
    if CORE in held:
        raise NightowlError(
            "A critical check failed in the group 'core', on which every table stands, so nothing is published; "
            f"{_served_name(lake) or 'no snapshot'} stays as it is. The quality report names the check and what to do."
        )
    if not lake.warehouse.is_file():
        raise NightowlError(
            f"There is no warehouse at {lake.warehouse} to publish; `make rebuild` makes it from the lake."
        )
    lake.published.mkdir(parents=True, exist_ok=True)
    _sweep(lake)
    path, draft = (
        next_path(lake, service_date),
        lake.published / f".unfinished-{run_id.replace('/', '_')}.duckdb",
    )
    previous_name = _served_name(lake)
    try:
        with _workbench(lake, draft, needs_previous=bool(held)) as (con, has_previous):
            _check_tables(con, table_groups, held)
            before = _read_tables(con) if has_previous else {}
            tables = [
                _copy(con, name, group, service_date, group in held, before)
                for name, group in sorted(table_groups.items())
            ]
            _write_tables(con, tables)
            _check_draft(con)
        draft.replace(path)
        serve(lake, path)
    finally:
        _sweep(lake)
    return Snapshot(
        path=path,
        service_date=service_date,
        run_id=run_id,
        tables=tables,
        previous=previous_name,
        changed=_changed(before, tables),
        held_groups=sorted(held),
        left_out=[t.table_name for t in tables if t.as_of is None],
        pruned=prune(lake),
    )


@contextlib.contextmanager
def _workbench(
    lake: Lake, draft: Path, needs_previous: bool
) -> Iterator[tuple[duckdb.DuckDBPyConnection, bool]]:
    """A connection with `warehouse` and, where there is one, `previous` to read, and `draft` to write."""
    with duckdb.connect() as con:
        try:
            con.execute(f"attach {literal(lake.warehouse)} as warehouse (read_only)")
        except duckdb.Error as error:
            raise NightowlError(
                f"The warehouse {lake.warehouse} cannot be read ({str(error).splitlines()[0]}). Nobody may have it open "
                "while it is published; if it is damaged, `make rebuild` makes it again from the lake."
            ) from None
        previous = served_path(lake)
        has_previous = previous is not None
        if previous is not None:
            try:
                con.execute(f"attach {literal(previous)} as previous (read_only)")
            except duckdb.Error as error:
                # A served file that is broken must not keep a sound night from replacing it.
                if needs_previous:
                    raise NightowlError(
                        f"A group is held back, and the snapshot {previous}, whose tables would stand in, cannot be read "
                        f"({str(error).splitlines()[0]}). `make rollback TO=…` serves another; then publish again."
                    ) from None
                has_previous = False
        con.execute(f"attach {literal(draft)} as draft (storage_version '{STORAGE}')")
        yield con, has_previous
        con.execute("detach draft")  # writes all to the file; only then may it be renamed


def _check_tables(con: duckdb.DuckDBPyConnection, table_groups: Mapping[str, str], held: set[str]) -> None:
    """The tables of main and those with a group must be the same: no view, none of another schema, none unheard of."""
    tables = {
        row[0]
        for row in con.execute(
            "select table_name from duckdb_tables() where database_name = 'warehouse' and schema_name = 'main'"
        ).fetchall()
    }
    foreign = {
        row[0]: row[1]
        for row in con.execute(
            "select table_name, table_schema || ' (' || lower(table_type) || ')' from information_schema.tables "
            "where table_catalog = 'warehouse' and (table_schema <> 'main' or table_type <> 'BASE TABLE')"
        ).fetchall()
    }
    if TABLE_OF_TABLES in table_groups:
        raise NightowlError(
            f"The table {TABLE_OF_TABLES} is written by publish itself; no model may bear its name."
        )
    if unknown := sorted(tables - set(table_groups)):
        raise NightowlError(
            f"The warehouse holds {', '.join(unknown)} in schema main, of no known group, so publish "
            "cannot tell whether a failed check holds it back. Give the model a group in its yml, or put it into another schema."
        )
    for name in sorted(n for n, group in table_groups.items() if n not in tables and group not in held):
        where = f"it lies in {foreign[name]}" if name in foreign else "it is not there"
        raise NightowlError(
            f"Publish expected {name} (group {table_groups[name]}) as a table in schema main of {_attached(con)}; {where}. "
            "Only marts, dimensions, facts and quality tables are published, as tables; `make rebuild` makes them again."
        )


def _copy(
    con: duckdb.DuckDBPyConnection,
    name: str,
    group: str,
    service_date: date,
    is_held: bool,
    before: dict[str, PublishedTable],
) -> PublishedTable:
    """Copy one table; a held one from the previous snapshot, or not at all where that has none."""
    if is_held and (name not in before or before[name].as_of is None):
        return PublishedTable(name, group, None, True, None, None)
    source, as_of = ("previous", before[name].as_of) if is_held else ("warehouse", service_date)
    copy_table(con, name, source, "draft")
    rows_cnt, content_hash = fingerprint(con, name, "draft")
    return PublishedTable(name, group, as_of, is_held, rows_cnt, content_hash)


def _read_tables(con: duckdb.DuckDBPyConnection) -> dict[str, PublishedTable]:
    """What the previous snapshot says of its tables."""
    query = f"select table_name, group_name, as_of, is_held, rows_cnt, content_hash from previous.main.{TABLE_OF_TABLES}"
    return {row[0]: PublishedTable(*row) for row in con.execute(query).fetchall()}


def _write_tables(con: duckdb.DuckDBPyConnection, tables: list[PublishedTable]) -> None:
    con.execute(
        f"create table draft.main.{TABLE_OF_TABLES} (table_name varchar, group_name varchar, as_of date, is_held boolean, "
        "rows_cnt bigint, content_hash varchar)"
    )
    con.executemany(
        f"insert into draft.main.{TABLE_OF_TABLES} values (?, ?, ?, ?, ?, ?)",
        [[t.table_name, t.group_name, t.as_of, t.is_held, t.rows_cnt, t.content_hash] for t in tables],
    )
    comment(con, "draft", TABLE_OF_TABLES, _COMMENTS)


def _check_draft(con: duckdb.DuckDBPyConnection) -> None:
    """The last look before readers see it: tables of schema main, and nothing else."""
    foreign = con.execute(
        "select string_agg(table_schema || '.' || table_name, ', ') from information_schema.tables "
        "where table_catalog = 'draft' and (table_schema <> 'main' or table_type <> 'BASE TABLE')"
    ).fetchone()
    if foreign and foreign[0]:
        raise NightowlError(
            f"The new snapshot would hold {foreign[0]}, which is no table of schema main; nothing is published."
        )


def _changed(before: dict[str, PublishedTable], tables: list[PublishedTable]) -> list[str]:
    old = {n: t.content_hash for n, t in before.items() if t.group_name != QUALITY}
    new = {t.table_name: t.content_hash for t in tables if t.group_name != QUALITY}
    return sorted(n for n in old.keys() | new.keys() if old.get(n) != new.get(n))


def _sweep(lake: Lake) -> None:
    """Remove what a publish that was killed left behind; one publish runs at a time (run lock)."""
    for left in lake.published.glob(".unfinished-*"):
        left.unlink(missing_ok=True)


def _served_name(lake: Lake) -> str | None:
    path = served_path(lake)
    return path.stem if path else None


def _attached(con: duckdb.DuckDBPyConnection) -> str:
    row = con.execute("select path from duckdb_databases() where database_name = 'warehouse'").fetchone()
    return row[0] if row else "the warehouse"
