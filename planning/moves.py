"""The moves of the search: each proposes another shape for one route.

All write into `out` and return how many stops the proposal has, 0 where the move does not apply. No move puts a stop
on a route twice; `propose` checks length and terminals. A move works on a copy of the route that is turned round half
of the time, so "the tail" is either end.
"""

from planning.chance import State, below, uniform
from planning.compiled import compiled
from planning.journeys import NO_LINK, Ground, Routes
from planning.shapes import Limits, clear


@compiled
def propose(
    ground: Ground,
    limits: Limits,
    routes: Routes,
    lengths: Routes,
    r: int,
    out: Routes,
    seen: Routes,
    state: State,
) -> int:
    """Another shape for route r, by a move drawn at random."""
    length = lengths[r]
    turned = uniform(state) < 0.5
    for a in range(length):
        out[a] = routes[r, length - 1 - a] if turned else routes[r, a]
    clear(seen)
    for a in range(length):
        seen[out[a]] = 1
    kind = uniform(state)
    if kind < 0.20:
        length = _shift(ground, limits, out, length, seen, state)
    elif kind < 0.50:
        length = _one_stop(ground, limits, out, length, seen, state)
    elif kind < 0.68:
        length = _regrow(ground, limits, out, 1 + below(state, length), seen, state)
    elif kind < 0.84:
        length = _detour(ground, limits, out, length, seen, state)
    elif kind < 0.92:
        length = _borrow(limits, routes, lengths, r, out, length, seen, state)
    else:
        length = _anew(ground, limits, out, seen, state)
    length = _to_terminals(ground, out, length)
    return length if limits.minimum <= length <= limits.maximum else 0


@compiled
def _to_terminals(ground: Ground, out: Routes, length: int) -> int:
    """Leave out stops at both ends until the route begins and ends where it may."""
    while length > 0 and not ground.terminal[out[length - 1]]:
        length -= 1
    head = 0
    while head < length and not ground.terminal[out[head]]:
        head += 1
    return _drop_head(out, length, head) if head > 0 else length


@compiled
def _drop_head(out: Routes, length: int, count: int) -> int:
    """Take `count` stops off the beginning."""
    for a in range(count, length):
        out[a - count] = out[a]
    return length - count


@compiled
def _fit(out: Routes, length: int, maximum: int, state: State) -> int:
    """Cut a route that is too long, at both ends in a random proportion."""
    if length > maximum:
        head = below(state, length - maximum + 1)
        _drop_head(out, length, head)
        return maximum
    return length


@compiled
def _append(ground: Ground, out: Routes, length: int, seen: Routes, state: State) -> int:
    """One stop more at the tail, a neighbour not yet on the route; unchanged where there is none."""
    end = out[length - 1]
    degree = ground.degree[end]
    first = below(state, degree)
    for step in range(degree):
        node = ground.neighbours[end, (first + step) % degree]
        if seen[node] == 0:
            out[length] = node
            seen[node] = 1
            return length + 1
    return length


@compiled
def _shift(ground: Ground, limits: Limits, out: Routes, length: int, seen: Routes, state: State) -> int:
    """Lengthen the tail, shorten it, or move the whole route on by one or two stops."""
    kind = uniform(state)
    if kind < 0.25:
        return length - 1
    longer = _append(ground, out, length, seen, state)
    if kind > 0.85:
        longer = _append(ground, out, longer, seen, state)
    if longer == length:
        return 0
    if kind > 0.55:
        longer = _drop_head(out, longer, longer - length)
    elif longer > limits.maximum:
        longer = _drop_head(out, longer, longer - limits.maximum)
    return longer


@compiled
def _one_stop(ground: Ground, limits: Limits, out: Routes, length: int, seen: Routes, state: State) -> int:
    """Replace, insert or leave out one stop between two others."""
    if length < 2:
        return 0
    kind = uniform(state)
    at = below(state, length - 1)
    gap = 1 if kind < 0.4 or length == 2 else 2  # an insertion, or a stop skipped or replaced
    if at + gap >= length:
        return 0
    u, v = out[at], out[at + gap]
    if gap == 2 and kind > 0.8:
        if ground.links[u, v] == NO_LINK:
            return 0
        for a in range(at + 2, length):
            out[a - 1] = out[a]
        length -= 1
        if kind > 0.9:
            return _append(ground, out, length, seen, state)
        return length
    degree = ground.degree[u]
    first = below(state, degree)
    for step in range(degree):
        node = ground.neighbours[u, (first + step) % degree]
        if seen[node] == 0 and ground.links[node, v] != NO_LINK:
            if gap == 2:
                out[at + 1] = node
                return length
            for a in range(length, at + 1, -1):
                out[a] = out[a - 1]
            out[at + 1] = node
            return _fit(out, length + 1, limits.maximum, state)
    return 0


