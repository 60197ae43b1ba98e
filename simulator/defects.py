"""Every kind of defect the simulator plants, and every sound row that looks like one: the words of the tests' oracle.

A planted row breaks exactly one rule, so it must come out with exactly that reason, spelt as in the clean jobs; of
duplicates the later copy is the planted one.
"""

from dataclasses import dataclass
from datetime import time
from random import Random

from simulator.spoilers import (
    WINDOW_DAYS,
    Fields,
    Scene,
    Spoiler,
    add,
    blank,
    bytes_in_reference,
    cell_of,
    change,
    clock,
    cut,
    drop,
    full_width,
    hyphens,
    on_day,
    put,
    slashes,
)

QUARANTINE, DUPLICATE = "quarantine", "duplicate"


@dataclass(frozen=True)
class Defect:
    """One kind: what is wrong in words, and the reason it must be refused with (None: a duplicate, to be dropped)."""

    code: str
    feed: str
    sentence: str
    reason: str | None
    spoil: Spoiler | None = None

    @property
    def outcome(self) -> str:
        """What must become of the row."""
        return QUARANTINE if self.reason else DUPLICATE

    def line(self, fields: Fields, luck: Random, scene: Scene) -> bytes:
        """The spoilt line, without its newline."""
        assert self.spoil, f"{self.code} is a copy, not a spoilt row"
        spoilt = self.spoil(fields, luck, scene)
        return spoilt if isinstance(spoilt, bytes) else ",".join(spoilt).encode()


@dataclass(frozen=True)
class Edge:
    """A sound row at the edge of a rule; it must be kept."""

    code: str
    sentence: str


Row = tuple[str, str, str | None] | tuple[str, str, str | None, Spoiler]


def _of(feed: str, *rows: Row) -> tuple[Defect, ...]:
    return tuple(Defect(row[0], feed, *row[1:]) for row in rows)


# fmt: off
# record_ref,msisdn,event_time,event_type,cell_id,duration_s
TELECOM_EVENT = _of(
    "telecom_event",
    ("blank_line", "An empty line.", "blank_record", blank),
    ("too_few_fields", "The last field and its comma are gone.", "wrong_field_count", drop(1)),
    ("too_many_fields", "A seventh field.", "wrong_field_count", add("0")),
    ("truncated_line", "The line stops in its middle.", "wrong_field_count", cut),
    ("cp949_bytes", "Korean text in CP949 in the reference.", "text_undecodable", bytes_in_reference(b"\xb0\xa1")),
    ("stray_byte", "A byte FF in the reference: no UTF-8 holds it.", "text_undecodable", bytes_in_reference(b"\xff")),
    ("subscriber_empty", "No subscriber number.", "subscriber_missing", put(1, "")),
    ("subscriber_short", "Too few digits.", "subscriber_malformed", change(1, lambda number: number[:8])),
    ("subscriber_long", "Too many digits.", "subscriber_malformed", change(1, lambda number: number + "77")),
    ("subscriber_letters", "Letters O and I.", "subscriber_malformed", change(1, lambda number: number[:6] + "OI" + number[8:])),
    ("subscriber_hyphens", "Written with hyphens.", "subscriber_malformed", change(1, hyphens)),
    ("subscriber_international", "Written +82….", "subscriber_malformed", change(1, lambda number: "+82" + number[1:])),
    ("subscriber_full_width", "Written in full-width digits.", "subscriber_malformed", change(1, full_width)),
    ("subscriber_landline", "A landline's number.", "subscriber_malformed", change(1, lambda number: "02" + number[2:])),
    ("time_empty", "No time.", "time_missing", put(2, "")),
    ("time_impossible_clock", "No such clock time.", "time_malformed", clock("25:61:00", "24:00:00", "12:60:00", "08:15:60")),
    ("time_impossible_date", "No such date.", "time_malformed", put(2, "2026-02-30 12:00:00", "2026-13-01 12:00:00")),
    ("time_slashes", "Day first, with slashes.", "time_malformed", change(2, slashes)),
    ("time_date_alone", "A date without a clock time.", "time_malformed", change(2, lambda moment: moment[:10])),
    ("time_words", "Words in place of a time.", "time_malformed", put(2, "unknown", "null", "어제 밤")),
    ("time_far_future", "Years after the delivery.", "time_in_future", on_day(400, 9000)),
    ("time_just_future", "First second of the service day after the delivery.", "time_in_future", on_day(1, 1, time(4))),
    ("time_long_past", "Long before the window of late rows.", "too_late", on_day(-400, -WINDOW_DAYS - 2)),
    ("time_just_past", "Last second before the window.", "too_late", on_day(-WINDOW_DAYS, -WINDOW_DAYS, time(3, 59, 59))),
    ("type_unknown", "A type of event nobody announced.", "event_type_unknown", put(3, "mms", "ussd", "7")),
    ("type_empty", "No type of event.", "event_type_unknown", put(3, "")),
    ("cell_empty", "No cell.", "cell_missing", put(4, "")),
    ("cell_not_listed", "A cell no inventory names.", "cell_unknown", put(4, "11-99999-1", "26-00001-1", "?", "11-00001-9")),
    ("cell_planned", "A cell that goes on air years later.", "cell_not_active", cell_of("planned_cells")),
    ("cell_retired", "A cell that went off air years ago.", "cell_not_active", cell_of("retired_cells")),
    ("duration_negative", "A duration below zero.", "duration_malformed", put(5, "-1", "-3600")),
    ("duration_words", "A duration that is no number.", "duration_malformed", put(5, "2m30s", "NaN", "long")),
    ("copy_adjacent", "The same row again in the next line.", None),
    ("copy_far", "The same row again much later in the file.", None),
    ("copy_other_file", "The same row again in a later file of the delivery.", None),
)

TELECOM_EVENT_EDGES = (
    Edge("day_begins", "04:00:00, the first second of the service day."),
    Edge("before_midnight", "23:59:59, the last second of the calendar day."),
    Edge("midnight", "00:00:00, which belongs to the evening before as hour 24."),
    Edge("day_ends", "03:59:59, the last second of the service day."),
    Edge("old_number", "A ten-digit number of the 1990s (011, 016 …)."),
    Edge("zero_duration", "A call nobody answered: zero seconds."),
    Edge("late_one_day", "A row of the previous service day, late but within the window."),
    Edge("late_to_the_limit", "The first second of the oldest service day the window still takes."),
)

# inventory_date,cell_id,site_id,technology,latitude,longitude,active_from,active_to
CELL = _of(
    "cell",
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

# month,dong_code,gu_name,dong_name,sex,age_band,residents_cnt
RESIDENT_POPULATION = _of(
    "resident_population",
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

DEFECTS = (*TELECOM_EVENT, *CELL, *RESIDENT_POPULATION)
