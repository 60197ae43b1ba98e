"""What a sound row of each feed is, in plain Python, written apart from the simulator and from the clean jobs."""

import csv
import io
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


def judge_opt_out(line: bytes) -> list[str]:
    fields, reasons = fields_of(line, 2)
    if reasons:
        return reasons
    if not fields[0]:
        reasons.append("subscriber_missing")
    elif not re.fullmatch(r"01[016789][0-9]{7,8}", fields[0]):
        reasons.append("subscriber_malformed")
    if not day_of(fields[1]):
        reasons.append("opt_out_day_malformed")
    return reasons


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


def judge_living(line: bytes, delivered: date) -> list[str]:
    fields, reasons = fields_of(line, 32)
    if reasons:
        return reasons
    day, hour, dong, *counts = fields
    on = parsed(day, "%Y%m%d", r"\d{8}")
    is_hour = re.fullmatch(r"[01]?\d|2[0-3]", hour, re.ASCII)
    numbers = [0.0 if count == "*" else number_of(count) for count in counts]
    if not on:
        reasons.append("living_day_malformed")
    if not is_hour:
        reasons.append("living_hour_malformed")
    if on and is_hour and on.date() - timedelta(days=int(hour) < 4) > delivered:
        reasons.append("time_in_future")
    if not re.fullmatch(r"\d{8}", dong, re.ASCII):
        reasons.append("dong_malformed")
    if None in numbers:
        reasons.append("persons_malformed")
    elif min(numbers) < 0:
        reasons.append("persons_negative")
    return reasons


def judge_station_day(line: bytes) -> list[str]:
    fields, reasons = fields_of(line, 6)
    if reasons:
        return reasons
    day, rail, station, on, off, _ = fields
    if "\ufffd" in line.decode("utf-8", "replace"):
        reasons.append("text_undecodable")
    if not parsed(day, "%Y%m%d", r"\d{8}"):
        reasons.append("ride_date_malformed")
    if not rail:
        reasons.append("line_missing")
    if not station:
        reasons.append("station_missing")
    if not (re.fullmatch(r"\d+", on, re.ASCII) and re.fullmatch(r"\d+", off, re.ASCII)):
        reasons.append("riders_malformed")
    return reasons


def judge_taxi(line: bytes, delivered: date) -> list[str]:
    if line.startswith("승차일시".encode()):
        return ["header_repeated"]
    fields, reasons = fields_of(line, 6)
    if reasons:
        return reasons
    began, ended = (parsed(text, "%Y-%m-%d %H:%M:%S", r"\d{4}-\d\d-\d\d [\d:]{8}") for text in fields[:2])
    x1, y1, x2, y2 = map(number_of, fields[2:])

    def near(east: float, north: float) -> bool:
        """Within two degrees of the city."""
        return 35.41 <= north <= 39.72 and 124.73 <= east <= 129.20

    if None in (x1, y1, x2, y2):
        reasons.append("point_malformed")
    elif not all(near(x, y) or near(y, x) for x, y in ((x1, y1), (x2, y2))):
        reasons.append("coordinates_implausible")
    if not began:
        reasons.append("pickup_time_malformed")
    if fields[1] and not ended:
        reasons.append("drop_off_time_malformed")
    if began and ended and not timedelta(0) <= ended - began <= timedelta(days=1):
        reasons.append("drop_off_time_implausible")
    if began and began.date() > delivered:
        reasons.append("time_in_future")
    return reasons


def judge_event(line: bytes, delivered: date, cells: dict[tuple[date, str], list[str]]) -> list[str]:
    """`cells`: sound rows of the inventories by date and cell; a day follows the newest that is not after it, else the oldest."""
    fields, reasons = fields_of(line, 9)
    if reasons:
        return reasons
    _, msisdn, moment, kind, cell, duration, sequence, _, _ = fields
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
    elif at:
        dates = sorted({inventory for inventory, _ in cells})
        in_force = [inventory for inventory in dates if inventory <= service_date] or dates[:1]
        row = cells.get((in_force[-1], cell))
        if not row:
            reasons.append("cell_unknown")
        elif not day_of(row[6]) <= service_date <= (day_of(row[7]) or date.max):
            reasons.append("cell_not_active")
    if not re.fullmatch(r"\d+", duration, re.ASCII):
        reasons.append("duration_malformed")
    if sequence and not re.fullmatch(r"\d+", sequence, re.ASCII):
        reasons.append("sequence_malformed")
    return reasons


CASE_STATES = {
    "접수": "open", "처리중": "open", "재접수": "open", "처리완료": "closed", "취하": "withdrawn",
}  # fmt: skip


