"""The move of two routes: they exchange what lies beyond a stop both have."""

from planning.chance import State, below, uniform
from planning.compiled import compiled
from planning.journeys import Ground, Routes
from planning.shapes import Limits, clear


@compiled
def swap_tails(
    ground: Ground,
    limits: Limits,
    routes: Routes,
    lengths: Routes,
    r: int,
    s: int,
    out: Routes,
    other: Routes,
    seen: Routes,
    state: State,
) -> tuple[int, int]:
    """Two routes that meet exchange what lies beyond the meeting: (0, 0) where that gives no two good routes."""
    at = below(state, lengths[r])
    beyond = 0
    while beyond < lengths[s] and routes[s, beyond] != routes[r, at]:
        beyond += 1
    if beyond == lengths[s]:
        return 0, 0
    step = 1 if uniform(state) < 0.5 else -1  # which way the other route is read
    m = _spliced(routes, lengths, r, at, 1, s, beyond, step, out, seen)
    k = _spliced(routes, lengths, s, beyond, step, r, at, 1, other, seen)
    if not (_good(ground, limits, out, m) and _good(ground, limits, other, k)):
        return 0, 0
    return m, k


@compiled
def _good(ground: Ground, limits: Limits, out: Routes, length: int) -> bool:
    """Whether length and terminals are as they must be."""
    if length < limits.minimum or length > limits.maximum:
        return False
    return bool(ground.terminal[out[0]] and ground.terminal[out[length - 1]])


@compiled
def _spliced(
    routes: Routes,
    lengths: Routes,
    head: int,
    last: int,
    head_step: int,
    tail: int,
    at: int,
    tail_step: int,
    out: Routes,
    seen: Routes,
) -> int:
    """Route `head` up to its stop `last`, then route `tail` beyond its stop `at`, each read by its step; 0 if a stop comes twice."""
    clear(seen)
    m = 0
    a = 0 if head_step > 0 else lengths[head] - 1
    while True:
        out[m] = routes[head, a]
        seen[out[m]] = 1
        m += 1
        if a == last:
            break
        a += head_step
    b = at + tail_step
    while 0 <= b < lengths[tail]:
        node = routes[tail, b]
        if seen[node] != 0:
            return 0
        out[m] = node
        seen[node] = 1
        m += 1
        b += tail_step
    return m
