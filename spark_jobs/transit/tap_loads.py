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
import numpy as np
import pyarrow as pa

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import columnar, derive
from spark_jobs.command import run_command
from spark_jobs.transit import bus_ways, lines
from spark_jobs.transit import tap_loads_sql as sql
from spark_jobs.transit.schema import SECTION_LOAD_10MIN, SECTION_LOAD_HOUR, SECTION_LOAD_HOUR_PUBLIC
from spark_jobs.transit.trip_legs import local_midnight

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TABLE = "section_load_10min"
HOURS, PUBLIC = "section_load_hour", "section_load_hour_public"
RULE_VERSION = "tap_loads-1"
SLOT_S, HOUR_S, ENOUGH = 600, 3_600, 1e-3


class RidersLost(RuntimeError):
    """A bus that does not end empty, or whose load is negative: a fault of the job, never of the data."""


def follow(
    con: duckdb.DuckDBPyConnection, legs: pa.Table | None, network: pa.Table, midnight: int
) -> bus_ways.Ways:
    """Each bus of some routes' trip legs at each stop of its way; see `bus_ways.follow`. Leaves the tables `run` and `ride` in `con`.

    `legs`: None where `con` has the view `leg`; `network`: the lines of `lines.Lines`.
    """
    if legs is not None:
        con.register("leg", legs)
    con.register("lines", network.append_column("line_no", pa.array(range(len(network)), pa.int64())))
    con.execute(sql.RUNS)
    con.execute(sql.RIDES, {"midnight": midnight})
    for statement in (sql.VISITS, sql.BUSES):
        con.execute(statement)
    buses, visits, rides = (
        con.execute(f"from {t}").to_arrow_table() for t in ("bus order by bus_no", "visit", "ride")
    )
    return bus_ways.follow(buses, visits, rides, con.execute(sql.OFF).to_arrow_table(), network)


def count(
    con: duckdb.DuckDBPyConnection, legs: pa.Table | None, network: pa.Table, day: date, midnight: int
) -> tuple[pa.Table, pa.Table]:
    """Loads by ten minutes and by hour (columns of `SECTION_LOAD_10MIN` and `SECTION_LOAD_HOUR`) of trip legs of some routes, all of each.

    `legs` and `network` as in `follow`. Raises RidersLost where a run does not end empty.
    """
    ways = follow(con, legs, network, midnight)
    lost = int(((ways.is_last & (ways.load_cnt > ENOUGH)) | (ways.load_cnt < -ENOUGH)).sum())
    if lost:
        raise RidersLost(
            f"{lost:,} stops of buses on {day} have a load below zero or, at a run's end, above it. Nothing was published; this is a fault of "
            "Nightowl, report it with this line."
        )
    crossing = con.execute(sql.CROSSING).to_arrow_table()
    return (
        _sum_up(con, ways, network, crossing, day, SLOT_S, "slot_start_s", SLOT_S),
        _sum_up(con, ways, network, crossing, day, HOUR_S, "hour", 1),
    )


def _sum_up(
    con: duckdb.DuckDBPyConnection,
    ways: bus_ways.Ways,
    network: pa.Table,
    crossing: pa.Table,
    day: date,
    slot_s: int,
    name: str,
    unit: int,
) -> pa.Table:
    """Sections by slot; a card that is on two buses there in one slot is one person."""
    found, key = bus_ways.by_slot(ways, network, slot_s)
    begins, ends = (crossing[c].to_numpy().astype(np.int64) for c in ("board_seq", "alight_seq"))
    at = ways.at(crossing["bus_no"].to_numpy().astype(np.int64), begins)
    lengths = ends - begins
    place = np.repeat(at - (np.cumsum(lengths) - lengths), lengths) + np.arange(lengths.sum())
    cards = crossing["card_key"].take(pa.array(np.repeat(np.arange(len(at)), lengths)))
    con.register("crossed", pa.table({"key": key[place], "card_key": cards}))
    again = con.execute(sql.AGAIN).to_arrow_table()
    cards_cnt = found["cards_cnt"].to_numpy().copy()
    cards_cnt[np.searchsorted(found["key"].to_numpy(), again["key"].to_numpy())] -= again[
        "again_cnt"
    ].to_numpy()
    sections = network.take(found["line"])
    following = network["stop_id"].take(pa.array(found["line"].to_numpy() + 1))
    return pa.table(
        {
            "service_date": pa.array([day] * len(found), pa.date32()),
            "route_id": sections["route_id"],
            "pattern_id": sections["pattern_id"],
            "section_seq": sections["seq"],
            "from_stop_id": sections["stop_id"],
            "to_stop_id": following,
            "section_m": sections["section_m"],
            name: pa.array(found["slot"].to_numpy() * unit, pa.int32()),
            "load_cnt": found["load_cnt"],
            "cards_cnt": pa.array(cards_cnt),
            "buses_cnt": found["buses_cnt"],
            "run_s": found["run_s"],
        }
    )


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
