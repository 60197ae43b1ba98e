"""The commands as a person runs them: what is printed, and the exit code."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from cli import __main__ as command
from nightowl.lake import Lake

DAY = date(2026, 11, 2)
FEED = "bus_stop_month"
TEXT = "a,b\n정류장,2\n"
Run = Callable[..., tuple[int | str | None, str]]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "home").make()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bus_2026_10.csv"
    path.write_text(TEXT)
    return path


@pytest.fixture
def run(lake: Lake, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> Run:
    monkeypatch.setenv("NIGHTOWL_HOME", str(lake.home))
    monkeypatch.delenv("NIGHTOWL_CITY", raising=False)
    monkeypatch.setattr(command.log, "configure", lambda lake: None)

    def run(*arguments: str) -> tuple[int | str | None, str]:
        monkeypatch.setattr("sys.argv", ["nightowl", *arguments])
        with pytest.raises(SystemExit) as end:
            command.main()
        return end.value.code, capsys.readouterr().out

    return run


def test_the_commands_deliver_and_show(run: Run, lake: Lake, file: Path) -> None:
    code, told = run("deliver", FEED, str(file), "--date", "2026-11-02")
    assert code == 0 and str(lake.delivery(FEED, DAY) / file.name) in told
    assert run("show", f"{FEED}/delivered=2026-11-02/{file.name}:2") == (0, "정류장,2\n")


def test_a_mistake_is_a_sentence_and_exit_code_2_whatever_its_letters(run: Run, file: Path) -> None:
    code, told = run("deliver", FEED, "/no/[bold]such[/file]", "--date", "2026-11-02")
    assert (code, told) == (2, "There is no file /no/[bold]such[/file] to deliver.\n")
    code, told = run("deliver", FEED, str(file), "--date", "2.11.2026")
    assert (code, told) == (2, "A date is written YYYY-MM-DD, as in 2026-11-01; found '2.11.2026'.\n")


def test_brackets_in_a_file_name_are_told_as_they_are(run: Run, lake: Lake, tmp_path: Path) -> None:
    (tmp_path / "bus [red].csv").write_text(TEXT)
    code, told = run("deliver", FEED, str(tmp_path / "bus [red].csv"), "--date", "2026-11-02")
    assert (
        code == 0
        and told.startswith("bus [red].csv lies in landing")
        and f"{lake.delivery(FEED, DAY)}/bus [red].csv" in told
    )


def test_help_names_every_command() -> None:
    told = CliRunner().invoke(command.app, ["--help"]).output
    assert all(name in told for name in ("night", "deliver", "show", "rebuild", "rollback", "sql", "report"))


def test_rollback_says_what_readers_now_see(run: Run, lake: Lake) -> None:
    code, told = run("rollback")
    assert code == 2 and told.startswith(f"Nothing was published yet in {lake.published}")
    for number in (1, 2):
        path = lake.published / f"warehouse-2026-11-0{number}-001.duckdb"
        duckdb.connect(path).close()
        os.utime(path, (number, number))
    os.symlink(path.name, lake.snapshot)
    code, told = run("rollback")
    assert code == 0 and told.startswith("Readers now see warehouse-2026-11-01-001. ")
    assert lake.snapshot.resolve().stem == "warehouse-2026-11-01-001"


def test_a_query_that_fails_shows_its_brackets(run: Run, lake: Lake) -> None:
    duckdb.connect(lake.published / "warehouse-2026-11-01-001.duckdb").close()
    os.symlink("warehouse-2026-11-01-001.duckdb", lake.snapshot)
    code, told = run("sql", "select [1, 2][/x]")
    assert code == 2 and "select [1, 2][/x]" in told


def test_report_says_where_the_newest_page_lies(run: Run, lake: Lake) -> None:
    assert run("report") == (2, "There is no quality report yet; 'make night' writes one.\n")
    (lake.reports / "quality-2026-11-01.html").write_text("page")
    (lake.reports / "latest.html").symlink_to("quality-2026-11-01.html")
    assert run("report") == (0, f"{lake.reports}/quality-2026-11-01.html\n")
