"""Every kind of defect the simulator plants, and every sound row that looks like one: the list the tests' oracle speaks.

A planted row breaks exactly one rule, so it must come out with exactly that reason; of duplicates the later copy is the
planted one. Codes of reasons are those of the clean jobs.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

QUARANTINE, DUPLICATE = "quarantine", "duplicate"
WINDOW_DAYS = 7


@dataclass(frozen=True)
class Scene:
    """What a spoiler may need to know of the night: its days, and cells that exist but are not on air."""

    service_date: date
    planned_cells: list[str] = field(default_factory=list)
    retired_cells: list[str] = field(default_factory=list)

    @property
    def delivered(self) -> date:
        return self.service_date + timedelta(days=1)


Spoiler = Callable[[list[str], Random, Scene], "list[str] | bytes"]


@dataclass(frozen=True)
class Defect:
    """One kind: what is wrong in words, what must become of the row and why. `spoil` turns a sound row's fields into it."""

    code: str
    feed: str
    sentence: str
    reason: str | None
    spoil: Spoiler | None = None

    @property
    def outcome(self) -> str:
        return QUARANTINE if self.reason else DUPLICATE

    def line(self, fields: list[str], luck: Random, scene: Scene) -> bytes:
        """The spoilt line, without its newline."""
        assert self.spoil, f"{self.code} is a copy, not a spoilt row"
        spoilt = self.spoil(fields, luck, scene)
        return spoilt if isinstance(spoilt, bytes) else ",".join(spoilt).encode()


@dataclass(frozen=True)
class Edge:
    """A sound row at the edge of a rule; it must be kept."""

    code: str
    sentence: str


def _put(place: int, *choices: str) -> Spoiler:
    """A spoiler that writes one of `choices` into a field."""
    return lambda fields, luck, scene: [*fields[:place], luck.choice(choices), *fields[place + 1 :]]


def _put_cell(kind: str) -> Spoiler:
    return lambda fields, luck, scene: [*fields[:4], luck.choice(getattr(scene, kind)), *fields[5:]]


def _at(moment: Callable[[Random, Scene], datetime]) -> Spoiler:
    """A spoiler that moves a telecom event to another time."""
    return lambda fields, luck, scene: [
        *fields[:2],
        moment(luck, scene).isoformat(" ", "seconds"),
        *fields[3:],
    ]


def _days(anchor: date, days: int, clock: time) -> datetime:
    return datetime.combine(anchor + timedelta(days=days), clock)


def _some_clock(luck: Random) -> time:
    return time(luck.randrange(4, 24), luck.randrange(60), luck.randrange(60))


def _blank(fields: list[str], luck: Random, scene: Scene) -> bytes:
    return b""


def _cut(fields: list[str], luck: Random, scene: Scene) -> bytes:
    """The line stops somewhere before its last comma."""
    line = ",".join(fields)
    return line[: luck.randrange(1, line.rindex(","))].encode()


def _bytes_in_reference(junk: bytes) -> Spoiler:
    """Bytes that are no UTF-8 in the one field without a rule of its own, so that nothing else is wrong with the row."""
    return lambda fields, luck, scene: (
        fields[0][:7].encode() + junk + fields[0][7:].encode() + ("," + ",".join(fields[1:])).encode()
    )


def _hyphens(fields: list[str], luck: Random, scene: Scene) -> list[str]:
    number = fields[1]
    return [fields[0], f"{number[:3]}-{number[3:-4]}-{number[-4:]}", *fields[2:]]


def _international(fields: list[str], luck: Random, scene: Scene) -> list[str]:
    return [fields[0], f"+82{fields[1][1:]}", *fields[2:]]


def _full_width(fields: list[str], luck: Random, scene: Scene) -> list[str]:
    return [fields[0], fields[1].translate({ord("0") + n: 0xFF10 + n for n in range(10)}), *fields[2:]]


def _slashed(fields: list[str], luck: Random, scene: Scene) -> list[str]:
    day, clock = fields[2].split(" ")
    return [*fields[:2], "/".join(reversed(day.split("-"))) + " " + clock, *fields[3:]]


def _date_alone(fields: list[str], luck: Random, scene: Scene) -> list[str]:
    return [*fields[:2], fields[2][:10], *fields[3:]]


def _clock(*choices: str) -> Spoiler:
    return lambda fields, luck, scene: [*fields[:2], f"{fields[2][:10]} {luck.choice(choices)}", *fields[3:]]


