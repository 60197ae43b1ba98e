"""Who is away from home late at night: `aggregate/night_od` counts persons by the hexagon they were last seen in and the one they live in.

    python -m spark_jobs.telecom.night_od --service-date 2026-11-01

Each of them has a way home before them, the demand a night bus may serve (the rule of Seoul's Owl bus of 2013: a call in A at night, a bill that
goes to B). In `night_od_public` a pair with fewer than k persons is not even named.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
from pyspark.sql import functions as F

from nightowl import dong_hex
from nightowl.lake import Lake
from nightowl.profile import Profile
from nightowl.reference import hexes
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.telecom import expansion, home, nights
from spark_jobs.telecom.schema import (
    EXPANSION_WEIGHT,
    HOME,
    NIGHT_OD,
    NIGHT_OD_PUBLIC,
    SUBSCRIBER_NIGHT,
)

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

TABLE = "night_od"
RULE_VERSION = "night_od-1"
PAIR = ("month", "origin_hex", "home_hex")
GRAIN = ("month", "weekday", "hour", "origin_hex", "home_hex")
EARTH_KM = 6371.0088
FULL_NIGHT_SHARE = 0.1
"""A night with less than this part of the persons of the month's fullest was not delivered: late rows of another day opened it."""


def away_from_home(seen: DataFrame, homes: DataFrame, centres: DataFrame, come_home_km: float) -> DataFrame:
    """The last sightings of persons not yet at home: month, weekday (1 Monday to 7), hour, origin_hex, home_hex, subscriber_key, and of
    the home dong_code and age_band.

    `seen`: rows of `subscriber_night`; `homes`: of `home`; `centres`: hex_id, latitude, longitude. Whose last hexagon lies within
    `come_home_km` of the home's (great circle between their centres) has come home: a second cell may serve so far.
    """
    at_last = seen.where("last_hex is not null").select(
        F.date_format("service_date", "yyyy-MM").alias("month"),
        (F.weekday("service_date") + 1).alias("weekday"),
        F.col("last_hour").alias("hour"),
        F.col("last_hex").alias("origin_hex"),
        "subscriber_key",
    )
    living = homes.where("home_hex is not null").select(
        "month", "subscriber_key", "home_hex", F.col("home_dong_code").alias("dong_code"), "age_band"
    )
    ends = at_last.join(living, ["month", "subscriber_key"])
    for end in ("origin", "home"):
        ends = ends.join(
            F.broadcast(centres.withColumnsRenamed({"hex_id": f"{end}_hex", "latitude": f"{end}_y", "longitude": f"{end}_x"})),
            f"{end}_hex",
        )
    return ends.where(_kilometres() > come_home_km).drop("origin_y", "origin_x", "home_y", "home_x")


def _kilometres() -> Column:
    """Great-circle distance of origin and home by the haversine formula, on the mean radius of the Earth (IUGG)."""
    y1, x1, y2, x2 = (F.radians(c) for c in ("origin_y", "origin_x", "home_y", "home_x"))
    half = F.pow(F.sin((y2 - y1) / 2), 2) + F.cos(y1) * F.cos(y2) * F.pow(F.sin((x2 - x1) / 2), 2)
    return 2 * EARTH_KM * F.asin(F.sqrt(half))


def count_pairs(away: DataFrame, nights_of: DataFrame) -> DataFrame:
    """Distinct persons, person-nights and what they stand for, a month and pair of hexagons, over all nights and hours together (weekday and
    hour NULL), by weekday, by hour, and by both.

    `away`: `away_from_home` with `weight`; `nights_of`: month, weekday (NULL for all), nights_cnt. A person counts once at each of these
    levels, so the persons of a pair are not the sum of those of its weekdays. `residents_est`: weighted person-nights a night.
    """
    levels = [
        F.struct(w.alias("weekday"), h.alias("hour"))
        for w in (F.col("weekday"), F.lit(None).cast("int"))
        for h in (F.col("hour"), F.lit(None).cast("int"))
    ]
    at_level = away.withColumn("level", F.explode(F.array(*levels))).select(
        "month", "level.weekday", "level.hour", "origin_hex", "home_hex", "subscriber_key", "weight"
    )
    persons = at_level.groupBy(*GRAIN, "subscriber_key").agg(
        F.count("*").alias("times"), F.sum(F.col("weight").cast("decimal(18,6)")).alias("stands_for")
    )
    counted = persons.groupBy(*GRAIN).agg(
        F.count("*").alias("persons_cnt"),
        F.sum("times").alias("person_nights_cnt"),
        F.sum("stands_for").cast("double").alias("expanded"),
    )
    of_level = nights_of.withColumnsRenamed({"month": "of_month", "weekday": "of_weekday"})
    same = (F.col("month") == F.col("of_month")) & F.col("weekday").eqNullSafe(F.col("of_weekday"))
    return counted.join(F.broadcast(of_level), same).withColumn("residents_est", F.col("expanded") / F.col("nights_cnt")).select(*NIGHT_OD.names)


