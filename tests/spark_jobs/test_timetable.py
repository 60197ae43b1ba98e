"""GTFS zips: times past midnight, what a trip and a calendar tell, each refusal and doubt with its code, and the real timetables."""

import io
import os
import shutil
import zipfile
from datetime import date
from pathlib import Path

import duckdb
import pytest

from nightowl import profile
from nightowl.errors import FileRefused
from nightowl.ledger import Ledger
from spark_jobs.timetable import files, service_days, stop_times
from tests.spark_jobs.conftest import land

DAY = date(2026, 11, 1)
TRIPS = "route_id,service_id,trip_id,trip_headsign,direction_id\nN15,night,t1,Namtaeryeong,0\n143,day,t2,,\n"
STOPS = "stop_id,stop_name\ns1,Jongno\ns2,Gangnam\ns3,Namtaeryeong\n"
CALENDAR = (
    "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
    "night,1,1,1,1,1,0,0,20261102,20261115\n"
)
HEADER = "trip_id,arrival_time,departure_time,stop_id,stop_sequence"
# Line → (reason it is refused with, flags it is kept with); the numbers of the lines are those of stop_times.txt.
LINES = {
    "t1,23:50:00,23:50:00,s1,1": (None, []),
    "t1,,,s2,2": (None, []),
    "t1,25:30:00,25:31:00,s3,3": (None, []),
    "t2,5:00:00,,s1,1": (None, ["time_one_sided"]),
    "t2,4:59:00,4:59:30,s2,20": (None, ["time_goes_back"]),
    "t2,,,s9,30": (None, ["trip_end_untimed", "stop_unlisted"]),
    "t1,23:51:00,23:51:00,s2,1": ("duplicate", None),
    "": ("blank_record", None),
    "t2,5:10:00,5:10:00": ("wrong_field_count", None),
    ",5:10:00,5:10:00,s1,4": ("trip_missing", None),
    "t9,5:10:00,5:10:00,s1,4": ("trip_unknown", None),
    "t2,5:10:00,5:10:00,,4": ("stop_missing", None),
    "t2,5:10:00,5:10:00,s1,last": ("stop_seq_malformed", None),
    "t2,5:10,5:10:00,s1,4": ("arrival_malformed", None),
    "t2,5:10:00,05:60:00,s1,4": ("departure_malformed", None),
    "t2,5:10:00,5:09:59,s1,4": ("departure_before_arrival", None),
}


def zipped(folder: str = "", **tables: str) -> bytes:
    """A GTFS zip of the tables given, those of this test where nothing else is said."""
    told = {
        "trips": TRIPS,
        "stops": STOPS,
        "calendar": CALENDAR,
        "stop_times": "\n".join([HEADER, *LINES]) + "\n",
    } | tables
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in told.items():
            if text:
                archive.writestr(f"{folder}{name}.txt", text)
    return content.getvalue()


def deliver(lake, feed: str, content: bytes, delivered: str = "2026-11-02", name: str = "gtfs.zip") -> Path:
    return land(lake, feed, delivered, name, content)


def rows(lake, feed: str, columns: str, order: str = "all") -> list[tuple]:
    with duckdb.connect() as con:
        return con.execute(
            f"select {columns} from read_parquet('{lake.root}/clean/{feed}/**/*.parquet', hive_partitioning = false) order by {order}"
        ).fetchall()


@pytest.fixture(scope="session")
def city():
    return profile.load("cairns")


def test_each_stop_time_is_kept_or_refused_with_its_code(spark, lake, city) -> None:
    deliver(lake, "stop_time", zipped(folder="owl/"))
    summary = stop_times.run(spark, lake, city, DAY)
    assert "16 records: 6 clean, 1 duplicate, 9 quarantined" in summary.sentence
    with duckdb.connect() as con:
        refused = dict(
            con.execute(
                f"select record_number, reasons from read_parquet('{lake.root}/quarantine/stop_time/*/*.parquet')"
            ).fetchall()
        )
    assert refused == {
        n: [code] for n, (code, _) in enumerate(LINES.values(), start=2) if code not in (None, "duplicate")
    }
    kept = dict(rows(lake, "stop_time", "record_number, flags"))
    assert kept == {n: flags for n, (_, flags) in enumerate(LINES.values(), start=2) if flags is not None}
    assert rows(lake, "stop_time", "trip_id, route_id, service_id, direction_id, headsign, stop_seq, stop_id, arrival_s, departure_s, "
                "is_departure_past_midnight, pickup_type", "record_number") == [
        ("t1", "N15", "night", "0", "Namtaeryeong", 1, "s1", 85_800, 85_800, False, "0"),
        ("t1", "N15", "night", "0", "Namtaeryeong", 2, "s2", None, None, False, "0"),
        ("t1", "N15", "night", "0", "Namtaeryeong", 3, "s3", 91_800, 91_860, True, "0"),
        ("t2", "143", "day", None, None, 1, "s1", 18_000, 18_000, False, "0"),
        ("t2", "143", "day", None, None, 20, "s2", 17_940, 17_970, False, "0"),
        ("t2", "143", "day", None, None, 30, "s9", None, None, False, "0"),
    ]  # fmt: skip
    (record,) = Ledger(lake).files("stop_time").values()
    assert (record.flagged, record.unknown_columns) == (
        {"stop_unlisted": 1, "time_goes_back": 1, "time_one_sided": 1, "trip_end_untimed": 1},
        [],
    )


