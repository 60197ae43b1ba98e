"""How full the buses were in a month, section by section and hour by hour, from open ridership: `aggregate/section_load_month`.

    python -m spark_jobs.transit.section_months --service-date 2026-11-01

The month files count who boards and alights at the stops of a route (`clean/bus_stop_month`); the stop sequences of the network, often of another
year, tell their order and the running times. How well the two agree is in `aggregate/section_match_month`, a row a route, also for
routes that no sequence fits. The method, and what it cannot know: `docs/loads.md`. A month has some 40 000 counted stops: worked out on the driver.
"""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from pyspark.sql.pandas.types import to_arrow_schema

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.transit import section_lists, section_loads, section_runs
from spark_jobs.transit.section_lists import Line, Lists
from spark_jobs.transit.section_match import Array, Served
from spark_jobs.transit.section_routes import Match, match
from spark_jobs.transit.section_schema import SECTION_LOAD_MONTH, SECTION_MATCH_MONTH

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

FEED, TABLE, MATCH = "bus_stop_month", "section_load_month", "section_match_month"
RULE_VERSION = "section_month-1"
SERVED_HOUR_MIN = 0.5
"""Of an hour in which buses run for less than that part, no load a bus is told."""
DIGITS = 4


def loads_of(matched: Match) -> section_loads.Loads:
    """Loads behind the served stops of a matched route."""
    if matched.line is None:
        raise ValueError(f"route {matched.route_no} has no pattern")
    shape = (len(matched.served), 24)
    boardings, alightings = np.zeros(shape), np.zeros(shape)
    for place, stop in enumerate(matched.served):
        for row, part in stop.boarded:
            boardings[place] += part * matched.counted.boardings[row]
            alightings[place] += part * matched.counted.alightings[row]
    _, run_s = section_runs.of_served(matched.served, matched.line.pattern)
    loads = section_loads.on_board(boardings, alightings, np.concatenate([[0], np.cumsum(run_s)]))
    section_loads.check(loads, matched.route_no)
    return loads


def buses_per_hour(line: Line, reach_s: Array, days: tuple[int, int, int]) -> Array:
    """Buses that pass in a mean hour of the month, places (`reach_s` from the first stop) × clock hours.

    NaN where the lists tell no headway or no first and last bus, and in hours for half of which none runs. Of `days` (weekdays, Saturdays,
    holidays) those without a headway have that of weekdays.
    """
    weekday = line.headways_min[0]
    if not weekday or line.service_s is None:
        return np.full((len(reach_s), 24), np.nan)
    rate = sum(
        n * 60 / (minutes or weekday) for n, minutes in zip(days, line.headways_min, strict=True)
    ) / sum(days)
    hour = np.arange(48)
    first, last = (np.asarray(reach_s)[:, None] / 3_600 + end / 3_600 for end in line.service_s)
    part = np.clip(np.minimum(hour + 1, last) - np.maximum(hour, first), 0, 1)
    part = np.minimum(part[:, :24] + part[:, 24:], 1)
    return np.where(part >= SERVED_HOUR_MIN, rate * part, np.nan)


def section_rows(
    matched: Match, loads: section_loads.Loads, month: str, days: tuple[int, int, int]
) -> pa.Table:
    """Rows of SECTION_LOAD_MONTH of one route: its sections in the hours in which anybody is on board."""
    line, served = matched.line, matched.served
    assert line is not None
    metres, run_s = section_runs.of_served(served, line.pattern)
    buses = buses_per_hour(line, np.concatenate([[0], np.cumsum(run_s)[:-1]]), days)
    section, hour = np.nonzero(
        loads.load[:-1].round(DIGITS) + loads.boardings[:-1] + loads.alightings[:-1] > 10**-DIGITS
    )
    told = {
        "load_cnt": loads.load[section, hour],
        "boardings_cnt": loads.boardings[section, hour],
        "alightings_cnt": loads.alightings[section, hour],
        "buses_per_hour": buses[section, hour],
        "load_per_bus": loads.load[section, hour] / (sum(days) * buses[section, hour]),
        "section_m": metres[section],
        "run_s": run_s[section],
    }
    names = {
        "from_stop_id": [s.stop.stop_id for s in served[:-1]],
        "from_stop_name": [_name(matched, s) for s in served[:-1]],
        "from_ars_id": [_number(matched, s) for s in served[:-1]],
        "to_stop_id": [s.stop.stop_id for s in served[1:]],
        "to_stop_name": [_name(matched, s) for s in served[1:]],
        "is_in_pattern": [s.at is not None for s in served[:-1]],
    }
    columns: dict[str, object] = {c: pa.array(v.round(DIGITS), from_pandas=True) for c, v in told.items()}
    columns |= {c: pa.array(v).take(pa.array(section)) for c, v in names.items()}
    columns |= {"section_seq": section + 1, "clock_hour": hour}
    same = _key(matched, month) | {"days_cnt": sum(days)}
    shape = to_arrow_schema(SECTION_LOAD_MONTH, timezone="UTC")
    arrays = [
        pa.array([same[f.name]] * len(section), f.type) if f.name in same else columns[f.name] for f in shape
    ]
    return pa.table(arrays, names=shape.names).cast(shape)


