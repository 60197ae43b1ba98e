"""Rides put together to journeys and laid on the network, to `aggregate/trip_leg`: one row a ride. It never leaves the lake.

    python -m spark_jobs.transit.trip_legs --service-date 2026-11-01

Two passes: by card (which rides are one journey, and where the rider boarded next), then by route (which place in the order of stops, which run of
the bus, and where those got off who did not tap). A rider who did not tap out is taken to have alighted where the way to the next boarding
of the day, by bus and then on foot, is shortest in time (Munizaga & Palma 2012: the nearest stop alone may be one that the bus passes again on its
way back); after the day's last ride the first boarding of the day stands for the next one (Trépanier, Tranchant & Chapleau 2007).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from nightowl.lake import Lake
from nightowl.profile import Profile
from nightowl.transit_rules import TapRules
from spark_jobs import columnar, derive
from spark_jobs.command import run_command
from spark_jobs.transit import lines
from spark_jobs.transit import trip_legs_sql as sql
from spark_jobs.transit.journeys import chain
from spark_jobs.transit.runs import number_runs
from spark_jobs.transit.schema import TRIP_LEG

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TABLE, FEED = "trip_leg", "card_tap"
RULE_VERSION = "trip_leg-1"
LATE_S = 600
"""How much later than the next boarding an inferred alighting may come out, since the way's time is an estimate."""


@dataclass(frozen=True)
class Day:
    """What the tasks of one service day work with."""

    folder: Path
    day: str
    midnight: int
    network: lines.Lines
    rules: TapRules
    buckets: int

    def read(self, file: Path) -> columnar.Batches:
        """One file of clean taps, which holds all rides of its cards: chained, and handed on by route."""
        with columnar.connect(self.folder) as con:
            con.read_parquet(str(file), hive_partitioning=False).create_view("tap")
            chained = chain(con, self.network, self.rules, self.midnight, self.buckets)
        yield from columnar.split_by_bucket(chained.drop_columns("bucket"), chained["bucket"].to_numpy())

    def settle(self, bucket: int, legs: pa.Table) -> int:
        """All rides of some routes: placed, joined to runs, alightings inferred, written; returns how many."""
        with columnar.connect(self.folder) as con:
            placed = place(con, legs, self.network, self.rules, date.fromisoformat(self.day), self.midnight)
        columnar.write_file(
            self.folder / TABLE / f"part={self.day}" / f"routes-{bucket:05d}.parquet", placed, TRIP_LEG
        )
        return len(placed)


def place(
    con: duckdb.DuckDBPyConnection,
    legs: pa.Table,
    network: lines.Lines,
    rules: TapRules,
    day: date,
    midnight: int,
) -> pa.Table:
    """Chained rides of some routes (all of each) to trip legs.

    `legs`: what `journeys.chain` gives; times are seconds since `midnight` (Unix time of the service date's local midnight).
    """
    con.register("stops", network.stops)
    con.register("leg", legs)
    con.register("lines", network.lines)
    for statement in (sql.SPANS, sql.SPOTS, sql.PLACED, sql.GUESSED):
        con.execute(statement)
    con.register("riding", number_runs(con.execute(sql.SEATED).to_arrow_table(), rules))
    con.execute(
        sql.PACES, {"bus_m_h": round(rules.bus_kmh * 1_000), "rail_m_h": round(rules.rail_kmh * 1_000)}
    )
    limits = {"walk_m_max": rules.walk_m_max, "ride_s_max": rules.ride_min_max * 60, "late_s": LATE_S}
    con.execute(sql.INFERRED, limits | {"walk_s_m": rules.walk_weight * 3.6 / rules.walk_kmh})
    return con.execute(sql.LEGS, {"day": day, "midnight": midnight}).to_arrow_table()


def local_midnight(day: str, time_zone: str) -> int:
    """Unix time of a day's local midnight."""
    return int(datetime.combine(date.fromisoformat(day), clock(), ZoneInfo(time_zone)).timestamp())


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> derive.Summary:
    """Make the legs again of every service day whose taps or network have changed (`rebuild`: that day in any case)."""
    started = time.monotonic()
    days, rules = lake.partitions("clean", FEED), profile.transit.taps
    inputs = {
        day: {
            FEED: derive.run_of(folder),
            "network": lines.digest(lake, day),
            "rules": f"{RULE_VERSION} {rules!r}",
        }
        for day, folder in days.items()
    }
    wanted = derive.stale(lake, "aggregate", TABLE, "service_date", inputs)
    if rebuild in inputs:
        wanted[rebuild] = inputs[rebuild]
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "service_date", wanted) as run_:
            for day in wanted:
                files = sorted(days[day].glob("*.parquet"))
                if not files:
                    continue
                work = Day(
                    run_.folder,
                    day,
                    local_midnight(day, profile.time_zone),
                    lines.read(lake, day, profile.mid_latitude),
                    rules,
                    columnar.buckets_for(sum(pq.read_metadata(f).num_rows for f in files)),
                )
                sizes = [f.stat().st_size for f in files]
                columnar.run(spark, files, sizes, work.read, work.buckets, work.settle)
            run_.take(TABLE)
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


if __name__ == "__main__":
    run_command(__doc__, run)
