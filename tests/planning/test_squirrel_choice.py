"""The choice of stretches beside an enumeration of every choice there is."""

from itertools import chain, combinations

import numpy as np
import pytest

from planning.squirrel_choice import best_of_city, best_of_route


def every(count: int):
    """All sets of numbers below `count`."""
    return chain.from_iterable(combinations(range(count), size) for size in range(count + 1))


@pytest.mark.parametrize("seed", range(60))
def test_a_routes_choice_weighs_as_much_as_the_best_of_all(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 11))
    begin = rng.integers(0, 12, count).tolist()
    end = [b + int(rng.integers(1, 6)) for b in begin]
    weight, length = rng.integers(1, 9, count).tolist(), rng.integers(4_000, 6_001, count).tolist()

    def apart(chosen) -> bool:
        return all(end[a] <= begin[b] or end[b] <= begin[a] for a, b in combinations(chosen, 2))

    chosen = best_of_route(begin, end, weight, length)
    best = max((sum(weight[w] for w in s), -sum(length[w] for w in s)) for s in every(count) if apart(s))
    assert apart(chosen)
    assert (sum(weight[w] for w in chosen), -sum(length[w] for w in chosen)) == best


def test_a_route_without_a_stretch_chooses_none() -> None:
    assert best_of_route([], [], [], []) == []


@pytest.mark.parametrize("seed", range(60))
def test_the_citys_choice_weighs_as_much_as_the_best_of_all(seed: int) -> None:
    rng = np.random.default_rng(1_000 + seed)
    count = int(rng.integers(1, 11))
    weight = rng.integers(1, 50, count)
    blemish, buses = rng.integers(0, 100, count) / 100, rng.integers(1, 7, count)
    places = [rng.integers(0, 12, int(rng.integers(1, 5))) for _ in range(count)]
    routes_max, buses_max = int(rng.integers(1, 5)), int(rng.integers(3, 20))

    def allowed(chosen) -> bool:
        once = all(not set(places[a]) & set(places[b]) for a, b in combinations(chosen, 2))
        return once and len(chosen) <= routes_max and sum(buses[w] for w in chosen) <= buses_max

    found = best_of_city(
        weight, blemish, buses, places, routes_max=routes_max, buses_max=buses_max, seconds=20
    )
    best = max(
        (int(sum(weight[w] for w in s)), -round(float(sum(blemish[w] for w in s)), 2))
        for s in every(count)
        if allowed(s)
    )
    assert allowed(found.chosen)
    assert (found.objective, -round(float(sum(blemish[w] for w in found.chosen)), 2)) == best
    assert found.bound == found.objective and found.gap == 0


def test_a_city_without_a_stretch_chooses_none() -> None:
    none = np.array([], dtype=np.int64)
    found = best_of_city(none, none, none, [], routes_max=1, buses_max=1, seconds=1)
    assert (found.chosen, found.objective, found.bound) == ([], 0, 0)


def test_a_stretch_that_needs_more_buses_than_there_are_is_not_chosen() -> None:
    found = best_of_city(np.array([99, 5]), np.zeros(2), np.array([6, 2]), [np.array([1]), np.array([2])],
                         routes_max=9, buses_max=5, seconds=5)  # fmt: skip
    assert found.chosen == [1]


def test_a_choice_cut_short_tells_how_far_it_may_be_from_the_best() -> None:
    """The bound of a search that had no time lies above what was found, never below the true best."""
    rng = np.random.default_rng(7)
    count = 3_000
    weight = rng.integers(50, 90, count)
    places = [rng.choice(400, 6, replace=False) for _ in range(count)]
    wide = best_of_city(
        weight,
        np.zeros(count),
        rng.integers(3, 9, count),
        places,
        routes_max=60,
        buses_max=220,
        seconds=0.3,
    )
    assert wide.bound >= wide.objective > 0
    taken = [place for w in wide.chosen for place in places[w].tolist()]
    assert len(taken) == len(set(taken))
