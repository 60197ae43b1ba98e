"""Small networks written out, and random ones."""

import os
from pathlib import Path

import numpy as np
import pytest

from planning.network import Network

# A square of four nodes with a tail: 1-2-3-4-1, and 4-5.
LINKS = "from,to,travel_time\n1,2,4\n2,3,3\n3,4,5\n4,1,6\n4,5,2\n"
DEMAND = "from,to,demand\n1,3,100\n3,1,100\n2,5,50\n5,2,50\n1,5,10\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    links, demand = tmp_path / "links.txt", tmp_path / "demand.txt"
    links.write_text(LINKS)
    demand.write_text(DEMAND)
    return links, demand


@pytest.fixture(scope="session")
def benchmarks() -> Path:
    if "NIGHTOWL_REAL_DATA" not in os.environ:
        pytest.skip("NIGHTOWL_REAL_DATA is unset: the benchmark networks are not at hand")
    return Path(os.environ["NIGHTOWL_REAL_DATA"]) / "networks"


def random_network(size: int, seed: int, fractions: bool = False) -> Network:
    """A connected network of nodes in a square, each linked to its nearest, with trips between half of the pairs."""
    rng = np.random.default_rng(seed)
    place = rng.random((size, 2)) * 10
    apart = np.hypot(*(place[:, None] - place[None]).transpose(2, 0, 1))
    links = np.full((size, size), np.inf)
    pairs = [(i, int(j)) for i in range(size) for j in np.argsort(apart[i])[1:4]]
    pairs += [(i, i + 1) for i in range(size - 1)]
    for i, j in pairs:
        minutes = apart[i, j] * 1.7 if fractions else max(1.0, np.rint(apart[i, j] * 2))
        links[i, j] = links[j, i] = minutes
    demand = rng.integers(1, 500, (size, size)) * (rng.random((size, size)) < 0.5).astype(float)
    np.fill_diagonal(demand, 0)
    return Network(tuple(str(i + 1) for i in range(size)), links, demand)


def random_routes(network: Network, count: int, length: int, rng: np.random.Generator) -> list[list[int]]:
    """Random walks without a node twice."""
    routes = []
    while len(routes) < count:
        route = [int(rng.integers(network.size))]
        while len(route) < length:
            ways = [int(v) for v in np.flatnonzero(np.isfinite(network.links[route[-1]])) if v not in route]
            if not ways:
                break
            route.append(int(rng.choice(ways)))
        if len(route) > 1:
            routes.append(route)
    return routes
