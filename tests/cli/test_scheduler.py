"""The real scheduler: its password, its port, what a backfill asks of it. That it runs nights is shown by a long test."""

import json
import os
import socket
import stat
import subprocess
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from cli import scheduler
from nightowl import profile
from nightowl.errors import NightowlError
from nightowl.lake import Lake

SEOUL = profile.load()


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lake:
    monkeypatch.setattr(os, "environ", dict(os.environ))
    return Lake(tmp_path / "home").make()


def test_the_password_is_made_once_and_only_its_owner_reads_it(lake: Lake) -> None:
    settings = scheduler.prepare(lake, 8099)
    path = Path(settings["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"])
    first = json.loads(path.read_text())
    assert list(first) == [scheduler.USER] and len(first[scheduler.USER]) >= 16
    assert f"{scheduler.USER}:admin" == settings["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS"]
    path.chmod(0o644)
    scheduler.prepare(lake, 8099)
    assert json.loads(path.read_text()) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    other = scheduler.prepare(Lake(lake.home / "other").make(), 8099)
    assert json.loads(Path(other["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"]).read_text()) != first


def test_everything_listens_on_this_machine_alone(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = scheduler.prepare(lake, 8099)
    assert settings["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert settings["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://127.0.0.1:8099/execution/"
    for name, command in scheduler.PROCESSES.items():
        assert name in ("web", "processor") or "--skip-serve-logs" in command


def test_a_port_in_use_is_told_before_anything_starts(lake: Lake) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(NightowlError, match=f"Port {port} of this machine is in use.*PORT="):
            scheduler.serve(lake, port)


def test_a_backfill_is_airflows_own_over_every_feed(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], check: bool) -> SimpleNamespace:
        asked.append(command[len(scheduler.AIRFLOW) :])
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(subprocess, "run", run)
    days = date(2026, 10, 29), date(2026, 10, 31)
    assert scheduler.backfill(lake, SEOUL, *days, dag=None, rebuild="telecom_event") == 0
    assert [command[command.index("--dag-id") + 1] for command in asked] == list(SEOUL.dags)
    for command in asked:
        assert command[:2] == ["backfill", "create"]
        assert command[-4:] == ["--from-date", "2026-10-29T00:00:00", "--to-date", "2026-10-31T23:59:59"]
        assert json.loads(command[command.index("--dag-run-conf") + 1]) == {"rebuild": "telecom_event"}


@pytest.mark.parametrize(
    ("first", "last", "dag", "told"),
    [
        ("2026-10-31", "2026-10-29", None, "The last day 2026-10-29 lies before the first"),
        (
            "2026-10-29",
            "2026-10-29",
            "warehouse",
            "no feed DAG 'warehouse' in Seoul; those are telecom, open_data, transit",
        ),
    ],
)
def test_a_backfill_that_cannot_be_is_told(lake: Lake, first: str, last: str, dag: str, told: str) -> None:
    with pytest.raises(NightowlError, match=told):
        scheduler.backfill(
            lake, SEOUL, date.fromisoformat(first), date.fromisoformat(last), dag=dag, rebuild=None
        )
