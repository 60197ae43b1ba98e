"""The cell inventory: one file a month, naming every cell with its site, place and days on air."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from simulator.chance import stream
from simulator.city import IN_USE, NETWORK_COMPLETE, PLANNED, SECTORS
from simulator.defects import CELL
from simulator.feeds.text import write_with_defects
from simulator.orders import Delivery, Manifest, Order, Tell
from simulator.spoilers import WINDOW_DAYS

FEED = "cell"
HEADER = "inventory_date,cell_id,site_id,technology,latitude,longitude,active_from,active_to"
TECHNOLOGIES = ("3G", "LTE", "5G")


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
        manifest.records += write_with_defects(folder / name, HEADER, rows, CELL, order, manifest.planted)
        tell(len(rows))
    return manifest


def _rows(order: Order, inventory_date: date) -> list[list[str]]:
    """One row a cell. Retired sites ended before the network was complete, planned ones start two years on."""
    city, luck, rows = order.city, stream(order.seed, "cells"), []
    for site, status in enumerate(city.site_status.tolist()):
        technology = TECHNOLOGIES[luck.choice(3, p=[0.1, 0.6, 0.3])]
        began = NETWORK_COMPLETE - timedelta(days=int(luck.integers(400, 4000)))
        if status == PLANNED:
            began = date(inventory_date.year + 2, 1, 1) + timedelta(days=int(luck.integers(0, 300)))
        ended = (
            ""
            if status in (IN_USE, PLANNED)
            else (NETWORK_COMPLETE - timedelta(days=int(luck.integers(0, 300)))).isoformat()
        )
        place = [f"{city.site_latitude[site]:.6f}", f"{city.site_longitude[site]:.6f}"]
        for cell in range(site * SECTORS, (site + 1) * SECTORS):
            rows.append(
                [
                    inventory_date.isoformat(),
                    city.cell_id(cell),
                    city.site_id(site),
                    technology,
                    *place,
                    began.isoformat(),
                    ended,
                ]
            )
    return rows
