"""Who boards and alights at which stop in which hour of the service day, counted from the taps.

    python -m spark_jobs.transit.stop_hours --service-date 2026-11-01

`stop_hour` holds the counts and never enters the warehouse; in `stop_hour_public` boardings of fewer than k cards are
hidden, and alightings likewise, each decided on its own cards. An alighting belongs to the service day of its ride, as
the operator counts it, and its hour runs on past the cut: off the bus at 04:10 is hour 28. So a day's table is made from
that day's taps alone, and no alighting falls between two days.
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
from spark_jobs.transit.schema import CARD_TAP, STOP_HOUR, STOP_HOUR_PUBLIC

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FEED, TABLE = "card_tap", "stop_hour"
STOP_HOUR_KEY = ("service_date", "hour", "stop_id")


def count_taps(taps: DataFrame, time_zone: str) -> DataFrame:
    """Distinct cards and passengers on and off, a service_date, hour and stop_id; 0 where only the other is seen.

    Counted in two steps, cards first: a card that boards twice at a stop within the hour is one person there.
    """
    midnight = F.to_timestamp("service_date")
    alighted_hour = F.floor(
        (F.unix_timestamp(F.from_utc_timestamp("alighted_at", time_zone)) - F.unix_timestamp(midnight))
        / 3_600
    ).cast("int")
    on = taps.select("service_date", "hour", F.col("board_stop_id").alias("stop_id"), "card_key", "passengers_cnt",
                     F.lit(True).alias("is_on"))  # fmt: skip
    off = taps.where(F.col("alighted_at").isNotNull()).select(
        "service_date", alighted_hour.alias("hour"), F.col("alight_stop_id").alias("stop_id"), "card_key", "passengers_cnt",
        F.lit(False).alias("is_on"))  # fmt: skip
    cards = (
        on.unionByName(off)
        .groupBy(*STOP_HOUR_KEY, "is_on", "card_key")
        .agg(F.sum("passengers_cnt").alias("passengers_cnt"))
    )
    is_on = F.col("is_on")
    return cards.groupBy(*STOP_HOUR_KEY).agg(
        F.count_if(is_on).alias("boarding_persons_cnt"),
        F.coalesce(F.sum(F.when(is_on, F.col("passengers_cnt"))), F.lit(0)).alias("boardings_cnt"),
        F.count_if(~is_on).alias("alighting_persons_cnt"),
        F.coalesce(F.sum(F.when(~is_on, F.col("passengers_cnt"))), F.lit(0)).alias("alightings_cnt"),
    )


def suppress(counted: DataFrame, k_persons: int) -> DataFrame:
    """The public form: counts of 1 to k-1 cards become NULL and the row says so, for boardings and alightings apart."""
    columns = {}
    for what in ("boarding", "alighting"):
        hidden = F.col(f"{what}_persons_cnt").between(1, k_persons - 1)
        columns[f"{what}_persons_cnt"] = F.when(~hidden, F.col(f"{what}_persons_cnt"))
        columns[f"{what}s_cnt"] = F.when(~hidden, F.col(f"{what}s_cnt"))
        columns[f"is_{what}_hidden"] = hidden
    return counted.withColumns(columns)


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> derive.Summary:
    """Count again every service day whose taps have changed (`rebuild`: that day in any case)."""
    started = time.monotonic()
    days, k_persons = lake.partitions("clean", FEED), profile.k_persons(FEED)
    inputs = {day: {FEED: derive.run_of(folder), "k_persons": str(k_persons)} for day, folder in days.items()}
    wanted = derive.stale(lake, "aggregate", f"{TABLE}_public", "service_date", inputs)
    if rebuild in inputs:
        wanted[rebuild] = inputs[rebuild]
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "service_date", wanted) as run_:
            taps = spark.read.schema(CARD_TAP).parquet(*[str(days[d]) for d in wanted])
            counted = taps.transform(count_taps, profile.time_zone)
            counted = counted.select(*STOP_HOUR.names).orderBy(*STOP_HOUR_KEY).cache()
            run_.write(TABLE, counted)
            run_.write(
                f"{TABLE}_public", counted.transform(suppress, k_persons).select(*STOP_HOUR_PUBLIC.names)
            )
            counted.unpersist()
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


if __name__ == "__main__":
    run_command(__doc__, run)
