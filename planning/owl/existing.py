"""Routes that are there: the night buses of today, and the day lines along which routes are drawn at random to be compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from nightowl.lake import Lake
from nightowl.transit_rules import OwlRules
from planning.owl.ground import Floats, Ints, Roads, Route
from planning.owl.roads import links_of, metres_between, place_of

GAP_M = 6_000.0
"""Where a list lacks a stretch between two stops the shortest way by road stands in, if it is no longer."""
TURN_M = 1_500.0
"""A part of a line ends where the way back passes so near."""
DRAWS_MAX = 400
_LINES = """
    with newest as (select * from {pattern_stop} qualify valid_from = max(valid_from) over (partition by inventory)),
    kinds as (
        select route_id, coalesce(is_night, false) as is_night from {route}
        qualify row_number() over (partition by route_id order by valid_from desc, inventory) = 1
    )
    select p.route_no, p.route_id, p.pattern_id, coalesce(k.is_night, false) as is_night, list(p.stop_id order by p.stop_seq) as stops,
        list(coalesce(p.is_turning_point, false) order by p.stop_seq) as turns, max(p.trips_cnt) as trips
    from newest p left join kinds k using (route_id) where p.stop_id is not null
    group by all order by p.route_no, p.route_id, trips desc nulls last, p.pattern_id
"""
_NO_ROUTES = "(select null::varchar as route_id, null::boolean as is_night, null::date as valid_from, null::varchar as inventory where false)"
_BOARDINGS = """
    select route_no, sum(boardings_cnt)::double as boardings from {bus_stop_month}
    where month = (select max(month) from {bus_stop_month}) group by 1 order by 1
