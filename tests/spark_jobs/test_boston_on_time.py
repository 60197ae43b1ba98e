"""The clock of a case against a city that publishes its own: Boston's half year of 2011, 58,251 cases, 58,093 of them told on time or overdue.

The rule that says the same of all of them: a case is late if it has a limit, and was closed after it to the second, or is open with the limit behind
it as of any moment after the last limit (13 December 2015; the file was exported years later). A case without a limit is in time.
"""

import os
import zipfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from spark_jobs.complaints.clock import IS_LATE

BOSTON = ZoneInfo("America/New_York")
EXPORTED = datetime(2019, 11, 1, tzinfo=BOSTON)


@pytest.fixture(scope="module")
def boston(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The cases as the city publishes them: status, times as they were there, and its own word."""
    folder = os.environ.get("NIGHTOWL_REAL_DATA")
    if not folder:
        pytest.skip("NIGHTOWL_REAL_DATA is unset: Boston's 311 file is not at hand")
    with zipfile.ZipFile(Path(folder) / "complaints" / "boston311_2011.zip") as archive:
        (name,) = archive.namelist()
        path = archive.extract(name, tmp_path_factory.mktemp("boston"))
    con = duckdb.connect()
    con.execute("set timezone = 'UTC'")
    con.read_csv(path, all_varchar=True).create_view("raw")
    con.execute(
        """create table boston as select case_enquiry_id as case_id, lower(case_status) as status, ontime,
            timezone('America/New_York', closed_dt::timestamp) as closed_at, timezone('America/New_York', target_dt::timestamp) as due_at
        from raw"""
    )
    return con


def differ(con: duckdb.DuckDBPyConnection, late: str, as_of: datetime = EXPORTED) -> int:
    """Cases of which the city says otherwise than the rule, or the rule says nothing."""
    told = f"select count(*) from boston where ontime is not null and ({late}) is distinct from (ontime = 'OVERDUE')"
    (count,) = con.execute(told, {"as_of": as_of} if "$as_of" in late else {}).fetchone() or (None,)
    assert count is not None
    return int(count)


def test_the_clock_says_of_all_58_093_cases_what_the_city_says(boston: duckdb.DuckDBPyConnection) -> None:
    told = boston.execute("select ontime, count(*) from boston group by all").fetchall()
    assert dict(told) == {"ONTIME": 46_572, "OVERDUE": 11_521, None: 158}
    assert differ(boston, IS_LATE) == 0


def test_of_the_158_cases_the_city_leaves_blank_the_clock_would_call_each_late(
    boston: duckdb.DuckDBPyConnection,
) -> None:
    """So the blank is no slip of an empty limit: the city does not say, and no count may say it for it."""
    late = f"select count(*), count(*) filter ({IS_LATE}), count(*) filter (status = 'open') from boston where ontime is null"
    assert boston.execute(late, {"as_of": EXPORTED}).fetchone() == (158, 158, 1)


@pytest.mark.parametrize(
    ("how", "late", "as_of"),
    [
        (
            "cases without a limit are unknown",
            "case when due_at is not null then " + IS_LATE + " end",
            EXPORTED,
        ),
        ("open cases are not looked at", "coalesce(closed_at > due_at, false)", EXPORTED),
        ("a day's grace", "coalesce(coalesce(closed_at, $as_of) > due_at + interval 1 day, false)", EXPORTED),
        ("as of the end of the year", IS_LATE, datetime(2012, 1, 1, tzinfo=BOSTON)),
    ],
)
def test_no_other_rule_says_the_same(
    boston: duckdb.DuckDBPyConnection, how: str, late: str, as_of: datetime
) -> None:
    assert differ(boston, late, as_of) > 500, how
