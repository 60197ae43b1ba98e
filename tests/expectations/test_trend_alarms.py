"""The figures that are compared, from a ledger made by hand, and the alarms the gate makes of them."""

from datetime import UTC, date, datetime, timedelta

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nightowl.lake import Lake
from nightowl.ledger import FILE_SCHEMA, PART_SCHEMA, Ledger
from nightowl.profile import Profile
from nightowl.quality import read_trend

LAST = date(2026, 11, 1)
FEED = "telecom_event"
NOW = datetime(2026, 11, 2, 6, tzinfo=UTC)


def write(lake: Lake, nights: dict[date, tuple[int, int]], delivered: dict[date, date]) -> None:
    """One file a service day, with its kept and refused records and three late ones of the day before; cells and persons of each day."""
    Ledger(lake)
    files, parts = [], []
    for day, (kept, refused) in nights.items():
        name = f"{FEED}/delivered={delivered[day]}/events_{day:%Y%m%d}.csv.gz"
        shared = {"run_id": "r", "feed": FEED, "source_file": name, "recorded_at": NOW}
        reasons = [{"reason": "cell_unknown", "rows": refused}] if refused else []
        files.append(
            dict.fromkeys(FILE_SCHEMA.names) | shared
            | {"service_date": LAST, "delivered": delivered[day], "status": "loaded", "records": kept + 3 + refused,
               "rows_clean": kept + 3, "rows_quarantined": refused, "quarantined_by_reason": reasons}
        )  # fmt: skip
        for part, rows in ((day, kept), (day - timedelta(days=1), 3)):
            zeroes = {"rows_duplicate": 0, "rows_merged": 0, "rows_opted_out": 0}
            parts.append(shared | zeroes | {"part": str(part), "rows_clean": rows})
    for name, schema, rows in (("file", FILE_SCHEMA, files), ("part", PART_SCHEMA, parts)):
        pq.write_table(pa.Table.from_pylist(rows, schema), lake.ledger / name / "r.parquet")


def write_cells_and_persons(lake: Lake, cells: dict[date, int], persons: dict[date, int]) -> None:
    for table, columns in (
        ("cell_day", {"service_date": [d for d, n in cells.items() for _ in range(n)], "events_cnt": [1] * sum(cells.values())}),
        ("unicity", {"service_date": list(persons), "persons_cnt": list(persons.values())}),
    ):  # fmt: skip
        folder = lake.table("aggregate", table)
        folder.mkdir(parents=True)
        pq.write_table(pa.table(columns), folder / "part-0.parquet")


@pytest.fixture
def judge(tmp_path, seoul: Profile):
    """What the gate says of the trends of LAST: code → (status, sentence)."""
    from expectations import facts, trend
    from expectations.engine import Database

    lake = Lake(tmp_path).make()
    databases = []

    def run() -> dict[str, tuple[str, str]]:
        databases.append(Database())
        night = facts.prepare(databases[-1].execute, lake, seoul, LAST)
        (suite,) = [s for s in trend.SUITES if s.table == FEED]
        databases[-1].execute(f'create view "{suite.view}" as select * from {suite.source}')
        found = databases[-1].run(suite, suite.expectations(night))
        return {f.meta["code"].removeprefix(f"{FEED}_"): (f.status, f.meta["sentence"]) for f in found}

    yield lake, run
    for database in databases:
        database.close()


DAYS = [LAST - timedelta(days=n) for n in range(49)]
MORNING_AFTER = {day: day + timedelta(days=1) for day in DAYS}


def test_a_usual_day_raises_no_alarm_and_late_rows_are_no_day(judge) -> None:
    lake, run = judge
    write(lake, dict.fromkeys(DAYS, (1_000, 20)), MORNING_AFTER)
    write_cells_and_persons(lake, dict.fromkeys(DAYS, 30), dict.fromkeys(DAYS, 400))
    assert {status for status, _ in run().values()} == {"pass"}
    kept = [j for j in read_trend(lake) if j.metric == "volume"]
    assert sorted(j.service_date for j in kept) == sorted(DAYS) and {j.value for j in kept} == {1_000}
    assert {j.metric for j in read_trend(lake)} == {
        "volume",
        "refused",
        "refused:cell_unknown",
        "active_cells",
        "persons",
    }


