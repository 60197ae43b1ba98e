"""What a sound row of each feed is, in plain Python, written apart from the simulator and from the clean jobs."""

import re
from datetime import date, datetime, timedelta

AGE_BANDS = {"0-9", *(f"{a}-{a + 4}" for a in range(10, 70, 5)), "70+"}


def parsed(text: str, shape: str, pattern: str):
    try:
        return datetime.strptime(text, shape) if re.fullmatch(pattern, text, re.ASCII) else None
    except ValueError:
        return None


def day_of(text: str) -> date | None:
    moment = parsed(text, "%Y-%m-%d", r"\d{4}-\d\d-\d\d")
    return moment and moment.date()


def number_of(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text, re.ASCII) else None


def fields_of(line: bytes, width: int) -> tuple[list[str], list[str]]:
    """Fields, or the reason why the line has none."""
    if not line:
        return [], ["blank_record"]
    fields = line.decode("utf-8", "replace").split(",")
    return (fields, []) if len(fields) == width else ([], ["wrong_field_count"])


def judge_cell(line: bytes) -> list[str]:
    fields, reasons = fields_of(line, 8)
    if reasons:
        return reasons
    inventory, cell, _, _, latitude, longitude, begins, ends = fields
    north, east = number_of(latitude), number_of(longitude)
    if not day_of(inventory):
        reasons.append("inventory_date_malformed")
    if not cell:
        reasons.append("cell_missing")
    if north is None or east is None:
        reasons.append("coordinates_malformed")
    elif not (37.41 <= north <= 37.72 and 126.73 <= east <= 127.20):
        reasons.append("coordinates_outside_city")
    if not day_of(begins):
        reasons.append("active_from_malformed")
    elif ends and not day_of(ends):
        reasons.append("active_to_malformed")
    elif ends and day_of(ends) < day_of(begins):
        reasons.append("active_to_before_from")
    return reasons


def judge_residents(line: bytes) -> list[str]:
    fields, reasons = fields_of(line, 7)
    if reasons:
        return reasons
    month, dong, _, _, sex, band, count = fields
    if not parsed(month, "%Y-%m", r"\d{4}-\d\d"):
        reasons.append("month_malformed")
    if not re.fullmatch(r"\d{8}", dong, re.ASCII):
        reasons.append("dong_malformed")
    if sex not in ("M", "F"):
        reasons.append("sex_unknown")
    if band not in AGE_BANDS:
        reasons.append("age_band_unknown")
    if not re.fullmatch(r"\d+", count, re.ASCII):
        reasons.append("residents_malformed")
    return reasons


def judge_event(line: bytes, delivered: date, on_air: dict[str, tuple[date, date]]) -> list[str]:
    fields, reasons = fields_of(line, 6)
    if reasons:
        return reasons
    _, msisdn, moment, kind, cell, duration = fields
    if "\ufffd" in line.decode("utf-8", "replace"):
        reasons.append("text_undecodable")
    if not msisdn:
        reasons.append("subscriber_missing")
    elif not re.fullmatch(r"01[016789][0-9]{7,8}", msisdn):
        reasons.append("subscriber_malformed")
    at = parsed(moment, "%Y-%m-%d %H:%M:%S", r"\d{4}-\d\d-\d\d \d\d:\d\d:[0-5]\d")
    service_date = at and (at - timedelta(hours=4)).date()
    if not moment:
        reasons.append("time_missing")
    elif not at:
        reasons.append("time_malformed")
    elif service_date > delivered:
        reasons.append("time_in_future")
    elif service_date < delivered - timedelta(days=7):
        reasons.append("too_late")
    if kind not in ("call", "sms", "data"):
        reasons.append("event_type_unknown")
    if not cell:
        reasons.append("cell_missing")
    elif cell not in on_air:
        reasons.append("cell_unknown")
    elif at and not on_air[cell][0] <= service_date <= on_air[cell][1]:
        reasons.append("cell_not_active")
    if not re.fullmatch(r"\d+", duration, re.ASCII):
        reasons.append("duration_malformed")
    return reasons
