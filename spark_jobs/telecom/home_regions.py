"""Where somebody lives who is served by one site most of the night, and at times by another: the ground that lies nearest to the one
and next nearest to the other.

One site alone tells a ground of a few hexagons, whose middle is often far from the home. Which site steps in when the first is busy
tells on which side of it the home lies: the cells of the order-2 Voronoi diagram (M. I. Shamos and D. Hoey, Closest-point problems,
1975) are several times smaller. docs/night-od.md has what it gives.
"""

from __future__ import annotations

import h3
import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from nightowl.profile import Bounds

HOME_WITHIN_KM = 1.5
"""Ground farther from its site than this is left out: there the city's edge, hills and rivers make it large, and few people live on it."""
STEP_KM = 0.1
KM_A_DEGREE = 111.195
SAME_PLACE_DECIMALS = 4


def number_locations(sites: pd.DataFrame) -> pd.DataFrame:
    """`sites` (site_id, latitude, longitude) with location_no: those within about ten metres are one."""
    at = sites[["latitude", "longitude"]].round(SAME_PLACE_DECIMALS)
    return sites.assign(location_no=at.groupby(["latitude", "longitude"], sort=True).ngroup())


def regions(sites: pd.DataFrame, bounds: Bounds, resolution: int) -> pd.DataFrame:
    """main_no, other_no, hex_id: the hexagon of the middle of the ground nearest to `main_no` and next nearest to `other_no`.

    `sites`: location_no, latitude, longitude (degrees WGS84). A row with main_no = other_no is the ground of that location whatever comes
    next; every location has one, its own hexagon where no ground lies within `HOME_WITHIN_KM`.
    """
    at = sites.groupby("location_no", as_index=False)[["latitude", "longitude"]].first()
    numbers, degrees = at.location_no.to_numpy(), at[["latitude", "longitude"]].to_numpy()
    found = pd.DataFrame(
        {"main_no": numbers, "other_no": numbers, "latitude": degrees[:, 0], "longitude": degrees[:, 1]}
    )
    ground = _ground(degrees, bounds)
    if len(ground):
        ground["main_no"], ground["other_no"] = (numbers[ground[c].to_numpy()] for c in ("first", "second"))
        middle = ["latitude", "longitude"]
        alone = ground.groupby("main_no", as_index=False)[middle].mean()
        alone["other_no"] = alone.main_no
        both = (
            ground[ground.main_no != ground.other_no]
            .groupby(["main_no", "other_no"], as_index=False)[middle]
            .mean()
        )
        found = pd.concat([both, alone, found]).drop_duplicates(["main_no", "other_no"])
    hexagons = [
        h3.latlng_to_cell(y, x, resolution) for y, x in zip(found.latitude, found.longitude, strict=True)
    ]
    return found.assign(hex_id=hexagons)[["main_no", "other_no", "hex_id"]].sort_values(
        ["main_no", "other_no"], ignore_index=True
    )


def _ground(degrees: np.ndarray, bounds: Bounds) -> pd.DataFrame:
    """latitude, longitude, first, second: points of the city `STEP_KM` apart, and the sites nearest and next nearest to each."""
    scale = KM_A_DEGREE * np.array([1.0, np.cos(np.radians((bounds.south + bounds.north) / 2))])
    steps = STEP_KM / scale
    latitude, longitude = np.meshgrid(
        np.arange(bounds.south, bounds.north, steps[0]),
        np.arange(bounds.west, bounds.east, steps[1]),
        indexing="ij",
    )
    points = np.column_stack([latitude.ravel(), longitude.ravel()])
    count = min(2, len(degrees))
    away, site = cKDTree(degrees * scale).query(points * scale, count, distance_upper_bound=np.inf)
    away, site = away.reshape(len(points), count), site.reshape(len(points), count)
    near = away[:, 0] <= HOME_WITHIN_KM
    return pd.DataFrame(
        {
            "latitude": points[near, 0],
            "longitude": points[near, 1],
            "first": site[near, 0],
            "second": site[near, -1],
        }
    )
