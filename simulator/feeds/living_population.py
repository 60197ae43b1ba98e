"""Living population by dong and hour: one file a day of the clock, one row a dong and hour, as the city publishes it."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from simulator.ages import AGE_BANDS, AGE_SHARES
from simulator.chance import Floats, key_of, stream
from simulator.defects import kinds
from simulator.feeds.resident_population import WOMEN
from simulator.feeds.text import write_with_defects
from simulator.hubs import HUBS
from simulator.orders import Delivery, Manifest, Order, Tell
from simulator.spoilers import add, blank, drop, put

FEED = "living_population"
_AGES = [
    f"{band[:-1]}세이상" if band.endswith("+") else f"{band.replace('-', '세부터')}세" for band in AGE_BANDS
]
HEADER = ",".join(
    ["기준일ID", "시간대구분", "행정동코드", "총생활인구수", *(f"{sex}{age}생활인구수" for sex in ("남자", "여자") for age in _AGES)]
)  # fmt: skip
HOURS = 24
SUPPRESSED_UP_TO = 3
# Shares of the residents who are elsewhere by day, at the hubs, and of people from outside the city, by clock hour.
OUT_BY_DAY = (
    np.array([2, 2, 2, 2, 2, 3, 8, 18, 28, 33, 34, 34, 34, 34, 34, 33, 31, 27, 22, 17, 13, 9, 5, 3]) / 100
)
VISITORS = np.array([2, 2, 2, 2, 2, 3, 4, 6, 8, 9, 9, 9, 9, 9, 9, 9, 9, 8, 7, 6, 5, 4, 3, 2]) / 100
DAY_OFF = 0.4  # of those who leave their dong on a workday, on a Saturday or Sunday

# fmt: off
DEFECTS = kinds(
    FEED,
    ("blank_line", "An empty line.", "blank_record", blank),
    ("too_few_fields", "The last fields are gone.", "wrong_field_count", drop(3)),
    ("thousands_comma", "An unquoted comma splits a number.", "wrong_field_count", add("204.5")),
    ("day_impossible", "No such day, or none.", "living_day_malformed", put(0, "20260230", "20261301", "2026", "")),
    ("day_ahead", "A day after the delivery.", "time_in_future", put(0, "20991231")),
    ("hour_impossible", "No hour of the clock.", "living_hour_malformed", put(1, "24", "-1", "5시", "")),
    ("dong_malformed", "A district's code, letters, or none.", "dong_malformed", put(2, "11110", "", "1111010a")),
    ("total_words", "A total that is neither a number nor `*`.", "persons_malformed", put(3, "many", "1.5.2", "**", "")),
    ("total_negative", "Fewer than no people.", "persons_negative", put(3, "-7.25")),
    ("band_empty", "A count of an age band is missing.", "persons_malformed", put(9, "", "nan")),
    ("copy_adjacent", "The same row again in the next line.", None),
)
# fmt: on


def deliveries(order: Order) -> Iterator[Delivery]:
    """Each day's people come the morning after (the real city takes five days)."""
    for day in order.days:
        yield Delivery(FEED, day, len(order.city.residents) * HOURS, partial(_write, order, day))


def _write(order: Order, day: date, folder: Path, tell: Tell) -> Manifest:
    manifest, rows = Manifest(), _rows(order, day)
    name = f"LOCAL_PEOPLE_DONG_{day:%Y%m%d}.csv"
    manifest.records += write_with_defects(folder / name, HEADER, rows, DEFECTS, order, manifest.planted)
    tell(len(rows))
    return manifest


def _people(order: Order, day: date) -> Floats:
    """People of each hour and dong: residents at home, those who went to the hubs, and visitors there."""
    ground, residents = order.city.ground, order.city.residents
    home = residents / residents.sum()
    hubs = np.zeros(len(home))
    for hub in HUBS:
        hubs[ground.dong(hub.gu_name, hub.dong_name)] += hub.work + hub.leisure
    away = 0.7 * home + 0.3 * hubs / hubs.sum()
    out = OUT_BY_DAY * (DAY_OFF if day.weekday() >= 5 else 1)
    shares = (1 - out)[:, None] * home + (out + VISITORS)[:, None] * away
    luck = stream(key_of(order.seed, "living"), day.toordinal()).normal(1, 0.01, shares.shape)
    return shares * luck * residents.sum()


def _rows(order: Order, day: date) -> list[list[str]]:
    """Cells of sex and age add up to the total; a count of 3 or fewer is suppressed, as in the city's own files."""
    codes = order.city.ground.dong_codes
    bend = np.exp(stream(order.seed, "living ages").normal(0, 0.2, (len(codes), 2, len(AGE_BANDS))))
    share = bend * (AGE_SHARES / AGE_SHARES.sum()) * np.array([1 - WOMEN, WOMEN])[:, None]
    share = (share / share.sum(axis=(1, 2), keepdims=True)).reshape(len(codes), -1)
    return [
        [f"{day:%Y%m%d}", f"{hour:02}", codes[dong], _told(people), *map(_told, people * share[dong])]
        for hour, of_hour in enumerate(_people(order, day))
        for dong, people in enumerate(of_hour)
    ]


def _told(people: float) -> str:
    return "*" if people <= SUPPRESSED_UP_TO else f"{people:.4f}"
