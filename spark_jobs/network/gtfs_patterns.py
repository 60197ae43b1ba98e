"""The stop sequences a GTFS timetable is driven in: trips of a route that serve the same stops in the same order are one pattern.

`stop_times.txt` is streamed; held are twelve bytes a stop time and the trips, so that a large city's timetable fits.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from nightowl import shapes
from spark_jobs.gtfs import Gtfs, Row, names_of

HEADER = [
    "feed.valid_from", "inventory", "route_id", "route_short_name", "pattern_id", "stop_sequence", "stop_id", "stop_code", "stop_name",
    "trip_headsign", "first_departure_s", "last_departure_s", "trips_cnt", "stop_lat", "stop_lon",
]  # fmt: skip
OF_STOP = ("stop_code", "stop_name", "stop_lat", "stop_lon")
TIME = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)")
STOP_BITS, NO_TIME = 32, -1


@dataclass
class Pattern:
    """One sequence of stops, how many trips follow it, and the first and last departure at each of its stops."""

    route_id: str
    direction: str
    stops: tuple[int, ...]
    trips_cnt: int = 0
    headsigns: Counter[str] = field(default_factory=Counter)
    first_s: list[int | None] = field(default_factory=list)
    last_s: list[int | None] = field(default_factory=list)

    def add(self, headsign: str, seconds: array[int]) -> None:
        """A trip, with its departure at each stop (NO_TIME where it tells none)."""
        self.trips_cnt += 1
        self.headsigns[headsign] += 1
        for at, second in enumerate(seconds):
            if second != NO_TIME:
                first, last = self.first_s[at], self.last_s[at]
                self.first_s[at] = second if first is None else min(first, second)
                self.last_s[at] = second if last is None else max(last, second)


class Visits:
    """The stops of one trip as they stand in the file, packed: sequence number and stop in one integer, the second in another."""

    __slots__ = ("places", "seconds")

    def __init__(self) -> None:
        self.places, self.seconds = array("q"), array("i")

    def add(self, seq: int, stop: int, second: int | None) -> None:
        """One stop time."""
        self.places.append(seq << STOP_BITS | stop)
        self.seconds.append(NO_TIME if second is None else second)

    def in_order(self) -> tuple[array[int], array[int]]:
        """Stops and seconds by sequence number."""
        order = sorted(range(len(self.places)), key=self.places.__getitem__)
        mask = (1 << STOP_BITS) - 1
        return array("q", (self.places[at] & mask for at in order)), array(
            "i", (self.seconds[at] for at in order)
        )


def records_of(archive: Gtfs) -> shapes.Records:
    """Header and one record a pattern and stop. Patterns of a route are numbered, the one most trips follow first."""
    trips = {
        row.get("trip_id", ""): tuple(
            sys.intern(row.get(c, "")) for c in ("route_id", "direction_id", "trip_headsign")
        )
        for row in archive.rows("trips")
    }
    stop_ids: dict[str, int] = {}
    visits: dict[str, Visits] = defaultdict(Visits)
    for trip_id, seq, stop_id, second in _stop_times(archive):
        if trip_id in trips:
            visits[trip_id].add(seq, stop_ids.setdefault(stop_id, len(stop_ids)), second)
    yield HEADER
    yield from _records(archive, _patterns(trips, visits), list(stop_ids))


def _stop_times(archive: Gtfs) -> Iterator[tuple[str, int, str, int | None]]:
    """(trip, sequence number, stop, departure in seconds or None); rows without trip, stop or number are the timetable's to report."""
    found = archive.records("stop_times")
    names = names_of(next(found, []))
    wanted = ("trip_id", "stop_sequence", "stop_id", "departure_time", "arrival_time")
    places = [names.index(name) if name in names else len(names) for name in wanted]
    for fields in found:
        padded = [*fields, *[""] * (len(names) + 1 - len(fields))]
        trip_id, number, stop_id, departs, arrives = (padded[at].strip() for at in places)
        if trip_id and stop_id and number.isdecimal() and len(number) < 10:
            yield trip_id, int(number), stop_id, _seconds(departs or arrives)


def _seconds(text: str) -> int | None:
    """Seconds of the service day; hours of 24 and more are of the evening's day."""
    told = TIME.fullmatch(text)
    return int(told[1]) * 3_600 + int(told[2]) * 60 + int(told[3]) if told else None


def _patterns(trips: dict[str, tuple[str, ...]], visits: dict[str, Visits]) -> list[Pattern]:
    """The patterns of all trips."""
    found: dict[tuple[str, str, bytes], Pattern] = {}
    for trip_id, visited in visits.items():
        stops, seconds = visited.in_order()
        route_id, direction, headsign = trips[trip_id]
        key = (route_id, direction, stops.tobytes())
        if key not in found:
            none: list[int | None] = [None] * len(stops)
            found[key] = Pattern(route_id, direction, tuple(stops), first_s=[*none], last_s=[*none])
        found[key].add(headsign, seconds)
    return list(found.values())


def _records(archive: Gtfs, patterns: list[Pattern], stop_ids: list[str]) -> shapes.Records:
    of_zip = [archive.valid_from(), archive.inventory()]
    stops: dict[str, Row] = {row.get("stop_id", ""): row for row in archive.rows("stops")}
    route_no = {
        row.get("route_id", ""): row.get("route_short_name") or row.get("route_long_name", "")
        for row in archive.rows("routes")
    }
    number: Counter[str] = Counter()
    named = {p.stops: [stop_ids[stop] for stop in p.stops] for p in patterns}
    for p in sorted(patterns, key=lambda p: (p.route_id, -p.trips_cnt, p.direction, named[p.stops])):
        number[p.route_id] += 1
        headsign = min(p.headsigns, key=lambda h: (-p.headsigns[h], h))
        for at, stop_id in enumerate(named[p.stops]):
            code, name, latitude, longitude = (stops.get(stop_id, {}).get(c, "") for c in OF_STOP)
            times = (shapes.as_text(p.first_s[at]), shapes.as_text(p.last_s[at]))
            yield [
                *of_zip, p.route_id, route_no.get(p.route_id, ""), f"{p.route_id}:{number[p.route_id]}", str(at + 1), stop_id, code, name,
                headsign, *times, str(p.trips_cnt), latitude, longitude,
            ]  # fmt: skip
