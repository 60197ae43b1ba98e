"""Random numbers inside compiled code: xorshift64* (Vigna, An experimental exploration of Marsaglia's xorshift, 2016).

The state is an array of one number, so every chain of the search carries its own and a seed gives the same plan
whatever else runs beside it.
"""

import numpy as np
import numpy.typing as npt

from planning.compiled import compiled

State = npt.NDArray[np.uint64]


def seeded(*seeds: int) -> State:
    """A state of its own for each tuple of seeds."""
    return np.random.SeedSequence(seeds).generate_state(1, np.uint64) | np.uint64(1)


@compiled
def uniform(state: State) -> float:
    """A number from 0 up to, but not including, 1."""
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled
def below(state: State, limit: int) -> int:
    """A whole number from 0 to limit - 1."""
    return int(uniform(state) * limit)
