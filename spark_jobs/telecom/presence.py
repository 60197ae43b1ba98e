"""Who is where at which hour: distinct persons and events a hexagon and hour of the service day.

    python -m spark_jobs.telecom.presence --service-date 2026-11-01

`presence_hex_hour` holds the counts and never enters the warehouse; `presence_hex_hour_public` hides those of fewer
than k persons, decided on the persons themselves.
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
from spark_jobs.telecom.schema import (
    CELL_HEX_SHARE,
    PRESENCE_HEX_HOUR,
    PRESENCE_HEX_HOUR_PUBLIC,
    TELECOM_EVENT,
)

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

TABLE = "presence_hex_hour"
HEX_HOUR = ("service_date", "hour", "hex_id")


def count_persons(events: DataFrame, shares: DataFrame) -> DataFrame:
    """Distinct persons and events a service_date, hour and hex_id.

    `shares`: service_date, cell_id, hex_id of the inventory in force. Counted in two steps, persons first, since the
    first step's rows are few beside the events; a person at two cells of one hexagon is one person.
    """
    placed = events.join(F.broadcast(shares), ["service_date", "cell_id"])
    persons = placed.groupBy(*HEX_HOUR, "subscriber_key").agg(F.count("*").alias("events_cnt"))
    return persons.groupBy(*HEX_HOUR).agg(
        F.count("*").alias("persons_cnt"), F.sum("events_cnt").alias("events_cnt")
    )


def suppress(presence: DataFrame, k_persons: int) -> DataFrame:
    """The public form: counts of fewer than `k_persons` distinct persons become NULL, and the row says it is hidden."""
    hidden = F.col("persons_cnt") < k_persons
    return presence.withColumns(
        {
            "persons_cnt": F.when(~hidden, F.col("persons_cnt")),
            "events_cnt": F.when(~hidden, F.col("events_cnt")),
            "is_hidden": hidden,
        }
    )


def inventory_in_force(inventories: list[str], service_date: str) -> str:
    """The inventory (valid_from) that speaks for a service day: the newest not after it, else the first."""
    before = [v for v in inventories if v <= service_date]
    return max(before) if before else min(inventories)


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> derive.Summary:
    """Make presence again for every service day whose events or cell shares have changed (`rebuild`: that day in any case)."""
    started = time.monotonic()
    days = lake.partitions("clean", "telecom_event")
    shares = lake.partitions("aggregate", "cell_hex_share")
    if not days:
        return derive.Summary(TABLE, [])
    in_force = {day: inventory_in_force(list(shares), day) for day in days}
    inputs = {
        day: {
            "telecom_event": derive.run_of(folder),
            "cell_hex_share": derive.run_of(shares[in_force[day]]),
            "k_persons": str(profile.k_persons("telecom_event")),
        }
        for day, folder in days.items()
    }
    wanted = derive.stale(lake, "aggregate", f"{TABLE}_public", "service_date", inputs)
    if rebuild in inputs:
        wanted[rebuild] = inputs[rebuild]
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "service_date", wanted) as run_:
            events = spark.read.schema(TELECOM_EVENT).parquet(*[str(days[d]) for d in wanted])
            presence = count_persons(events, _shares(spark, lake, {d: in_force[d] for d in wanted}))
            presence = presence.select(*[f.name for f in PRESENCE_HEX_HOUR.fields]).orderBy(*HEX_HOUR).cache()
            run_.write(TABLE, presence)
            public = presence.transform(suppress, profile.k_persons("telecom_event"))
            run_.write(f"{TABLE}_public", public.select(*[f.name for f in PRESENCE_HEX_HOUR_PUBLIC.fields]))
            presence.unpersist()
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


def _shares(spark: SparkSession, lake: Lake, in_force: dict[str, str]) -> DataFrame:
    days = spark.createDataFrame(
        [(date.fromisoformat(d), date.fromisoformat(v)) for d, v in in_force.items()],
        "service_date date, valid_from date",
    )
    folders = [
        str(lake.partition("aggregate", "cell_hex_share", "valid_from", v)) for v in set(in_force.values())
    ]
    return (
        spark.read.schema(CELL_HEX_SHARE)
        .parquet(*folders)
        .join(F.broadcast(days), "valid_from")
        .drop("valid_from", "share")
    )


if __name__ == "__main__":
    run_command(__doc__, run)
