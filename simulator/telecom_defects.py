"""What the simulator plants among telecom events, and the sound rows at the edge of a rule."""

from datetime import time

from simulator.behaviours import BEHAVIOURS
from simulator.defects import Edge, kinds
from simulator.spoilers import (
    WINDOW_DAYS,
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

# fmt: off
# record_ref,msisdn,event_time,event_type,cell_id,duration_s,sequence,home_area,age_band
ROW_DEFECTS = kinds(
    "telecom_event",
    ("blank_line", "An empty line.", "blank_record", blank),
    ("too_few_fields", "The last field and its comma are gone.", "wrong_field_count", drop(1)),
    ("too_many_fields", "A tenth field.", "wrong_field_count", add("0")),
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
    ("cell_ended", "A cell that went off air in the last months.", "cell_not_active", cell_of("ended_cells")),
    ("duration_negative", "A duration below zero.", "duration_malformed", put(5, "-1", "-3600")),
    ("duration_words", "A duration that is no number.", "duration_malformed", put(5, "2m30s", "NaN", "long")),
    ("sequence_malformed", "A partial record whose number is no whole number.", "sequence_malformed", put(6, "x", "-1", "1.5")),
    ("copy_adjacent", "The same row again in the next line.", None),
    ("copy_far", "The same row again much later in the file.", None),
    ("copy_other_file", "The same row again in a later file of the delivery.", None),
)
# fmt: on
DEFECTS = ROW_DEFECTS + BEHAVIOURS

EDGES = (
    Edge("day_begins", "04:00:00, the first second of the service day."),
    Edge("before_midnight", "23:59:59, the last second of the calendar day."),
    Edge("midnight", "00:00:00, which belongs to the evening before as hour 24."),
    Edge("day_ends", "03:59:59, the last second of the service day."),
    Edge("old_number", "A ten-digit number of the 1990s (011, 016 …)."),
    Edge("zero_duration", "A call nobody answered: zero seconds."),
    Edge("late_one_day", "A row of the previous service day, late but within the window."),
    Edge("late_to_the_limit", "The first second of the oldest service day the window still takes."),
)
