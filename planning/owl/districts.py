"""In which district (자치구) each hexagon lies, so that a network can be judged by how even it is between them."""

from __future__ import annotations

from collections.abc import Sequence

import h3
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from nightowl.lake import Lake

DIGITS = 5
"""So many digits of a dong's code name its district."""


def of_hexes(lake: Lake, hexes: Sequence[str]) -> list[str] | None:
    """District of each hexagon, "" outside all dongs; None where no list tells dongs.

    That of the dong which holds most of it (`aggregate/dong_hex`); where the lake has no such table, of the boundary in which its centre lies.
    """
    laid = _rows(lake, "aggregate", "dong_hex", ["dong_code", "hex_id", "is_main_dong"])
    if laid:
        of = {row["hex_id"]: row["dong_code"][:DIGITS] for row in laid if row["is_main_dong"]}
        return [of.get(cell, "") for cell in hexes]
    outlines = _rows(lake, "clean", "dong", ["dong_code", "boundary_wkt"])
    return by_outlines(hexes, {r["dong_code"]: r["boundary_wkt"] for r in outlines}) if outlines else None


def by_outlines(hexes: Sequence[str], outlines: dict[str, str]) -> list[str]:
    """District of the outline (well-known text, degrees WGS84) that the centre of each hexagon lies in, "" where there is none."""
    codes = sorted(outlines)
    tree = shapely.STRtree(shapely.from_wkt([outlines[code] for code in codes]))
    centres = np.array([h3.cell_to_latlng(cell) for cell in hexes]).reshape(-1, 2)
    points, shapes = tree.query(shapely.points(centres[:, 1], centres[:, 0]), predicate="intersects")
    found = [""] * len(hexes)
    for point, shape in sorted(zip(points.tolist(), shapes.tolist(), strict=True), reverse=True):
        found[point] = codes[shape][:DIGITS]
    return found


def _rows(lake: Lake, zone: str, table: str, columns: list[str]) -> list[dict[str, str]]:
    """The rows of a table's newest partition."""
    parts = lake.partitions(zone, table)
    files = sorted(parts[max(parts)].glob("*.parquet")) if parts else []
    return pa.concat_tables([pq.ParquetFile(f).read(columns) for f in files]).to_pylist() if files else []