def _telecom(code: str, sentence: str, reason: str | None, spoil: Spoiler | None = None) -> Defect:
    return Defect(code, "telecom_event", sentence, reason, spoil)


TELECOM_EVENT = (
    _telecom("blank_line", "An empty line.", "blank_record", _blank),
    _telecom("too_few_fields", "The last field and its comma are gone.", "wrong_field_count", lambda f, luck, scene: f[:-1]),
    _telecom("too_many_fields", "A seventh field.", "wrong_field_count", lambda f, luck, scene: [*f, "0"]),
    _telecom("truncated_line", "The line stops in its middle.", "wrong_field_count", _cut),
    _telecom("cp949_bytes", "Korean text in CP949, not UTF-8, in the reference.", "text_undecodable", _bytes_in_reference(b"\xb0\xa1")),
    _telecom("stray_byte", "A byte FF, which no UTF-8 text holds, in the reference.", "text_undecodable", _bytes_in_reference(b"\xff")),
    _telecom("subscriber_empty", "No subscriber number.", "subscriber_missing", _put(1, "")),
    _telecom("subscriber_short", "A number of too few digits.", "subscriber_malformed", lambda f, luck, scene: [f[0], f[1][:8], *f[2:]]),
    _telecom("subscriber_long", "A number of too many digits.", "subscriber_malformed", lambda f, luck, scene: [f[0], f[1] + "77", *f[2:]]),
    _telecom("subscriber_letters", "Letters in the number.", "subscriber_malformed", lambda f, luck, scene: [f[0], f[1][:6] + "OI" + f[1][8:], *f[2:]]),
    _telecom("subscriber_hyphens", "A number written with hyphens.", "subscriber_malformed", _hyphens),
    _telecom("subscriber_international", "A number written +82….", "subscriber_malformed", _international),
    _telecom("subscriber_full_width", "A number in full-width digits.", "subscriber_malformed", _full_width),
    _telecom("subscriber_landline", "A number of a landline.", "subscriber_malformed", lambda f, luck, scene: [f[0], "02" + f[1][2:], *f[2:]]),
    _telecom("time_empty", "No time.", "time_missing", _put(2, "")),
    _telecom("time_impossible_clock", "A clock time there is not.", "time_malformed", _clock("25:61:00", "24:00:00", "12:60:00", "08:15:60")),
    _telecom("time_impossible_date", "A date there is not.", "time_malformed", _put(2, "2026-02-30 12:00:00", "2026-13-01 12:00:00", "2026-00-10 12:00:00")),
    _telecom("time_slashes", "Day, month and year the other way round, with slashes.", "time_malformed", _slashed),
    _telecom("time_date_alone", "A date without a clock time.", "time_malformed", _date_alone),
    _telecom("time_words", "Words in place of a time.", "time_malformed", _put(2, "unknown", "null", "어제 밤")),
    _telecom("time_far_future", "Years after the delivery.", "time_in_future", _at(lambda luck, s: _days(s.delivered, luck.randrange(400, 9000), _some_clock(luck)))),
    _telecom("time_just_future", "The first second of the service day after the delivery's date.", "time_in_future", _at(lambda luck, s: _days(s.delivered, 1, time(4)))),
    _telecom("time_long_past", "Weeks or months before the window of late rows.", "too_late", _at(lambda luck, s: _days(s.delivered, -luck.randrange(9, 400), _some_clock(luck)))),
    _telecom("time_just_past", "The last second before the window of late rows.", "too_late", _at(lambda luck, s: _days(s.delivered, -WINDOW_DAYS, time(3, 59, 59)))),
    _telecom("type_unknown", "A type of event nobody has announced.", "event_type_unknown", _put(3, "mms", "ussd", "7")),
    _telecom("type_empty", "No type of event.", "event_type_unknown", _put(3, "")),
    _telecom("cell_empty", "No cell.", "cell_missing", _put(4, "")),
    _telecom("cell_not_in_inventory", "A cell no inventory names.", "cell_unknown", _put(4, "11-99999-1", "26-00001-1", "?", "11-00001-9")),
    _telecom("cell_planned", "A cell that will go on air years later.", "cell_not_active", _put_cell("planned_cells")),
    _telecom("cell_retired", "A cell that went off air years ago.", "cell_not_active", _put_cell("retired_cells")),
    _telecom("duration_negative", "A duration below zero.", "duration_malformed", _put(5, "-1", "-3600")),
    _telecom("duration_words", "A duration that is no number.", "duration_malformed", _put(5, "2m30s", "NaN", "long")),
    _telecom("copy_adjacent", "The same row again in the next line.", None),
    _telecom("copy_far", "The same row again much later in the file.", None),
    _telecom("copy_other_file", "The same row again in a later file of the delivery.", None),
)  # fmt: skip

