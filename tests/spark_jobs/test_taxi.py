"""Taxi trips: axes put right, each refusal and doubt with its code, nothing kept that names a person, and pairs with few trips hidden."""

import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import h3
import pytest

from nightowl import profile
from nightowl.ledger import Ledger
from spark_jobs.taxi import flows, trips
from tests.spark_jobs.conftest import land

DAY = date(2026, 11, 1)
# Dongdaegu station and Suseong lake.
STATION, LAKE = (35.8797, 128.6285), (35.8272, 128.6171)
HEADER = "START_X,START_Y,ARRIVE_X,ARRIVE_Y"


def line(start: tuple, end: tuple) -> str:
    """As the Daegu file has it: what is called X is the latitude."""
    return f"{start[0]},{start[1]},{end[0]},{end[1]}"


# Line of a file without times → its reason, or its flags beside time_missing.
LINES = {
    line(STATION, LAKE): ["axes_swapped"],
    line(STATION[::-1], LAKE[::-1]): [],
    line(STATION, LAKE[::-1]): ["axes_swapped"],  # one end alone the other way round
    line(STATION, STATION): ["axes_swapped", "same_place"],
    line(STATION, (37.5547, 126.9707)): ["axes_swapped", "outside_city"],  # Seoul station
    line(STATION, (36.594421, 125.123186)): "coordinates_implausible",  # in the sea
    line((0, 0), LAKE): "coordinates_implausible",
    line(STATION, ("", "")): "point_malformed",
    line(STATION, ("east", 128.6)): "point_malformed",
    "START_X,START_,ARRIVE_X,ARRIVE_": "header_repeated",
    "35.8797,128.6285": "wrong_field_count",
    "": "blank_record",
}


@pytest.fixture(scope="session")
def daegu():
    return profile.load("daegu")


def rows(lake, table: str, columns: str, order: str = "all") -> list[tuple]:
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        return con.execute(
            f"select {columns} from read_parquet('{lake.root}/{table}/**/*.parquet', hive_partitioning = false) order by {order}"
        ).fetchall()


def test_each_trip_without_times_is_kept_or_refused_with_its_code(spark, lake, daegu) -> None:
    land(lake, "taxi_trip", "2026-11-02", "trips.csv", "\n".join([HEADER, *LINES]) + "\n")
    summary = trips.run(spark, lake, daegu, DAY)
    assert "12 records: 5 clean, 0 duplicate, 7 quarantined" in summary.sentence
    refused = dict(rows(lake, "quarantine/taxi_trip", "record_number, reasons"))
    numbered = dict(enumerate(LINES.values(), start=2))
    assert refused == {n: [code] for n, code in numbered.items() if isinstance(code, str)}
    kept = dict(rows(lake, "clean/taxi_trip", "record_number, flags"))
    expected = {n: [*said, "trip_time_missing"] for n, said in numbered.items() if isinstance(said, list)}
    assert {n: sorted(f) for n, f in kept.items()} == {n: sorted(f) for n, f in expected.items()}
    (first, *_) = rows(lake, "clean/taxi_trip", "service_date, hour, started_at, start_latitude, start_longitude, end_latitude, end_longitude, "
                       "start_hex_id, end_hex_id, distance_m", "record_number")  # fmt: skip
    assert first[:3] == (date(2026, 11, 2), None, None)
    assert first[3:7] == (*STATION, *LAKE)
    assert first[7:9] == (h3.latlng_to_cell(*STATION, 8), h3.latlng_to_cell(*LAKE, 8))
    assert first[9] == pytest.approx(h3.great_circle_distance(STATION, LAKE, unit="m"), abs=5)
    points = rows(
        lake,
        "clean/taxi_trip",
        "start_latitude, start_longitude, end_latitude, end_longitude",
        "record_number limit 3",
    )
    assert set(points) == {(*STATION, *LAKE)}, "whichever way round they came"


TIMED = "taxi_no,driver,승차일시,하차일시,승차경도,승차위도,하차경도,하차위도,요금"
RIDE = f"{STATION[1]},{STATION[0]},{LAKE[1]},{LAKE[0]}"
TIMED_LINES = {
    f"대구12바3456,김철수,2026-11-01 23:58:00,2026-11-02 00:10:30,{RIDE},9800": None,
    f"대구12바3456,김철수,20261102013000,20261102014500,{RIDE},9800": None,
    f"대구34사7890,이영희,2026-11-02T01:30,,{RIDE},9800": None,
    f"대구99아0000,박민수,2026-11-01 23:58:00,2026-11-02 00:10:30,{RIDE},9800": "duplicate",
    f"대구12바3456,김철수,어제,2026-11-02 00:10:30,{RIDE},9800": "pickup_time_malformed",
    f"대구12바3456,김철수,,,{RIDE},9800": "pickup_time_malformed",
    f"대구12바3456,김철수,2026-11-01 23:58:00,soon,{RIDE},9800": "drop_off_time_malformed",
    f"대구12바3456,김철수,2026-11-01 23:58:00,2026-11-01 23:57:59,{RIDE},9800": "drop_off_time_implausible",
    f"대구12바3456,김철수,2026-11-03 00:00:00,2026-11-03 00:10:00,{RIDE},9800": "time_in_future",
    "대구12바3456,김철수,없음": "wrong_field_count",
}


