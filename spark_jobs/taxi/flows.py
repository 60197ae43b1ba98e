"""How many taxi trips go from which hexagon to which, a month and part of the day: counted, and with small counts hidden.

`taxi_od` holds every count and never enters the warehouse. In `taxi_od_public` a pair of hexagons with fewer than k trips is not
even named, since the pair of a single trip is where somebody was and went: one row a month and part of the day, without hexagons,
tells how many pairs are hidden. Files name no passenger, so k is counted in trips: whoever takes the same taxi k times in a month
from the same place to the same place is seen as k.
"""

from __future__ import annotations

import time
from collections import defaultdict
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import derive
from spark_jobs.taxi.schema import TAXI_OD, TAXI_OD_PUBLIC, TAXI_TRIP

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FEED, TABLE = "taxi_trip", "taxi_od"
PAIR = ("month", "day_part", "start_hex_id", "end_hex_id")


def count_trips(trips: DataFrame, start_hour: int) -> DataFrame:
    """Trips a month, part of the day, start and end. The night is the owl's: from midnight to the end of the hour of the cut."""
    night = (F.col("hour") >= 24) | (F.col("hour") == start_hour)
    part = F.when(F.col("hour").isNull(), "unknown").when(night, "night").otherwise("day")
    return (
        trips.withColumns({"month": F.date_format("service_date", "yyyy-MM"), "day_part": part})
        .groupBy(*PAIR)
        .agg(F.count("*").alias("trips_cnt"))
    )


def suppress(counted: DataFrame, k_persons: int) -> DataFrame:
    """The public form: pairs with `k_persons` trips or more, and what is left as one row a month and part of the day without a place."""
    shown = counted.where(F.col("trips_cnt") >= k_persons).withColumns(
        {"is_hidden": F.lit(False), "hidden_cells_cnt": F.lit(0).cast("long")}
    )
    hidden = counted.where(F.col("trips_cnt") < k_persons).groupBy("month", "day_part")
    none = F.lit(None)
    gathered = hidden.agg(F.count("*").alias("hidden_cells_cnt")).withColumns(
        {"start_hex_id": none, "end_hex_id": none, "trips_cnt": none, "is_hidden": F.lit(True)}
    )
    return shown.unionByName(gathered)


def write(spark: SparkSession, lake: Lake, profile: Profile) -> derive.Summary:
    """Bring both tables up to date with the trips, month by month."""
    started = time.monotonic()
    days, k_persons = lake.partitions("clean", FEED), profile.k_persons(FEED)
    months: dict[str, derive.Inputs] = defaultdict(lambda: {"k_persons": str(k_persons)})
    for day, folder in days.items():
        months[day[:7]][day] = derive.run_of(folder)
    wanted = derive.stale(lake, "aggregate", f"{TABLE}_public", "month", months)
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "month", wanted) as run_:
            folders = [str(folder) for day, folder in days.items() if day[:7] in wanted]
            counted = (
                spark.read.schema(TAXI_TRIP)
                .parquet(*folders)
                .transform(count_trips, profile.service_day_start_hour)
            )
            counted = counted.select(*TAXI_OD.names).orderBy(*PAIR).cache()
            run_.write(TABLE, counted)
            public = counted.transform(suppress, k_persons).select(*TAXI_OD_PUBLIC.names)
            run_.write(f"{TABLE}_public", public.orderBy(*PAIR))
            counted.unpersist()
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)
