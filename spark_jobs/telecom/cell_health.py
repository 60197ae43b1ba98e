"""Which cells can be believed: events and persons a cell and hour, clocks that are wrong, cells that fell silent.

    python -m spark_jobs.telecom.cell_health --service-date 2026-11-01

Writes `aggregate/cell_hour` and `aggregate/cell_day`, which count persons and never leave the lake, and `aggregate/cell_fault`: the cells told
skewed or silent, and no persons. A few questions to DuckDB a day, with bounded memory; docs/cells.md tells the rules.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import holidays
import pyarrow as pa

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.telecom import cell_health_sql as sql
from spark_jobs.telecom.ground import inventory_in_force
from spark_jobs.telecom.schema import CELL_DAY, CELL_FAULT, CELL_HOUR

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TABLE = "cell_day"
RULE_VERSION = "cell_day-1"
HABIT_DAYS_MAX, HABIT_DAYS_MIN = 8, 3
HABIT_REACHES_BACK = timedelta(weeks=16)
MEMORY_LIMIT = "1GB"


def habit_days(
    day: date, known: Iterable[date], days_off: Iterable[date], late_window_days: int
) -> list[date]:
    """The service days whose cells tell what is usual on `day`: up to the last 8 of `known` of its kind, newest first.

    The kind of a workday or Saturday is its weekday; Sundays and public holidays (`days_off`) are of one kind. Days that late
    rows may still re-open when `day` is first judged are left out: so a late file never changes what later days were held against.
    """
    off = set(days_off)

    def kind(d: date) -> int:
        return 7 if d in off else d.isoweekday()

    newest = day - timedelta(days=max(1, late_window_days))
    alike = [d for d in known if day - HABIT_REACHES_BACK <= d <= newest and kind(d) == kind(day)]
    return sorted(alike, reverse=True)[:HABIT_DAYS_MAX]


def judge_day(con: duckdb.DuckDBPyConnection, day: str, first_hour: int) -> dict[str, pa.Table]:
    """`cell_hour`, `cell_day` and `cell_fault` of one service day.

    `con` has the tables `event` (the day's clean events), `habit_hour` (cell_hour of its habit days), `cell_place` (service_date, cell_id,
    latitude, longitude: the cells on air on each of these days) and `site` (cell_id, site_id, of the day).
    """
    con.execute(sql.CELL_PERSONS, {"first_hour": first_hour})
    con.execute(sql.HOURS, {"day": day, "first_hour": first_hour})
    con.execute(sql.SKEW)
    con.execute(sql.SILENCE, {"day": day, "first_hour": first_hour, "days_min": HABIT_DAYS_MIN})
    con.execute(f"create table cell_day as {sql.DAY}", {"day": day})
    return {
        "cell_hour": con.sql("from cell_hour order by hour, cell_id").to_arrow_table(),
        "cell_day": con.sql("from cell_day order by cell_id").to_arrow_table(),
        "cell_fault": con.sql(sql.FAULTS).to_arrow_table(),
    }


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> derive.Summary:
    """Judge the cells again of every service day whose events, inventory or habit have changed (`rebuild`: that day in any case)."""
    started = time.monotonic()
    folders = lake.partitions("clean", "telecom_event")
    inventories = lake.partitions("clean", "cell")
    if not folders or not inventories:
        return derive.Summary(TABLE, [])
    days = {date.fromisoformat(d): d for d in folders}
    off = _days_off(profile, days)
    window = profile.feed("telecom_event").late_window_days
    habits = {d: [days[h] for h in habit_days(day, days, off, window)] for day, d in days.items()}
    in_force = {d: inventory_in_force(inventories, d) for d in folders}
    made_by = {d: derive.run_of(folder) for d, folder in folders.items()}
    cells_by = {v: derive.run_of(folder) for v, folder in inventories.items()}
    inputs = {
        d: {
            "telecom_event": made_by[d],
            "cell": cells_by[in_force[d]],
            "habit": " ".join(f"{h}={made_by[h]}/{cells_by[in_force[h]]}" for h in habits[d]),
            "rule": RULE_VERSION,
        }
        for d in folders
    }
    wanted = derive.stale(lake, "aggregate", TABLE, "service_date", inputs)
    if rebuild in inputs:
        wanted[rebuild] = inputs[rebuild]
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "service_date", wanted) as run_:
            judged: dict[str, list[pa.Table]] = {t: [] for t in ("cell_hour", "cell_day", "cell_fault")}
            hours: dict[str, pa.Table] = {}
            for day in sorted(wanted):
                with _connect(run_.folder) as con:
                    _load(con, lake, day, habits[day], in_force, hours)
                    found = judge_day(con, day, profile.service_day_start_hour)
                hours[day] = found["cell_hour"]
                for table, rows in found.items():
                    judged[table].append(rows)
            for table, schema in (
                ("cell_hour", CELL_HOUR),
                ("cell_day", CELL_DAY),
                ("cell_fault", CELL_FAULT),
            ):
                run_.write_arrow(table, pa.concat_tables(judged[table]), schema)
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


def _days_off(profile: Profile, days: Iterable[date]) -> set[date]:
    """Sundays and public holidays among the days."""
    public = holidays.country_holidays(profile.country, years=sorted({d.year for d in days}))
    return {d for d in days if d.isoweekday() == 7 or d in public}


def _connect(folder: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"memory_limit": MEMORY_LIMIT, "temp_directory": str(folder / "spill")})


def _load(
    con: duckdb.DuckDBPyConnection,
    lake: Lake,
    day: str,
    habit: list[str],
    in_force: dict[str, str],
    hours: dict[str, pa.Table],
) -> None:
    """The tables `judge_day` asks, from the lake; `cell_hour` of days judged in the same run is in `hours`, not in the lake yet."""
    files = sorted(lake.partition("clean", "telecom_event", "service_date", day).glob("*.parquet"))
    _view(
        con,
        "event",
        files,
        "hour int, event_at timestamptz, subscriber_key blob, cell_id varchar, source_file varchar, record_number bigint",
    )
    con.execute(
        "create table habit_hour (service_date date, hour integer, cell_id varchar, events_cnt bigint)"
    )
    for d in habit:
        if d in hours:
            con.register("judged", hours[d])
            con.execute("insert into habit_hour select service_date, hour, cell_id, events_cnt from judged")
    written = [
        f
        for d in habit
        if d not in hours
        for f in sorted(lake.partition("aggregate", "cell_hour", "service_date", d).glob("*.parquet"))
    ]
    _view(con, "written_hour", written, "service_date date, hour int, cell_id varchar, events_cnt bigint")
    con.execute("insert into habit_hour select service_date, hour, cell_id, events_cnt from written_hour")
    spoken_for = [(date.fromisoformat(d), date.fromisoformat(in_force[d])) for d in (day, *habit)]
    con.register(
        "days",
        pa.table(
            [[a for a, _ in spoken_for], [b for _, b in spoken_for]], names=["service_date", "valid_from"]
        ),
    )
    inventories = [
        f
        for v in sorted({in_force[d] for d in (day, *habit)})
        for f in sorted(lake.partition("clean", "cell", "valid_from", v).glob("*.parquet"))
    ]
    columns = "valid_from date, cell_id varchar, site_id varchar, latitude double, longitude double, active_from date, active_to date"
    _view(con, "inventory", inventories, columns)
    con.execute("""
        create table cell_place as select service_date, cell_id, latitude, longitude from inventory join days using (valid_from)
        where service_date between active_from and coalesce(active_to, date '9999-12-31')""")
    con.execute(
        "create table site as select cell_id, coalesce(site_id, cell_id) as site_id from inventory join days using (valid_from) "
        "where service_date = $1::date",
        [day],
    )


def _view(con: duckdb.DuckDBPyConnection, name: str, files: list[Path], columns: str) -> None:
    """A view of Parquet files, empty where there are none."""
    if files:
        con.read_parquet([str(f) for f in files], hive_partitioning=False).create_view(name)
    else:
        con.execute(f"create table {name} ({columns})")


if __name__ == "__main__":
    run_command(__doc__, run)
