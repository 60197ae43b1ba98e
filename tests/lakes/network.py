"""The tiny lake's network: two lists of bus stops, one of stations; two lists of routes, and one sequence of stops that is driven twice over."""

from datetime import date

import h3

FEEDS = ("stop", "route", "pattern_stop")

_ROW = "flags list<str>, source_file str, record_number int64"
COLUMNS = {
    "clean/stop": "valid_from date, inventory str, stop_id str, mode str, ars_id str, stop_name str, stop_type str, line_name str, "
    f"parent_stop_id str, latitude float64, longitude float64, hex_id str, {_ROW}",
    "clean/route": "valid_from date, inventory str, route_id str, route_no str, route_name str, route_type_code str, route_type str, is_night bool, "
    "operator_name str, from_stop_name str, to_stop_name str, first_departure_s int32, last_departure_s int32, weekday_headway_min int32, "
    f"saturday_headway_min int32, holiday_headway_min int32, length_km float64, {_ROW}",
    "clean/pattern_stop": "valid_from date, inventory str, route_id str, route_no str, pattern_id str, stop_seq int32, stop_id str, ars_id str, "
    "stop_name str, direction_name str, is_turning_point bool, section_m float64, speed_kmh float64, first_departure_s int32, "
    f"last_departure_s int32, trips_cnt int32, latitude float64, longitude float64, {_ROW}",
}
KEYS = dict.fromkeys(COLUMNS, "valid_from")
OF_FEED: dict[str, str] = {}

OLD, NEW = date(2022, 1, 1), date(2022, 6, 1)
PLACES = {
    "s1": (37.5704, 126.9820), "s2": (37.4979, 127.0276), "s3": (37.4646, 126.9891), "s4": (37.5000, 127.0000), "c1": (37.5657, 126.9769),
}  # fmt: skip
# day, kind of list, stop, ARS, name: s1 lasts, s2 is renamed, s3 is a depot of the sequences alone, s4 is gone from the second list.
STOPS = [
    (OLD, "bus_stops", "s1", "01001", "종로2가"), (OLD, "bus_stops", "s2", "23285", "강남대로"), (OLD, "bus_stops", "s4", "22001", "반포"),
    (NEW, "bus_stops", "s1", "01001", "종로2가"), (NEW, "bus_stops", "s2", "23285", "강남역"),
    (OLD, "route_stops", "s1", "01001", "종로2가"), (OLD, "route_stops", "s3", None, "남태령역"),
    (NEW, "subway_stations", "1호선:시청", None, "시청"),
]  # fmt: skip
# day, route, number, kind, first and last departure, headway, length
ROUTES = [
    (OLD, "r15", "N15", "trunk", 86_400, 99_000, 30, 60.0),
    (OLD, "r143", "143", "trunk", 14_400, 91_800, 8, 62.0),
    (NEW, "r15", "N15", "trunk", 84_600, 99_000, 25, 60.0),
    (NEW, "r143", "143", "trunk", 14_400, 91_800, 8, 62.0),
]
# route, place, stop, section
SEQUENCE = [
    ("r15", 1, "s1", None),
    ("r15", 2, "s2", 20_000.0),
    ("r15", 3, "s3", 11_000.0),
    ("r15", 4, "s1", 30_000.0),
]


