"""The simulated city's network as lists tell it: names, places and numbers of stops and routes, one list a month."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np

from simulator import network
from simulator.card_lines import KERBS, route_id, stop_id, stop_numbers
from simulator.geography import KM_A_DEGREE, POINTS_A_DONG, kilometres
from simulator.orders import Delivery, Manifest, Order, Tell
from simulator.sizes import routes_of, sites_of

MOVED_ONE_IN = 89  # of the stops: so many stand elsewhere for a month, beside a building site
MOVED_DEGREES = 0.0005
ACROSS_DEGREES = 0.00015  # from kerb to kerb
ARS_FROM = 1_001


def monthly(
    order: Order, feed: str, rows: int, write: Callable[[Order, date, Path, Tell], Manifest]
) -> Iterator[Delivery]:
    """The list of a month's first day comes with the first service day of that month that was asked for."""
    known: set[date] = set()
    for day in order.days:
        of = day.replace(day=1)
        if of not in known:
            known.add(of)
            yield Delivery(feed, day, rows, lambda folder, tell, of=of: write(order, of, folder, tell))  # type: ignore[misc]


class Inventory:
    """What the lists of an order's city say of its network. A stop is told by its number (`card_lines.stop_numbers`)."""

    def __init__(self, order: Order) -> None:
        self.ground = order.city.ground
        self.network = network.build(order.seed, sites_of(order.rows), routes_of(order.rows))

    @cached_property
    def _places(self) -> list[str]:
        """The dong each stop lies in, by the nearest of the city's places."""
        x, y = kilometres(self.ground.longitude, self.ground.latitude)
        near = [
            int(np.hypot(x - stop_x, y - stop_y).argmin())
            for stop_x, stop_y in zip(self.network.stop_x, self.network.stop_y, strict=True)
        ]
        return [self.ground.dong_names[place // POINTS_A_DONG] for place in near]

    def stop_name(self, stop: int) -> str:
        """Its dong and a number, as bus stops are called after what stands beside them."""
        return f"{self._places[stop // KERBS]} {stop // KERBS + 1}번"

    def place(self, stop: int, month: date) -> tuple[str, str]:
        """Longitude and latitude of a stop in a month, as text."""
        at, kerb = divmod(stop, KERBS)
        moved = (stop * 7_919 + month.year * 12 + month.month) % MOVED_ONE_IN == 0
        latitude = self.network.stop_y[at] / KM_A_DEGREE + moved * MOVED_DEGREES
        longitude = (
            self.network.stop_x[at] / (KM_A_DEGREE * np.cos(np.radians(37.56))) + kerb * ACROSS_DEGREES
        )
        return f"{longitude:.7f}", f"{latitude:.7f}"

    def served(self, rail: bool) -> list[tuple[int, int]]:
        """(stop, first route) of every stop that buses or trains serve."""
        first: dict[int, int] = {}
        for route in np.flatnonzero(self.network.is_rail == rail).tolist():
            for stop in self.stops_of(route):
                first.setdefault(stop, route)
        return sorted(first.items())

    def stops_of(self, route: int) -> list[int]:
        """The stops of a route, out and back."""
        there = np.arange(self.network.stops_of_route[route])
        at = np.concatenate([there, there[-2::-1]])
        is_back = np.arange(len(at)) >= len(there)
        return stop_numbers(self.network, np.full(len(at), route), at, is_back).tolist()

    def is_rail(self, route: int) -> bool:
        """Whether trains run on it."""
        return bool(self.network.is_rail[route])

    def stop_id(self, stop: int, rail: bool) -> str:
        """As the taps name it."""
        return stop_id(stop, rail)

    def route_id(self, route: int) -> str:
        """As the taps name it: settler, area and number."""
        return route_id(route, self.is_rail(route))

    def route_no(self, route: int) -> str:
        """The number people use: three digits, or the line of a train."""
        return f"{route + 1}호선" if self.is_rail(route) else str(101 + route)

    @staticmethod
    def ars_id(stop: int) -> str:
        """The number on its sign."""
        return f"{ARS_FROM + stop:05d}"
