"""Rides as the lines of a card settlement file: fixed-width columns side by side, padding bytes taken out at the end."""

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from simulator.chance import Ids, draw, key_of, pick
from simulator.legs import Legs
from simulator.network import Ints, Network
from simulator.people import People
from simulator.riders import DAY_S

HEADER = (
    "운행일자,정산사ID,가상카드번호,정산지역코드,카드구분코드,정산사차량ID,교통수단코드,정산사노선ID,승차일시,정산사승차정류장ID,"
    "하차일시,정산사하차정류장ID,트랜잭션ID,환승건수,이용자유형코드(시스템),이용자수,이용거리,탑승시간,승하차위반금액"
)  # the last is no column of the settlement's own file of today, but was one of the older ones
# Name and width of each column; times are written in two halves.
_FIELDS = (
    ("day", 8), ("settler", 2), ("card", 16), ("area", 2), ("card_type", 2), ("vehicle", 7), ("mode", 3), ("route", 8),
    ("boarded_day", 8), ("boarded", 6), ("board_stop", 7), ("alighted_day", 8), ("alighted", 6), ("alight_stop", 7),
    ("journey", 8), ("transfers", 1), ("user_type", 2), ("passengers", 3), ("distance", 5), ("ride", 5),
    ("violation", 5),
)  # fmt: skip
_ROW = np.dtype([(name + part, f"S{w}") for name, width in _FIELDS for part, w in (("", width), ("_end", 1))])
BUS_SETTLER, RAIL_SETTLER, AREA = b"01", b"02", b"11"
BUS_MODES = (b"105", b"115", b"120", b"130")  # rapid, trunk, branch and village lines
STOP_FROM, ROUTE_FROM, VEHICLE_FROM, JOURNEY_FROM = 4_100_000, 41_110_000, 7_000_000, 10_000_000
KERBS = 2  # a stop of buses has a number on each side of the road, as it has one of its own for each way
FLEET_MAX = 60
NO_ALIGHTING = 0.029  # of the last legs: without a tap the fare system knows of no change
PASSENGERS = ([1, 2, 3, 4, 7, 12], [970, 24, 4, 1, 0.6, 0.4])
CARD_TYPES = ([b"01", b"02"], [0.25, 0.75])  # paid beforehand, paid with a credit card
USER_TYPES = ([b"01", b"02", b"03", b"04"], [0.78, 0.03, 0.09, 0.10])  # adults, children, youths, seniors
_CLOCK = np.array([f"{s // 3600:02d}{s // 60 % 60:02d}{s % 60:02d}" for s in range(DAY_S)], dtype="S6")
_NUMBER = np.array([str(n) for n in range(100_000)], dtype="S5")
_CARD_BITS, _CARD_FROM = 52, 10**15


def cards(ids: Ids, seed: int) -> npt.NDArray[np.bytes_]:
    """The virtual card number of each person: 16 digits, no two alike, with nothing of the phone number in it."""
    mask, value = np.uint64(2**_CARD_BITS - 1), ids.astype(np.uint64) + np.uint64(1)
    for turn in range(3):  # each step can be undone, so that distinct persons keep distinct cards
        value = (value * np.uint64(key_of(seed, "card", turn) | 1)) & mask
        value ^= value >> np.uint64(23)
    return (value + np.uint64(_CARD_FROM)).astype("S16")


def stop_id(number: int, is_rail: bool) -> str:
    """A stop as the warehouse writes it: settler, area and local number."""
    return f"{_settler(is_rail)}:{AREA.decode()}:{STOP_FROM + number}"


def route_id(route: int, is_rail: bool) -> str:
    """A route as the warehouse writes it."""
    return f"{_settler(is_rail)}:{AREA.decode()}:{ROUTE_FROM + route}"


def vehicle_id(route: int, vehicle: int) -> str:
    """A bus as the warehouse writes it, by its number among those of its route."""
    return f"{_settler(False)}:{AREA.decode()}:{VEHICLE_FROM + route * FLEET_MAX + vehicle}"


def _settler(is_rail: bool) -> str:
    return (RAIL_SETTLER if is_rail else BUS_SETTLER).decode()


