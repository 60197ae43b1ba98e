"""GTFS zips as records: every row of `stop_times.txt` with its trip, and every day a service runs.

A timetable may hold more stop times than fit in memory: they are streamed, and only its trips and the ids of its stops are held.
What a row alone cannot tell (its trip stands nowhere, its trip runs by headway) goes along as words in one field, `row.faults`,
for the job to judge. Format: General Transit Feed Specification, "Schedule Reference", https://gtfs.org.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from nightowl import shapes
from nightowl.errors import FileRefused
from spark_jobs import gtfs
from spark_jobs.gtfs import Gtfs, Row, day

TRIP_COLUMNS = ("route_id", "service_id", "direction_id", "trip_headsign")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
STOP_TIME_EXTRAS = ["feed.valid_from", "inventory", *(f"trip.{name}" for name in TRIP_COLUMNS), "row.faults"]
SERVICE_DAY_COLUMNS = [
    "feed.valid_from",
    "inventory",
    "service_id",
    "service_date",
    "is_added",
    "row.faults",
    "row",
]
# Some feeds run "until further notice" to 2099: days so far behind their delivery are nobody's plan and would fill the lake.
DAYS_AHEAD_MAX = 3 * 366


def stop_times(path: Path) -> shapes.Records:
    """The rows of `stop_times.txt` in their order, each behind the validity of its timetable and what its trip says.

    So record numbers are those of `stop_times.txt`. An empty line stays an empty record.
    """
    with gtfs.opened(path) as archive:
        _need(archive, "stop_times")
        _need(archive, "trips")
        of_zip, trips = [archive.valid_from(), archive.inventory()], _trips(archive)
        stops = {row.get("stop_id", "") for row in archive.rows("stops")}
        found = archive.records("stop_times")
        header = next(found, [])
        yield STOP_TIME_EXTRAS + header
        places = {name: at for at, name in enumerate(gtfs.names_of(header))}
        trip_at, stop_at = places.get("trip_id"), places.get("stop_id")
        none = ("",) * len(TRIP_COLUMNS)
        for fields in found:
            if not fields:
                yield fields
                continue
            trip = trips.get(_field(fields, trip_at))
            faults = trip[-1] if trip else "trip_unknown"
            if stops and (stop := _field(fields, stop_at)) and stop not in stops:
                faults = f"{faults} stop_unknown".strip()
            yield [*of_zip, *(trip[:-1] if trip else none), faults, *fields]


def service_days(path: Path) -> shapes.Records:
    """Every day each service of the timetable runs, in the order of days and services; rows that cannot be expanded follow as they stand."""
    with gtfs.opened(path) as archive:
        _need(archive, "calendar", "calendar_dates")
        of_zip = [archive.valid_from(), archive.inventory()]
        weekly, exceptions, broken = _calendar(archive, path)
        yield SERVICE_DAY_COLUMNS
        added = {(row["service_id"], row["date"]) for row in exceptions if row["exception_type"] == "1"}
        cut = {row["service_id"] for row in weekly if row.get("faults")}
        for service_date, service_id in _running(weekly, exceptions):
            is_added = (service_id, f"{service_date:%Y%m%d}") in added
            faults = "service_end_cut" if service_id in cut and not is_added else ""
            yield [*of_zip, service_id, service_date.isoformat(), str(is_added).lower(), faults, ""]
        for table, row in broken:
            told = ",".join(row.values())
            yield [*of_zip, row.get("service_id", ""), "", "", "malformed", f"{table}.txt: {told}"]


READERS = {"stop_time": {".zip": stop_times}, "service_day": {".zip": service_days}}


def faults_of(row: Row) -> bool:
    """Whether a row of calendar.txt cannot be expanded: no service, no such dates or in the wrong order, a weekday not 0 or 1."""
    first, last = day(row.get("start_date", "")), day(row.get("end_date", ""))
    week = {row.get(name, "") for name in WEEKDAYS}
    return not (row.get("service_id") and first and last and first <= last and week <= {"0", "1"})


def faults_of_date(row: Row) -> bool:
    """Whether a row of calendar_dates.txt cannot be used: no service, no such date, neither added (1) nor removed (2)."""
    return not (
        row.get("service_id") and day(row.get("date", "")) and row.get("exception_type") in ("1", "2")
    )


def _need(archive: Gtfs, *tables: str) -> None:
    """Refuse the file where it has none of the tables."""
    if not any(map(archive.has, tables)):
        names = ", ".join(sorted(archive.members)[:8]) or "no file"
        raise FileRefused(
            "timetable_table_missing",
            f"{archive.name} has no {' or '.join(f'{t}.txt' for t in tables)}; it holds {names}. Expected is a GTFS zip.",
        )


def _field(fields: list[str], at: int | None) -> str:
    return fields[at].strip() if at is not None and at < len(fields) else ""


def _trips(archive: Gtfs) -> dict[str, tuple[str, ...]]:
    """trip_id → TRIP_COLUMNS and its faults: the trip stands twice (the first counts), or runs by headway and its times are a pattern."""
    by_headway = {row.get("trip_id", "") for row in archive.rows("frequencies")}
    trips: dict[str, tuple[str, ...]] = {}
    for row in archive.rows("trips"):
        trip_id = row.get("trip_id", "")
        told = tuple(sys.intern(row.get(name, "")) for name in TRIP_COLUMNS)
        headway = "trip_by_headway" if trip_id in by_headway else ""
        if trip_id not in trips:
            trips[trip_id] = (*told, headway)
        elif trips[trip_id][:-1] != told:
            trips[trip_id] = (*trips[trip_id][:-1], f"{headway} trip_doubled".strip())
    return trips


def _calendar(archive: Gtfs, path: Path) -> tuple[list[Row], list[Row], list[tuple[str, Row]]]:
    """Rows of calendar.txt and calendar_dates.txt that can be expanded, and (table, row) of those that cannot."""
    weekly = [row for row in archive.rows("calendar") if not faults_of(row)]
    exceptions = [row for row in archive.rows("calendar_dates") if not faults_of_date(row)]
    broken = [("calendar", row) for row in archive.rows("calendar") if faults_of(row)]
    broken += [("calendar_dates", row) for row in archive.rows("calendar_dates") if faults_of_date(row)]
    delivered = path.parent.name.removeprefix("delivered=").replace("-", "")
    known = [d for d in map(day, [delivered, *(row["start_date"] for row in weekly)]) if d]
    last = f"{max(known) + timedelta(DAYS_AHEAD_MAX):%Y%m%d}" if known else ""
    for row in weekly:
        if row["end_date"] > last:
            row |= {"end_date": last, "faults": "cut"}
    return weekly, exceptions, broken


def _running(weekly: list[Row], exceptions: list[Row]) -> Iterator[tuple[date, str]]:
    """(date, service) of every day a service runs, expanded by gtfs-kit from nothing but the calendar.

    It reads a folder, so it is given one with the two tables alone, the services under numbers of ours: pandas takes an id like
    `NA` for a missing value.
    """
    if not (weekly or exceptions):
        return
    import gtfs_kit  # brings geopandas: two seconds that only a night with a timetable pays

    services = list(dict.fromkeys(row["service_id"] for row in (*weekly, *exceptions)))
    number = {service_id: f"s{at}" for at, service_id in enumerate(services)}
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder, "calendar.txt"), (*WEEKDAYS, "start_date", "end_date"), weekly, number)
        _write(Path(folder, "calendar_dates.txt"), ("date", "exception_type"), exceptions, number)
        feed = gtfs_kit.read_feed(folder, dist_units="km")
    last = max((row["end_date"] for row in weekly), default="")
    added = {row["date"] for row in exceptions}
    for day_text in feed.get_dates():
        if day_text > last and day_text not in added:
            continue
        running = set(feed.get_active_services(day_text))
        yield from ((date.fromisoformat(day_text), s) for s in services if number[s] in running)


def _write(path: Path, columns: tuple[str, ...], rows: list[Row], number: dict[str, str]) -> None:
    lines = (",".join([number[row["service_id"]], *(row[c] for c in columns)]) for row in rows)
    path.write_text("\n".join([",".join(["service_id", *columns]), *lines]) + "\n", encoding="utf-8")
