"""Complaints: one case file a service day, as 응답소 exports it: UTF-8 with BOM, fields in quotes where they need them.

It holds the cases received that day as they stand at its end, and again those of the days before that changed.
"""

import codecs
import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from random import Random

import pyarrow as pa

from simulator.chance import key_of
from simulator.complaints import (
    FOLLOWED_DAYS,
    TEXT,
    Cases,
    Version,
    case_number,
    cases_a_day,
    korean_time,
)  # fmt: skip
from simulator.defects import Defect, Edge, kinds
from simulator.incidents import told_on
from simulator.orders import Delivery, Manifest, Order, Tell
from simulator.spoilers import Fields, Scene, Spoiler, add, blank, drop, put

FEED = "complaint_version"
HEADER = [
    "접수번호", "접수일시", "처리기한", "완료일시", "처리상태", "분야", "항목", "접수경로", "처리부서", "법정동코드", "위도", "경도",
    "제목", "민원내용", "답변내용", "경과일", "최종수정일시",
]  # fmt: skip
CASE, RECEIVED, DUE, CLOSED, STATUS, DONG, LATITUDE, LONGITUDE, UPDATED = 0, 1, 2, 3, 4, 9, 10, 11, 16
FAR_ROWS = 30
NO_TIME = "1900-01-01 오전 12:00:00"
END = "\r\n"


def line_of(fields: Fields) -> bytes:
    """One record as RFC 4180 has it, without its end."""
    text = io.StringIO()
    csv.writer(text).writerow(fields)
    return text.getvalue().removesuffix(END).encode()


def put_all(places: dict[int, tuple[str, ...]]) -> Spoiler:
    """Write into several fields, the same choice of each."""

    def spoil(fields: Fields, luck: Random, scene: Scene) -> Fields:
        chosen = luck.randrange(len(next(iter(places.values()))))
        return [places[at][chosen] if at in places else text for at, text in enumerate(fields)]

    return spoil


def bytes_in_text(junk: bytes) -> Spoiler:
    """Bytes that are no UTF-8 in the complaint."""

    def spoil(fields: Fields, luck: Random, scene: Scene) -> bytes:
        marked = [*fields[:TEXT], f"골목\uffff {fields[TEXT]}", *fields[TEXT + 1 :]]
        return line_of(marked).replace("\uffff".encode(), junk)

    return spoil


def received_later(first: int, last: int, at: time) -> Spoiler:
    """Received `first`..`last` days after the delivery."""

    def spoil(fields: Fields, luck: Random, scene: Scene) -> Fields:
        day = scene.delivered + timedelta(days=luck.randint(first, last))
        return [*fields[:RECEIVED], korean_time(datetime.combine(day, at)), *fields[RECEIVED + 1 :]]

    return spoil


def closed_as(closed: Callable[[str], str], status: str = "처리완료") -> Spoiler:
    """Status and close time, the latter made from the time of receipt."""
    return lambda fields, luck, scene: [
        *fields[:CLOSED], closed(fields[RECEIVED]), status, *fields[STATUS + 1 :],
    ]  # fmt: skip


