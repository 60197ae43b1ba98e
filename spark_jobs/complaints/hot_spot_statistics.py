"""Where complaints crowd together: Getis and Ord's Gi* of counts by hexagon, and how much of it may be told.

Gi* sets the cases in a hexagon and those around it against what as many hexagons of the city would have by chance (Ord and Getis, Local Spatial
Autocorrelation Statistics, Geographical Analysis 27, 1995; `esda.G_Local` with binary weights and the hexagon itself among its neighbours). Hexagons
without a case count: without them nothing would stand out. Among a thousand hexagons some stand out by chance, so p-values are judged together
(Benjamini and Hochberg, Controlling the False Discovery Rate, J. R. Stat. Soc. B 57, 1995; `scipy.stats.false_discovery_control`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import h3
import numpy as np
import numpy.typing as npt
import pandas as pd

from nightowl.complaint_rules import HotSpotRules
from spark_jobs.complaints.rounding import ALL, multiples

if TYPE_CHECKING:
    from libpysal.weights import W

Counts = npt.NDArray[np.float64]
COLUMNS = ("hex_id", "field", "cases_cnt", "near_cases_cnt", "gi_z", "gi_p", "is_hot")
Z_DIGITS, P_DIGITS = 2, 6
NEAR_STEP = 2
"""Neighbourhoods overlap, so their cases are told in multiples of so many k."""


def weights(hexes: Sequence[str]) -> W:
    """Binary weights of each hexagon: itself, and those around it that are among `hexes` (at the city's edge fewer than six)."""
    from libpysal.weights import W

    of_city = set(hexes)
    near = {cell: sorted(of_city.intersection(h3.grid_disk(cell, 1))) for cell in hexes}
    return W(near, id_order=list(hexes), silence_warnings=True)


def gi_star(counts: Counts, around: W) -> Counts:
    """z of each hexagon, in the order of `around`; NaN where all counts are alike, or a hexagon's neighbourhood is the whole city."""
    from esda.getisord import G_Local

    if np.ptp(counts) == 0:
        return np.full(len(counts), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(G_Local(counts, around, transform="B", star=True, permutations=0).Zs)


def case_in_z(counts: Counts, around: W) -> Counts:
    """By how much z grows with one more case in the neighbourhood: 1 over the standard deviation of Gi*'s numerator."""
    n, size = len(counts), np.asarray(around.sparse.sum(axis=1)).ravel()
    with np.errstate(divide="ignore"):
        return 1 / ((counts.std() or np.nan) * np.sqrt(size * (n - size) / (n - 1)))


def hot_spot_rows(cases: pd.DataFrame, hexes: Sequence[str], k: int, rules: HotSpotRules) -> pd.DataFrame:
    """A row (`COLUMNS`) a field, and `all`, and hexagon that is hot or has at least `k` cases itself.

    `cases`: hex_id and field, a row a case; `hexes`: all hexagons of the city. What is hot is decided on the counts as they are. Told are the cases
    of the hexagon (NULL where they are fewer than `k`, none included) and, of hot ones, those of the neighbourhood, in multiples of `k` and of 2 `k`,
    and z and p as they would be with so many. Of all neighbourhoods these would tell more: each hexagon lies in seven of them. With `k` 1 nothing is
    hidden, and every hexagon has its row. A field of few cases (`field_cases_min`) has none. Each field that was looked at, and `all` always, has a
    row with hex_id `all`: the cases of the whole city that have a place.
    """
    by_field = {ALL: cases} | {str(field): rows for field, rows in cases.groupby("field", sort=True)}
    enough = {field: rows for field, rows in by_field.items() if len(rows) >= rules.field_cases_min}
    around = weights(hexes) if enough else None
    told = [
        _rows_of(field, rows["hex_id"].value_counts().reindex(list(hexes), fill_value=0), around, k, rules)
        for field, rows in enough.items()
    ]
    return pd.concat([_city({ALL: cases} | enough, k), *told], ignore_index=True)


def _city(by_field: dict[str, pd.DataFrame], k: int) -> pd.DataFrame:
    rows = pd.DataFrame({"hex_id": ALL, "field": list(by_field), "is_hot": False})
    rows["cases_cnt"] = pd.array([multiples(len(cases), k) for cases in by_field.values()], "Int64")
    rows["near_cases_cnt"] = pd.array([None] * len(rows), "Int64")
    return rows.assign(gi_z=np.nan, gi_p=np.nan)[list(COLUMNS)]


def _rows_of(field: str, counted: pd.Series, around: W, k: int, rules: HotSpotRules) -> pd.DataFrame:
    from scipy.stats import false_discovery_control, norm

    counts = counted.to_numpy(float)
    near, z = around.sparse @ counts, gi_star(counts, around)
    adjusted = false_discovery_control(np.nan_to_num(norm.sf(z), nan=1.0))
    is_hot = (adjusted <= rules.false_share_max) & (near >= max(k, rules.place_cases_min))
    rows = pd.DataFrame({"hex_id": counted.index, "field": field, "is_hot": is_hot})
    rows["cases_cnt"] = pd.array(
        [multiples(int(n), k) if n >= k or k == 1 else None for n in counts], "Int64"
    )
    step = k if k == 1 else NEAR_STEP * k
    near_told = np.array([step * ((2 * int(n) + step) // (2 * step)) for n in near])
    z_told = (z + (near_told - near) * case_in_z(counts, around)).round(Z_DIGITS)
    is_told = is_hot | (k == 1)
    rows["near_cases_cnt"] = pd.Series(near_told, dtype="Int64").where(is_told)
    rows["gi_z"] = np.where(is_told & np.isfinite(z_told), z_told, np.nan)
    rows["gi_p"] = norm.sf(rows["gi_z"]).round(P_DIGITS)
    return rows.loc[is_told | rows["cases_cnt"].notna(), list(COLUMNS)]
