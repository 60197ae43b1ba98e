"""Section loads written out: lines of sections of 500 m and two minutes each, with what is on board in some hours."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from nightowl import commit
from nightowl.lake import Lake
from planning import squirrel_loads
from planning.squirrel_loads import Loads

SECTION_M, RUN_S, BUSES = 500.0, 120.0, 10.0
MONTH = "2022-03"


def month_rows(route: str, loads: Mapping[int, Sequence[float]], stops: Sequence[str] | None = None, buses: float = BUSES,
               days: int = 31, first_seq: int = 1) -> list[dict[str, object]]:  # fmt: skip
    """Rows of `aggregate/section_load_month` of one pattern: clock hour → load a bus by section.

    Riders as few as can be: who is on board more than on the section before has boarded, who is less has alighted.
    """
    sections = len(next(iter(loads.values())))
    stops = stops or [f"{route}-{n}" for n in range(sections + 1)]
    rows: list[dict[str, object]] = []
    for hour, on_board in loads.items():
        before = 0.0
        for n, load in enumerate(on_board):
            rows.append(
                {"month": MONTH, "route_no": route, "route_id": f"id{route}", "inventory": "bus_routes", "pattern_id": f"id{route}",
                 "section_seq": n + first_seq, "from_stop_id": stops[n], "from_stop_name": f"{stops[n]} name", "from_ars_id": None,
                 "to_stop_id": stops[n + 1], "to_stop_name": f"{stops[n + 1]} name", "section_m": SECTION_M, "run_s": RUN_S, "clock_hour": hour,
                 "load_cnt": load * buses * days, "boardings_cnt": max(load - before, 0) * buses * days,
                 "alightings_cnt": max(before - load, 0) * buses * days, "days_cnt": days, "buses_per_hour": buses, "load_per_bus": load}
            )  # fmt: skip
            before = load
    return rows


def loads_of(rows: Sequence[dict[str, object]]) -> Loads:
    """The arrays of month rows, as the planner reads them."""
    table = pd.DataFrame(rows)
    table["start_s"] = (
        np.where(table["clock_hour"] < 4, table["clock_hour"] + 24, table["clock_hour"]) * 3_600
    )
    table = table.assign(
        route_type="trunk",
        buses=table["buses_per_hour"],
        boardings=table["boardings_cnt"] / table["days_cnt"],
        alightings=table["alightings_cnt"] / table["days_cnt"],
        days_run=np.nan,
        days_over=np.nan,
    )
    return squirrel_loads.of_rows(table, 3_600, 4)


def put(
    lake: Lake,
    table: str,
    key: str,
    value: str,
    rows: Sequence[Mapping[str, object]],
    run: str | None = None,
) -> Path:
    """Write rows as a partition of the lake (in place of an older one), marked with the run that made it."""
    zone, name = table.split("/")
    run = run or f"run-{uuid.uuid4().hex}"
    folder = lake.partition(zone, name, key, value)
    staged = commit.stage(lake, run) / name
    staged.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist([dict(r) for r in rows]), staged / "part-0.parquet")
    commit.swap(lake, run, [commit.Move(staged, folder)])
    return folder


def put_network(lake: Lake, routes: Mapping[str, int]) -> None:
    """Route number → number of stops: `clean/route` and `clean/pattern_stop`, the stops on a line to the east."""
    lists = [
        {
            "valid_from": date(2017, 12, 1),
            "inventory": "bus_routes",
            "route_id": f"id{r}",
            "route_no": r,
            "route_type": "town" if r.startswith("마을") else "trunk",
        }
        for r in routes
    ]
    stops = [
        {"valid_from": date(2017, 12, 1), "inventory": "bus_routes", "route_id": f"id{r}", "pattern_id": f"id{r}", "stop_seq": 10 * n + 10,
         "stop_id": f"{r}-{n}", "stop_name": f"{r}-{n} name", "latitude": 37.5, "longitude": 127 + n / 200}
        for r, count in routes.items()
        for n in range(count)
    ]  # fmt: skip
    none: dict[str, object] = {"valid_from": None, "inventory": None, "stop_id": None, "stop_name": None}
    put(
        lake,
        "clean/stop",
        "valid_from",
        "2017-12-01",
        [none | {"latitude": 37.5, "longitude": 127.0, "stop_id": "far away"}],
    )
    put(lake, "clean/route", "valid_from", "2017-12-01", lists)
    put(lake, "clean/pattern_stop", "valid_from", "2017-12-01", stops)


def tap_rows(
    route: str, day: date, load: Sequence[float], slots: range, stops: Sequence[str] | None = None
) -> list[dict[str, object]]:
    """Rows of `aggregate/section_load_10min`: one bus a slot, with the same load in each."""
    stops = stops or [f"{route}-{n}" for n in range(len(load) + 1)]
    return [
        {"service_date": day, "route_id": f"id{route}", "pattern_id": f"id{route}", "section_seq": n + 1, "from_stop_id": stops[n],
         "to_stop_id": stops[n + 1], "section_m": SECTION_M, "slot_start_s": slot, "load_cnt": int(on), "cards_cnt": int(on), "buses_cnt": 1,
         "run_s": RUN_S}
        for slot in slots
        for n, on in enumerate(load)
    ]  # fmt: skip


def days(first: date, count: int) -> list[date]:
    """So many days one after the other."""
    return [first + timedelta(days=n) for n in range(count)]
