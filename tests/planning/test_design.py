"""The command: its output, its exit codes, and what a person's Ctrl-C leaves."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planning import design as command
from tests.planning.conftest import LINKS

REPO = Path(__file__).resolve().parents[2]


def run(files: tuple[Path, Path], out: Path, *more: str, **changed: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(arguments(files, out, *more, **changed), capture_output=True, text=True, cwd=REPO)


def arguments(files: tuple[Path, Path], out: Path, *more: str, **changed: str) -> list[str]:
    options = {
        "links": str(files[0]),
        "demand": str(files[1]),
        "routes": "2",
        "min_nodes": "2",
        "max_nodes": "4",
        "out": str(out),
    } | changed
    named = [word for name, value in options.items() for word in (f"--{name.replace('_', '-')}", value)]
    return [sys.executable, "-m", "planning.design", *named, *more]


def called(files, out, *more, monkeypatch, **changed) -> int:
    """The command in this process: its exit code."""
    monkeypatch.setattr(sys, "argv", arguments(files, out, *more, **changed)[2:])
    with pytest.raises(SystemExit) as left:
        command.main()
    return int(left.value.code or 0)


def test_the_plan_as_written(files, tmp_path, monkeypatch, capsys):
    out = tmp_path / "routes.json"
    assert called(files, out, monkeypatch=monkeypatch, iterations="4000", seed="7") == 0
    plan = json.loads(out.read_text())
    assert {
        "routes",
        "att",
        "trt",
        "d0",
        "d1",
        "d2",
        "dun",
        "unserved",
        "bound",
        "seconds",
        "iterations",
        "seed",
        "pareto",
    } <= set(plan)
    assert (plan["seed"], plan["iterations"], plan["workers"]) == (7, 4000, command.chains_here())
    assert len(plan["routes"]) == 2
    assert {node for route in plan["routes"] for node in route} == {1, 2, 3, 4, 5}
    assert plan["att"] >= plan["bound"]
    assert plan["d0"] + plan["d1"] + plan["d2"] + plan["dun"] == pytest.approx(100)
    assert {"routes", "att", "trt"} <= set(plan["pareto"][0])
    assert set(plan["inputs"]) == {"links.txt", "demand.txt"}
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "best ATT" in captured.err
    assert "bound" in captured.err
    assert list(tmp_path.glob(".routes.json*")) == []


BAD = {
    "disconnected": ({}, LINKS + "6,7,1\n", "not connected"),
    "negative": ({}, LINKS + "1,3,-2\n", "cannot be negative"),
    "too_many": ({"routes": "500"}, LINKS, "holds only"),
    "order": ({"min_nodes": "5", "max_nodes": "3"}, LINKS, "--min-nodes 5 is more than --max-nodes 3"),
    "seconds": ({"seconds": "0"}, LINKS, "--seconds is 0"),
    "iterations": ({"iterations": "0"}, LINKS, "--iterations is 0"),
    "workers": ({"workers": "0"}, LINKS, "--workers is 0"),
    "seed": ({"seed": "-1"}, LINKS, "--seed is -1"),
    "no_number": ({"routes": "many"}, LINKS, "--help"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_a_sentence_and_exit_code_2(files, tmp_path, monkeypatch, capsys, name):
    changed, links, sentence = BAD[name]
    files[0].write_text(links)
    out = tmp_path / "routes.json"
    assert called(files, out, monkeypatch=monkeypatch, **changed) == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert "Traceback" not in told
    assert not out.exists()


def test_nowhere_to_write(files, tmp_path, monkeypatch, capsys):
    assert called(files, tmp_path / "no" / "routes.json", monkeypatch=monkeypatch) == 2
    assert "there is no folder" in capsys.readouterr().err


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_search_writes_its_best_plan(files, tmp_path, name):
    out = tmp_path / "routes.json"
    child = subprocess.Popen(
        arguments(files, out, seconds="600"),
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPO,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert child.stderr is not None
    for line in child.stderr:
        if "best ATT" in line:
            break
    time.sleep(0.2)
    child.send_signal(name)
    child.communicate(timeout=60)
    assert child.returncode == 0
    assert json.loads(out.read_text())["iterations"] > 0


def test_as_a_module(files, tmp_path):
    done = run(files, tmp_path / "routes.json", iterations="2000")
    assert done.returncode == 0, done.stderr
    missing = run((files[0], tmp_path / "gone.txt"), tmp_path / "routes.json")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "gone.txt could not be read" in missing.stderr
