"""How counts of cases at a place are told: in multiples of k, or not at all."""

from __future__ import annotations

ALL = "all"
"""What stands where a table tells of all dongs, or all fields."""


def multiples(count: int, k: int) -> int | None:
    """A count as it may be told: None from 1 to k-1, else the nearest multiple of k."""
    return None if 0 < count < k else k * ((2 * count + k) // (2 * k))
