"""Journeys from where to where, counted for the public: hexagon to hexagon, by hour of the first boarding and number of rides.

    python -m spark_jobs.transit.trip_chains --service-date 2026-11-01

A journey ends where its last ride does, tapped or inferred; where that or a stop's place is not known, it is not told. Rows of fewer than k cards
are left out, and counted in a row of their own.
"""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.transit import lines
from spark_jobs.transit.schema import TRIP_CHAIN_PUBLIC, TRIP_LEG

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

TABLE = "trip_chain_public"
RULE_VERSION = "trip_chain-1"
CHAIN = ("service_date", "origin_hex", "destination_hex", "hour", "legs_cnt")


def journeys(legs: DataFrame, hexes: DataFrame, time_zone: str) -> DataFrame:
    """One row a journey: `CHAIN` and card_key. `hexes`: stop_id, hex_id."""
    midnight = F.unix_timestamp(F.to_utc_timestamp(F.to_timestamp("service_date"), time_zone))
    ends = legs.groupBy("service_date", "card_key", "journey_no").agg(
        F.min_by("board_stop_id", "leg_no").alias("origin"),
        F.max_by("alight_stop_id", "leg_no").alias("destination"),
        F.min("boarded_at").alias("boarded_at"),
        F.count("*").cast("int").alias("legs_cnt"),
    )
    hour = F.floor((F.unix_timestamp("boarded_at") - midnight) / 3_600).cast("int")
    for end in ("origin", "destination"):
        of_end = hexes.select(F.col("stop_id").alias(end), F.col("hex_id").alias(f"{end}_hex"))
        ends = ends.join(F.broadcast(of_end), end)
    return ends.withColumn("hour", hour).select(*CHAIN, "card_key")


def count(made: DataFrame, k_persons: int) -> DataFrame:
    """`trip_chain_public`: chains of k distinct cards or more, and a row a day that counts the others."""
    counted = made.groupBy(*CHAIN).agg(
        F.count("*").alias("journeys_cnt"), F.count_distinct("card_key").alias("persons_cnt")
    )
    told = counted.where(F.col("persons_cnt") >= k_persons)
    few = (
        counted.where(F.col("persons_cnt") < k_persons)
        .groupBy("service_date")
        .agg(F.count("*").alias("hidden_chains_cnt"))
    )
    rows = told.withColumns({"is_hidden": F.lit(False), "hidden_chains_cnt": F.lit(0)}).unionByName(
        few.withColumn("is_hidden", F.lit(True)), allowMissingColumns=True
    )
    return rows.select(*TRIP_CHAIN_PUBLIC.names).orderBy("is_hidden", *CHAIN)


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> derive.Summary:
    """Count the journeys again of every service day whose legs have changed (`rebuild`: that day in any case)."""
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
            parts = []
            for day in wanted:
                stops = lines.read(lake, day, profile.mid_latitude).stops.select(["stop_id", "hex_id"])
                legs = spark.read.schema(TRIP_LEG).parquet(str(days[day]))
                parts.append(journeys(legs, spark.createDataFrame(stops).dropna(), profile.time_zone))
            made = parts[0]
            for part in parts[1:]:
                made = made.unionByName(part)
            run_.write(TABLE, count(made, k_persons))
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


if __name__ == "__main__":
    run_command(__doc__, run)
