"""The cell inventory: one file a month, naming every cell with its site, place and days on air."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from simulator.chance import stream
from simulator.city import NETWORK_COMPLETE, PLANNED, RETIRED, SECTORS, UNLISTED
from simulator.defects import kinds
from simulator.feeds.text import write_with_defects
from simulator.orders import Delivery, Manifest, Order, Tell
from simulator.spoilers import WINDOW_DAYS, add, blank, drop, put

FEED = "cell"
HEADER = "inventory_date,cell_id,site_id,technology,latitude,longitude,active_from,active_to"
TECHNOLOGIES = ("3G", "LTE", "5G")

# fmt: off
DEFECTS = kinds(
    FEED,
    ("blank_line", "An empty line.", "blank_record", blank),
    ("too_few_fields", "The last two fields are gone.", "wrong_field_count", drop(2)),
    ("too_many_fields", "A ninth field.", "wrong_field_count", add("x")),
    ("inventory_date_impossible", "No such date, or none.", "inventory_date_malformed", put(0, "2026-02-30", "20261001", "")),
    ("cell_empty", "No cell.", "cell_missing", put(1, "")),
    ("coordinates_words", "A latitude that is no number.", "coordinates_malformed", put(4, "N37.55", "", "37;55")),
    ("coordinates_zero", "Zero degrees north.", "coordinates_outside_city", put(4, "0.0")),
    ("coordinates_abroad", "The longitude of another city.", "coordinates_outside_city", put(5, "129.075642", "-122.41942")),
    ("active_from_impossible", "No such first day, or none.", "active_from_malformed", put(6, "2014-31-12", "soon", "")),
    ("active_to_impossible", "No such last day.", "active_to_malformed", put(7, "2026-02-30", "open")),
    ("active_ends_before_start", "The last day lies before the first.", "active_to_before_from", put(7, "1999-12-31")),
    ("copy_adjacent", "The same row again in the next line.", None),
)
# fmt: on


def deliveries(order: Order) -> Iterator[Delivery]:
    """Each inventory comes with the first service day it serves, the days of late rows included."""
    known: set[date] = set()
    for day in order.days:
        needed = {d.replace(day=1) for d in (day - timedelta(days=WINDOW_DAYS), day)} - known
        if needed:
            known |= needed
            yield Delivery(FEED, day, len(needed) * order.city.cells, partial(_write, order, sorted(needed)))


def _write(order: Order, dates: list[date], folder: Path, tell: Tell) -> Manifest:
    manifest = Manifest()
    for inventory_date in dates:
        name = f"cell_inventory_{inventory_date:%Y%m%d}.csv"
        rows = _rows(order, inventory_date)
        manifest.records += write_with_defects(folder / name, HEADER, rows, DEFECTS, order, manifest.planted)
        tell(len(rows))
    return manifest


def _rows(order: Order, inventory_date: date) -> list[list[str]]:
    """One row a cell. Retired sites ended before the network was complete, planned ones start two years on.

    What stands where it stands since a month, or ended lately, says so (`City.on`).
    """
    city, luck, rows = order.city.on(inventory_date), stream(order.seed, "cells"), []
    for site, status in enumerate(city.site_status.tolist()):
        technology = TECHNOLOGIES[luck.choice(3, p=[0.1, 0.6, 0.3])]
        began = NETWORK_COMPLETE - timedelta(days=int(luck.integers(400, 4000)))
        if status == PLANNED:
            began = date(inventory_date.year + 2, 1, 1) + timedelta(days=int(luck.integers(0, 300)))
        ended = (
            NETWORK_COMPLETE - timedelta(days=int(luck.integers(0, 300)))
            if status == RETIRED
            else city.site_ended[site]
        )
        if status == UNLISTED:
            continue
        place = [f"{city.site_latitude[site]:.6f}", f"{city.site_longitude[site]:.6f}"]
        for cell in range(site * SECTORS, (site + 1) * SECTORS):
            rows.append(
                [
                    inventory_date.isoformat(),
                    city.cell_id(cell),
                    city.site_id(site),
                    technology,
                    *place,
                    (city.site_since[site] or began).isoformat(),
                    ended.isoformat() if ended else "",
                ]
            )
    return rows
