"""The plan as a GTFS feed, the format in which trip planners and other agencies' tools read timetables (gtfs.org, Schedule reference).

A night's trips bear the date of the evening they serve, so their times run from 24:00:00 on. The same plan gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from nightowl.errors import NightowlError
from planning.owl.ground import OwlPlan, Roads, Route
from planning.owl.timetable import BACK, OUT, Trip, along, places_of, stretches

BUS = 3
SERVICE = "nightly"
DAYS_VALID = 365
PLACES, KM_DIGITS = (
    6,
    5,
)  # of degrees and of kilometres: a centimetre keeps apart what a validator must not see in one place
_NO_CLOCK = (1980, 1, 1, 0, 0, 0)
_COLOURS = ("2F4B7C", "A05195", "D45087", "F95D6A", "665191", "00798C", "A23B00", "1B7F3B", "6B4C9A")
Table = tuple[list[str], Sequence[Sequence[object]]]


@dataclass(frozen=True)
class Publisher:
    """Who a feed is of: `language` as IETF BCP 47 (ko), `time_zone` as IANA (Asia/Seoul)."""

    name: str
    url: str
    time_zone: str
    language: str


def write(
    target: Path,
    plan: OwlPlan,
    roads: Roads,
    trips: Sequence[Trip],
    publisher: Publisher,
    *,
    first: date,
    version: str,
) -> None:
    """Write the feed whole or not at all; raises NightowlError where the place cannot be written to."""
    staged = target.with_name(f".{target.name}.unfinished")
    try:
        staged.write_bytes(feed(plan, roads, trips, publisher, first=first, version=version))
        staged.replace(target)
    except OSError as error:
        raise NightowlError(f"The GTFS feed could not be written to {target}: {error.strerror}.") from None


def feed(
    plan: OwlPlan, roads: Roads, trips: Sequence[Trip], publisher: Publisher, *, first: date, version: str
) -> bytes:
    """The zip of a plan's timetable.

    `first`: day of the first evening served; the feed holds for a year. `version`: what the feed tells of itself, the plan's id.
    """
    if not trips:
        raise NightowlError("The plan has no trip, so there is no GTFS feed of it.")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as bundle:
        for name, table in tables(plan, roads, trips, publisher, first, version).items():
            about = zipfile.ZipInfo(f"{name}.txt", _NO_CLOCK)
            about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            bundle.writestr(about, _text(table))
    return packed.getvalue()


def tables(
    plan: OwlPlan, roads: Roads, trips: Sequence[Trip], publisher: Publisher, first: date, version: str
) -> dict[str, Table]:
    """File (without .txt) → header and rows."""
    last = first + timedelta(days=DAYS_VALID - 1)
    agency = [["owl", publisher.name, publisher.url, publisher.time_zone, publisher.language]]
    told = [
        [
            publisher.name,
            publisher.url,
            publisher.language,
            f"{first:%Y%m%d}",
            f"{last:%Y%m%d}",
            version,
            publisher.url,
        ]
    ]
    named = {route.name: route for route in plan.routes}
    shapes = {(r.name, d): _Shape(r, d, roads, stretches(roads)) for r in plan.routes for d in (OUT, BACK)}
    return {
        "agency": (["agency_id", "agency_name", "agency_url", "agency_timezone", "agency_lang"], agency),
        "stops": (["stop_id", "stop_name", "stop_lat", "stop_lon"], _stops(roads, trips)),
        "routes": (
            ["route_id", "agency_id", "route_short_name", "route_long_name", "route_type", "route_color", "route_text_color"],
            [_route(n, route, roads) for n, route in enumerate(plan.routes)],
        ),
        "calendar": (
            ["service_id", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "start_date", "end_date"],
            [[SERVICE, *[1] * 7, f"{first:%Y%m%d}", f"{last:%Y%m%d}"]],
        ),
        "trips": (
            ["route_id", "service_id", "trip_id", "trip_headsign", "direction_id", "block_id", "shape_id"],
            [_trip(i, t, roads) for i, t in _ids(trips)],
        ),
        "stop_times": (
            ["trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence", "shape_dist_traveled", "timepoint"],
            [row for i, t in _ids(trips) for row in _halts(i, t, named[t.route], roads, shapes[t.route, t.direction])],
        ),
        "shapes": (
            ["shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence", "shape_dist_traveled"],
            [row for shape in shapes.values() for row in shape.rows(roads)],
        ),
        "feed_info": (
            ["feed_publisher_name", "feed_publisher_url", "feed_lang", "feed_start_date", "feed_end_date", "feed_version", "feed_contact_url"],
            told,
        ),
    }  # fmt: skip


def clock(seconds: int) -> str:
    """HH:MM:SS of the service day; 24:00:00 is midnight of the evening."""
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


def name_of(stop_name: str, stop_id: str) -> str:
    """What a stop is called; its number where no list names it."""
    return stop_name.strip() or stop_id


class _Shape:
    """The way of one direction: every stop it passes, and kilometres to each."""

    def __init__(
        self,
        route: Route,
        direction: str,
        roads: Roads,
        by_stretch: dict[tuple[int, int], tuple[float, float]],
    ):
        self.shape_id = f"{route.name}-{direction}"
        self.passed, served = (
            (route.out, route.served_out) if direction == OUT else (route.back, route.served_back)
        )
        metres, _ = along(self.passed, by_stretch, route.name)
        self.km = [round(m / 1_000, KM_DIGITS) for m in metres]
        self.halts_km = [self.km[place] for place in places_of(self.passed, served, route.name)]

    def rows(self, roads: Roads) -> Iterable[list[object]]:
        """The points along the way; a stop at the very place of the last one would be a point without length."""
        sequence, told = 0, None
        for stop, km in zip(self.passed, self.km, strict=True):
            place = (round(float(roads.latitude[stop]), PLACES), round(float(roads.longitude[stop]), PLACES))
            if (place, km) == told:
                continue
            told = (place, km)
            sequence += 1
            yield [
                self.shape_id,
                f"{place[0]:.{PLACES}f}",
                f"{place[1]:.{PLACES}f}",
                sequence,
                f"{km:.{KM_DIGITS}f}",
            ]


def _ids(trips: Sequence[Trip]) -> list[tuple[str, Trip]]:
    """Trips with their names: route, direction, and number within the night."""
    count: dict[tuple[str, str], int] = {}
    named = []
    for trip in trips:
        key = (trip.route, trip.direction)
        count[key] = count.get(key, 0) + 1
        named.append((f"{trip.route}-{trip.direction}-{count[key]:02d}", trip))
    return named


def _stops(roads: Roads, trips: Sequence[Trip]) -> list[list[object]]:
    served = sorted({stop for trip in trips for stop in trip.halts})
    return [
        [roads.stop_ids[s], name_of(roads.stop_names[s], roads.stop_ids[s]), f"{roads.latitude[s]:.{PLACES}f}", f"{roads.longitude[s]:.{PLACES}f}"]
        for s in served
    ]  # fmt: skip


def _route(number: int, route: Route, roads: Roads) -> list[object]:
    ends = [
        name_of(roads.stop_names[s], roads.stop_ids[s]) for s in (route.served_out[0], route.served_out[-1])
    ]
    # Numbered routes of another agency may bear the same number: ids are the plan's own.
    return [route.name, "owl", route.name, " - ".join(ends), BUS, _COLOURS[number % len(_COLOURS)], "FFFFFF"]


def _trip(trip_id: str, trip: Trip, roads: Roads) -> list[object]:
    end = trip.halts[-1]
    sign = name_of(roads.stop_names[end], roads.stop_ids[end])
    return [
        trip.route,
        SERVICE,
        trip_id,
        sign,
        int(trip.direction == BACK),
        f"{trip.route}-bus{trip.bus}",
        f"{trip.route}-{trip.direction}",
    ]


def _halts(trip_id: str, trip: Trip, route: Route, roads: Roads, shape: _Shape) -> Iterable[list[object]]:
    for sequence, (stop, time_s, km) in enumerate(
        zip(trip.halts, trip.times_s, shape.halts_km, strict=True), start=1
    ):
        told = clock(time_s)
        yield [trip_id, told, told, roads.stop_ids[stop], sequence, f"{km:.{KM_DIGITS}f}", int(sequence == 1)]


def _text(table: Table) -> str:
    header, rows = table
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def first_evening(period: str) -> date:
    """The first day of the month after the one planned on (YYYY-MM or YYYY-MM-DD): no clock tells when a plan is put on the road."""
    if not re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", period):
        raise NightowlError(f"'{period}' is no month; a plan is of a month such as 2026-11.")
    year, month = int(period[:4]), int(period[5:7])
    return date(year + month // 12, month % 12 + 1, 1)
