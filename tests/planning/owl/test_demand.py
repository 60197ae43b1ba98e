"""Demand of a lake with calls, with taxi trips, with living population, with several and with none."""

from datetime import date
from pathlib import Path

import h3
import numpy as np
import pandas as pd
import pytest

from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.profile import Profile, load
from planning.owl import demand, gravity
from planning.owl.demand import NoDemand
from planning.owl.people import NoPeople
from tests.planning.owl.night_lake import living, put

HALL, GANGNAM, JAMSIL = "8830e1d8c1fffff", "8830e1ca2bfffff", "8830e1cae1fffff"


@pytest.fixture(scope="module")
def seoul() -> Profile:
    return load("seoul")


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path).make()


def call(
    origin: str | None,
    home: str | None,
    hour: int | None,
    nights: int,
    weekday: int | None = None,
    est: float | None = None,
) -> dict[str, object]:
    return {"month": "2022-03", "weekday": weekday, "hour": hour, "origin_hex": origin, "home_hex": home, "persons_cnt": nights,
            "person_nights_cnt": nights, "nights_cnt": 10, "residents_est": est, "is_hidden": origin is None,
            "hidden_pairs_cnt": 7 if origin is None else 0}  # fmt: skip


def calls(lake: Lake) -> None:
    put(lake, "aggregate/night_od_public", "month", "2022-02", [call(HALL, JAMSIL, None, 900)])
    put(lake, "aggregate/night_od_public", "month", "2022-03", [
        call(GANGNAM, HALL, None, 80), call(GANGNAM, HALL, 24, 20), call(GANGNAM, HALL, 25, 60), call(GANGNAM, HALL, None, 80, weekday=3),
        call(GANGNAM, HALL, 25, 60, weekday=3), call(GANGNAM, JAMSIL, None, 40, weekday=3), call(GANGNAM, JAMSIL, None, 40), call(None, None, None, 0),
    ])  # fmt: skip


def taxi(lake: Lake, part: str = "night") -> None:
    rows = [
        {"month": "2022-03", "day_part": p, "start_hex_id": a, "end_hex_id": b, "trips_cnt": n, "is_hidden": a is None, "hidden_cells_cnt": 3 if a is None else 0}
        for p, a, b, n in ((part, GANGNAM, HALL, 80), ("day", HALL, GANGNAM, 800), (part, None, None, 0), ("day", None, None, 0))
    ]  # fmt: skip
    put(lake, "aggregate/taxi_od_public", "month", "2022-03", rows)
    for day in ("2022-03-01", "2022-03-02"):
        put(lake, "clean/taxi_trip", "service_date", day, [{"secret": 1}])


def of(found: demand.Demand, hour: int, origin: str, destination: str) -> float:
    return float(
        found.trips[found.hours.index(hour), found.hexes.index(origin), found.hexes.index(destination)]
    )


def test_calls_of_the_newest_month(lake: Lake, seoul: Profile) -> None:
    calls(lake)
    found = demand.load(lake, seoul)
    assert (found.source, found.hours, found.hexes) == (
        "calls",
        (24, 25, 26, 27),
        tuple(sorted((HALL, GANGNAM, JAMSIL))),
    )
    assert [of(found, h, GANGNAM, HALL) for h in found.hours] == pytest.approx([2, 6, 0, 0])
    # The hours of this pair are hidden: its four persons a night go as the others do.
    assert [of(found, h, GANGNAM, JAMSIL) for h in found.hours] == pytest.approx([1, 3, 0, 0])
    assert found.trips.sum() == pytest.approx(12)
    assert found.inputs == {"aggregate/night_od_public/2022-03": "night_od_public-1", "hidden_pairs_cnt": "7"}


def test_residents_where_the_register_expands_persons(lake: Lake, seoul: Profile) -> None:
    put(
        lake,
        "aggregate/night_od_public",
        "month",
        "2022-03",
        [call(GANGNAM, HALL, None, 80, est=120.0), call(GANGNAM, HALL, 26, 80, est=120.0)],
    )
    assert of(demand.of_calls(lake, seoul), 26, GANGNAM, HALL) == 120


def test_taxi_trips_of_a_mean_night(lake: Lake, seoul: Profile) -> None:
    taxi(lake)
    found = demand.load(lake, seoul)
    assert found.source == "taxi"
    assert [of(found, h, GANGNAM, HALL) for h in found.hours] == [
        10,
        10,
        10,
        10,
    ]  # 80 in two nights, over four hours
    assert found.trips.sum() == 40
    assert found.inputs == {
        "aggregate/taxi_od_public/2022-03": "taxi_od_public-1",
        "hidden_pairs_cnt": "3",
        "nights_cnt": "2",
    }