def _name(matched: Match, served: Served) -> str | None:
    """A stop's name in the month, which is newer than the pattern's or at least what the riders knew."""
    return matched.boarded[served.boarded[0][0]].stop.name


def _number(matched: Match, served: Served) -> str | None:
    return matched.boarded[served.boarded[0][0]].stop.ars_id or served.stop.ars_id


def _key(matched: Match, month: str) -> dict[str, object]:
    line = matched.line
    of_line = (line.route_id, line.inventory, line.pattern_id) if line else (None, None, None)
    return dict(
        zip(
            ("month", "route_no", "route_id", "inventory", "pattern_id"),
            (month, matched.route_no, *of_line),
            strict=True,
        )
    )


def match_row(matched: Match, loads: section_loads.Loads | None, month: str) -> dict[str, object]:
    """A row of SECTION_MATCH_MONTH."""
    total, found = matched.counted.boardings.sum(), matched.boardings(matched=True)
    on_pattern = {row for s in matched.served if s.at is not None for row, _ in s.boarded}
    return _key(matched, month) | {
        "how": matched.how,
        "pattern_route_no": matched.line.route_no if matched.line else None,
        "pattern_valid_from": matched.line.valid_from if matched.line else None,
        "stops_cnt": len(matched.counted.stops),
        "matched_stops_cnt": len(on_pattern),
        "new_stops_cnt": sum(s.at is None for s in matched.served),
        "boardings_cnt": round(total),
        "matched_boardings_cnt": round(found),
        "placed_boardings_cnt": round(matched.boardings(matched=False)),
        "matched_share": round(found / total, DIGITS) if total else None,
        "alightings_cnt": round(matched.counted.alightings.sum()),
        "moved_share": round(loads.moved_share, DIGITS) if loads else None,
    }


def derive_month(lists: Lists, month: str, days: tuple[int, int, int]) -> tuple[pa.Table, pa.Table]:
    """`section_load_month` and `section_match_month` of one month."""
    sections = [to_arrow_schema(SECTION_LOAD_MONTH, timezone="UTC").empty_table()]
    matches = []
    for matched in match(lists):
        loads = loads_of(matched) if len(matched.served) > 1 else None
        if loads:
            sections.append(section_rows(matched, loads, month, days))
        matches.append(match_row(matched, loads, month))
    return pa.concat_tables(sections), pa.Table.from_pylist(
        matches, to_arrow_schema(SECTION_MATCH_MONTH, timezone="UTC")
    )


def run(
    spark: SparkSession | None,
    lake: Lake,
    profile: Profile,
    service_date: date,
    *,
    rebuild: str | None = None,
) -> derive.Summary:
    """Derive again every month whose boardings or lists have changed (`rebuild`: that month in any case). Of Spark nothing is asked."""
    started, months = time.monotonic(), lake.partitions("clean", FEED)
    lists = {
        f"{t} {day}": derive.run_of(folder)
        for t in section_lists.LISTS
        for day, folder in lake.partitions("clean", t).items()
    }
    inputs = {
        month: {FEED: derive.run_of(folder), "rules": RULE_VERSION, **lists}
        for month, folder in months.items()
    }
    wanted = derive.stale(lake, "aggregate", TABLE, "month", inputs)
    if rebuild in inputs:
        wanted[rebuild] = inputs[rebuild]
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "month", wanted) as run_:
            made = [
                derive_month(
                    section_lists.read(lake, m, months[m]), m, section_lists.days_of(m, profile.country)
                )
                for m in wanted
            ]
            run_.write_arrow(TABLE, pa.concat_tables([sections for sections, _ in made]), SECTION_LOAD_MONTH)
            run_.write_arrow(MATCH, pa.concat_tables([matches for _, matches in made]), SECTION_MATCH_MONTH)
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


if __name__ == "__main__":
    run_command(__doc__, run)
