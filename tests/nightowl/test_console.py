"""What people see: the house's own lines at the terminal, everybody else's pages in the log."""

import subprocess
import sys
from pathlib import Path

import pytest

from nightowl.console import say

REPO = Path(__file__).resolve().parents[2]
NIGHT = """
import os, subprocess, sys
from pathlib import Path
from nightowl.console import console, quiet, say
before = console()
say("before")
try:
    with quiet(Path(sys.argv[1]) / "logs" / "night.log"):
        print("print of a library")
        print("error of a library", file=sys.stderr)
        os.write(1, b"written by native code\\n")
        subprocess.run(["sh", "-c", "echo child out; echo child err >&2"], check=True)
        say("a step is done: " + "x" * 60)
        if sys.argv[2] == "fail":
            raise KeyboardInterrupt
except KeyboardInterrupt:
    print("stopped")
assert console() is before
print("after")
print("after, error", file=sys.stderr)
"""


@pytest.mark.parametrize("end", ["well", "fail"])
def test_only_the_houses_lines_reach_the_terminal_while_it_is_quiet(tmp_path: Path, end: str) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "night.log").write_text("an earlier night\n")
    told = subprocess.run(
        [sys.executable, "-c", NIGHT, str(tmp_path), end],
        capture_output=True,
        text=True,
        cwd=REPO,
        check=True,
    )
    stopped = ["stopped"] if end == "fail" else []
    assert told.stdout.splitlines() == ["  before", "  a step is done: " + "x" * 60, *stopped, "after"]
    assert told.stderr.splitlines() == ["after, error"]
    log = (tmp_path / "logs" / "night.log").read_text().splitlines()
    assert log[0] == "an earlier night", "a log is added to"
    assert sorted(log[1:]) == sorted(
        ["print of a library", "error of a library", "written by native code", "child out", "child err"]
    )


def test_a_sentence_is_shown_as_it_is_written(capsys: pytest.CaptureFixture) -> None:
    """Square brackets in a reason or a path are no markup."""
    sentence = "duration_malformed in [bold]12[/bold] and [/tmp/x] 버스"
    assert say(sentence) == sentence
    assert capsys.readouterr().out == f"  {sentence}\n"
