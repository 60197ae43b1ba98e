"""The tables of a plan by hand: routes, stops, networks, and whom nobody serves; and the files made of them."""

import json

import pytest
from shapely.geometry import shape

from nightowl.plan_tables import TABLES
from planning.owl import routes_json, rows
from portal import owl_map
from tests.planning.owl import small

ABOUT = rows.About(
    plan="standing-calls-2026-11", plan_id="0a1b2c3d4e5f6a7b", period="2026-11", is_standing=True, params={"owl": {"routes": 2}}, params_hash="f" * 16,
    inputs={"aggregate/night_od_public/2026-11": "od-1"}, layover_min=10.0, hex_resolution=8,
)  # fmt: skip
HOME, FAR, BEYOND = small.demand().hexes


@pytest.fixture(scope="module")
def tables() -> dict:
    demand = small.demand()
    demand.inputs["hidden_pairs_cnt"] = "7"
    return rows.tables(ABOUT, small.made(demand))


def test_every_row_has_its_plan_and_its_columns(tables: dict) -> None:
    for name, table in tables.items():
        assert table.schema.equals(TABLES["plan", name]), name
        assert {(row["plan"], row["plan_id"]) for row in table.to_pylist()} == {(ABOUT.plan, ABOUT.plan_id)}
    (plan,) = tables["owl_plan"].to_pylist()
    assert (plan["source"], plan["period"], plan["routes_cnt"], plan["buses_cnt"], plan["route_km"]) == (
        "calls",
        "2026-11",
        2,
        3,
        12.0,
    )
    assert (plan["solver"], plan["seed"], plan["iterations"], plan["bound"]) == ("by hand", 1, 10, 80.0)
    assert json.loads(plan["params_json"]) == {"owl": {"routes": 2}}
    assert json.loads(plan["input_snapshot"]) == {"aggregate/night_od_public/2026-11": "od-1"}


def test_routes(tables: dict) -> None:
    first, second = tables["owl_route"].to_pylist()
    assert (first["from_stop_name"], first["to_stop_name"], first["stops_cnt"], first["length_km"]) == (
        "역삼역",
        "잠실역",
        6,
        8.0,
    )
    assert (first["run_min"], first["cycle_min"], first["buses_cnt"]) == (28.0, 38.0, 2)
    # 10 times out and 9 times back, 4 km each.
    assert (first["departures_cnt"], first["bus_km"], first["first_departure_s"]) == (19, 76.0, 86_400)
    assert [first[f"headway_{h}_min"] for h in (24, 25, 26, 27)] == [19, 19, 38, 38]
    assert second["headway_27_min"] is None
    assert json.loads(first["figures_json"]) == {"added_trips": 30.0}


def test_stops_in_order(tables: dict) -> None:
    told = [
        (r["direction"], r["stop_seq"], r["stop_name"], r["way_km"], r["run_s"], r["first_s"] - 86_400)
        for r in tables["owl_route_stop"].to_pylist()
        if r["route_no"] == "N1"
    ]
    assert told == [
        ("out", 1, "역삼역", 0.0, 0, 0), ("out", 2, "삼성역", 2.0, 360, 360), ("out", 3, "잠실역", 4.0, 720, 720),
        ("back", 1, "잠실역", 0.0, 0, 1_020), ("back", 2, "삼성역", 2.0, 480, 1_500), ("back", 3, "역삼역", 4.0, 960, 1_980),
    ]  # fmt: skip


def test_networks_have_their_figures_and_keep_those_without_a_column(tables: dict) -> None:
    plan, current = tables["owl_network"].to_pylist()
    assert (plan["network"], plan["routes_cnt"], plan["served_share"]) == ("plan", 2, 0.8)
    assert (current["network"], current["served_share"], current["stability_jaccard"]) == (
        "current",
        0.4,
        None,
    )
    assert json.loads(plan["figures_json"])["odd_figure"] == 1.5


def test_whom_nobody_serves(tables: dict) -> None:
    told = [
        tuple(r[c] for c in ("hex_id", "trips_from_est", "unserved_from_est", "trips_to_est", "unserved_to_est", "covered_share", "is_hidden", "hidden_pairs_cnt"))
        for r in tables["owl_unserved"].to_pylist()
    ]  # fmt: skip
    hidden = (None, None, None, None, None, None, True, 7)
    both = sorted(
        [(HOME, 70.0, 20.0, 30.0, 0.0, 1.0, False, 0), (BEYOND, 0.0, 0.0, 20.0, 20.0, 0.0, False, 0)]
    )
    assert told == [*both, (FAR, 30.0, 0.0, 50.0, 0.0, 0.5, False, 0), hidden]


def test_routes_json(tables: dict) -> None:
    told = json.loads(routes_json.routes(tables))
    assert (told["plan"], told["made_by"]["seed"], told["made_by"]["params"]) == (
        ABOUT.plan,
        1,
        {"owl": {"routes": 2}},
    )
    assert list(told["networks"]) == ["plan", "current"]
    (route, _) = told["routes"]
    assert (route["route_no"], route["headways_min"], route["buses_cnt"]) == (
        "N1",
        {"24": 19.0, "25": 19.0, "26": 38.0, "27": 38.0},
        2,
    )
    assert [s["stop_name"] for s in route["stops"]["back"]] == ["잠실역", "삼성역", "역삼역"]
    assert routes_json.routes(tables) == routes_json.routes(tables)


def test_geojson(tables: dict) -> None:
    told = json.loads(routes_json.geojson(tables))
    kinds = [f["properties"]["kind"] for f in told["features"]]
    assert [kinds.count(k) for k in ("route", "stop", "demand")] == [2, 4, 3]
    shapes = [shape(f["geometry"]) for f in told["features"]]
    assert all(s.is_valid for s in shapes)
    assert all(s.exterior.is_ccw for s in shapes if s.geom_type == "Polygon"), "RFC 7946, 3.1.6"
    (line,) = [f for f in told["features"] if f["id"] == "route/N1"]
    assert line["geometry"]["coordinates"][0][0] == [127.03, 37.5]
    (stop,) = [f for f in told["features"] if f["id"] == "stop/s2"]
    assert stop["properties"]["routes"] == ["N1", "N2"]


def test_the_picture(tables: dict) -> None:
    drawn = owl_map.draw(
        "Owl <plan>", *(tables[n].to_pylist() for n in ("owl_route", "owl_route_stop", "owl_unserved"))
    )
    assert (drawn.count("<polygon"), drawn.count("<polyline"), drawn.count("<circle")) == (3, 4, 4)
    assert (
        "Owl &lt;plan&gt;" in drawn and "N1  역삼역 – 잠실역, 8 km, 2 buses" in drawn and "nan" not in drawn
    )
