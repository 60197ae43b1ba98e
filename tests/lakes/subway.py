"""The tiny lake's subway: two months, two lines, three stations, one of them registered twice, every day and hour."""

from datetime import date, timedelta

FEEDS = ("subway_station_day", "subway_station_month")

_ROW = "flags list<str>, source_file str, record_number int64"
_STATION = "line_name str, station_id str, station_name str, registration_seq int32"
COLUMNS = {
    "clean/subway_station_day": f"month str, service_date date, {_STATION}, boardings_cnt int32, alightings_cnt int32, registered_on date, {_ROW}",
    "clean/subway_station_month": f"month str, {_STATION}, clock_hour int32, boardings_cnt int32, alightings_cnt int32, {_ROW}",
}
KEYS = {"clean/subway_station_day": "month", "clean/subway_station_month": "month"}
OF_FEED: dict[str, str] = {}

MONTHS = {"2022-02": 28, "2022-03": 31}
# line, number, name, registration, boardings on a workday; on Sundays (and the holiday of 1 March) half of them.
STATIONS = [
    ("2호선", "0201", "시청", 1, 1000),
    ("2호선", "0216", "잠실(송파구청)", 1, 3000),
    ("경의선", "1251", "서울역", 1, 400),
    ("경의선", "1291", "서울역", 2, 2),
]


def riders(day: date, usual: int) -> int:
    """Boardings at a station of so many on a workday."""
    return usual // 2 if day.weekday() == 6 or day == date(2022, 3, 1) else usual


def rows() -> dict[str, list[dict[str, object]]]:
    """A file a month and feed; as many alight as board."""
    days: list[dict[str, object]] = []
    hours: list[dict[str, object]] = []
    for month, length in MONTHS.items():
        first = date.fromisoformat(f"{month}-01")
        number = 1
        for day in (first + timedelta(days=n) for n in range(length)):
            for line, station_id, name, seq, usual in STATIONS:
                number += 1
                days.append(
                    {"month": month, "service_date": day, "line_name": line, "station_id": station_id, "station_name": name, "registration_seq": seq,
                     "boardings_cnt": riders(day, usual), "alightings_cnt": riders(day, usual), "registered_on": day + timedelta(days=3),
                     "flags": ["station_registered_twice"] if name == "서울역" else [],
                     "source_file": f"subway_station_day/delivered=2022-04-01/CARD_SUBWAY_MONTH_{month.replace('-', '')}.csv", "record_number": number}
                )  # fmt: skip
        for number, (line, station_id, name, seq, usual) in enumerate(STATIONS, start=2):
            for hour in range(24):
                count = 0 if 1 <= hour <= 4 else usual
                hours.append(
                    {"month": month, "line_name": line, "station_id": station_id, "station_name": name, "registration_seq": seq, "clock_hour": hour,
                     "boardings_cnt": count, "alightings_cnt": count, "flags": [],
                     "source_file": f"subway_station_month/delivered=2022-04-01/CARD_SUBWAY_TIME_{month.replace('-', '')}.csv", "record_number": number}
                )  # fmt: skip
    return {"clean/subway_station_day": days, "clean/subway_station_month": hours}


WAREHOUSE = """
    create table fct_subway_station_day as
        select cast(d as date) as service_date, line_name, station_name, registration_seq, 1000 as boardings_cnt
        from generate_series(date '2022-02-01', date '2022-03-31', interval 1 day) t (d),
            (values ('2호선', '시청', 1), ('2호선', '잠실(송파구청)', 1), ('경의선', '서울역', 1), ('경의선', '서울역', 2)) s (line_name, station_name, registration_seq);
    create table fct_subway_station_month as
        select month, line_name, station_name, registration_seq, h as clock_hour
        from (values ('2022-02'), ('2022-03')) m (month), range(24) r (h),
            (values ('2호선', '시청', 1), ('2호선', '잠실(송파구청)', 1), ('경의선', '서울역', 1), ('경의선', '서울역', 2)) s (line_name, station_name, registration_seq);
    create table mart_transit__subway_day as
        select service_date, line_name, count(distinct station_name) as stations_cnt, sum(boardings_cnt) as boardings_cnt
        from fct_subway_station_day group by all;
"""

_NUMBER = "연락처 010-1234-5678"


def _both(feed: str) -> dict[str, tuple[str, str]]:
    """Defects of what both feeds' suites ask."""
    one = "where record_number = 2"
    return {
        f"{feed}_{name}": (feed, damage.format(t=feed, one=one))
        for name, damage in {
            "month_empty": "delete from {t} where month = '2022-03'",
            "key_unique": "insert into {t} from {t} limit 1",
            "line_missing": "update {t} set line_name = null {one}",
            "station_missing": "update {t} set station_name = null {one}",
            "boardings_missing": "update {t} set boardings_cnt = null {one}",
            "alightings_missing": "update {t} set alightings_cnt = null {one}",
            "boardings_range": "update {t} set boardings_cnt = -1 {one}",
            "alightings_range": "update {t} set alightings_cnt = 5000001 {one}",
            "alightings_balance": "update {t} set alightings_cnt = alightings_cnt * 0.9",
            "id_shape": "update {t} set station_id = '201' {one}",
            "raw_number": f"update {{t}} set station_name = '{_NUMBER}' {{one}}",
        }.items()
    }


