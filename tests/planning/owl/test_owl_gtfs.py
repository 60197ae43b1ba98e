"""The feed passes a validator, is read back by another's reader as what was planned, and is the same bytes each time."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import gtfs_guru
import gtfs_kit
import numpy as np
import pytest

from nightowl.errors import NightowlError
from planning.owl import gtfs, timetable
from planning.owl.ground import OwlPlan, Roads, Route
from tests.planning.owl import small

PUBLISHER = gtfs.Publisher("Seoul", "https://www.seoul.go.kr", "Asia/Seoul", "ko")
FIRST = date(2026, 12, 1)
PLAN, ROADS = small.plan(), small.roads()
TRIPS = timetable.of_plan(PLAN, ROADS, 10)


def feed(first: date = FIRST) -> bytes:
    return gtfs.feed(PLAN, ROADS, TRIPS, PUBLISHER, first=first, version="plan-1")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("feed") / "owl.gtfs.zip"
    gtfs.write(target, PLAN, ROADS, TRIPS, PUBLISHER, first=FIRST, version="plan-1")
    return target


def codes(file: Path, severity: str) -> set[str]:
    result = gtfs_guru.validate(str(file), country_code="KR", date=FIRST.isoformat())
    return {notice.code for notice in result.notices if notice.severity == severity}


def test_a_validator_finds_no_error(file: Path) -> None:
    result = gtfs_guru.validate(str(file), country_code="KR", date=FIRST.isoformat())
    assert (result.is_valid, result.error_count) == (True, 0), codes(file, "ERROR")
    # That a number such as N1 is not in mixed case is as it should be.
    assert codes(file, "WARNING") <= {"mixed_case_recommended_field"}


@pytest.mark.parametrize(
    ("table", "old", "new", "code"),
    [
        ("stop_times", "s4,3,", "s9,3,", "foreign_key_violation"),
        ("stop_times", "24:06:00", "23:06:00", "stop_time_with_arrival_before_previous_departure_time"),
        ("trips", "N2,nightly", "N9,nightly", "foreign_key_violation"),
        ("stops", "37.500000", "", "stop_without_location"),
    ],
)
def test_the_validator_would_find_one(tmp_path: Path, table: str, old: str, new: str, code: str) -> None:
    source = zipfile.ZipFile(io.BytesIO(feed()))
    with zipfile.ZipFile(tmp_path / "broken.zip", "w") as broken:
        for name in source.namelist():
            text = source.read(name).decode()
            broken.writestr(name, text.replace(old, new) if name == f"{table}.txt" else text)
    assert code in codes(tmp_path / "broken.zip", "ERROR")


def test_it_is_read_back_by_another_reader(file: Path) -> None:
    read = gtfs_kit.read_feed(file, dist_units="km")
    assert set(read.routes["route_type"]) == {3}
    assert (len(read.trips), len(read.stops), len(read.stop_times)) == (len(TRIPS), 4, 3 * len(TRIPS))
    stats = read.compute_trip_stats().set_index("trip_id")
    first = stats.loc["N1-out-01"]
    assert (first["start_time"], first["end_time"], first["num_stops"]) == ("24:00:00", "24:12:00", 3)
    assert first["distance"] == pytest.approx(4.0) and first["duration"] == pytest.approx(0.2)
    assert first["speed"] == pytest.approx(20)
    by_route = stats.groupby("route_id").size().to_dict()
    assert by_route == {"N1": 19, "N2": 12}
    assert read.get_dates()[0] == "20261201" and len(read.get_dates()) == 365
    of_n1 = read.trips[read.trips["route_id"] == "N1"]
    assert set(of_n1["trip_headsign"]) == {"잠실역", "역삼역"} and set(of_n1["block_id"]) == {
        "N1-bus1",
        "N1-bus2",
    }


def test_the_same_plan_is_the_same_bytes() -> None:
    assert feed() == feed() and feed() != feed(date(2027, 1, 1))


def test_times_go_past_midnight() -> None:
    assert [gtfs.clock(s) for s in (86_400, 93_784, 100_799)] == ["24:00:00", "26:03:04", "27:59:59"]
    assert [gtfs.first_evening(p) for p in ("2026-11", "2026-12-31")] == [FIRST, date(2027, 1, 1)]
    with pytest.raises(NightowlError, match="'soon' is no month"):
        gtfs.first_evening("soon")


def test_a_name_with_a_comma_and_a_stop_without_one(tmp_path: Path) -> None:
    roads = replace(ROADS, stop_names=('역삼역, "1번"', "", "", "", "잠실역"))
    read = zipfile.ZipFile(io.BytesIO(gtfs.feed(PLAN, roads, TRIPS, PUBLISHER, first=FIRST, version="x")))
    stops = read.read("stops.txt").decode().splitlines()
    assert stops[1].startswith('s0,"역삼역, ""1번""",') and stops[2].startswith("s1,s1,")


def test_what_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NightowlError, match="The plan has no trip, so there is no GTFS feed of it"):
        gtfs.feed(PLAN, ROADS, (), PUBLISHER, first=FIRST, version="x")
    with pytest.raises(NightowlError, match="could not be written to .*No such file or directory"):
        gtfs.write(tmp_path / "no" / "feed.zip", PLAN, ROADS, TRIPS, PUBLISHER, first=FIRST, version="x")


@pytest.mark.parametrize("seed", range(25))
def test_any_plan_is_a_sound_feed(tmp_path: Path, seed: int) -> None:
    """Random streets: stops without a name or at one place, stretches of a few centimetres, loops, headways that change."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(3, 12))
    spread = 0.00001 if seed % 5 == 0 else 0.05
    order = rng.permutation(count)
    tail, head = np.append(order[:-1], order[::-1][:-1]), np.append(order[1:], order[::-1][1:])
    roads = Roads(
        tuple(f"id {n}" for n in range(count)), tuple(str(rng.choice(["", "역삼역", "A, B", "Mary's \"Inn\""])) for _ in range(count)),
        37.5 + spread * rng.random(count), 127.0 + spread * rng.random(count), tail, head, rng.uniform(0.05, 3_000, len(tail)), rng.uniform(0.01, 9, len(tail)),
    )  # fmt: skip
    way = tuple(order.tolist())
    served = (way[0], *(s for s in way[1:-1] if rng.random() < 0.7), way[-1])
    route = Route(
        "O1", way, way[::-1], served, served[::-1], float(roads.metres.sum()), float(roads.minutes.sum())
    )
    headways = dict(zip(range(24, 28), rng.uniform(5, 60, 4), strict=True))
    buses = int(np.ceil((route.minutes + 10) / min(headways.values())))
    plan = OwlPlan((route,), {"O1": headways}, {"O1": buses})
    trips = timetable.of_plan(plan, roads, 10)
    timetable.check(trips, plan)
    target = tmp_path / "feed.zip"
    gtfs.write(target, plan, roads, trips, PUBLISHER, first=FIRST, version="x")
    assert codes(target, "ERROR") == set()
