"""Copying a table from one attached DuckDB file to another, with its comments, and telling whether two are the same."""

from collections.abc import Mapping
from pathlib import Path

import duckdb


def copy_table(con: duckdb.DuckDBPyConnection, name: str, source: str, target: str) -> None:
    """Copy `source.main.name` to `target.main.name` with the comments of table and columns (a plain copy has none)."""
    con.execute(f"create table {target}.main.{identifier(name)} as from {source}.main.{identifier(name)}")
    where = "where database_name = ? and schema_name = 'main' and table_name = ?"
    tables = con.execute(f"select '', comment from duckdb_tables() {where}", [source, name]).fetchall()
    columns = con.execute(
        f"select column_name, comment from duckdb_columns() {where}", [source, name]
    ).fetchall()
    comment(con, target, name, dict(tables + columns))


def comment(
    con: duckdb.DuckDBPyConnection, database: str, table: str, comments: Mapping[str, str | None]
) -> None:
    """Write comments by column; the key '' is the table's own."""
    name = f"{database}.main.{identifier(table)}"
    for column, text in comments.items():
        if text is not None:
            target = f"column {name}.{identifier(column)}" if column else f"table {name}"
            con.execute(f"comment on {target} is {literal(text)}")


def fingerprint(con: duckdb.DuckDBPyConnection, name: str, database: str) -> tuple[int, str]:
    """Number of rows, and a hash of columns and rows in any order; nulls count as values.

    A sum stands beside the xor, in which two copies of a row would cancel out.
    """
    rows, folded, added = con.execute(
        f"""select count(*), coalesce(bit_xor(hash(content_row)), 0), coalesce(sum(hash(content_row)::hugeint), 0)
        from {database}.main.{identifier(name)} as content_row"""
    ).fetchall()[0]
    columns = con.execute(
        """select md5(string_agg(column_name || ' ' || data_type, ',' order by column_index))[:8] from duckdb_columns()
        where database_name = ? and schema_name = 'main' and table_name = ?""",
        [database, name],
    ).fetchall()[0][0]
    return rows, f"{columns}-{rows}-{folded:016x}-{added:x}"


def identifier(name: str) -> str:
    """A name as SQL quotes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | Path) -> str:
    """A text as SQL quotes it."""
    return "'" + str(value).replace("'", "''") + "'"
