"""The opt-out list: who does not want to be in the warehouse. Every delivery is the whole list."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import numpy as np

from simulator.chance import draw
from simulator.defects import kinds
from simulator.feeds.text import write_with_defects
from simulator.orders import Delivery, Manifest, Order, Tell
from simulator.people import opted_out
from simulator.spoilers import add, blank, change, drop, put

FEED = "opt_out"
HEADER = "msisdn,opted_out_on"
STRANGERS_FROM, STRANGERS = 1_000, 1_000  # former subscribers, of whom no event tells
LIST_BEGINS, LIST_DAYS = date(2015, 1, 1), 400

# fmt: off
DEFECTS = kinds(
    FEED,
    ("blank_line", "An empty line.", "blank_record", blank),
    ("too_few_fields", "The day is gone.", "wrong_field_count", drop(1)),
    ("too_many_fields", "A third field.", "wrong_field_count", add("y")),
    ("subscriber_empty", "No subscriber number.", "subscriber_missing", put(0, "")),
    ("subscriber_short", "Too few digits.", "subscriber_malformed", change(0, lambda number: number[:8])),
    ("subscriber_letters", "Letters O and I.", "subscriber_malformed", change(0, lambda number: number[:6] + "OI" + number[8:])),
    ("day_impossible", "No such day, or none.", "opt_out_day_malformed", put(1, "2015-02-30", "20159999", "", "soon")),
    ("copy_adjacent", "The same row again in the next line.", None),
)
# fmt: on


def deliveries(order: Order) -> Iterator[Delivery]:
    """One list a service day, handed over on the next calendar day."""
    for day in order.days:
        yield Delivery(FEED, day, STRANGERS, partial(_write, order, day))


def _write(order: Order, day: date, folder: Path, tell: Tell) -> Manifest:
    manifest = Manifest()
    rows = _rows(order)
    name = f"opt_out_{day:%Y%m%d}.csv"
    manifest.records = write_with_defects(folder / name, HEADER, rows, DEFECTS, order, manifest.planted)
    tell(len(rows))
    return manifest


def _rows(order: Order) -> list[list[str]]:
    """The subscribers who opted out, years ago, among many who left the carrier altogether, in order of numbers."""
    people = order.people
    ids = np.append(
        people.ids[opted_out(people)], len(people) + STRANGERS_FROM + np.arange(STRANGERS, dtype=np.int64)
    )
    days = (draw(ids, order.seed, "opted out on") * LIST_DAYS).astype(int).tolist()
    return sorted(
        [number, (LIST_BEGINS + timedelta(days=days_on)).isoformat()]
        for number, days_on in zip(people.numbers(ids), days, strict=True)
    )