def _marts(table: str, month: str) -> dict[str, tuple[str, str]]:
    return {
        f"{table}_stale": (table, f"delete from {table} where {month} = '2022-03'"),
        f"{table}_raw_number": (table, f"update {table} set line_name = '{_NUMBER}'"),
    }


_OF_DAY = "strftime(service_date, '%Y-%m')"
DEFECTS: dict[str, tuple[str, str]] = {
    **_both("subway_station_day"),
    "subway_station_day_day_missing": ("subway_station_day", "update subway_station_day set service_date = null where record_number = 2"),
    "subway_station_day_day_gap": ("subway_station_day", "delete from subway_station_day where service_date = '2022-03-10'"),
    "subway_station_day_two_issues": ("subway_station_day", "update subway_station_day set source_file = 'other.csv' where station_id = '0201'"),
    "subway_station_day_registration_lost": ("subway_station_day", "delete from subway_station_day where registration_seq = 1 and station_id = '1251'"),
    "subway_station_day_month": ("subway_station_day", "update subway_station_day set month = '2022-02' where service_date = '2022-03-01'"),
    "subway_station_day_day_thin": ("subway_station_day", "delete from subway_station_day where service_date = '2022-03-10' and line_name = '경의선'"),
    "subway_station_day_registered_before": ("subway_station_day", "update subway_station_day set registered_on = '2022-01-01' where record_number = 2"),
    **_both("subway_station_month"),
    "subway_station_month_hours_of_a_line": ("subway_station_month", "delete from subway_station_month where clock_hour = 7"),
    "subway_station_month_hour_silent": ("subway_station_month", "update subway_station_month set boardings_cnt = 0 where clock_hour = 8"),
    "subway_station_month_night_busy": ("subway_station_month", "update subway_station_month set clock_hour = (clock_hour + 8) % 24"),
    **_marts("fct_subway_station_day", _OF_DAY),
    **_marts("fct_subway_station_month", "month"),
    **_marts("mart_transit__subway_day", _OF_DAY),
    "fct_subway_station_day_rows_as_lake": ("fct_subway_station_day", "delete from fct_subway_station_day where service_date = '2022-02-10'"),
    "fct_subway_station_month_rows_as_lake": ("fct_subway_station_month", "delete from fct_subway_station_month where month = '2022-02' and clock_hour = 7"),
    "mart_transit__subway_day_riders_range": ("mart_transit__subway_day", "update mart_transit__subway_day set boardings_cnt = 5000000"),
}  # fmt: skip

_DAY, _MONTH, _LINES = "fct_subway_station_day", "fct_subway_station_month", "mart_transit__subway_day"
_RIDERS = {f"{_DAY}_conserved", f"{_LINES}_conserved"}  # the mart is made from the fact
MODEL_DEFECTS: list[tuple[str, set[str]]] = [
    (f"insert into {_DAY} from {_DAY} limit 1", {f"{_DAY}_key", *_RIDERS}),
    (f"update {_DAY} set registration_seq = null where station_id = '1291'", {f"{_DAY}_complete"}),
    (f"update {_DAY} set boardings_cnt = -1 where station_id = '1291'", {f"{_DAY}_counts_range", *_RIDERS}),
    (f"update {_DAY} set alightings_cnt = 1 where station_id = '1291'", _RIDERS),
    (f"insert into {_MONTH} from {_MONTH} limit 1", {f"{_MONTH}_key", f"{_MONTH}_conserved"}),
    (f"update {_MONTH} set line_name = null where station_id = '1291'", {f"{_MONTH}_complete"}),
    (f"update {_MONTH} set clock_hour = 24 where station_id = '1291' and clock_hour = 2", {f"{_MONTH}_hour_range"}),
    (f"update {_MONTH} set boardings_cnt = -1 where clock_hour = 2", {f"{_MONTH}_counts_range", f"{_MONTH}_conserved"}),
    (f"update {_MONTH} set clock_hour = 3, registration_seq = registration_seq + 2 where clock_hour = 2", {f"{_MONTH}_no_missing_hours"}),
    (f"insert into {_LINES} from {_LINES} limit 1", {f"{_LINES}_key", f"{_LINES}_conserved"}),
    (f"update {_LINES} set day_type = null where line_name = '2호선'", {f"{_LINES}_complete"}),
    (f"update {_LINES} set boardings_cnt = -1 where line_name = '2호선'", {f"{_LINES}_counts_range", f"{_LINES}_conserved"}),
]  # fmt: skip
