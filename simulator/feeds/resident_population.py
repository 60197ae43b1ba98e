"""Registered population by dong, sex and age band: one file a month, one row a dong × sex × band."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from simulator.ages import AGE_BANDS, AGE_SHARES
from simulator.chance import key_of, stream
from simulator.defects import kinds
from simulator.feeds.text import write_with_defects
from simulator.orders import Delivery, Manifest, Order, Tell
from simulator.spoilers import add, blank, drop, put

FEED = "resident_population"
HEADER = "month,dong_code,gu_name,dong_name,sex,age_band,residents_cnt"
WOMEN = 0.515

# fmt: off
DEFECTS = kinds(
    FEED,
    ("blank_line", "An empty line.", "blank_record", blank),
    ("too_few_fields", "The last field is gone.", "wrong_field_count", drop(1)),
    ("thousands_comma", "An unquoted comma splits a number.", "wrong_field_count", add("204")),
    ("month_impossible", "No such month, or none.", "month_malformed", put(0, "2026-13", "2026/11", "")),
    ("dong_malformed", "A district's code, letters, or none.", "dong_malformed", put(1, "11110", "", "1111010a")),
    ("sex_unknown", "Neither M nor F.", "sex_unknown", put(4, "X", "")),
    ("age_band_unknown", "An age band of another scheme, or none.", "age_band_unknown", put(5, "100+", "20-29", "")),
    ("residents_negative", "Fewer than no residents.", "residents_malformed", put(6, "-7")),
    ("residents_words", "A count that is no whole number.", "residents_malformed", put(6, "12.5", "many", "")),
    ("copy_adjacent", "The same row again in the next line.", None),
)
# fmt: on


def deliveries(order: Order) -> Iterator[Delivery]:
    """Each month's population comes with the first service day of the month that was asked for."""
    known: set[str] = set()
    for day in order.days:
        month = f"{day:%Y-%m}"
        if month not in known:
            known.add(month)
            yield Delivery(
                FEED,
                day,
                len(order.city.residents) * len(AGE_BANDS) * 2,
                partial(_write, order, day.replace(day=1)),
            )


def _write(order: Order, month: date, folder: Path, tell: Tell) -> Manifest:
    manifest = Manifest()
    rows = _rows(order, month)
    name = f"residents_{month:%Y%m}.csv"
    manifest.records += write_with_defects(folder / name, HEADER, rows, DEFECTS, order, manifest.planted)
    tell(len(rows))
    return manifest


def _rows(order: Order, month: date) -> list[list[str]]:
    """The city's pyramid, bent a little in every dong, and moving a little from month to month."""
    ground = order.city.ground
    bend = np.exp(stream(order.seed, "ages").normal(0, 0.15, (len(ground.dong_codes), 2, len(AGE_BANDS))))
    share = bend * (AGE_SHARES / AGE_SHARES.sum()) * np.array([1 - WOMEN, WOMEN])[:, None]
    share /= share.sum(axis=(1, 2), keepdims=True)
    drift = stream(key_of(order.seed, "month"), month.toordinal()).normal(1, 0.002, len(ground.dong_codes))
    counts = np.round(share * (order.city.residents * drift)[:, None, None]).astype(int)
    return [
        [
            f"{month:%Y-%m}",
            ground.dong_codes[dong],
            ground.gu_names[dong],
            ground.dong_names[dong],
            sex,
            band,
            str(counts[dong, s, b]),
        ]
        for dong in range(len(ground.dong_codes))
        for s, sex in enumerate("MF")
        for b, band in enumerate(AGE_BANDS)
    ]
