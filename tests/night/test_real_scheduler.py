"""Airflow itself: a city with complaints alone, two service days backfilled from the command line, and the warehouse following by key."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nightowl.lake import Lake
from nightowl.quality import read_runs
from tests.night.conftest import REPO, cli
from tests.night.test_one_feed import city_with

pytestmark = pytest.mark.long

DAYS = ["2026-11-01", "2026-11-02"]
WITHIN_S = 900  # another room of tests has the other core


@dataclass
class Api:
    """Airflow's REST API as a program of the operator's uses it."""

    address: str
    token: str = ""

    def ask(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        request = urllib.request.Request(
            self.address + path,
            data=json.dumps(body).encode() if body else None,
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def runs(self, dag: str) -> dict[str, str]:
        """State of the newest run of each service day."""
        found = self.ask(f"/api/v2/dags/{dag}/dagRuns?limit=100&order_by=start_date")["dag_runs"]
        return {run["partition_key"]: run["state"] for run in found}


@contextlib.contextmanager
def airflow(home: Path) -> Iterator[Api]:
    """The scheduler as `make airflow` starts it, on a free port, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "cli", "airflow", "--port", str(port)]
    with (
        (home / "said.txt").open("w") as said,
        subprocess.Popen(
            command, cwd=REPO, env=os.environ | {"NIGHTOWL_HOME": str(home)}, stdout=said, stderr=said
        ) as running,
    ):
        try:
            until(lambda: "Airflow is ready" in (home / "said.txt").read_text(), "Airflow is ready", 240)
            yield Api(f"http://127.0.0.1:{port}")
        finally:
            running.terminate()
            assert running.wait(60) == 0
    assert "Airflow has stopped." in (home / "said.txt").read_text()


def until(holds: Any, what: str, within_s: float = WITHIN_S) -> None:
    give_up_at = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < give_up_at, f"{what}: not after {within_s:.0f} s"
        time.sleep(2)


def test_days_are_backfilled_and_the_warehouse_follows_by_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    city_with(tmp_path, monkeypatch, "complaint_version")
    home = tmp_path / "home"
    lake = Lake(home).make()
    what = ["--service-date", DAYS[-1], "--days", "2", "--size", "tiny", "--feeds", "complaint_version"]
    simulated = subprocess.run(
        [sys.executable, "-m", "simulator", *what, "--home", str(home)],
        cwd=REPO, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert simulated.returncode == 0, simulated.stderr
    with airflow(home) as api:
        with pytest.raises(urllib.error.HTTPError, match="401"):
            api.ask("/api/v2/dags")
        with pytest.raises(urllib.error.HTTPError, match="401"):
            api.ask("/auth/token", {"username": "operator", "password": "operator"})
        ((user, password),) = json.loads((home / "secrets" / "airflow.json").read_text()).items()
        api.token = api.ask("/auth/token", {"username": user, "password": password})["access_token"]
        assert api.ask("/api/v2/importErrors")["total_entries"] == 0

        asked = cli(home, "backfill", "--from", DAYS[0], "--to", DAYS[-1])
        assert asked.code == 0, asked.output
        until(
            lambda: {d: api.runs("warehouse").get(d) for d in DAYS} == dict.fromkeys(DAYS, "success"),
            f"the warehouse follows {DAYS}",
        )
        assert {d: api.runs("complaints").get(d) for d in DAYS} == dict.fromkeys(DAYS, "success")
    published = {run.service_date: run.verdict for run in read_runs(lake)}
    assert {d: published[date.fromisoformat(d)] for d in DAYS} == dict.fromkeys(DAYS, "published")
    assert (lake.reports / f"quality-{DAYS[-1]}.html").exists()
