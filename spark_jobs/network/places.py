"""Where a stop stands: coordinates as delivered, put right where that is certain, and its hexagon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import h3
from pyspark.sql import functions as F

from nightowl.profile import Bounds, Profile

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

FLAGS = ("coordinates_missing", "coordinates_unreadable", "axes_swapped", "outside_city")


def _inside(box: Bounds, latitude: Column, longitude: Column) -> Column:
    return latitude.between(box.south, box.north) & longitude.between(box.west, box.east)


def set_coordinates(rows: DataFrame, profile: Profile) -> DataFrame:
    """`latitude`, `longitude` in degrees WGS84 from their texts (NULL where there are none), and a column `is_<flag>` for each of FLAGS.

    Axes are swapped where only the other way round the place lies in the city, or is one on earth at all. Zero is no coordinate.
    """
    box = profile.bounds
    lat, lng = F.col("lat_given"), F.col("lng_given")
    given = rows.withColumns(
        {
            "lat_given": F.col("latitude").try_cast("double"),
            "lng_given": F.col("longitude").try_cast("double"),
            "is_coordinates_missing": F.coalesce(F.col("latitude").rlike("^-?0*[.]?0*$"), F.lit(True))
            | F.coalesce(F.col("longitude").rlike("^-?0*[.]?0*$"), F.lit(True)),
        }
    )
    on_earth = (F.abs(lat) <= 90) & (F.abs(lng) <= 180)
    other_way = ~_inside(box, lat, lng) & (
        _inside(box, lng, lat) | (~on_earth & (F.abs(lng) <= 90) & (F.abs(lat) <= 180))
    )
    readable = ~F.col("is_coordinates_missing") & F.coalesce(on_earth | other_way, F.lit(False))
    placed = given.withColumns(
        {
            "is_axes_swapped": readable & other_way,
            "is_coordinates_unreadable": ~F.col("is_coordinates_missing") & ~readable,
            "latitude": F.when(readable, F.when(other_way, lng).otherwise(lat)),
            "longitude": F.when(readable, F.when(other_way, lat).otherwise(lng)),
        }
    )
    outside = ~_inside(box, F.col("latitude"), F.col("longitude"))
    return placed.withColumn("is_outside_city", outside).drop("lat_given", "lng_given")


def flags() -> tuple[tuple[str, Column], ...]:
    """The flags of a row's place, for `verdict.codes`."""
    return tuple((flag, F.col(f"is_{flag}")) for flag in FLAGS)


def set_hex(rows: DataFrame, resolution: int) -> DataFrame:
    """`hex_id`: the H3 cell of each place, found once a place on the driver (Spark has no H3, the lists are small)."""
    places = rows.where("latitude is not null").select("latitude", "longitude").distinct().collect()
    cells = [
        (p.latitude, p.longitude, h3.latlng_to_cell(p.latitude, p.longitude, resolution)) for p in places
    ]
    table = rows.sparkSession.createDataFrame(cells, "latitude double, longitude double, hex_id string")
    return rows.join(F.broadcast(table), ["latitude", "longitude"], "left")
