"""What the tests of `feeds/` share: a fetch that does not dawdle, and what lies in landing after it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from local_server import Answer
from seoul_server import KEY, SERVICE, Seoul

from feeds import seoul_api
from feeds.mirror import Mirrored
from feeds.polite import Manners
from nightowl import arrival, night
from nightowl.lake import Lake

REPO = Path(__file__).resolve().parents[2]
CITY: dict[str, Any] = {
    "city": "Seoul",
    "country": "KR",
    "time_zone": "Asia/Seoul",
    "bounds": {"south": 37.41, "west": 126.73, "north": 37.72, "east": 127.20},
    "feeds": {"bus_stop_month": {"dag": "transit", "group": "transit", "expected": "monthly"}},
}
DAY = date(2022, 4, 5)
FEED = "bus_stop_month"
HASTY = Manners(pause_s=0, timeout_s=5, tries_cnt=3, backoff_s=0.01)
FIRSTS = list(range(1, 12_345, 1000))
WEB_PAGE = Answer(b"<!DOCTYPE html><html><body>Sorry</body></html>")
KILLED = Answer(drop=True)


def fetch(lake: Lake, service: Seoul, *, day: date = DAY, manners: Manners = HASTY) -> Mirrored:
    return seoul_api.fetch(
        lake, night.city(), SERVICE, "202203", delivered=day, manners=manners, base_url=service.url
    )


def seen_by_a_night(lake: Lake) -> list[Path]:
    return arrival.pending(lake, FEED, set())


def ids(files: list[Path]) -> list[int]:
    """The numbers of all rows in these files, in the order they stand there."""
    return [int(row["STOPS_ID"]) for f in files for row in json.loads(f.read_text("utf-8"))[SERVICE]["row"]]


def hidden_files(lake: Lake) -> list[str]:
    return [p.name for p in (lake.landing / FEED).glob(".*/*")] if (lake.landing / FEED).exists() else []


def places_of_the_key(folder: Path) -> list[str]:
    return [
        str(p) for p in folder.rglob("*") if KEY in str(p) or (p.is_file() and KEY.encode() in p.read_bytes())
    ]
