"""How long people wait for an answer, told without forgetting those who still wait: product-limit curves of times to close.

The mean of the closed cases is a mean of the quick ones: a case of last week can only be among them if it took less than a week. Kaplan and Meier
(Nonparametric Estimation from Incomplete Observations, J. Am. Stat. Ass. 53, 1958) let an open case count for as long as it has waited. The curve is
`scipy.stats.ecdf`'s of right-censored data, its band log-log of Greenwood's variance; a quantile's interval is where the band crosses it
(Brookmeyer and Crowley, A Confidence Interval for the Median Survival Time, Biometrics 38, 1982).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
import pandas as pd

from spark_jobs.complaints.rounding import ALL, at_least, multiples

UNKNOWN_DONG = "unknown"
MEDIAN, MOST = 0.5, 0.8
CONFIDENCE = 0.95
SLACK = 1e-9
"""A curve that falls to exactly a half is a little above or below it in floating point: 5/8 · 4/5."""
DIGITS = 1
"""Of hours: six minutes."""
LEVELS: dict[str, tuple[str, ...]] = {ALL: (), "field": ("field",), "item": ("field", "item")}
"""Kind of row → what its cases have in common, apart from the dong."""
CITY = {"kind": ALL, "field": None, "item": None, "dong_code": ALL}
COUNTS = (
    "cases_cnt", "open_cnt", "judged_cases_cnt", "kept_cases_cnt", "open_with_limit_cnt", "late_now_cases_cnt",
)  # fmt: skip
PARTS = {
    "kept_pct": ("kept_cases_cnt", "judged_cases_cnt"), "late_now_pct": ("late_now_cases_cnt", "open_with_limit_cnt"),
}  # fmt: skip
"""Share → what it is of."""
SHARES, SHARE_STEP_PCT = tuple(PARTS), 5
HOURS = (
    "median_h", "median_low_h", "median_high_h", "p80_h", "p80_low_h", "p80_high_h", "naive_mean_h", "naive_median_h",
)  # fmt: skip


@dataclass(frozen=True)
class Quantile:
    """The time by which a share of the cases is closed, and its confidence interval; None where the curve, or its band, never falls so far."""

    at: float | None
    low: float | None
    high: float | None


def quantiles(
    waited_h: npt.NDArray[np.float64], is_closed: npt.NDArray[np.bool_], shares: tuple[float, ...]
) -> list[Quantile]:
    """Times by which each share of the cases is closed. `waited_h`: hours from receipt to the closing, of an open case until nothing more is known.

    Raises ValueError where no case is closed.
    """
    from scipy.stats import CensoredData, ecdf

    if not is_closed.any():
        raise ValueError("no case is closed, so there is no curve")
    curve = ecdf(CensoredData.right_censored(waited_h, ~is_closed)).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # at the curve's end, where none is left, the formula has no value
        band = curve.confidence_interval(CONFIDENCE, method="log-log")
    ended = curve.probabilities <= 0
    low, high = (np.where(ended, 0, side.probabilities) for side in (band.low, band.high))
    times = curve.quantiles
    return [
        Quantile(*(_first_below(times, side, 1 - share) for side in (curve.probabilities, low, high)))
        for share in shares
    ]


def _first_below(
    times: npt.NDArray[np.float64], curve: npt.NDArray[np.float64], level: float
) -> float | None:
    reached = np.flatnonzero(curve <= level + SLACK)
    return float(times[reached[0]]) if len(reached) else None


def wait_rows(cases: pd.DataFrame, k: int, closed_min: int) -> pd.DataFrame:
    """One row a kind (all, field, item) and area (dong or all) of at least `k` cases, and for the whole city: `COUNTS`, `SHARES`, `HOURS`.

    `cases`: field, item, dong_code, waited_h, is_open, is_closed (a withdrawn one is neither), is_on_time and is_overdue (True, False or None), and
    is_told (whether its dong's day is told elsewhere), a row a case. Rows of fewer cases are left out and not told of: the city's sums are known, and
    as many hidden rows as cases would tell each of them. No time is told of fewer than `k` or `closed_min` closed cases. A case without a field or
    item counts only where that is not asked. The city's counts are told in multiples of `k`; of a dong only how many cases there are at least, on
    days that are told (`at_least`), and shares in steps: exact counts of dongs stand elsewhere, and finer ones would tell what those hide.
    """
    waited_h, is_closed = cases["waited_h"].to_numpy(float), cases["is_closed"].to_numpy(bool)
    states, is_told, enough = _states(cases), cases["is_told"].to_numpy(bool), max(k, closed_min)
    rows: list[dict[str, object]] = []
    for key, at in _groups(cases):
        if len(at) >= k or key == CITY:
            counts = {name: int(state[at].sum()) for name, state in states.items()}
            is_city = key["dong_code"] == ALL
            told = _city(counts, k) if is_city or k == 1 else _dong(counts, int(is_told[at].sum()), k)
            rows.append({**key, **told, **_times(waited_h[at], is_closed[at], enough)})
    table = pd.DataFrame(rows, columns=["kind", "field", "item", "dong_code", *COUNTS, *SHARES, *HOURS])
    return table.sort_values(["kind", "field", "item", "dong_code"], kind="stable", ignore_index=True)


def _city(counts: dict[str, int], k: int) -> dict[str, float | None]:
    """Counts in multiples of k, and shares of them, per cent."""
    told: dict[str, int | None] = {name: multiples(count, k) for name, count in counts.items()}
    return told | {share: _pct(told[part], told[whole], 0.1) for share, (part, whole) in PARTS.items()}


def _dong(counts: dict[str, int], told_cnt: int, k: int) -> dict[str, float | None]:
    """How many cases at least, and shares in steps where neither what they count nor the rest is 1 to k-1."""
    shares = {}
    for share, (part, whole) in PARTS.items():
        is_small = any(0 < n < k for n in (counts[part], counts[whole] - counts[part]))
        shares[share] = None if is_small else _pct(counts[part], counts[whole], SHARE_STEP_PCT)
    counted: dict[str, float | None] = {**dict.fromkeys(COUNTS), "cases_cnt": at_least(told_cnt, k)}
    return counted | shares


def _pct(part: int | None, whole: int | None, step: float) -> float | None:
    return None if part is None or not whole else round(round(100 * part / whole / step) * step, 1)


def _groups(cases: pd.DataFrame) -> Iterator[tuple[dict[str, str | None], npt.NDArray[np.int64]]]:
    """Each kind and area, and the places of its cases."""
    for (kind, names), by_dong in product(LEVELS.items(), (False, True)):
        by = [*names, *(["dong_code"] if by_dong else [])]
        if not by:
            yield _key(kind, (), ()), np.arange(len(cases))
            continue
        known = cases.reset_index(drop=True)
        if names:
            known = known[known[names[-1]].notna()]
        for found, at in known.groupby(by, dropna=False, sort=True).indices.items():
            yield (
                _key(kind, by, found if isinstance(found, tuple) else (found,)),
                known.index.to_numpy()[at],
            )


def _key(kind: str, by: list[str] | tuple[()], found: tuple) -> dict[str, str | None]:
    told = {c: None if pd.isna(value) else str(value) for c, value in zip(by, found, strict=True)}
    return CITY | {"kind": kind} | told


def _states(cases: pd.DataFrame) -> dict[str, npt.NDArray[np.bool_]]:
    """By count, which cases it counts. A limit that an open case has passed is known not to be kept; one still ahead is not known."""
    is_open, is_closed = cases["is_open"].to_numpy(bool), cases["is_closed"].to_numpy(bool)
    on_time, overdue = (cases[c].astype("boolean") for c in ("is_on_time", "is_overdue"))
    kept = is_closed & on_time.fillna(False).to_numpy(bool)
    missed = is_closed & (~on_time).fillna(False).to_numpy(bool)
    late_now = is_open & overdue.fillna(False).to_numpy(bool)
    return {
        "cases_cnt": np.ones(len(cases), bool),
        "open_cnt": is_open,
        "judged_cases_cnt": kept | missed | late_now,
        "kept_cases_cnt": kept,
        "open_with_limit_cnt": is_open & overdue.notna().to_numpy(bool),
        "late_now_cases_cnt": late_now,
    }


def _times(
    waited_h: npt.NDArray[np.float64], is_closed: npt.NDArray[np.bool_], closed_min: int
) -> dict[str, float | None]:
    if is_closed.sum() < closed_min:
        return dict.fromkeys(HOURS)
    median, most = quantiles(waited_h, is_closed, (MEDIAN, MOST))
    closed_h = waited_h[is_closed]
    found = (
        median.at,
        median.low,
        median.high,
        most.at,
        most.low,
        most.high,
        closed_h.mean(),
        np.median(closed_h),
    )
    return {c: None if h is None else round(float(h), DIGITS) for c, h in zip(HOURS, found, strict=True)}  # fmt: skip
