"""A folder of public files: which feed of which city takes a file, and what is told when none does."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from cli import loading
from cli.delivery import deliver, landing_name
from nightowl import profile
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.shapes import day_in_name

SEOUL = profile.load("seoul")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Public files as somebody keeps them: some known, one of another city, one nobody knows, one unfinished."""
    for name in (
        "bus/bus_route_stop_hour_2022_03.txt.zip", "network/topis_route_stops_2017.zip", "boston/boston311_2011.zip",
        "photo.png", "bus/.bus_route_stop_hour_2022_04.txt.zip", "bus/bus_route_stop_hour_2022_05.txt.zip.part",
    ):  # fmt: skip
        path = tmp_path / "public" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return tmp_path / "public"


@pytest.fixture
def nights(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """The nights that were started, by what their environment says; none really runs."""
    ran: list[dict[str, str]] = []

    def run(command: list[str], **how: dict[str, str]) -> subprocess.CompletedProcess[str]:
        assert command[1:4] == ["-m", "cli", "night"]
        ran.append({name: how["env"][name] for name in ("NIGHTOWL_HOME", "NIGHTOWL_CITY")})
        return subprocess.CompletedProcess(command, 3 if ran[-1]["NIGHTOWL_CITY"] == "boston" else 0)

    monkeypatch.delenv("NIGHTOWL_CITY", raising=False)
    monkeypatch.setattr(loading.subprocess, "run", run)
    return ran


def landed(lake: Lake) -> dict[str, set[str]]:
    return {p.name: {f.name for f in p.glob("*/*")} for p in lake.landing.iterdir()}


def test_each_file_goes_to_every_feed_that_knows_its_name(
    folder: Path, tmp_path: Path, nights: list, capsys
) -> None:
    lake = Lake(tmp_path / "home")
    assert loading.load(lake, folder, None, None) == 3, "the worst of the nights"
    topis = "topis_route_stops_2017.of-2017-12-01.zip"
    assert landed(lake) == {
        "bus_stop_month": {"bus_route_stop_hour_2022_03.txt.zip"},
        "stop": {topis},
        "route": {topis},
        "pattern_stop": {topis},
    }
    assert landed(loading.lake_of(lake, "boston")) == {"complaint_version": {"boston311_2011.zip"}}
    assert [n["NIGHTOWL_CITY"] for n in nights] == ["seoul", "boston"]
    assert nights[1]["NIGHTOWL_HOME"] == str(lake.home / "cities" / "boston")
    assert "photo.png" in " ".join(capsys.readouterr().out.split())


def test_loaded_twice_nothing_is_delivered_again(folder: Path, tmp_path: Path, nights: list) -> None:
    lake = Lake(tmp_path / "home")
    loading.load(lake, folder, "seoul", None)
    before = sorted(lake.landing.rglob("*"))
    loading.load(lake, folder, "seoul", None)
    assert sorted(lake.landing.rglob("*")) == before
    assert [n["NIGHTOWL_CITY"] for n in nights] == ["seoul", "seoul"]


def test_a_folder_without_a_known_file_is_told(tmp_path: Path, nights: list) -> None:
    (tmp_path / "photo.png").write_bytes(b"x")
    with pytest.raises(NightowlError, match=r"Of the 1 files in .* no feed of seoul, .*boston.* knows one"):
        loading.load(Lake(tmp_path / "home"), tmp_path, None, None)
    with pytest.raises(NightowlError, match="There is no folder"):
        loading.load(Lake(tmp_path / "home"), tmp_path / "nowhere", None, None)
    assert nights == []


def test_the_day_a_file_is_about_goes_into_its_name_and_comes_out_again(tmp_path: Path) -> None:
    day = date(2018, 10, 24)
    assert landing_name("a.csv.gz", None) == "a.csv.gz"
    assert landing_name("a.csv.gz", day) == "a.of-2018-10-24.csv.gz"
    (tmp_path / "weeks_20190304.json").write_bytes(b"[]")
    target = deliver(
        Lake(tmp_path).make(),
        SEOUL,
        "living_population",
        tmp_path / "weeks_20190304.json",
        date(2026, 11, 2),
        day,
    )
    assert day_in_name(target.name) == day