def suppress(counted: DataFrame, k_persons: int) -> DataFrame:
    """The public form: pairs of at least `k_persons` distinct persons, and one row a month that tells how many pairs are hidden.

    A pair is split by weekday, by hour or by both only where every part of that split has as many persons too: no part can then be
    worked out from the whole and the others. Decided on persons, before any scaling.
    """
    few = F.col("persons_cnt") < k_persons
    totals = counted.where("weekday is null and hour is null")
    kinds = [F.col("weekday").isNull().alias("all_weekdays"), F.col("hour").isNull().alias("all_hours")]
    split_kind = counted.withColumns({"all_weekdays": kinds[0], "all_hours": kinds[1]})
    sound = (
        split_kind.groupBy(*PAIR, "all_weekdays", "all_hours").agg(F.max(few).alias("has_few")).where("not has_few").drop("has_few")
    )
    shown = split_kind.join(sound, [*PAIR, "all_weekdays", "all_hours"]).withColumns(
        {"is_hidden": F.lit(False), "hidden_pairs_cnt": F.lit(0).cast("long")}
    )
    hidden = totals.where(few).groupBy("month").agg(F.count("*").alias("hidden_pairs_cnt")).withColumn("is_hidden", F.lit(True))
    return shown.unionByName(hidden, allowMissingColumns=True).select(*NIGHT_OD_PUBLIC.names)


def full_nights(nights_: Mapping[str, Path]) -> dict[str, list[str]]:
    """Month → its service days that were delivered, told by the persons seen."""
    persons = {
        day: sum(pq.read_metadata(f).num_rows for f in folder.glob("*.parquet")) for day, folder in nights_.items()
    }
    months: dict[str, list[str]] = defaultdict(list)
    for day in persons:
        months[day[:7]].append(day)
    return {
        month: [d for d in days if persons[d] and persons[d] >= FULL_NIGHT_SHARE * max(persons[x] for x in days)]
        for month, days in months.items()
    }


def write(spark: SparkSession, lake: Lake, profile: Profile) -> derive.Summary:
    """Count every month again of which a night, a home or a weight has changed."""
    started = time.monotonic()
    days = lake.partitions("aggregate", "subscriber_night")
    made = {t: lake.partitions("aggregate", t) for t in ("home", "expansion_weight")}
    rules, k_persons = profile.telecom, profile.k_persons("telecom_event")
    inputs: dict[str, derive.Inputs] = defaultdict(
        lambda: {"rules": f"{RULE_VERSION} home within {rules.cell_reach_km} km, k {k_persons}"}
    )
    for day, folder in days.items():
        inputs[day[:7]][day] = derive.run_of(folder)
    for month in inputs:
        inputs[month] |= {t: derive.run_of(folders[month]) for t, folders in made.items()}
    wanted = derive.stale(lake, "aggregate", f"{TABLE}_public", "month", inputs)
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "month", wanted) as run_:
            full = {m: d for m, d in full_nights({d: f for d, f in days.items() if d[:7] in wanted}).items()}
            seen = spark.read.schema(SUBSCRIBER_NIGHT).parquet(*[str(days[d]) for of in full.values() for d in of])
            homes, weights = (
                spark.read.schema(s).parquet(*[str(made[t][m]) for m in wanted])
                for t, s in (("home", HOME), ("expansion_weight", EXPANSION_WEIGHT))
            )
            away = away_from_home(seen, homes, _centres(spark, profile), rules.cell_reach_km)
            counted = away.transform(add_weight, weights).transform(count_pairs, _nights_of(spark, full)).orderBy(*GRAIN).cache()
            run_.write(TABLE, counted)
            run_.write(f"{TABLE}_public", counted.transform(suppress, k_persons).orderBy(*GRAIN))
            counted.unpersist()
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


def add_weight(away: DataFrame, weights: DataFrame) -> DataFrame:
    """`weight` of each person by home dong and age band; NULL where the city has no register. An age band that was not fitted counts as none."""
    given = weights.where("weight is not null").select("month", "dong_code", "age_band", "weight")
    same = ["month", "dong_code"]
    by_age = given.where("age_band is not null").withColumnRenamed("weight", "weight_by_age")
    plain = given.where("age_band is null").drop("age_band").withColumnRenamed("weight", "weight_plain")
    return (
        away.join(F.broadcast(by_age), [*same, "age_band"], "left")
        .join(F.broadcast(plain), same, "left")
        .withColumn("weight", F.coalesce("weight_by_age", "weight_plain"))
    )


def _centres(spark: SparkSession, profile: Profile) -> DataFrame:
    grid = hexes(profile.bounds, profile.hex_resolution).select(["hex_id", "centre_latitude", "centre_longitude"])
    return spark.createDataFrame(grid.rename_columns(["hex_id", "latitude", "longitude"]))


def _nights_of(spark: SparkSession, full: Mapping[str, list[str]]) -> DataFrame:
    """month, weekday (NULL for all), nights_cnt."""
    counts: dict[tuple[str, int | None], int] = defaultdict(int)
    for month, days in full.items():
        for day in days:
            counts[month, date.fromisoformat(day).isoweekday()] += 1
            counts[month, None] += 1
    return spark.createDataFrame([(*level, n) for level, n in counts.items()], "month string, weekday int, nights_cnt int")


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> derive.Summary:
    """Bring nights, homes, weights and pairs up to date, each from the one before (`rebuild`: that service day's night in any case)."""
    started = time.monotonic()
    dong_hex.write(lake, profile)
    made = [
        nights.write(spark, lake, profile, rebuild=rebuild),
        home.write(spark, lake, profile),
        expansion.write(spark, lake, profile),
        write(spark, lake, profile),
    ]
    return derive.Summary(TABLE, made[-1].partitions, time.monotonic() - started)


if __name__ == "__main__":
    run_command(__doc__, run)
