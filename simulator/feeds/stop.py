"""Where stops stand: each month a list of the bus stops and one of the stations, under the numbers that the taps bear."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from simulator.defects import kinds
from simulator.feeds.text import write_with_defects
from simulator.inventories import Inventory, monthly
from simulator.orders import Delivery, Manifest, Order, Tell
from simulator.spoilers import blank, drop, put

FEED = "stop"
BUS_HEADER = "NODE_ID,ARS_ID,정류소명,X좌표,Y좌표,정류소타입"
RAIL_HEADER = "BLDN_ID,BLDN_NM,ROUTE,LAT,LOT"
OF_BUS = kinds(
    FEED,
    ("blank_line", "An empty line.", "blank_record", blank),
    ("too_few_fields", "The last two fields are gone.", "wrong_field_count", drop(2)),
    ("id_empty", "No identifier.", "stop_id_missing", put(0, "")),
    ("named_otherwise", "The stop once more, under another name.", "id_contradicted", put(2, "다른 이름")),
    ("placed_otherwise", "The stop once more, somewhere else.", "id_contradicted", put(3, "126.9000001")),
    ("copy_adjacent", "The same row again in the next line.", None),
)
OF_RAIL = kinds(
    FEED,
    ("station_too_few_fields", "The last two fields are gone.", "wrong_field_count", drop(2)),
    (
        "station_named_otherwise",
        "The station once more, under another name.",
        "id_contradicted",
        put(1, "다른역"),
    ),
    ("station_copy_adjacent", "The same row again in the next line.", None),
)
DEFECTS = (*OF_BUS, *OF_RAIL)


def deliveries(order: Order) -> Iterator[Delivery]:
    """The lists of a month come with its first service day."""
    inventory = Inventory(order)
    rows = len(inventory.served(rail=False)) + len(inventory.served(rail=True))
    return monthly(order, FEED, rows, _write)


def _write(order: Order, month: date, folder: Path, tell: Tell) -> Manifest:
    manifest, inventory = Manifest(), Inventory(order)
    for name, header, rows, defects in (
        ("bus_stops", BUS_HEADER, _bus_rows(inventory, month), OF_BUS),
        ("stations", RAIL_HEADER, _rail_rows(inventory, month), OF_RAIL),
    ):
        path = folder / f"{name}_{month:%Y%m%d}.csv"
        manifest.records += write_with_defects(path, header, rows, defects, order, manifest.planted)
        tell(len(rows))
    return manifest


def _bus_rows(inventory: Inventory, month: date) -> list[list[str]]:
    return [
        [
            inventory.stop_id(stop, rail=False),
            inventory.ars_id(stop),
            inventory.stop_name(stop),
            *inventory.place(stop, month),
            "일반차로",
        ]
        for stop, _ in inventory.served(rail=False)
    ]


def _rail_rows(inventory: Inventory, month: date) -> list[list[str]]:
    """A station that several lines serve stands under the first."""
    return [
        [
            inventory.stop_id(stop, rail=True),
            f"{inventory.stop_name(stop)}역",
            inventory.route_no(route),
            *reversed(inventory.place(stop, month)),
        ]
        for stop, route in inventory.served(rail=True)
    ]
