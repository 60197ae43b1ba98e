"""Where a site stands and which hexagon its cells count in where one place is needed: small tables made on the driver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import h3
import pandas as pd
import pyarrow as pa

from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.profile import Profile
from nightowl.reference import hexes
from spark_jobs.telecom.ground import H3_CELL

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

CELL = "valid_from, cell_id, site_id, hex_id"
PLACE_BITS = 18
"""A place's number fits so many bits, so that it travels in one integer with what is counted at it."""
_PLACES = """
    create table cell_place as
    with of_cell as (
        select valid_from, cell_id, coalesce(site_id, cell_id) as site_id, hex_id from cell
        union all
        select null, $prefix || hex_id, $prefix || hex_id, hex_id from grid
    )
    select *, cast(dense_rank() over (order by hex_id, site_id) - 1 as bigint) as place_no from of_cell
"""


def tables(
    spark: SparkSession, lake: Lake, profile: Profile, of_days: Mapping[str, str]
) -> tuple[DataFrame, DataFrame]:
    """(service_date, cell_id, place_no) and (place_no, site_id, hex_id) for service days and the inventories in force on them.

    A place is a site in the hexagon it stands in, where most of the people it serves are too: sites are built for them. (The main
    hexagon of the ground a cell shares out is a worse place for a person: at the edge of the city it may be a hill 5 km off.) An
    event that came with coordinates alone is at a site of its own in its hexagon.
    """
    days = pa.table(
        {
            "service_date": [date.fromisoformat(d) for d in of_days],
            "valid_from": [date.fromisoformat(v) for v in of_days.values()],
        }
    )
    with duckdb.connect() as con:
        con.register("grid", pa.table({"hex_id": hexes(profile.bounds, profile.hex_resolution)["hex_id"]}))
        con.register("day", days)
        con.execute(f"create table cell as select {CELL} from read_parquet($1, hive_partitioning = false)", [_files(lake, of_days.values())])
        con.execute(_PLACES, {"prefix": H3_CELL})
        cells = con.sql(
            "select service_date, cell_id, place_no from cell_place p join day on p.valid_from is null or p.valid_from = day.valid_from order by all"
        ).to_arrow_table()
        places = con.sql("select distinct place_no, site_id, hex_id from cell_place order by all").to_arrow_table()
    if len(places) >> PLACE_BITS:
        raise NightowlError(
            f"The carrier's inventories name {len(places):,} sites, and homes are found among fewer than {1 << PLACE_BITS:,}; "
            "make PLACE_BITS of spark_jobs/telecom/places.py larger."
        )
    return spark.createDataFrame(cells), spark.createDataFrame(places)


def sites(lake: Lake, inventories: list[str]) -> pd.DataFrame:
    """site_id, latitude, longitude (degrees) of every site of these inventories, as the newest one has it."""
    with duckdb.connect() as con:
        return con.execute(
            "select coalesce(site_id, cell_id) as site_id, arg_max(latitude, (valid_from, cell_id)) as latitude, "
            "arg_max(longitude, (valid_from, cell_id)) as longitude from read_parquet($1, hive_partitioning = false) group by 1 order by 1",
            [_files(lake, inventories)],
        ).df()


def hexagon_sites(hex_ids: list[str]) -> pd.DataFrame:
    """The same columns for hexagons that stand for coordinates: each its own site, at its centre."""
    centres = [h3.cell_to_latlng(h) for h in hex_ids]
    return pd.DataFrame(
        {
            "site_id": [H3_CELL + h for h in hex_ids],
            "latitude": [latitude for latitude, _ in centres],
            "longitude": [longitude for _, longitude in centres],
        }
    )


def _files(lake: Lake, inventories: Iterable[str]) -> list[str]:
    table = lake.table("clean", "cell")
    found = [f for v in sorted(set(inventories)) for f in sorted((table / f"valid_from={v}").glob("*.parquet"))]
    return [str(f) for f in found]
