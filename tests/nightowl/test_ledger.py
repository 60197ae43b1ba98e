"""The ledger: what is written comes back, and the newest record of a file is the truth."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from nightowl import commit, ledger
from nightowl.lake import Lake
from nightowl.ledger import FILE_SCHEMA, PART_SCHEMA, FileRecord, Ledger, PartRecord, RunFacts

FILE = "telecom_event/delivered=2026-11-02/events_20261101_04.csv.gz"
FACTS = RunFacts(
    "telecom_event-run1", "telecom_event", date(2026, 11, 1), "0.1.0+abc", "telecom-1", "0a1b2c3d", 12.5
)
RECORD = FileRecord(
    source_file=FILE, delivered=date(2026, 11, 2), status="loaded", bytes=10, sha256="ab", records=21, longest_line_bytes=70,
    compression_ratio=4.5, unknown_columns=["imsi"], rows_clean=10, rows_duplicate=5, rows_merged=3, rows_opted_out=1,
    rows_quarantined=2, quarantined_by_reason={"cell_unknown": 1, "blank_record": 1},
)  # fmt: skip
PART = PartRecord(FILE, "2026-11-01", rows_clean=10, rows_duplicate=5, rows_merged=3, rows_opted_out=1)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path).make()


def write(
    lake: Lake,
    facts: RunFacts = FACTS,
    files: Sequence[FileRecord] = (RECORD,),
    parts: Sequence[PartRecord] = (PART,),
) -> None:
    moves = Ledger(lake).write_staged(commit.stage(lake, facts.run_id), facts, files, parts)
    commit.swap(lake, facts.run_id, [commit.Move(*m) for m in moves])


def test_an_empty_ledger_answers_and_can_be_read_as_tables(lake: Lake) -> None:
    assert Ledger(lake).files("telecom_event") == {}
    assert Ledger(lake).parts("telecom_event") == []
    for name, schema in (("file", FILE_SCHEMA), ("part", PART_SCHEMA)):
        assert pq.read_schema(lake.ledger / name / "_schema.parquet").equals(schema)


def test_records_come_back_as_they_were_written(lake: Lake) -> None:
    refused = replace(
        RECORD, source_file="telecom_event/x.gz", status="refused", reason_code="file_truncated", sentence="It ends …",
        unknown_columns=[], quarantined_by_reason={},
    )  # fmt: skip
    write(lake, files=[RECORD, refused])
    assert Ledger(lake).files("telecom_event") == {FILE: RECORD, "telecom_event/x.gz": refused}
    assert Ledger(lake).parts("telecom_event") == [PART]
    assert Ledger(lake).files("cell") == {} and Ledger(lake).parts("cell") == []


def test_the_tables_hold_what_all_records_of_a_run_share(lake: Lake) -> None:
    before = datetime.now(UTC)
    write(lake)
    row = pq.read_table(lake.ledger / "file" / f"{FACTS.run_id}.parquet").to_pylist()[0]
    shared = ("run_id", "feed", "service_date", "code_version", "rule_version", "key_id", "seconds")
    assert {k: row[k] for k in shared} == {k: getattr(FACTS, k) for k in shared}
    assert before <= row["recorded_at"] <= datetime.now(UTC)
    assert row["quarantined_by_reason"] == [
        {"reason": "blank_record", "rows": 1},
        {"reason": "cell_unknown", "rows": 1},
    ]
    part = pq.read_table(lake.ledger / "part" / f"{FACTS.run_id}.parquet").to_pylist()[0]
    assert (part["run_id"], part["feed"], part["part"], part["rows_merged"]) == (
        FACTS.run_id,
        FACTS.feed,
        PART.part,
        3,
    )


@pytest.mark.parametrize("run_id", ["telecom_event-run0", "telecom_event-run2"])
def test_the_newest_record_of_a_file_and_of_a_part_is_the_truth(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, run_id: str
) -> None:
    """Newest by time, not by the name of its run; records the later run says nothing of stay."""
    other = replace(PART, part="2026-10-31")
    write(lake, parts=[PART, other])
    later = _clock(monkeypatch, datetime.now(UTC) + timedelta(minutes=1))
    write(lake, replace(FACTS, run_id=run_id), [replace(RECORD, rows_clean=9)], [replace(PART, rows_clean=0)])

    assert Ledger(lake).files("telecom_event")[FILE].rows_clean == 9
    assert Ledger(lake).parts("telecom_event") == [other, replace(PART, rows_clean=0)]
    written = pq.read_table(lake.ledger / "file" / f"{run_id}.parquet").to_pylist()
    assert [r["recorded_at"] for r in written] == [later]


def test_of_two_records_of_one_instant_always_the_same_wins(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    _clock(monkeypatch, datetime(2026, 11, 2, tzinfo=UTC))
    for run, rows in (("a", 1), ("c", 3), ("b", 2)):
        write(
            lake,
            replace(FACTS, run_id=run),
            [replace(RECORD, rows_clean=rows)],
            [replace(PART, rows_clean=rows)],
        )
    assert Ledger(lake).files("telecom_event")[FILE].rows_clean == 3
    assert [p.rows_clean for p in Ledger(lake).parts("telecom_event")] == [3]


def test_a_lost_ledger_is_an_empty_one(lake: Lake) -> None:
    write(lake)
    for file in lake.ledger.glob("*/*.parquet"):
        file.unlink()
    assert Ledger(lake).files("telecom_event") == {}


def test_a_record_of_an_older_version_without_a_column_is_read(lake: Lake) -> None:
    write(lake)
    file = lake.ledger / "file" / f"{FACTS.run_id}.parquet"
    pq.write_table(pq.read_table(file).drop_columns(["unknown_columns", "key_id"]), file)
    assert Ledger(lake).files("telecom_event")[FILE].rows_clean == 10


def test_totals_add_up_every_outcome() -> None:
    assert RECORD.rows_accounted == 21 == RECORD.records
    assert PART.rows == 19


def _clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> datetime:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return at

    monkeypatch.setattr(ledger, "datetime", Clock)
    return at
