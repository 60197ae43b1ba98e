"""A city of a square lattice of streets, 400 m apart, with a stop at each crossing, and demand between chosen hexagons."""

import h3
import numpy as np

from nightowl.transit_rules import OwlRules
from planning.owl.ground import NIGHT_HOURS, Demand, Roads

STEP_M = 400.0
NORTH, EAST = STEP_M / 111_195.08, STEP_M / (111_195.08 * np.cos(np.radians(37.5)))


def roads(across: int = 21, down: int = 21) -> Roads:
    """Stop s-row-column; every street is driven both ways, at 24 km/h."""
    place = {(y, x): y * across + x for y in range(down) for x in range(across)}
    legs = [
        (place[y, x], place[y + dy, x + dx])
        for y, x in place
        for dy, dx in ((0, 1), (1, 0), (0, -1), (-1, 0))
        if (y + dy, x + dx) in place
    ]
    tail, head = (np.array(column, dtype=np.int64) for column in zip(*legs, strict=True))
    return Roads(
        tuple(f"s-{y}-{x}" for y, x in place),
        tuple(f"{y}번가 {x}" for y, x in place),
        np.array([37.45 + NORTH * y for y, _ in place]),
        np.array([127.0 + EAST * x for _, x in place]),
        tail,
        head,
        np.full(len(legs), STEP_M),
        np.full(len(legs), 1.0),
        {"clean/pattern_stop/2026-11-01": "network-1"},
    )


def hex_at(y: float, x: float) -> str:
    return h3.latlng_to_cell(37.45 + NORTH * y, 127.0 + EAST * x, 8)


def demand(pairs: dict[tuple[tuple[float, float], tuple[float, float]], float]) -> Demand:
    """Trips a night from place to place (row, column), the same in every hour."""
    hexes = sorted({hex_at(*place) for pair in pairs for place in pair})
    trips = np.zeros((len(NIGHT_HOURS), len(hexes), len(hexes)))
    for (start, end), count in pairs.items():
        trips[:, hexes.index(hex_at(*start)), hexes.index(hex_at(*end))] += count / len(NIGHT_HOURS)
    return Demand(tuple(hexes), NIGHT_HOURS, trips, "calls", {"night_od/2026-11": "od-1"})


# Two corridors: along row 10 from the middle to both sides, along column 10 from the middle to both ends; and something off them.
CORRIDORS = {
    ((10, 10), (10, 1)): 300.0, ((10, 10), (10, 19)): 300.0, ((10, 5), (10, 15)): 200.0,
    ((10, 10), (1, 10)): 300.0, ((10, 10), (19, 10)): 300.0, ((5, 10), (15, 10)): 200.0,
    ((10, 1), (1, 10)): 60.0, ((2, 2), (18, 18)): 5.0, ((2, 18), (18, 2)): 5.0,
}  # fmt: skip


def rules(**changes: object) -> OwlRules:
    usual = {
        "routes": 2,
        "route_km_max": 32,
        "round_trip_km_least": 8,
        "buses": 10,
        "hubs": [],
        "stop_spacing_m": 400,
    }
    return OwlRules.model_validate(usual | changes)
