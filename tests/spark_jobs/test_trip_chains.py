"""Journeys counted from hexagon to hexagon; and the three jobs that follow riders, run over a lake."""

from datetime import date

import duckdb
import pyarrow as pa
import pytest
from pyspark.sql.pandas.types import to_arrow_schema

from nightowl.lake import Lake
from spark_jobs.transit import tap_loads, taps, trip_chains, trip_legs
from spark_jobs.transit.schema import TRIP_CHAIN_PUBLIC, TRIP_LEG
from spark_jobs.transit.trip_legs import local_midnight
from tests.spark_jobs.conftest import land
from tests.spark_jobs.riding import DAY, at, legs_of, tap
from tests.spark_jobs.taps_by_hand import network
from tests.spark_jobs.test_card_taps import DELIVERED_HEADER, NO_TAP_OUT, line

HALL, GANGNAM = "8830e1d8c1fffff", "8830e1ca2bfffff"
K = 3


@pytest.fixture(scope="module")
def counted() -> list[tuple]:
    """Of three cards that ride from the first hexagon to the second at 8, one twice; of one card that changes; and of one whose end nobody knows."""
    taps_ = [tap(card, "08:10", "s1", "08:25", "s7") for card in "abc"]
    taps_ += [tap("a", "08:40", "s2", "08:55", "s7"), tap("d", "08:50", "s1", "08:52", "s2", journey_ref="J")]
    taps_ += [
        tap("d", "09:01", "s2", "09:10", "s7", journey_ref="J", transfer_cnt=1),
        tap("e", "08:00", "s1"),
    ]
    with duckdb.connect() as con:
        con.register("leg", pa.Table.from_pylist(legs_of(*taps_), to_arrow_schema(TRIP_LEG, timezone="UTC")))
        stops = pa.table({"stop_id": ["s1", "s2", "s7", "s9"], "hex_id": [HALL, HALL, GANGNAM, None]})
        made = trip_chains.count(con, stops, local_midnight(str(DAY), "Asia/Seoul"), K)
    return [tuple(row[c] for c in TRIP_CHAIN_PUBLIC.names) for row in made.to_pylist()]


def test_a_chain_of_k_cards_is_told_by_its_first_boarding_and_the_others_are_counted(counted) -> None:
    assert counted == [
        (DAY, HALL, GANGNAM, 8, 1, 4, 3, False, 0),
        (DAY, None, None, None, None, None, None, True, 1),
    ], "the change is a chain of one card; of the card that did not tap out nothing is told"  # fmt: skip
    assert at("08:10").hour == 23


def test_riders_are_followed_day_by_day_and_a_day_is_made_again_when_its_network_comes(
    spark, lake: Lake, seoul
) -> None:
    here = [line(card_no=f"{n:016d}", journey_ref=str(n), boarded=f"2026110108000{n}") for n in range(6)]
    lost = line(card_no="7" * 16, journey_ref="7", boarded="20261101080008", **NO_TAP_OUT)
    land(lake, "card_tap", "2026-11-02", "a.csv", "\n".join([DELIVERED_HEADER, *here, lost]) + "\n")
    jobs = (trip_legs, tap_loads, trip_chains)

    def night() -> list[list[str]]:
        return [job.run(spark, lake, seoul, date(2026, 11, 2)).partitions for job in jobs]

    def rows(table: str, columns: str) -> list[tuple]:
        with duckdb.connect() as con:
            return con.sql(
                f"select {columns} from read_parquet('{lake.glob('aggregate', table)}', union_by_name = true, hive_partitioning = false) group by all order by all"
            ).fetchall()

    taps.run(spark, lake, seoul, date(2026, 11, 2))
    assert night() == [["2026-11-01"]] * 3
    assert rows("trip_leg", "run_no, board_seq, alight_seq") == [(None, None, None)]
    assert night() == [[]] * 3
    way = [
        {"route_id": "01:11:41110003", "pattern_id": "p", "stop_seq": n, "stop_id": f"01:11:{stop}", "latitude": 37.5 + n / 100, "longitude": 127.0,
         "section_m": 1_100.0}
        for n, stop in enumerate(("4100376", "4100400", "4100470"), 1)
    ]  # fmt: skip
    network(lake, {"stop": [], "pattern_stop": way}, "2026-10-01")
    assert night() == [["2026-11-01"]] * 3
    assert rows("trip_leg", "alight_rule, count(*), min(run_no), max(alight_seq)") == [
        ("tapped", 6, 1, 3),
        (None, 1, 1, None),
    ]
    # The seventh rider gets off as the others do, at the end.
    assert rows("section_load_10min", "section_seq, slot_start_s, load_cnt, cards_cnt, buses_cnt") == [
        (1, 28_800, 7.0, 7, 1),
        (2, 29_400, 7.0, 6, 1),  # half-way in metres, half-way in time: past 08:10
    ]
    assert rows("section_load_hour_public", "section_seq, hour, load_cnt, buses_cnt, is_hidden") == [
        (1, 8, 5, 1, False),
        (2, 8, 5, 1, False),
    ]
    assert trip_legs.run(spark, lake, seoul, date(2026, 11, 2), rebuild="2026-11-01").partitions == [
        "2026-11-01"
    ]
