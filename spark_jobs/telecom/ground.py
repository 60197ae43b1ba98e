"""Which hexagons a cell counted in on a day: `aggregate/cell_hex_share` of the inventory in force, as small tables for joining."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.profile import Profile
from nightowl.reference import hexes

H3_CELL = "H3:"
"""How a cell is called that is no cell: an event that came with coordinates stands in the hexagon named after this."""
_NUMBERED = """
    create table ground as
    with part as (
        select valid_from, cell_id, hex_id, cast(round(share * 1e9) as bigint) as share_e9 from share
        union all
        select null, $prefix || hex_id, hex_id, 1000000000 from grid
    ),
    whole as (select valid_from, cell_id, list({'hex_id': hex_id, 'share_e9': share_e9} order by hex_id) as parts from part group by all)
    select *, cast(dense_rank() over (order by parts) as integer) as site_no from whole
"""


def inventory_in_force(inventories: Iterable[str], service_date: str) -> str:
    """The inventory (valid_from) that speaks for a service day: the newest not after it, else the first."""
    known = list(inventories)
    before = [v for v in known if v <= service_date]
    return max(before) if before else min(known)


def in_force(lake: Lake, days: Iterable[str]) -> dict[str, str]:
    """Service day → the inventory whose shares speak for it. Raises NightowlError where there is none at all."""
    inventories = lake.partitions("aggregate", "cell_hex_share")
    if not inventories:
        raise NightowlError(
            "No cell is shared out over hexagons yet, so nobody can be placed: aggregate/cell_hex_share is empty. Run the cell job "
            "(python -m spark_jobs.telecom.cells), which makes it from the cell inventories."
        )
    return {day: inventory_in_force(inventories, day) for day in days}


def digests(lake: Lake) -> dict[str, str]:
    """Inventory → a digest of its shares: tables made with them name it among their inputs, and are made again when a share changes."""
    folders = lake.partitions("aggregate", "cell_hex_share")
    found = dict.fromkeys(folders, "empty")
    with duckdb.connect() as con:
        for valid_from, folder in folders.items():
            if files := [str(f) for f in sorted(folder.glob("*.parquet"))]:
                con.read_parquet(files, hive_partitioning=False).create_view("share", replace=True)
                (found[valid_from],) = con.sql(
                    "select md5(string_agg(concat_ws(' ', cell_id, hex_id, share), ',' order by cell_id, hex_id)) from share"
                ).fetchall()[0]
    return found


class Grounds:
    """The grounds of some inventories, numbered: cells with the same shares have one `site_no`, over all of them.

    `hexes`: site_no, hex_id, share_e9 (whole billionths, so that sums of shares come out the same in any order). Every hexagon
    of the city is a cell too, under its name with `H3_CELL` before it.
    """

    def __init__(self, lake: Lake, profile: Profile, inventories: Iterable[str]) -> None:
        known = lake.partitions("aggregate", "cell_hex_share")
        files = [str(f) for v in sorted(set(inventories)) for f in sorted(known[v].glob("*.parquet"))]
        with duckdb.connect() as con:
            con.execute("create table share (valid_from date, cell_id varchar, hex_id varchar, share double)")
            if files:
                con.read_parquet(files, hive_partitioning=False).create_view("written")
                con.execute("insert into share select valid_from, cell_id, hex_id, share from written")
            con.register("grid", hexes(profile.bounds, profile.hex_resolution).select(["hex_id"]))
            con.execute(_NUMBERED, {"prefix": H3_CELL})
            self._cells = con.sql(
                "select valid_from, cell_id, site_no from ground order by all"
            ).to_arrow_table()
            self.hexes = con.sql(
                "select site_no, part.hex_id, part.share_e9 from (select distinct site_no, unnest(parts) as part from ground) order by all"
            ).to_arrow_table()

    def cells(self, inventory: str) -> pa.Table:
        """cell_id, site_no of the cells of one inventory."""
        of = pc.field("valid_from")
        return self._cells.filter(of.is_null() | (of == date.fromisoformat(inventory))).drop_columns(
            "valid_from"
        )
