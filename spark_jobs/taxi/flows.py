"""How many taxi trips go from which hexagon to which, a month and part of the day: counted, and with small counts hidden.

`taxi_od` holds every count and never enters the warehouse. In `taxi_od_public` a pair of hexagons with fewer than k trips is not
even named, since the pair of a single trip is where somebody was and went: one row a month and part of the day, without hexagons,
tells how many pairs are hidden. Files name no passenger, so k is counted in trips: whoever takes the same taxi k times in a month
from the same place to the same place is seen as k.

One grouping of a month's trips: on the driver, in bounded memory.
"""

from __future__ import annotations

import time
from collections import defaultdict

import duckdb
import pyarrow as pa

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import columnar, derive
from spark_jobs.taxi.schema import TAXI_OD, TAXI_OD_PUBLIC

FEED, TABLE = "taxi_trip", "taxi_od"
COUNTED = """
    select strftime(service_date, '%Y-%m') as month,
        case when hour is null then 'unknown' when hour >= 24 or hour = $start_hour then 'night' else 'day' end as day_part,
        start_hex_id, end_hex_id, count(*) as trips_cnt
    from trip group by all order by all
"""
"""The night is the owl's: from midnight to the end of the hour of the cut."""
PUBLIC = """
    select *, false as is_hidden, 0 as hidden_cells_cnt from counted where trips_cnt >= $k
    union all by name
    select month, day_part, true as is_hidden, count(*) as hidden_cells_cnt from counted where trips_cnt < $k group by all
    order by month, day_part, start_hex_id nulls first, end_hex_id
"""


def count_trips(con: duckdb.DuckDBPyConnection, start_hour: int) -> pa.Table:
    """`taxi_od` of the view `trip` of `con`: trips a month, part of the day, start and end."""
    return columnar.typed(con.execute(COUNTED, {"start_hour": start_hour}).to_arrow_table(), TAXI_OD)


def suppress(counted: pa.Table, k_persons: int) -> pa.Table:
    """The public form: pairs with `k_persons` trips or more, and what is left as one row a month and part of the day without a place."""
    with duckdb.connect() as con:
        con.register("counted", counted)
        return columnar.typed(con.execute(PUBLIC, {"k": k_persons}).to_arrow_table(), TAXI_OD_PUBLIC)


def write(lake: Lake, profile: Profile) -> derive.Summary:
    """Bring both tables up to date with the trips, month by month."""
    started = time.monotonic()
    days, k_persons = lake.partitions("clean", FEED), profile.k_persons(FEED)
    months: dict[str, derive.Inputs] = defaultdict(lambda: {"k_persons": str(k_persons)})
    for day, folder in days.items():
        months[day[:7]][day] = derive.run_of(folder)
    wanted = derive.stale(lake, "aggregate", f"{TABLE}_public", "month", months)
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "month", wanted) as run_:
            folders = [folder for day, folder in days.items() if day[:7] in wanted]
            files = [str(file) for folder in folders for file in sorted(folder.glob("*.parquet"))]
            counted = columnar.typed(None, TAXI_OD)
            if files:
                with columnar.connect(run_.folder, columnar.idle_cores(1)) as con:
                    con.read_parquet(files, hive_partitioning=False, union_by_name=True).create_view("trip")
                    counted = count_trips(con, profile.service_day_start_hour)
            run_.write_arrow(TABLE, counted, TAXI_OD)
            run_.write_arrow(f"{TABLE}_public", suppress(counted, k_persons), TAXI_OD_PUBLIC)
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)
