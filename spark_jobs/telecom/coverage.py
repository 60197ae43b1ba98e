"""Where the people at a cell are: how the ground of each site is shared out over the city's hexagons.

A phone is mostly served by a site near it. So the city is divided among its sites by nearness (G. Voronoi 1908, A. H.
Thiessen 1911), each part is cut where a cell reaches no farther, and a cell counts in each hexagon by the part of its
site's ground that lies there. Plain geometry on the driver: a few thousand sites and hexagons.
"""

from __future__ import annotations

import h3
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.spatial import Voronoi

from nightowl.profile import Bounds
from nightowl.reference import hexes

KM_A_DEGREE = 111.195
"""A degree of latitude on a sphere of 6,371 km."""
SAME_PLACE_DECIMALS = 4
"""Decimals of a degree that tell two sites apart: about ten metres."""
SMALLEST_SHARE = 0.01
FAR_POINTS, FAR_AWAY = 16, 8
CIRCLE_CORNERS_A_QUARTER = 16

Array = npt.NDArray[np.float64]


def voronoi(sites: pd.DataFrame, bounds: Bounds, resolution: int, reach_km: float) -> pd.DataFrame:
    """latitude, longitude, hex_id, share, is_main: the hexagons of the ground nearer to a site than to any other, up to `reach_km`.

    `sites`: latitude, longitude (degrees WGS84), a row a place. Those within about ten metres are one site and share their
    ground. Shares of a place add up to 1. Left out are those under 1 %, unless a site is so alone that all of its are small:
    then those under half of its largest. A site whose ground meets no hexagon of the city counts whole in its own hexagon.
    """
    places = sites[["latitude", "longitude"]].drop_duplicates()
    rounded = places.round(SAME_PLACE_DECIMALS).add_prefix("at_")
    distinct = rounded.drop_duplicates(ignore_index=True)
    plane = _Plane(bounds)
    ground = _ground(plane.km(distinct.to_numpy()), plane.box, reach_km)
    grid = hexes(bounds, resolution).to_pandas()
    outlines = shapely.transform(
        shapely.from_wkt(grid.boundary_wkt), lambda corners: plane.km(corners[:, ::-1])
    )
    place, hexagon = shapely.STRtree(outlines).query(ground, predicate="intersects")
    parts = distinct.iloc[place].assign(
        hex_id=grid.hex_id.to_numpy()[hexagon],
        area=shapely.area(shapely.intersection(ground[place], outlines[hexagon])),
    )
    shared = pd.concat([places, rounded], axis=1).merge(
        _shares(parts), on=["at_latitude", "at_longitude"], how="left"
    )
    return pd.concat(
        [shared.dropna(subset="hex_id"), at_site(shared[shared.hex_id.isna()], resolution)], ignore_index=True
    )[["latitude", "longitude", "hex_id", "share", "is_main"]]


def at_site(sites: pd.DataFrame, resolution: int) -> pd.DataFrame:
    """The same columns by the simplest rule: a site counts whole in the hexagon it stands in."""
    places = sites[["latitude", "longitude"]].drop_duplicates()
    own = [h3.latlng_to_cell(*place, resolution) for place in places.itertuples(index=False)]
    return places.assign(hex_id=own, share=1.0, is_main=True)


class _Plane:
    """A plane in km about the middle of the city: the error over its width is under 0.2 %."""

    def __init__(self, bounds: Bounds) -> None:
        self._middle = np.array([bounds.south + bounds.north, bounds.west + bounds.east]) / 2
        self._scale = KM_A_DEGREE * np.array([1.0, np.cos(np.radians(self._middle[0]))])
        corners = self.km(np.array([[bounds.south, bounds.west], [bounds.north, bounds.east]]))
        self.box = shapely.box(*corners[0], *corners[1])

    def km(self, degrees: Array) -> Array:
        """(latitude, longitude) in rows → (x, y) in rows."""
        return ((degrees - self._middle) * self._scale)[:, ::-1]


def _ground(points: Array, box: shapely.Polygon, reach_km: float) -> npt.NDArray[np.object_]:
    """The Voronoi polygon of each point, cut to the box and to a circle of `reach_km` about the point.

    A ring of far points around them all closes every polygon, so that one, two or collinear sites need no rule of their own;
    what lies nearer to the ring than to a site is far outside the box.
    """
    if not len(points):
        return np.empty(0, dtype=object)
    west, south, east, north = box.bounds
    extent = np.concatenate([points, [[west, south], [east, north]]])
    middle = (extent.min(axis=0) + extent.max(axis=0)) / 2
    turn = np.arange(FAR_POINTS) * (2 * np.pi / FAR_POINTS)
    radius = FAR_AWAY * np.hypot(*(extent - middle).T).max()
    ring = middle + radius * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    diagram = Voronoi(np.concatenate([points, ring]))
    polygons = shapely.convex_hull(
        [
            shapely.MultiPoint(diagram.vertices[diagram.regions[r]])
            for r in diagram.point_region[: len(points)]
        ]
    )
    circles = shapely.buffer(shapely.points(points), reach_km, quad_segs=CIRCLE_CORNERS_A_QUARTER)
    return shapely.intersection(shapely.intersection(polygons, circles), box)


def _shares(parts: pd.DataFrame) -> pd.DataFrame:
    """Areas by place and hexagon → shares that add up to 1, small ones left out, the largest marked."""
    at = ["at_latitude", "at_longitude"]
    parts = parts[parts.area > 0]
    share = parts.area / parts.groupby(at).area.transform("sum")
    largest = share.groupby([parts[c] for c in at]).transform("max")
    kept = parts.assign(share=share)[share >= np.minimum(SMALLEST_SHARE, largest / 2)]
    # Rounded, so that which of two equal parts is the main one does not hang on the last bit of an area.
    kept = kept.assign(share=(kept.share / kept.groupby(at).share.transform("sum")).round(9))
    kept = kept.sort_values([*at, "share", "hex_id"], ascending=[True, True, False, True])
    return kept.assign(is_main=~kept.duplicated(at)).drop(columns="area")