# fmt: off
DEFECTS = kinds(
    FEED,
    ("blank_line", "An empty line.", "blank_record", blank),
    ("too_few_fields", "The last field and its comma are gone.", "wrong_field_count", drop(1)),
    ("too_many_fields", "An eighteenth field.", "wrong_field_count", add("기타")),
    ("cp949_bytes", "Korean text in CP949 in the complaint.", "text_undecodable", bytes_in_text(b"\xb0\xa1")),
    ("stray_byte", "A byte FF in the complaint: no UTF-8 holds it.", "text_undecodable", bytes_in_text(b"\xff")),
    ("case_empty", "No case number.", "case_missing", put(CASE, "")),
    ("received_empty", "No time of receipt.", "received_missing", put(RECEIVED, "")),
    ("received_impossible_clock", "No such clock time.", "received_malformed",
     put(RECEIVED, "2026-11-01 오후 25:10:00", "2026-11-01 오전 13:00:00", "2026-11-01 오후 1:60:00", "2026-11-01 오전 0:05:00")),
    ("received_impossible_date", "No such date.", "received_malformed", put(RECEIVED, "2026-02-30 오전 9:00:00", "2026-13-01 오후 1:00:00")),
    ("received_other_shape", "A time in another country's shape.", "received_malformed", put(RECEIVED, "11/01/2026 1:50 PM", "2026-11-01")),
    ("received_far_future", "Received years after the delivery.", "received_in_future", received_later(400, 4000, time(13, 5))),
    ("received_just_future", "Received in the first second of the service day after the delivery.", "received_in_future",
     received_later(1, 1, time(4))),
    ("due_words", "A time limit that is no time.", "due_malformed", put(DUE, "3일 이내", "2026-02-30 오후 6:00:00")),
    ("closed_words", "A close time that is no time.", "closed_malformed", closed_as(lambda received: "금일 완료")),
    ("closed_impossible", "No such close time.", "closed_malformed", closed_as(lambda received: received[:11] + "오후 13:00:00")),
    ("closed_before_received", "Closed years before it was received.", "closed_before_received",
     closed_as(lambda received: "2009" + received[4:])),
    ("closed_without_time", "Closed, nobody says when.", "closed_without_time", closed_as(lambda received: "")),
    ("closed_in_1900", "Closed on the first of January 1900, which stands for no time.", "closed_without_time",
     closed_as(lambda received: NO_TIME)),
    ("open_with_close_time", "Still in work, and closed.", "open_with_close_time", closed_as(lambda received: received, "처리중")),
    ("updated_words", "A time of the last change that is no time.", "updated_malformed", put(UPDATED, "방금")),
    ("status_unheard_of", "A word for the status that nobody announced, or none.", "status_unknown", put(STATUS, "보류", "DONE", "")),
    ("place_words", "Coordinates that are no numbers, or only one of two.", "place_malformed",
     put_all({LATITUDE: ("37도 33분", "37.5665", ""), LONGITUDE: ("126.9780", "E126.97", "126.9780")})),
    ("place_elsewhere", "Another city, latitude and longitude swapped, or zero.", "place_outside_city",
     put_all({LATITUDE: ("35.179554", "126.978011", "0.0"), LONGITUDE: ("129.075642", "37.566535", "0.0")})),
    ("dong_of_no_code_book", "A district's code, a name, a letter in the code.", "dong_code_malformed", put(DONG, "11680", "역삼동", "116801010A")),
    ("copy_adjacent", "The same row again in the next record.", None),
    ("copy_far", "The same row again much later in the file.", None),
)
EDGES = (
    Edge("midnight", "오전 12:00:00, the first second of the calendar day, which belongs to the evening before."),
    Edge("noon", "오후 12:00:00."),
    Edge("quotes_and_breaks", "Line breaks, commas and doubled quotes in the complaint."),
    Edge("no_due", "No time limit."),
    Edge("due_in_1900", "Until the first of January 1900, which stands for no time limit."),
    Edge("no_place", "Neither coordinates nor dong."),
    Edge("no_text", "An empty complaint."),
    Edge("reopened", "Received again after it was closed."),
)
# fmt: on
EDGES_OF_A_KIND = 3


def deliveries(order: Order) -> Iterator[Delivery]:
    """Each service day's case file comes the morning after."""
    for day in order.days:
        yield Delivery(FEED, day, cases_a_day(order), partial(_write, order, day))