def stop_numbers(network: Network, route: Ints, at: Ints, is_back: npt.NDArray[np.bool_]) -> Ints:
    """The number of the stop at a position of each route: on the way back it is that on the other side of the road, but where the bus turns."""
    turns = at == network.stops_of_route[route] - 1
    return network.route_stop[route, at] * KERBS + (is_back & ~turns & ~network.is_rail[route])


class CardPrinter:
    """Turns rides into lines; holds the text of all cards, routes and stops."""

    def __init__(self, people: People, network: Network, day: date, fleet: Ints) -> None:
        self.network, self.fleet, rail = network, fleet, network.is_rail
        self._days = np.array([f"{day + timedelta(days=n):%Y%m%d}" for n in range(2)], dtype="S8")
        self._cards = cards(people.ids, people.seed)
        self._card_types, self._user_types = (
            np.array(codes, "S2")[pick(draw(people.ids, people.seed, purpose), shares)]
            for purpose, (codes, shares) in (("card type", CARD_TYPES), ("user type", USER_TYPES))
        )
        numbers = np.arange(len(rail))
        self._routes = (ROUTE_FROM + numbers).astype("S8")
        self._modes = np.where(
            rail,
            np.char.add(b"2", np.char.zfill((1 + numbers).astype("S2"), 2)),
            np.resize(BUS_MODES, len(rail)),
        )
        self._stops = (STOP_FROM + np.arange(KERBS * len(network.stop_x))).astype("S7")

    def _vehicles(self, legs: Legs) -> npt.NDArray[np.bytes_]:
        """The bus: the runs of a route are taken by its vehicles in turns. Trains are not told apart."""
        numbers = VEHICLE_FROM + legs.route * FLEET_MAX + legs.run % self.fleet[legs.route]
        return np.where(self.network.is_rail[legs.route], b"~", numbers.astype("S7"))

    def passengers(self, legs: Legs, luck: np.random.Generator) -> Ints:
        """How many ride on each card."""
        return np.array(PASSENGERS[0])[pick(luck.random(len(legs)), PASSENGERS[1])]

    def taps_out(self, legs: Legs, luck: np.random.Generator) -> npt.NDArray[np.bool_]:
        """Whether the rider tapped out."""
        return ~(legs.is_last & (luck.random(len(legs)) < NO_ALIGHTING))

    def rows(self, legs: Legs, passengers: Ints, tapped_out: npt.NDArray[np.bool_]) -> np.ndarray:
        """A record array of lines."""
        out = np.empty(len(legs), _ROW)
        for name, _ in _FIELDS:
            out[name + "_end"] = b"," if not name.endswith("_day") else b""
        out["violation_end"] = b"\n"
        no_tap = ~tapped_out
        board_stop, alight_stop = (
            self._stops[stop_numbers(self.network, legs.route, at, legs.is_back)]
            for at in (legs.board_at, legs.alight_at)
        )
        columns = {
            "day": self._days[0],
            "settler": np.where(self.network.is_rail[legs.route], RAIL_SETTLER, BUS_SETTLER),
            "card": self._cards[legs.person],
            "area": AREA,
            "card_type": self._card_types[legs.person],
            "vehicle": self._vehicles(legs),
            "mode": self._modes[legs.route],
            "route": self._routes[legs.route],
            "boarded_day": self._days[legs.boarded_s // DAY_S],
            "boarded": _CLOCK[legs.boarded_s % DAY_S],
            "board_stop": board_stop,
            "alighted_day": np.where(no_tap, b"~", self._days[legs.alighted_s // DAY_S]),
            "alighted": np.where(no_tap, b"", _CLOCK[legs.alighted_s % DAY_S]),
            "alight_stop": np.where(no_tap, b"~", alight_stop),
            "journey": (JOURNEY_FROM + legs.journey).astype("S8"),
            "transfers": _NUMBER[legs.transfers],
            "user_type": self._user_types[legs.person],
            "passengers": _NUMBER[passengers],
            "distance": np.where(no_tap, b"~", _NUMBER[legs.distance_m]),
            "ride": np.where(no_tap, b"~", _NUMBER[legs.alighted_s - legs.boarded_s]),
            "violation": b"~",
        }
        for name, column in columns.items():
            out[name] = column
        return out
