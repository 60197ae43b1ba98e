"""In which order routes serve their stops: one list a month, each route out and back, in the columns of TOPIS."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

from simulator.defects import kinds
from simulator.feeds.text import write_with_defects
from simulator.inventories import Inventory, monthly
from simulator.orders import Delivery, Manifest, Order, Tell
from simulator.spoilers import blank, drop, put

FEED = "pattern_stop"
HEADER = "busRouteId,busRouteNm,seq,station,arsId,stationNm,direction,fullSectDist,transYn,gpsX,gpsY"
DEFECTS = kinds(
    FEED,
    ("blank_line", "An empty line.", "blank_record", blank),
    ("too_few_fields", "The last two fields are gone.", "wrong_field_count", drop(2)),
    ("route_empty", "No route.", "route_id_missing", put(0, "")),
    ("stop_empty", "No stop.", "stop_id_missing", put(3, "")),
    ("seq_impossible", "No place in a sequence.", "seq_malformed", put(2, "0", "-1", "3.5", "")),
    ("seq_doubled", "Another stop at the same place.", "seq_doubled", put(3, "01:11:4999999")),
    ("copy_adjacent", "The same row again in the next line.", None),
)


def deliveries(order: Order) -> Iterator[Delivery]:
    """The list of a month comes with its first service day."""
    return monthly(order, FEED, sum(map(len, _sequences(Inventory(order)))), _write)


def _sequences(inventory: Inventory) -> list[list[int]]:
    return [inventory.stops_of(route) for route in range(len(inventory.network.is_rail))]


def _write(order: Order, month: date, folder: Path, tell: Tell) -> Manifest:
    manifest, rows = Manifest(), _rows(Inventory(order), month)
    name = f"route_stops_{month:%Y%m%d}.csv"
    manifest.records += write_with_defects(folder / name, HEADER, rows, DEFECTS, order, manifest.planted)
    tell(len(rows))
    return manifest


def _rows(inventory: Inventory, month: date) -> list[list[str]]:
    """Out and back; a section's length is what a ride over it counts."""
    rows = []
    for route, stops in enumerate(_sequences(inventory)):
        rail, km = inventory.is_rail(route), inventory.network.route_km[route]
        there = len(stops) // 2 + 1
        order = [*range(there), *range(there - 2, -1, -1)]
        sections = [0, *(round(abs(float(km[b] - km[a])) * 1_000) for a, b in pairwise(order))]
        for seq, (stop, section) in enumerate(zip(stops, sections, strict=True), start=1):
            rows.append(
                [
                    inventory.route_id(route),
                    inventory.route_no(route),
                    str(seq),
                    inventory.stop_id(stop, rail),
                    "" if rail else inventory.ars_id(stop),
                    inventory.stop_name(stop) + "역" * rail,
                    inventory.stop_name(stops[there - 1 if seq < there else 0]) + "역" * rail,
                    str(section),
                    "Y" if seq == there else "N",
                    *inventory.place(stop, month),
                ]
            )
    return rows
