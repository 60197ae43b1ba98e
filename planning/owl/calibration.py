"""What demand by source is worth in riders: a Poisson regression of night boardings on the demand around their stops.

A row is a night route, a stop of it and a month. `Demand` of a source becomes one number a row: trips of a night from ground within reach of the
stop to ground within reach of any stop of the network (riders change) that lies ahead, in the half plane towards which buses of all lines go on
from the stop; where no list tells that, half of the trips both ways. Ground is counted in hexagons two resolutions finer than the demand's, so one
half in reach gives half of its trips. Stops do not compete: nothing is taken off what two of them reach. Then

    E[boardings] = nights x exp(level of the month + sum over sources of weight x log(1 + trips))

(`statsmodels`, standard errors clustered by route, since stops of a route are not independent). The weights are what `blend` mixes the sources with;
no weight is set by hand. A source with a negative weight is left out and the rest fitted again.

P. McCullagh, J. A. Nelder, Generalized Linear Models, 1989, ch. 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import h3
import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import sparse, stats
from scipy.spatial import cKDTree

from nightowl.errors import NightowlError
from planning.owl.gravity import EARTH_KM
from planning.owl.ground import Demand, Floats

BLEND = "blend"
FINER = 2
ROW = ["route_no", "stop_id", "month"]
ROUTES_MIN = 3
ROWS_MIN = 30


class NothingToCalibrateOn(NightowlError):
    """Too few night boardings, or no demand around their stops; the sentence says which."""


@dataclass(frozen=True)
class Calibration:
    """Weight of each source and its standard error, level of each month (log), deviance explained of the null's, rows used."""

    weights: dict[str, float]
    errors: dict[str, float]
    levels: dict[str, float]
    deviance_explained: float
    rows_cnt: int

    def predict(self, rows: pd.DataFrame) -> Floats:
        """Boardings of `rows` (columns month, nights, and trips of each source); of a month not fitted at the mean level."""
        mean = float(np.mean(list(self.levels.values())))
        level = rows["month"].map(self.levels).fillna(mean).to_numpy(dtype=float)
        part = sum(w * np.log1p(rows[s].to_numpy(dtype=float)) for s, w in self.weights.items())
        return np.asarray(rows["nights"].to_numpy(dtype=float) * np.exp(level + part))


def around_stops(of: Demand, stops: pd.DataFrame, reach_m: float) -> Floats:
    """Trips of a night that each row of `stops` could board, one number a row.

    `stops`: those of the network; latitude, longitude, ahead_x, ahead_y (a vector to the east and north towards which buses go on; NaN where not
    known). Raises NothingToCalibrateOn where no stop has any.
    """
    hexes = list(of.hexes)
    resolution = h3.get_resolution(hexes[0]) + FINER
    children = [h3.cell_to_children(h, resolution) for h in hexes]
    ground = np.array([h3.cell_to_latlng(c) for group in children for c in group])
    parent = np.repeat(np.arange(len(hexes)), [len(group) for group in children])
    part = sparse.csr_matrix(
        (1 / np.bincount(parent)[parent], (np.arange(len(parent)), parent)), shape=(len(parent), len(hexes))
    )
    middle = float(np.radians(ground[:, 0].mean()))
    at = _plane_km(stops[["latitude", "longitude"]].to_numpy(dtype=float), middle)
    tree = cKDTree(_plane_km(ground, middle))
    found = tree.query_ball_point(at, reach_m / 1_000)
    rows = np.repeat(np.arange(len(stops)), [len(f) for f in found])
    columns = np.concatenate([np.asarray(f, dtype=np.int64) for f in found])
    within = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(stops), len(ground)))
    from_stop = (within @ part).toarray() @ of.of_night
    centres = _plane_km(np.array([h3.cell_to_latlng(h) for h in hexes]), middle)
    ahead = stops[["ahead_x", "ahead_y"]].to_numpy(dtype=float)
    reached = part.T @ (np.asarray(within.sum(axis=0)).ravel() > 0)
    towards = (ahead @ centres.T - (ahead * at).sum(axis=1, keepdims=True)) > 0
    trips = (from_stop * np.where(np.isnan(ahead).any(axis=1, keepdims=True), 0.5, towards)) @ reached
    if not (trips > 0).any():
        raise NothingToCalibrateOn(
            f"No stop of the night routes lies within {reach_m:g} m of any demand ({of.source}): their places and the demand's are of two cities."
        )
    return trips