def korean_moment(text: str) -> datetime | None:
    """2026-11-01 오후 1:50:27."""
    shape = re.fullmatch(r"(\S{10}) (오전|오후) (\d\d?):(\d\d:\d\d)", text, re.ASCII)
    if not shape or not 1 <= int(shape[3]) <= 12:
        return None
    hour = int(shape[3]) % 12 + 12 * (shape[2] == "오후")
    return parsed(f"{shape[1]} {hour:02}:{shape[4]}", "%Y-%m-%d %H:%M:%S", r"[-\d: ]+")


def fields_of_case(record: bytes) -> list[str]:
    return next(csv.reader(io.StringIO(record.decode("utf-8", "replace"), newline="")), [])


def judge_case(record: bytes, delivered: date) -> list[str]:
    fields = fields_of_case(record)
    if len(fields) != 17:
        return ["wrong_field_count" if fields else "blank_record"]
    case, received, due, closed, status, *_ = fields
    dong, latitude, longitude, updated = fields[9], fields[10], fields[11], fields[16]
    reasons = ["text_undecodable"] if "\ufffd" in "".join(fields) else []
    at, ended = korean_moment(received), korean_moment(closed)
    state = CASE_STATES.get(status)
    if not case:
        reasons.append("case_missing")
    if not at:
        reasons.append("received_malformed" if received else "received_missing")
    elif (at - timedelta(hours=4)).date() > delivered:
        reasons.append("received_in_future")
    if due and not korean_moment(due):
        reasons.append("due_malformed")
    if closed and not ended:
        reasons.append("closed_malformed")
    if closed == "1900-01-01 오전 12:00:00":
        closed, ended = "", None
    if at and ended and ended < at:
        reasons.append("closed_before_received")
    if state == "closed" and not closed:
        reasons.append("closed_without_time")
    if state == "open" and ended:
        reasons.append("open_with_close_time")
    if updated and not korean_moment(updated):
        reasons.append("updated_malformed")
    if not state:
        reasons.append("status_unknown")
    north, east = number_of(latitude), number_of(longitude)
    if (latitude or longitude) and (north is None or east is None):
        reasons.append("place_malformed")
    elif latitude and not (37.41 <= north <= 37.72 and 126.73 <= east <= 127.20):
        reasons.append("place_outside_city")
    if dong and not re.fullmatch(r"\d{8}(\d\d)?", dong, re.ASCII):
        reasons.append("dong_code_malformed")
    return reasons


def judge_tap(line: bytes, delivered: date, stops: set[str]) -> list[str]:
    fields, reasons = fields_of(line, 19)
    if reasons:
        return reasons
    if "\ufffd" in line.decode("utf-8", "replace"):
        reasons.append("text_undecodable")
    (
        day,
        settler,
        card,
        area,
        _,
        _,
        mode,
        route,
        on,
        on_stop,
        off,
        off_stop,
        _,
        changes,
        _,
        riders,
        _,
        _,
        _,
    ) = ("" if field == "~" else field for field in fields)
    if not card:
        reasons.append("card_missing")
    elif not re.fullmatch(r"[0-9]{16}", card):
        reasons.append("card_malformed")
    operating = parsed(day, "%Y%m%d", r"\d{8}")
    boarded, alighted = (parsed(text, "%Y%m%d%H%M%S", r"\d{12}[0-5]\d") for text in (on, off))
    service_date = boarded and (boarded - timedelta(hours=4)).date()
    if not operating:
        reasons.append("operating_day_malformed")
    elif boarded and operating.date() != service_date:
        reasons.append("operating_day_disagrees")
    if not on:
        reasons.append("boarding_time_missing")
    elif not boarded:
        reasons.append("boarding_time_malformed")
    elif service_date > delivered:
        reasons.append("time_in_future")
    elif service_date < delivered - timedelta(days=7):
        reasons.append("too_late")
    if off and not alighted:
        reasons.append("alighting_time_malformed")
    if bool(off) != bool(off_stop):
        reasons.append("alighting_incomplete")
    if boarded and alighted and alighted <= boarded:
        reasons.append("alighting_not_after_boarding")
    if boarded and alighted and alighted - boarded > timedelta(hours=6):
        reasons.append("ride_too_long")
    if not re.fullmatch(r"[12][0-9]{2}", mode):
        reasons.append("mode_unknown")
    if not (settler and area):
        reasons.append("settler_missing")
    if not route:
        reasons.append("route_missing")
    for stop in {on_stop, off_stop} - {""}:
        if settler and area and f"{settler}:{area}:{stop}" not in stops:
            reasons.append("stop_unknown")
    if (
        boarded
        and alighted
        and on_stop == off_stop
        and timedelta(0) < alighted - boarded <= timedelta(minutes=2)
    ):
        reasons.append("transaction_cancelled")
    if not on_stop:
        reasons.append("boarding_stop_missing")
    if not (re.fullmatch(r"[0-9]{1,3}", riders) and 1 <= int(riders) <= 100):
        reasons.append("passengers_malformed")
    if not re.fullmatch(r"[0-3]", changes):
        reasons.append("transfers_malformed")
    return reasons
