"""What the gate knows of a night from the ledger."""

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.lake_fixture import DAY_1, DAY_2
from tests.lake_schema import FEEDS

DAY_3 = DAY_2 + timedelta(days=1)


@pytest.fixture
def night(lake, seoul):
    """Prepare the night of a service date; returns it and a function that asks its tables."""
    from expectations import facts
    from expectations.engine import Database

    databases = []

    def prepare(service_date, profile=seoul):
        databases.append(Database())
        return facts.prepare(databases[-1].execute, lake, profile, service_date), databases[-1].execute

    yield prepare
    for database in databases:
        database.close()


def add(lake, name, file, rows):
    """Write more ledger records: `rows` are changes of the record of the first file of DAY_2."""
    table = pq.read_table(lake.ledger / name / "part-0.parquet")
    record = next(
        r for r in table.to_pylist() if r["source_file"].startswith(f"telecom_event/delivered={DAY_3}")
    )
    pq.write_table(
        pa.Table.from_pylist([record | row for row in rows], table.schema), lake.ledger / name / file
    )
    return record


def test_the_newest_record_of_a_file_and_partition_counts(night, lake):
    later = datetime(2022, 3, 4, tzinfo=UTC)
    first = add(lake, "part", "rerun.parquet", [{"run_id": "rerun", "rows_clean": 1, "recorded_at": later}])
    _, ask = night(DAY_2)
    rows = ask(
        f"select rows_found - rows_ledger from partition_rows where part = '{DAY_2}' and table_name = 'telecom_event'"
    )
    assert rows == [(first["rows_clean"] - 1,)]


def test_a_night_touches_every_partition_its_runs_wrote(night, lake):
    later = datetime(2022, 3, 4, tzinfo=UTC)
    add(
        lake,
        "file",
        "r3.parquet",
        [{"run_id": "r3", "service_date": DAY_3, "source_file": "late", "recorded_at": later}],
    )
    add(lake, "part", "r3.parquet", [
        {"run_id": "r3", "source_file": "late", "part": str(DAY_1), "rows_clean": 0, "rows_duplicate": 3, "recorded_at": later},
        {"run_id": "r3", "part": str(DAY_2), "recorded_at": later},
    ])  # fmt: skip
    facts, _ = night(DAY_3)
    assert facts.touched["telecom_event"] == [str(DAY_1), str(DAY_2)]
    assert facts.touched["cell"] == []


def test_a_day_that_was_delivered_must_hold_rows_even_if_the_ledger_tells_of_none(night, lake):
    add(
        lake,
        "file",
        "r3.parquet",
        [
            {
                "run_id": "r3",
                "service_date": DAY_3,
                "source_file": "next",
                "delivered": DAY_3 + timedelta(days=1),
            }
        ],
    )
    facts, _ = night(DAY_3)
    assert facts.required["telecom_event"] == facts.due("telecom_event") == [str(DAY_3)]


@pytest.mark.parametrize(("delivered_after", "is_delivered"), [(0, False), (1, True), (3, True)])
def test_a_daily_feed_is_delivered_by_the_morning_after_or_later(night, lake, delivered_after, is_delivered):
    delivered = DAY_3 + timedelta(days=delivered_after)
    add(
        lake,
        "file",
        "r3.parquet",
        [{"run_id": "r3", "service_date": DAY_3, "source_file": "f", "delivered": delivered}],
    )
    add(lake, "part", "r3.parquet", [{"run_id": "r3", "source_file": "f", "part": str(DAY_3)}])
    _, ask = night(DAY_3)
    assert ask("select is_delivered from night_feed where feed = 'telecom_event'") == [(is_delivered,)]


def test_a_feed_switched_off_is_not_asked_after(night, seoul):
    feeds = seoul.feeds | {
        "telecom_event": seoul.feeds["telecom_event"].model_copy(update={"enabled": False})
    }
    facts, ask = night(DAY_2, seoul.model_copy(update={"feeds": feeds}))
    assert "telecom_event" not in facts.loaded
    assert ask("select feed from night_feed where feed = 'telecom_event'") == []


def test_rows_without_a_ledger_are_noticed(night, lake):
    for file in (lake.ledger / "part").glob("*.parquet"):
        file.unlink()
    facts, ask = night(DAY_2)
    assert facts.loaded == set(FEEDS)
    assert ask(
        "select count(*) > 0 and bool_and(rows_ledger = 0 and rows_found > 0) from partition_rows"
    ) == [(True,)]


def test_an_older_night_judges_its_own_day(night):
    facts, _ = night(date(2022, 2, 1))
    assert set(facts.touched["telecom_event"]) == set()
