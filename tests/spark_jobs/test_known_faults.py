"""Faults that public pipelines of carrier records have, each by a test that would catch it here; named after the fault.

Those about speed and about operators' codes stand with their rules (`test_behaviour.py`, `test_carriers.py`).
"""

import gzip
from collections import Counter
from dataclasses import dataclass
from datetime import date

import duckdb
import pytest
from pyspark.sql import SparkSession

from nightowl.lake import Lake
from nightowl.ledger import Ledger
from nightowl.profile import Profile
from spark_jobs.telecom import cells, events
from spark_jobs.telecom.suppression import hide_small
from tests.spark_jobs.conftest import land

DAY = date(2026, 11, 1)
CELL_HEADER = "inventory_date,cell_id,site_id,technology,latitude,longitude,active_from,active_to"
INSIDE = {"c1": (37.5665, 126.978), "c2": (37.5668, 126.979)}
OUTSIDE = {
    "south": (37.40, 126.978),
    "north": (37.73, 126.978),
    "west": (37.5665, 126.72),
    "east": (37.5665, 127.21),
}
HEADER = "record_ref,msisdn,event_time,event_type,cell_id,duration_s,sequence,home_area,age_band"


def event(ref: str, at: str = "10:00:00", cell: str = "c1", day: str = "2026-11-01") -> str:
    return f"{ref},01012345678,{day} {at},call,{cell},60,,,"


LINES = [
    # A, B, A at one instant: the copy of the first does not stand beside it
    event("A", "09:00:00"), event("B", "09:00:00", "c2"), event("A", "09:00:00"),
    # one row twice, another three times, one alone
    event("TWICE", "11:00:00"), event("TWICE", "11:00:00"), event("THRICE", "12:00:00"), event("ALONE", "13:00:00"),
    event("THRICE", "12:00:00"), event("THRICE", "12:00:00"),
    # around midnight, and around the cut of the service day
    event("BEFORE_MIDNIGHT", "23:59:59"), event("MIDNIGHT", "00:00:00", day="2026-11-02"),
    event("LAST_SECOND", "03:59:59", day="2026-11-02"), event("FIRST_SECOND", "04:00:00"), event("EVE", "03:59:59"),
]  # fmt: skip


@dataclass(frozen=True)
class Ran:
    """A lake after one run over the lines above."""

    lake: Lake

    def rows(self) -> list[tuple[str, int, str]]:
        """Service day, hour and reference of every clean row."""
        query = "select cast(service_date as varchar), hour, record_ref from read_parquet($1, hive_partitioning = false) order by all"
        with duckdb.connect() as con:
            return con.execute(query, [self.lake.glob("clean", "telecom_event")]).fetchall()

    def kept(self) -> Counter:
        return Counter(ref for _, _, ref in self.rows())


@pytest.fixture(scope="module")
def ran(spark: SparkSession, seoul: Profile, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    lake = Lake(tmp_path_factory.mktemp("known-faults")).make()
    inventory = [
        f"2026-10-01,{cell},{cell},LTE,{lat},{lng},2020-01-01,"
        for cell, (lat, lng) in (INSIDE | OUTSIDE).items()
    ]
    land(lake, "cell", "2026-11-01", "cells.csv", "\n".join([CELL_HEADER, *inventory, ""]))
    cells.run(spark, lake, seoul, DAY)
    packed = gzip.compress("\n".join([HEADER, *LINES, ""]).encode(), mtime=0)
    land(lake, "telecom_event", "2026-11-02", "events_20261101_10.csv.gz", packed)
    events.run(spark, lake, seoul, DAY)
    return Ran(lake)


def test_lower_bound_of_a_bounding_box_never_fires(ran: Ran) -> None:
    """All four sides refuse what lies beyond them."""
    query = "select first_reason, record_number from read_parquet($1, hive_partitioning = false) order by 2"
    with duckdb.connect() as con:
        refused = con.execute(query, [ran.lake.glob("quarantine", "cell")]).fetchall()
    first = 2 + len(INSIDE)
    assert refused == [("coordinates_outside_city", first + n) for n in range(len(OUTSIDE))]


def test_duplicates_a_b_a_at_one_instant_missed(ran: Ran) -> None:
    """As a comparison with the row before, in order of person and time, would miss them."""
    assert ran.kept()["A"] == 1 and ran.kept()["B"] == 1


def test_duplicates_counted_as_count_minus_one_greater_than_one(ran: Ran) -> None:
    """Two equal rows are one duplicate, three are two: 1 + 1 + 2 with the copy of A."""
    assert [ran.kept()[ref] for ref in ("TWICE", "THRICE", "ALONE")] == [1, 1, 1]
    (record,) = Ledger(ran.lake).files("telecom_event").values()
    assert (record.records, record.rows_duplicate) == (len(LINES), 4)


def test_midnight_counted_twice(ran: Ran) -> None:
    """Each instant belongs to one service day and one hour, those at the very edge too."""
    edges = {"BEFORE_MIDNIGHT", "MIDNIGHT", "LAST_SECOND", "FIRST_SECOND", "EVE"}
    assert [row for row in ran.rows() if row[2] in edges] == [
        ("2026-10-31", 27, "EVE"),
        ("2026-11-01", 4, "FIRST_SECOND"),
        ("2026-11-01", 23, "BEFORE_MIDNIGHT"),
        ("2026-11-01", 24, "MIDNIGHT"),
        ("2026-11-01", 27, "LAST_SECOND"),
    ]


def test_append_on_rerun(ran: Ran, spark: SparkSession, seoul: Profile) -> None:
    """A day made again, and once more, and after a night with nothing new, has the rows it had."""
    before = ran.rows()
    for rebuild in (None, "2026-11-01", "2026-11-01"):
        events.run(spark, ran.lake, seoul, DAY, rebuild=rebuild)
        assert ran.rows() == before
    (record,) = Ledger(ran.lake).files("telecom_event").values()
    assert record.rows_accounted == record.records == len(LINES)


def test_k_anonymity_applied_after_scaling(spark: SparkSession) -> None:
    """Four persons who stand for forty residents are hidden; five whose shares of the hexagon come to one are told."""
    rows = spark.createDataFrame(
        [(24, "A", 4, 40.0), (24, "B", 5, 1.0), (24, "C", 3, 30.0)],
        "hour int, hex_id string, persons_cnt long, persons_est double",
    )
    hidden = hide_small(rows, 5, ["hour"], ["persons_cnt", "persons_est"]).orderBy("hex_id").collect()
    assert [(r.hex_id, r.persons_cnt, r.persons_est, r.is_hidden) for r in hidden] == [
        ("A", None, None, True),
        ("B", 5, 1.0, False),
        ("C", None, None, True),
    ]
