"""A Spark job killed with SIGKILL in the middle: the old partition is still readable, the next run ends as if nothing had been."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from nightowl.lake import Lake

REPO = Path(__file__).resolve().parents[2]
DAY = "2026-11-01"


def run(lake: Lake, module: str, *arguments: str) -> None:
    done = start(lake, module, *arguments)
    output, _ = done.communicate(timeout=300)
    assert done.returncode == 0, output


def start(lake: Lake, module: str, *arguments: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments], cwd=REPO, env=os.environ | {"NIGHTOWL_HOME": str(lake.home)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip


def rows(lake: Lake) -> list[tuple]:
    with duckdb.connect() as con:
        return con.execute(
            f"select * exclude (subscriber_key), hex(subscriber_key) from read_parquet('{lake.glob('clean', 'telecom_event')}', "
            "union_by_name = true, hive_partitioning = false) order by source_file, record_number"
        ).fetchall()


@pytest.mark.long
def test_killed_in_the_middle_of_its_write(tmp_path) -> None:
    lake = Lake(tmp_path / "home").make()
    simulator = ("--service-date", DAY, "--size", "60000", "--home", str(lake.home))
    run(lake, "simulator", *simulator)
    late = sorted(lake.landing.glob("telecom_event/*/*.csv.gz"))[12:]
    aside = tmp_path / "late"
    aside.mkdir()
    for file in late:
        shutil.move(file, aside / file.name)
    run(lake, "spark_jobs.telecom.cells", "--service-date", DAY)
    run(lake, "spark_jobs.telecom.opt_out", "--service-date", DAY)
    run(lake, "spark_jobs.telecom.events", "--service-date", DAY)
    before = rows(lake)
    undisturbed = Lake(tmp_path / "undisturbed")
    for file in late:
        shutil.move(aside / file.name, file)
    shutil.copytree(lake.home, undisturbed.home, symlinks=True)
    run(undisturbed, "spark_jobs.telecom.events", "--service-date", DAY)

    killed = start(lake, "spark_jobs.telecom.events", "--service-date", DAY)
    deadline = time.monotonic() + 120
    while not any(lake.staging.glob("telecom_event-*/rows/outcome=clean/*/*")):
        assert killed.poll() is None and time.monotonic() < deadline, (
            "the job ended before it could be killed"
        )
        time.sleep(0.02)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    assert rows(lake) == before and len(before) > 10_000

    run(lake, "spark_jobs.telecom.events", "--service-date", DAY)
    assert rows(lake) == rows(undisturbed) and len(rows(lake)) > len(before)
    assert list(lake.staging.iterdir()) == []
