"""`python -m simulator`: deliver nights of the simulated city into landing."""

import sys
import time
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from nightowl.console import console
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.service_day import parse_date
from simulator.feeds import FEEDS
from simulator.handover import Handed, hand_over
from simulator.orders import Order
from simulator.sizes import SIZES, rows_of

EARLIEST = date(2016, 3, 1)


def deliver(lake: Lake, order: Order, feeds: list[str]) -> list[tuple[Handed, float]]:
    """Hand over everything the order asks of these feeds; each outcome comes with its seconds."""
    lake.make()
    columns = (TextColumn("{task.description:<32}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    done = []
    with Progress(*columns, console=console(), transient=True, disable=not console().is_terminal) as progress:
        for feed in feeds:
            for delivery in FEEDS[feed](order):
                started = time.perf_counter()
                bar = progress.add_task(f"{feed} {delivery.service_date}", total=delivery.rows)
                handed = hand_over(lake, delivery, partial(progress.advance, bar))
                done.append((handed, time.perf_counter() - started))
    return done


def _print_summary(done: list[tuple[Handed, float]]) -> None:
    """A line a delivery, then the sums."""
    for handed, seconds in done:
        what = f"{handed.delivery.feed:<20} {handed.delivery.service_date}"
        if not handed.files:
            console().print(f"{what}  in landing already, unchanged ({handed.unchanged} files)")
            continue
        known = f", {handed.unchanged} files there already" if handed.unchanged else ""
        console().print(
            f"{what} {handed.files:>4} files {handed.records:>12,} rows {handed.defects:>8,} defects planted"
            f" {handed.records / seconds:>10,.0f} rows/s{known}",
            soft_wrap=True,
        )
    files, records, defects = (
        sum(getattr(handed, name) for handed, _ in done) for name in ("files", "records", "defects")
    )
    console().print(
        f"Delivered {files} files, {records:,} rows, {defects:,} defects planted, in {sum(s for _, s in done):.1f} s."
    )


def _feeds(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names or set(names) - set(FEEDS):
        raise NightowlError(f"--feeds takes names out of {', '.join(FEEDS)}; found '{text}'.")
    return names


def main(
    service_date: Annotated[str, typer.Option(help="Last service day to deliver, YYYY-MM-DD.")],
    days: Annotated[int, typer.Option(min=1, help="How many service days, ending at --service-date.")] = 1,
    size: Annotated[str, typer.Option(help=f"{', '.join(SIZES)}, or telecom rows a day.")] = "demo",
    seed: Annotated[int, typer.Option(help="Same seed, day and size: the same files to the byte.")] = 1,
    home: Annotated[
        Path | None, typer.Option(help="Root of the installation (default: NIGHTOWL_HOME or ./data).")
    ] = None,
    feeds: Annotated[str, typer.Option(help="Feeds to deliver, with commas.")] = ",".join(FEEDS),
) -> None:
    """Deliver nights of a simulated Seoul into landing, and write what was planted under oracle/."""
    try:
        last = parse_date(service_date)
        first = last - timedelta(days=days - 1)
        if first < EARLIEST:
            raise NightowlError(
                f"The simulated network is complete since {EARLIEST}; found a service day of {first}. Choose a later one."
            )
        order = Order(first, last, rows_of(size), seed)
        lake = Lake(home.resolve()) if home else Lake.from_environment()
        _print_summary(deliver(lake, order, _feeds(feeds)))
    except NightowlError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    typer.run(main)
