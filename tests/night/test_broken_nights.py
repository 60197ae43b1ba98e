"""A night whose data broke: what is held back, what is served instead, and what stops the publish.

Each test breaks a copy of the finished demo night and runs the warehouse part of a night on it, without a scheduler.
"""

import uuid
from datetime import date
from pathlib import Path

import duckdb
import pytest

from expectations import gate
from nightowl import edition, environment, profile, quality, snapshots, warehouse
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from tests.night.conftest import cli

NEXT_DAY = date(2026, 11, 2)
CITY = profile.load("seoul")


def run_warehouse(lake: Lake) -> str:
    """Gate, dbt, marts' gate, publish: what `dags/warehouse.py` does, for the service day after the copied one."""
    environment.prepare(lake.home)
    run_id = f"night-{NEXT_DAY}-{uuid.uuid4().hex[:8]}"
    gate.check_lake(lake, CITY, run_id, NEXT_DAY)
    warehouse.build_marts(lake, CITY, run_id, NEXT_DAY)
    gate.check_marts(lake, CITY, run_id, NEXT_DAY)
    return edition.publish_night(lake, CITY, run_id, NEXT_DAY)


def rewrite(lake: Lake, zone: str, table: str, select: str) -> None:
    """Write the newest partition of a table again as `select` of its rows (`rows` in the query)."""
    folder = list(lake.partitions(zone, table).values())[-1]
    files = sorted(folder.glob("*.parquet"))
    with duckdb.connect() as con:
        rows = con.read_parquet([str(f) for f in files])
        con.execute(f"copy ({select}) to '{folder}/rewritten.parquet'")
        del rows
    for file in [*files, *folder.glob(".*.crc")]:
        file.unlink()


def as_of(lake: Lake) -> dict[str, tuple[str, bool]]:
    with snapshots.open_snapshot(lake) as con:
        return {
            n: (str(d), h)
            for n, d, h in con.execute(
                "select table_name, as_of, is_held from mart_quality__table"
            ).fetchall()
        }


def failed_codes(lake: Lake) -> set[str]:
    newest = max(quality.read_runs(lake), key=lambda r: r.started_at)
    return {r.code for r in quality.read_results(lake, newest.run_id) if r.holds}


@pytest.mark.parametrize(
    "select",
    [
        "select * from rows limit 1000",
        "select * from rows union all (select * from rows limit 1)",
    ],
    ids=["rows deleted", "key doubled"],
)
def test_a_critical_failure_holds_its_group_back_with_yesterdays_tables(
    copy_of_night: Lake, select: str
) -> None:
    lake = copy_of_night
    before = lake.snapshot.resolve()
    rewrite(lake, "clean", "telecom_event", select)
    told = run_warehouse(lake)
    assert "held back, with yesterday's tables: owl" in told
    tables = as_of(lake)
    assert tables["mart_owl__night_demand"] == ("2026-11-01", True) and tables["fct_presence_hex_hour"] == (
        "2026-11-01",
        True,
    )
    assert tables["dim_hex"] == ("2026-11-02", False)
    with duckdb.connect() as con:
        con.execute(
            f"attach '{before}' as a (read_only); attach '{lake.snapshot.resolve()}' as b (read_only)"
        )
        for table in ("mart_owl__night_demand", "fct_presence_hex_hour"):
            assert con.execute(
                f"select count(*) from (from a.{table} except all from b.{table})"
            ).fetchone() == (0,)
    assert cli(lake.home, "rollback").code == 0
    assert lake.snapshot.resolve() == before


def test_a_critical_failure_in_core_stops_the_publish(copy_of_night: Lake) -> None:
    lake = copy_of_night
    before = lake.snapshot.resolve()
    rewrite(lake, "clean", "cell", "select * from rows union all (select * from rows limit 1)")
    with pytest.raises(
        NightowlError, match="Nothing was published for 2026-11-02: a critical check of the core failed"
    ):
        run_warehouse(lake)
    assert lake.snapshot.resolve() == before
    assert max(quality.read_runs(lake), key=lambda r: r.started_at).verdict == "stopped"


def test_a_warning_holds_nothing_back(copy_of_night: Lake) -> None:
    """The copied night has warnings of its own (no file of the next day has come), and all is published."""
    lake = copy_of_night
    told = run_warehouse(lake)
    newest = max(quality.read_runs(lake), key=lambda r: r.started_at)
    warned = [
        r for r in quality.read_results(lake, newest.run_id) if r.status == "fail" and r.severity == "warning"
    ]
    assert warned and "held back" not in told and newest.verdict == "published"
    assert {held for _, held in as_of(lake).values()} == {False}
    assert Path(lake.snapshot.resolve()).stem == newest.snapshot
