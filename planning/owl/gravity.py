"""Trips between places of which only the ends are known: a doubly constrained gravity model (Wilson 1967).

    T_ij = A_i O_i B_j D_j f(d_ij),   A_i = 1 / sum_j B_j D_j f(d_ij),   B_j = 1 / sum_i A_i O_i f(d_ij)

so that rows sum to the trips that begin in a place and columns to those that end there; A and B are found by turns (Furness 1965). The deterrence is
Tanner's (1961), f(d) = d^power exp(-decay d), with two parameters: as many as three shares of trips by length leave free.

Ends of trips lie anywhere in a hexagon, not in its centre. Within a hexagon of side s a point is off the centre by sqrt(5/24) s along each axis, so
the distance of two ends has about a Rice distribution of scale sqrt(5/12) s around that of the centres. It gives the mean length of a trip (inside
a hexagon too: 0.81 s, where the exact mean is 0.826 s) and the share of the trips of a pair that is shorter than a limit.

A. G. Wilson, A statistical theory of spatial distribution models, Transportation Research 1 (1967). K. P. Furness, Time function iteration, Traffic
Engineering and Control 7 (1965). J. C. Tanner, Factors affecting the amount of travel, Road Research Technical Paper 51 (1961).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import h3
import numpy as np
from scipy import optimize, special, stats

from nightowl.errors import NightowlError
from planning.owl.ground import Floats

EARTH_KM = 6371.0088
"""Mean radius."""
CUTS_KM = (1.0, 5.0)
SHARES = (0.256, 0.484, 0.260)
"""Seoul's 342,000 movers of a weekday night, 0-4 h, in November 2021: under 1 km, 1 to 5 km, over 5 km."""
TOLERANCE = 1e-6
ROUNDS_MAX = 2_000
CERTAIN_SCALES = 6
"""Ends are never farther off their centres' distance than so many scales: beyond it a pair lies wholly under or over a limit."""
CALIBRATION_TOLERANCE = 1e-4
SHARE_TOLERANCE = 1e-3
BOUNDS = ([-3.0, 0.0], [1.0, 1.0])
"""Of power and decay: far trips must not become likelier with every kilometre, nor near ones so likely that nothing else is."""
_POWER, _DECAY_PER_KM = -1.5, 0.1
"""Where the search begins."""


class NoTrips(NightowlError):
    """Nobody sets out, nobody arrives, or the two do not agree; the sentence says which."""


@dataclass(frozen=True)
class Deterrence:
    """f(d) = d^power exp(-decay_per_km d), d in km, and how it came: shares asked for and reached, of trips by length."""

    power: float
    decay_per_km: float
    cuts_km: tuple[float, ...] = ()
    asked: tuple[float, ...] = ()
    reached: tuple[float, ...] = ()

    def of(self, km: Floats) -> Floats:
        """f of distances (greater than 0) in km."""
        return np.asarray(np.exp(self.power * np.log(km) - self.decay_per_km * km))

    @property
    def misfit(self) -> float:
        """Largest difference of a share from what was asked."""
        return max((abs(a - b) for a, b in zip(self.asked, self.reached, strict=True)), default=0.0)

    def __str__(self) -> str:
        told = ", ".join(f"{100 * s:.1f}" for s in self.reached)
        return f"d^{self.power:.3f} exp(-{self.decay_per_km:.4f} d/km): {told} % by length (misfit {100 * self.misfit:.2f} points)"


@dataclass(frozen=True)
class Apart:
    """How far trips between N hexagons go: `centres_km` between centres and `mean_km` between their ends, N × N; `scale_km`: Rice's of each pair."""

    centres_km: Floats
    mean_km: Floats
    scale_km: Floats

    def shorter(self, km: float) -> Floats:
        """Share of the trips of each pair whose ends lie less than `km` apart, N × N."""
        share = (self.centres_km < km).astype(float)
        open_ = np.abs(self.centres_km - km) < CERTAIN_SCALES * self.scale_km
        scale = self.scale_km[open_]
        share[open_] = stats.ncx2.cdf((km / scale) ** 2, 2, (self.centres_km[open_] / scale) ** 2)
        return share


def apart(hexes: Sequence[str]) -> Apart:
    """Distances between hexagons (H3 strings) along great circles, with their ends spread over the hexagons."""
    places = np.radians(np.array([h3.cell_to_latlng(h) for h in hexes], dtype=float).reshape(-1, 2))
    latitude, longitude = places[:, 0], places[:, 1]
    half = (
        np.sin((latitude[:, None] - latitude) / 2) ** 2
        + np.cos(latitude)[:, None] * np.cos(latitude) * np.sin((longitude[:, None] - longitude) / 2) ** 2
    )
    centres_km = 2 * EARTH_KM * np.arcsin(np.sqrt(half))
    area_km2 = np.array([h3.cell_area(h, unit="km^2") for h in hexes], dtype=float)
    of_one = (
        5 / 24 * area_km2 / (1.5 * np.sqrt(3))
    )  # variance along an axis: 5 s²/24, and the area is 1.5 sqrt(3) s²
    scale_km = np.sqrt(of_one[:, None] + of_one)
    x = (centres_km / scale_km) ** 2 / 4
    near = x < 300  # beyond, Bessel's functions are too large and the mean is the distance of the centres
    x_near = np.where(near, x, 0.0)
    rice = np.sqrt(np.pi / 2) * (
        (1 + 2 * x_near) * special.ive(0, x_near) + 2 * x_near * special.ive(1, x_near)
    )
    return Apart(centres_km, np.where(near, scale_km * rice, centres_km), scale_km)


