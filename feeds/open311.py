"""Mirror the requests of a city that speaks Open311 (GeoReport v2) into landing: `python -m feeds.open311`.

Each mirror asks for every request of the last days (`open311:` of the city profile says how many and where) and delivers what is new, changed or
gone. The same command after a crash asks for what is missing alone. docs/fetching.md tells the rest.
"""

import os
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from pydantic import SecretStr
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from feeds.command import run
from feeds.keys import key_of
from feeds.open311_mirror import Asking, Mirror, Mirrored, first_day_of
from feeds.open311_protocol import ask_one, ask_window
from feeds.open311_state import FEED
from feeds.polite import Manners, PoliteClient
from nightowl import log, night
from nightowl.console import console, say
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.lock import run_lock
from nightowl.open311_source import Open311Source
from nightowl.profile import Profile
from nightowl.service_day import parse_date

ADDRESS_VARIABLE = "NIGHTOWL_OPEN311_URL"
KEY_VARIABLE = "NIGHTOWL_OPEN311_API_KEY"


def key_file(lake: Lake) -> Path:
    """Where the API key lies if the environment does not hold it."""
    return lake.home / "secrets" / "open311.key"


def api_key(lake: Lake) -> SecretStr | None:
    """The key, if there is one: reading needs none, but some services let those who have one ask more often."""
    return key_of(
        KEY_VARIABLE, key_file(lake), "[0-9A-Za-z._~-]{6,200}", "one that can stand in an address: letters, digits and . _ ~ - alone are expected"
    )  # fmt: skip


def source_of(city: Profile) -> Open311Source:
    """Where the city is asked; refuses a city whose profile does not say."""
    if city.open311 is None:
        raise NightowlError(
            f"The profile of {city.city} names no Open311 service. Add 'open311: {{address: https://…}}' to it; cities/austin.yaml shows one."
        )
    return city.open311


def fetch(
    lake: Lake,
    city: Profile,
    first_day: date | None = None,
    *,
    delivered: date | None = None,
    accept_deletions: bool = False,
    manners: Manners | None = None,
    base_url: str | None = None,
) -> Mirrored:
    """Mirror the city's requests received from `first_day` until the midnight before `delivered` (default: today there), and say so.

    Raises NightowlError for a mistake in the request and a service that stays out of order; what came is kept then. A second fetch at the same time
    is declined: the service is asked one thing at a time.
    """
    source, today = source_of(city), datetime.now(ZoneInfo(city.time_zone)).date()
    day = delivered or today
    begins = first_day or first_day_of(source, day)
    if not begins < day <= today:
        raise NightowlError(
            f"A mirror reaches from a day before its delivery until a day that has come; found {begins} to {day}, and today is {today}."
        )
    key = api_key(lake)
    address = base_url or os.environ.get(ADDRESS_VARIABLE) or source.address
    with (
        PoliteClient(address, key, manners or Manners(pause_s=source.pause_s)) as client,
        run_lock(lake, "open311", doing=f"fetching Open311 of {city.city}"),
    ):
        has_key = key is not None
        asking = Asking(
            lambda window, page: ask_window(client, source, window, page, has_key),
            lambda request_id: ask_one(client, source, request_id, has_key),
        )
        mirror = Mirror(lake, source, city.time_zone, begins, day, asking)
        try:
            done = _with_progress(mirror, accept_deletions)
        except KeyboardInterrupt:
            say(f"Open311: interrupted.{mirror.kept}")
            raise
        except NightowlError as error:
            error.args = (f"{error}{mirror.kept}",)
            raise
    log.get(feed=FEED).info(
        "fetched",
        query="open311",
        delivered=str(day),
        listed=done.listed_cnt,
        changed=done.changed_cnt,
        deleted=done.deleted_cnt,
        unnamed=done.unnamed_cnt,
        asked=done.asked_cnt,
        seconds=round(done.seconds_s, 1),
    )
    say(_summary(city, begins, day, done))
    return done


def _with_progress(mirror: Mirror, accept_deletions: bool) -> Mirrored:
    """Mirror with a count at a terminal; elsewhere only what is worth a sentence is said."""
    columns = (TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console(), transient=True, disable=not console().is_terminal) as progress:
        line = progress.add_task("Open311", total=None)
        return mirror.run(
            accept_deletions=accept_deletions,
            tell=lambda listed_cnt: progress.update(line, description=f"Open311, {listed_cnt:,} requests"),
        )


def _summary(city: Profile, begins: date, day: date, done: Mirrored) -> str:
    """What lies where, and what it took."""
    if done.folder and not done.listed_cnt + done.deleted_cnt:
        told = f"the mirror lies whole in {done.folder}; nothing was asked for."
    else:
        found = f"{done.listed_cnt:,} requests of {begins} to {day}, {done.asked_cnt:,} questions asked, in {done.seconds_s:.1f} s; "
        new = f"{done.changed_cnt:,} new or changed, {done.deleted_cnt:,} gone: {done.folder}."
        told = found + (new if done.folder else "nothing is new, and nothing was delivered.")
    if done.unnamed_cnt:
        told += f" {done.unnamed_cnt:,} have no id yet and wait."
    if not city.enabled(FEED):
        told += f" The profile of {city.city} does not read {FEED}, so no night does yet."
    return f"Open311 of {city.city}: {told}"


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)  # its stack traces would show locals


@app.command(help=(__doc__ or "").split("\n\n")[0])
def command(
    first_day: Annotated[
        str | None,
        typer.Argument(
            help="mirror from this day on, YYYY-MM-DD (default: as many days as the profile says)"
        ),
    ] = None,
    delivered: Annotated[
        str | None, typer.Option(help="day of delivery, YYYY-MM-DD (default: today)")
    ] = None,
    pause: Annotated[
        float | None, typer.Option(help="seconds between two questions (default: the profile's)")
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(help=f"address of the service (default: {ADDRESS_VARIABLE}, or the profile's)"),
    ] = None,
    accept_deletions: Annotated[
        bool, typer.Option("--accept-deletions", help="believe it where very many requests are gone at once")
    ] = False,
) -> None:
    """Mirror the city; the module says how."""
    lake, city = Lake.from_environment().make(), night.city()
    log.configure(lake)
    fetch(
        lake,
        city,
        parse_date(first_day) if first_day else None,
        delivered=parse_date(delivered) if delivered else None,
        accept_deletions=accept_deletions,
        manners=None if pause is None else Manners(pause_s=pause),
        base_url=base_url,
    )


if __name__ == "__main__":
    run(app)
