"""The plan for people and maps: routes.json with everything about each route, and GeoJSON (RFC 7946) of lines, stops and demand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import h3
import pyarrow as pa

Json = dict[str, Any]
_TEXTS = ("figures_json", "params_json", "input_snapshot")
NIGHT_HOURS_MIN = {hour: f"headway_{hour}_min" for hour in (24, 25, 26, 27)}


def routes(tables: Mapping[str, pa.Table]) -> str:
    """routes.json of the plan's tables: what the plan was made by, its figures beside the other networks', and each route with its stops."""
    (plan,) = (_read(row) for row in tables["owl_plan"].to_pylist())
    stops: dict[tuple[str, str], list[Json]] = {}
    for stop in tables["owl_route_stop"].to_pylist():
        names = (
            "stop_seq",
            "stop_id",
            "stop_name",
            "latitude",
            "longitude",
            "way_km",
            "run_s",
            "first_s",
            "last_s",
        )
        stops.setdefault((stop["route_no"], stop["direction"]), []).append(
            {name: stop[name] for name in names}
        )
    made_by = {
        name: plan.pop(name)
        for name in ("solver", "seed", "iterations", "runtime_s", "objective", "bound", "gap", "params_hash", "params", "input_snapshot")
    }  # fmt: skip
    listed = []
    for route in map(_read, tables["owl_route"].to_pylist()):
        for name in ("plan", "plan_id", "line_wkt"):
            del route[name]
        route["headways_min"] = {str(hour): route.pop(column) for hour, column in NIGHT_HOURS_MIN.items()}
        route["stops"] = {d: stops.get((route["route_no"], d), []) for d in ("out", "back")}
        listed.append(route)
    networks = {
        row["network"]: _without(_read(row), "plan", "plan_id", "network")
        for row in tables["owl_network"].to_pylist()
    }
    return (
        json.dumps(
            plan | {"made_by": made_by, "networks": networks, "routes": listed}, ensure_ascii=False, indent=1
        )
        + "\n"
    )


def geojson(tables: Mapping[str, pa.Table]) -> str:
    """A FeatureCollection: `kind` route (a line there and back), stop (a point, with the routes that halt there) and demand (a hexagon, with
    the trips from it and those not served)."""
    features = [
        _feature("route", row["route_no"], _lines(row.pop("line_wkt")), row)
        for row in map(_read, tables["owl_route"].to_pylist())
    ]
    halts: dict[str, Json] = {}
    for row in tables["owl_route_stop"].to_pylist():
        stop = halts.setdefault(
            row["stop_id"],
            {"stop_name": row["stop_name"], "place": [row["longitude"], row["latitude"]], "routes": set()},
        )
        stop["routes"].add(row["route_no"])
    for stop_id, stop in sorted(halts.items()):
        point = {"type": "Point", "coordinates": stop["place"]}
        about = {"stop_id": stop_id, "stop_name": stop["stop_name"], "routes": sorted(stop["routes"])}
        features.append(_feature("stop", stop_id, point, about))
    for row in tables["owl_unserved"].to_pylist():
        if not row["is_hidden"]:
            ring = [[round(x, 6), round(y, 6)] for y, x in h3.cell_to_boundary(row["hex_id"])]
            shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
            features.append(
                _feature("demand", row["hex_id"], shape, _without(row, "is_hidden", "hidden_pairs_cnt"))
            )
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'


def _feature(kind: str, name: str, geometry: Json, properties: Json) -> Json:
    return {
        "type": "Feature",
        "id": f"{kind}/{name}",
        "geometry": geometry,
        "properties": {"kind": kind} | properties,
    }


def _lines(wkt: str) -> Json:
    ways = wkt.removeprefix("MULTILINESTRING((").removesuffix("))").split("), (")
    corners = [[[float(x) for x in corner.split(" ")] for corner in way.split(", ")] for way in ways]
    return {"type": "MultiLineString", "coordinates": corners}


def _read(row: Json) -> Json:
    """A row whose JSON texts are read: `figures_json` becomes `figures`."""
    return {
        name.removesuffix("_json") if name in _TEXTS else name: json.loads(value) if name in _TEXTS else value
        for name, value in row.items()
    }


def _without(row: Json, *names: str) -> Json:
    return {name: value for name, value in row.items() if name not in names}
