"""A carrier's file that comes days late: the day it belongs to is made again, and nothing else is."""

import hashlib
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from nightowl.lake import Lake
from nightowl.ledger import Ledger
from simulator.feeds import FEEDS
from simulator.handover import hand_over
from simulator.orders import Order
from spark_jobs.telecom import cells, events, presence

FIRST, DAYS = date(2026, 11, 2), 6
LATE_BY = timedelta(days=5)
LATE = "events_20261102_20.csv.gz"


def deliver(lake: Lake) -> None:
    """Six nights of a small city."""
    lake.make()
    order = Order(FIRST, FIRST + timedelta(days=DAYS - 1), 5_000, defect_rate=0)
    for feed in ("cell", "telecom_event"):
        for delivery in FEEDS[feed](order):
            hand_over(lake, delivery, lambda rows: None)


def bytes_of(lake: Lake) -> dict[str, str]:
    """A digest of every file of the clean and derived tables, by partition."""
    tables = [
        *lake.partitions("clean", "telecom_event").values(),
        *lake.partitions("aggregate", "presence_hex_hour").values(),
    ]
    return {
        f"{p.parent.name}/{p.name}": hashlib.sha256(
            b"".join(f.read_bytes() for f in sorted(p.glob("*.parquet")))
        ).hexdigest()
        for p in tables
    }


def rows_of(lake: Lake) -> list[tuple]:
    """All events of the six days (older late rows of the file are too late by now)."""
    query = f"""
        select * exclude source_file from read_parquet($1, hive_partitioning = false) where service_date >= date '{FIRST}'
        order by service_date, subscriber_key, event_at, record_ref, record_number"""
    with duckdb.connect() as con:
        return con.execute(query, [f"{lake.root}/clean/telecom_event/*/*.parquet"]).fetchall()


def days_in(lake: Lake, file: str) -> list[str]:
    """The service days a file holds rows for, as the ledger has it (a few are late rows of the day before)."""
    return sorted(
        {p.part for p in Ledger(lake).parts("telecom_event") if p.source_file.endswith(file) and p.rows}
    )


@pytest.mark.long
def test_a_file_five_days_late_reopens_the_days_of_its_rows_alone(
    spark, seoul, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIGHTOWL_PSEUDONYM_KEY", "ab" * 32)
    whole, lake = Lake(tmp_path / "whole"), Lake(tmp_path / "late")
    for one in (whole, lake):
        deliver(one)
    held = lake.landing / "telecom_event" / f"delivered={FIRST + timedelta(days=1)}" / LATE
    content = held.read_bytes()
    held.unlink()
    last = FIRST + timedelta(days=DAYS - 1)

    def night(of: Lake, service_date: date) -> tuple[list[str], list[str]]:
        cells.run(spark, of, seoul, service_date)
        return events.run(spark, of, seoul, service_date).partitions, presence.run(
            spark, of, seoul, service_date
        ).partitions

    night(whole, last)
    before_late = night(lake, last)
    assert str(FIRST) in before_late[0]
    before = bytes_of(lake)

    came = lake.landing / "telecom_event" / f"delivered={FIRST + timedelta(days=1) + LATE_BY}" / LATE
    came.parent.mkdir(exist_ok=True)
    came.write_bytes(content)
    made = night(lake, last + timedelta(days=1))
    touched = days_in(lake, f"{came.parent.name}/{LATE}")
    assert made == (touched, touched)
    assert str(FIRST) in touched and not set(touched) & {
        str(FIRST + timedelta(days=n)) for n in range(1, DAYS)
    }

    after = bytes_of(lake)
    changed = {place for place in before.keys() | after.keys() if before.get(place) != after.get(place)}
    assert changed == {
        f"{table}/service_date={day}" for table in ("telecom_event", "presence_hex_hour") for day in touched
    }
    assert rows_of(lake) == rows_of(whole)
    assert night(lake, last + timedelta(days=1)) == ([], [])
