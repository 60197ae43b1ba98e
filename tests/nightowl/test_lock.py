"""The run lock: one writer at a time, and never a lock without a living holder."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.lock import run_lock

REPO = Path(__file__).resolve().parents[2]
HOLDER = """
import subprocess, sys
from pathlib import Path
from nightowl.lake import Lake
from nightowl.lock import run_lock
with run_lock(Lake(Path(sys.argv[1])), "night", doing="the night of 2026-11-01"):
    child = subprocess.Popen(["sleep", "60"], close_fds=False)
    print(child.pid, flush=True)
    child.wait()
"""


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path).make()


def test_the_second_declines_and_names_the_holder(lake: Lake) -> None:
    with run_lock(lake, "night", doing="the night of 2026-11-01"):
        with (
            pytest.raises(
                NightowlError,
                match=rf"^'night' is busy: the night of 2026-11-01, process {os.getpid()}, since 20\d\d-.*Nothing was changed",
            ),
            run_lock(lake, "night", doing="another night, with a much longer name"),
        ):
            pytest.fail("two hold one lock")
        with run_lock(lake, "warehouse", doing="something else"):
            pass  # a lock of another name is free


def test_the_lock_is_free_after_the_block_and_after_a_failure_in_it(lake: Lake) -> None:
    with pytest.raises(ZeroDivisionError), run_lock(lake, "night", doing="a long description of what fails"):
        raise ZeroDivisionError
    with run_lock(lake, "night", doing="short"):
        told = (lake.root / "locks" / "night.lock").read_text()
    assert told.startswith(f"short, process {os.getpid()}, since ") and "long" not in told and len(told) < 60


def test_the_second_waits_as_long_as_it_was_told(lake: Lake) -> None:
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with run_lock(lake, "night", doing="the first"):
            entered.set()
            leave.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert entered.wait(5)
        started = time.monotonic()
        with (
            pytest.raises(NightowlError, match="the first"),
            run_lock(lake, "night", doing="the second", wait_s=0.3),
        ):
            pytest.fail("two hold one lock")
        assert 0.3 <= time.monotonic() - started < 5
        threading.Timer(0.1, leave.set).start()
        with run_lock(lake, "night", doing="the second", wait_s=10):
            assert leave.is_set()
    finally:
        leave.set()
        holder.join()


def test_a_killed_holder_leaves_no_lock_though_its_child_lives_on(lake: Lake) -> None:
    """The night's JVM must not keep the lock of a night that was killed."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lake.home)], stdout=subprocess.PIPE, text=True, cwd=REPO
    )
    assert holder.stdout is not None
    child = int(holder.stdout.readline())
    try:
        with pytest.raises(NightowlError, match=f"process {holder.pid},"), run_lock(lake, "night", doing="x"):
            pytest.fail("two hold one lock")
        holder.kill()
        holder.wait(10)
        os.kill(child, 0)  # the child is alive
        with run_lock(lake, "night", doing="the next night"):
            pass
    finally:
        os.kill(child, signal.SIGKILL)
        holder.kill()
        holder.stdout.close()
