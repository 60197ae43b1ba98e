"""The tiny lake's taxi trips: two days, three pairs of hexagons in the night and one by day, of which two have too few trips to be told."""

from datetime import UTC, date, datetime, timedelta

FEEDS = ("taxi_trip",)

_ROW = "flags list<str>, source_file str, record_number int64"
_OD = "month str, day_part str, start_hex_id str, end_hex_id str, trips_cnt int64"
COLUMNS = {
    "clean/taxi_trip": "service_date date, hour int32, started_at timestamptz, ended_at timestamptz, start_latitude float64, start_longitude float64, "
    f"end_latitude float64, end_longitude float64, start_hex_id str, end_hex_id str, distance_m float64, {_ROW}",
    "aggregate/taxi_od": _OD,
    "aggregate/taxi_od_public": f"{_OD}, is_hidden bool, hidden_cells_cnt int64",
}
KEYS = {"clean/taxi_trip": "service_date", "aggregate/taxi_od": "month", "aggregate/taxi_od_public": "month"}
OF_FEED = {"aggregate/taxi_od": "taxi_trip", "aggregate/taxi_od_public": "taxi_trip"}

MONTH, HIDDEN_BELOW = "2022-03", 5
HALL, GANGNAM = (37.5665, 126.9780, "8830e1d8c1fffff"), (37.4979, 127.0276, "8830e1ca2bfffff")
# day, hour of the service day, start, end, trips
RIDES = [
    (date(2022, 3, 1), 25, HALL, GANGNAM, 4), (date(2022, 3, 2), 26, HALL, GANGNAM, 3),
    (date(2022, 3, 1), 24, HALL, HALL, 2), (date(2022, 3, 2), 4, GANGNAM, HALL, 1), (date(2022, 3, 2), 19, GANGNAM, HALL, 6),
]  # fmt: skip


def part_of(hour: int) -> str:
    """The night is from midnight to the end of the hour of the cut."""
    return "night" if hour >= 24 or hour == 4 else "day"


def rows() -> dict[str, list[dict[str, object]]]:
    """A file a day; the counts are those of the trips."""
    trips: list[dict[str, object]] = []
    counted: dict[tuple[str, str, str], int] = {}
    for day, hour, start, end, times in RIDES:
        began = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour - 9)
        key = (part_of(hour), start[2], end[2])
        counted[key] = counted.get(key, 0) + times
        trips += [
            {"service_date": day, "hour": hour, "started_at": began + timedelta(minutes=n), "ended_at": began + timedelta(minutes=n + 15),
             "start_latitude": start[0], "start_longitude": start[1], "end_latitude": end[0], "end_longitude": end[1], "start_hex_id": start[2],
             "end_hex_id": end[2], "distance_m": 8800.0, "flags": [], "source_file": f"taxi_trip/delivered={day}/taxi_{day:%Y%m%d}.csv",
             "record_number": len(trips) + n + 2}
            for n in range(times)
        ]  # fmt: skip
    names = ("day_part", "start_hex_id", "end_hex_id")
    od = [
        {"month": MONTH, **dict(zip(names, key, strict=True)), "trips_cnt": n} for key, n in counted.items()
    ]
    public = [r | {"is_hidden": False, "hidden_cells_cnt": 0} for r in od if r["trips_cnt"] >= HIDDEN_BELOW]
    for part in sorted({str(r["day_part"]) for r in od}):
        cells = sum(r["day_part"] == part and r["trips_cnt"] < HIDDEN_BELOW for r in od)
        if cells:
            public.append({"month": MONTH, "day_part": part, "is_hidden": True, "hidden_cells_cnt": cells})
    return {"clean/taxi_trip": trips, "aggregate/taxi_od": od, "aggregate/taxi_od_public": public}


WAREHOUSE = """
    create table fct_taxi_od as select * from (values
        ('2022-03', 'night', '8830e1d8c1fffff', '8830e1ca2bfffff', 7, false, 0), ('2022-03', 'night', null, null, null, true, 2)
    ) t (month, day_part, start_hex_id, end_hex_id, trips_cnt, is_hidden, hidden_cells_cnt);
"""

