"""A million records of a simulated night against the oracle: each row by its reason, each behaviour by its flag, each fault of a site.

The seed is one that nothing was tuned on; whoever tunes on it takes another.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import duckdb
import pytest

from nightowl.lake import Lake
from nightowl.ledger import Ledger
from simulator.__main__ import deliver
from simulator.behaviours import BEHAVIOURS
from simulator.city import SECTORS
from simulator.faults import Served
from simulator.orders import Order
from simulator.telecom_defects import ROW_DEFECTS
from spark_jobs.telecom import cell_health, cells, events, opt_out

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from nightowl.profile import Profile

pytestmark = pytest.mark.long
# Late rows reach into the month before, of another inventory.
DAY, ROWS, FEW_ROWS, SEED = date(2026, 12, 3), 1_000_000, 150_000, 77_003
TUESDAYS = [date(2026, 12, 1) + timedelta(weeks=n) for n in range(4)]
FLAGS = sorted({kind.reason for kind in BEHAVIOURS if kind.outcome == "flag"})
RECALL_MIN, PRECISION_MIN = 0.98, 0.95
EXPECTED_MIN = 40


@pytest.fixture(scope="module")
def night(spark: SparkSession, seoul: Profile, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    lake = Lake(tmp_path_factory.mktemp("million"))
    deliver(lake, Order(DAY, DAY, ROWS, seed=SEED), ["cell", "opt_out", "telecom_event"])
    for job in (cells, opt_out, events, cell_health):
        job.run(spark, lake, seoul, DAY + timedelta(days=1))
    return lake


@pytest.fixture(scope="module")
def tuesdays(spark: SparkSession, seoul: Profile, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """One weekday in four weeks of a month, in which no new site takes people from others; the last is held against the other three."""
    lake = Lake(tmp_path_factory.mktemp("tuesdays"))
    for day in TUESDAYS:
        deliver(lake, Order(day, day, FEW_ROWS, seed=SEED), ["cell", "telecom_event"])
    for job in (cells, events, cell_health):
        job.run(spark, lake, seoul, TUESDAYS[-1] + timedelta(days=1))
    return lake


def of_sites(lake: Lake, day: date, columns: str, where: str) -> tuple[list[tuple], list[tuple]]:
    """What was planted and what was told of the cells of a day: `columns` of those of which `where` holds."""
    planted = f"{lake.oracle}/truth/service_date={day}/cell_day.parquet"
    told = f"{lake.partition('aggregate', 'cell_day', 'service_date', str(day))}/*.parquet"
    with duckdb.connect() as con:
        truth, found = (
            con.sql(
                f"select {columns} from read_parquet('{files}', hive_partitioning = false) where {condition} order by all"
            ).fetchall()
            for files, condition in ((planted, f"{columns.split(', ')[-1]} is not null"), (told, where))
        )
    return truth, found


@pytest.fixture(scope="module")
def con(night: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    """Views `planted`, `edge`, `refused` and `clean`, rows by source_file and record_number."""
    places = {
        "planted": f"{night.oracle}/telecom_event/*/defects.parquet",
        "edge": f"{night.oracle}/telecom_event/*/edges.parquet",
        "refused": night.glob("quarantine", "telecom_event"),
        "clean": night.glob("clean", "telecom_event"),
    }
    with duckdb.connect() as con:
        for name, files in places.items():
            con.execute(
                f"create view {name} as from read_parquet('{files}', union_by_name = true, hive_partitioning = false)"
            )
        yield con


def test_every_planted_defect_is_refused_for_its_reason_and_nothing_else_is(
    con: duckdb.DuckDBPyConnection,
) -> None:
    differences = con.sql(
        """select * from (from planted where outcome = 'quarantine') p full join refused r using (source_file, record_number)
        where r.reasons is distinct from [p.reason]"""
    ).fetchall()
    assert differences == []
    found = dict(con.sql("select reasons[1], count(*) from refused group by all").fetchall())
    assert set(found) == {kind.reason for kind in ROW_DEFECTS if kind.reason}
    assert min(found.values()) >= 100


@pytest.mark.parametrize("outcome", ["duplicate", "merged", "opted_out"])
def test_rows_that_are_only_counted_are_those_planted(
    con: duckdb.DuckDBPyConnection, night: Lake, outcome: str
) -> None:
    planted, left = con.execute(
        """select count(*), count(c.source_file) from planted p left join clean c using (source_file, record_number)
        where p.outcome = ?""",
        [outcome],
    ).fetchone()
    assert planted >= 100 and left == 0
    by_file = {
        r.source_file: getattr(r, f"rows_{outcome}") for r in Ledger(night).files("telecom_event").values()
    }
    told = con.execute(
        "select source_file, count(*) from planted where outcome = ? group by all", [outcome]
    ).fetchall()
    assert {file: count for file, count in by_file.items() if count} == dict(told)


@pytest.mark.parametrize("flag", FLAGS)
def test_behaviour_is_flagged_where_it_was_planted(con: duckdb.DuckDBPyConnection, flag: str) -> None:
    planted, flagged, both = con.execute(
        """with planted_rows as (select source_file, record_number from planted where outcome = 'flag' and reason = $flag),
            flagged_rows as (select source_file, record_number from clean where list_contains(flags, $flag))
        select (select count(*) from planted_rows), (select count(*) from flagged_rows),
            (select count(*) from (from planted_rows intersect from flagged_rows))""",
        {"flag": flag},
    ).fetchone()
    print(f"{flag}: {planted} planted, {flagged} flagged, {both} both")
    assert planted >= 100
    assert both >= RECALL_MIN * planted
    assert both >= PRECISION_MIN * flagged


def test_sound_rows_are_kept_as_they_are(con: duckdb.DuckDBPyConnection, night: Lake) -> None:
    """All that is not planted is clean and bears no flag; so do the rows at the edge of a rule."""
    kept, edges = con.sql(
        "select (select count(*) from clean), (select count(*) from edge semi join clean using (source_file, record_number) where true)"
    ).fetchone()
    lost = con.sql("select count(*) from planted where outcome <> 'flag'").fetchone()[0]
    records = Ledger(night).files("telecom_event").values()
    assert kept == sum(r.records for r in records) - lost
    assert edges == con.sql("select count(*) from edge").fetchone()[0] > 0
    doubtful = con.sql(
        """select count(*) from clean anti join (from planted where outcome = 'flag') using (source_file, record_number)
        where len(flags) > 0"""
    ).fetchone()[0]
    assert doubtful <= 0.05 * con.sql("select count(*) from planted where outcome = 'flag'").fetchone()[0]


def test_the_site_with_a_wrong_clock_is_told_and_by_how_much(night: Lake) -> None:
    truth, found = of_sites(night, DAY, "cell_id, clock_skew_s", "is_skewed")
    assert [cell for cell, _ in found] == [cell for cell, _ in truth]
    assert len(truth) == 3
    assert all(abs(told - planted) <= 60 for (_, told), (_, planted) in zip(found, truth, strict=True))


def test_the_silent_site_is_told_and_when(tuesdays: Lake) -> None:
    """Of sites with a wrong clock nothing is asked: they lack the hours that would leave the service day. Nor of cells with a handful of
    people, who make their events in bursts."""
    columns = "cell_id, silent_from_hour, silent_hours_cnt"
    truth, found = of_sites(
        tuesdays,
        TUESDAYS[-1],
        columns,
        f"is_silent and not is_skewed and expected_events_cnt >= {EXPECTED_MIN / 2}",
    )
    told = {cell: (first, hours) for cell, first, hours in found}
    first, hours = truth[0][1:]
    with duckdb.connect() as con:
        usual = dict(
            con.execute(
                f"""select cell_id, sum(events_cnt) / {len(TUESDAYS) - 1} from read_parquet('{tuesdays.glob("aggregate", "cell_hour")}')
                where service_date < $day and hour >= $first and hour < $first + $hours group by all""",
                {"day": TUESDAYS[-1], "first": first, "hours": hours},
            ).fetchall()
        )
    busy = {cell for cell, *_ in truth if usual[cell] >= EXPECTED_MIN}
    assert len(truth) == 3 and busy
    assert busy <= set(told)
    for cell in busy:
        # A quiet hour before or after may have had no event either.
        told_from, told_hours = told[cell]
        assert told_from <= first and first + hours <= told_from + told_hours <= first + hours + 2
    assert set(told) - {cell for cell, *_ in truth} <= stand_ins()


def stand_ins() -> set[str]:
    """Cells that served for a site with a fault in one of the weeks before: that day's crowd may count as their habit."""
    cells_ = set()
    for day in TUESDAYS[:-1]:
        order = Order(day, day, FEW_ROWS, seed=SEED)
        served = Served(order.people, day, FEW_ROWS)
        faulty = [
            cell for site in served.faults.sites for cell in range(site * SECTORS, (site + 1) * SECTORS)
        ]
        cells_ |= {served.city.cell_id(int(served.away[cell])) for cell in faulty}
    return cells_
