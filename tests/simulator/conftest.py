"""Two tiny nights of one seed, delivered once for all tests that only read them."""

from datetime import date

import pytest
from landed_files import Landed

from nightowl.lake import Lake
from simulator.__main__ import deliver
from simulator.feeds import FEEDS
from simulator.orders import Order

SATURDAY, SUNDAY = date(2026, 10, 31), date(2026, 11, 1)
ROWS = 5_000


@pytest.fixture(scope="session")
def order() -> Order:
    return Order(SATURDAY, SUNDAY, ROWS)


@pytest.fixture(scope="session")
def landed(order, tmp_path_factory) -> Landed:
    home = tmp_path_factory.mktemp("city")
    deliver(Lake(home), order, list(FEEDS))
    return Landed(home)
