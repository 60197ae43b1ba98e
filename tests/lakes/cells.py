"""The tiny lake's cells by hour and day: counted from its events; a cell without an event is told wrong and silent."""

from collections import Counter, defaultdict
from datetime import date

FEEDS: tuple[str, ...] = ()

COLUMNS = {
    "aggregate/cell_hour": "service_date date, hour int32, cell_id str, events_cnt int64, persons_cnt int64",
    "aggregate/cell_day": "service_date date, cell_id str, events_cnt int64, persons_cnt int64, clock_skew_s int32, is_skewed bool, "
    "silent_from_hour int32, silent_hours_cnt int32, expected_events_cnt float64, is_silent bool",
    "aggregate/cell_fault": "service_date date, cell_id str, fault str, clock_skew_s int32, silent_from_hour int32, silent_hours_cnt int32, "
    "expected_events_cnt float64",
}
KEYS = dict.fromkeys(COLUMNS, "service_date")
OF_FEED = dict.fromkeys(COLUMNS, "telecom_event")

SILENT = "11-00003-1"  # in the March inventory alone, and without an event


def rows() -> dict[str, list[dict[str, object]]]:
    """Counts as they follow from the events; faults are told of the second day, of a cell without events, so that presence holds all."""
    from tests.lake_fixture import DAY_2, telecom_rows

    hours: Counter[tuple[object, object, object]] = Counter()
    persons: dict[tuple[object, ...], set[object]] = defaultdict(set)
    for event in telecom_rows():
        place = (event["service_date"], event["hour"], event["cell_id"])
        hours[place] += 1
        persons[place].add(event["subscriber_key"])
        persons[place[0], place[2]].add(event["subscriber_key"])
    hourly: list[dict[str, object]] = [
        {"service_date": d, "hour": h, "cell_id": c, "events_cnt": n, "persons_cnt": len(persons[d, h, c])}
        for (d, h, c), n in sorted(hours.items(), key=str)
    ]
    days = sorted({(str(d), d, c) for d, _, c in hours}, key=lambda day: (day[0], str(day[2])))
    daily: list[dict[str, object]] = [
        {"service_date": d, "cell_id": c, "events_cnt": sum(n for (e, _, f), n in hours.items() if (e, f) == (d, c)),
         "persons_cnt": len(persons[d, c]), "clock_skew_s": 0, "is_skewed": False, "is_silent": False}
        for _, d, c in days
    ]  # fmt: skip
    quiet = {"events_cnt": 0, "persons_cnt": 0, "is_skewed": False}
    daily += [
        {"service_date": d, "cell_id": SILENT, "is_silent": None} | quiet for d in (date(2022, 3, 1), DAY_2)
    ]
    faults: list[dict[str, object]] = [
        {"service_date": DAY_2, "cell_id": SILENT, "fault": "clock_skewed", "clock_skew_s": 1_500},
        {"service_date": DAY_2, "cell_id": SILENT, "fault": "silent", "silent_from_hour": 20, "silent_hours_cnt": 8, "expected_events_cnt": 31.5},
    ]  # fmt: skip
    return {"aggregate/cell_hour": hourly, "aggregate/cell_day": daily, "aggregate/cell_fault": faults}


WAREHOUSE = ""

_BUSY = "where cell_id = '11-00001-1' and service_date = '2022-03-02'"


def _day(damage: str) -> tuple[str, str]:
    return "cell_day", f"update cell_day set {damage} {_BUSY}"


DEFECTS: dict[str, tuple[str, str]] = {
    "cell_hour_key_unique": ("cell_hour", "insert into cell_hour from cell_hour limit 1"),
    "cell_hour_counts": ("cell_hour", "update cell_hour set persons_cnt = events_cnt + 1 where hour = 9"),
    "cell_hour_events_lost": ("cell_hour", "delete from cell_hour where hour = 9"),
    "cell_day_empty": ("cell_day", "delete from cell_day where service_date = '2022-03-02'"),
    "cell_day_key_unique": ("cell_day", "insert into cell_day from cell_day limit 1"),
    "cell_day_cell_left_out": ("cell_day", f"delete from cell_day where cell_id = '{SILENT}'"),
    "cell_day_counts": _day("events_cnt = events_cnt + 1"),
    "cell_day_skew_told": _day("is_skewed = true"),
    "cell_day_silence_told": _day("is_silent = true, silent_from_hour = 9"),
    "cell_day_clock_skewed": _day("is_skewed = true, clock_skew_s = 1500"),
    "cell_day_silent": _day("is_silent = true, silent_from_hour = 9, silent_hours_cnt = 3, expected_events_cnt = 20"),
}  # fmt: skip

_FAULT = "mart_quality__cell_fault"
MODEL_DEFECTS: list[tuple[str, set[str]]] = [
    (f"insert into {_FAULT} from {_FAULT} limit 1", {"mart_quality_cell_fault_key"}),
    (f"update {_FAULT} set fault = null where clock_skew_s is null", {"mart_quality_cell_fault_complete"}),
    ("update dim_cell set valid_to = '2022-02-10' where cell_id = '11-00002-1' and valid_to is null", {"dim_cell_one_at_a_time"}),
    ("update dim_cell set hex_id = '8830e1d8c7fffff' where cell_id = '11-00001-1'", {"dim_cell_hex_known"}),
]  # fmt: skip
