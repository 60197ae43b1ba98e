"""An Owl plan as rows, in the columns of `nightowl.plan_tables`: the plan, its routes and stops, networks it is held against, what nobody serves.

Trips come from the public tables of demand, in which a pair of hexagons with fewer than k persons is not named: every figure here is a sum over the
pairs that are told there, so no sum runs over a hidden one; how many pairs are hidden stands beside.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import h3
import numpy as np
import pyarrow as pa

from nightowl import plan_tables
from planning.owl.ground import NIGHT_HOURS, Demand, Floats, OwlPlan, Roads, Route
from planning.owl.gtfs import name_of
from planning.owl.timetable import BACK, OUT, Trip, along, places_of, stretches

PLANNED = "plan"
DIGITS, SHARE_DIGITS, PLACE_DIGITS = 2, 4, 6
HIDDEN = "hidden_pairs_cnt"


@dataclass(frozen=True)
class Made:
    """A plan and what the tables tell of it.

    `served`: of the night's trips (from × to, as `demand.of_night`) those it serves. `covered`: of each hexagon of
    the demand the share of its ground within reach of one of its stops.
    `networks`: name → figures, of the plan (`plan`) and of those it is held against.
    """

    plan: OwlPlan
    demand: Demand
    roads: Roads
    trips: tuple[Trip, ...]
    served: Floats
    covered: Floats
    networks: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class About:
    """What every row of a plan tells of it."""

    plan: str
    plan_id: str
    period: str
    is_standing: bool
    params: dict[str, object]
    params_hash: str
    inputs: Mapping[str, str]
    layover_min: float
    hex_resolution: int

    @property
    def key(self) -> dict[str, object]:
        """The columns that every row begins with."""
        return {"plan": self.plan, "plan_id": self.plan_id}


def tables(about: About, made: Made) -> dict[str, pa.Table]:
    """Table → its rows, in the order in which they are read."""
    rows: dict[str, list[dict[str, Any]]] = {
        "owl_plan": [_plan(about, made)],
        "owl_route": [_route(about, made, n) for n in range(len(made.plan.routes))],
        "owl_route_stop": [row for route in made.plan.routes for row in _route_stops(about, made, route)],
        "owl_network": [about.key | {"network": name} | _figures(f) for name, f in made.networks.items()],
        "owl_unserved": _unserved(about, made),
    }  # fmt: skip
    return {
        name: pa.Table.from_pylist([about.key | row for row in told], plan_tables.TABLES["plan", name])
        for name, told in rows.items()
    }


def _plan(about: About, made: Made) -> dict[str, Any]:
    plan, by = made.plan, made.plan.made_by
    return {
        "source": made.demand.source, "period": about.period, "is_standing": about.is_standing, "routes_cnt": len(plan.routes),
        "buses_cnt": sum(plan.buses.values()), "route_km": _rounded(sum(r.metres for r in plan.routes) / 1_000),
        "objective": _number(by.get("objective")),
        "bound": _number(by.get("bound")), "gap": _number(by.get("gap")), "solver": str(by.get("solver", "")), "seed": _whole(by.get("seed")),
        "iterations": _whole(by.get("iterations")), "runtime_s": _rounded(_number(by.get("seconds"))), "params_hash": about.params_hash,
        "params_json": text(about.params), "input_snapshot": text(about.inputs), "figures_json": text(told(plan.figures)),
    }  # fmt: skip


def _route(about: About, made: Made, number: int) -> dict[str, Any]:
    plan, roads = made.plan, made.roads
    route = plan.routes[number]
    runs = [trip for trip in made.trips if trip.route == route.name]
    metres = {
        d: along(p, stretches(roads), route.name)[0][-1] for d, p in ((OUT, route.out), (BACK, route.back))
    }
    figures = dict(plan.of_route[number]) if number < len(plan.of_route) else {}
    headways = plan.headways_min.get(route.name, {})
    first, last = route.served_out[0], route.served_out[-1]
    return {
        "route_no": route.name, "from_stop_id": roads.stop_ids[first], "from_stop_name": name_of(roads.stop_names[first], roads.stop_ids[first]),
        "to_stop_id": roads.stop_ids[last], "to_stop_name": name_of(roads.stop_names[last], roads.stop_ids[last]),
        "stops_cnt": len(route.served_out) + len(route.served_back), "length_km": _rounded(route.metres / 1_000),
        "run_min": _rounded(route.minutes), "cycle_min": _rounded(route.minutes + about.layover_min), "buses_cnt": plan.buses.get(route.name, 0),
        **{f"headway_{hour}_min": _rounded(_number(headways.get(hour))) for hour in NIGHT_HOURS},
        "departures_cnt": len(runs), "first_departure_s": min(t.departure_s for t in runs), "last_departure_s": max(t.departure_s for t in runs),
        "bus_km": _rounded(sum(metres[t.direction] for t in runs) / 1_000),
        **_some(figures, ("served_trips_est", "lost_trips_est", "riders_est", "riders_per_bus_km")),
        "figures_json": text(told(figures)), "line_wkt": _lines(route, roads),
    }  # fmt: skip


def _route_stops(about: About, made: Made, route: Route) -> list[dict[str, Any]]:
    """The stops at which a route halts, in both directions, in order."""
    roads, rows = made.roads, []
    for direction, passed, served in (
        (OUT, route.out, route.served_out),
        (BACK, route.back, route.served_back),
    ):
        metres, _ = along(passed, stretches(roads), route.name)
        runs = [t.times_s for t in made.trips if (t.route, t.direction) == (route.name, direction)]
        for n, (place, stop) in enumerate(zip(places_of(passed, served, route.name), served, strict=True)):
            latitude, longitude = float(roads.latitude[stop]), float(roads.longitude[stop])
            rows.append(
                {
                    "route_no": route.name, "direction": direction, "stop_seq": n + 1, "stop_id": roads.stop_ids[stop],
                    "stop_name": name_of(roads.stop_names[stop], roads.stop_ids[stop]), "latitude": latitude, "longitude": longitude,
                    "hex_id": h3.latlng_to_cell(latitude, longitude, about.hex_resolution), "way_km": round(metres[place] / 1_000, 3),
                    "run_s": runs[0][n] - runs[0][0], "first_s": runs[0][n], "last_s": runs[-1][n],
                }
            )  # fmt: skip
    return rows


def _unserved(about: About, made: Made) -> list[dict[str, Any]]:
    """Trips by hexagon and those not served, most of them first; and one row that tells how many pairs of hexagons are hidden."""
    trips = np.array(made.demand.of_night)
    np.fill_diagonal(trips, 0.0)  # who stays in the hexagon walks
    lacking = np.clip(trips - made.served, 0.0, None)
    sums = {"trips_from_est": trips.sum(axis=1), "unserved_from_est": lacking.sum(axis=1), "trips_to_est": trips.sum(axis=0),
            "unserved_to_est": lacking.sum(axis=0)}  # fmt: skip
    shown: list[dict[str, Any]] = []
    for n, cell in enumerate(made.demand.hexes):
        row = {name: _rounded(float(values[n])) for name, values in sums.items()}
        if row["trips_from_est"] or row["trips_to_est"]:
            about_it = {
                "covered_share": round(float(made.covered[n]), SHARE_DIGITS),
                "is_hidden": False,
                "hidden_pairs_cnt": 0,
            }
            shown.append({"hex_id": cell, **row, **about_it})
    shown.sort(key=lambda row: (-max(row["unserved_from_est"], row["unserved_to_est"]), row["hex_id"]))
    hidden = int(made.demand.inputs.get(HIDDEN, 0))
    return [*shown, {"is_hidden": True, HIDDEN: hidden}] if hidden else shown


def _figures(figures: Mapping[str, float]) -> dict[str, Any]:
    """A network's figures, by column."""
    names = plan_tables.OWL_FIGURES
    row = _some(figures, [name for name, _ in names])
    for name, kind in names:
        if kind == pa.int32() and row[name] is not None:
            row[name] = round(row[name])
    return row | {"figures_json": text(told(figures))}


def _some(figures: Mapping[str, float], names: Sequence[str]) -> dict[str, Any]:
    rounded = told(figures)
    return {name: rounded.get(name) for name in names}


def told(figures: Mapping[str, float]) -> dict[str, float | None]:
    """Figures rounded; None for what is not known."""
    return {
        name: round(float(value), SHARE_DIGITS) if math.isfinite(value) else None
        for name, value in figures.items()
    }


def text(value: object) -> str:
    """JSON, the same for the same."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


def _lines(route: Route, roads: Roads) -> str:
    """Out and back, through the stops passed; degrees WGS84."""
    ways = (
        ", ".join(
            f"{roads.longitude[s]:.{PLACE_DIGITS}f} {roads.latitude[s]:.{PLACE_DIGITS}f}" for s in passed
        )
        for passed in (route.out, route.back)
    )
    return f"MULTILINESTRING({', '.join(f'({way})' for way in ways)})"


def _number(value: Any) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), DIGITS)


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
