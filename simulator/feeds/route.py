"""The bus routes: one list a month, in the columns of TOPIS, under the numbers that the taps bear.

Like the real one it also lists the routes of neighbouring cities, which no tap of the city names.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from simulator.chance import stream
from simulator.defects import kinds
from simulator.feeds.text import write_with_defects
from simulator.inventories import Inventory, monthly
from simulator.orders import Delivery, Manifest, Order, Tell
from simulator.spoilers import blank, drop, put

FEED = "route"
HEADER = "busRouteId,busRouteNm,routeType,stStationNm,edStationNm,firstBusTm,lastBusTm,term,length,corpNm"
DEFECTS = kinds(
    FEED,
    ("blank_line", "An empty line.", "blank_record", blank),
    ("too_few_fields", "The last two fields are gone.", "wrong_field_count", drop(2)),
    ("id_empty", "No identifier.", "route_id_missing", put(0, "")),
    ("named_otherwise", "The route once more, under another name.", "id_contradicted", put(1, "9999")),
    ("copy_adjacent", "The same row again in the next line.", None),
)
TYPES = ("3", "4", "2")  # trunk, branch and village buses
NEIGHBOURS, NEIGHBOUR_TYPE = ("고양", "성남", "광명", "구리", "하남", "의정부"), "8"
ROUTES_A_NEIGHBOUR = 50


def deliveries(order: Order) -> Iterator[Delivery]:
    """The list of a month comes with its first service day."""
    rows = len(_buses(Inventory(order))) + len(NEIGHBOURS) * ROUTES_A_NEIGHBOUR
    return monthly(order, FEED, rows, _write)


def _buses(inventory: Inventory) -> list[int]:
    return [route for route in range(len(inventory.network.is_rail)) if not inventory.is_rail(route)]


def _write(order: Order, month: date, folder: Path, tell: Tell) -> Manifest:
    manifest, rows = Manifest(), _rows(order, month)
    name = f"route_list_{month:%Y%m%d}.csv"
    manifest.records += write_with_defects(folder / name, HEADER, rows, DEFECTS, order, manifest.planted)
    tell(len(rows))
    return manifest


def _rows(order: Order, month: date) -> list[list[str]]:
    """First buses leave between 04:00 and 05:30, last ones between 22:30 and 00:55: a clock time without a day past midnight."""
    inventory, luck, rows = Inventory(order), stream(order.seed, "route list"), []
    for route in _buses(inventory):
        first, last = 240 + int(luck.integers(0, 19)) * 5, (1_350 + int(luck.integers(0, 30)) * 5) % 1_440
        stops = inventory.stops_of(route)
        turn = len(stops) // 2
        length = 2 * float(inventory.network.route_km[route][turn])
        rows.append(
            [
                inventory.route_id(route),
                inventory.route_no(route),
                TYPES[route % len(TYPES)],
                inventory.stop_name(stops[0]),
                inventory.stop_name(stops[turn]),
                *(f"{month:%Y%m%d}{minute // 60:02d}{minute % 60:02d}00" for minute in (first, last)),
                str(int(inventory.network.headway_min[route])),
                f"{length:.1f}",
                f"{'가나다라마바사아자차'[route % 10]}운수",
            ]
        )
    return rows + _neighbours(month)


def _neighbours(month: date) -> list[list[str]]:
    """Routes of other cities: of these the list tells less, no length among others."""
    return [
        [
            str(220_000_000 + 1_000_000 * at + number),
            f"{number}{city}",
            NEIGHBOUR_TYPE,
            f"{city}시청",
            "서울역",
            f"{month:%Y%m%d}050000",
            f"{month:%Y%m%d}230000",
            "20",
            "0",
            "경기",
        ]
        for at, city in enumerate(NEIGHBOURS)
        for number in range(1, ROUTES_A_NEIGHBOUR + 1)
    ]
