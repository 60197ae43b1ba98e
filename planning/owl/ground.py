"""What an Owl plan is made from and what it is: demand between hexagons, roads between stops, routes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

NIGHT_HOURS = (24, 25, 26, 27)
"""Hours of the service day in which night buses run."""


@dataclass(frozen=True)
class Demand:
    """Trips of a typical night: `trips[h, i, j]` persons who set out in hour `hours[h]` from hexagon `hexes[i]` to `hexes[j]`.

    `source`: calls, taxi, estimated (no trips were counted: a model of them) or blend. `inputs`: what it was made from → run or digest.
    """

    hexes: tuple[str, ...]
    hours: tuple[int, ...]
    trips: Floats
    source: str
    inputs: dict[str, str] = field(default_factory=dict)

    @property
    def of_night(self) -> Floats:
        """Trips of all hours together, from × to."""
        return np.asarray(self.trips.sum(axis=0))


@dataclass(frozen=True)
class Roads:
    """Stops of the city's buses and the stretches between consecutive ones: stretch k leads from stop `tail[k]` to `head[k]`, `metres[k]` long, in
    `minutes[k]` at night. Streets have directions, so has a stretch."""

    stop_ids: tuple[str, ...]
    stop_names: tuple[str, ...]
    latitude: Floats
    longitude: Floats
    tail: Ints
    head: Ints
    metres: Floats
    minutes: Floats
    inputs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Route:
    """A night route there and back: `out` and `back` are the stops it passes on the roads in order (places in `Roads`), `served_out` and
    `served_back` the ones of them where it halts. `metres` and `minutes` are of the round trip, without layover."""

    name: str
    out: tuple[int, ...]
    back: tuple[int, ...]
    served_out: tuple[int, ...]
    served_back: tuple[int, ...]
    metres: float
    minutes: float


@dataclass(frozen=True)
class OwlPlan:
    """Routes, what they were chosen by, and how good they are. `figures`: the network's; `of_route`: a row of figures a route.

    `made_by`: solver, seed, iterations, bound, gap, seconds, parameters, snapshot of the inputs: everything that makes the same plan again.
    """

    routes: tuple[Route, ...]
    headways_min: dict[str, dict[int, float]] = field(default_factory=dict)
    buses: dict[str, int] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)
    of_route: tuple[dict[str, float], ...] = ()
    made_by: dict[str, object] = field(default_factory=dict)
