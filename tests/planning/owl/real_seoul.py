"""Seoul's public files as the few columns of the lake that demand reads, written without Spark: a lake for tests on real files."""

import json
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import shapely

from nightowl.lake import Lake
from nightowl.shapes import xlsx_rows

MONDAY = date(2019, 3, 4)
LISTED_2017, LISTED_2026 = date(2017, 12, 1), date(2026, 5, 6)


def build(lake: Lake, data: Path) -> Lake:
    """The week of 4 March 2019, boundaries, stops of 2017 and 2026, sequences of 2017, boardings of the night routes of January to March 2022."""
    week = pd.DataFrame(_living(data / "population/hanbyul_week_20190304_whole.json"))
    for day, rows in week.groupby("service_date"):
        _put(lake, "living_population", f"service_date={day}", rows)
    _put(
        lake,
        "dong",
        "valid_from=2026-12-01",
        pd.DataFrame(_dongs(data / "boundaries/hangjeongdong_seoul.geojson")),
    )
    _put(
        lake,
        "pattern_stop",
        "valid_from=2017-12-01",
        pd.DataFrame(_sequences(data / "network/topis_route_stops_2017.zip")),
    )
    _put(
        lake,
        "stop",
        "valid_from=2026-05-06",
        pd.DataFrame(_stops(data / "network/seoul_bus_stops_20260506.xlsx")),
    )
    for month in ("01", "02", "03"):
        rows = pd.DataFrame(_boardings(data / f"transit/bus_route_stop_hour_2022_{month}.txt.zip"))
        _put(lake, "bus_stop_month", f"month=2022-{month}", rows)
    return lake


def _put(lake: Lake, table: str, part: str, rows: pd.DataFrame) -> None:
    folder = lake.table("clean", table) / part
    folder.mkdir(parents=True)
    rows.to_parquet(folder / "part-0.parquet")


def _living(path: Path) -> Iterator[dict[str, object]]:
    for dong in json.loads(path.read_text()):
        for place, persons in enumerate(dong["t"]):
            day, hour = MONDAY + timedelta(days=place // 24), place % 24
            if hour <= 4:
                evening = day if hour == 4 else day - timedelta(days=1)
                yield {"service_date": evening, "hour": hour if hour == 4 else 24 + hour, "area_type": "dong", "dong_code": str(dong["code_8"]),
                       "persons_low_cnt": float(persons), "persons_high_cnt": float(persons)}  # fmt: skip


def _dongs(path: Path) -> Iterator[dict[str, object]]:
    for feature in json.loads(path.read_text())["features"]:
        outline = shapely.from_geojson(json.dumps(feature["geometry"]))
        yield {"dong_code": feature["properties"]["adm_cd2"][:8], "boundary_wkt": outline.wkt}


def _sequences(path: Path) -> Iterator[dict[str, object]]:
    with zipfile.ZipFile(path) as archive:
        for name in sorted(n for n in archive.namelist() if n.startswith("json/")):
            for row in json.loads(archive.read(name) or b"{}").get("resultList") or []:
                yield {"valid_from": LISTED_2017, "inventory": "bus_routes", "route_id": row["busRouteId"], "pattern_id": row["busRouteId"],
                       "stop_seq": int(row["seq"]), "stop_id": row["station"], "ars_id": row["arsId"].strip().zfill(5),
                       "latitude": float(row["gpsY"]) or None, "longitude": float(row["gpsX"]) or None}  # fmt: skip


def _stops(path: Path) -> Iterator[dict[str, object]]:
    rows = xlsx_rows(path)
    next(rows)
    for stop_id, ars_id, _, x, y, _ in rows:
        yield {"valid_from": LISTED_2026, "inventory": "bus_stops", "stop_id": stop_id, "ars_id": ars_id.zfill(5), "latitude": float(y),
               "longitude": float(x)}  # fmt: skip


def _boardings(path: Path) -> Iterator[dict[str, object]]:
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as lines:
        for line in lines:
            fields = line.decode("utf-8-sig").strip().split(",")
            if len(fields) > 52 and fields[1].startswith("N") and fields[3] != "~":
                for hour in range(5):
                    yield {"month": f"{fields[0][:4]}-{fields[0][4:]}", "route_no": fields[1], "ars_id": fields[3], "stop_id": None,
                           "clock_hour": hour, "boardings_cnt": int(fields[-48 + 2 * hour]), "is_virtual_stop": False}  # fmt: skip