def balance(origins: Floats, destinations: Floats, friction: Floats, tolerance: float = TOLERANCE) -> Floats:
    """Trips, hours × N × M, in proportion to `friction` (f of each pair, N × M) with the given row and column sums (hours × N, hours × M).

    `destinations` are scaled to the sum of `origins` of their hour if they differ by no more than a thousandth. Places without trips have none.
    Raises NoTrips where sums do not agree, where a number is negative or none, or where balancing does not settle (a place all of whose pairs
    have a friction of 0).
    """
    leaving, arriving = _factors(origins, destinations, friction, tolerance)
    return np.asarray(leaving[:, :, None] * friction * arriving[:, None, :])


def _factors(
    origins: Floats, destinations: Floats, friction: Floats, tolerance: float, start: Floats | None = None
) -> tuple[Floats, Floats]:
    """A_i O_i and B_j D_j, hours × N and hours × M; `start`: B_j D_j of a similar friction. All hours at once: one pass over `friction` for all."""
    origins, destinations = np.asarray(origins, dtype=float), np.asarray(destinations, dtype=float)
    total, arriving = origins.sum(axis=1), destinations.sum(axis=1)
    if not np.isfinite([total, arriving]).all() or min(origins.min(), destinations.min()) < 0:
        raise NoTrips("Trips that begin or end in a place must be numbers of 0 or more.")
    if total.sum() <= 0 or (np.abs(arriving - total) > 1e-3 * total).any():
        raise NoTrips(
            f"{total.sum():,.0f} trips begin and {arriving.sum():,.0f} end: both must be the same in each hour, and more than 0 in one."
        )
    wanted = destinations * (total * _one_over(arriving))[:, None]
    b_d = wanted if start is None else start
    with np.errstate(over="ignore", invalid="ignore"):  # of factors that run away, which are told below
        for _ in range(ROUNDS_MAX):
            a_o = origins * _one_over(b_d @ friction.T)
            reach = a_o @ friction
            missed = float(np.abs(b_d * reach - wanted).sum())
            if missed <= tolerance * total.sum():
                return a_o, b_d
            b_d = wanted * _one_over(reach)
    raise NoTrips(
        f"Trips between {origins.shape[1]} places cannot be balanced: after {ROUNDS_MAX:,} rounds {missed:,.1f} of {total.sum():,.0f} still end "
        "elsewhere. Some place has trips, but none within reach of it has any."
    )


def shares_by_length(trips: Floats, of: Apart, cuts_km: Sequence[float] = CUTS_KM) -> Floats:
    """Shares of `trips` (N × N) by length: under the first cut, between cuts, over the last."""
    return _between([float((trips * of.shorter(cut)).sum() / trips.sum()) for cut in cuts_km])


def calibrate(
    origins: Floats,
    destinations: Floats,
    of: Apart,
    shares: Sequence[float] = SHARES,
    cuts_km: Sequence[float] = CUTS_KM,
) -> Deterrence:
    """The deterrence with which the trips of all hours together have the given shares by length (`origins`, `destinations`: hours × N).

    Three shares at two cuts: two equations, two unknowns, solved by Powell's hybrid method, then by least squares where there is no root
    (read `misfit`: not every margin allows every share). Raises NoTrips as `balance`, and where shares are not three that sum to 1.
    """
    if len(shares) != 3 or len(cuts_km) != 2 or abs(sum(shares) - 1) > 1e-6 or min(shares) <= 0:
        raise NoTrips(
            f"Shares of trips by length are {tuple(shares)}; three are needed, each more than 0, that sum to 1."
        )
    shorter = [of.shorter(cut) for cut in cuts_km]
    total = float(np.sum(origins))
    warm: list[Floats] = []  # of the friction tried last, from where the next is soon balanced

    def reached(parameters: Floats) -> Floats:
        power, decay = np.clip(parameters, *BOUNDS).tolist()
        friction = Deterrence(power, decay).of(of.mean_km)
        leaving, arriving = _factors(
            origins, destinations, friction, CALIBRATION_TOLERANCE, warm.pop() if warm else None
        )
        warm.append(arriving)
        return _between([float(((leaving @ (friction * s)) * arriving).sum()) / total for s in shorter])

    def off(parameters: Floats) -> Floats:
        return np.asarray((reached(parameters) - np.asarray(shares))[[0, 2]])

    found = optimize.root(off, [_POWER, _DECAY_PER_KM], method="hybr", options={"xtol": 1e-4}).x
    if (np.clip(found, *BOUNDS) != found).any() or np.abs(off(found)).max() > SHARE_TOLERANCE:
        warm.clear()
        found = optimize.least_squares(off, [_POWER, _DECAY_PER_KM], bounds=BOUNDS, xtol=1e-5, max_nfev=60).x
    power, decay = (float(p) for p in found)
    return Deterrence(power, decay, tuple(cuts_km), tuple(shares), tuple(map(float, reached(found))))


def _between(below: Sequence[float]) -> Floats:
    return np.diff([0.0, *below, 1.0])


def _one_over(x: Floats) -> Floats:
    return np.divide(1.0, x, out=np.zeros_like(x), where=x > 0)
