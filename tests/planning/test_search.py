"""The search: its fast judgement equals the exact one, it keeps all limits, repeats itself, and finds good plans."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from nightowl.errors import NightowlError
from planning import anneal, chance, ground, journeys, moves, search
from planning import network as networks
from planning.evaluate import evaluate, running_minutes
from planning.plan import Order, check, violations
from planning.search import design
from planning.shapes import Limits, Plan
from tests.planning.conftest import random_network, random_routes


def held(routes: list[list[int]], stops: int) -> Plan:
    plan = Plan(
        np.zeros((len(routes), stops), dtype=np.int64),
        np.zeros(len(routes), dtype=np.int64),
        np.full(1, np.inf),
    )
    for r, route in enumerate(routes):
        plan.routes[r, : len(route)] = route
        plan.lengths[r] = len(route)
    return plan


def limits_of(**changed) -> Limits:
    return Limits(
        **{"minimum": 2, "maximum": 6, "fixed": 0, "operator_weight": 0.0, "headway": 10_000, "fleet": 0}
        | changed
    )


@pytest.mark.parametrize("size", [5, 12, 33, 70])
def test_one_route_more_equals_closing_all_anew(size):
    network = random_network(size, size)
    land, _ = ground.build(network, None, 5.0, np.random.default_rng(0))
    rng = np.random.default_rng(size)
    limits = limits_of(operator_weight=0.2)
    bench = search._Chain(0, land, limits, Order(6, 2, 6), 1000, 1).bench
    for _ in range(20):
        plan = held(random_routes(network, 6, 6, rng), 6)
        whole, allowed = anneal.whole_value(land, limits, plan, bench)
        r = int(rng.integers(6))
        journeys.stand_still(land, plan.routes, plan.lengths, r, bench.still)
        running, buses = anneal.operations(plan.routes, plan.lengths, r, limits, land)
        bench.out[:6] = plan.routes[r]
        assert anneal.value_with(land, limits, bench, plan.lengths[r], running, buses)[:2] == (
            pytest.approx(whole),
            allowed,
        )


@pytest.mark.parametrize("fractions", [False, True])
def test_the_search_judges_as_the_evaluator(fractions):
    network = random_network(14, 2, fractions)
    land, unit = ground.build(network, None, 5.0, np.random.default_rng(0))
    rng = np.random.default_rng(1)
    limits = limits_of(operator_weight=0.1)
    chain = search._Chain(0, land, limits, Order(8, 2, 6), 1000, 1)
    whole = 0
    for _ in range(60):
        routes = random_routes(network, 8, 6, rng)
        value, allowed = anneal.whole_value(land, limits, held(routes, 6), chain.bench)
        figures = evaluate(routes, network)
        assert allowed == (
            not violations(routes, Order(8, 2, 6), network)
            or "Two routes" in violations(routes, Order(8, 2, 6), network)[0]
        )
        if allowed:
            whole += 1
            expected = figures.att + 5 + 0.1 * running_minutes(routes, network)
            assert value / unit == pytest.approx(expected, abs=0.02 if fractions else 1e-9)
    assert whole > 10


def test_every_move_keeps_a_route_a_route():
    network = random_network(25, 4)
    terminal = np.arange(25) % 2 == 0
    land, _ = ground.build(network, terminal, 5.0, np.random.default_rng(0))
    limits = limits_of(minimum=3, maximum=9)
    state = chance.seeded(5)
    out, seen = np.zeros(104, dtype=np.int64), np.zeros(25, dtype=np.int64)
    plan = held(
        [route for route in random_routes(network, 40, 9, np.random.default_rng(3)) if len(route) > 2][:10], 9
    )
    lengths: dict[int, int] = {}
    for number in range(20_000):
        length = moves.propose(land, limits, plan.routes, plan.lengths, number % 10, out, seen, state)
        lengths[length] = lengths.get(length, 0) + 1
        if length:
            route = out[:length].tolist()
            assert 3 <= length <= 9
            assert len(set(route)) == length
            assert all(np.isfinite(network.links[u, v]) for u, v in itertools.pairwise(route))
            assert terminal[route[0]] and terminal[route[-1]]
            plan.routes[number % 10, :length] = route
            plan.lengths[number % 10] = length
    assert set(lengths) == {0, *range(3, 10)}


CASES = {
    "two_nodes": (2, Order(1, 2, 2)),
    "few": (8, Order(2, 2, 6)),
    "one_route": (6, Order(1, 2, 6)),
    "tight": (9, Order(2, 5, 6)),
    "long": (20, Order(4, 6, 12)),
    "two_stops": (5, Order(6, 2, 2)),
    "many": (30, Order(20, 3, 7)),
    "operator": (15, Order(5, 2, 8, operator_weight=0.5)),
    "fleet": (15, Order(5, 2, 8, fleet=12, headway_min=10.0)),
}


@pytest.mark.parametrize("name", CASES)
def test_all_limits_hold(name):
    size, order = CASES[name]
    network = random_network(size, 11)
    check(order, network)
    result = design(network, order, seed=3, iterations=60_000, workers=2)
    assert violations(result.routes, order, network) == []
    assert result.figures == evaluate(result.routes, network)
    for routes, figures in result.pareto:
        assert violations(routes, order, network) == []
        assert figures == evaluate(routes, network)
    costs = [(figures.att, figures.trt) for _, figures in result.pareto]
    assert all(a[0] < b[0] and a[1] > b[1] for a, b in itertools.pairwise(costs))


def test_terminals_and_fixed_routes_hold():
    network = random_network(18, 7)
    terminals = np.zeros(18, dtype=np.bool_)
    terminals[[0, 3, 8, 12, 17]] = True
    fixed = [[0, 1, 2, 3, 4]]
    order = Order(5, 3, 10, terminals=terminals, fixed=fixed)
    check(order, network)
    result = design(network, order, seed=1, iterations=100_000, workers=2)
    assert result.routes[0] == fixed[0]
    assert violations(result.routes, order, network) == []


def test_times_may_differ_by_direction():
    network = random_network(12, 5)
    links = network.links.copy()
    links[np.isfinite(links)] += np.triu(np.ones((12, 12)), 1)[np.isfinite(links)]
    uneven = replace(network, links=links)
    order = Order(4, 2, 6)
    result = design(uneven, order, seed=1, iterations=40_000, workers=2)
    assert violations(result.routes, order, uneven) == []
    assert result.figures.att >= uneven.bound()


def test_the_same_seed_and_iterations_give_the_same_plan():
    network = random_network(15, 9)
    order = Order(5, 2, 7)
    first, again = (design(network, order, seed=4, iterations=150_000, workers=3) for _ in range(2))
    assert first.routes == again.routes
    assert first.iterations == again.iterations == 150_000
    assert [figures for _, figures in first.pareto] == [figures for _, figures in again.pareto]
    assert design(network, order, seed=5, iterations=3_000, workers=3).routes != first.routes


def test_a_plan_stopped_by_the_clock_is_the_plan_of_its_iterations():
    network = random_network(15, 9)
    order = Order(5, 2, 7)
    looked = iter([False, False, True])
    stopped = design(network, order, seed=4, seconds=600, workers=2, stopped=lambda: next(looked))
    assert design(network, order, seed=4, iterations=stopped.iterations, workers=2).routes == stopped.routes


def test_one_iteration_gives_a_plan():
    network = random_network(15, 9)
    order = Order(5, 2, 7)
    result = design(network, order, seed=4, iterations=1, workers=2)
    assert result.iterations == 1
    assert violations(result.routes, order, network) == []


def test_no_time_at_all_gives_a_plan():
    network = random_network(15, 9)
    order = Order(5, 2, 7)
    assert violations(design(network, order, seed=4, seconds=-1, workers=2).routes, order, network) == []


def test_small_problems_are_solved(files):
    network = networks.read(*files)
    order = Order(1, 2, 5)
    result = design(network, order, seed=1, iterations=20_000, workers=2)
    ways = [
        list(way)
        for way in itertools.permutations(range(5))
        if all(np.isfinite(network.links[u, v]) for u, v in itertools.pairwise(way))
    ]
    assert result.figures.att == min(evaluate([way], network).att for way in ways)


def test_an_operator_weight_buys_shorter_routes():
    network = random_network(15, 21)
    plain = design(network, Order(5, 2, 8), seed=1, iterations=200_000, workers=2)
    cheap = design(network, Order(5, 2, 8, operator_weight=5.0), seed=1, iterations=400_000, workers=2)
    assert cheap.figures.trt < plain.figures.trt
    assert cheap.figures.trt < 1.5 * network.running_bound()


REFUSED = {
    "routes": (Order(0, 2, 5), "at least 1"),
    "too_many": (Order(600, 2, 3), "holds only"),
    "far_too_many": (Order(5000, 2, 8), "plans up to 1000"),
    "one_node": (Order(3, 1, 5), "at least 2 nodes"),
    "order": (Order(3, 6, 5), "more than --max-nodes"),
    "long": (Order(3, 9, 12), "has 8 nodes"),
    "reach": (Order(2, 2, 3), "reach 5 nodes"),
    "weight": (Order(3, 2, 5, operator_weight=-1), "--operator-weight"),
    "fleet": (Order(3, 2, 5, fleet=0), "at least one bus"),
    "all_fixed": (Order(1, 2, 8, fixed=[[0, 1]]), "counts the fixed ones too"),
    "fixed_twice": (Order(4, 2, 8, fixed=[[0, 1], [1, 0]]), "fixed routes are the same"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_plan_can_keep_is_refused(name):
    order, sentence = REFUSED[name]
    with pytest.raises(NightowlError, match=sentence):
        check(order, random_network(8, 1))


def test_a_fleet_too_small_is_refused_after_the_search():
    network = random_network(12, 1)
    with pytest.raises(NightowlError, match="more buses"):
        design(network, Order(4, 2, 8, fleet=1, headway_min=5.0), seed=1, iterations=4_000, workers=2)


def test_mandl_in_seconds(benchmarks):
    network = networks.read(benchmarks / "mandl1_links.txt", benchmarks / "mandl1_demand.txt")
    order = Order(6, 2, 8)
    result = design(network, order, seed=1, iterations=1_000_000, workers=2)
    assert violations(result.routes, order, network) == []
    assert result.figures.att < 10.35


LONG = {
    "mandl 4": ("mandl1", Order(4, 2, 8), 4_000_000, 10.51),
    "mandl 6": ("mandl1", Order(6, 2, 8), 4_000_000, 10.185),
    "mandl 7": ("mandl1", Order(7, 2, 8), 4_000_000, 10.13),
    "mandl 8": ("mandl1", Order(8, 2, 8), 4_000_000, 10.08),
    "mumford0": ("mumford0", Order(12, 2, 15), 3_000_000, 14.09),
}


@pytest.mark.long
@pytest.mark.parametrize("name", LONG)
def test_published_quality(benchmarks, name):
    instance, order, iterations, att = LONG[name]
    network = networks.read(benchmarks / f"{instance}_links.txt", benchmarks / f"{instance}_demand.txt")
    result = design(network, order, seed=1, iterations=iterations, workers=2)
    assert violations(result.routes, order, network) == []
    assert result.figures.att <= att


@pytest.mark.long
def test_a_city_of_127_nodes_and_60_routes():
    network = random_network(127, 8)
    order = Order(60, 12, 25)
    check(order, network)
    result = design(network, order, seed=1, iterations=100_000, workers=2)
    assert violations(result.routes, order, network) == []
    assert result.figures.att < 1.25 * result.bound
