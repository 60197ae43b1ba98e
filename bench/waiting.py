"""How long Boston's cases of 2011 waited: the means of closed cases beside the medians in which the open ones count.

    NIGHTOWL_REAL_DATA=… python -m bench.waiting

Prints the ten kinds with most cases, and in how many kinds the medians are those of lifelines and of the product-limit written out as a fraction.
"""

from __future__ import annotations

import os
import zipfile
from collections import Counter
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd

from nightowl.console import console
from spark_jobs.complaints.waiting_curves import MEDIAN, MOST, SLACK, quantiles

FILE, KINDS_SHOWN, CLOSED_MIN = "complaints/boston311_2011.zip", 10, 10


def boston(folder: Path) -> pd.DataFrame:
    """Boston's cases: item, waited_h, is_closed. An open one has waited until the newest moment the file tells of."""
    with zipfile.ZipFile(folder / FILE) as archive, archive.open(archive.namelist()[0]) as file:
        told = pd.read_csv(
            file, usecols=["open_dt", "closed_dt", "type"], parse_dates=["open_dt", "closed_dt"]
        )
    for time in ("open_dt", "closed_dt"):  # of the hour that comes twice in November the first is taken
        told[time] = told[time].dt.tz_localize(
            "America/New_York", ambiguous=np.ones(len(told), bool), nonexistent="shift_forward"
        )
    known_until = told[["open_dt", "closed_dt"]].max().max()
    waited = told["closed_dt"].fillna(known_until) - told["open_dt"]
    return pd.DataFrame(
        {
            "item": told["type"],
            "waited_h": waited.dt.total_seconds() / 3_600,
            "is_closed": told["closed_dt"].notna(),
        }
    )


def product_limit(waited_h: list[float], is_closed: list[bool], share: float) -> float | None:
    """The time by which a share of the cases is closed, by the product-limit as Kaplan and Meier wrote it, in whole numbers."""
    ends, closings = Counter(waited_h), Counter(h for h, c in zip(waited_h, is_closed, strict=True) if c)
    left, open_share = len(waited_h), Fraction(1)
    for hours in sorted(ends):
        open_share *= 1 - Fraction(closings[hours], left)
        if open_share <= 1 - Fraction(str(share)):
            return hours
        left -= ends[hours]
    return None


def by_lifelines(group: pd.DataFrame, share: float) -> tuple[float, float, float]:
    """Quantile and its interval by lifelines; infinite where the curve never falls so far. With the slack for exact shares, which it lacks."""
    from lifelines import KaplanMeierFitter
    from lifelines.utils import qth_survival_time, qth_survival_times

    fitted = KaplanMeierFitter().fit(group["waited_h"], group["is_closed"])
    low, high = qth_survival_times(1 - share + SLACK, fitted.confidence_interval_).iloc[0]
    return float(qth_survival_time(1 - share + SLACK, fitted.survival_function_)), float(low), float(high)


def compared(cases: pd.DataFrame) -> pd.DataFrame:
    """A row a kind with enough closed cases, most cases first: counts, naive figures, quantiles, and those of both references."""
    rows = []
    for item, group in cases.groupby("item"):
        if group["is_closed"].sum() < CLOSED_MIN:
            continue
        waited, closed = group["waited_h"].to_numpy(), group["is_closed"].to_numpy()
        median, most = quantiles(waited, closed, (MEDIAN, MOST))
        plain = [product_limit(waited.tolist(), closed.tolist(), share) for share in (MEDIAN, MOST)]
        rows.append(
            {"item": item, "cases": len(group), "open": int((~closed).sum()), "naive_mean_h": waited[closed].mean(),
             "naive_median_h": float(pd.Series(waited[closed]).median()), "median": median, "p80": most, "plain": plain,
             "lifelines": [by_lifelines(group, share) for share in (MEDIAN, MOST)]}
        )  # fmt: skip
    return pd.DataFrame(rows).sort_values(["cases", "item"], ascending=[False, True], ignore_index=True)


def main() -> None:
    """Print the table."""
    told = compared(boston(Path(os.environ["NIGHTOWL_REAL_DATA"])))
    console().print(
        "| kind | cases | open | mean of closed, h | median of closed, h | median, h | 95 % | four in five, h |"
    )
    console().print("|---|---|---|---|---|---|---|---|")
    for row in told.head(KINDS_SHOWN).itertuples():
        median, most = row.median, row.p80
        hours = [
            f"{h:,.1f}" if h is not None else "not yet" for h in (median.at, median.low, median.high, most.at)
        ]
        console().print(
            f"| {row.item} | {row.cases:,} | {row.open:,} | {row.naive_mean_h:,.1f} | {row.naive_median_h:,.1f} | {hours[0]} | {hours[1]}-{hours[2]} "
            f"| {hours[3]} |", soft_wrap=True,
        )  # fmt: skip
    same = sum([row.median.at, row.p80.at] == row.plain for row in told.itertuples())
    console().print(f"{same} of {len(told)} kinds as by the product-limit in fractions")


if __name__ == "__main__":
    main()
