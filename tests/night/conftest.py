"""One real night on the demo city, run as an operator runs it, for all tests of the finished night."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from nightowl.lake import Lake

REPO = Path(__file__).resolve().parents[2]
NIGHT = "2026-11-01"


@dataclass(frozen=True)
class Ran:
    """A command that has ended: its exit code and all it printed."""

    code: int
    output: str


@dataclass(frozen=True)
class DemoNight:
    """The home of a finished demo night and what the command said."""

    lake: Lake
    ran: Ran


def cli(home: Path, *arguments: str, timeout_s: int = 900) -> Ran:
    """Run a command of the house on `home`, as `make` does."""
    done = subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        cwd=REPO,
        env=os.environ | {"NIGHTOWL_HOME": str(home), "COLUMNS": "160"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )
    return Ran(done.returncode, done.stdout + done.stderr)


def real_data() -> Path | None:
    """The folder of real public files, where NIGHTOWL_REAL_DATA names one."""
    folder = os.environ.get("NIGHTOWL_REAL_DATA")
    return Path(folder) if folder else None


@pytest.fixture(scope="session")
def demo_night(tmp_path_factory: pytest.TempPathFactory) -> DemoNight:
    """A demo night from an empty home, as the simulated city delivers it."""
    home = tmp_path_factory.mktemp("demo-night")
    simulated = subprocess.run(
        [sys.executable, "-m", "simulator", "--service-date", NIGHT, "--days", "2", "--size", "demo", "--home", str(home)],
        cwd=REPO, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert simulated.returncode == 0, simulated.stdout + simulated.stderr
    ran = cli(home, "night", "--date", NIGHT)
    assert ran.code == 0, ran.output
    return DemoNight(Lake(home), ran)


@pytest.fixture
def copy_of_night(demo_night: DemoNight, tmp_path: Path) -> Lake:
    """The finished night in a home of its own, to be broken."""
    home = tmp_path / "home"
    shutil.copytree(
        demo_night.lake.home, home, symlinks=True, ignore=shutil.ignore_patterns("airflow", "oracle")
    )
    link = home / "published" / "warehouse.duckdb"
    if os.path.isabs(os.readlink(link)):
        name = Path(os.readlink(link)).name
        link.unlink()
        link.symlink_to(name)
    return Lake(home)
