"""Boardings of night routes with the places of their stops, and the blend made with them on a lake."""

from pathlib import Path

import pandas as pd
import pytest

from nightowl.lake import Lake
from nightowl.profile import load
from planning.owl import boardings, demand
from planning.owl.calibration import NothingToCalibrateOn
from tests.planning.owl.night_lake import living, put

NORTH, SOUTH = (37.59, 126.97), (37.50, 127.04)  # in the two dongs of `living`


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path).make()


def listed(number: int, place: tuple[float, float]) -> dict[str, object]:
    return {
        "stop_id": f"s{number}",
        "ars_id": f"{number:05}",
        "latitude": place[0] + number * 1e-4,
        "longitude": place[1],
    }


def boarded(
    route: str, number: int, month: str, hour: int, riders: int, virtual: bool = False
) -> dict[str, object]:
    return {"route_no": route, "ars_id": f"{number:05}", "stop_id": None, "month": month, "clock_hour": hour, "boardings_cnt": riders,
            "is_virtual_stop": virtual}  # fmt: skip


def network(lake: Lake, stops: int = 2) -> None:
    places = [(SOUTH if n % 2 else NORTH) for n in range(stops)]
    put(lake, "clean/stop", "valid_from", "2026-05-06", [
        {"valid_from": "2026-05-06", "inventory": "bus_stops", **listed(n, p)} for n, p in enumerate(places)
    ])  # fmt: skip
    sequence = [
        {
            "valid_from": "2017-12-01",
            "inventory": "bus_routes",
            "route_id": "r1",
            "pattern_id": "r1",
            "stop_seq": n + 1,
            **listed(n, p),
        }
        for n, p in enumerate(places)
    ]
    put(lake, "clean/pattern_stop", "valid_from", "2017-12-01", sequence)


def test_rows_by_route_stop_and_month(lake: Lake) -> None:
    network(lake)
    put(lake, "clean/bus_stop_month", "month", "2022-02", [
        boarded("N13", 1, "2022-02", 0, 100), boarded("N13", 1, "2022-02", 4, 20), boarded("N13", 1, "2022-02", 5, 1_000),  # 5 h is day
        boarded("470", 1, "2022-02", 0, 1_000), boarded("N13", 0, "2022-02", 3, 40), boarded("N13", 0, "2022-02", 3, 900, virtual=True),
        boarded("N13", 77, "2022-02", 0, 50), boarded("N852", 1, "2022-02", 0, 2),  # a stop no list places, a route that did not run
    ])  # fmt: skip
    rows, inputs = boardings.read(lake)
    assert rows[["route_no", "stop_id", "month", "nights", "boardings"]].to_numpy().tolist() == [
        ["N13", "00000", "2022-02", 28.0, 40.0],
        ["N13", "00001", "2022-02", 28.0, 120.0],
    ]
    # From stop 0 buses go on to stop 1, to the south-east; of the last stop nobody knows.
    assert rows.loc[0, "ahead_x"] > 0 > rows.loc[0, "ahead_y"]
    assert pd.isna(rows.loc[1, "ahead_x"])
    assert inputs == {
        "clean/bus_stop_month/2022-02": "bus_stop_month-1", "clean/stop/2026-05-06": "stop-1", "clean/pattern_stop/2017-12-01": "pattern_stop-1",
    }  # fmt: skip


def test_nothing_to_read(lake: Lake) -> None:
    with pytest.raises(NothingToCalibrateOn, match="bus_stop_month is empty"):
        boardings.read(lake)
    network(lake)
    put(lake, "clean/bus_stop_month", "month", "2022-02", [boarded("470", 1, "2022-02", 0, 1_000)])
    with pytest.raises(NothingToCalibrateOn, match="No boarding of a night route"):
        boardings.read(lake)


def test_a_blend_of_the_sources_there_are(lake: Lake) -> None:
    """Many board in the south, where people leave, few in the north: the estimate gets a weight, and alone it is the blend."""
    living(lake)
    network(lake, stops=40)
    put(lake, "clean/bus_stop_month", "month", "2022-02", [
        boarded(f"N{route}", n, "2022-02", 0, 300 if n % 2 else 30) for route in (1, 2) for n in range(40)
    ])  # fmt: skip
    seoul = load("seoul")
    mixed, alone = demand.load(lake, seoul, "blend"), demand.load(lake, seoul)
    assert (mixed.source, alone.source) == ("blend", "estimated")
    assert mixed.trips == pytest.approx(alone.trips)
    assert float(mixed.inputs["weight of estimated"]) > 0
    assert {"clean/bus_stop_month/2022-02", "estimated: clean/dong/2022-02-01"} <= set(mixed.inputs)
