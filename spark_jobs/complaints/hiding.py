"""What of counted cases may be told: cells under k are hidden, further ones where the known sum of all would give them away, and rows of single cases
lose what tells them apart.

Primary and secondary suppression of a table with known totals, and generalisation of microdata until each combination is borne by k:
Hundepool and others, Statistical Disclosure Control, 2012, ch. 3 and 4; Sweeney, k-anonymity, 2002.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

Bools = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]


def hide_more(counts: Counts, hidden: Bools, low: Counts, high: Counts, least: int) -> tuple[Bools, bool]:
    """Cells of a table whose sum is known: hide further ones, the smallest first, until no hidden cell is told more closely than its rule tells it.

    `counts`, `hidden`, and `low` and `high` (what the rule admits of a hidden cell) stand a cell; `least`: what any cell has at least. Returns what
    is hidden then, and whether that is enough; where all cells are hidden it may not be.
    """
    hidden, can_low, can_high = hidden.copy(), low, high
    wanted_low, wanted_high = low.copy(), high.copy()
    spare = [n for n in np.argsort(counts, kind="stable") if not hidden[n]]
    while not (safe := _is_safe(counts, hidden, (can_low, can_high), (wanted_low, wanted_high))) and spare:
        more = spare.pop(0)
        hidden[more], wanted_low[more], wanted_high[more] = True, counts[more], counts[more]
        # Nobody knows which of the hidden ones was not small, so the rule bounds none of them any longer.
        can_low, can_high = np.full_like(low, least), np.full_like(high, counts.sum())
    return hidden, safe


def _is_safe(
    counts: Counts, hidden: Bools, can: tuple[Counts, Counts], wanted: tuple[Counts, Counts]
) -> bool:
    """Whether each hidden cell can have all values from the least to the greatest wanted, given the sum of all hidden ones and what each can have."""
    total, (low, high) = int(counts[hidden].sum()), (bound[hidden] for bound in can)
    lowest = np.maximum(low, total - (high.sum() - high))
    highest = np.minimum(high, total - (low.sum() - low))
    return bool((lowest <= wanted[0][hidden]).all() and (highest >= wanted[1][hidden]).all())


def generalise(rows: pd.DataFrame, path: Sequence[str], k: int) -> pd.DataFrame:
    """Rows of single cases of which each combination of the columns of `path`, NULLs too, is borne by k rows (if there are k at all).

    From the first column on, values that fewer than k rows of a group share are taken away (NULL), with all columns after them; where that leaves a
    remainder under k, the next rarest value goes too. The order of the rows stays.
    """
    if not path or k == 1:
        return rows
    column, *deeper = path
    sizes = rows[column].value_counts().sort_index().sort_values(kind="stable")
    kept, left = sizes[sizes >= k], len(rows) - int(sizes[sizes >= k].sum())
    while 0 < left < k and len(kept):
        left += int(kept.iloc[0])
        kept = kept.iloc[1:]
    told = rows[column].isin(kept.index)
    groups = [generalise(group, deeper, k) for _, group in rows[told].groupby(column, sort=False)]
    blank = rows[~told].assign(**dict.fromkeys(path))
    return pd.concat([blank, *groups]).sort_index()
