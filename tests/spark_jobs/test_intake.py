"""What every feed's run keeps, shown on telecom events: conservation, late rows, reruns, bad files beside good ones."""

import gzip
import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from nightowl.errors import NightowlError
from nightowl.ledger import Ledger
from spark_jobs.intake import RowsLost
from spark_jobs.telecom import carrier, cells, events, presence
from tests.spark_jobs.conftest import land

DAY = date(2026, 11, 1)
HEADER = ",".join(carrier.COLUMNS)
CELLS = "inventory_date,cell_id,site_id,technology,latitude,longitude,active_from,active_to\n2026-10-01,c1,s1,LTE,37.5665,126.978,2020-01-01,\n"


def event(ref: str, at: str = "2026-11-01 10:00:00", number: str = "01012345678") -> str:
    return f"{ref},{number},{at},call,c1,60"


def deliver(lake, name: str, *lines: str, delivered: str = "2026-11-02") -> Path:
    return land(
        lake,
        "telecom_event",
        delivered,
        name,
        gzip.compress("\n".join([HEADER, *lines, ""]).encode(), mtime=0),
    )


@pytest.fixture
def with_cells(spark, lake, seoul):
    land(lake, "cell", "2026-11-01", "cells.csv", CELLS)
    cells.run(spark, lake, seoul, DAY)
    return lake


def clean_rows(lake) -> list[tuple]:
    with duckdb.connect() as con:
        return con.execute(
            f"select service_date::varchar, record_ref, source_file from read_parquet('{lake.glob('clean', 'telecom_event')}', "
            "hive_partitioning = false) order by all"
        ).fetchall()


def fingerprints(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*.parquet"))
    }


def spoil_what_is_staged(monkeypatch, spoil: Callable[[pa.Table], pa.Table]) -> None:
    whole = events.stage

    def stage(spark, lake, profile, read, folder: Path) -> None:
        whole(spark, lake, profile, read, folder)
        for file in sorted(folder.glob("rows/outcome=clean/part=*/*.parquet")):
            pq.write_table(spoil(pq.read_table(file, partitioning=None)), file)

    monkeypatch.setattr(events, "stage", stage)


def test_a_lost_row_fails_the_job_and_changes_nothing(spark, with_cells, seoul, monkeypatch) -> None:
    lake = with_cells
    deliver(lake, "a.csv.gz", event("R1"), event("R2"))
    spoil_what_is_staged(monkeypatch, lambda rows: rows.filter(pc.field("record_ref") != "R2"))
    with pytest.raises(RowsLost, match="arrival counted 2 records, but the job accounts for 1"):
        events.run(spark, lake, seoul, DAY)
    assert lake.partitions("clean", "telecom_event") == {} and Ledger(lake).files("telecom_event") == {}
    monkeypatch.undo()
    events.run(spark, lake, seoul, DAY)
    assert [r[1] for r in clean_rows(lake)] == ["R1", "R2"]


def test_a_doubled_row_fails_the_job_too(spark, with_cells, seoul, monkeypatch) -> None:
    lake = with_cells
    deliver(lake, "a.csv.gz", event("R1"))
    spoil_what_is_staged(monkeypatch, lambda rows: pa.concat_tables([rows, rows]))
    with pytest.raises(RowsLost, match="arrival counted 1 records, but the job accounts for 2"):
        events.run(spark, lake, seoul, DAY)


def test_a_second_run_finds_nothing_new_and_a_rebuild_makes_the_same_rows(spark, with_cells, seoul) -> None:
    lake = with_cells
    deliver(lake, "a.csv.gz", event("R1"), event("R2"), event("R1"))
    events.run(spark, lake, seoul, DAY)
    before, marks = clean_rows(lake), fingerprints(lake.table("clean", "telecom_event"))
    assert events.run(spark, lake, seoul, DAY).sentence == "telecom_event: nothing new in landing"
    assert fingerprints(lake.table("clean", "telecom_event")) == marks
    assert events.run(spark, lake, seoul, DAY, rebuild="2026-11-01").partitions == ["2026-11-01"]
    assert clean_rows(lake) == before
    (record,) = Ledger(lake).files("telecom_event").values()
    assert (record.records, record.rows_clean, record.rows_duplicate) == (3, 2, 1)