TELECOM_EVENT_EDGES = (
    Edge("day_begins", "04:00:00: the first second of the service day."),
    Edge("before_midnight", "23:59:59: the last second of the calendar day."),
    Edge("midnight", "00:00:00 belongs to the evening before, as hour 24."),
    Edge("day_ends", "03:59:59: the last second of the service day."),
    Edge("old_number", "A ten-digit number of the 1990s (011, 016 …)."),
    Edge("zero_duration", "A call nobody answered: zero seconds."),
    Edge("late_one_day", "The previous service day, delivered late but within the window."),
    Edge("late_to_the_limit", "The first second of the oldest service day the window still takes."),
)


def _cell(code: str, sentence: str, reason: str | None, spoil: Spoiler | None = None) -> Defect:
    return Defect(code, "cell", sentence, reason, spoil)


# inventory_date,cell_id,site_id,technology,latitude,longitude,active_from,active_to
CELL = (
    _cell("blank_line", "An empty line.", "blank_record", _blank),
    _cell("too_few_fields", "The last two fields are gone.", "wrong_field_count", lambda f, luck, scene: f[:-2]),
    _cell("too_many_fields", "A ninth field.", "wrong_field_count", lambda f, luck, scene: [*f, "x"]),
    _cell("inventory_date_impossible", "A date there is not.", "inventory_date_malformed", _put(0, "2026-02-30", "20261001", "")),
    _cell("cell_empty", "No cell.", "cell_missing", _put(1, "")),
    _cell("coordinates_words", "A latitude that is no number.", "coordinates_malformed", _put(4, "N37.55", "", "37;55")),
    _cell("coordinates_null_island", "Zero degrees, zero degrees.", "coordinates_outside_city", lambda f, luck, scene: [*f[:4], "0.0", "0.0", *f[6:]]),
    _cell("coordinates_busan", "A site of another city.", "coordinates_outside_city", lambda f, luck, scene: [*f[:4], "35.179554", "129.075642", *f[6:]]),
    _cell("active_from_impossible", "A first day there is not.", "active_from_malformed", _put(6, "2014-31-12", "soon", "")),
    _cell("active_ends_before_start", "The last day lies before the first.", "active_to_before_from", lambda f, luck, scene: [*f[:7], "1999-12-31"]),
    _cell("copy_adjacent", "The same row again in the next line.", None),
)  # fmt: skip


def _resident(code: str, sentence: str, reason: str | None, spoil: Spoiler | None = None) -> Defect:
    return Defect(code, "resident_population", sentence, reason, spoil)


# month,dong_code,gu_name,dong_name,sex,age_band,residents_cnt
RESIDENT_POPULATION = (
    _resident("blank_line", "An empty line.", "blank_record", _blank),
    _resident("too_few_fields", "The last field is gone.", "wrong_field_count", lambda f, luck, scene: f[:-1]),
    _resident("thousands_comma", "An unquoted comma in a number splits it.", "wrong_field_count", lambda f, luck, scene: [*f[:-1], "1", "204"]),
    _resident("month_impossible", "A month there is not.", "month_malformed", _put(0, "2026-13", "2026/11", "")),
    _resident("dong_short", "A code of the district alone, or none.", "dong_malformed", _put(1, "11110", "", "1111010a")),
    _resident("sex_unknown", "Neither M nor F.", "sex_unknown", _put(4, "X", "")),
    _resident("age_band_unknown", "An age band of another scheme.", "age_band_unknown", _put(5, "100+", "20-29", "")),
    _resident("residents_negative", "Fewer than no residents.", "residents_malformed", _put(6, "-7")),
    _resident("residents_words", "A count that is no whole number.", "residents_malformed", _put(6, "12.5", "many", "")),
    _resident("copy_adjacent", "The same row again in the next line.", None),
)  # fmt: skip

DEFECTS = (*TELECOM_EVENT, *CELL, *RESIDENT_POPULATION)