def test_a_timetable_delivered_anew_replaces_the_older_whole(spark, lake, city) -> None:
    """The second has the same first day and one trip less: nothing of the first must stay."""
    both = f"{HEADER},pickup_type,fare_zone\n"
    deliver(
        lake,
        "stop_time",
        zipped(stop_times=both + "t1,23:50:00,23:50:00,s1,1,3,A\nt2,5:00:00,5:00:00,s1,1,,A\n"),
    )
    stop_times.run(spark, lake, city, DAY)
    assert rows(lake, "stop_time", "trip_id, pickup_type") == [("t1", "3"), ("t2", "0")]
    deliver(
        lake, "stop_time", zipped(stop_times=f"{HEADER}\nt1,23:55:00,23:55:00,s1,1\n"), delivered="2026-11-09"
    )
    stop_times.run(spark, lake, city, DAY)
    assert rows(lake, "stop_time", "trip_id, departure_s") == [("t1", 86_100)]
    told = [
        (r.records, r.rows_clean, r.rows_duplicate, r.unknown_columns)
        for r in Ledger(lake).files("stop_time").values()
    ]
    assert told == [(2, 0, 2, ["fare_zone"]), (1, 1, 0, [])]


def test_service_days_are_the_weeks_with_their_exceptions(spark, lake, city) -> None:
    """An id that pandas takes for a missing value, a day added and one removed, a service of added days alone, and rows nobody can expand."""
    calendar = (
        CALENDAR.replace("night,", "NA,").replace("20261115", "20261108")
        + "x,1,1,1,1,1,1,1,20261108,20261102\n"
        + "y,1,1,1,1,1,1,often,20261102,20261108\n"
        + ",1,1,1,1,1,1,1,20261102,20261108\n"
    )
    exceptions = "service_id,date,exception_type\nNA,20261103,2\nNA,20261107,1\nfair,20261231,1\nNA,20261340,1\nNA,20261104,3\n"
    deliver(lake, "service_day", zipped(calendar=calendar, calendar_dates=exceptions))
    service_days.run(spark, lake, city, DAY)
    assert rows(
        lake, "service_day", "valid_from, inventory, service_id, service_date, is_added", "service_date"
    ) == [
        *((date(2026, 11, 2), "gtfs", "NA", date(2026, 11, n), n == 7) for n in (2, 4, 5, 6, 7)),
        (date(2026, 11, 2), "gtfs", "fair", date(2026, 12, 31), True),
    ]
    with duckdb.connect() as con:
        refused = con.execute(
            f"select reasons, line_masked from read_parquet('{lake.root}/quarantine/service_day/*/*.parquet') order by record_number"
        ).fetchall()
    assert [reasons for reasons, _ in refused] == [["service_row_malformed"]] * 5
    assert refused[1][1].endswith("calendar.txt: y,1,1,1,1,1,1,often,******,******")


def days(path: Path, content: bytes) -> list[list[str]]:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return list(files.service_days(path))[1:]


def test_a_service_until_further_notice_ends_three_years_after_its_delivery(tmp_path: Path) -> None:
    endless = CALENDAR.replace("1,1,1,1,1,0,0", "1,0,0,0,0,0,0").replace("20261115", "20991231")
    found = days(tmp_path / "delivered=2026-12-01" / "gtfs.zip", zipped(calendar=endless))
    assert (found[0][3], found[-1][3], len(found)) == ("2026-11-02", "2029-12-03", 162)
    assert {row[5] for row in found} == {"service_end_cut"}


