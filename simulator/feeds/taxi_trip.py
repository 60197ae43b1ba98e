"""Taxi trips: one file a service day, as meters tell: where and when each began and ended, in order of pick-up.

In the evening people go from quarter to quarter, at night home from there. One meter in two hundred writes latitude and longitude
the other way round; a few trips end at the airport, outside the city.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt

from simulator.chance import key_of, pick, stream
from simulator.city import Ints
from simulator.day import FIRST_HOUR
from simulator.defects import kinds
from simulator.feeds.text import write_with_defects
from simulator.geography import POINTS_A_DONG, kilometres
from simulator.hubs import HUBS
from simulator.orders import Delivery, Manifest, Order, Tell
from simulator.sizes import taxi_trips_of
from simulator.spoilers import Fields, Scene, Spoiler, blank, drop, put

FEED = "taxi_trip"
HEADER = "승차일시,하차일시,승차경도,승차위도,하차경도,하차위도"
PICKED_UP, DROPPED_OFF, LONGITUDE, LATITUDE = 0, 1, 4, 5
SHAPE = "%Y-%m-%d %H:%M:%S"
# Trips of the hours 04 to 27: mornings, evenings, and most of all after the last train.
HOURS = np.array([2, 3, 4, 6, 7, 5, 4, 4, 4, 4, 4, 4, 4, 5, 6, 6, 5, 5, 6, 8, 10, 9, 6, 4], dtype=float)
NIGHT_FROM = 22
AIRPORT = (126.4407, 37.4602)
KM_AN_HOUR, DETOUR = 25.0, 1.3
DOORS = 4  # places of a quarter where taxis wait: those nearest its middle
JITTER = 0.0003  # some 30 m: the door, not the middle of the quarter


def _at(moment: str) -> datetime:
    return datetime.strptime(moment, SHAPE)


def drop_off_after(first: timedelta, last: timedelta) -> Spoiler:
    """The drop-off so long after the pick-up (before it, where negative)."""

    def spoil(fields: Fields, luck: Random, scene: Scene) -> Fields:
        after = first + (last - first) * luck.random()
        dropped = _at(fields[PICKED_UP]) + timedelta(seconds=round(after.total_seconds()))
        return [fields[PICKED_UP], f"{dropped:{SHAPE}}", *fields[2:]]

    return spoil


def _years_ahead(fields: Fields, luck: Random, scene: Scene) -> Fields:
    return [f"2099{fields[PICKED_UP][4:]}", f"2099{fields[PICKED_UP][4:]}", *fields[2:]]


def _just_ahead(fields: Fields, luck: Random, scene: Scene) -> Fields:
    midnight = datetime.combine(_at(fields[PICKED_UP]) + timedelta(days=2), time(0))
    return [f"{midnight:{SHAPE}}", f"{midnight + timedelta(minutes=9):{SHAPE}}", *fields[2:]]


def elsewhere(longitude: str, latitude: str) -> Spoiler:
    """The trip ends in another place."""
    return lambda fields, luck, scene: [*fields[:LONGITUDE], longitude, latitude]


# fmt: off
DEFECTS = kinds(
    FEED,
    ("blank_line", "An empty line.", "blank_record", blank),
    ("too_few_fields", "The last two fields are gone.", "wrong_field_count", drop(2)),
    ("header_again", "The header among the trips.", "header_repeated", lambda fields, luck, scene: HEADER.encode()),
    ("point_words", "A longitude that is no number, or none.", "point_malformed", put(LONGITUDE, "동경 127도", "")),
    ("half_a_point", "No latitude of the end.", "point_malformed", put(LATITUDE, "")),
    ("far_away", "It ends in Busan.", "coordinates_implausible", elsewhere("129.075642", "35.179554")),
    ("nowhere", "It ends where the equator meets Greenwich.", "coordinates_implausible", elsewhere("0.0", "0.0")),
    ("pick_up_empty", "No time of pick-up.", "pickup_time_malformed", put(PICKED_UP, "")),
    ("pick_up_impossible", "No such time.", "pickup_time_malformed", put(PICKED_UP, "2026-02-30 23:10:00", "2026-11-01 24:10:00", "23:10")),
    ("drop_off_words", "A time of drop-off that is none.", "drop_off_time_malformed", put(DROPPED_OFF, "미터 고장", "2026-11-31 01:00:00")),
    ("drop_off_before", "Dropped off before being picked up.", "drop_off_time_implausible",
     drop_off_after(timedelta(hours=-5), timedelta(seconds=-1))),
    ("drop_off_days_later", "A trip of days.", "drop_off_time_implausible", drop_off_after(timedelta(hours=24, seconds=1), timedelta(days=9))),
    ("years_ahead", "Picked up years after the delivery.", "time_in_future", _years_ahead),
    ("just_ahead", "Picked up at midnight, the day after the delivery or the next.", "time_in_future", _just_ahead),
    ("copy_adjacent", "The same trip again in the next line.", None),
)
# fmt: on


def deliveries(order: Order) -> Iterator[Delivery]:
    """Each service day's trips come the morning after."""
    for day in order.days:
        yield Delivery(FEED, day, taxi_trips_of(order.rows), partial(_write, order, day))