def fit(rows: pd.DataFrame, sources: Sequence[str]) -> Calibration:
    """Weights of `sources`. `rows`: route_no, month, nights, boardings, and a column of trips for each source.

    Raises NothingToCalibrateOn with fewer than 30 rows, without boardings, or where no source goes with the boardings.
    """
    if len(rows) < ROWS_MIN or rows["boardings"].sum() <= 0:
        raise NothingToCalibrateOn(
            f"Boardings of {len(rows)} stops and months ({rows['boardings'].sum():,.0f} riders) are too few to calibrate demand on; {ROWS_MIN} "
            "are needed. Deliver month files of bus boardings (feed bus_stop_month) with night routes."
        )
    kept = list(sources)
    months = pd.get_dummies(rows["month"]).astype(float)
    offset = np.log(rows["nights"].to_numpy(dtype=float))
    while kept:
        x = months.assign(**{s: np.log1p(rows[s]) for s in kept})
        model = sm.GLM(
            rows["boardings"].to_numpy(dtype=float), x, family=sm.families.Poisson(), offset=offset
        )
        codes = rows["route_no"].astype("category").cat.codes.to_numpy()
        done = model.fit(cov_type="cluster", cov_kwds={"groups": codes})
        worst = min(kept, key=lambda s: float(done.params[s]))
        if done.params[worst] > 0:
            break
        kept.remove(worst)
    if not kept:
        raise NothingToCalibrateOn(
            f"Boardings do not rise with the demand around the stops ({', '.join(sources)}): no blend can be calibrated on them."
        )
    return Calibration(
        {s: float(done.params[s]) for s in kept},
        {s: float(done.bse[s]) for s in kept},
        {str(m): float(done.params[m]) for m in months.columns},
        float(1 - done.deviance / done.null_deviance),
        len(rows),
    )


def foretell(rows: pd.DataFrame, sources: Sequence[str]) -> Floats:
    """Boardings of each row by a fit on the rows of all routes but its own. Raises NothingToCalibrateOn with fewer than 3 routes."""
    routes = sorted(rows["route_no"].unique())
    if len(routes) < ROUTES_MIN:
        raise NothingToCalibrateOn(
            f"Boardings of {len(routes)} night routes: to leave one out, {ROUTES_MIN} are needed."
        )
    predicted = np.zeros(len(rows))
    for route in routes:
        out = (rows["route_no"] == route).to_numpy()
        predicted[out] = fit(rows[~out], sources).predict(rows[out])
    return predicted


def leave_one_route_out(rows: pd.DataFrame, sources: Sequence[str]) -> pd.DataFrame:
    """A row a route, as `foretell` has it: route_no, stops_cnt, riders, predicted, spearman (over its stops and months) and
    `deviance_explained`, of what the mean of the other routes leaves (negative: the mean is better).
    """
    table = rows.assign(predicted=foretell(rows, sources))
    told = []
    for route, mine in table.groupby("route_no"):
        others = table[table["route_no"] != route]
        riders, predicted = (mine[c].to_numpy(dtype=float) for c in ("boardings", "predicted"))
        mean = others["boardings"].sum() / others["nights"].sum() * mine["nights"].to_numpy(dtype=float)
        told.append({
            "route_no": route, "stops_cnt": mine["stop_id"].nunique(), "riders": riders.sum(), "predicted": predicted.sum(),
            "spearman": float(stats.spearmanr(predicted, riders).statistic),
            "deviance_explained": 1 - _deviance(riders, predicted) / _deviance(riders, mean),
        })  # fmt: skip
    return pd.DataFrame(told)


def blend(
    demands: Sequence[Demand], weights: dict[str, float], inputs: dict[str, str] | None = None
) -> Demand:
    """One Demand of several sources: of each pair and hour the weighted geometric mean of those that know it, as the regression adds logs.

    `demands`: the best first. `weights`: of `Calibration`, by source; only their proportions count. A source that does not name a pair (hidden, or
    no trip seen) says nothing of it: the others speak alone. Sources count different things, so each is first scaled to the best one over the
    pairs both know.
    """
    used = [d for d in demands if weights.get(d.source, 0) > 0]
    if not used:
        raise NothingToCalibrateOn("A blend needs a source of demand with a weight over 0.")
    if len({d.hours for d in used}) > 1:
        raise NothingToCalibrateOn("Sources of a blend must be of the same hours.")
    hexes = tuple(sorted({h for d in used for h in d.hexes}))
    laid = [_on(d, hexes) for d in used]
    total, logs = np.zeros_like(laid[0]), np.zeros_like(laid[0])
    for d, trips in zip(used, laid, strict=True):
        both = (trips > 0) & (laid[0] > 0)
        scale = laid[0][both].sum() / trips[both].sum() if both.any() else 1.0
        known = trips > 0
        total[known] += weights[d.source]
        logs[known] += weights[d.source] * np.log(scale * trips[known])
    mixed = np.exp(np.divide(logs, total, out=np.full_like(logs, -np.inf), where=total > 0))
    named = {f"{d.source}: {k}": v for d in used for k, v in d.inputs.items()}
    told = {f"weight of {d.source}": f"{weights[d.source]:.4f}" for d in used}
    return Demand(hexes, used[0].hours, mixed, BLEND, {**named, **told, **(inputs or {})})


def _on(of: Demand, hexes: tuple[str, ...]) -> Floats:
    """Trips on another set of hexagons, which holds all of its own."""
    at = pd.Index(hexes).get_indexer(pd.Index(of.hexes))
    trips = np.zeros((len(of.hours), len(hexes), len(hexes)))
    trips[:, at[:, None], at] = of.trips
    return trips


def _plane_km(places: Floats, middle: float) -> Floats:
    """Latitude and longitude in degrees to kilometres east and north, true around the latitude `middle` (radians)."""
    return np.asarray(np.radians(places[:, ::-1]) * EARTH_KM * np.array([np.cos(middle), 1.0]))


def _deviance(seen: Floats, expected: Floats) -> float:
    return float(sm.families.Poisson().deviance(seen, expected))
