"""How counts of cases at a place are told: in multiples of k, or not at all."""

from __future__ import annotations

ALL = "all"
"""What stands where a table tells of all dongs, or all fields."""


def multiples(count: int, k: int) -> int | None:
    """A count as it may be told: None from 1 to k-1, else the nearest multiple of k."""
    return None if 0 < count < k else k * ((2 * count + k) // (2 * k))


def at_least(count: int, k: int) -> int | None:
    """The largest of 1, 2, 5, 10, 20, 50 … times `k` that is no more than the count; None under `k`. With `k` 1 the count itself.

    Where exact sums of the parts stand elsewhere, multiples of k are too fine: a count told as 1,005 (1,003 to 1,007) of which 999 are known leaves
    four at least to the hidden rest.
    """
    if k == 1:
        return count
    step, told = k, None
    while step <= count:
        told = max(s for s in (step, 2 * step, 5 * step) if s <= count)
        step *= 10
    return told
