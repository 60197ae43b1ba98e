from datetime import date

import numpy as np
import pandas as pd
import pytest

from nightowl.lake import Lake
from nightowl.profile import Bounds, load
from planning.owl import roads

STOPS = pd.DataFrame(
    {
        "stop_id": ["a", "b", "c", "d", "far", "nowhere"],
        "stop_name": ["가", "나", "다", None, "라", "마"],
        "latitude": [37.50, 37.50, 37.50, 37.51, 35.0, np.nan],
        "longitude": [127.00, 127.01, 127.02, 127.00, 127.0, np.nan],
    }
)
# b is 882 m east of a, c as far from b; d is 1112 m north of a.
ROWS = [
    ("a", "b", 900.0, 20.0), ("a", "b", 1_000.0, 20.0), ("a", "b", 1_100.0, 20.0), ("b", "a", 1_000.0, 40.0),
    ("b", "c", None, None), ("c", "b", 900.0, 500.0),
    ("a", "d", 0.0, 20.0), ("d", "a", 500.0, 20.0), ("a", "d", 90_000.0, 20.0),
    ("c", "d", 2_500.0, 20.0),
    ("a", "a", 10.0, 20.0), ("a", "nowhere", 300.0, 20.0), ("a", "far", 300.0, 20.0), ("a", "unlisted", 300.0, 20.0),
]  # fmt: skip
BOUNDS = Bounds(south=37.4, west=126.9, north=37.6, east=127.1)


def built(rows: list) -> roads.Sifted:
    return roads.build(
        STOPS,
        pd.DataFrame(rows, columns=["tail", "head", "section_m", "speed_kmh"]),
        24.0,
        BOUNDS,
        {"x": "run"},
    )


def test_a_stretch_has_the_median_length_and_what_is_no_road_is_left_out_with_counts() -> None:
    found = built(ROWS)
    assert found.roads.stop_ids == ("a", "b", "c")
    legs = {
        (found.roads.stop_ids[t], found.roads.stop_ids[h]): m
        for t, h, m in zip(found.roads.tail, found.roads.head, found.roads.metres, strict=True)
    }
    assert legs["a", "b"] == legs["b", "a"] == 1_000 and legs["c", "b"] == 900
    assert legs["b", "c"] == pytest.approx(1.3 * 882, rel=1e-3)
    assert found.left_out == {
        "outside_city": 1, "without_place": 2, "same_stop": 1, "length_zero": 1, "length_too_short": 1, "length_absurd": 1, "cut_off": 1,
    }  # fmt: skip


def test_all_roads_together_are_driven_at_the_speed_of_the_rules_and_fast_streets_faster() -> None:
    found = built(ROWS).roads
    assert found.metres.sum() / 1_000 / (found.minutes.sum() / 60) == pytest.approx(24)
    kmh = found.metres / found.minutes
    assert kmh[(found.tail == 1) & (found.head == 0)] == pytest.approx(
        2 * kmh[(found.tail == 0) & (found.head == 1)], rel=0.3
    )


def test_without_a_way_there_and_back_there_are_no_roads() -> None:
    with pytest.raises(roads.NoRoads, match="there and back"):
        built([("a", "b", 900.0, 20.0)])
    with pytest.raises(roads.NoRoads, match="none has a place and a length"):
        built([("a", "b", 0.0, 20.0)])


def test_an_empty_lake_says_what_to_deliver(tmp_path) -> None:
    with pytest.raises(roads.NoRoads, match="feed pattern_stop"):
        roads.load(Lake(tmp_path).make(), load("seoul"))


def test_a_route_listed_one_way_comes_back_the_same_way_and_rails_are_no_roads(tmp_path) -> None:
    lake = Lake(tmp_path).make()
    row = {"inventory": "bus_routes", "speed_kmh": None, "latitude": 37.5, "is_turning_point": False}
    ways = {"100": (["a", "b", "c"], None), "M": (["a", "u", "c"], None), "loop": (["a", "b", "a"], 1)}
    places = {"a": 127.00, "b": 127.01, "c": 127.02, "u": 127.01}
    sequences = [
        row | {"route_id": route, "pattern_id": route, "stop_seq": n, "stop_id": stop, "stop_name": stop, "longitude": places[stop],
               "section_m": 900.0 if n else None, "is_turning_point": n == turn, "valid_from": date(2026, 11, day)}
        for route, (stops, turn) in ways.items() for n, stop in enumerate(stops) for day in ((1, 9) if route == "100" else (9,))
    ]  # fmt: skip
    stops = [{"inventory": "stops", "valid_from": date(2026, 11, 9), "stop_id": s, "stop_name": s, "mode": "subway" if s == "u" else "bus",
              "latitude": 37.5, "longitude": x} for s, x in places.items()]  # fmt: skip
    for table, rows in (("pattern_stop", sequences), ("stop", stops)):
        folder = lake.partition("clean", table, "valid_from", "2026-11-09")
        folder.mkdir(parents=True)
        pd.DataFrame(rows).to_parquet(folder / "part-0.parquet")
    found = roads.load(lake, load("seoul"))
    legs = {(found.stop_ids[t], found.stop_ids[h]) for t, h in zip(found.tail, found.head, strict=True)}
    assert legs == {("a", "b"), ("b", "c"), ("c", "b"), ("b", "a")}
    assert found.inputs == {"clean/pattern_stop/2026-11-09": "unmarked", "clean/stop/2026-11-09": "unmarked"}