def test_late_rows_reopen_exactly_their_day_with_duplicates_found_across_files(
    spark, with_cells, seoul
) -> None:
    lake = with_cells
    deliver(lake, "a.csv.gz", event("R1"), event("R2", "2026-11-02 03:00:00"))
    deliver(lake, "b.csv.gz", event("R3", "2026-10-31 10:00:00"), "broken", delivered="2026-11-01")
    events.run(spark, lake, seoul, DAY)
    presence.run(spark, lake, seoul, DAY)
    untouched = lake.partition("clean", "telecom_event", "service_date", "2026-10-31")
    mark = fingerprints(untouched)
    deliver(lake, "late.csv.gz", event("R9"), event("R1"), delivered="2026-11-05")
    summary = events.run(spark, lake, seoul, date(2026, 11, 4))
    assert summary.partitions == ["2026-11-01"]
    assert presence.run(spark, lake, seoul, DAY).partitions == ["2026-11-01"]
    assert fingerprints(untouched) == mark
    assert [(r[0], r[1], r[2][-9:]) for r in clean_rows(lake)] == [
        ("2026-10-31", "R3", "/b.csv.gz"), ("2026-11-01", "R1", "/a.csv.gz"), ("2026-11-01", "R2", "/a.csv.gz"), ("2026-11-01", "R9", "te.csv.gz")
    ]  # fmt: skip
    records = {
        k[-9:]: (r.records, r.rows_clean, r.rows_duplicate, r.rows_quarantined)
        for k, r in Ledger(lake).files("telecom_event").items()
    }
    assert records == {"/a.csv.gz": (2, 2, 0, 0), "/b.csv.gz": (2, 1, 0, 1), "te.csv.gz": (2, 1, 1, 0)}


def test_a_rebuild_judges_again_what_a_missing_inventory_had_refused(spark, with_cells, seoul) -> None:
    lake = with_cells
    deliver(lake, "a.csv.gz", event("R1"), event("R2").replace(",c1,", ",c2,"))
    deliver(lake, "b.csv.gz", event("R3", "2026-11-01 05:00:00").replace(",c1,", ",c2,"))
    events.run(spark, lake, seoul, DAY)
    assert [r[1] for r in clean_rows(lake)] == ["R1"]
    land(lake, "cell", "2026-11-03", "more.csv", CELLS + CELLS.splitlines()[1].replace("c1", "c2") + "\n")
    cells.run(spark, lake, seoul, DAY)
    late = deliver(lake, "late.csv.gz", event("R9"), delivered="2026-11-04")
    events.run(spark, lake, seoul, DAY)
    assert [r[1] for r in clean_rows(lake)] == ["R1", "R2", "R9"]
    events.run(spark, lake, seoul, DAY, rebuild="2026-11-01")
    assert [r[1] for r in clean_rows(lake)] == ["R1", "R2", "R3", "R9"]
    with duckdb.connect() as con:
        assert con.execute(
            f"select count(*) from read_parquet('{lake.root}/quarantine/telecom_event/*/*.parquet')"
        ).fetchone() == (0,)
    assert {
        (r.records, r.rows_clean, r.rows_quarantined) for r in Ledger(lake).files("telecom_event").values()
    } == {(2, 2, 0), (1, 1, 0)}
    assert late.exists()


def test_a_rebuild_of_nothing_is_a_sentence(spark, with_cells, seoul) -> None:
    with pytest.raises(NightowlError, match="no delivery that holds rows for service_date 2020-01-01"):
        events.run(spark, with_cells, seoul, DAY, rebuild="2020-01-01")


