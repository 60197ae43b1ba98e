"""Where each person lives, month by month: `aggregate/home`, by the carrier's word or by the nights.

    python -m spark_jobs.telecom.home --service-date 2026-11-01

A pseudonym lasts one service month, and so does a home. The rows never leave the lake; how often the two rules agree does
(`home_agreement_public`).
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import h3
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from nightowl import dong_hex
from nightowl.lake import Lake
from nightowl.profile import Profile
from nightowl.reference import DONG_HEX_SCHEMA
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.telecom import ground, person_tasks, places
from spark_jobs.telecom.home_regions import number_locations, regions
from spark_jobs.telecom.night_sql import AGREEMENT, HOMES
from spark_jobs.telecom.schema import HOME, HOME_AGREEMENT_PUBLIC, SUBSCRIBER_NIGHT

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TABLE = "home"
RULE_VERSION = "home-1"
AGREEMENT_TABLE = "home_agreement_public"
Tables = dict[str, pa.Table]


def find_homes(con: duckdb.DuckDBPyConnection, month: str, nights_min: int) -> pa.Table:
    """One row a person seen in the nights of a month (columns of `HOME`).

    `con` has `night` (subscriber_night of that month, all rows of each person) and the tables of `reference_tables`. Each hour of a night votes
    for the site it was spent at. The location with most votes serves the home; of the others the one with most votes that borders on its ground
    tells the side (`home_regions`). So the nights have a hexagon. The carrier's dong comes first: the home is the nights' hexagon
    where that lies in the dong or touches it, else the dong's main hexagon (none where nobody knows the dong's outline). Without
    it the nights' hexagon counts, if the person was seen in `nights_min` nights.
    """
    return con.execute(HOMES, {"month": month, "nights_min": nights_min}).to_arrow_table()


def agreement(con: duckdb.DuckDBPyConnection, month: str, k_persons: int) -> pa.Table:
    """For how many persons of `home` both rules speak, and for how many they agree: the nights' hexagon lies in the carrier's dong or
    touches it. Hidden where either part is 1 to `k_persons` - 1 persons."""
    return con.execute(AGREEMENT, {"month": month, "k": k_persons}).to_arrow_table()


def reference_tables(sites: pd.DataFrame, overlaid: pa.Table, profile: Profile) -> Tables:
    """`sites` (site_id, location_no), `grounds` (main_no, other_no, hex_id), `dong_hex` and `near` (dong_code, hex_id), for `find_homes`.

    `sites`: site_id, latitude, longitude; `overlaid`: rows of `aggregate/dong_hex`.
    """
    located = number_locations(sites)
    is_hexagon = located.site_id.str.startswith(ground.H3_CELL)
    told = located[is_hexagon]  # events that came with coordinates tell their hexagon themselves
    own = pd.DataFrame({"main_no": told.location_no, "other_no": told.location_no})
    own["hex_id"] = told.site_id.str.removeprefix(ground.H3_CELL)
    grounds = pd.concat([regions(located[~is_hexagon], profile.bounds, profile.hex_resolution), own])
    pairs = zip(overlaid["dong_code"].to_pylist(), overlaid["hex_id"].to_pylist(), strict=True)
    near = sorted({(dong, touched) for dong, hex_id in pairs for touched in h3.grid_disk(hex_id, 1)})
    return {
        "sites": pa.Table.from_pandas(located[["site_id", "location_no"]], preserve_index=False),
        "grounds": pa.Table.from_pandas(
            grounds.drop_duplicates(["main_no", "other_no"]), preserve_index=False
        ),
        "dong_hex": overlaid,
        "near": pa.table({"dong_code": [d for d, _ in near], "hex_id": [h for _, h in near]}, _NEAR),
    }


_NEAR = pa.schema([("dong_code", pa.string()), ("hex_id", pa.string())])


def read_dong_hex(lake: Lake, profile: Profile) -> pa.Table:
    """`aggregate/dong_hex` of the profile's resolution; no rows where it was never written."""
    folder = lake.partition("aggregate", dong_hex.TABLE, "resolution", str(profile.hex_resolution))
    tables = [pq.read_table(file, schema=DONG_HEX_SCHEMA) for file in sorted(folder.glob("*.parquet"))]
    return pa.concat_tables([DONG_HEX_SCHEMA.empty_table(), *tables])


