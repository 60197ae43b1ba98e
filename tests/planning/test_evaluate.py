"""The evaluator: by hand on a small network, against plain search on random ones, and against the printed literature."""

import heapq
import math
from pathlib import Path

import numpy as np
import pytest

from planning import network as networks
from planning.evaluate import evaluate, journeys
from tests.planning.conftest import random_network, random_routes

# ATT, C_O, d0, d1, d2, dun as printed, of the sets of the literature file (docs/route-design.md cites them).
PRINTED = {
    "Mandl (1980) 4 routes": ("12.9017", 82, "69.94", "29.93", "0.13", "0.00"),
    "Chakroborty (2002) 4 lines": ("11.52", 132, "79.38", "17.60", "3.02", "0.00"),
    "Mumford (2013) 4 best passenger": ("10.5723", 149, "90.43", "9.57", "0.00", "0.00"),
    "Kilic and Gok (2014) 4 Lines HC": ("10.5613", 137, "91.33", "8.16", "0.51", "0.00"),
    "Chew and Lee (2013) 4 routes passenger": ("10.5035", 150, "91.84", "8.16", "0.00", "0.00"),
    "Nikolic and Teodorovic (2014) 4 best passengers": ("10.4669", 147, "93.19", "6.10", "0.71", "0.00"),
    "Nikolic (2013) 4 routes": ("10.79", 146, None, None, None, None),
    "Mumford (2013) 6 best passenger": ("10.2730", 221, "95.38", "4.56", "0.06", "0.00"),
    "Kilic and Gok (2014) 6 Lines TS": ("10.2890", 216, "95.50", "4.50", "0.00", "0.00"),
    "Chew and Lee (2013) 6 routes passenger": ("10.2100", 224, "96.79", "3.21", "0.00", "0.00"),
    "Nikolic (2013) 6 routes": ("10.2344", 224, "95.63", "4.37", "0.00", "0.00"),
    "Mumford (2013) 7 best passenger": ("10.2203", 264, "96.47", "3.34", "0.19", "0.00"),
    "Nikolic (2013) 7 routes": ("10.1387", 247, "98.52", "1.48", "0.00", "0.00"),
    "Kechagiopoulus (2014) Best 7 routes": ("10.1586", 234, "97.17", "2.83", "0.00", "0.00"),
    "Mumford (2013) 8 best passenger": ("10.1715", 291, "97.56", "2.31", "0.13", "0.00"),
    "Nikolic (2013) 8 routes": ("10.0893", 288, "98.97", "1.03", "0.00", "0.00"),
    "Chew and Lee (2013) 8 routes passenger": ("10.1143", 256, "99.04", "0.96", "0.00", "0.00"),
    "Arbex (2015) Best Compromising 10 routes": ("10.1933", 294, "98.20", "1.80", "0.00", "0.00"),
    "Mumford (2013) 6 best operator": ("13.48", 63, None, None, None, None),
    "Nayeem et al (2014) 4 routes": ("10.39", None, None, None, None, None),
    "Nayeem et al (2014) 6 routes": ("10.12", None, None, None, None, None),
    "Nayeem et al (2014) 7 routes": ("10.07", None, None, None, None, None),
    "Nayeem et al (2014) 8 routes": ("10.04", None, None, None, None, None),
}


@pytest.fixture(scope="module")
def mandl(benchmarks: Path) -> networks.Network:
    return networks.read(benchmarks / "mandl1_links.txt", benchmarks / "mandl1_demand.txt")


@pytest.fixture(scope="module")
def literature(benchmarks: Path, mandl: networks.Network) -> dict[str, list[list[int]]]:
    text = next(benchmarks.glob("literature_solutions_for_mandl1_*.txt")).read_text()
    sets = {}
    for block in text.replace("\r", "").split("\n\n"):
        name, _, *routes = [line.strip() for line in block.splitlines() if line.strip()] or ["", ""]
        sets[name] = [[mandl.position(stop, name) for stop in route.split("-")] for route in routes]
    return sets


@pytest.mark.parametrize("name", PRINTED)
def test_the_printed_figures_of_the_literature(literature, mandl, name):
    figures = evaluate(literature[name], mandl)
    att, trt, *shares = PRINTED[name]
    assert f"{figures.att:.{len(att.split('.')[1])}f}" == att
    assert trt is None or figures.trt == trt
    for printed, share in zip(shares, (figures.d0, figures.d1, figures.d2, figures.dun), strict=True):
        assert printed is None or f"{share:.2f}" == printed
    assert figures.unserved == 0