def rows() -> dict[str, list[dict[str, object]]]:
    """A file a kind of list and day."""
    stops = [
        {"valid_from": day, "inventory": kind, "stop_id": stop, "mode": "subway" if kind == "subway_stations" else "bus", "ars_id": ars, "stop_name": name,
         "stop_type": "일반차로" if kind == "bus_stops" else None, "line_name": "1호선" if kind == "subway_stations" else None, "parent_stop_id": None,
         "latitude": place[0], "longitude": place[1], "hex_id": h3.latlng_to_cell(*place, 8), "flags": [] if ars else ["ars_id_missing"],
         "source_file": f"stop/delivered={day}/{kind}_{day:%Y%m%d}.xlsx", "record_number": number}
        for number, (day, kind, stop, ars, name) in enumerate(STOPS, start=2)
        for place in [PLACES["c1" if kind == "subway_stations" else stop]]
    ]  # fmt: skip
    routes = [
        {"valid_from": day, "inventory": "bus_routes", "route_id": route, "route_no": number, "route_name": number, "route_type_code": "3",
         "route_type": kind, "is_night": number.startswith("N"), "operator_name": "동아운수", "from_stop_name": "종로2가", "to_stop_name": "남태령역",
         "first_departure_s": first, "last_departure_s": last, "weekday_headway_min": headway, "saturday_headway_min": headway,
         "holiday_headway_min": None, "length_km": length, "flags": [], "source_file": f"route/delivered={day}/routes_{day:%Y%m%d}.json",
         "record_number": at}
        for at, (day, route, number, kind, first, last, headway, length) in enumerate(ROUTES, start=2)
    ]  # fmt: skip
    named = {stop: (ars, name) for _, _, stop, ars, name in STOPS}
    sequence = [
        {"valid_from": OLD, "inventory": "bus_routes", "route_id": route, "route_no": "N15", "pattern_id": f"{route}:1", "stop_seq": seq, "stop_id": stop,
         "ars_id": named[stop][0], "stop_name": named[stop][1], "direction_name": "남태령", "is_turning_point": stop == "s3", "section_m": section,
         "speed_kmh": 20.0, "first_departure_s": 86_400 + 600 * seq, "last_departure_s": 99_000 + 600 * seq, "trips_cnt": None,
         "latitude": PLACES[stop][0], "longitude": PLACES[stop][1], "flags": [],
         "source_file": f"pattern_stop/delivered={OLD}/sequences_{OLD:%Y%m%d}.zip", "record_number": seq + 1}
        for route, seq, stop, section in SEQUENCE
    ]  # fmt: skip
    return {"clean/stop": stops, "clean/route": routes, "clean/pattern_stop": sequence}


WAREHOUSE = """
    create table dim_stop as select * from (values
        ('bus_stops', 's2', date '2022-01-01', date '2022-06-01', false, '23285', '강남대로'), ('bus_stops', 's2', date '2022-06-01', null, true, '23285', '강남역')
    ) t (inventory, stop_id, valid_from, valid_to, is_current, ars_id, stop_name);
    create table dim_route as select * from (values
        ('bus_routes', 'r15', date '2022-01-01', date '2022-06-01', false, 'N15'), ('bus_routes', 'r15', date '2022-06-01', null, true, 'N15')
    ) t (inventory, route_id, valid_from, valid_to, is_current, route_no);
    create table dim_pattern as select * from (values
        ('bus_routes', 'r15:1', date '2022-01-01', date '2022-06-01', false, 2), ('bus_routes', 'r15:1', date '2022-06-01', null, true, 3)
    ) t (inventory, pattern_id, valid_from, valid_to, is_current, stops_cnt);
    create table dim_pattern_stop as select inventory, pattern_id, valid_from, unnest(range(1, stops_cnt + 1)) as stop_seq, '종로2가' as stop_name from dim_pattern;
    create table mart_transit__stop_location as
        select month, ars_id, stop_name, is_located, located_by, unlocated_reason, stop_id, latitude, longitude, hex_id, boardings_cnt
        from (values ('2022-02'), ('2022-03')) m (month), (values
            ('01001', '종로2가', true, 'ars_and_name', null, 's1', 37.57, 126.98, '8830e1d8c1fffff', 999),
            (null, '남태령역(가상)', false, null, 'virtual_stop', null, null, null, null, 1)
        ) t (ars_id, stop_name, is_located, located_by, unlocated_reason, stop_id, latitude, longitude, hex_id, boardings_cnt);
    create table mart_transit__boardings_location as
        select month, is_located, coalesce(located_by, unlocated_reason) as told_by, boardings_cnt, boardings_cnt / 1000 as boardings_share
        from mart_transit__stop_location;
"""

_NUMBER = "연락처 010-1234-5678"


def _list_defects(table: str, key: str) -> dict[str, tuple[str, str]]:
    """Defects of what all three lists' suites ask."""
    return {
        f"{table}_key_unique": (table, f"insert into {table} from {table} limit 1"),
        f"{table}_raw_number": (table, f"update {table} set {key} = '{_NUMBER}' where record_number = 2"),
    }