_NUMBER = "연락처 010-1234-5678"
_EARLY = "where hour = 24"


def _trip(damage: str, where: str = _EARLY) -> tuple[str, str]:
    return "taxi_trip", f"update taxi_trip set {damage} {where}"


def _shown(table: str) -> dict[str, tuple[str, str]]:
    return {
        f"{table}_below_k": (table, f"update {table} set trips_cnt = 4 where not is_hidden"),
        f"{table}_hidden_told": (table, f"update {table} set start_hex_id = '8830e1d8c1fffff' where is_hidden"),
    }  # fmt: skip


DEFECTS: dict[str, tuple[str, str]] = {
    "taxi_trip_day_empty": ("taxi_trip", "delete from taxi_trip where service_date = '2022-03-02'"),
    "taxi_trip_key_unique": ("taxi_trip", "insert into taxi_trip from taxi_trip limit 1"),
    "taxi_trip_point_missing": _trip("start_latitude = 126.978"),
    "taxi_trip_hex_malformed": _trip("end_hex_id = null"),
    "taxi_trip_distance_range": _trip("distance_m = 700001"),
    "taxi_trip_time_told": _trip("hour = null"),
    "taxi_trip_service_day": _trip("service_date = '2022-03-02', hour = 0"),
    "taxi_trip_end_sound": _trip("ended_at = started_at - interval 1 second"),
    "taxi_trip_axes_mixed": _trip("flags = ['axes_swapped']"),
    "taxi_trip_outside_many": _trip("flags = ['outside_city']"),
    "taxi_trip_goes_nowhere": _trip("flags = ['same_place']"),
    "taxi_trip_raw_number": _trip(f"start_hex_id = '{_NUMBER}'"),
    "taxi_od_key_unique": ("taxi_od", "insert into taxi_od from taxi_od limit 1"),
    "taxi_od_part_known": ("taxi_od", "update taxi_od set day_part = 'noon' where day_part = 'day'"),
    "taxi_od_trips_lost": ("taxi_od", "delete from taxi_od where day_part = 'day'"),
    "taxi_od_public_key_unique": ("taxi_od_public", "insert into taxi_od_public from taxi_od_public limit 1"),
    **_shown("taxi_od_public"),
    "taxi_od_public_differs": ("taxi_od_public", "update taxi_od_public set hidden_cells_cnt = 1 where is_hidden"),
    "fct_taxi_od_stale": ("fct_taxi_od", "update fct_taxi_od set month = '2022-02'"),
    **_shown("fct_taxi_od"),
    "fct_taxi_od_mostly_hidden": ("fct_taxi_od", "update fct_taxi_od set hidden_cells_cnt = 1001 where is_hidden"),
}  # fmt: skip

_FACT = "fct_taxi_od"
MODEL_DEFECTS: list[tuple[str, set[str]]] = [
    (f"insert into {_FACT} from {_FACT} where is_hidden limit 1", {f"{_FACT}_key", f"{_FACT}_conserved"}),
    (f"update {_FACT} set day_part = null where day_part = 'day'", {f"{_FACT}_complete"}),
    (f"update {_FACT} set trips_cnt = 4 where day_part = 'day'", {f"{_FACT}_private", f"{_FACT}_conserved"}),
    (f"update {_FACT} set end_hex_id = '8830e1d8c1fffff' where is_hidden", {f"{_FACT}_private"}),
    (f"update {_FACT} set is_hidden = true where day_part = 'day'", {f"{_FACT}_private"}),
    (f"update {_FACT} set hidden_cells_cnt = -1 where is_hidden", {f"{_FACT}_hidden_range", f"{_FACT}_conserved"}),
    (f"update {_FACT} set trips_cnt = trips_cnt + 1 where day_part = 'day'", {f"{_FACT}_conserved"}),
]  # fmt: skip
