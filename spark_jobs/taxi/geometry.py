"""Points on the sphere: the hexagon a point lies in, and how far two points are apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import h3
import pandas as pd
from pyspark.sql import functions as F

if TYPE_CHECKING:
    from pyspark.sql import Column

SIDES = ("start", "end")
EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth (2a + b) / 3 of WGS84."""


def great_circle_m(
    latitude_1: Column, longitude_1: Column, latitude_2: Column, longitude_2: Column
) -> Column:
    """Metres between two points (degrees) on a sphere, by the haversine formula, which is exact for near points too."""
    north, east = F.radians(latitude_2 - latitude_1), F.radians(longitude_2 - longitude_1)
    half = F.pow(F.sin(north / 2), 2) + F.cos(F.radians(latitude_1)) * F.cos(F.radians(latitude_2)) * F.pow(
        F.sin(east / 2), 2
    )
    return 2 * EARTH_RADIUS_M * F.asin(F.least(F.lit(1.0), F.sqrt(half)))


def hex_of(latitude: Column, longitude: Column, resolution: int) -> Column:
    """H3 cell of each point (degrees), NULL where there is none.

    Every trip has two points of its own, so there is no small table to look up: the points go to the h3 library in Arrow batches.
    """

    @F.pandas_udf("string")  # type: ignore[call-overload]
    def cells(latitudes: pd.Series, longitudes: pd.Series) -> pd.Series:
        found = [
            h3.latlng_to_cell(y, x, resolution) if y == y and x == x else None  # NaN is not itself
            for y, x in zip(latitudes.tolist(), longitudes.tolist(), strict=True)
        ]
        return pd.Series(found, dtype="object")

    return cells(latitude, longitude)
