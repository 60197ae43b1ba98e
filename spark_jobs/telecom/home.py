"""Where each person lives, month by month: `aggregate/home`, by the carrier's word or by the nights.

    python -m spark_jobs.telecom.home --service-date 2026-11-01

A pseudonym lasts one service month, and so does a home. The rows never leave the lake; how often the two rules agree does
(`home_agreement_public`).
"""

from __future__ import annotations

import time
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

import h3
import pandas as pd
import pyarrow.dataset as ds
from pyspark.sql import Window
from pyspark.sql import functions as F

from nightowl import dong_hex
from nightowl.lake import Lake
from nightowl.profile import Profile
from nightowl.reference import hexes
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.telecom import ground, places
from spark_jobs.telecom.home_regions import number_locations, regions
from spark_jobs.telecom.schema import HOME, HOME_AGREEMENT_PUBLIC, SUBSCRIBER_NIGHT

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

TABLE = "home"
RULE_VERSION = "home-1"
AGREEMENT = "home_agreement_public"
FILES = 8
PERSON = ("month", "subscriber_key")


def locate(nights: DataFrame, sites: DataFrame, grounds: DataFrame) -> DataFrame:
    """month, subscriber_key, night_hex: the hexagon the nights of a month speak for.

    `nights`: month, subscriber_key, night_site, night_site_hours_cnt, other_site, other_site_hours_cnt. `sites`: site_id, location_no;
    `grounds`: main_no, other_no, hex_id (`home_regions.regions`). Each hour votes for the site it was seen at. The location with most votes
    serves the home; of the others the one with most votes that borders on its ground tells the side. Ties go to the first location.
    """
    served = F.array(
        *(F.struct(F.col(f"{of}_site").alias("site_id"), F.col(f"{of}_site_hours_cnt").alias("hours")) for of in ("night", "other"))
    )
    votes = (
        nights.select(*PERSON, F.explode(served).alias("at"))
        .select(*PERSON, "at.site_id", "at.hours")
        .join(F.broadcast(sites), "site_id")
        .groupBy(*PERSON, "location_no")
        .agg(F.sum("hours").alias("hours"))
    )
    first = Window.partitionBy(*PERSON).orderBy(F.desc("hours"), "location_no")
    sided = votes.withColumn("main_no", F.first("location_no").over(first)).join(
        F.broadcast(grounds.withColumnRenamed("other_no", "location_no")), ["main_no", "location_no"]
    )
    is_side = (F.col("location_no") != F.col("main_no")).cast("int")
    best = F.struct(is_side, "hours", -F.col("location_no"))
    return sided.groupBy(*PERSON).agg(F.max_by("hex_id", best).alias("night_hex"))


def tell(nights: DataFrame) -> DataFrame:
    """month, subscriber_key, nights_cnt, carrier_dong_code, age_band: nights seen, and what the carrier said last in the month."""

    def newest(column: str) -> Column:
        told = F.when(F.col(column).isNotNull(), F.struct("service_date", column))
        return F.max(told)[column]

    return nights.groupBy(*PERSON).agg(
        F.count("*").cast("int").alias("nights_cnt"),
        newest("home_area").alias("carrier_dong_code"),
        newest("age_band").alias("age_band"),
    )


def decide(persons: DataFrame, dongs: DongTables, nights_min: int) -> DataFrame:
    """Persons (`tell` joined with `locate`) to the columns of `HOME`.

    The carrier's dong comes first: the home is the nights' hexagon where that lies in the dong or touches it, else the dong's main
    hexagon (none where nobody knows the dong's outline). Without it the nights' hexagon counts, if the person was seen in `nights_min`
    nights. `do_rules_agree`: whether the nights' hexagon lies in the carrier's dong or touches it, where both rules speak.
    """
    by_carrier = F.col("carrier_dong_code").isNotNull()
    by_nights = F.col("night_hex").isNotNull() & (F.col("nights_cnt") >= nights_min)
    is_near = F.coalesce(F.col("is_near"), F.lit(False))
    return (
        persons.join(F.broadcast(dongs.near), ["carrier_dong_code", "night_hex"], "left")
        .join(F.broadcast(dongs.main_hex), "carrier_dong_code", "left")
        .join(F.broadcast(dongs.of_hex), "night_hex", "left")
        .withColumns(
            {
                "rule": F.when(by_carrier, "carrier").when(by_nights, "night_cell"),
                "night_cell_hex": F.when(by_nights, F.col("night_hex")),
                "home_hex": F.when(by_carrier & is_near, F.col("night_hex"))
                .when(by_carrier, F.col("main_hex"))
                .when(by_nights, F.col("night_hex")),
                "home_dong_code": F.when(by_carrier, F.col("carrier_dong_code")).when(by_nights, F.col("hex_dong_code")),
                "do_rules_agree": F.when(by_carrier & by_nights & F.col("main_hex").isNotNull(), is_near),
            }
        )
        .select(*HOME.names)
    )


