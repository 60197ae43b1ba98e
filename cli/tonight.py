"""One night on one machine: the same DAGs the scheduler runs, in order, in this process, with one JVM."""

import importlib
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from cli.scheduler import migrate
from nightowl import environment, night, quality, snapshots
from nightowl.arrival import pending
from nightowl.console import console, quiet
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.ledger import Ledger
from nightowl.lock import run_lock
from nightowl.profile import PLANNING_DAG, WAREHOUSE_DAG, Profile

SMALL_NIGHT_BYTES = 100_000_000
PUBLISHED, HELD, FAILED = 0, 3, 1
PLANNED_ON = ("card_tap", "bus_stop_month")
"""Feeds without which there is nothing to plan on."""
DEMO_DAYS = 2  # the owl night ends at 05:00 of the next service day, so one whole night needs two days


def run(
    lake: Lake, service_date: date, *, size: str = "demo", rebuild: str | None = None, wait_s: float = 0.0
) -> int:
    """Run every DAG for a service day and tell what came of it; returns 0 (published), 3 (with groups held back) or 1 (failed)."""
    city = night.city()
    night.parse_rebuild(rebuild, city, service_date)
    with run_lock(lake, "night", doing=f"the night of {service_date}", wait_s=wait_s):
        console().rule(f"[bold]Nightowl[/bold] · {city.city} · service day {service_date}")
        if not any(lake.landing.glob("*/delivered=*/*")):
            _deliver_demo(lake, service_date, size)
        _prepare_tools(lake, city)
        conf = {"service_date": str(service_date)} | ({"rebuild": rebuild} if rebuild else {})
        planned = [PLANNING_DAG] if any(map(city.enabled, PLANNED_ON)) else []
        return _run_dags(lake, [*city.dags, *planned, WAREHOUSE_DAG], conf, service_date)


def rebuild(lake: Lake) -> int:
    """Make the warehouse again from the lake and publish it, for the newest service day that was ever published."""
    runs = quality.read_runs(lake)
    if not runs:
        raise NightowlError("There is no night to rebuild from yet; 'make night' runs the first.")
    service_date = max(r.service_date for r in runs)
    with run_lock(lake, "night", doing=f"rebuilding the warehouse for {service_date}"):
        console().rule(f"[bold]Nightowl[/bold] · rebuilding the warehouse for {service_date}")
        for leftover in lake.warehouse.parent.glob("warehouse.duckdb*"):
            leftover.unlink()
        environment.prepare(lake.home)
        return _run_dags(lake, [WAREHOUSE_DAG], {"service_date": str(service_date)}, service_date)


def _prepare_tools(lake: Lake, city: Profile) -> None:
    """Say how much has come, and start Java for it: a JVM that compiles lightly ends a small night 20 s sooner."""
    new = [f for feed in city.feeds if city.enabled(feed) for f in _new_files(lake, feed)]
    new_bytes = sum(f.stat().st_size for f in new)
    console().print(f"{len(new)} new files in landing, {new_bytes / 1e6:,.1f} MB")
    environment.prepare(lake.home, quick_jvm=new_bytes < SMALL_NIGHT_BYTES)


def _new_files(lake: Lake, feed: str) -> list[Path]:
    try:
        return pending(lake, feed, set(Ledger(lake).files(feed)))
    except NightowlError:
        return []  # the feed's own job tells what is wrong, and the other feeds go on


def _deliver_demo(lake: Lake, service_date: date, size: str) -> None:
    """Landing is empty: let the simulated city deliver, as a carrier would (a program of its own; nobody imports it)."""
    console().print(f"Landing is empty; the simulated city delivers a night of size '{size}'.")
    command = [
        sys.executable,
        "-m",
        "simulator",
        "--service-date",
        str(service_date),
        "--days",
        str(DEMO_DAYS),
        "--size",
        size,
    ]
    if subprocess.run([*command, "--home", str(lake.home)], check=False).returncode:
        raise NightowlError(
            "The simulated city could not deliver; what it said stands above. Landing may hold a part of it: empty it and try again."
        )


