"""How full the buses are between stops, counted from the taps of each bus, by ten minutes and by hour.

    python -m spark_jobs.transit.tap_loads --service-date 2026-11-01

A bus is followed run by run: on board after a stop is who boarded up to it and has not alighted. It is seen between its first and its last tap; where
it passed a stop at which nobody tapped is worked out from the stops before and after. Trains are left out: their taps stand at gates.
`section_load_10min` and `section_load_hour` never enter the warehouse. In `section_load_hour_public` loads of fewer than k cards are hidden, and
the others rounded to multiples of k: the differences of exact loads along a line are who boards and alights at a stop, which
`stop_hour_public` hides.
"""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import columnar, derive
from spark_jobs.command import run_command
from spark_jobs.transit import lines
from spark_jobs.transit import tap_loads_sql as sql
from spark_jobs.transit.schema import SECTION_LOAD_10MIN, SECTION_LOAD_HOUR, SECTION_LOAD_HOUR_PUBLIC
from spark_jobs.transit.trip_legs import local_midnight

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TABLE = "section_load_10min"
HOURS, PUBLIC = "section_load_hour", "section_load_hour_public"
RULE_VERSION = "tap_loads-1"
SLOT_S, HOUR_S = 600, 3_600


class RidersLost(RuntimeError):
    """A bus that does not end empty, or whose load is negative: a fault of the job, never of the data."""


def count(
    con: duckdb.DuckDBPyConnection, legs: pa.Table | None, network: pa.Table, day: date, midnight: int
) -> tuple[pa.Table, pa.Table]:
    """Loads by ten minutes and by hour (columns of `SECTION_LOAD_10MIN` and `SECTION_LOAD_HOUR`) of trip legs of some routes, all of each.

    `legs`: None where `con` has the view `leg`; `network`: the lines of `lines.Lines`. Raises RidersLost where a run does not end empty.
    """
    if legs is not None:
        con.register("leg", legs)
    con.register("lines", network)
    con.execute(sql.RIDES, {"midnight": midnight})
    for statement in (sql.VISITS, sql.BUSES, sql.LEFT, sql.PASSED):
        con.execute(statement)
    ((lost,),) = con.execute(sql.LEFT_OVER).fetchall()
    if lost:
        raise RidersLost(
            f"{lost:,} stops of buses on {day} have a load below zero or, at a run's end, above it. Nothing was published; this is a fault of "
            "Nightowl, report it with this line."
        )
    slots = sql.SECTIONS.format(seconds=SLOT_S, unit=SLOT_S, name="slot_start_s")
    hours = sql.SECTIONS.format(seconds=HOUR_S, unit=1, name="hour")
    by_slot, by_hour = (con.execute(query, {"day": day}).to_arrow_table() for query in (slots, hours))
    return by_slot, by_hour


def suppress(counted: pa.Table, k_persons: int) -> pa.Table:
    """The public form of `section_load_hour`."""
    with duckdb.connect() as con:
        con.register("counted", counted)
        return con.execute(sql.PUBLIC, {"k": k_persons}).to_arrow_table()


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> derive.Summary:
    """Count the loads again of every service day whose legs have changed (`rebuild`: that day in any case)."""
    started = time.monotonic()
    days, k_persons = lake.partitions("aggregate", "trip_leg"), profile.k_persons("card_tap")
    inputs = {
        day: {"trip_leg": derive.run_of(folder), "k_persons": str(k_persons), "rules": RULE_VERSION}
        for day, folder in days.items()
    }
    wanted = derive.stale(lake, "aggregate", PUBLIC, "service_date", inputs)
    if rebuild in inputs:
        wanted[rebuild] = inputs[rebuild]
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "service_date", wanted) as run_:
            of_days = [
                _count_day(
                    spark,
                    lake,
                    profile,
                    day,
                    lines.read(lake, day, profile.mid_latitude).lines,
                    days[day],
                    run_.folder,
                )
                for day in wanted
            ]
            by_slot, by_hour = (pa.concat_tables(tables) for tables in zip(*of_days, strict=True))
            run_.write_arrow(TABLE, by_slot, SECTION_LOAD_10MIN)
            run_.write_arrow(HOURS, by_hour, SECTION_LOAD_HOUR)
            run_.write_arrow(PUBLIC, suppress(by_hour, k_persons), SECTION_LOAD_HOUR_PUBLIC)
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


def _count_day(
    spark: SparkSession, lake: Lake, profile: Profile, day: str, network: pa.Table, folder: Path, spill: Path
) -> tuple[pa.Table, pa.Table]:
    """The loads of one day, a task a file of legs: all legs of a route are in one."""
    files = sorted(folder.glob("*.parquet"))
    midnight = local_midnight(day, profile.time_zone)

    def of_file(n: int) -> list[pa.Table]:
        with columnar.connect(spill) as con:
            con.read_parquet(str(files[n]), hive_partitioning=False).create_view("leg")
            return list(count(con, None, network, date.fromisoformat(day), midnight))

    found = columnar.each(spark, len(files), of_file)
    by_slot, by_hour = (
        pa.concat_tables(columnar.typed(rows, schema) for rows in [None, *(tables[n] for tables in found)])
        for n, schema in enumerate((SECTION_LOAD_10MIN, SECTION_LOAD_HOUR))
    )
    return by_slot, by_hour


if __name__ == "__main__":
    run_command(__doc__, run)
