"""The tiny lake's timetable: a night route and a day route of one operator, and a newer timetable that begins before the older one ends."""

from datetime import date

FEEDS = ("stop_time", "service_day")

_ROW = "flags list<str>, source_file str, record_number int64"
COLUMNS = {
    "clean/stop_time": "valid_from date, inventory str, trip_id str, route_id str, service_id str, direction_id str, headsign str, stop_seq int32, "
    "stop_id str, arrival_s int32, departure_s int32, is_departure_past_midnight bool, pickup_type str, drop_off_type str, shape_dist float64, "
    f"{_ROW}",
    "clean/service_day": f"valid_from date, inventory str, service_id str, service_date date, is_added bool, {_ROW}",
}
KEYS = dict.fromkeys(COLUMNS, "valid_from")
OF_FEED: dict[str, str] = {}

OLD, NEW = date(2022, 3, 1), date(2022, 3, 3)
INVENTORY = "gtfs:owl"
# timetable, trip, route, service, times in minutes of the day (None: not timed)
TRIPS = [
    (OLD, "t1", "N15", "week", (1430, 1445, 1460)),  # 23:50, 24:05, 24:20
    (OLD, "t2", "143", "week", (330, None, 360)),
    (OLD, "t3", "143", "saturday", (200, 230)),  # 03:20, before the cut
    (NEW, "t1", "N15", "daily", (1435, 1450, 1465)),
]
# timetable, service, days, whether added
DAYS = [
    (OLD, "week", range(1, 5), False),
    (OLD, "saturday", range(5, 6), True),
    (NEW, "daily", range(3, 7), False),
]


def rows() -> dict[str, list[dict[str, object]]]:
    """A zip a timetable, delivered to both feeds."""
    stop_times: list[dict[str, object]] = []
    days: list[dict[str, object]] = []
    for valid_from, trip, route, service, minutes in TRIPS:
        for seq, minute in enumerate(minutes, start=1):
            told = None if minute is None else minute * 60
            stop_times.append(
                {"valid_from": valid_from, "inventory": INVENTORY, "trip_id": trip, "route_id": route, "service_id": service, "direction_id": "0",
                 "headsign": "남태령역", "stop_seq": seq, "stop_id": f"s{seq}", "arrival_s": told, "departure_s": told,
                 "is_departure_past_midnight": told is not None and told >= 86_400, "pickup_type": "0", "drop_off_type": "0", "shape_dist": None,
                 "flags": [], "source_file": f"stop_time/delivered={valid_from}/gtfs.zip", "record_number": len(stop_times) + 2}
            )  # fmt: skip
    for valid_from, service, of_month, added in DAYS:
        days += [
            {"valid_from": valid_from, "inventory": INVENTORY, "service_id": service, "service_date": date(2022, 3, day), "is_added": added,
             "flags": [], "source_file": f"service_day/delivered={valid_from}/gtfs.zip", "record_number": len(days) + at}
            for at, day in enumerate(of_month, start=2)
        ]  # fmt: skip
    return {"clean/stop_time": stop_times, "clean/service_day": days}


WAREHOUSE = """
    create table mart_transit__service_day as select * from (values
        (date '2022-03-01', 'gtfs:owl', date '2022-03-01', 'N15', 'N15', 1, 3, 2, 0, 85800, 87600),
        (date '2022-03-03', 'gtfs:owl', date '2022-03-03', 'N15', 'N15', 1, 3, 2, 0, 86100, 87900)
    ) t (service_date, inventory, valid_from, route_id, route_name, trips_cnt, departures_cnt, departures_past_midnight_cnt,
        departures_before_cut_cnt, first_departure_s, last_departure_s);
"""

_NUMBER = "연락처 010-1234-5678"
_T1 = "where trip_id = 't1' and stop_seq = 1"
_MART = "mart_transit__service_day"


def _times(damage: str) -> tuple[str, str]:
    return "stop_time", f"update stop_time set {damage} {_T1}"


DEFECTS: dict[str, tuple[str, str]] = {
    "stop_time_timetable_empty": ("stop_time", "delete from stop_time where valid_from = '2022-03-03'"),
    "stop_time_key_unique": ("stop_time", "insert into stop_time from stop_time limit 1"),
    "stop_time_route_id_missing": _times("route_id = null"),
    "stop_time_service_id_missing": _times("service_id = null"),
    "stop_time_stop_id_missing": _times("stop_id = null"),
    "stop_time_times_sound": _times("departure_s = arrival_s - 1"),
    "stop_time_past_midnight_told": _times("is_departure_past_midnight = true"),
    "stop_time_boarding_known": _times("pickup_type = '4'"),
    "stop_time_trip_short": ("stop_time", "delete from stop_time where trip_id = 't3' and stop_seq = 2"),
    "stop_time_trip_untimed": ("stop_time", "update stop_time set arrival_s = null, departure_s = null where trip_id = 't3'"),
    "stop_time_goes_back": _times("flags = ['time_goes_back']"),
    "stop_time_raw_number": _times(f"headsign = '{_NUMBER}'"),
    "stop_time_service_silent": ("stop_time_services", "update stop_time_services set service_id = 'never' where trip_id = 't3'"),
    "service_day_key_unique": ("service_day", "insert into service_day from service_day limit 1"),
    "service_day_service_missing": ("service_day", "update service_day set service_id = null where is_added"),
    "service_day_dates_sound": ("service_day", "update service_day set service_date = '2099-12-31' where is_added"),
    "service_day_expired": ("service_day", "update service_day set service_date = service_date - 30"),
    "service_day_gap": ("service_day", "update service_day set service_date = '2022-03-20' where is_added"),
    "service_day_raw_number": ("service_day", f"update service_day set service_id = '{_NUMBER}' where is_added"),
    f"{_MART}_stale": (_MART, f"delete from {_MART} where valid_from = '2022-03-03'"),
    f"{_MART}_counts": (_MART, f"update {_MART} set departures_past_midnight_cnt = 4 where service_date = '2022-03-01'"),
    f"{_MART}_trips_many": (_MART, f"update {_MART} set trips_cnt = 5001"),
    f"{_MART}_raw_number": (_MART, f"update {_MART} set route_name = '{_NUMBER}'"),
}  # fmt: skip

_ONE = "where route_id = 'N15' and service_date = '2022-03-01'"
MODEL_DEFECTS: list[tuple[str, set[str]]] = [
    (f"insert into {_MART} from {_MART} limit 1", {f"{_MART}_key", f"{_MART}_conserved"}),
    (f"update {_MART} set weekday = null {_ONE}", {f"{_MART}_complete"}),
    (f"update {_MART} set headway_trips_cnt = -1 {_ONE}", {f"{_MART}_departures_range"}),
    (f"update {_MART} set last_departure_s = 700000 {_ONE}", {f"{_MART}_departures_range"}),
    (f"update {_MART} set trips_cnt = 0 {_ONE}", {f"{_MART}_trips_range", f"{_MART}_conserved"}),
    (f"update {_MART} set departures_past_midnight_cnt = 3 {_ONE}", {f"{_MART}_conserved"}),
]
