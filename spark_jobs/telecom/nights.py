"""Where each person was in the night: one row a person seen between 22:00 and 06:59 of a service day, to `aggregate/subscriber_night`.

    python -m spark_jobs.telecom.nights --service-date 2026-11-01

Homes and the night's trips home are read from these rows, a tenth of the events; they never leave the lake.
"""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
from pyspark.sql import functions as F

from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.telecom import ground, places
from spark_jobs.telecom.places import PLACE_BITS
from spark_jobs.telecom.schema import SUBSCRIBER_NIGHT, TELECOM_EVENT
from spark_jobs.telecom.trusted import DOUBTED, read_skewed, skewed_cells, trusted

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

TABLE = "subscriber_night"
RULE_VERSION = "subscriber_night-1"
PERSON = ("service_date", "subscriber_key")
EVENING_FROM, MORNING_UNTIL = 22, 6
MIDNIGHT = 24
PARTS = 8
ROWS_A_FILE = 1_000_000
"""Events of a day for each file of its night (a fifth of them are the night's), so that a month of small nights is not many files."""
# What is counted at a place travels with its number in one integer, so that the largest is found without comparing texts:
# Spark then keeps its sums in place and sorts nothing, which is twice as fast.
HOURS_BITS, EVENTS_BITS = 5, 24
LAST_PLACE = (1 << PLACE_BITS) - 1
ADDRESS_BITS = 21


def is_night() -> Column:
    """Hours 22:00-06:59 of a service day: its evening, and its early morning, which ends the night before."""
    return (F.col("hour") >= EVENING_FROM) | (F.col("hour") <= MORNING_UNTIL)


def number_addresses(events: DataFrame) -> DataFrame:
    """address_no, home_area, age_band: what the carrier says of its subscribers, each combination once, numbered in their order."""
    told = events.select("home_area", "age_band").distinct().collect()
    known = sorted({(r.home_area, r.age_band) for r in told}, key=lambda r: tuple((x is not None, x or "") for x in r))
    if len(known) >> ADDRESS_BITS:
        raise NightowlError(
            f"The carrier tells {len(known):,} combinations of home area and age band, and fewer than {1 << ADDRESS_BITS:,} were expected: "
            "an area, not an address, belongs in home_area; correct the mapping of the feed telecom_event in the city profile."
        )
    return events.sparkSession.createDataFrame(
        [(n, *address) for n, address in enumerate(known)], "address_no int, home_area string, age_band string"
    )


def count_nights(events: DataFrame, cells: DataFrame, found: DataFrame, addresses: DataFrame) -> DataFrame:
    """Night events to one row a service_date and subscriber_key (columns of `SUBSCRIBER_NIGHT`).

    `events`: of the night hours, trusted. `cells`: service_date, cell_id, place_no; `found`: place_no, site_id, hex_id; `addresses`:
    address_no, home_area, age_band. The night's place is where the person was seen in most hours; of equals where more
    events were, then the first hexagon and site by name. Home area and age band are those the carrier told last.
    """
    since = F.unix_micros("event_at") - F.unix_date("service_date").cast("long") * 86_400_000_000
    placed = (
        events.join(F.broadcast(cells), ["service_date", "cell_id"])
        .join(
            F.broadcast(addresses.withColumnsRenamed({"home_area": "area", "age_band": "age"})),
            F.col("home_area").eqNullSafe(F.col("area")) & F.col("age_band").eqNullSafe(F.col("age")),
        )
        # From the day before, so that it is positive in every time zone.
        .select(*PERSON, "hour", "place_no", "area", "age", "address_no", (since + 86_400_000_000).alias("at"))
    )
    late = F.col("hour") >= MIDNIGHT
    at_place = (
        placed.repartition(PARTS, "subscriber_key")
        .groupBy(*PERSON, "place_no")
        .agg(
            F.bit_or(F.expr("shiftleft(1, hour)")).alias("hours"),
            F.count("*").alias("events_cnt"),
            F.max(F.when(late, F.col("at"))).alias("last_at"),
            F.max(F.when(late, F.col("hour"))).alias("last_hour"),
            F.max(F.when(F.col("area").isNotNull(), _told())).alias("area_told"),
            F.max(F.when(F.col("age").isNotNull(), _told())).alias("age_told"),
        )
    )
    weight = _with_place(F.bit_count("hours").cast("long") * (1 << EVENTS_BITS) + F.least("events_cnt", F.lit((1 << EVENTS_BITS) - 1)))
    of_person = at_place.groupBy(*PERSON).agg(
        F.max(weight).alias("most"),
        F.min(weight).alias("least"),
        F.count("*").alias("places_cnt"),
        F.bit_count(F.bit_or("hours")).alias("hours_cnt"),
        F.sum("events_cnt").alias("events_cnt"),
        F.max(_with_place(F.col("last_at"))).alias("last"),
        F.max("last_hour").alias("last_hour"),
        F.max("area_told").alias("area_told"),
        F.max("age_told").alias("age_told"),
    )
    return of_person.transform(_in_words, found, addresses)