def test_bad_files_are_refused_with_a_sentence_and_the_good_one_goes_on(spark, with_cells, seoul) -> None:
    lake = with_cells
    good = deliver(lake, "a.csv.gz", event("R1"))
    land(lake, "telecom_event", "2026-11-02", "b.csv.gz", good.read_bytes()[:-12])
    land(lake, "telecom_event", "2026-11-02", "c.csv.gz", b"")
    land(lake, "telecom_event", "2026-11-02", "d.csv", "a,b\n1,2\n")
    land(lake, "telecom_event", "2026-11-02", "e.csv.gz", good.read_bytes())
    events.run(spark, lake, seoul, DAY)
    outcomes = {
        Path(k).name: (r.status, r.reason_code, r.records, r.rows_accounted)
        for k, r in Ledger(lake).files("telecom_event").items()
    }
    assert outcomes == {
        "a.csv.gz": ("loaded", None, 1, 1),
        "b.csv.gz": ("refused", "file_truncated", outcomes["b.csv.gz"][2], 0),
        "c.csv.gz": ("refused", "file_empty", 0, 0),
        "d.csv": ("refused", "column_missing", 2, 0),
        "e.csv.gz": ("duplicate", "file_delivered_twice", 1, 1),
    }
    assert [r[1] for r in clean_rows(lake)] == ["R1"]


def test_columns_in_another_order_under_other_names_land_in_the_same_table(spark, with_cells, seoul) -> None:
    lake = with_cells
    deliver(lake, "a.csv.gz", event("R1"))
    text = "cell,duration,subscriber,roaming,type,start_time,call_reference\nc1,60,01012345678,yes,call,2026-11-01 11:00:00,R2\n"
    land(lake, "telecom_event", "2026-11-02", "b.csv", text)
    events.run(spark, lake, seoul, DAY)
    assert [r[1] for r in clean_rows(lake)] == ["R1", "R2"]
    assert Ledger(lake).files("telecom_event")[
        "telecom_event/delivered=2026-11-02/b.csv"
    ].unknown_columns == ["roaming"]


def test_quarantine_of_a_delivery_day_keeps_the_rows_of_its_earlier_files(spark, with_cells, seoul) -> None:
    lake = with_cells
    for name in ("a.csv.gz", "b.csv.gz"):
        deliver(lake, name, event("R" + name[0]), "broken")
        events.run(spark, lake, seoul, DAY)
    with duckdb.connect() as con:
        kept = con.execute(
            f"select right(source_file, 8), record_number from read_parquet('{lake.root}/quarantine/telecom_event/*/*.parquet') order by 1"
        ).fetchall()
    assert kept == [("a.csv.gz", 3), ("b.csv.gz", 3)]


def test_without_cells_the_sentence_says_what_to_do(spark, lake, seoul) -> None:
    deliver(lake, "a.csv.gz", event("R1"))
    with pytest.raises(NightowlError, match="No cell inventory has been cleaned yet"):
        events.run(spark, lake, seoul, DAY)


def test_a_city_whose_carrier_has_not_delivered_yet_lacks_no_inventory(spark, lake, seoul) -> None:
    assert events.run(spark, lake, seoul, DAY).sentence == "telecom_event: nothing new in landing"


def test_an_old_partition_without_a_newer_column_stays_readable(spark, with_cells, seoul) -> None:
    from spark_jobs import catalog

    lake = with_cells
    deliver(lake, "a.csv.gz", event("R1"))
    events.run(spark, lake, seoul, DAY)
    (part,) = lake.partition("clean", "telecom_event", "service_date", "2026-11-01").glob("*.parquet")
    with duckdb.connect() as con:
        con.execute(f"copy (select * exclude (extra_json) from read_parquet('{part}')) to '{part}'")
        catalog.write_anchors(lake)
        told = con.execute(
            f"select extra_json, record_ref from read_parquet('{lake.glob('clean', 'telecom_event')}', union_by_name = true, hive_partitioning = false)"
        )
        assert told.fetchall() == [(None, "R1")]
    assert presence.run(spark, lake, seoul, DAY, rebuild="2026-11-01").partitions == ["2026-11-01"]
