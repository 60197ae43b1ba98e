"""The plan as rows: stretches with their names, times and measures, in the columns of `nightowl.plan_tables`; and as GeoJSON.

From taps, counts are told in multiples of k persons (`k_persons`): the differences of exact loads along a line are the boardings and alightings
at a stop, which are hidden elsewhere.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from nightowl.plan_tables import SQUIRREL_CANDIDATE, SQUIRREL_SEGMENT
from planning.squirrel_choice import SOLVER
from planning.squirrel_sources import Source
from planning.squirrel_stretches import DAY_PARTS

if TYPE_CHECKING:
    from planning.squirrel import Found

DIGITS = 2
_WKT_DIGITS = 6


@dataclass(frozen=True)
class About:
    """What every row of a plan tells of it."""

    plan: str
    source: str
    period: str
    days_cnt: int
    params: dict[str, object]
    params_hash: str
    inputs: dict[str, str]
    k_persons: int
    threshold_rule: str
    nominal_threshold: float | None
    seconds: float


def tables(about: About, source: Source, found: Found) -> tuple[pa.Table, pa.Table]:
    """`squirrel_segment` and `squirrel_candidate` of a plan, the candidates from the first rank on."""
    common = {
        "plan": about.plan, "source": about.source, "period": about.period, "days_cnt": about.days_cnt, "threshold_rule": about.threshold_rule,
        "nominal_threshold": about.nominal_threshold,
        "objective": found.objective, "bound": found.bound, "gap": round(found.gap, 6), "solver": SOLVER, "runtime_s": round(about.seconds, 3),
        "params_hash": about.params_hash, "params_json": json.dumps(about.params, sort_keys=True, ensure_ascii=False),
        "input_snapshot": json.dumps(about.inputs, sort_keys=True),
    }  # fmt: skip
    segments = [
        common | _stretch(source, row, about) | {"segment_id": _name(source, row), "fate": row["fate"]}
        for row in records(found.segments)
    ]
    candidates: list[dict[str, Any]] = [
        common
        | _stretch(source, row, about)
        | {"candidate_id": _name(source, row), "segment_id": _segment_of(source, row, found.segments)}
        | _service(row, service, about)
        for row, service in zip(records(found.candidates), found.services, strict=True)
    ]
    candidates.sort(key=lambda c: (-c["score"], -c["excess_passenger_min"], c["candidate_id"]))
    for rank, row in enumerate(candidates, start=1):
        row["rank"] = rank
    return pa.Table.from_pylist(segments, SQUIRREL_SEGMENT), pa.Table.from_pylist(
        candidates, SQUIRREL_CANDIDATE
    )


def records(stretches: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, by column."""
    return [{str(k): v for k, v in row.items()} for row in stretches.to_dict("records")]


def _name(source: Source, row: dict[str, Any]) -> str:
    """`route number/pattern/first-last section/day part`."""
    of = source.loads.sections
    first, last = of.iloc[row["first"]], of.iloc[row["last"] - 1]
    return f"{first['route_no']}/{first['pattern_id']}/{first['section_seq']}-{last['section_seq']}/{DAY_PARTS[row['day_part']]}"


def _segment_of(source: Source, row: dict[str, Any], segments: pd.DataFrame) -> str | None:
    """The segment of the same pattern and day part that a candidate lies on (most of it)."""
    overlap = np.minimum(segments["last"], row["last"]) - np.maximum(segments["first"], row["first"])
    overlap = overlap.where(segments["day_part"] == row["day_part"], 0)
    return _name(source, records(segments)[int(np.argmax(overlap))]) if (overlap > 0).any() else None


