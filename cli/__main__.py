"""Nightowl's commands. `make help` lists the ones an operator needs."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from cli import delivery, query
from nightowl import log, night
from nightowl.console import console
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.service_day import last_service_date, parse_date

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)


def _lake() -> Lake:
    lake = Lake.from_environment().make()
    log.configure(lake)
    return lake


@app.command("night")
def run_night(
    date: Annotated[
        str | None, typer.Option(help="service day, YYYY-MM-DD (default: the last that has ended)")
    ] = None,
    size: Annotated[
        str,
        typer.Option(
            help="size of the simulated city where landing is empty: tiny, demo, small or rows a day"
        ),
    ] = "demo",
    rebuild: Annotated[
        str | None,
        typer.Option(help="FEED=PARTITION to make again from its files, as in telecom_event=2026-11-01"),
    ] = None,
    wait: Annotated[float, typer.Option(help="seconds to wait where another night is running")] = 0.0,
) -> None:
    """Run one night: every DAG in order, from what lies in landing to the published snapshot and the report."""
    lake = _lake()
    from cli.tonight import run

    city = night.city()
    day = (
        parse_date(date)
        if date
        else last_service_date(datetime.now().astimezone(), city.time_zone, city.service_day_start_hour)
    )
    raise typer.Exit(run(lake, day, size=size, rebuild=rebuild, wait_s=wait))


@app.command()
def airflow(
    port: Annotated[
        int, typer.Option(help="port of the web page on this machine", envvar="NIGHTOWL_PORT")
    ] = 8080,
) -> None:
    """Run the real scheduler and its web page, reachable from this machine alone, until Ctrl-C."""
    from cli import scheduler

    raise typer.Exit(scheduler.serve(_lake(), port))


@app.command()
def backfill(
    first: Annotated[str, typer.Option("--from", help="first service day, YYYY-MM-DD")],
    last: Annotated[str | None, typer.Option("--to", help="last service day (default: the first)")] = None,
    dag: Annotated[
        str | None, typer.Option(help="one feed DAG (default: all, and the warehouse follows)")
    ] = None,
    rebuild: Annotated[
        str | None, typer.Option(help="a feed whose days are made again from all their files")
    ] = None,
) -> None:
    """Have the running scheduler do a range of past service days."""
    from cli import scheduler

    days = parse_date(first), parse_date(last or first)
    raise typer.Exit(scheduler.backfill(_lake(), night.city(), *days, dag=dag, rebuild=rebuild))


@app.command()
def deliver(
    feed: str,
    file: Path,
    date: Annotated[str | None, typer.Option(help="day of delivery (default: today)")] = None,
    of: Annotated[
        str | None, typer.Option(help="day the file is about, where neither its name nor its rows tell")
    ] = None,
) -> None:
    """Put a file into landing as a delivery of a feed; the next night cleans it."""
    city = night.city()
    day = parse_date(date) if date else datetime.now(ZoneInfo(city.time_zone)).date()
    target = delivery.deliver(_lake(), city, feed, file, day, parse_date(of) if of else None)
    console().print(
        f"{file.name} lies in landing as a delivery of {feed}: {target}\nThe next 'make night' cleans it.",
        markup=False,
        soft_wrap=True,
    )


@app.command()
def fetch(
    service: Annotated[
        str,
        typer.Argument(help="a service of Seoul's open data API, as in CardBusTimeNew; or open311"),
    ],
    argument: Annotated[
        str | None,
        typer.Argument(help="its month (YYYYMM) or day (YYYYMMDD); of open311 the first day (YYYY-MM-DD)"),
    ] = None,
    delivered: Annotated[str | None, typer.Option(help="day of delivery (default: today)")] = None,
    pause: Annotated[float | None, typer.Option(help="seconds between two requests")] = None,
    accept_deletions: Annotated[
        bool,
        typer.Option("--accept-deletions", help="open311: believe it where very many requests are gone"),
    ] = False,
) -> None:
    """Mirror a service of Seoul's open data API, or the city's Open311 service, into landing; the next night cleans it."""
    from feeds import open311, polite, seoul_api

    day = parse_date(delivered) if delivered else None
    manners = None if pause is None else polite.Manners(pause_s=pause)
    if service.lower() == "open311":
        first = parse_date(argument) if argument else None
        open311.fetch(
            _lake(), night.city(), first, delivered=day, accept_deletions=accept_deletions, manners=manners
        )
    else:
        seoul_api.fetch(_lake(), night.city(), service, argument, delivered=day, manners=manners)


@app.command()
def load(
    folder: Path,
    city: Annotated[
        str | None, typer.Option(help="one city's files alone (default: every city whose profile names some)")
    ] = None,
    date: Annotated[str | None, typer.Option(help="service day of the night that follows")] = None,
) -> None:
    """Deliver every file of a folder that a feed knows by its name, run the night, and tell what became of each."""
    from cli import loading

    raise typer.Exit(loading.load(Lake.from_environment(), folder, city, parse_date(date) if date else None))


@app.command()
def show(
    record: Annotated[
        str, typer.Argument(help="FILE:N as quarantine names it: source_file and record_number")
    ],
) -> None:
    """Print one raw record of a delivered file, for whoever may read landing."""
    console().print(delivery.raw_record(_lake(), night.city(), record), markup=False, soft_wrap=True)


@app.command()
def rebuild() -> None:
    """Make the warehouse again from the lake alone, and publish it."""
    lake = _lake()
    from cli.tonight import rebuild as run

    raise typer.Exit(run(lake))


@app.command()
def rollback(
    to: Annotated[str | None, typer.Option(help="name of a snapshot (default: the one before)")] = None,
) -> None:
    """Serve an earlier snapshot again."""
    from nightowl import snapshots

    served = snapshots.rollback(_lake(), to)
    console().print(
        f"Readers now see {served.name}. 'make night' publishes a new one; 'make rollback TO=…' goes elsewhere."
    )


@app.command()
def sql(statement: Annotated[str | None, typer.Argument(help="a query to answer and leave")] = None) -> None:
    """Open the published snapshot, read-only: Harlequin at a terminal, else answer the query given (or read from standard input)."""
    query.open_snapshot(_lake(), statement)


@app.command()
def report() -> None:
    """Say where the newest quality report lies."""
    page = _lake().reports / "latest.html"
    if not page.exists():
        raise NightowlError("There is no quality report yet; 'make night' writes one.")
    console().print(str(page.resolve()), markup=False, soft_wrap=True)


@app.command("map")
def draw_map(hour: Annotated[int, typer.Option(help="hour of the owl night, 24 to 28")] = 26) -> None:
    """Draw the newest whole night's demand as an SVG map."""
    from portal import night_map

    console().print(str(night_map.write(_lake(), hour)), soft_wrap=True, markup=False)


