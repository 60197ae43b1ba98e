"""Where a site stands, and in which hexagon: small tables made on the driver."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb
import h3
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.profile import Profile
from nightowl.reference import hexes
from spark_jobs.telecom.ground import H3_CELL
from spark_jobs.telecom.night_sql import PLACE_BITS
from spark_jobs.telecom.person_tasks import read
from spark_jobs.telecom.schema import CELL

_NUMBERED = """
    create table place as
    with of_cell as (
        select valid_from, cell_id, coalesce(site_id, cell_id) as site_id, hex_id from cell
        union all
        select null, $prefix || hex_id, $prefix || hex_id, hex_id from grid
    )
    select *, dense_rank() over (order by hex_id, site_id) - 1 as place_no from of_cell
"""


class Places:
    """The places of some inventories, numbered over all of them: `places` (place_no, site_id, hex_id).

    A place is a site and the hexagon it stands in, where most of the people it serves are too: sites are built for them. (The main hexagon
    of the ground a cell shares out is a worse place for one person: at the city's edge it may be a hill 4 km off.) Every
    hexagon of the city is a site too, for events that came with coordinates alone.
    """

    def __init__(self, lake: Lake, profile: Profile, inventories: Iterable[str]) -> None:
        with duckdb.connect() as con:
            read(con, "cell", _files(lake, inventories), CELL)
            con.register("grid", hexes(profile.bounds, profile.hex_resolution).select(["hex_id"]))
            con.execute(_NUMBERED, {"prefix": H3_CELL})
            self._cells = con.sql(
                "select valid_from, cell_id, place_no from place order by all"
            ).to_arrow_table()
            self.places = con.sql(
                "select distinct place_no, site_id, hex_id from place order by all"
            ).to_arrow_table()
        if len(self.places) >> PLACE_BITS:
            raise NightowlError(
                f"The carrier's inventories name {len(self.places):,} sites, and fewer than {1 << PLACE_BITS:,} were expected; make PLACE_BITS of "
                "spark_jobs/telecom/night_sql.py larger."
            )

    def cells(self, inventory: str, without: Iterable[str] = ()) -> pa.Table:
        """cell_id, place_no of the cells of one inventory but those `without`."""
        of, cell = pc.field("valid_from"), pc.field("cell_id")
        known = self._cells.filter(of.is_null() | (of == date.fromisoformat(inventory)))
        return known.filter(~cell.isin(pa.array(list(without), pa.string()))).drop_columns("valid_from")


def sites(lake: Lake, profile: Profile, inventories: Iterable[str]) -> pd.DataFrame:
    """site_id, latitude, longitude (degrees) of every site of these inventories, as the newest one has it, and of the city's hexagons."""
    with duckdb.connect() as con:
        read(con, "cell", _files(lake, inventories), CELL)
        known = con.sql(
            "select coalesce(site_id, cell_id) as site_id, arg_max(latitude, (valid_from, cell_id)) as latitude, "
            "arg_max(longitude, (valid_from, cell_id)) as longitude from cell group by 1 order by 1"
        ).df()
    grid = hexes(profile.bounds, profile.hex_resolution)["hex_id"].to_pylist()
    centres = [h3.cell_to_latlng(h) for h in grid]
    names = [H3_CELL + h for h in grid]
    own = pd.DataFrame(
        {"site_id": names, "latitude": [y for y, _ in centres], "longitude": [x for _, x in centres]}
    )
    return pd.concat([known, own], ignore_index=True)


def _files(lake: Lake, inventories: Iterable[str]) -> list[Path]:
    known = lake.partitions("clean", "cell")
    return [f for v in sorted(set(inventories)) for f in sorted(known[v].glob("*.parquet"))]
