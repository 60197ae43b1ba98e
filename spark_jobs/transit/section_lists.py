"""What a month of section loads is made from, read from the lake: who was counted where, the patterns, the headways, the places of stops."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from pyspark.sql.pandas.types import to_arrow_schema

from nightowl.lake import Lake
from nightowl.reference import public_holidays
from spark_jobs import catalog
from spark_jobs.transit.section_match import SAME_PLACE_M, Array, Boarded, Stop, likeness, plane
from spark_jobs.transit.section_runs import Pattern

LISTS = ("stop", "route", "pattern_stop")
KINDS = ("boardings", "alightings")
_HOURS = ", ".join(
    f"sum({kind}_cnt) filter (clock_hour = {hour}) as {kind}_{hour}" for kind in KINDS for hour in range(24)
)
_MONTH = f"""
    select route_no, route_name, ars_id, stop_name, visit_seq, {_HOURS}
    from month group by all order by route_no, route_name, ars_id nulls last, stop_name, visit_seq
"""
# Of each kind of list the one that counts for a month: the newest by its end, else the first after it.
_OF_MONTH = """
    select listed.* from {table} as listed
    join (select inventory, coalesce(max(valid_from) filter (valid_from <= $last_day), min(valid_from)) as valid_from from {table} group by inventory)
        using (inventory, valid_from)
"""
_PATTERNS = f"""
    with pattern as ({_OF_MONTH.format(table="pattern_stop")}), route_of_month as ({_OF_MONTH.format(table="route")})
    select p.inventory, p.pattern_id, p.route_id, coalesce(r.route_no, p.route_no) as route_no, p.valid_from,
        p.ars_id, p.stop_name, p.latitude, p.longitude, p.stop_id,
        p.section_m, p.speed_kmh, p.first_departure_s, p.last_departure_s, r.first_departure_s as first_s, r.last_departure_s as last_s,
        r.weekday_headway_min as weekday_min, r.saturday_headway_min as saturday_min, r.holiday_headway_min as holiday_min
    from pattern as p left join route_of_month as r on r.inventory = p.inventory and r.route_id = p.route_id
    order by p.inventory, p.pattern_id, p.stop_seq
"""
_PLACES = """
    select ars_id, stop_name, latitude, longitude, stop_id from stop
    where ars_id is not null and latitude is not null order by valid_from desc, inventory, stop_id, stop_name
"""


@dataclass
class Counted:
    """A route's stops in a month under one of its names, without places; riders of each, stops × clock hours."""

    route_no: str
    stops: list[Stop] = field(default_factory=list)
    boardings: Array = field(default_factory=lambda: np.zeros((0, 24)))
    alightings: Array = field(default_factory=lambda: np.zeros((0, 24)))


@dataclass(frozen=True)
class Line:
    """A pattern of a list, and what the route list of that kind tells of its route: the first and the last bus from the first stop (seconds), the
    headway on weekdays, Saturdays, and Sundays and holidays (minutes); None where it does not."""

    inventory: str
    pattern_id: str
    route_id: str
    route_no: str | None
    valid_from: date
    pattern: Pattern
    service_s: tuple[int, int] | None
    headways_min: tuple[float | None, float | None, float | None]


class Places:
    """Where the stops of all lists stand, by number; what stands within SAME_PLACE_M of a stop of its number and name told before is that stop."""

    def __init__(self, rows: Sequence[Stop]) -> None:
        self._by_number: dict[str, list[Stop]] = defaultdict(list)
        for stop in rows:
            told = self._by_number[str(stop.ars_id)]
            if not any(likeness(stop.name, t.name) and _apart_m([stop], [t]) <= SAME_PLACE_M for t in told):
                told.append(stop)

    def of(self, stop: Stop, near: Sequence[Stop]) -> Stop:
        """`stop` with its place: of those with its number the one of its name, then the one nearest to the stops of the route (`near`), as
        neighbouring cities use the same numbers; as it is where no list has the number."""
        told = self._by_number.get(stop.ars_id or "", [])
        alike = [likeness(t.name, stop.name) for t in told]
        told = [t for t, like in zip(told, alike, strict=True) if like == max(alike)]
        if len(told) > 1:
            told = [min(told, key=lambda t: _apart_m([t], near))]
        return (
            Stop(stop.ars_id, stop.name, told[0].latitude, told[0].longitude, told[0].stop_id)
            if told
            else stop
        )


