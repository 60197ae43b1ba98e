"""A lake with nothing in it but who is where at night in two dongs of Seoul."""

import json
from datetime import date, timedelta

import pandas as pd

from nightowl.commit import MARKER
from nightowl.lake import Lake

DONGS = {"11110515": (126.96, 37.58), "11680640": (127.03, 37.49)}
PEOPLE = {
    "11110515": [20_000, 20_500, 20_700, 20_800, 20_900],
    "11680640": [30_000, 29_500, 29_300, 29_200, 29_100],
}


def living(lake: Lake, nights: int = 2, with_dongs: bool = True) -> None:
    for night in range(nights + 1):
        day = date(2022, 3, 1) + timedelta(days=night)
        hours = ([4] if night else []) + ([24, 25, 26, 27] if night < nights else [])
        rows = [
            {"service_date": day, "hour": hour, "area_type": kind, "dong_code": dong, "persons_low_cnt": people[(hour - 24) if hour > 4 else 4],
             "persons_high_cnt": people[(hour - 24) if hour > 4 else 4]}
            for hour in hours for dong, people in PEOPLE.items() for kind in ("dong", "grid_250m")
        ]  # fmt: skip
        put(lake, "clean/living_population", "service_date", day.isoformat(), rows)
    if with_dongs:
        boxes = {
            code: f"POLYGON (({x} {y}, {x + 0.02} {y}, {x + 0.02} {y + 0.02}, {x} {y + 0.02}, {x} {y}))"
            for code, (x, y) in DONGS.items()
        }
        put(
            lake,
            "clean/dong",
            "valid_from",
            "2022-02-01",
            [{"dong_code": c, "boundary_wkt": w} for c, w in boxes.items()],
        )


def put(lake: Lake, table: str, key: str, value: str, rows: list[dict[str, object]]) -> None:
    zone, name = table.split("/")
    folder = lake.partition(zone, name, key, value)
    folder.mkdir(parents=True)
    pd.DataFrame(rows).to_parquet(folder / "part-0.parquet")
    (folder / MARKER).write_text(json.dumps({"run_id": f"{name}-1"}))
