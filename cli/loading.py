"""Loading a folder of public files: each goes to the feed whose profile knows its name, then the night runs, and a table tells what came.

Every city has a home of its own: the one the environment names (Seoul by default) the usual home, the others `cities/<name>` below it.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import fnmatch
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.table import Table

from cli.delivery import deliver, landing_name
from nightowl import night, profile
from nightowl.arrival import is_delivered
from nightowl.console import console
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.ledger import FileRecord, Ledger
from nightowl.profile import FileName, Profile

OUTCOMES = ("clean", "duplicate", "quarantined")


@dataclass(frozen=True)
class Claim:
    """A file, and the feed that takes it."""

    path: Path
    feed: str
    of: date | None


def load(lake: Lake, folder: Path, only: str | None, service_date: date | None) -> int:
    """Deliver what the feeds of each city know by name, run their nights and tell; returns the worst exit code of the nights."""
    if not folder.is_dir():
        raise NightowlError(f"There is no folder {folder} to load from.")
    files = sorted(f for f in folder.rglob("*") if f.is_file() and is_delivered(f))
    cities = _cities(only)
    claims = {name: list(claimed(city, files)) for name, city in cities.items()}
    if not any(claims.values()):
        raise NightowlError(
            f"Of the {len(files)} files in {folder} no feed of {', '.join(cities)} knows one by its name; the names stand under "
            "feeds.<feed>.files in the city profile. One file is delivered with 'make deliver'."
        )
    codes = [
        _load_city(lake_of(lake, name), name, city, claims[name], service_date)
        for name, city in cities.items()
        if claims[name]
    ]
    _print_feeds(lake, {name: city for name, city in cities.items() if claims[name]})
    _print_unclaimed(folder, files, {c.path for found in claims.values() for c in found})
    return max(codes)


def _cities(only: str | None) -> dict[str, Profile]:
    """The profiles by name, the environment's own first; or the one that is asked for."""
    own = os.environ.get(night.CITY, "seoul")
    if only:
        return {only: profile.load(only)}
    others = sorted(p.stem for p in (profile.REPO / "cities").glob("*.yaml") if p.stem != own)
    return {name: profile.load(name) for name in (own, *others)}


def lake_of(lake: Lake, city: str) -> Lake:
    """The lake of a city beside the environment's own."""
    own = os.environ.get(night.CITY, "seoul")
    return lake if city == own else Lake(lake.home / "cities" / city)


def claimed(city: Profile, files: list[Path]) -> Iterator[Claim]:
    """What the city's feeds know by name; a file may hold rows for several feeds (a GTFS zip: stops, routes, timetable)."""
    for feed, said in city.feeds.items():
        for path in files if said.enabled else []:
            name: FileName | None = next((f for f in said.files if fnmatch(path.name, f.name)), None)
            if name:
                yield Claim(path, feed, name.of)


def _load_city(lake: Lake, name: str, city: Profile, claims: list[Claim], service_date: date | None) -> int:
    lake.make()
    today = datetime.now(ZoneInfo(city.time_zone)).date()
    for claim in claims:
        wanted = landing_name(claim.path.name, claim.of)
        if any((lake.landing / claim.feed).glob(f"delivered=*/{_literal(wanted)}")):
            continue  # loaded before: landing keeps what it has, and a correction is delivered under another name
        deliver(lake, city, claim.feed, claim.path, today, claim.of)
    console().print(
        f"{city.city}: {len(claims)} files for {len({c.feed for c in claims})} feeds", markup=False
    )
    command = [sys.executable, "-m", "cli", "night", *(["--date", str(service_date)] if service_date else [])]
    places = {"NIGHTOWL_HOME": str(lake.home), night.CITY: name}
    return subprocess.run(command, cwd=profile.REPO, env=os.environ | places, check=False).returncode


def _literal(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _print_feeds(lake: Lake, cities: dict[str, Profile]) -> None:
    """Feeds and rows of every city that was loaded, the problems of each, and the sentences of refused files; 80 columns wide."""
    for name, city in cities.items():
        table = Table(title=f"What was loaded: {name}", title_justify="left", box=None, padding=(0, 1, 0, 0))
        table.add_column("feed", no_wrap=True)
        for column in ("files", "records", *OUTCOMES, "refused"):
            table.add_column(column, justify="right", no_wrap=True)
        loaded = {feed: list(Ledger(lake_of(lake, name)).files(feed).values()) for feed in city.feeds}
        for feed, records in loaded.items():
            if records:
                counts = [len(records), sum(r.records for r in records)]
                counts += [sum(getattr(r, f"rows_{outcome}") for r in records) for outcome in OUTCOMES]
                counts.append(sum(r.records for r in records if r.status == "refused"))
                table.add_row(feed, *(f"{count:,}" for count in counts))
        console().print(table)
        for feed, records in loaded.items():
            if told := _told(records):
                console().print(f"{feed:<22}{told}", style="dim", markup=False, soft_wrap=True)
        for record in (r for records in loaded.values() for r in records if r.status == "refused"):
            console().print(f"refused   {record.sentence}", style="yellow", markup=False, soft_wrap=True)


def _told(records: list[FileRecord]) -> str:
    """Every code of a feed's files with its records: refused files, quarantined records, flagged ones."""
    counts: dict[str, int] = {}
    for record in records:
        for code, rows in (*record.quarantined_by_reason.items(), *record.flagged.items()):
            counts[code] = counts.get(code, 0) + rows
        for column in record.unknown_columns:
            counts[f"unknown column {column}"] = counts.get(f"unknown column {column}", 0) + 1
    refused = sum(r.status == "refused" for r in records)
    told = [f"{refused} file{'s' * (refused != 1)} refused"] if refused else []
    return ", ".join(
        told + [f"{code} {rows:,}" for code, rows in sorted(counts.items(), key=lambda c: -c[1])]
    )


def _print_unclaimed(folder: Path, files: list[Path], taken: set[Path]) -> None:
    left = [str(f.relative_to(folder)) for f in files if f not in taken]
    if left:
        console().print(
            f"No feed knows these {len(left)} files by name: {', '.join(left)}",
            style="dim",
            markup=False,
            soft_wrap=True,
        )
