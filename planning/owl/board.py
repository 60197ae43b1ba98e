"""What a night network is designed and judged on: trips between hexagons, their points, the places of the city and the streets between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

from nightowl.errors import NightowlError
from nightowl.transit_rules import OwlRules
from planning.owl import stops
from planning.owl import streets as on_streets
from planning.owl.ground import Demand, Floats, Ints, Roads
from planning.owl.riding import Town
from planning.owl.stops import Places, Points
from planning.owl.streets import Streets

LEAST_MIN = 5.0
"""The way by road is taken to be at least so long: on a shorter one nobody minds a bend."""

PREFERRED = 1.25
"""A bus halts so much rather at a place the covering has chosen."""
LEAST_PULL = 0.01
"""Of the mean: where nobody sets out a bus still halts rather than not."""


@dataclass(frozen=True)
class Board:
    """`near`: places × points within reach, in metres. `worth`: trip ends within reach of a place. `pull`: how much a bus
    wants to halt at a place. `hubs`: places near one of the hubs (all, where no
    hub is asked for). `apart_m`, `before`: shortest ways between places and the place before the last on them. `road_min`: between hexagons.
    `walked`: trips within hexagons."""

    demand: Demand
    roads: Roads
    rules: OwlRules
    town: Town
    points: Points
    places: Places
    streets: Streets
    near: csr_matrix
    worth: Floats
    pull: Floats
    hubs: npt.NDArray[np.bool_]
    apart_m: Floats
    before: npt.NDArray[np.int32]
    road_min: Floats
    walked: float

    @property
    def trips(self) -> float:
        """Trips between hexagons, of the whole night."""
        return float(self.town.trips.sum())

    def prefer(self, chosen: Ints) -> Board:
        """The board on which buses halt rather at the `chosen` places than at others."""
        is_chosen = np.zeros(len(self.worth), bool)
        is_chosen[chosen] = True
        return replace(
            self, pull=np.where(is_chosen, PREFERRED, 1.0) * (self.worth + LEAST_PULL * self.worth.mean())
        )

    @cached_property
    def closeness(self) -> tuple[Ints, Ints, Floats]:
        """`near` as compiled code reads it."""
        return self.near.indptr.astype(np.int64), self.near.indices.astype(np.int64), self.near.data


def lay(demand: Demand, roads: Roads, rules: OwlRules) -> Board:
    """The board of a demand, roads and rules; raises NightowlError where there is no trip to serve, or a hub that no stop is."""
    trips = np.array(demand.of_night, dtype=float)
    if not np.isfinite(trips).all() or (trips < 0).any():
        raise NightowlError(
            "The demand has trips that are negative or no number; make it again from its sources."
        )
    walked = float(np.trace(trips))
    np.fill_diagonal(trips, 0.0)
    if trips.sum() <= 0:
        raise NightowlError(
            "There is no night demand: no trip leads from one hexagon to another, so no route is better than another. "
            "Load calls, taxi trips or living population."
        )
    gathered = stops.gather(roads)
    streets = on_streets.build(roads, gathered)
    kept = _largest_part(streets)
    places, streets = gathered.only(kept), on_streets.only(streets, kept)
    points = stops.points_of(demand.hexes)
    near = stops.within(places.latitude, places.longitude, points, rules.reach_m)
    ends = ((trips.sum(axis=0) + trips.sum(axis=1))[points.hexagon]) * points.share
    worth = np.asarray(stops.ones_of(near) @ ends)
    if worth.sum() <= 0:
        raise NightowlError(
            f"No stop lies within {rules.reach_m:g} m of the night demand: the roads and the demand are of different cities, "
            "or of different parts of one."
        )
    size = len(places.members)
    apart_m, before = dijkstra(
        csr_matrix((streets.mean_m, streets.to, streets.first), shape=(size, size)), return_predecessors=True
    )
    road_min = _by_road_min(streets, places, points, len(demand.hexes))
    town = Town(
        trips,
        rules.detour_max * np.maximum(road_min, LEAST_MIN),
        np.concatenate([[0], np.cumsum(np.bincount(points.hexagon, minlength=len(demand.hexes)))]).astype(
            np.int64
        ),
        points.share,
        float(rules.transfer_min) if rules.transfers_max else np.inf,
    )
    hubs = hub_places(roads, places, rules.hubs, rules.reach_m)
    return Board(
        demand,
        roads,
        rules,
        town,
        points,
        places,
        streets,
        near,
        worth,
        worth + LEAST_PULL * worth.mean(),
        hubs,
        apart_m,
        before.astype(np.int32),
        road_min,
        walked,
    )


def _largest_part(streets: Streets) -> Ints:
    size = len(streets.stop)
    _, label = connected_components(
        csr_matrix((streets.mean_m, streets.to, streets.first), shape=(size, size))
    )
    return np.flatnonzero(label == np.bincount(label).argmax()).astype(np.int64)


def _by_road_min(streets: Streets, places: Places, points: Points, hexes: int) -> Floats:
    """Minutes by road between hexagons: between the places nearest to their middles, walks not counted."""
    latitude, longitude = (
        np.asarray(np.bincount(points.hexagon, v * points.share, hexes), dtype=float)
        for v in (points.latitude, points.longitude)
    )
    middle = float(latitude.mean())
    _, nearest = stops.tree_of(places, middle).query(stops.flat(latitude, longitude, middle))
    size = len(places.members)
    graph = csr_matrix((streets.mean_min, streets.to, streets.first), shape=(size, size))
    used, back = np.unique(nearest, return_inverse=True)
    away = dijkstra(graph, indices=used)[:, used]
    return np.asarray(away[np.ix_(back, back)])


def hub_places(roads: Roads, places: Places, hubs: Sequence[str], reach_m: float) -> npt.NDArray[np.bool_]:
    """Which places lie near a hub (a stop's name or id, or part of a name); all where no hub is named.

    Raises NightowlError for a hub that no stop is, or that lies beside no place a bus can be driven through.
    """
    if not hubs:
        return np.ones(len(places.members), bool)
    found = np.zeros(len(places.members), bool)
    for hub in hubs:
        near = _near(roads, places, stops_named(roads, hub), reach_m)
        if not near.any():
            raise NightowlError(
                f"Hub '{hub}' lies beside no stop that can be driven through there and back; name another stop in transit.owl.hubs."
            )
        found |= near
    return found


def stops_named(roads: Roads, hub: str) -> Ints:
    """Stops that bear the id or the name, or else a name that begins with it, or holds it; raises NightowlError where there is none."""
    wanted = hub.strip()
    names = roads.stop_names
    tests = (
        [stop == wanted for stop in roads.stop_ids],
        [name == wanted for name in names],
        [bool(wanted) and name.startswith(wanted) for name in names],
        [bool(wanted) and wanted in name for name in names],
    )
    for test in tests:
        if any(test):
            return np.flatnonzero(test).astype(np.int64)
    raise NightowlError(
        f"Hub '{hub}' is no stop of the roads, neither by id nor by name; correct transit.owl.hubs in the city profile, or --hub."
    )


def _near(roads: Roads, places: Places, chosen: Ints, reach_m: float) -> npt.NDArray[np.bool_]:
    middle = float(places.latitude.mean())
    tree = stops.tree_of(places, middle)
    found = np.zeros(len(places.members), bool)
    for near in tree.query_ball_point(
        stops.flat(roads.latitude[chosen], roads.longitude[chosen], middle), reach_m / 2
    ):
        found[near] = True
    return found
