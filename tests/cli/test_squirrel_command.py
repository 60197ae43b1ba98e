"""`squirrel` as a person runs it: the list, the map, and sentences where there is nothing to plan."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli import __main__ as command
from nightowl.lake import Lake
from tests.planning.section_rows import month_rows, put, put_network

Run = Callable[..., tuple[int | str | None, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> Run:
    monkeypatch.setenv("NIGHTOWL_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("NIGHTOWL_CITY", raising=False)
    monkeypatch.setattr(command.log, "configure", lambda lake: None)

    def run(*arguments: str) -> tuple[int | str | None, str]:
        monkeypatch.setattr(sys, "argv", ["nightowl", "squirrel", *arguments])
        with pytest.raises(SystemExit) as end:
            command.main()
        return end.value.code, capsys.readouterr().out

    return run


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = Lake(tmp_path / "home").make()
    crowded = [20.0] * 5 + [71.0] * 10 + [20.0] * 5
    put(lake, "aggregate/section_load_month", "month", "2022-03", month_rows("143", {8: crowded}))
    put_network(lake, {"143": 21})
    return lake


def test_the_list_and_the_map(run: Run, lake: Lake, tmp_path: Path) -> None:
    target = tmp_path / "map.geojson"
    code, told = run("--out", str(target))
    assert code == 0
    assert (
        "Screening: loads are those of a mean bus" in told
        and "from 0.5 times the threshold" in told
        and "Squirrel candidates: screening-2022-03-60" in told
    )
    (line,) = [words for words in told.splitlines() if "143-5 name" in words]
    assert all(word in line for word in ("143-15 name", "08:00-09:00", "5.0", "71"))
    assert "1 candidates with 6 buses, of 1 crowded stretches" in told and "(gap 0.00 %;" in told
    (feature,) = json.loads(target.read_text())["features"]
    assert (feature["properties"]["rank"], len(feature["geometry"]["coordinates"])) == (1, 11)


def test_the_threshold_is_asked_for(run: Run, lake: Lake) -> None:
    code, told = run("--threshold", "143", "--source", "screening", "--month", "2022-03")
    assert (
        code == 0
        and "no stretch of 4 to 6 km reaches 143 on board for 45 minutes or more. Try a lower --threshold."
        in told
    )
    code, told = run("--threshold", "seats", "--km-least", "1", "--minutes-least", "90")
    assert code == 0 and "no stretch of 1 to 6 km reaches 1.5 × seats" in told
    assert json.loads((lake.reports / "squirrel-screening-2022-03-143.geojson").read_text())["features"] == []
    assert "screening-2022-03-50" in run("--threshold", "50")[1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--threshold", "many"], "--threshold is 'many'; give passengers on board a bus, as 60, or 'seats' for so many times its seats."),
        (["--threshold", "0"], "No stretch can keep what was asked for: threshold: Input should be greater than 0."),
        (["--km-least", "7"], "No stretch can keep what was asked for: one_way_km: Value error, least 7 is more than most 6."),
        (["--source", "radio"], "--source is 'radio'; it is one of taps, screening."),
        (["--month", "2021-01"], "There are no section loads of 2021-01 in aggregate/section_load_month; the months there are 2022-03."),
        (["--source", "taps"], "There are no section loads: aggregate/section_load_10min is empty."),
        (["--out", "/no/such/folder/map.geojson"], "its map could not be written to /no/such/folder/map.geojson: No such file or directory."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_sentence(run: Run, lake: Lake, arguments: list[str], sentence: str) -> None:
    code, told = run(*arguments)
    assert code == 2 and sentence in told