def _version_defects(table: str, key: str) -> dict[str, tuple[str, str]]:
    return {
        f"{table}_versions_overlap": (
            table,
            f"update {table} set valid_to = '2022-07-01' where not is_current",
        ),
        f"{table}_current": (table, f"update {table} set is_current = true"),
        f"{table}_none_current": (table, f"delete from {table} where is_current"),
        f"{table}_raw_number": (table, f"update {table} set {key} = '{_NUMBER}'"),
    }


def _missing(table: str, *columns: str) -> dict[str, tuple[str, str]]:
    return {
        f"{table}_{column}_missing": (table, f"update {table} set {column} = null where record_number = 2")
        for column in columns
    }


_LOCATION, _BOARDINGS = "mart_transit__stop_location", "mart_transit__boardings_location"
DEFECTS: dict[str, tuple[str, str]] = {
    **_list_defects("stop", "stop_name"),
    **_missing("stop", "inventory", "stop_id"),
    "stop_place_range": ("stop", "update stop set longitude = null where record_number = 2"),
    "stop_hex_malformed": ("stop", "update stop set hex_id = null where record_number = 2"),
    "stop_ars_shape": ("stop", "update stop set ars_id = '1001' where record_number = 2"),
    "stop_far_away": ("stop", "update stop set latitude = 35.1, longitude = 129.0 where record_number = 2"),
    "stop_place_missing": ("stop", "update stop set latitude = null, longitude = null where record_number = 2"),
    "stop_list_shrunk": ("stop", "delete from stop where valid_from = '2022-06-01' and stop_id = 's2'"),
    **_list_defects("route", "route_name"),
    **_missing("route", "inventory", "route_id", "route_no"),
    "route_departures_order": ("route", "update route set last_departure_s = 5100 where record_number = 2"),
    "route_operator_telephone": ("route", "update route set operator_name = '동아운수 02-908-4551' where record_number = 2"),
    "route_headway_range": ("route", "update route set holiday_headway_min = 0 where record_number = 2"),
    "route_length_range": ("route", "update route set length_km = 60000 where record_number = 2"),
    "route_type_known": ("route", "update route set route_type = 'other' where record_number = 2"),
    "route_list_shrunk": (
        "route",
        "insert into route select * exclude (n) replace (route_id || n as route_id) from route, range(3) t (n) where valid_from = '2022-01-01'",
    ),
    **_list_defects("pattern_stop", "direction_name"),
    **_missing("pattern_stop", "route_id", "stop_id", "stop_seq"),
    "pattern_stop_list_empty": ("pattern_stop", "update pattern_stop set valid_from = '2021-01-01'"),
    "pattern_stop_seq_range": ("pattern_stop", "update pattern_stop set stop_seq = 0 where record_number = 2"),
    "pattern_stop_departures_order": ("pattern_stop", "update pattern_stop set last_departure_s = 5100 where record_number = 2"),
    "pattern_stop_of_one_stop": ("pattern_stop", "delete from pattern_stop where stop_seq > 1"),
    "pattern_stop_section_range": ("pattern_stop", "update pattern_stop set section_m = 200000 where record_number = 3"),
    "pattern_stop_lengths_contradict": ("pattern_stop", "update pattern_stop set flags = ['length_contradicts'] where stop_seq = 1"),
    "pattern_stop_place_missing": ("pattern_stop", "update pattern_stop set latitude = null, longitude = null where record_number = 2"),
    **_version_defects("dim_stop", "stop_name"),
    **_version_defects("dim_route", "route_no"),
    **_version_defects("dim_pattern", "pattern_id"),
    "dim_pattern_stop_rows_as_patterns": ("dim_pattern_stop", "delete from dim_pattern_stop where stop_seq = 3"),
    "dim_pattern_stop_raw_number": ("dim_pattern_stop", f"update dim_pattern_stop set stop_name = '{_NUMBER}'"),
    f"{_LOCATION}_stale": (_LOCATION, f"delete from {_LOCATION} where month = '2022-03'"),
    "stop_location_told": (_LOCATION, f"update {_LOCATION} set unlocated_reason = null where not is_located"),
    "stop_location_far_away": (_LOCATION, f"update {_LOCATION} set latitude = 35.1 where is_located"),
    f"{_LOCATION}_raw_number": (_LOCATION, f"update {_LOCATION} set stop_name = '{_NUMBER}'"),
    f"{_BOARDINGS}_stale": (_BOARDINGS, f"delete from {_BOARDINGS} where month = '2022-03'"),
    "boardings_location_shares": (_BOARDINGS, f"update {_BOARDINGS} set boardings_share = 0.5 where is_located"),
    "boardings_location_below_99": (
        _BOARDINGS, f"update {_BOARDINGS} set boardings_share = case when is_located then 0.98 else 0.02 end",
    ),
    f"{_BOARDINGS}_raw_number": (_BOARDINGS, f"update {_BOARDINGS} set told_by = '{_NUMBER}'"),
}  # fmt: skip


