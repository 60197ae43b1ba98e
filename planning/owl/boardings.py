"""Riders of the night routes there are, by stop and month, from the city's month files, with the places of their stops (calibration's rows)."""

from __future__ import annotations

import calendar

import duckdb
import pandas as pd

from nightowl import commit
from nightowl.lake import Lake
from planning.owl.calibration import NothingToCalibrateOn

TABLE = "bus_stop_month"
ROUTES = "^N[0-9]"
"""Seoul's night routes bear an N before their number."""
CLOCK_HOURS = (0, 4)
_KEY = "coalesce(nullif(ars_id, ''), stop_id)"
# The newest list that tells a place; buses of all lines that halt at a stop say which way it looks.
_ROWS = f"""
    with listed as (
        select {_KEY} as stop, latitude, longitude, valid_from, inventory, stop_id from {{stop}} where latitude is not null
        union all
        select {_KEY}, latitude, longitude, valid_from, inventory, stop_id from {{pattern_stop}} where latitude is not null
    ),
    placed as (
        from listed qualify row_number() over (partition by stop order by valid_from desc, inventory, stop_id, latitude, longitude) = 1
    ),
    following as (
        select {_KEY} as stop, latitude, longitude,
            lead(latitude) over way as next_latitude, lead(longitude) over way as next_longitude
        from {{pattern_stop}} window way as (partition by valid_from, inventory, route_id, pattern_id order by stop_seq)
    ),
    steps as (
        select stop, (next_longitude - longitude) * cos(radians(latitude)) as x, next_latitude - latitude as y, sqrt(x * x + y * y) as far
        from following
    ),
    ahead as (
        select stop, avg(x / far order by x, y) as ahead_x, avg(y / far order by x, y) as ahead_y from steps where far > 0 group by stop
    ),
    ridden as (
        select route_no, {_KEY} as stop, month, sum(boardings_cnt)::double as boardings
        from {{bus_stop_month}}
        where regexp_matches(route_no, $routes) and clock_hour between $first and $last and not coalesce(is_virtual_stop, false)
        group by all
    )
    select route_no, stop as stop_id, month, boardings, latitude, longitude, ahead_x, ahead_y
    from ridden join placed using (stop) left join ahead using (stop)
    order by all
"""


def read(lake: Lake, routes: str = ROUTES) -> tuple[pd.DataFrame, dict[str, str]]:
    """A row a night route, stop and month: route_no, stop_id (the number on the pole where there is one), month, nights, boardings of the hours 0
    to 4 o'clock, latitude, longitude, ahead_x, ahead_y; and tables → runs. A stop no list places is left out,
    and so is a route with less than a rider a night: it did not run.

    `routes`: a pattern of the night routes' numbers. Raises NothingToCalibrateOn where there are none.
    """
    tables = {name: lake.partitions("clean", name) for name in (TABLE, "stop", "pattern_stop")}
    if lacking := [name for name, parts in tables.items() if not parts]:
        raise NothingToCalibrateOn(
            f"Demand cannot be calibrated: clean/{lacking[0]} is empty. Deliver month files of bus boardings (feed bus_stop_month) with the lists of "
            "stops and of stop sequences (feeds stop, pattern_stop)."
        )
    source = {
        name: f"read_parquet('{lake.glob('clean', name)}', union_by_name = true, hive_partitioning = false)"
        for name in tables
    }
    with duckdb.connect() as con:
        given = {"routes": routes, "first": CLOCK_HOURS[0], "last": CLOCK_HOURS[1]}
        rows = con.execute(_ROWS.format(**source), given).df()
    rows.insert(3, "nights", [float(calendar.monthrange(*map(int, m.split("-")))[1]) for m in rows["month"]])
    rows = rows[
        rows.groupby(["route_no", "month"])["boardings"].transform("sum") >= rows["nights"]
    ].reset_index(drop=True)
    if rows.empty:
        raise NothingToCalibrateOn(
            f"No boarding of a night route (number like {routes}) in clean/{TABLE} is at a stop whose place is known."
        )
    inputs = {
        f"clean/{name}/{part}": str(commit.made_by(folder).get("run_id") or "unmarked")
        for name, parts in tables.items()
        for part, folder in parts.items()
    }
    return rows, inputs
