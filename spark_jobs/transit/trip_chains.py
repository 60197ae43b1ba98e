"""Journeys from where to where, counted for the public: hexagon to hexagon, by hour of the first boarding and number of rides.

    python -m spark_jobs.transit.trip_chains --service-date 2026-11-01

A journey ends where its last ride does, tapped or inferred; where that or a stop's place is not known, it is not told. Rows of fewer than k cards
are left out, and counted in a row of their own. One grouping of a day's legs, which lie by route: on the driver, in bounded memory.
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
from spark_jobs.transit.schema import TRIP_CHAIN_PUBLIC
from spark_jobs.transit.trip_legs import local_midnight

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TABLE = "trip_chain_public"
RULE_VERSION = "trip_chain-1"
CHAINS = """
    with journey as (
        select service_date, card_key, arg_min_null(board_stop_id, leg_no) as origin, arg_max_null(alight_stop_id, leg_no) as destination,
            min(boarded_at) as boarded_at, cast(count(*) as integer) as legs_cnt
        from leg group by service_date, card_key, journey_no
    ),
    chain as (
        select service_date, a.hex_id as origin_hex, b.hex_id as destination_hex,
            cast((cast(epoch(boarded_at) as bigint) - $midnight) // 3600 as integer) as hour, legs_cnt, count(*) as journeys_cnt,
            count(distinct card_key) as persons_cnt
        from journey join hexes a on a.stop_id = origin join hexes b on b.stop_id = destination
        group by all
    )
    select *, false as is_hidden, 0 as hidden_chains_cnt from chain where persons_cnt >= $k
    union all by name
    select service_date, true as is_hidden, count(*) as hidden_chains_cnt from chain where persons_cnt < $k group by all
    order by is_hidden, origin_hex, destination_hex, hour, legs_cnt
"""
"""Chains of k distinct cards or more, and a row that counts the others."""


def count(con: duckdb.DuckDBPyConnection, stops: pa.Table, midnight: int, k_persons: int) -> pa.Table:
    """`trip_chain_public` of a day whose legs are the view `leg` of `con`. `stops`: stop_id, hex_id (NULL where no list has the place); `midnight`:
    Unix time of the service date's local midnight."""
    con.register("hexes", stops.select(["stop_id", "hex_id"]).drop_null())
    return con.execute(CHAINS, {"midnight": midnight, "k": k_persons}).to_arrow_table()


def _count_day(lake: Lake, profile: Profile, day: str, files: list[Path], folder: Path) -> pa.Table:
    with columnar.connect(folder, columnar.idle_cores(1)) as con:
        con.execute("set timezone = 'UTC'")
        con.read_parquet([str(f) for f in files], hive_partitioning=False, union_by_name=True).create_view(
            "leg"
        )
        stops, midnight = (
            lines.read(lake, day, profile.mid_latitude).stops,
            local_midnight(day, profile.time_zone),
        )
        return columnar.typed(count(con, stops, midnight, profile.k_persons("card_tap")), TRIP_CHAIN_PUBLIC)


def run(
    spark: SparkSession | None,
    lake: Lake,
    profile: Profile,
    service_date: date,
    *,
    rebuild: str | None = None,
) -> derive.Summary:
    """Count the journeys again of every service day whose legs have changed (`rebuild`: that day in any case). Of Spark nothing is asked."""
    started = time.monotonic()
    days, k_persons = lake.partitions("aggregate", "trip_leg"), profile.k_persons("card_tap")
    inputs = {
        day: {"trip_leg": derive.run_of(folder), "k_persons": str(k_persons), "rules": RULE_VERSION}
        for day, folder in days.items()
    }
    wanted = derive.stale(lake, "aggregate", TABLE, "service_date", inputs)
    if rebuild in inputs:
        wanted[rebuild] = inputs[rebuild]
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "service_date", wanted) as run_:
            files = {day: sorted(days[day].glob("*.parquet")) for day in wanted}
            made = [
                _count_day(lake, profile, day, found, run_.folder) for day, found in files.items() if found
            ]
            run_.write_arrow(
                TABLE, pa.concat_tables([columnar.typed(None, TRIP_CHAIN_PUBLIC), *made]), TRIP_CHAIN_PUBLIC
            )
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


if __name__ == "__main__":
    run_command(__doc__, run)
