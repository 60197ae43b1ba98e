"""What the city knows and the warehouse must find out: counts alone, no person and no number.

corridor: night hub → home dong, persons who went out there and came home during the night or at its end, and how many
of them the carrier saw at the hub in hours 24-27. home_hex: subscribers by H3 hexagon (resolution 8) of their home.
"""

import h3
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from simulator.day import Day
from simulator.hubs import HUBS
from simulator.people import People

HEX_RESOLUTION = 8
LATE_AT_NIGHT = 24


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
    hexes = [
        h3.latlng_to_cell(ground.latitude[place], ground.longitude[place], HEX_RESOLUTION) for place in places
    ]
    names, back = np.unique(hexes, return_inverse=True)
    return pa.table(
        {"hex_id": names.tolist(), "persons_cnt": np.bincount(back, weights=persons).astype(np.int64)}
    )