def _run_dags(lake: Lake, names: list[str], conf: dict[str, str], service_date: date) -> int:
    started = time.monotonic()
    os.environ["NIGHTOWL_RETRIES"] = "0"  # a person is watching: say what failed at once
    steps: list[tuple[str, Any]] = []
    log_file = lake.logs / f"night-{service_date}.log"
    with quiet(log_file):
        console().print("[dim]starting Airflow[/dim]")
        migrate(lake)
        for name in names:
            console().print(f"[bold]{name}[/bold]")
            dag = getattr(importlib.import_module(f"dags.{name}"), f"{name}_dag")
            dag.deadline = []  # a person is watching; and `test` of Airflow 3.3 falls over an alert that no scheduler has stored
            dag_run = dag.test(run_conf=conf)
            steps += [
                (name, ti)
                for ti in sorted(
                    dag_run.get_task_instances(), key=lambda t: (t.start_date is None, t.start_date)
                )
            ]
    _print_steps(steps, time.monotonic() - started)
    return _tell(
        lake, service_date, [f"{name}.{ti.task_id}" for name, ti in steps if ti.state == "failed"], log_file
    )


def _print_steps(steps: Iterable[tuple[str, Any]], seconds: float) -> None:
    table = Table(title="Steps", title_justify="left", box=None, padding=(0, 2, 0, 0))
    table.add_column("step")
    table.add_column("state")
    table.add_column("seconds", justify="right")
    for name, ti in steps:
        took = (ti.end_date - ti.start_date).total_seconds() if ti.start_date and ti.end_date else 0.0
        colour = {"success": "green", "failed": "red"}.get(ti.state, "yellow")
        table.add_row(f"{name}.{ti.task_id}", f"[{colour}]{ti.state}[/{colour}]", f"{took:.1f}")
    table.add_row("[bold]whole night[/bold]", "", f"[bold]{seconds:.1f}[/bold]")
    console().print(table)


def _tell(lake: Lake, service_date: date, failed: list[str], log_file: object) -> int:
    """The last lines of the night: what was built, where the report lies, a query to try; or what failed and what to do."""
    report = lake.reports / "latest.html"
    runs = [r for r in quality.read_runs(lake) if r.service_date == service_date]
    if report.exists():
        console().print(f"report    {report.resolve()}", soft_wrap=True, markup=False)
    if failed:
        console().print(
            f"[red]failed    {', '.join(failed)}; the log is {escape(str(log_file))}[/red]", soft_wrap=True
        )
        return FAILED
    with snapshots.open_snapshot(lake) as con:
        tables = con.execute(
            "select table_name, rows_cnt, is_held from mart_quality__table where rows_cnt is not null order by table_name"
        ).fetchall()
    console().print(f"snapshot  {lake.snapshot.resolve()}", soft_wrap=True, markup=False)
    for name, rows_cnt, is_held in tables:
        console().print(
            f"          {name:<36} {rows_cnt:>12,} rows{' (held: yesterday’s)' if is_held else ''}"
        )
    console().print(f'try       make sql Q="select * from {_to_try(tables)} limit 5"', markup=False)
    if runs and runs[-1].held_groups:
        console().print(
            f"[yellow]Held back, with the last good tables: {', '.join(runs[-1].held_groups)}. The report says why.[/yellow]"
        )
        return HELD
    return PUBLISHED


def _to_try(tables: list[tuple[str, int, bool]]) -> str:
    """The mart a first query should read: the night's demand, else another that has rows (a city may have one feed)."""
    filled = [name for name, rows_cnt, _ in tables if rows_cnt and name.startswith("mart_")]
    return next((n for n in filled if n == "mart_owl__night_demand"), filled[0] if filled else "dim_date")