def _told() -> Column:
    return F.col("at") * (1 << ADDRESS_BITS) + F.col("address_no")


def _with_place(count: Column) -> Column:
    """A count with the number of its place behind it, the first place largest."""
    return count * (1 << PLACE_BITS) + (LAST_PLACE - F.col("place_no"))


def _in_words(persons: DataFrame, found: DataFrame, addresses: DataFrame) -> DataFrame:
    """Numbers of places and addresses back to what they stand for."""

    def place_no(packed: str) -> Column:
        return F.lit(LAST_PLACE) - F.col(packed).bitwiseAND(LAST_PLACE)

    def hours(packed: str) -> Column:
        return F.shiftright(packed, PLACE_BITS + EVENTS_BITS).cast("int")

    def named(name: str, *columns: str) -> DataFrame:
        return F.broadcast(found.select(F.col("place_no").alias(f"{name}_no"), *(F.col(c).alias(f"{name}_{c}") for c in columns)))

    def told(name: str, column: str) -> DataFrame:
        return F.broadcast(addresses.select(F.col("address_no").alias(f"{name}_no"), column))

    address = (1 << ADDRESS_BITS) - 1
    is_other = F.col("places_cnt") == 2
    return (
        persons.withColumns(
            {
                "night_no": place_no("most"),
                "night_site_hours_cnt": hours("most"),
                "other_no": F.when(is_other, place_no("least")),
                "other_site_hours_cnt": F.when(is_other, hours("least")),
                "last_no": place_no("last"),
                "area_no": F.col("area_told").bitwiseAND(address).cast("int"),
                "age_no": F.col("age_told").bitwiseAND(address).cast("int"),
            }
        )
        .join(named("night", "hex_id", "site_id"), "night_no")
        .join(named("other", "site_id"), "other_no", "left")
        .join(named("last", "hex_id"), "last_no", "left")
        .join(told("area", "home_area"), "area_no", "left")
        .join(told("age", "age_band"), "age_no", "left")
        .select(
            *PERSON,
            F.col("night_hex_id").alias("night_hex"),
            F.col("night_site_id").alias("night_site"),
            "night_site_hours_cnt",
            F.col("other_site_id").alias("other_site"),
            "other_site_hours_cnt",
            F.col("hours_cnt").cast("int"),
            "events_cnt",
            "last_hour",
            F.col("last_hex_id").alias("last_hex"),
            "home_area",
            "age_band",
        )
    )


def write(
    spark: SparkSession, lake: Lake, profile: Profile, *, rebuild: str | None = None
) -> derive.Summary:
    """Make the nights again whose events, cells or skewed cells have changed (`rebuild`: that one in any case)."""
    started = time.monotonic()
    days = lake.partitions("clean", "telecom_event")
    if not days:
        return derive.Summary(TABLE, [])
    in_force, inventories, skewed = ground.in_force(lake, list(days)), lake.partitions("clean", "cell"), skewed_cells(lake)
    inputs = {
        day: {
            "telecom_event": derive.run_of(folder),
            "cell": derive.run_of(inventories[in_force[day]]),
            "rules": f"{RULE_VERSION} without {' '.join(DOUBTED)}; skewed: {skewed.get(day, 'none')}",
        }
        for day, folder in days.items()
    }
    wanted = derive.stale(lake, "aggregate", TABLE, "service_date", inputs)
    if rebuild in inputs:
        wanted[rebuild] = inputs[rebuild]
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "service_date", wanted) as run_:
            cells, found = places.tables(spark, lake, profile, {d: in_force[d] for d in wanted})
            events = spark.read.schema(TELECOM_EVENT).parquet(*[str(days[d]) for d in wanted]).where(is_night())
            nights = count_nights(
                events.transform(trusted, read_skewed(spark, lake, wanted)), cells, found, number_addresses(events)
            )
            run_.write(TABLE, nights.select(*SUBSCRIBER_NIGHT.names), files=_files([days[d] for d in wanted]))
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


def _files(folders: list[Path]) -> int:
    rows = max(sum(pq.read_metadata(f).num_rows for f in folder.glob("*.parquet")) for folder in folders)
    return min(max(rows // ROWS_A_FILE, 1), PARTS)


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> derive.Summary:
    """Bring the nights up to date; see `write`."""
    return write(spark, lake, profile, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
