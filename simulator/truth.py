"""What the city knows and the warehouse must find out: counts alone, no person and no number.

corridor: night hub → home dong, persons who went out there and came home during the night or at its end, and how many
of them the carrier saw at the hub in hours 24-27. home_hex: subscribers by H3 hexagon (resolution 8) of their home.
night_od: persons whose last sound event of hours 24-27 was made out at night, by its hour, where they were and their home.
"""

import h3
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from simulator.chance import Ids
from simulator.day import LAST_HOUR, OUT, Day
from simulator.geography import Geography
from simulator.hubs import HUBS
from simulator.people import People, Small

HEX_RESOLUTION = 8
LATE_AT_NIGHT = 24


class SeenAtNight:
    """By person: seen out in hours 24-27 at all, and hour (0: never) and whereabouts of the last sound event of these hours."""

    def __init__(self, persons: int) -> None:
        self.out = np.zeros(persons, bool)
        self.last_hour = np.zeros(persons, np.int8)
        self.is_last_out = np.zeros(persons, bool)

    def note(self, persons: npt.NDArray[np.integer], hour: int, state: Small) -> None:
        """Sound events of an hour, in order of hours, with the state of all persons in it."""
        is_out = state[persons] == OUT
        self.out[persons[is_out]] = True
        self.last_hour[persons], self.is_last_out[persons] = hour, is_out


def _hexes(ground: Geography, places: npt.NDArray[np.integer]) -> npt.NDArray[np.str_]:
    """The hexagon of each place."""
    unique, back = np.unique(places, return_inverse=True)
    names = [
        h3.latlng_to_cell(ground.latitude[place], ground.longitude[place], HEX_RESOLUTION) for place in unique
    ]
    return np.array(names)[back] if names else np.empty(0, "U15")


def night_od(day: Day, seen: SeenAtNight) -> pa.Table:
    """service_date, hour, origin_hex, home_hex, persons_cnt."""
    ground = day.people.city.ground
    persons: Ids = np.flatnonzero(seen.is_last_out)
    hours = seen.last_hour[persons]
    place = np.zeros(len(persons), np.int64)
    for hour in range(LATE_AT_NIGHT, LAST_HOUR + 1):
        place[hours == hour] = day.place(hour)[persons[hours == hour]]
    rows = pa.table(
        {
            "hour": hours.astype(np.int32),
            "origin_hex": _hexes(ground, place).tolist(),
            "home_hex": _hexes(ground, day.people.home[persons]).tolist(),
        },
        schema=pa.schema([("hour", pa.int32()), ("origin_hex", pa.string()), ("home_hex", pa.string())]),
    )
    keys = ["hour", "origin_hex", "home_hex"]
    counted = rows.group_by(keys).aggregate([([], "count_all")]).sort_by([(key, "ascending") for key in keys])
    dates = pa.array([day.service_date] * len(counted), pa.date32())
    return counted.rename_columns([*keys, "persons_cnt"]).add_column(0, "service_date", dates)


def corridors(day: Day, seen_out: npt.NDArray[np.bool_]) -> pa.Table:
    """hub_name, hub_dong_code, home_gu_name, home_dong_name, home_dong_code, persons_cnt, persons_seen_cnt."""
    people, ground = day.people, day.people.city.ground
    dongs = len(ground.dong_codes)
    late = np.flatnonzero(day.is_out & (day.home_again > LATE_AT_NIGHT))
    pair = day.out_hub[late].astype(np.int64) * dongs + people.city.dong_of(people.home[late])
    planned = np.bincount(pair, minlength=len(HUBS) * dongs)
    seen = np.bincount(pair[seen_out[late]], minlength=len(HUBS) * dongs)
    rows = np.flatnonzero(planned)
    hubs, homes = rows // dongs, rows % dongs
    hub_codes = [ground.dong_codes[ground.dong(hub.gu_name, hub.dong_name)] for hub in HUBS]
    return pa.table(
        {
            "hub_name": [HUBS[hub].name for hub in hubs],
            "hub_dong_code": [hub_codes[hub] for hub in hubs],
            "home_gu_name": [ground.gu_names[home] for home in homes],
            "home_dong_name": [ground.dong_names[home] for home in homes],
            "home_dong_code": [ground.dong_codes[home] for home in homes],
            "persons_cnt": planned[rows],
            "persons_seen_cnt": seen[rows],
        }
    )


def homes(people: People) -> pa.Table:
    """hex_id, persons_cnt."""
    ground = people.city.ground
    places, persons = np.unique(people.home, return_counts=True)
    names, back = np.unique(_hexes(ground, places), return_inverse=True)
    return pa.table(
        {"hex_id": names.tolist(), "persons_cnt": np.bincount(back, weights=persons).astype(np.int64)}
    )
