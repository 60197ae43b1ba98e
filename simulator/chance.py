"""Chance without state: the same (seed, words, number) always gives the same draw, in any order and on any subset.

Persons keep home, work and number across days, and the plan of any past day can be asked for again, because nothing
about them is read from a running generator.
"""

import zlib

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_GOLDEN, _MIX_1, _MIX_2 = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_WORD = 0xFFFFFFFFFFFFFFFF


def _scrambled(value: int) -> int:
    """The finaliser of SplitMix64 on one Python integer."""
    value = (value + _GOLDEN) & _WORD
    value = ((value ^ (value >> 30)) * _MIX_1) & _WORD
    value = ((value ^ (value >> 27)) * _MIX_2) & _WORD
    return value ^ (value >> 31)


def key_of(seed: int, *words: str | int) -> int:
    """One 64-bit key for a purpose, e.g. `key_of(1, "home")` or `key_of(1, "out", day_ordinal)`."""
    key = _scrambled(seed & _WORD)
    for word in words:
        key = _scrambled(key ^ (zlib.crc32(word.encode()) if isinstance(word, str) else word & _WORD))
    return key


def draw(ids: Ids, seed: int, *words: str | int) -> Floats:
    """A number in [0, 1) for each id, fixed by seed, purpose and id."""
    mixed = ids.astype(np.uint64) * np.uint64(_GOLDEN) + np.uint64(key_of(seed, *words))
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(_MIX_1)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(_MIX_2)
    mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(11)).astype(np.float64) * 2.0**-53


def pick(draws: Floats, weights: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """The index that each draw falls on when the indices share [0, 1) by weight."""
    shares = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.minimum(np.searchsorted(shares / shares[-1], draws, side="right"), len(shares) - 1)


def stream(seed: int, *words: str | int) -> np.random.Generator:
    """A running generator for work done once, in one order (rows of one chunk of one file)."""
    return np.random.Generator(np.random.SFC64(key_of(seed, *words)))
