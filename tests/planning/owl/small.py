"""A street of five stops, there and back, and a plan of two routes on it, by hand."""

import numpy as np

from planning.owl.ground import Demand, OwlPlan, Roads, Route

# Stops 0-4 lie 1 km apart on a street going east from 역삼역; each stretch takes 3 minutes out, 4 back.
STEP_DEGREES = 0.0113
NAMES = ("역삼역", "선릉역", "삼성역", "종합운동장", "잠실역")


def roads() -> Roads:
    """Stretches 0-1-2-3-4 and back."""
    tail = [0, 1, 2, 3, 4, 3, 2, 1]
    head = [1, 2, 3, 4, 3, 2, 1, 0]
    return Roads(
        stop_ids=tuple(f"s{n}" for n in range(5)),
        stop_names=NAMES,
        latitude=np.full(5, 37.5),
        longitude=127.03 + STEP_DEGREES * np.arange(5),
        tail=np.array(tail),
        head=np.array(head),
        metres=np.full(8, 1_000.0),
        minutes=np.array([3.0] * 4 + [4.0] * 4),
        inputs={"pattern_stop/2026-11-01": "network-1"},
    )


def plan() -> OwlPlan:
    """N1 runs the whole street (28 minutes), N2 the first three stops (14 minutes)."""
    return OwlPlan(
        routes=(
            Route("N1", (0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (0, 2, 4), (4, 2, 0), 8_000.0, 28.0),
            Route("N2", (0, 1, 2), (2, 1, 0), (0, 1, 2), (2, 1, 0), 4_000.0, 14.0),
        ),
        headways_min={"N1": {24: 19.0, 25: 19.0, 26: 38.0, 27: 38.0}, "N2": {24: 30.0, 25: 30.0, 26: 30.0}},
        buses={"N1": 2, "N2": 1},
        figures={"covered_share": 0.8, "served_share": 0.6, "served_trips": 60.0, "trips": 100.0},
        of_route=({"added_trips": 30.0}, {"added_trips": 5.0}),
        made_by={"solver": "by hand", "seed": 1, "iterations": 10, "bound": 80.0, "gap": 1 / 3, "seconds": 0.5,
                 "parameters": {"routes": 2}, "inputs": {"pattern_stop/2026-11-01": "network-1"}},
    )  # fmt: skip


def demand() -> Demand:
    """Trips between the hexagons of the first and the last stop, at 24 and 25, and a few to one nobody serves."""
    import h3

    here = roads()
    places = list(zip(here.latitude, here.longitude, strict=True))
    hexes = (
        h3.latlng_to_cell(*places[0], 8),
        h3.latlng_to_cell(*places[4], 8),
        h3.latlng_to_cell(37.60, 127.15, 8),
    )
    trips = np.zeros((2, 3, 3))
    trips[0, 0, 1], trips[1, 1, 0], trips[0, 0, 2] = 50, 30, 20
    return Demand(hexes, (24, 25), trips, "calls", {"night_od/2026-11": "od-1"})


def lake(home):  # type: ignore[no-untyped-def]
    """A lake whose night demand and stop sequences make these roads and this demand."""
    from datetime import date

    from nightowl.lake import Lake
    from tests.planning.section_rows import put

    made = Lake(home).make()
    of, there = demand(), roads()
    od = [
        {"month": "2026-11", "weekday": None, "hour": hour, "origin_hex": of.hexes[i], "home_hex": of.hexes[j], "persons_cnt": 20, "person_nights_cnt": 40,
         "nights_cnt": 10, "residents_est": float(of.trips[of.hours.index(hour) if hour else slice(None), i, j].sum()), "is_hidden": False, "hidden_pairs_cnt": 0}
        for hour in (None, 24, 25)
        for i in range(3)
        for j in range(3)
        if of.trips[of.hours.index(hour) if hour else slice(None), i, j].sum() > 0
    ]  # fmt: skip
    hidden = dict.fromkeys(od[0], None) | {"month": "2026-11", "is_hidden": True, "hidden_pairs_cnt": 7}
    put(made, "aggregate/night_od_public", "month", "2026-11", [*od, hidden], "od-1")
    passed = [
        {"valid_from": date(2026, 11, 1), "inventory": "bus_routes", "route_id": "r1", "pattern_id": "r1", "stop_seq": n + 1, "stop_id": there.stop_ids[s],
         "stop_name": there.stop_names[s], "latitude": 37.5, "longitude": float(there.longitude[s]), "section_m": 1_000.0 if n else None, "speed_kmh": 20.0, "is_turning_point": n == 4}
        for n, s in enumerate((0, 1, 2, 3, 4, 3, 2, 1, 0))
    ]  # fmt: skip
    places = {
        "valid_from": date(2026, 11, 1),
        "inventory": "bus_stops",
        "stop_id": "far",
        "stop_name": "far",
        "mode": "bus",
        "latitude": 37.7,
        "longitude": 127.1,
    }
    put(made, "clean/pattern_stop", "valid_from", "2026-11-01", passed, "network-1")
    put(made, "clean/stop", "valid_from", "2026-11-01", [places], "network-1")
    return made


def made(of_demand=None, of_roads=None):  # type: ignore[no-untyped-def]
    """The plan with its timetable, of a demand of which it serves half of what it reaches, beside a worse network."""
    from planning.owl import rows, timetable

    of_demand, of_roads, of = of_demand or demand(), of_roads or roads(), plan()
    served = of_demand.of_night.copy()
    served[0, 2] = 0.0
    figures = {"routes_cnt": 2, "route_km": 12.0, "buses_cnt": 3, "bus_km": 124.0, "trips_est": 100.0, "served_trips_est": 80.0, "served_share": 0.8,
               "covered_share": 0.8, "covered_trips_est": 80.0, "direct_share": 0.8, "riders_est": 8.0, "odd_figure": 1.5}  # fmt: skip
    networks = {"plan": figures, "current": figures | {"served_trips_est": 40.0, "served_share": 0.4, "direct_share": 0.4, "riders_est": 4.0,
                                                       "stability_jaccard": float("nan")}}  # fmt: skip
    return rows.Made(
        of,
        of_demand,
        of_roads,
        timetable.of_plan(of, of_roads, 10),
        served,
        np.array([1.0, 0.5, 0.0]),
        networks,
    )
