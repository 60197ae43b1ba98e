"""The network as taps are held against it: in which order a route serves its stops, how far apart they are, and where they stand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
from pyspark.sql.pandas.types import to_arrow_schema

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import catalog, derive

TABLES = ("stop", "pattern_stop")
EARTH_M = 6_371_008.8
ROAD_FACTOR, SECTION_M = 1.25, 400
"""A section of which no list tells the length is so much longer than the straight line; where not even that is known, so long."""

_STOPS = """
    with told as (
        select stop_id, latitude, longitude, hex_id, valid_from, 0 as source from stop
        union all
        select stop_id, latitude, longitude, null, valid_from, 1 from pattern_stop
    ),
    newest as (
        select stop_id,
            first(struct_pack(latitude, longitude) order by latitude is null, valid_from desc, source, latitude, longitude) as place,
            first(hex_id order by hex_id is null, valid_from desc, hex_id) as hex_id
        from told group by stop_id
    )
    select cast(row_number() over (order by stop_id) - 1 as integer) as stop_no, stop_id, hex_id,
        cast(round(radians(place.longitude) * cos(radians($latitude)) * $earth_m) as integer) as x_m,
        cast(round(radians(place.latitude) * $earth_m) as integer) as y_m
    from newest order by stop_no
"""
_LINES = """
    with newest as (
        select * from pattern_stop
        qualify dense_rank() over (partition by route_id order by valid_from desc, inventory) = 1
    ),
    ranked as (
        select route_id, pattern_id, stop_seq, stop_id, section_m, trips_cnt,
            row_number() over (partition by route_id, pattern_id order by stop_seq) as seq
        from newest
    ),
    numbered as (
        select r.route_id, r.pattern_id, seq, stop_no, stop_id, section_m, trips_cnt, x_m, y_m,
            sqrt(pow(x_m - lag(x_m) over way, 2) + pow(y_m - lag(y_m) over way, 2)) as straight_m
        from ranked r join stops using (stop_id)
        window way as (partition by route_id, pattern_id order by seq)
    )
    select route_id, pattern_id,
        cast(dense_rank() over (partition by route_id order by trips_cnt_of desc, pattern_id) as integer) as pattern_no,
        cast(seq as integer) as seq, stop_no, stop_id, x_m, y_m,
        cast(sum(case when seq = 1 then 0 else greatest(1, round(coalesce(section_m, straight_m * $road_factor, $section_m))) end) over (
            partition by route_id, pattern_id order by seq) as integer) as at_m,
        lead(coalesce(section_m, straight_m * $road_factor)) over (partition by route_id, pattern_id order by seq) as section_m,
        cast(max(seq) over (partition by route_id, pattern_id) as integer) as last_seq
    from (select *, max(coalesce(trips_cnt, 0)) over (partition by route_id, pattern_id) as trips_cnt_of from numbered)
    order by route_id, pattern_no, seq
"""


@dataclass(frozen=True)
class Lines:
    """`stops`: stop_no, stop_id, hex_id, x_m, y_m (metres east and north; NULL where no list has the place).

    `lines`: route_id, pattern_id, pattern_no (1: the one most trips follow), seq (place in the order of stops, from 1), stop_no, stop_id, x_m, y_m,
    at_m (metres from the first stop), section_m (length of the section that begins here; NULL at the last stop and where unknown), last_seq.
    """

    stops: pa.Table
    lines: pa.Table


def read(lake: Lake, day: str, latitude: float) -> Lines:
    """The network as the lists of `day` and before tell it (where there is none so old, the first one): of each route the newest sequences.

    `latitude`: of the city's middle, for metres on a plane.
    """
    with duckdb.connect() as con:
        for table in TABLES:
            _view(
                con,
                table,
                [f for folder in _folders(lake, table, day) for f in sorted(folder.glob("*.parquet"))],
            )
        given = {"latitude": latitude, "earth_m": EARTH_M}
        stops = con.execute(_STOPS, given).to_arrow_table()
        con.register("stops", stops)
        lines = con.execute(_LINES, {"road_factor": ROAD_FACTOR, "section_m": SECTION_M}).to_arrow_table()
    return Lines(stops, lines)


def _folders(lake: Lake, table: str, day: str) -> list[Path]:
    found = lake.partitions("clean", table)
    return [folder for part, folder in found.items() if part <= day] or list(found.values())[:1]


def _view(con: duckdb.DuckDBPyConnection, table: str, files: Sequence[Path]) -> None:
    if files:
        con.read_parquet([str(f) for f in files], union_by_name=True, hive_partitioning=False).create_view(
            table
        )
    else:
        con.register(table, to_arrow_schema(catalog.tables()["clean", table], timezone="UTC").empty_table())


def digest(lake: Lake, day: str) -> str:
    """Changes whenever a list that counts for `day` was cleaned anew."""
    runs = [derive.run_of(folder) for table in TABLES for folder in _folders(lake, table, day)]
    return hashlib.sha256("\n".join(runs).encode()).hexdigest()[:16]


SERVED = ("served", "known_stop", "known_route", "known_settler")


def served(lake: Lake, day: str, profile: Profile) -> dict[str, pa.Table]:
    """What the network knows that taps of `day` and before are held against, by the names of `SERVED`.

    served: route_id, stop_id, x_m, y_m; known_stop: stop_id, x_m, y_m; known_route: route_id; known_settler: settler (`settler:area`). A stop that
    some list has named stays known.
    """
    network = read(lake, day, profile.mid_latitude)
    with duckdb.connect() as con:
        con.register("lines", network.lines)
        con.register("stops", network.stops)
        return {
            "served": con.sql(
                "select distinct route_id, stop_id, x_m, y_m from lines order by all"
            ).to_arrow_table(),
            "known_stop": con.sql("select stop_id, x_m, y_m from stops order by all").to_arrow_table(),
            "known_route": con.sql("select distinct route_id from lines order by all").to_arrow_table(),
            "known_settler": con.sql(
                "select distinct regexp_extract(stop_id, '^(.+:.+):[^:]*$', 1) as settler from stops where stop_id like '%:%:%' order by all"
            ).to_arrow_table(),
        }