@app.command()
def squirrel(
    source: Annotated[
        str | None, typer.Option(help="taps or screening (month files); default: taps where there are any")
    ] = None,
    month: Annotated[str | None, typer.Option(help="YYYY-MM (default: the newest)")] = None,
    threshold: Annotated[
        str | None, typer.Option(help="passengers on board a bus from which it is crowded, or 'seats'")
    ] = None,
    km_least: Annotated[float | None, typer.Option(help="shortest stretch, one way")] = None,
    km_most: Annotated[float | None, typer.Option(help="longest stretch, one way")] = None,
    minutes_least: Annotated[float | None, typer.Option(help="shortest crowding")] = None,
    minutes_most: Annotated[float | None, typer.Option(help="longest service")] = None,
    headway_least: Annotated[float | None, typer.Option(help="minutes between shuttles, at least")] = None,
    headway_most: Annotated[float | None, typer.Option(help="minutes between shuttles, at most")] = None,
    weekdays: Annotated[
        int | None, typer.Option(help="weekdays of a week that must be crowded (taps)")
    ] = None,
    routes: Annotated[int | None, typer.Option(help="shuttles there may be at most")] = None,
    buses: Annotated[int | None, typer.Option(help="buses there are for them")] = None,
    out: Annotated[
        Path | None, typer.Option(help="the GeoJSON file to write (default: under reports/)")
    ] = None,
) -> None:
    """Plan Squirrel buses: crowded stretches of the routes, and those that get a shuttle (defaults: transit.squirrel of the city profile)."""
    from cli import squirrel as planner

    city = night.city()
    limits = {"km_least": km_least, "km_most": km_most, "minutes_least": minutes_least, "minutes_most": minutes_most,
              "headway_least": headway_least, "headway_most": headway_most}  # fmt: skip
    rules = planner.rules_with(
        city, threshold, weekdays_min=weekdays, routes_max=routes, buses_max=buses, **limits
    )
    planner.plan(_lake(), city, source, month, rules, out)


@app.command()
def owl(
    routes: Annotated[int | None, typer.Option(help="night routes there are to be")] = None,
    buses: Annotated[int | None, typer.Option(help="buses there are for them")] = None,
    km: Annotated[float | None, typer.Option(help="kilometres of all round trips together, at most")] = None,
    hub: Annotated[
        list[str] | None, typer.Option(help="name or id of a stop where riders change; may be given again")
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="calls, taxi or estimated; default: the best there is")
    ] = None,
    seed: Annotated[int, typer.Option(help="same seed and iterations: the same plan")] = 1,
    iterations: Annotated[int | None, typer.Option(help="moves to search")] = None,
    seconds: Annotated[float | None, typer.Option(help="time to search at most")] = None,
    out: Annotated[Path | None, typer.Option(help="folder for routes.json, maps and GTFS")] = None,
    gtfs: Annotated[bool, typer.Option(help="write the timetable as GTFS too")] = True,
    name: Annotated[str | None, typer.Option(help="what to call a variation")] = None,
) -> None:
    """Plan night routes (defaults: transit.owl of the city profile); what differs from them is held against the standing plan."""
    from cli import owl as planner

    city = night.city()
    rules = planner.rules_with(city, routes=routes, buses=buses, km=km, hubs=hub)
    planner.plan(
        _lake(), city, rules, source=source, seed=seed, iterations=iterations, seconds=seconds, out=out, gtfs=gtfs, name=name
    )  # fmt: skip


def main() -> None:
    """Run the command; a mistake of the user's is a sentence and exit code 2, never a stack trace."""
    try:
        app()
    except NightowlError as error:
        log.get().error("command failed", sentence=str(error))
        console().print(str(error), style="red", markup=False, soft_wrap=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