def _write(order: Order, day: date, folder: Path, tell: Tell) -> Manifest:
    manifest, rows = Manifest(), _rows(order, day)
    name = f"taxi_{day:%Y%m%d}.csv"
    manifest.records += write_with_defects(folder / name, HEADER, rows, DEFECTS, order, manifest.planted)
    tell(len(rows))
    return manifest


def _rows(order: Order, day: date) -> list[list[str]]:
    luck, trips = stream(key_of(order.seed, FEED), day.toordinal()), taxi_trips_of(order.rows)
    hour = FIRST_HOUR + pick(np.sort(luck.random(trips)), HOURS)
    picked_up = np.sort(hour * 3_600 + luck.integers(0, 3_600, trips))
    is_night = picked_up >= NIGHT_FROM * 3_600
    start = np.where(
        luck.random(trips) < np.where(is_night, 0.75, 0.4),
        _quarter(order, luck, is_night),
        _home(order, luck, trips),
    )
    end = np.where(
        luck.random(trips) < np.where(is_night, 0.25, 0.4),
        _quarter(order, luck, is_night),
        _home(order, luck, trips),
    )
    ground = order.city.ground
    points = [
        where[place] + luck.normal(0, JITTER, trips)
        for place in (start, end)
        for where in (ground.longitude, ground.latitude)
    ]
    to_airport = luck.random(trips) < 0.02
    points[2:] = [np.where(to_airport, at, there) for at, there in zip(AIRPORT, points[2:], strict=True)]
    east, north = kilometres(points[2] - points[0], points[3] - points[1])
    ride_s = (180 + np.hypot(east, north) * DETOUR / KM_AN_HOUR * 3_600).astype(int)
    is_swapped, is_open = luck.random(trips) < 0.005, luck.random(trips) < 0.02
    begins = datetime.combine(day, time(0))
    rows = []
    for at in range(trips):
        x1, y1, x2, y2 = (f"{axis[at]:.6f}" for axis in points)
        place = [y1, x1, y2, x2] if is_swapped[at] else [x1, y1, x2, y2]
        moment = begins + timedelta(seconds=int(picked_up[at]))
        dropped = "" if is_open[at] else f"{moment + timedelta(seconds=int(ride_s[at])):{SHAPE}}"
        rows.append([f"{moment:{SHAPE}}", dropped, *place])
    return rows


def _quarter(order: Order, luck: np.random.Generator, is_night: npt.NDArray[np.bool_]) -> Ints:
    """A place in one of the busy quarters, by their pull at night or by day."""
    draws, found = luck.random(len(is_night)), np.empty(len(is_night), dtype=np.int64)
    for night, pull in ((True, [h.night for h in HUBS]), (False, [h.work + h.leisure for h in HUBS])):
        found[is_night == night] = pick(draws[is_night == night], np.array(pull) ** 2)
    return order.city.hub_places[found, luck.integers(0, DOORS, len(is_night))]


def _home(order: Order, luck: np.random.Generator, trips: int) -> Ints:
    """A place where people live."""
    dong: Ints = pick(luck.random(trips), order.city.residents)
    return dong * POINTS_A_DONG + luck.integers(0, POINTS_A_DONG, trips)
