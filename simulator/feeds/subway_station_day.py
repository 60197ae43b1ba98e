"""Subway riders by day, line and station: one file a month, as the city publishes it since it left the station numbers out."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

from simulator.chance import key_of, stream
from simulator.defects import kinds
from simulator.feeds.text import write_with_defects
from simulator.orders import Delivery, Manifest, Order, Tell
from simulator.spoilers import Fields, Scene, add, blank, drop, put

FEED = "subway_station_day"
HEADER = "사용일자,노선명,역명,승차총승객수,하차총승객수,등록일자"
LINES = {
    "1호선": "서울역 시청 종각 종로3가 종로5가 동대문 신설동 제기동 청량리(서울시립대입구) 동묘앞",
    "2호선": "시청 을지로입구 을지로3가 을지로4가 동대문역사문화공원(DDP) 신당 왕십리(성동구청) 성수 건대입구 강변(동서울터미널) 잠실(송파구청) "
    "삼성(무역센터) 선릉 역삼 강남 교대(법원.검찰청) 사당 서울대입구(관악구청) 신림 신도림 홍대입구 신촌",
    "4호선": "당고개 노원 창동 수유(강북구청) 미아사거리 길음 성신여대입구(돈암) 혜화 명동 회현(남대문시장) 이촌(국립중앙박물관) 사당",
    "7호선": "도봉산 노원 건대입구 강남구청 고속터미널 이수 가산디지털단지 철산 온수(성공회대입구) 부평구청",
    "9호선": "김포공항 마곡나루(서울식물원) 가양 당산 여의도 노량진 동작(현충원) 고속터미널 신논현",
    "경의선": "서울역 신촌 홍대입구 공덕 디지털미디어시티 수색 화전 능곡 대곡 일산",
}
STATIONS = [(line, station) for line, names in LINES.items() for station in names.split(" ")]
REGISTERED_AFTER = timedelta(days=1)
DAY_OFF = 0.6  # riders on a Saturday or Sunday beside a workday


def _undecodable(fields: Fields, luck: Random, scene: Scene) -> bytes:
    """A byte that is no UTF-8 in the station's name, which has no rule of its own."""
    line = [field.encode() for field in fields]
    line[2] = line[2][:3] + b"\xff" + line[2][3:]
    return b",".join(line)


# fmt: off
DEFECTS = kinds(
    FEED,
    ("blank_line", "An empty line.", "blank_record", blank),
    ("too_few_fields", "The last fields are gone.", "wrong_field_count", drop(2)),
    ("thousands_comma", "An unquoted comma splits a number.", "wrong_field_count", add("20261217")),
    ("bytes_broken", "Bytes that are no UTF-8.", "text_undecodable", _undecodable),
    ("day_impossible", "No such day, or none.", "ride_date_malformed", put(0, "20260230", "20261301", "2026", "")),
    ("line_empty", "No line.", "line_missing", put(1, "")),
    ("station_empty", "No station.", "station_missing", put(2, "")),
    ("boardings_negative", "Fewer than no riders.", "riders_malformed", put(3, "-3")),
    ("alightings_words", "A count that is no whole number.", "riders_malformed", put(4, "12.5", "many", "")),
    ("copy_adjacent", "The same row again in the next line.", None),
)
# fmt: on


def deliveries(order: Order) -> Iterator[Delivery]:
    """The month before comes with the first service day of a month that was asked for."""
    known: set[str] = set()
    for day in order.days:
        before = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
        name = f"CARD_SUBWAY_MONTH_{before:%Y%m}.csv"
        if name not in known:
            known.add(name)
            yield Delivery(
                FEED, day, len(_days(before)) * len(STATIONS), partial(_write, order, before, name)
            )


def _days(month: date) -> list[date]:
    return [day for n in range(31) if (day := month + timedelta(days=n)).month == month.month]


def _write(order: Order, month: date, name: str, folder: Path, tell: Tell) -> Manifest:
    manifest, rows = Manifest(), _rows(order, month)
    manifest.records += write_with_defects(folder / name, HEADER, rows, DEFECTS, order, manifest.planted)
    tell(len(rows))
    return manifest


def _rows(order: Order, month: date) -> list[list[str]]:
    """A station keeps its size; days off are quieter, and each count moves a little. Nearly as many leave a station as enter it."""
    size = stream(order.seed, "subway").lognormal(9, 0.8, len(STATIONS))
    luck = stream(key_of(order.seed, "subway day"), month.toordinal())
    rows = []
    for day in _days(month):
        usual = size * (DAY_OFF if day.weekday() >= 5 else 1)
        on, off = (usual * luck.normal(1, 0.04, len(STATIONS)) for _ in range(2))
        rows += [
            [
                f"{day:%Y%m%d}",
                line,
                station,
                str(max(1, round(on[n]))),
                str(max(1, round(off[n]))),
                f"{day + REGISTERED_AFTER:%Y%m%d}",
            ]
            for n, (line, station) in enumerate(STATIONS)
        ]
    return rows