def _again(table: str, where: str = "true") -> str:
    return f"insert into {table} select * from {table} where {where} limit 1"


# A stop, route and pattern of one version each.
_STOP, _ROUTE, _PATTERN = "stop_id = 's4'", "route_id = 'r143'", "pattern_id = 'r15:1'"
MODEL_DEFECTS: list[tuple[str, set[str]]] = [
    (_again("dim_stop"), {"dim_stop_key"}),
    (f"update dim_stop set is_current = null where {_STOP}", {"dim_stop_complete"}),
    (f"update dim_stop set latitude = 127.0 where {_STOP}", {"dim_stop_latitude_range"}),
    (f"update dim_stop set longitude = 200000 where {_STOP}", {"dim_stop_longitude_range"}),
    (_again("dim_route"), {"dim_route_key"}),
    (f"update dim_route set route_no = null where {_ROUTE}", {"dim_route_complete"}),
    (f"update dim_route set last_departure_s = 108001 where {_ROUTE}", {"dim_route_departures_range"}),
    (f"update dim_route set weekday_headway_min = 0 where {_ROUTE}", {"dim_route_headway_range"}),
    (_again("dim_pattern"), {"dim_pattern_key"}),
    (f"update dim_pattern set route_id = null where {_PATTERN}", {"dim_pattern_complete"}),
    (f"update dim_pattern set stops_cnt = 0 where {_PATTERN}", {"dim_pattern_counts_range"}),
    (f"update dim_pattern set length_km = 5001 where {_PATTERN}", {"dim_pattern_length_range"}),
    (_again("dim_pattern_stop"), {"dim_pattern_stop_key"}),
    ("update dim_pattern_stop set stop_id = null where stop_seq = 2", {"dim_pattern_stop_complete"}),
    ("update dim_pattern_stop set stop_seq = 0 where stop_seq = 2", {"dim_pattern_stop_seq_range"}),
    ("update dim_pattern_stop set latitude = 127.0 where stop_seq = 2", {"dim_pattern_stop_latitude_range"}),
    ("update dim_pattern_stop set longitude = 200000 where stop_seq = 2", {"dim_pattern_stop_longitude_range"}),
    (_again(_LOCATION), {"stop_location_key", "stop_location_conserved", "boardings_location_conserved"}),
    (f"update {_LOCATION} set is_located = null where ars_id is null", {"stop_location_complete"}),
    (f"update {_LOCATION} set latitude = 127.0 where ars_id is null", {"stop_location_latitude_range"}),
    (f"update {_LOCATION} set longitude = 200000 where ars_id is null", {"stop_location_longitude_range"}),
    (
        f"update {_LOCATION} set boardings_cnt = boardings_cnt + 1 where ars_id is null",
        {"stop_location_conserved", "boardings_location_conserved"},
    ),
    (_again(_BOARDINGS), {"boardings_location_key", "boardings_location_conserved"}),
    (f"update {_BOARDINGS} set told_by = null where boardings_share < 0.5", {"boardings_location_complete"}),
    (f"update {_BOARDINGS} set boardings_share = 1.5 where boardings_share < 0.5", {"boardings_location_share_range"}),
    (f"update {_BOARDINGS} set alightings_cnt = 0 where boardings_share < 0.5", {"boardings_location_conserved"}),
]  # fmt: skip
