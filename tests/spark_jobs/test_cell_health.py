"""Clocks that are wrong and cells that fell silent: told where they are, and not where something else explains it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from pyspark.sql.pandas.types import to_arrow_schema

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs.telecom import cell_health
from spark_jobs.telecom.cell_health import HABIT_DAYS_MAX, habit_days, judge_day
from spark_jobs.telecom.schema import CELL, CELL_DAY, CELL_FAULT, TELECOM_EVENT
from spark_jobs.telecom.trusted import skewed_cells

DAY = date(2026, 11, 3)  # a Tuesday
SITES = 40


def events(shift_s: dict[int, int], rows: int = 12_000, seed: int = 1, noise_s: int = 20) -> pa.Table:
    """A day in 24 hourly files, each in order of time but for `noise_s`; the clocks of some sites are wrong by `shift_s`."""
    luck = np.random.default_rng(seed)
    second = np.sort(luck.integers(0, 86_400, rows))
    site = luck.integers(0, SITES, rows)
    file = second // 3_600
    place = np.argsort(second + luck.integers(-noise_s, noise_s, rows) + file * 0, kind="stable")
    second, site, file = second[place], site[place], file[place]
    told = second + np.array([shift_s.get(int(s), 0) for s in site])
    number = np.zeros(rows, int)
    for f in range(24):
        number[file == f] = np.arange((file == f).sum()) + 2
    begins = datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC) - timedelta(hours=5)
    return pa.table(
        {
            "hour": pa.array(np.clip(second // 3_600 + 4, 4, 27), pa.int32()),
            "event_at": pa.array([begins + timedelta(seconds=int(t)) for t in told], pa.timestamp("us", tz="UTC")),
            "subscriber_key": [f"{n % 2_500:016}".encode() for n in luck.integers(0, 10**6, rows)],
            "cell_id": [f"s{s}-{n % 3}" for n, s in enumerate(site)],
            "source_file": [f"telecom_event/delivered=2026-11-04/e_{f:02}.csv" for f in file],
            "record_number": pa.array(number, pa.int64()),
        }
    )  # fmt: skip


def cells() -> list[str]:
    return [f"s{s}-{n}" for s in range(SITES) for n in range(3)]


def judged(
    of_day: pa.Table,
    habit: list[pa.Table] = (),
    places: list[tuple[date, str, float]] | None = None,  # type: ignore[assignment]
) -> dict[str, pa.Table]:
    """`judge_day`, all cells on air at one place on all days unless told."""
    with duckdb.connect() as con:
        con.execute(
            "create table habit_hour (service_date date, hour integer, cell_id varchar, events_cnt bigint)"
        )
        for hours in habit:
            con.register("one", hours)
            con.execute("insert into habit_hour from one")
        days = sorted({DAY, *(h["service_date"][0].as_py() for h in habit)})
        rows = places or [(d, c, 37.5) for d in days for c in cells()]
        names = ("service_date", "cell_id", "latitude")
        con.register("place", pa.table(dict(zip(names, zip(*rows, strict=True), strict=True))))
        con.execute("create table cell_place as select *, 127.0 as longitude from place")
        con.execute(
            "create table site as select distinct cell_id, split_part(cell_id, '-', 1) as site_id from place"
        )
        con.register("event", of_day)
        return judge_day(con, str(DAY), 4)


def clocks(found: dict[str, pa.Table]) -> dict[str, int]:
    return {r["cell_id"]: r["clock_skew_s"] for r in found["cell_day"].to_pylist() if r["is_skewed"]}


def test_a_switch_whose_clock_is_wrong_is_told_with_its_skew_and_no_other() -> None:
    found = judged(events({7: 1_500, 20: -3_000}))
    assert set(clocks(found)) == {f"s{s}-{n}" for s in (7, 20) for n in range(3)}
    assert clocks(found)["s7-0"] == pytest.approx(1_500, abs=60)
    assert clocks(found)["s20-2"] == pytest.approx(-3_000, abs=60)
    faults = found["cell_fault"].to_pylist()
    assert {(f["cell_id"], f["fault"]) for f in faults} == {(c, "clock_skewed") for c in clocks(found)}


def test_a_clock_that_is_a_few_minutes_wrong_is_no_fault() -> None:
    found = judged(events({7: 480}))
    assert clocks(found) == {}
    of_site = [r["clock_skew_s"] for r in found["cell_day"].to_pylist() if r["cell_id"] == "s7-0"]
    assert of_site == [pytest.approx(480, abs=60)]


def test_late_rows_of_other_days_do_not_disturb() -> None:
    """Rows of this day in the files of later days, a few among many of theirs: their blocks hold no time to be held against."""
    of_day = events({7: 1_500})
    luck = np.random.default_rng(3)
    stray = of_day.take(luck.choice(len(of_day), 2_000, replace=False))
    late = stray.set_column(
        stray.column_names.index("source_file"), "source_file", pa.array([f"telecom_event/delivered=2026-11-0{5 + n % 4}/l.csv" for n in range(2_000)])
    ).set_column(stray.column_names.index("record_number"), "record_number", pa.array(luck.integers(2, 10**6, 2_000)))  # fmt: skip
    found = judged(pa.concat_tables([of_day, late]))
    assert set(clocks(found)) == {"s7-0", "s7-1", "s7-2"}


def test_a_file_in_no_order_of_time_tells_nothing_of_clocks() -> None:
    of_day = events({7: 1_500})
    mixed = of_day.set_column(
        of_day.column_names.index("record_number"),
        "record_number",
        pa.array(np.random.default_rng(5).permutation(len(of_day)) + 2),
    ).set_column(of_day.column_names.index("source_file"), "source_file", pa.array(["f"] * len(of_day)))
    found = judged(mixed)
    assert clocks(found) == {} and found["cell_day"]["clock_skew_s"].null_count == len(found["cell_day"])


def test_few_events_or_times_all_over_the_place_are_no_wrong_clock() -> None:
    of_day = events({})
    luck = np.random.default_rng(9)
    shift = [
        int(luck.integers(-7_200, 7_200)) if c.startswith("s7-") else 0 for c in of_day["cell_id"].to_pylist()
    ]
    times = [t + timedelta(seconds=s) for t, s in zip(of_day["event_at"].to_pylist(), shift, strict=True)]
    wild = of_day.set_column(
        of_day.column_names.index("event_at"), "event_at", pa.array(times, pa.timestamp("us", tz="UTC"))
    )
    assert clocks(judged(wild)) == {}
    few = events({7: 1_500})
    of_site = np.array([c.startswith("s7-") for c in few["cell_id"].to_pylist()])
    keep = ~of_site
    keep[np.flatnonzero(of_site)[:19]] = True
    assert clocks(judged(few.filter(pa.array(keep)))) == {}


def test_counts_are_exact() -> None:
    of_day = events({})
    found = judged(of_day)
    with duckdb.connect() as con:
        con.register("event", of_day)
        con.register("cell_hour", found["cell_hour"])
        con.register("cell_day", found["cell_day"])
        wrong = con.sql("""
            select * from (select hour, cell_id, count(*) as e, count(distinct subscriber_key) as p from event group by all) t
            full join cell_hour h using (hour, cell_id) where t.e is distinct from h.events_cnt or t.p is distinct from h.persons_cnt""").fetchall()
        wrong += con.sql("""
            select * from (select cell_id, count(*) as e, count(distinct subscriber_key) as p from event group by all) t
            full join cell_day d using (cell_id) where t.e is distinct from d.events_cnt or t.p is distinct from d.persons_cnt""").fetchall()
    assert wrong == []
    assert found["cell_hour"].num_rows > 2_000 and found["cell_day"].num_rows == 3 * SITES


def usual(back_weeks: int, per_hour: int = 6, cell_ids: list[str] | None = None) -> pa.Table:
    """cell_hour of a day some weeks before: so many events in each hour."""
    rows = [(h, c) for h in range(4, 28) for c in cell_ids or cells()]
    return pa.table(
        {
            "service_date": [DAY - timedelta(weeks=back_weeks)] * len(rows),
            "hour": pa.array([h for h, _ in rows], pa.int32()),
            "cell_id": [c for _, c in rows],
            "events_cnt": pa.array([per_hour] * len(rows), pa.int64()),
        }
    )


HABIT = [usual(1), usual(2), usual(3)]


def without(of_day: pa.Table, cell: str, hours: range) -> pa.Table:
    gone = [
        c == cell and h in hours
        for c, h in zip(of_day["cell_id"].to_pylist(), of_day["hour"].to_pylist(), strict=True)
    ]
    return of_day.filter(pa.array(~np.array(gone)))


def busy() -> pa.Table:
    """A day of six events in each hour and cell, as usual."""
    one = usual(0)
    rows = [
        (h, c, n)
        for h, c in zip(one["hour"].to_pylist(), one["cell_id"].to_pylist(), strict=True)
        for n in range(6)
    ]
    begins = datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC) - timedelta(hours=9)
    return pa.table(
        {
            "hour": pa.array([h for h, _, _ in rows], pa.int32()),
            "event_at": pa.array(
                [begins + timedelta(hours=h, minutes=n * 9) for h, _, n in rows], pa.timestamp("us", tz="UTC")
            ),
            "subscriber_key": [f"{c}{n}".encode().ljust(16) for _, c, n in rows],
            "cell_id": [c for _, c, _ in rows],
            "source_file": [f"e_{h}" for h, _, _ in rows],
            "record_number": pa.array(range(len(rows)), pa.int64()),
        }
    )


BUSY = busy()


def silent(found: dict[str, pa.Table]) -> dict[str, tuple]:
    return {
        r["cell_id"]: (r["silent_from_hour"], r["silent_hours_cnt"], r["expected_events_cnt"])
        for r in found["cell_day"].to_pylist()
        if r["is_silent"]
    }


def test_a_cell_silent_against_its_own_habit_is_told_with_the_hours() -> None:
    found = judged(without(BUSY, "s7-0", range(14, 18)), HABIT)
    assert list(silent(found)) == ["s7-0"]
    start, hours, expected = silent(found)["s7-0"]
    assert (start, hours) == (14, 4) and expected == pytest.approx(24, rel=0.01)
    assert found["cell_day"]["is_silent"].null_count == 0
    assert [(f["cell_id"], f["fault"], f["silent_hours_cnt"]) for f in found["cell_fault"].to_pylist()] == [
        ("s7-0", "silent", 4)
    ]


def test_a_silence_that_chance_may_bring_is_none() -> None:
    """Two hours of six expected events each: once in 160,000 times, not once in a million."""
    assert silent(judged(without(BUSY, "s7-0", range(14, 16)), HABIT)) == {}


def test_a_cell_lively_on_one_day_alone_is_not_silent_on_the_next() -> None:
    quiet = without(usual(1), "s7-0", range(14, 18))
    lively = pa.concat_tables(
        [quiet, usual(1, 60, ["s7-0"]).filter(pc.is_in(pc.field("hour"), pa.array(range(14, 18))))]
    )
    habit = [lively, *(without(usual(n), "s7-0", range(14, 18)) for n in (2, 3))]
    assert silent(judged(without(BUSY, "s7-0", range(14, 18)), habit)) == {}


def test_a_cell_that_has_lost_its_people_to_a_neighbour_is_held_against_what_it_kept() -> None:
    """One event in six is left of its other hours: four of the 24 would have been in these."""
    rest = without(BUSY, "s7-0", range(14, 18))
    first = [n % 6 == 0 or c != "s7-0" for n, c in enumerate(rest["cell_id"].to_pylist())]
    assert silent(judged(rest.filter(pa.array(first)), HABIT)) == {}


def test_a_cell_without_an_event_all_day_has_its_row() -> None:
    found = judged(without(BUSY, "s7-0", range(4, 28)), HABIT)
    row = next(r for r in found["cell_day"].to_pylist() if r["cell_id"] == "s7-0")
    assert (row["events_cnt"], row["persons_cnt"], row["is_silent"], row["silent_hours_cnt"]) == (
        0,
        0,
        True,
        24,
    )


def test_without_three_such_days_nothing_is_said() -> None:
    found = judged(without(BUSY, "s7-0", range(4, 28)), HABIT[:2])
    assert found["cell_day"]["is_silent"].null_count == len(found["cell_day"])
    late_rows_alone = usual(3, 1, ["s1-0"])  # that day was not delivered
    found = judged(without(BUSY, "s7-0", range(4, 28)), [*HABIT[:2], late_rows_alone])
    assert found["cell_day"]["is_silent"].null_count == len(found["cell_day"])


def test_an_hour_whose_file_never_came_silences_no_cell() -> None:
    of_day = BUSY.filter(pa.array([h not in range(14, 20) for h in BUSY["hour"].to_pylist()]))
    assert silent(judged(of_day, HABIT)) == {}
    tenth = BUSY.filter(pa.array([n % 20 == 0 for n in range(len(BUSY))]))
    assert silent(judged(tenth, HABIT)) == {}


def test_a_cell_id_used_again_elsewhere_has_no_habit_yet() -> None:
    """The identifier moved a week ago: what was usual at the old place says nothing of the new one."""
    days = [DAY, *(DAY - timedelta(weeks=n) for n in (1, 2, 3))]
    places = [
        (d, c, 37.6 if c == "s7-0" and d >= DAY - timedelta(weeks=1) else 37.5) for d in days for c in cells()
    ]
    found = judged(without(BUSY, "s7-0", range(4, 28)), HABIT, places)
    row = next(r for r in found["cell_day"].to_pylist() if r["cell_id"] == "s7-0")
    assert row["is_silent"] is None and silent(found) == {}


def test_habit_days_are_of_the_same_kind_and_closed_to_late_rows() -> None:
    tuesday, holiday = date(2026, 11, 3), date(2026, 10, 9)  # Hangul Day, a Friday
    known = [date(2026, 8, 1) + timedelta(days=n) for n in range(95)]
    off = [d for d in known if d.isoweekday() == 7 or d == holiday]
    assert habit_days(tuesday, known, off, 7) == [
        tuesday - timedelta(weeks=n) for n in range(1, HABIT_DAYS_MAX + 1)
    ]
    assert habit_days(tuesday, known, off, 14)[0] == date(2026, 10, 20)
    friday = date(2026, 10, 23)
    assert holiday not in habit_days(friday, known, off, 7) and date(2026, 10, 2) in habit_days(
        friday, known, off, 7
    )
    sunday = date(2026, 10, 25)
    assert habit_days(sunday, known, off, 7)[:3] == [date(2026, 10, 18), date(2026, 10, 11), holiday]
    assert habit_days(date(2026, 8, 2), known, off, 7) == []


def write_day(lake: Lake, day: date, of_day: pa.Table) -> None:
    """BUSY as a clean partition of some day."""
    folder = lake.partition("clean", "telecom_event", "service_date", str(day))
    folder.mkdir(parents=True, exist_ok=True)
    shape = to_arrow_schema(TELECOM_EVENT, timezone="UTC")
    columns = [
        of_day[f.name] if f.name in of_day.column_names else pa.nulls(len(of_day), f.type) for f in shape
    ]
    pq.write_table(pa.table(columns, schema=shape), folder / "bucket-00000.parquet")
    (folder / "_run").write_text(f'{{"run_id": "run of {day} {len(of_day)}"}}')


def write_inventory(lake: Lake) -> None:
    rows = [
        {"valid_from": date(2026, 9, 1), "cell_id": c, "site_id": c[:-2], "latitude": 37.5, "longitude": 127.0, "active_from": date(2020, 1, 1)}
        for c in cells()
    ]  # fmt: skip
    folder = lake.partition("clean", "cell", "valid_from", "2026-09-01")
    folder.mkdir(parents=True)
    pq.write_table(
        pa.Table.from_pylist(rows, to_arrow_schema(CELL, timezone="UTC")), folder / "part-0.parquet"
    )


def read(lake: Lake, table: str, day: date) -> pa.Table:
    found: list[Path] = sorted(lake.partition("aggregate", table, "service_date", str(day)).glob("*.parquet"))
    return pq.read_table(found[0]) if found else pa.table({})


def test_days_are_judged_in_one_run_or_one_by_one_alike_and_late_rows_change_no_other_day(
    lake: Lake, seoul: Profile
) -> None:
    write_inventory(lake)
    days = [DAY - timedelta(weeks=n) for n in (3, 2, 1)]
    for day in days:
        write_day(lake, day, BUSY)
    write_day(lake, DAY, without(BUSY, "s7-0", range(14, 18)))
    made = cell_health.run(None, lake, seoul, DAY).partitions  # type: ignore[arg-type]
    assert made == [str(d) for d in (*days, DAY)]
    assert [r["cell_id"] for r in read(lake, "cell_fault", DAY).to_pylist()] == ["s7-0"]
    together = read(lake, "cell_day", DAY)
    assert together.schema.equals(to_arrow_schema(CELL_DAY, timezone="UTC"))
    assert cell_health.run(None, lake, seoul, DAY).partitions == []  # type: ignore[arg-type]
    cell_health.run(None, lake, seoul, DAY, rebuild=str(DAY))  # type: ignore[arg-type]
    assert read(lake, "cell_day", DAY).equals(together)
    five_days_late = DAY + timedelta(days=4)
    write_day(lake, five_days_late, BUSY)
    cell_health.run(None, lake, seoul, DAY)  # type: ignore[arg-type]
    write_day(lake, five_days_late - timedelta(days=5), BUSY)
    assert cell_health.run(None, lake, seoul, DAY).partitions == [str(five_days_late - timedelta(days=5))]  # type: ignore[arg-type]
    assert skewed_cells(lake) == {} and CELL_FAULT.names[2] == "fault"