def test_every_set_of_the_file_serves_all(literature, mandl):
    assert len(literature) > 110
    for name, routes in literature.items():
        figures = evaluate(routes, mandl)
        assert figures.unserved == 0, name
        assert figures.att >= mandl.bound(), name
        assert figures.d0 + figures.d1 + figures.d2 + figures.dun == pytest.approx(100), name


def test_the_printed_bounds(benchmarks, mandl):
    assert f"{mandl.bound():.4f}" == "10.0058"
    assert mandl.running_bound() == 63
    mumford = networks.read(benchmarks / "mumford0_links.txt", benchmarks / "mumford0_demand.txt")
    assert f"{mumford.bound():.4f}" == "13.0121"
    assert mumford.running_bound() == 94


def test_by_hand(files):
    network = networks.read(*files)
    # 1-2-3 and 3-4-5: 1-3 direct 7; 2-5 changes at 3: 3 + 5 + 5 + 2 = 15; 1-5 likewise 19.
    figures = evaluate([[0, 1, 2], [2, 3, 4]], network)
    assert figures.att == pytest.approx((200 * 7 + 100 * 15 + 10 * 19) / 310)
    assert (figures.trt, figures.d0) == (14, pytest.approx(100 * 200 / 310))
    assert figures.d1 == pytest.approx(100 * 110 / 310)
    assert (figures.d2, figures.dun, figures.unserved) == (0, 0, 0)


def test_trips_no_journey_serves_are_counted_and_not_averaged(files):
    figures = evaluate([[0, 1, 2]], networks.read(*files))
    assert figures.att == 7
    assert figures.unserved == pytest.approx(110 / 310)
    assert figures.dun == pytest.approx(100 * 110 / 310)


def test_of_equal_journeys_the_one_with_fewer_transfers_counts():
    links = np.full((4, 4), np.inf)
    for u, v, minutes in ((0, 1, 2.0), (1, 2, 2.0), (0, 3, 4.0), (3, 2, 5.0)):
        links[u, v] = links[v, u] = minutes
    demand = np.zeros((4, 4))
    demand[0, 2] = 1
    network = networks.Network(("1", "2", "3", "4"), links, demand)
    # With a change 2 + 5 + 2 = 9 minutes, without one 4 + 5 = 9.
    figures = evaluate([[0, 1], [1, 2], [0, 3, 2]], network)
    assert (figures.att, figures.d0) == (9, 100)


def dijkstra(routes, network, source) -> dict[int, tuple[float, int]]:
    """Journeys by plain search over (place, route boarded): an independent reading of the definitions."""
    best: dict[tuple[int, int], tuple[float, int]] = {}
    queue = [(0.0, 0, source, -1)]
    while queue:
        cost, boardings, node, aboard = heapq.heappop(queue)
        if (node, aboard) in best:
            continue
        best[node, aboard] = (cost, boardings)
        if aboard >= 0:
            heapq.heappush(queue, (cost, boardings, node, -1))
            route = routes[aboard]
            for step in (-1, 1):
                at = route.index(node) + step
                if 0 <= at < len(route):
                    minutes = network.links[node, route[at]]
                    heapq.heappush(queue, (round(cost + minutes, 9), boardings, route[at], aboard))
        else:
            for number, route in enumerate(routes):
                if node in route:
                    fare = 5.0 if boardings else 0.0
                    heapq.heappush(queue, (cost + fare, boardings + 1, node, number))
    return {node: found for (node, aboard), found in best.items() if aboard == -1}


@pytest.mark.parametrize("seed", range(6))
def test_against_plain_search(seed):
    network = random_network(12, seed, fractions=seed % 2 == 1)
    routes = random_routes(network, 5, 5, np.random.default_rng(seed))
    minutes, transfers = journeys(routes, network)
    for source in range(network.size):
        found = dijkstra(routes, network, source)
        for target in range(network.size):
            if target == source:
                continue
            if target not in found:
                assert math.isinf(minutes[source, target])
                continue
            cost, boardings = found[target]
            assert minutes[source, target] == pytest.approx(cost)
            assert transfers[source, target] == boardings - 1


def test_times_may_differ_by_direction():
    network = random_network(10, 3)
    links = network.links.copy()
    links[np.isfinite(links)] += np.triu(np.ones((10, 10)), 1)[np.isfinite(links)]
    uneven = networks.Network(network.ids, links, network.demand)
    routes = [list(range(10))]
    minutes, _ = journeys(routes, uneven)
    assert minutes[0, 9] == pytest.approx(minutes[9, 0] + 9)