def test_taxi_trips_without_times_are_of_the_night(lake: Lake, seoul: Profile) -> None:
    taxi(lake, part="unknown")
    assert demand.load(lake, seoul, "taxi").trips.sum() == 40


def test_estimated_from_who_is_where(lake: Lake, seoul: Profile) -> None:
    living(lake)
    found = demand.load(lake, seoul)
    assert found.source == "estimated"
    assert found.trips.sum() == pytest.approx(50_000 * demand.margins.MOVERS_A_SLEEPER)
    north = np.array([h3.cell_to_latlng(h)[0] > 37.55 for h in found.hexes])
    to_north = found.of_night[np.ix_(~north, north)].sum()
    # 900 more are in the north in the end.
    assert to_north - found.of_night[np.ix_(north, ~north)].sum() == pytest.approx(900, rel=0.01)
    assert set(found.inputs) == {
        "clean/dong/2022-02-01",
        "deterrence",
        *(f"clean/living_population/2022-03-0{d}" for d in (1, 2, 3)),
    }
    again = demand.load(lake, seoul)
    assert again.hexes == found.hexes
    assert (again.trips == found.trips).all()


def test_the_best_source_is_taken_and_another_may_be_asked_for(lake: Lake, seoul: Profile) -> None:
    living(lake)
    taxi(lake)
    calls(lake)
    assert demand.there(lake) == ["calls", "taxi", "estimated"]
    assert demand.load(lake, seoul).source == "calls"
    assert demand.load(lake, seoul, "taxi").source == "taxi"


def test_a_source_that_hides_all_its_pairs_is_passed_over(lake: Lake, seoul: Profile) -> None:
    put(lake, "aggregate/night_od_public", "month", "2022-03", [call(None, None, None, 0)])
    with pytest.raises(NoDemand, match="too few persons to be told"):
        demand.load(lake, seoul)
    taxi(lake)
    assert demand.load(lake, seoul).source == "taxi"


def test_nothing_there(lake: Lake, seoul: Profile) -> None:
    with pytest.raises(NoDemand, match="neither call records.*Deliver one of the feeds"):
        demand.load(lake, seoul)
    with pytest.raises(NoDemand, match="neither call records"):
        demand.load(lake, seoul, "blend")
    for source, told in {
        "calls": "telecom_event",
        "taxi": "taxi_trip",
        "estimated": "living_population",
        "guess": "one of calls, taxi",
    }.items():
        with pytest.raises(NightowlError, match=told):
            demand.load(lake, seoul, source)


def test_people_without_a_map_of_dongs_or_without_a_whole_night(
    lake: Lake, seoul: Profile, tmp_path: Path
) -> None:
    living(lake, with_dongs=False)
    with pytest.raises(NoPeople, match="Deliver the boundaries"):
        demand.estimated(lake, seoul)
    other = Lake(tmp_path / "other").make()
    put(other, "clean/living_population", "service_date", "2022-03-01", [
        {"service_date": date(2022, 3, 1), "hour": 24, "area_type": "dong", "dong_code": "11110515", "persons_low_cnt": 5.0, "persons_high_cnt": 5.0}
    ])  # fmt: skip
    with pytest.raises(NoPeople, match="every hour from midnight"):
        demand.estimated(other, seoul)


def test_a_register_stands_in_where_four_o_clock_was_not_counted(lake: Lake, seoul: Profile) -> None:
    living(lake, nights=1)
    for file in lake.partition("clean", "living_population", "service_date", "2022-03-02").glob("*.parquet"):
        file.unlink()
    put(lake, "clean/resident_population", "month", "2022-03", [
        {"dong_code": "11110515", "residents_cnt": 30_000}, {"dong_code": "11680640", "residents_cnt": 20_000}
    ])  # fmt: skip
    found = demand.estimated(lake, seoul)
    north = np.array([h3.cell_to_latlng(h)[0] > 37.55 for h in found.hexes])
    assert found.of_night[np.ix_(~north, north)].sum() > found.of_night[np.ix_(north, ~north)].sum()
    assert "clean/resident_population/2022-03" in found.inputs


def test_short_trips_are_walked() -> None:
    rows = pd.DataFrame(
        {"origin": [GANGNAM, GANGNAM], "destination": [GANGNAM, HALL], "hour": [24, 27], "trips": [10.0, 4.0]}
    )
    whole = demand.of_rows(rows, "calls", {"a": "b"})
    ridden = demand.rideable(whole)
    assert ridden.trips.sum() == pytest.approx(4 + 10 * (1 - gravity.apart([GANGNAM]).shorter(1.0)[0, 0]))
    assert of(ridden, 24, GANGNAM, GANGNAM) < 0.5
    assert ridden.inputs == {"a": "b", "least_km": "1"}