def test_trips_with_times_belong_to_their_service_day_and_name_nobody(spark, lake, daegu) -> None:
    land(lake, "taxi_trip", "2026-11-02", "trips.csv", "\n".join([TIMED, *TIMED_LINES]) + "\n")
    trips.run(spark, lake, daegu, DAY)
    refused = dict(rows(lake, "quarantine/taxi_trip", "record_number, reasons"))
    numbered = enumerate(TIMED_LINES.values(), start=2)
    assert refused == {n: [code] for n, code in numbered if code not in (None, "duplicate")}
    assert rows(lake, "clean/taxi_trip", "service_date, hour, started_at, ended_at, flags", "record_number") == [
        (date(2026, 11, 1), 23, datetime(2026, 11, 1, 14, 58, tzinfo=UTC), datetime(2026, 11, 1, 15, 10, 30, tzinfo=UTC), []),
        (date(2026, 11, 1), 25, datetime(2026, 11, 1, 16, 30, tzinfo=UTC), datetime(2026, 11, 1, 16, 45, tzinfo=UTC), []),
        (date(2026, 11, 1), 25, datetime(2026, 11, 1, 16, 30, tzinfo=UTC), None, []),
    ]  # fmt: skip
    (record,) = Ledger(lake).files("taxi_trip").values()
    assert (record.records, record.rows_clean, record.rows_duplicate, record.rows_quarantined) == (
        10,
        3,
        1,
        6,
    )
    assert record.unknown_columns == ["taxi_no", "driver", "요금"]
    told = str(rows(lake, "quarantine/taxi_trip", "line_masked"))
    assert "어제" in told and not [word for word in ("철수", "3456", "9800", "6285", "대구") if word in told]
    (clean,) = (lake.root / "clean/taxi_trip").glob("*/*.parquet")
    assert not {"taxi_no", "driver", "요금", "extra_json"} & set(duckdb.read_parquet(str(clean)).columns)


def test_pairs_of_few_trips_are_not_named_and_a_file_delivered_again_replaces_the_older(
    spark, lake, daegu
) -> None:
    """Five trips to the lake, four back; the corrected file has one trip to the lake less, so that nothing can be told any more."""
    there, back = line(STATION, LAKE), line(LAKE, STATION)
    land(
        lake,
        "taxi_trip",
        "2026-11-02",
        "trips_20130305.csv",
        "\n".join([HEADER, *[there] * 5, *[back] * 4]) + "\n",
    )
    trips.run(spark, lake, daegu, DAY)
    ends = tuple(h3.latlng_to_cell(*place, 8) for place in (STATION, LAKE))
    public = "month, day_part, start_hex_id, end_hex_id, trips_cnt, is_hidden, hidden_cells_cnt"
    assert rows(lake, "aggregate/taxi_od", "start_hex_id, end_hex_id, trips_cnt", "trips_cnt") == [
        (*ends[::-1], 4),
        (*ends, 5),
    ]
    assert rows(lake, "aggregate/taxi_od_public", public, "is_hidden") == [
        ("2013-03", "unknown", *ends, 5, False, 0),
        ("2013-03", "unknown", None, None, None, True, 1),
    ]
    land(
        lake,
        "taxi_trip",
        "2026-11-09",
        "trips_20130305.csv",
        "\n".join([HEADER, *[there] * 4, *[back] * 4]) + "\n",
    )
    trips.run(spark, lake, daegu, DAY)
    told = [(r.records, r.rows_clean, r.rows_duplicate) for r in Ledger(lake).files("taxi_trip").values()]
    assert told == [(9, 0, 9), (8, 8, 0)]
    assert rows(lake, "aggregate/taxi_od_public", public) == [
        ("2013-03", "unknown", None, None, None, True, 2)
    ]


def test_the_night_runs_to_the_end_of_the_hour_of_the_cut() -> None:
    with duckdb.connect() as con:
        con.execute(
            "create table trip (service_date date, hour int, start_hex_id varchar, end_hex_id varchar)"
        )
        con.executemany("insert into trip values (?, ?, 'a', 'b')", [(DAY, hour) for hour in (4, 5, 23, 24, 27, None)])  # fmt: skip
        found = {row["day_part"]: row["trips_cnt"] for row in flows.count_trips(con, 4).to_pylist()}
    assert found == {"night": 3, "day": 2, "unknown": 1}


@pytest.mark.long
def test_the_night_of_daegu_is_told_whole_and_the_right_way_round(spark, lake, daegu) -> None:
    if "NIGHTOWL_REAL_DATA" not in os.environ:
        pytest.skip("NIGHTOWL_REAL_DATA names no folder of real files")
    folder = lake.delivery("taxi_trip", date(2026, 11, 2))
    folder.mkdir(parents=True)
    shutil.copy(Path(os.environ["NIGHTOWL_REAL_DATA"]) / "taxi/daegu_night_taxi_trips.csv", folder)
    trips.run(spark, lake, daegu, DAY)
    (record,) = Ledger(lake).files("taxi_trip").values()
    assert (record.records, record.rows_clean, record.rows_duplicate) == (74_591, 74_589, 0)
    assert record.quarantined_by_reason == {"coordinates_implausible": 1, "header_repeated": 1}
    assert record.flagged == {
        "axes_swapped": 74_589,
        "outside_city": 166,
        "same_place": 272,
        "trip_time_missing": 74_589,
    }
    assert rows(
        lake,
        "clean/taxi_trip",
        "count(*) filter (start_latitude between 33 and 39 and start_longitude between 124 and 132)",
    ) == [(74_589,)]
    shown = "count(*) filter (not is_hidden), sum(trips_cnt)::int, min(trips_cnt), sum(hidden_cells_cnt)::int"
    assert rows(lake, "aggregate/taxi_od_public", shown) == [(3_885, 37_454, 5, 23_630)]
    assert rows(lake, "aggregate/taxi_od", "count(*), sum(trips_cnt)::int") == [(27_515, 74_589)]