"""


@dataclass(frozen=True)
class Line:
    """A line as its list tells it, on the roads: stops passed out and back, and how many board it (in any unit; 0: not known)."""

    name: str
    is_night: bool
    out: tuple[int, ...]
    back: tuple[int, ...]
    boardings: float = 0.0


def load(lake: Lake, roads: Roads) -> list[Line]:
    """The lines of the newest stop sequences in the lake that lie on the roads, one a route; without boardings where no month of them was loaded."""
    if not lake.partitions("clean", "pattern_stop"):
        return []
    tables = {
        t: f"read_parquet('{lake.glob('clean', t)}', union_by_name = true, hive_partitioning = false)"
        for t in ("pattern_stop", "route", "bus_stop_month")
    }
    if not lake.partitions("clean", "route"):
        tables["route"] = _NO_ROUTES
    with duckdb.connect() as con:
        listed = con.execute(_LINES.format(**tables)).fetchall()
        months = lake.partitions("clean", "bus_stop_month")
        boardings = dict(con.execute(_BOARDINGS.format(**tables)).fetchall()) if months else {}
    place, metres = place_of(roads), links_of(roads)[0]
    lines, seen = [], set()
    for name, route_id, _, is_night, stops, turns, _ in listed:
        if route_id in seen:
            continue
        turn = turns.index(True) + 1 if True in turns else len(stops)
        out, back = (
            [place[s] for s in part if s in place] for part in (stops[:turn], stops[turn:] or stops[::-1])
        )
        ways = [driven(roads, metres, np.array(part, dtype=np.int64)) for part in (out, back)]
        if all(len(way) >= 2 for way in ways):
            seen.add(route_id)
            lines.append(Line(str(name), bool(is_night), ways[0], ways[1], float(boardings.get(name, 0.0))))
    return lines


def driven(roads: Roads, metres: csr_matrix, stops: Ints) -> tuple[int, ...]:
    """The stops by road; where the list leads over a stretch that is none, by the shortest way, and of two parts no road joins the longer one."""
    if len(stops) < 2:
        return tuple(stops.tolist())
    joined = np.asarray(metres[stops[:-1], stops[1:]]).ravel() > 0
    broken = np.flatnonzero(~joined)
    before = (
        dijkstra(metres, indices=stops[broken], limit=GAP_M, return_predecessors=True)[1]
        if len(broken)
        else None
    )
    parts: list[list[int]] = [[int(stops[0])]]
    for n in range(len(stops) - 1):
        here, there = int(stops[n]), int(stops[n + 1])
        if here == there:
            continue
        if joined[n]:
            parts[-1].append(there)
            continue
        assert before is not None
        row = before[int(np.searchsorted(broken, n))]
        leg, at = [], there
        while at >= 0 and at != here:
            leg.append(at)
            at = int(row[at])
        if at == here:
            parts[-1] += leg[::-1]
        else:
            parts.append([there])
    return tuple(parts[int(np.argmax([len(part) for part in parts]))])


def as_route(roads: Roads, line: Line, spacing_m: float, name: str | None = None) -> Route:
    """A line as a night route that halts at its stops, none nearer to the last than `spacing_m` (0: at all)."""
    metres = minutes = 0.0
    served = []
    for way in (line.out, line.back):
        at_m, at_min = along(roads, way)
        metres, minutes = metres + float(at_m[-1]), minutes + float(at_min[-1])
        halts = [0]
        for n in range(1, len(way)):
            if at_m[n] - at_m[halts[-1]] >= spacing_m:
                halts.append(n)
        served.append(tuple(way[n] for n in halts))
    return Route(name or line.name, line.out, line.back, served[0], served[1], metres, minutes)


def along(roads: Roads, way: Sequence[int]) -> tuple[Floats, Floats]:
    """Metres and minutes from the first stop of a way to each."""
    legs = np.asarray(way, dtype=np.int64)
    at_m, at_min = (
        np.concatenate([[0.0], np.cumsum(np.asarray(matrix[legs[:-1], legs[1:]]).ravel())])
        for matrix in links_of(roads)
    )
    return at_m, at_min


def part_of(roads: Roads, line: Line, start: int, out_m: float) -> Line | None:
    """The part of a line that begins at the `start`-th stop and goes on for about `out_m`, with the way back that lies beside it; None where
    there is none."""
    at_m, _ = along(roads, line.out)
    end = int(np.searchsorted(at_m, at_m[start] + out_m, side="right")) - 1
    if end - start < 2:
        return None
    back = np.asarray(line.back)
    near = [
        metres_between(
            roads.latitude[back], roads.longitude[back], roads.latitude[stop], roads.longitude[stop]
        )
        for stop in (line.out[end], line.out[start])
    ]
    first = int(near[0].argmin())
    last = first + int(near[1][first:].argmin())
    if last - first < 2 or near[0][first] > TURN_M or near[1][last] > TURN_M:
        return None
    return Line(
        line.name,
        line.is_night,
        line.out[start : end + 1],
        tuple(line.back[first : last + 1]),
        line.boardings,
    )


def at_random(
    roads: Roads, lines: Sequence[Line], rules: OwlRules, luck: np.random.Generator
) -> tuple[Route, ...]:
    """Routes of the rules' kilometres together, drawn along day lines: a line by its boardings, a part of it evenly, none longer than the mean route
    of the rules. Day lines are short, so they are more routes than the rules say.

    No line twice. They end where no shorter route than the rules' least would fit.
    """
    day = [line for line in lines if not line.is_night]
    weight = np.array([line.boardings for line in day])
    weight = weight if weight.sum() > 0 else np.ones(len(day))
    routes: list[Route] = []
    km_left = rules.route_km_max
    for _ in range(DRAWS_MAX):
        if km_left < rules.round_trip_km_least or weight.sum() <= 0:
            break
        n = int(luck.choice(len(day), p=weight / weight.sum()))
        wanted_m = 500 * min(km_left, rules.route_km_max / rules.routes)
        at_m, _ = along(roads, day[n].out)
        room = np.flatnonzero(at_m + wanted_m <= at_m[-1])
        start = int(luck.choice(room)) if len(room) else 0
        part = part_of(roads, day[n], start, wanted_m)
        if part is None:
            continue
        route = as_route(roads, part, rules.stop_spacing_m, f"R{len(routes) + 1}")
        if rules.round_trip_km_least <= route.metres / 1_000 <= km_left:
            routes.append(route)
            weight[n] = 0.0
            km_left -= route.metres / 1_000
    return tuple(routes)
