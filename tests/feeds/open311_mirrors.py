"""What tests of Open311 share: a city that speaks it, one mirror of it, and what lies in landing then."""

import csv
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

from fetching import CITY, HASTY
from open311_server import Open311, requests

from feeds import open311
from feeds.open311_mirror import Mirrored
from nightowl import arrival, profile
from nightowl.lake import Lake

DAY, NEXT = date(2026, 11, 2), date(2026, 11, 3)
BEGINS = date(2026, 4, 14)
FEED = "complaint_version"
SPEAKS: dict[str, Any] = CITY | {
    "feeds": {FEED: {"dag": "complaints", "group": "complaints"}},
    "open311": {"address": "http://127.0.0.1:1/v2", "pause_s": 0, "jurisdiction_id": "city.example"},
}
ALL, SOME = requests(12_500), requests(2_500)


def fetch(lake: Lake, service: Open311, day: date = DAY, **said: Any) -> Mirrored:
    source = {k: said.pop(k) for k in ("format", "window_days", "page_rows") if k in said}
    city = profile.Profile.model_validate(SPEAKS | {"open311": SPEAKS["open311"] | source})
    return open311.fetch(
        lake, city, said.pop("first_day", BEGINS), delivered=day, manners=HASTY, base_url=service.url, **said
    )


def rows(lake: Lake, day: date = DAY) -> list[dict[str, str]]:
    found = []
    for path in sorted(lake.delivery(FEED, day).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as text:
            found += list(csv.DictReader(text))
    return found


def ids(lake: Lake, day: date = DAY) -> list[str]:
    return sorted(row["service_request_id"] for row in rows(lake, day))


def seen_by_a_night(lake: Lake) -> list[Path]:
    return arrival.pending(lake, FEED, set())


def hidden(lake: Lake) -> list[str]:
    return [p.name for p in (lake.landing / FEED).glob(".*/*/*")]


def command(service: Open311, *more: str) -> list[str]:
    argv = [sys.executable, "-m", "feeds.open311", str(BEGINS), "--delivered", str(DAY)]
    return [*argv, "--pause", "0", "--base-url", service.url, *more]


def environment(lake: Lake) -> dict[str, str]:
    city = lake.home / "speaks.yaml"
    city.write_text(json.dumps(SPEAKS))
    return os.environ | {"NIGHTOWL_HOME": str(lake.home), "NIGHTOWL_CITY": str(city)}