@pytest.mark.parametrize(
    ("tables", "first_day"),
    [
        ({"feed_info": "feed_publisher_name,feed_start_date\nowl,20261031\n"}, "2026-10-31"),
        ({"feed_info": "feed_publisher_name\nowl\n"}, "2026-11-02"),
        ({"calendar": "", "calendar_dates": "service_id,date,exception_type\nnight,20261101,2\nnight,20261105,1\n"}, "2026-11-05"),
    ],
)  # fmt: skip
def test_a_timetable_begins_when_it_says_or_with_its_calendar(tmp_path: Path, tables, first_day) -> None:
    assert {row[0] for row in days(tmp_path / "gtfs.zip", zipped(**tables))} == {first_day}


def test_a_timetable_without_a_calendar_begins_on_the_day_of_its_name_or_delivery(spark, lake, city) -> None:
    none = {"calendar": "", "stop_times": f"{HEADER}\nt1,23:50:00,23:50:00,s1,1\n"}
    deliver(lake, "stop_time", zipped(**none), name="gtfs_20260901.zip")
    deliver(lake, "stop_time", zipped(**none, agency="agency_name\nOwl Lines\n"))
    stop_times.run(spark, lake, city, DAY)
    assert rows(lake, "stop_time", "valid_from, inventory") == [
        (date(2026, 9, 1), "gtfs"),
        (date(2026, 11, 2), "gtfs:Owl Lines"),
    ]


def test_trips_by_headway_and_trips_told_twice_are_known(tmp_path: Path) -> None:
    path = tmp_path / "gtfs.zip"
    doubled = TRIPS + "N26,night,t2,Elsewhere,1\nN15,night,t1,Namtaeryeong,0\n"
    path.write_bytes(
        zipped(
            trips=doubled, frequencies="trip_id,start_time,end_time,headway_secs\nt1,1:00:00,4:00:00,1800\n"
        )
    )
    told = {
        row[7]: (row[2], row[6]) for row in files.stop_times(path) if len(row) > 8 and row[7] in ("t1", "t2")
    }
    assert told == {"t1": ("N15", "trip_by_headway"), "t2": ("143", "trip_doubled")}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (zipped(stop_times=""), "timetable_table_missing"),
        (zipped(trips=""), "timetable_table_missing"),
        (zipped(calendar=""), "timetable_table_missing"),
        (zipped()[:-60], "file_damaged"),
    ],
)
def test_a_zip_that_is_no_timetable_is_refused_with_a_sentence(
    tmp_path: Path, content: bytes, code: str
) -> None:
    (path := tmp_path / "gtfs.zip").write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        for reader in (files.stop_times, files.service_days):
            list(reader(path))
    assert refused.value.code == code and "gtfs.zip" in str(refused.value)


def real(lake, name: str) -> None:
    if "NIGHTOWL_REAL_DATA" not in os.environ:
        pytest.skip("NIGHTOWL_REAL_DATA names no folder of real files")
    for feed in ("stop_time", "service_day"):
        folder = lake.delivery(feed, date(2026, 11, 2))
        folder.mkdir(parents=True)
        shutil.copy(Path(os.environ["NIGHTOWL_REAL_DATA"]) / name, folder)


# zip → its first day, stop times, departures and arrivals at or past 24:00, days its services run, the last of them
REAL = {
    "gtfs/cairns_gtfs.zip": (date(2014, 5, 26), 37_790, 1_405, 1_405, 247, date(2014, 12, 28)),
    "gtfs/nyc_subway_gtfs_tidytransit.zip": (
        date(2018, 6, 24),
        446_924,
        12_848,
        12_819,
        2_354,
        date(2018, 11, 3),
    ),
    "terrain/porto_alegre_bus_gtfs.zip": (date(2019, 4, 11), 130_019, 0, 0, 7_428, date(2019, 7, 15)),
}


@pytest.mark.long
@pytest.mark.parametrize("name", REAL)
def test_the_real_timetables_load_with_their_service_days(spark, lake, city, name: str) -> None:
    real(lake, name)
    first_day, times, departures, arrivals, running, last_day = REAL[name]
    stop_times.run(spark, lake, city, DAY)
    service_days.run(spark, lake, city, DAY)
    late = "count(*) filter (is_departure_past_midnight), count(*) filter (arrival_s >= 86400)"
    assert rows(lake, "stop_time", f"min(valid_from), count(*), {late}") == [
        (first_day, times, departures, arrivals)
    ]
    assert rows(lake, "service_day", "min(valid_from), count(*), max(service_date)") == [
        (first_day, running, last_day)
    ]
    for record in [*Ledger(lake).files("stop_time").values(), *Ledger(lake).files("service_day").values()]:
        assert (record.status, record.rows_clean, record.flagged, record.unknown_columns) == (
            "loaded",
            record.records,
            {},
            [],
        )
