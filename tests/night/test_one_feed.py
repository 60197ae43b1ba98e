"""A city that reads one feed has a green night: what belongs to the feeds that are switched off is neither run, asked after nor warned of."""

from pathlib import Path

import pytest
import yaml

from nightowl import profile
from nightowl.lake import Lake
from nightowl.quality import Result, read_results, read_runs
from nightowl.snapshots import open_snapshot
from tests.night.conftest import NIGHT, Ran, cli

pytestmark = pytest.mark.long

MONTH = "bus_2026_10.csv"
NAMES = "사용년월,노선번호,노선명,버스정류장ARS번호,역명"
HOURS = ",".join(f"{hour}시승차총승객수,{hour}시하차총승객수" for hour in range(24))
STOPS = [
    ("N15", "N15번(우이동~남태령)", "01001", "종로2가", 7),
    ("N15", "N15번(우이동~남태령)", "~", "남태령역(가상)", 2),
    ("143", "143번(정릉~개포동)", "23285", "강남역", 40),
]


def city_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *feeds: str, off: tuple[str, ...] = ()
) -> None:
    """Seoul with these feeds alone, and some that it names and has switched off."""
    seoul = profile.load().model_dump(mode="json")
    seoul["feeds"] = {f: seoul["feeds"][f] | {"enabled": f not in off} for f in (*feeds, *off)}
    path = tmp_path / "one_feed.yaml"
    path.write_text(yaml.safe_dump(seoul, allow_unicode=True), encoding="utf-8")
    monkeypatch.setenv("NIGHTOWL_CITY", str(path))


def of_the_night(lake: Lake) -> list[Result]:
    (run,) = read_runs(lake)
    assert (run.verdict, run.held_groups) == ("published", ())
    return read_results(lake, run.run_id)


def rows(lake: Lake, table: str) -> int:
    with open_snapshot(lake) as con:
        ((found,),) = con.execute(f"select count(*) from {table}").fetchall()
    return found


def assert_green(ran: Ran, lake: Lake, *silent: str) -> None:
    """Published whole; of what was not asked there is no word; no check failed, none could not be tried."""
    assert ran.code == 0, ran.output
    results = of_the_night(lake)
    assert [(r.code, r.observed) for r in results if r.status == "error"] == []
    assert [(r.code, r.observed) for r in results if r.status == "fail" and r.severity == "critical"] == []
    assert {r.tool for r in results} == {"dbt", "gx"}
    told_of = {r.table_name for r in results if r.tool == "gx"}
    assert not [t for t in told_of if any(word in t for word in silent)]


def test_a_city_with_telecom_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    city_with(tmp_path, monkeypatch, "telecom_event", "cell", off=("bus_stop_month",))
    lake = Lake(tmp_path / "home")
    ran = cli(lake.home, "night", "--date", NIGHT, "--size", "tiny")
    assert_green(ran, lake, "resident", "dong", "bus", "boardings")
    assert "transit" not in ran.output.split("Steps")[1].split("report")[0], "its DAG has nothing to do"
    assert rows(lake, "mart_owl__night_demand") > 0 and rows(lake, "dim_cell") > 0
    assert (rows(lake, "dim_dong"), rows(lake, "fct_bus_stop_month")) == (0, 0)
    assert not list((lake.root / "clean" / "resident_population").glob("*=*")), "delivered, but switched off"


def test_a_city_with_bus_months_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    city_with(tmp_path, monkeypatch, "bus_stop_month")
    lake = Lake(tmp_path / "home")
    lines = [",".join(["202610", *names, *([str(count)] * 48)]) for *names, count in STOPS]
    (tmp_path / MONTH).write_text("\n".join([f"{NAMES},{HOURS}", *lines]) + "\n", encoding="utf-8")
    delivered = cli(lake.home, "deliver", "bus_stop_month", str(tmp_path / MONTH), "--date", "2026-11-05")
    assert delivered.code == 0, delivered.output
    ran = cli(lake.home, "night", "--date", NIGHT)
    assert_green(ran, lake, "telecom", "cell", "presence", "dong", "resident", "night_demand")
    assert "telecom" not in ran.output.split("Steps")[1].split("report")[0]
    assert rows(lake, "fct_bus_stop_month") == 3 * 24
    with open_snapshot(lake) as con:
        owl = con.execute("select sum(boardings_cnt) from mart_owl__night_boardings").fetchall()
    assert owl == [((7 + 2) * 5,)], "night routes, clock hours 0-4"
    assert (rows(lake, "mart_owl__night_demand"), rows(lake, "dim_cell")) == (0, 0)
    assert rows(lake, "dim_date") == 365


def test_a_city_with_complaints_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    city_with(tmp_path, monkeypatch, "complaint_version", off=("card_tap",))
    lake = Lake(tmp_path / "home")
    ran = cli(lake.home, "night", "--date", NIGHT, "--size", "tiny")
    assert_green(ran, lake, "telecom", "cell", "presence", "resident", "bus", "tap", "stop_hour")
    steps = ran.output.split("Steps")[1].split("report")[0]
    assert "complaints." in steps and "telecom." not in steps and "transit." not in steps
    assert rows(lake, "mart_complaints__dong_day") > 0
    assert (rows(lake, "mart_owl__night_demand"), rows(lake, "mart_squirrel__stop_hour")) == (0, 0)


def test_a_city_with_taps_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    city_with(tmp_path, monkeypatch, "card_tap")
    lake = Lake(tmp_path / "home")
    ran = cli(lake.home, "night", "--date", NIGHT, "--size", "tiny")
    assert_green(ran, lake, "telecom", "cell", "presence", "resident", "complaint")
    assert rows(lake, "mart_squirrel__stop_hour") > 0
    assert rows(lake, "mart_complaints__dong_day") == 0