def _stretch(source: Source, row: dict[str, Any], about: About) -> dict[str, Any]:
    """Where and when a stretch is, and how crowded."""
    loads = source.loads
    first, last = loads.sections.iloc[row["first"]], loads.sections.iloc[row["last"] - 1]
    cells = slice(row["first"], row["last"]), slice(row["slot_from"], row["slot_to"])
    threshold = float(source.threshold[row["first"]])
    load, buses = loads.load_per_bus[cells], loads.buses[cells]
    days_over = loads.days_over[cells]
    riding = np.nansum(load * buses) / max(buses.sum(), 1e-9)
    hours = (row["slot_to"] - row["slot_from"]) * loads.slot_s / 3_600
    return {
        "route_id": first["route_id"], "route_no": first["route_no"], "pattern_id": first["pattern_id"], "day_part": DAY_PARTS[row["day_part"]],
        "from_section_seq": int(first["section_seq"]), "to_section_seq": int(last["section_seq"]), "from_stop_id": first["from_stop_id"],
        "from_stop_name": _text(first["from_stop_name"]), "to_stop_id": last["to_stop_id"], "to_stop_name": _text(last["to_stop_name"]),
        "from_s": loads.first_s + row["slot_from"] * loads.slot_s, "to_s": loads.first_s + row["slot_to"] * loads.slot_s,
        "duration_min": (row["slot_to"] - row["slot_from"]) * loads.slot_s // 60, "sections_cnt": row["last"] - row["first"],
        "length_m": row["length_m"], "run_s": round(float(loads.running_s(row["first"], row["last"], cells[1]).sum())), "threshold": threshold,
        "crowded_share": round(row["crowded_share"], 4),
        "weekdays_over_cnt": None if np.isnan(days_over).all() else round(float(np.nanmedian(np.nanmax(days_over, axis=1)))),
        "buses_per_hour": round(float(buses.sum(axis=1).max()) / hours, DIGITS), "load_mean": _count(riding, about.k_persons),
        "load_max": _count(float(np.nanmax(load)), about.k_persons), "own_excess_passenger_min": row["own_weight"],
        "excess_passenger_min": row["weight"], "other_routes": _others(source, row), "line_wkt": _line(source, row),
    }  # fmt: skip


def _service(row: dict[str, Any], service: Any, about: About) -> dict[str, Any]:
    """The shuttle, and what it leaves."""
    k = about.k_persons
    return {
        "score": round(row["weight"] / service.bus_hours, DIGITS), "headway_min": service.headway_min,
        "cycle_min": round(service.cycle_min, DIGITS), "round_trip_m": 2 * row["length_m"], "buses_cnt": service.buses,
        "bus_hours": round(service.bus_hours, DIGITS), "load_before": _count(service.load_before, k), "load_after": _count(service.load_after, k),
        "riders_cnt": _whole(service.riders, k), "riders_taken_cnt": _whole(service.riders_taken, k), "is_enough": service.is_enough,
    }  # fmt: skip


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _count(value: float | None, k: int) -> float | None:
    """A mean of passengers; in multiples of k where single persons could be told by it."""
    if value is None:
        return None
    return round(value, DIGITS) if k == 1 else float(k * round(value / k))


def _whole(value: float | None, k: int) -> int | None:
    return None if value is None else k * round(value / k)


def _others(source: Source, row: dict[str, Any]) -> str | None:
    """Other routes that are crowded on the same way at the same time, by number."""
    loads = source.loads
    pairs = loads.pairs()
    there = np.flatnonzero(np.isin(pairs, pairs[row["first"] : row["last"]]))
    span = slice(row["slot_from"], row["slot_to"])
    with np.errstate(invalid="ignore"):
        full = (loads.load_per_bus[there, span] >= source.threshold[there, None]).any(axis=1)
    own = loads.sections["route_no"].iat[row["first"]]
    names = set(loads.sections["route_no"].iloc[there[full]]) - {own}
    return ", ".join(sorted(map(str, names))) or None


def _line(source: Source, row: dict[str, Any]) -> str | None:
    """The stretch as a line through the places of its stops; a stop without a place is passed over."""
    of = source.loads.sections.iloc[row["first"] : row["last"]]
    passed = [*of["from_stop_id"], of["to_stop_id"].iat[-1]]
    places = [source.stops[stop] for stop in passed if stop in source.stops]
    corners = [f"{x:.{_WKT_DIGITS}f} {y:.{_WKT_DIGITS}f}" for x, y in places]
    return f"LINESTRING({', '.join(corners)})" if len(corners) > 1 else None


def geojson(candidates: pa.Table) -> str:
    """The candidates as a FeatureCollection (RFC 7946): each a line through its stops, with all columns as properties but the shape."""
    features = []
    for row in candidates.to_pylist():
        wkt = row.pop("line_wkt")
        corners = wkt.removeprefix("LINESTRING(").removesuffix(")").split(", ") if wkt else []
        line = [[float(x) for x in corner.split(" ")] for corner in corners]
        for name in ("params_json", "input_snapshot"):
            row[name] = json.loads(row[name])
        geometry = {"type": "LineString", "coordinates": line} if line else None
        features.append(
            {"type": "Feature", "id": row["candidate_id"], "geometry": geometry, "properties": row}
        )
    lines = ",\n".join(json.dumps(f, ensure_ascii=False) for f in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'