def _apart_m(one: Sequence[Stop], others: Sequence[Stop]) -> float:
    """Metres from a stop to the nearest of others; infinite where no place is known."""
    off = plane(others, like=one) - plane(one)
    return float(np.nan_to_num(np.hypot(off[:, 0], off[:, 1]), nan=np.inf).min(initial=np.inf))


@dataclass(frozen=True)
class Lists:
    """All a month is made from."""

    counted: list[Counted]
    lines: list[Line]
    places: Places


def read(lake: Lake, month: str, folder: Path) -> Lists:
    """Month `folder` of bus_stop_month, and the lists of the network that count for it."""
    with duckdb.connect() as con:
        _view(con, "month", "bus_stop_month", [folder])
        for table in LISTS:
            _view(con, table, table, lake.partitions("clean", table).values())
        lines = con.execute(_PATTERNS, {"last_day": str(last_day(month))}).to_arrow_table()
        places = [Stop(*row) for row in con.execute(_PLACES).fetchall()]
        return Lists(_counted(con.execute(_MONTH).to_arrow_table()), _lines(lines), Places(places))


def _view(con: duckdb.DuckDBPyConnection, name: str, table: str, folders: Iterable[Path]) -> None:
    files = [str(file) for folder in folders for file in sorted(folder.glob("*.parquet"))]
    if files:
        con.read_parquet(files, union_by_name=True, hive_partitioning=False).create_view(name)
    else:
        con.register(name, to_arrow_schema(catalog.tables()["clean", table], timezone="UTC").empty_table())


def _counted(rows: pa.Table) -> list[Counted]:
    """Rows of a month, a stop's visit each, to its routes by number and name."""
    counts = {
        kind: np.nan_to_num(
            np.column_stack([rows[f"{kind}_{h}"].to_numpy().astype(float) for h in range(24)])
        )
        for kind in KINDS
    }
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, key in enumerate(zip(rows["route_no"].to_pylist(), rows["route_name"].to_pylist(), strict=True)):
        places[key].append(at)
    stops = [
        Stop(*told) for told in zip(rows["ars_id"].to_pylist(), rows["stop_name"].to_pylist(), strict=True)
    ]
    return [
        Counted(route_no, [stops[at] for at in of_route], *(counts[kind][of_route] for kind in KINDS))
        for (route_no, _), of_route in places.items()
    ]


def _lines(rows: pa.Table) -> list[Line]:
    """Rows of patterns, a stop after another, to lines."""
    of_pattern: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows.to_pylist():
        of_pattern[row["inventory"], row["pattern_id"]].append(row)
    return [_line(stops) for stops in of_pattern.values()]


def _line(stops: Sequence[Mapping[str, Any]]) -> Line:
    first = stops[0]

    def told(measure: str) -> Array:
        return np.array([stop[measure] for stop in stops], dtype=float)

    pattern = Pattern(
        [Stop(s["ars_id"], s["stop_name"], s["latitude"], s["longitude"], s["stop_id"]) for s in stops],
        told("section_m"),
        told("speed_kmh"),
        told("first_departure_s"),
        told("last_departure_s"),
    )
    is_timed = first["first_s"] is not None and first["last_s"] is not None
    return Line(
        inventory=first["inventory"],
        pattern_id=first["pattern_id"],
        route_id=first["route_id"],
        route_no=first["route_no"],
        valid_from=first["valid_from"],
        pattern=pattern,
        service_s=(first["first_s"], first["last_s"]) if is_timed else None,
        headways_min=(first["weekday_min"], first["saturday_min"], first["holiday_min"]),
    )


def last_day(month: str) -> date:
    """Last day of a month written YYYY-MM."""
    year, number = map(int, month.split("-"))
    return date(year, number, calendar.monthrange(year, number)[1])


def days_of(month: str, country: str) -> tuple[int, int, int]:
    """How many weekdays, Saturdays, and Sundays and holidays a month has."""
    last = last_day(month)
    holidays = set(public_holidays(country, range(last.year, last.year + 1))["holiday_date"].to_pylist())
    found = [0, 0, 0]
    for day in range(1, last.day + 1):
        on = last.replace(day=day)
        found[2 if on in holidays or on.isoweekday() == 7 else int(on.isoweekday() == 6)] += 1
    return found[0], found[1], found[2]


def boarded(counted: Counted, places: Places, near: Sequence[Stop]) -> list[Boarded]:
    """The stops of a route with their places, as they are matched."""
    totals = zip(counted.stops, counted.boardings.sum(axis=1), counted.alightings.sum(axis=1), strict=True)
    return [Boarded(places.of(stop, near), float(on), float(off)) for stop, on, off in totals]