def write(spark: SparkSession, lake: Lake, profile: Profile) -> derive.Summary:
    """Make the homes of every month again of which a night, a cell or the dongs' outlines have changed."""
    started = time.monotonic()
    nights = lake.partitions("aggregate", "subscriber_night")
    if not nights:
        return derive.Summary(TABLE, [])
    inventory = ground.in_force(lake, nights)
    wanted = derive.stale(
        lake, "aggregate", AGREEMENT_TABLE, "month", _inputs(lake, profile, nights, inventory)
    )
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "month", wanted) as run_:
            overlaid, told = read_dong_hex(lake, profile), []
            for month in wanted:
                days = [day for day in nights if day[:7] == month]
                known = places.sites(lake, profile, {inventory[day] for day in days})
                files = [file for day in days for file in sorted(nights[day].glob("*.parquet"))]
                tables = reference_tables(known, overlaid, profile)
                told.append(_of_month(spark, month, files, tables, profile, run_.folder))
            run_.take(TABLE)
            run_.write_arrow(AGREEMENT_TABLE, pa.concat_tables(told), HOME_AGREEMENT_PUBLIC)
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


def _inputs(
    lake: Lake, profile: Profile, nights: Mapping[str, Path], inventory: Mapping[str, str]
) -> dict[str, derive.Inputs]:
    """What each month's homes are made from: its nights, the inventories of these, the dongs' outlines, the rules."""
    outlines = lake.partition("aggregate", dong_hex.TABLE, "resolution", str(profile.hex_resolution))
    inventories = lake.partitions("clean", "cell")
    nights_min, k_persons = profile.telecom.home_nights_min, profile.k_persons("telecom_event")
    rules = {
        "rules": f"{RULE_VERSION} from {nights_min} nights, k {k_persons}",
        "dong_hex": derive.run_of(outlines) if outlines.exists() else "none",
    }
    inputs: dict[str, derive.Inputs] = defaultdict(lambda: dict(rules))
    for day, folder in nights.items():
        cells = inventory[day]
        inputs[day[:7]] |= {day: derive.run_of(folder), f"cell {cells}": derive.run_of(inventories[cells])}
    return inputs


def _of_month(
    spark: SparkSession, month: str, files: Sequence[Path], tables: Tables, profile: Profile, folder: Path
) -> pa.Table:
    """Write the homes of one month, a file a share of the persons; returns how the rules agree."""
    shares, nights_min = person_tasks.shares_of_persons(files), profile.telecom.home_nights_min
    target = folder / TABLE / f"part={month}"

    def work(share: int) -> None:
        with person_tasks.connect(folder, shares) as con:
            person_tasks.read(con, "night", files, SUBSCRIBER_NIGHT, person_tasks.of_share(share, shares))
            for name, table in tables.items():
                con.register(name, table)
            person_tasks.write(
                find_homes(con, month, nights_min), target / f"share-{share:05d}.parquet", HOME
            )

    person_tasks.run(spark, shares, work)
    with person_tasks.connect(folder, tasks=1) as con:
        person_tasks.read(con, "home", sorted(target.glob("*.parquet")), HOME)
        return agreement(con, month, profile.k_persons("telecom_event"))


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> derive.Summary:
    """Bring the homes up to date with the nights (`rebuild` is the nights' business)."""
    dong_hex.write(lake, profile)
    return write(spark, lake, profile)


if __name__ == "__main__":
    run_command(__doc__, run)