def _write(order: Order, day: date, folder: Path, tell: Tell) -> Manifest:
    """The file in one piece; `truth` says where personal data was planted, never what it is (that lies in landing alone)."""
    received_on = [day - timedelta(days=back) for back in range(FOLLOWED_DAYS, -1, -1)]
    sound = [version for received in received_on for version in Cases(order, received).reported(day)]
    luck = Random(key_of(order.seed, FEED, day.toordinal(), order.rows))
    manifest, name, scene = Manifest(), f"minwon_{day:%Y%m%d}.csv", Scene(day)
    records, slips = [line_of(HEADER)], []
    additions = _additions(order, len(sound), luck)
    for row, version in enumerate(sound):
        records.append(line_of(version.fields))
        slips += [(len(records), slip) for slip in version.slips]
        for kind, origin in additions.get(row, ()):
            records.append(_added(kind, sound[origin], day, cases_a_day(order) + row, luck, scene))
            manifest.planted.note(name, len(records), kind)
    (folder / name).write_bytes(codecs.BOM_UTF8 + b"".join(record + END.encode() for record in records))
    manifest.records = len(records) - 1
    manifest.truth = {
        "planted_text": pa.table(
            {
                "source_file": [f"{FEED}/delivered={scene.delivered}/{name}" for _ in slips],
                "record_number": [record for record, _ in slips],
                "column_name": [HEADER[slip.field] for _, slip in slips],
                "class": [slip.kind for _, slip in slips],
                "first_char": [slip.at for _, slip in slips],
                "chars_cnt": [slip.length for _, slip in slips],
            }
        ),
        "planted_incident": told_on(order, day, cases_a_day(order)).truth(partial(case_number, day)),
    }
    tell(len(sound))
    return manifest


def _additions(order: Order, rows: int, luck: Random) -> dict[int, list[tuple[Defect | Edge, int]]]:
    """What comes after which sound row, and which sound row it is made from."""
    of_a_kind = order.copies_of_a_kind(rows, len(DEFECTS))
    wanted: list[Defect | Edge] = [kind for kind in DEFECTS for _ in range(of_a_kind)]
    wanted += [edge for edge in EDGES for _ in range(EDGES_OF_A_KIND)]
    additions: dict[int, list[tuple[Defect | Edge, int]]] = defaultdict(list)
    for kind, origin in zip(wanted, luck.sample(range(rows - FAR_ROWS), len(wanted)), strict=True):
        additions[origin + FAR_ROWS * (kind.code == "copy_far")].append((kind, origin))
    return additions


def _added(kind: Defect | Edge, origin: Version, day: date, number: int, luck: Random, scene: Scene) -> bytes:
    """A copy of a row, or what is made of it. A row to be spoilt is first made an open case, so that one rule alone is broken."""
    if isinstance(kind, Defect) and not kind.spoil:
        return line_of(origin.fields)
    fields = [*origin.fields[:CLOSED], "", "접수", *origin.fields[STATUS + 1 :]]
    if isinstance(kind, Edge):
        return line_of(_edge(kind, fields, day, number))
    assert kind.spoil
    spoilt = kind.spoil(fields, luck, scene)
    return spoilt if isinstance(spoilt, bytes) else line_of(spoilt)


def _edge(edge: Edge, fields: Fields, day: date, number: int) -> Fields:
    """A sound row at the edge of a rule, as a case of its own."""
    fields = [case_number(day, number), *fields[1:]]
    on_the_hour = {
        "midnight": datetime.combine(day + timedelta(days=1), time(0)),
        "noon": datetime.combine(day, time(12)),
    }
    changes = {
        "quotes_and_breaks": {TEXT: '첫째, "그만"이라고 썼습니다.\n둘째 줄, 쉼표도 있습니다.\n\n"끝"'},
        "no_due": {DUE: ""},
        "due_in_1900": {DUE: NO_TIME},
        "no_place": {DONG: "", LATITUDE: "", LONGITUDE: ""},
        "no_text": {TEXT: ""},
        "reopened": {STATUS: "재접수"},
    }.get(edge.code, {})
    if moment := on_the_hour.get(edge.code):
        changes = {RECEIVED: korean_time(moment), UPDATED: korean_time(moment)}
    return [changes.get(at, text) for at, text in enumerate(fields)]
