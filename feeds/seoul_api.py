"""Mirror a service of Seoul's open data API into landing: `python -m feeds.seoul_api CardBusTimeNew 202203`.

Pages come one at a time and become a delivery once all are there; the same command after a crash asks for the missing ones
alone. The API key comes from NIGHTOWL_SEOUL_API_KEY or `<home>/secrets/seoul_api.key`. docs/fetching.md tells the rest.
"""

import os
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from pydantic import SecretStr
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from feeds.command import run
from feeds.keys import key_of
from feeds.mirror import Mirrored, mirror
from feeds.polite import Manners, PoliteClient
from feeds.seoul_protocol import KEYS_FROM, SERVICES, Query, ask_page, query_of
from nightowl import log, night
from nightowl.console import console, say
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.lock import run_lock
from nightowl.profile import Profile
from nightowl.service_day import parse_date

ADDRESS = "http://openapi.seoul.go.kr:8088"
ADDRESS_VARIABLE = "NIGHTOWL_SEOUL_API_URL"
KEY_VARIABLE = "NIGHTOWL_SEOUL_API_KEY"


def key_file(lake: Lake) -> Path:
    """Where the API key lies if the environment does not hold it."""
    return lake.home / "secrets" / "seoul_api.key"


def api_key(lake: Lake) -> SecretStr:
    """The key of Seoul's open data API, from the environment, else from the key file.

    Refuses a file others may read and what cannot be a key (it stands in a URL), and says where to get one if there is none.
    """
    path = key_file(lake)
    key = key_of(
        KEY_VARIABLE, path, "[0-9A-Za-z]{6,100}", "one of Seoul's: letters and digits alone are expected"
    )
    if key is None:
        raise NightowlError(
            f"Seoul's open data API wants a key, and there is none. Get one, free, at {KEYS_FROM}; then set {KEY_VARIABLE}, or write "
            f"it to {path} and run 'chmod 600 {path}'."
        )
    return key


def fetch(
    lake: Lake,
    city: Profile,
    service: str,
    argument: str | None = None,
    *,
    delivered: date | None = None,
    manners: Manners | None = None,
    base_url: str | None = None,
) -> Mirrored:
    """Mirror a service into landing as a delivery of its feed (default: of today in the city's time zone), and say so.

    Raises NightowlError for a mistake in the request, a missing key, no data, and a service that stays out of order; what came
    is kept then. A second fetch at the same time is declined: the service is asked one thing at a time.
    """
    query = query_of(service, argument)
    day = delivered or datetime.now(ZoneInfo(city.time_zone)).date()
    address = base_url or os.environ.get(ADDRESS_VARIABLE) or ADDRESS
    with (
        PoliteClient(address, api_key(lake), manners) as client,
        run_lock(lake, "seoul_api", doing=f"fetching {query}"),
    ):
        try:
            mirrored = _with_progress(lake, query, day, client)
        except KeyboardInterrupt:
            say(f"{query}: interrupted. The pages that came are kept; the same command goes on from there.")
            raise
    log.get(feed=query.feed).info(
        "fetched",
        query=str(query),
        delivered=str(day),
        rows=mirrored.rows_cnt,
        pages=mirrored.pages_cnt,
        asked=mirrored.asked_cnt,
        seconds=round(mirrored.seconds_s, 1),
    )
    say(_summary(lake, city, query, mirrored))
    return mirrored


def _with_progress(lake: Lake, query: Query, day: date, client: PoliteClient) -> Mirrored:
    """Mirror with a bar at a terminal; elsewhere only what is worth a sentence is said."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(), transient=True, disable=not console().is_terminal) as progress:
        bar = progress.add_task(f"{query}, rows", total=None)
        return mirror(
            lake,
            query,
            day,
            lambda first, last: ask_page(client, query, first, last),
            lambda rows, total: progress.update(bar, completed=rows, total=total),
        )


def _summary(lake: Lake, city: Profile, query: Query, done: Mirrored) -> str:
    """What lies where, what it took, and who reads it."""
    what = f"{done.rows_cnt:,} rows in {done.pages_cnt:,} page{'s' * (done.pages_cnt != 1)}"
    if done.asked_cnt:
        told = f"{what}, {done.asked_cnt:,} of them asked for now, in {done.seconds_s:.1f} s: {done.folder}."
    else:
        told = f"{what} lie whole in {done.folder}; nothing was asked for."
    if city.enabled(query.feed):
        return f"{query}: {told}"
    return f"{query}: {told} The profile of {city.city} does not read {query.feed}, so no night does yet."


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)  # its stack traces would show locals


@app.command(help=(__doc__ or "").split("\n\n")[0])
def command(
    service: Annotated[str, typer.Argument(help=f"one of {', '.join(SERVICES)}")],
    argument: Annotated[
        str | None, typer.Argument(help="month (YYYYMM) or day (YYYYMMDD), where the service takes one")
    ] = None,
    delivered: Annotated[
        str | None, typer.Option(help="day of delivery, YYYY-MM-DD (default: today)")
    ] = None,
    pause: Annotated[float, typer.Option(help="seconds between two requests")] = Manners.pause_s,
    base_url: Annotated[
        str | None, typer.Option(help=f"address of the service (default: {ADDRESS_VARIABLE}, or {ADDRESS})")
    ] = None,
) -> None:
    """Mirror one service; the module says how."""
    lake = Lake.from_environment().make()
    log.configure(lake)
    fetch(
        lake,
        night.city(),
        service,
        argument,
        delivered=parse_date(delivered) if delivered else None,
        manners=Manners(pause_s=pause),
        base_url=base_url,
    )


if __name__ == "__main__":
    run(app)
