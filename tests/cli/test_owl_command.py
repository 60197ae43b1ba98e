"""`owl` as a person runs it: routes, comparison, files, and sentences where a network cannot be; a maker by hand stands in for the design."""

import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cli import __main__ as command
from nightowl.lake import Lake
from planning.owl import plan
from tests.planning.owl import small

Run = Callable[..., tuple[int | str | None, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> Run:
    monkeypatch.setenv("NIGHTOWL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("NIGHTOWL_CITY", raising=False)
    monkeypatch.setattr(command.log, "configure", lambda lake: None)
    monkeypatch.setattr(
        plan, "make", lambda lake, profile, demand, roads, rules, search: small.made(demand, roads)
    )

    def run(*arguments: str) -> tuple[int | str | None, str]:
        monkeypatch.setattr(sys, "argv", ["nightowl", "owl", *arguments])
        with pytest.raises(SystemExit) as end:
            command.main()
        return end.value.code, capsys.readouterr().out

    return run


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return small.lake(tmp_path / "home")


def test_routes_comparison_and_files(run: Run, lake: Lake, tmp_path: Path) -> None:
    code, told = run("--out", str(tmp_path / "files"))
    assert code == 0, told
    assert "No stop bears the name or id of 서울역, 종로2가," in told
    (line,) = [words for words in told.splitlines() if words.startswith("N1")]
    assert all(word in line for word in ("역삼역", "잠실역", "8.0", "38 min", "19/19/38/38 min"))
    (plan_line,) = [words for words in told.splitlines() if words.startswith("plan ")]
    (current,) = [words for words in told.splitlines() if words.startswith("current ")]
    assert "80.0%" in plan_line and "40.0%" in current
    assert "by hand, seed 1, 10 iterations, 0.5 s; plan_id " in told
    files = {p.name: p for p in (tmp_path / "files").iterdir()}
    assert sorted(files) == ["gtfs.zip", "map.geojson", "map.svg", "routes.json"]
    assert json.loads(files["routes.json"].read_text())["plan"] == "standing-calls-2026-11"
    feed = zipfile.ZipFile(files["gtfs.zip"])
    assert "https://www.seoul.go.kr,Asia/Seoul,ko" in feed.read("agency.txt").decode()
    assert "20261201,20271130" in feed.read("feed_info.txt").decode()


def test_a_variation_is_held_against_the_standing_plan(run: Run, lake: Lake, tmp_path: Path) -> None:
    assert (
        "There is no standing plan to hold it against; 'make owl' makes it."
        in run("--routes", "16", "--buses", "100")[1]
    )
    run("--no-gtfs")
    assert sorted(p.name for p in (lake.reports / "owl-standing-calls-2026-11").iterdir()) == [
        "map.geojson",
        "map.svg",
        "routes.json",
    ]
    code, told = run(
        "--routes", "16", "--buses", "100", "--hub", "삼성역", "--name", "sixteen", "--iterations", "50"
    )
    assert code == 0 and "Owl plan: sixteen" in told and "standing-calls-2026-11 " in told
    rows = plan.read(lake, "sixteen")["owl_plan"].to_pylist()
    rules = json.loads(rows[0]["params_json"])["owl"]
    assert (rules["routes"], rules["buses"], rules["hubs"], rows[0]["is_standing"]) == (
        16,
        100,
        ["삼성역"],
        False,
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--routes", "0"], "No night network can keep what was asked for: routes: Input should be greater than or equal to 1."),
        (["--km", "-5"], "No night network can keep what was asked for: route_km_max: Input should be greater than 0."),
        (["--seed", "-1"], "--seed is -1; give a number from 0 up."),
        (["--iterations", "0"], "--iterations is 0; give a number from 1 up."),
        (["--seconds", "0"], "--seconds is 0; give a time above 0."),
        (["--source", "radio"], "Demand cannot be read from 'radio'"),
        (["--source", "taxi"], "There are no trips in aggregate/taxi_od_public."),
        (["--name", "a/b"], "--name is 'a/b'; give letters"),
        (["--out", "/proc/none/owl"], "its files could not be written to /proc/none/owl: No such file or directory."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_sentence(run: Run, lake: Lake, arguments: list[str], sentence: str) -> None:
    code, told = run(*arguments)
    assert code == 2 and sentence in told, told


def test_without_demand_or_roads(run: Run, tmp_path: Path) -> None:
    Lake(tmp_path / "home").make()
    code, told = run()
    assert code == 2 and "There are no trips to plan night buses on" in told