def agree(homes: DataFrame, k_persons: int) -> DataFrame:
    """One row a month: for how many persons both rules speak, and for how many they agree; hidden where either part is 1 to k-1 persons."""
    both, agreeing = F.col("persons_with_both_cnt"), F.col("agreeing_cnt")
    counted = homes.groupBy("month").agg(
        F.count("do_rules_agree").alias("persons_with_both_cnt"), F.count_if("do_rules_agree").alias("agreeing_cnt")
    )
    few = F.lit(False)
    for part in (both, agreeing, both - agreeing):
        few = few | part.between(1, k_persons - 1)
    shown = counted.withColumn("is_hidden", few)
    return shown.select(
        "month",
        F.when(~F.col("is_hidden"), both).alias("persons_with_both_cnt"),
        F.when(~F.col("is_hidden"), agreeing).alias("agreeing_cnt"),
        F.when(~F.col("is_hidden") & (both > 0), agreeing / both).alias("agreeing_share"),
        "is_hidden",
    )


class DongTables:
    """Three small tables of dongs and hexagons: `near` (carrier_dong_code, night_hex, is_near), `main_hex` (carrier_dong_code,
    main_hex), `of_hex` (night_hex, hex_dong_code)."""

    def __init__(self, spark: SparkSession, overlaid: pd.DataFrame) -> None:
        """`overlaid`: rows of `aggregate/dong_hex`."""
        near = {
            (r.dong_code, neighbour) for r in overlaid.itertuples() for neighbour in h3.grid_disk(r.hex_id, 1)
        }
        self.near = spark.createDataFrame(
            [(*pair, True) for pair in sorted(near)], "carrier_dong_code string, night_hex string, is_near boolean"
        )
        main = overlaid[overlaid.is_main_hex]
        self.main_hex = spark.createDataFrame(
            list(zip(main.dong_code, main.hex_id, strict=True)), "carrier_dong_code string, main_hex string"
        )
        of_hex = overlaid[overlaid.is_main_dong]
        self.of_hex = spark.createDataFrame(
            list(zip(of_hex.hex_id, of_hex.dong_code, strict=True)), "night_hex string, hex_dong_code string"
        )


def read_dong_hex(lake: Lake, profile: Profile) -> pd.DataFrame:
    """`aggregate/dong_hex` of the profile's resolution; no rows where it was never written."""
    folder = lake.partition("aggregate", dong_hex.TABLE, "resolution", str(profile.hex_resolution))
    if not folder.exists():
        return dong_hex.SCHEMA.empty_table().to_pandas()
    return ds.dataset(sorted(map(str, folder.glob("*.parquet"))), schema=dong_hex.SCHEMA).to_table().to_pandas()


def write(spark: SparkSession, lake: Lake, profile: Profile) -> derive.Summary:
    """Make the homes of every month again of which a night, a cell or the dongs' outlines have changed."""
    started = time.monotonic()
    nights, nights_min = lake.partitions("aggregate", "subscriber_night"), profile.telecom.home_nights_min
    if not nights:
        return derive.Summary(TABLE, [])
    in_force, k_persons = ground.in_force(lake, list(nights)), profile.k_persons("telecom_event")
    outlines = lake.partition("aggregate", dong_hex.TABLE, "resolution", str(profile.hex_resolution))
    rules = {
        "rules": f"{RULE_VERSION} from {nights_min} nights, k {k_persons}",
        "dong_hex": derive.run_of(outlines) if outlines.exists() else "none",
    }
    inputs: dict[str, derive.Inputs] = defaultdict(lambda: dict(rules))
    for day, folder in nights.items():
        inputs[day[:7]] |= {day: derive.run_of(folder), f"cell {in_force[day]}": derive.run_of(lake.partition("clean", "cell", "valid_from", in_force[day]))}
    wanted = derive.stale(lake, "aggregate", AGREEMENT, "month", inputs)
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "month", wanted) as run_:
            days = {day: folder for day, folder in nights.items() if day[:7] in wanted}
            known = places.sites(lake, sorted({in_force[day] for day in days}))
            grid = hexes(profile.bounds, profile.hex_resolution)["hex_id"].to_pylist()
            located = number_locations(pd.concat([known, places.hexagon_sites(grid)], ignore_index=True))
            carriers = located[~located.site_id.str.startswith(ground.H3_CELL)]
            grounds = pd.concat([regions(carriers, profile.bounds, profile.hex_resolution), _own_hexagons(located)])
            seen = spark.read.schema(SUBSCRIBER_NIGHT).parquet(*map(str, days.values())).withColumn("month", F.date_format("service_date", "yyyy-MM"))
            where = locate(seen, spark.createDataFrame(located[["site_id", "location_no"]]), spark.createDataFrame(grounds))
            persons = tell(seen).join(where, list(PERSON), "left")
            homes = decide(persons, DongTables(spark, read_dong_hex(lake, profile)), nights_min).cache()
            run_.write(TABLE, homes, files=FILES)
            run_.write(AGREEMENT, agree(homes, k_persons).select(*HOME_AGREEMENT_PUBLIC.names))
            homes.unpersist()
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


def _own_hexagons(located: pd.DataFrame) -> pd.DataFrame:
    """Rows as of `regions` for events that came with coordinates: their hexagon is known."""
    own = located[located.site_id.str.startswith(ground.H3_CELL)]
    hexagons = own.site_id.str.removeprefix(ground.H3_CELL)
    return pd.DataFrame({"main_no": own.location_no, "other_no": own.location_no, "hex_id": hexagons})


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> derive.Summary:
    """Bring the homes up to date with the nights (`rebuild` is the nights' business)."""
    dong_hex.write(lake, profile)
    return write(spark, lake, profile)


if __name__ == "__main__":
    run_command(__doc__, run)
