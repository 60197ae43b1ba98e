"""Asking the snapshot: answers are tables, mistakes are sentences, and nothing can be written."""

import io
import os
from pathlib import Path

import duckdb
import pytest

from cli import query
from nightowl.errors import NightowlError
from nightowl.lake import Lake

NAME = "warehouse-2026-11-01-001.duckdb"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = Lake(tmp_path).make()
    with duckdb.connect(lake.published / NAME) as con:
        con.execute(
            "create table mart_owl__night_demand as select 'A' || i as hex_id, i as persons_cnt from range(3) t(i)"
        )
    os.symlink(NAME, lake.snapshot)
    return lake


def test_a_query_is_answered_from_the_snapshot(lake: Lake, capsys: pytest.CaptureFixture) -> None:
    query.open_snapshot(
        lake, "select hex_id, persons_cnt from mart_owl__night_demand where persons_cnt > 0 order by 1"
    )
    told = capsys.readouterr().out
    assert [w for w in told.replace("│", " ").split() if w.startswith("A")] == ["A1", "A2"]
    assert "hex_id" in told and "persons_cnt" in told


def test_a_query_may_come_from_standard_input(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("select 6 * 7 as answer;"))
    query.open_snapshot(lake, None)
    assert "42" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "  \n"])
def test_no_query_is_a_sentence(lake: Lake, text: str) -> None:
    with pytest.raises(NightowlError, match="There is no query to answer; write one, as in: make sql"):
        query.open_snapshot(lake, text)


def test_a_statement_without_an_answer_prints_nothing(lake: Lake, capsys: pytest.CaptureFixture) -> None:
    query.open_snapshot(lake, "-- only a comment")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "statement",
    [
        "insert into mart_owl__night_demand values ('X', 9)",
        "update mart_owl__night_demand set persons_cnt = 0",
        "delete from mart_owl__night_demand",
        "drop table mart_owl__night_demand",
        "create table stolen as select 1",
        "copy mart_owl__night_demand to '{out}'",
        "select * from read_csv('/etc/hostname')",
        "attach '{out}' as other",
        "install spatial",
        "set enable_external_access = true",
    ],
)
def test_nothing_is_written_and_no_file_is_read(lake: Lake, statement: str, tmp_path: Path) -> None:
    before = (lake.published / NAME).read_bytes()
    out = tmp_path / "out.csv"
    with pytest.raises(NightowlError, match=r"^The query was not answered: \w+"):
        query.open_snapshot(lake, statement.format(out=out))
    assert (lake.published / NAME).read_bytes() == before and not out.exists()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("selec 1", 'syntax error at or near "selec"'),
        ("select * from mart_owl__nigth_demand", "mart_owl__nigth_demand does not exist"),
        ("select hex from mart_owl__night_demand", '"hex" not found'),
        # DuckDB answers lazily: this one fails only when rows are fetched to be shown.
        ("select hex_id::int from mart_owl__night_demand", "Could not convert string 'A0' to INT32"),
    ],
)
def test_bad_sql_is_a_sentence_with_the_reason(lake: Lake, statement: str, told: str) -> None:
    with pytest.raises(NightowlError, match=f"(?s)^The query was not answered: .*{told}"):
        query.open_snapshot(lake, statement)


def test_before_the_first_night_there_is_nothing_to_ask(tmp_path: Path) -> None:
    with pytest.raises(NightowlError, match="There is no published snapshot at .*make night"):
        query.open_snapshot(Lake(tmp_path).make(), "select 1")


def test_at_a_terminal_the_served_file_opens_read_only(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}", io.StringIO())
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    monkeypatch.setattr(query.subprocess, "run", lambda command, **_: commands.append(command))

    query.open_snapshot(lake, None)

    (command,) = commands
    assert command[1:3] == ["-m", "harlequin"] and "-r" in command
    assert command[-1] == str(lake.published / NAME), "the file itself: the link may move while it is open"
    lake.snapshot.unlink()
    with pytest.raises(NightowlError, match="Nothing has been published yet"):
        query.open_snapshot(lake, None)