def test_each_alarm_says_what_was_expected_and_found(judge) -> None:
    lake, run = judge
    write(lake, dict.fromkeys(DAYS, (1_000, 20)) | {LAST: (600, 40)}, MORNING_AFTER)
    write_cells_and_persons(
        lake, dict.fromkeys(DAYS, 30) | {LAST: 20}, dict.fromkeys(DAYS, 400) | {LAST: 240}
    )
    found = run()
    assert {code for code, (status, _) in found.items() if status == "fail"} == {
        "trend_volume", "trend_refused", "trend_active_cells", "trend_persons"
    }  # fmt: skip
    assert "volume of 2026-11-01 (sunday): 600 found, 889 to 1,111 expected" in found["trend_volume"][1]
    assert "refused:cell_unknown of 2026-11-01 (sunday): 6.221 % found" in found["trend_refused"][1]
    assert "active_cells of 2026-11-01 (sunday): 20 found" in found["trend_active_cells"][1]


def test_a_day_delivered_late_with_others_is_still_its_own_day(judge) -> None:
    """Three days handed over at once are three days, not one of three times the volume."""
    lake, run = judge
    together = MORNING_AFTER | {day: LAST + timedelta(days=1) for day in DAYS[:3]}
    write(lake, dict.fromkeys(DAYS, (1_000, 20)), together)
    assert run()["trend_volume"][0] == "pass"
    assert {j.value for j in read_trend(lake) if j.metric == "volume"} == {1_000}


def test_files_of_other_days_alone_do_not_make_the_night_s_figures(judge) -> None:
    lake, run = judge
    earlier = DAYS[1:]
    write(lake, dict.fromkeys(earlier, (1_000, 20)), MORNING_AFTER | {DAYS[1]: LAST + timedelta(days=1)})
    assert run()["trend_missing"][0] == "fail"


def test_without_any_figure_the_floor_fails(judge) -> None:
    _, run = judge
    assert run()["trend_rows_floor"][0] == "fail"


def test_cases_are_counted_by_field_as_the_public_may_on_days_that_were_delivered(tmp_path) -> None:
    from expectations import trend

    lake = Lake(tmp_path).make()
    told = [(LAST, "교통")] * 3 + [(LAST, None)] * 2 + [(LAST - timedelta(days=1), "교통")]
    folder = lake.table("aggregate", "complaint_case_public")
    folder.mkdir(parents=True)
    days, fields = zip(*told, strict=True)
    pq.write_table(pa.table({"service_date": days, "field": fields}), folder / "part-0.parquet")
    with duckdb.connect() as con:
        con.execute(
            f"create table trend_part as select 'complaint_version' as feed, date '{LAST}' as service_date"
        )
        points = trend._of_complaints(lambda query: con.execute(query).fetchall(), lake)
    assert [(p.metric, p.service_date, p.value) for p in points] == [("cases:교통", LAST, 3.0)]


def test_a_field_of_which_far_more_is_written_than_on_such_days_is_an_alarm() -> None:
    """Five Sundays alike, then four times as many noises; waste stays as it was."""
    from expectations.suite import Night
    from expectations.trend import _alarms
    from nightowl import profile, trend

    sundays = [LAST - timedelta(days=7 * weeks) for weeks in range(5, -1, -1)]
    points = [
        trend.Point("complaint_version", f"cases:{field}", day, 160.0 if (day, field) == (LAST, "환경") else 40.0)
        for day in sundays for field in ("환경", "청소")
    ]  # fmt: skip
    night = Night(
        profile.load("seoul"),
        str(LAST),
        required={"complaint_version": [str(LAST)]},
        trends=tuple(trend.judge(points, ())),
    )
    where, told = _alarms("complaint_version", night, ("cases",))
    assert "split_part(metric, ':', 1) in ('cases')" in where
    assert told.startswith(f"complaint_version, cases:환경 of {LAST}") and told.count(" found, ") == 1