@compiled
def _walk(ground: Ground, out: Routes, length: int, target: int, seen: Routes, state: State) -> int:
    """Go on from the tail along a shortest or near-shortest path; stop before a stop already on the route."""
    table = below(state, ground.hops.shape[0])
    node = out[length - 1]
    while node != target:
        node = ground.hops[table, node, target]
        if seen[node] != 0:
            break
        out[length] = node
        seen[node] = 1
        length += 1
    return length


@compiled
def _regrow(ground: Ground, limits: Limits, out: Routes, kept: int, seen: Routes, state: State) -> int:
    """Keep the first stops and grow another tail towards random places."""
    nodes = ground.links.shape[0]
    clear(seen)
    for a in range(kept):
        seen[out[a]] = 1
    length = kept
    wanted = (
        limits.maximum
        if uniform(state) < 0.6
        else limits.minimum + below(state, limits.maximum - limits.minimum + 1)
    )
    for _ in range(3):
        target = below(state, nodes)
        if seen[target] == 0:
            length = _walk(ground, out, length, target, seen, state)
        if length >= wanted:
            break
    if length > limits.maximum and uniform(state) < 0.5:
        return _fit(out, length, limits.maximum, state)
    return min(length, limits.maximum)


@compiled
def _detour(ground: Ground, limits: Limits, out: Routes, length: int, seen: Routes, state: State) -> int:
    """Run between two of its stops another way: directly, or by way of another place."""
    nodes = ground.links.shape[0]
    if length < 2:
        return 0
    begin = below(state, length - 1)
    end = min(length - 1, begin + 1 + below(state, 5))
    rest = length - end  # `end` and what follows wait behind the longest possible way
    for a in range(rest):
        out[2 * nodes + a] = out[end + a]
    for a in range(begin + 1, end):
        seen[out[a]] = 0
    goal = out[end]
    seen[goal] = 1
    m = begin + 1
    if uniform(state) < 0.8:
        if uniform(state) < 0.5:
            via = below(state, nodes)
        else:
            near = out[begin]
            via = ground.neighbours[near, below(state, ground.degree[near])]
        if seen[via] != 0:
            return 0
        m = _walk(ground, out, m, via, seen, state)
        if out[m - 1] != via:
            return 0
    seen[goal] = 0
    m = _walk(ground, out, m, goal, seen, state)
    if out[m - 1] != goal:
        return 0
    for a in range(1, rest):
        out[m] = out[2 * nodes + a]
        m += 1
    return _fit(out, m, limits.maximum, state)


@compiled
def _borrow(
    limits: Limits,
    routes: Routes,
    lengths: Routes,
    r: int,
    out: Routes,
    length: int,
    seen: Routes,
    state: State,
) -> int:
    """Go on along another route from a stop both have."""
    other = below(state, routes.shape[0])
    if other == r:
        return 0
    at = below(state, lengths[other])
    meeting = routes[other, at]
    if seen[meeting] == 0:
        return 0
    kept = 0
    clear(seen)
    while True:
        seen[out[kept]] = 1
        kept += 1
        if out[kept - 1] == meeting:
            break
    step = 1 if uniform(state) < 0.5 else -1
    m = kept
    at += step
    while 0 <= at < lengths[other]:
        node = routes[other, at]
        if seen[node] != 0:
            break
        out[m] = node
        seen[node] = 1
        m += 1
        at += step
    return _fit(out, m, limits.maximum, state)


@compiled
def _anew(ground: Ground, limits: Limits, out: Routes, seen: Routes, state: State) -> int:
    """A route of its own for a pair of places drawn by their trips."""
    nodes = ground.links.shape[0]
    drawn = uniform(state)
    low, high = 0, nodes * nodes - 1
    while low < high:
        middle = (low + high) // 2
        if ground.pair_odds[middle] <= drawn:
            low = middle + 1
        else:
            high = middle
    out[0] = low // nodes
    clear(seen)
    seen[out[0]] = 1
    length = _walk(ground, out, seen[out[0]], low % nodes, seen, state)
    if length < limits.maximum and uniform(state) < 0.8:
        return _regrow(ground, limits, out, length, seen, state)
    return _fit(out, length, limits.maximum, state)


@compiled
def corridor(ground: Ground, limits: Limits, out: Routes, seen: Routes, state: State) -> int:
    """A route drawn anew, as `propose` would return it."""
    length = _to_terminals(ground, out, _anew(ground, limits, out, seen, state))
    return length if limits.minimum <= length <= limits.maximum else 0
