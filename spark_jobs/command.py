"""Running one job alone: `python -m spark_jobs.<domain>.<job> --service-date D`, with a summary a person can read."""

import argparse
import os
import sys
from collections.abc import Callable
from typing import Any

from nightowl import environment, log, night, profile
from nightowl.console import console
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.service_day import parse_date
from spark_jobs.session import session


def run_command(doc: str | None, run: Callable[..., Any]) -> None:
    """Parse the arguments every job takes, run it on a session of its own, print its sentence; exit 2 on a user's error."""
    parser = argparse.ArgumentParser(description=(doc or "").split("\n\n")[0])
    parser.add_argument("--service-date", required=True, help="as-of service day, YYYY-MM-DD")
    parser.add_argument("--rebuild", help="a partition to make again from all its files")
    city_named = os.environ.get(night.CITY, "seoul")
    parser.add_argument(
        "--city", default=city_named, help=f"city profile (default: {night.CITY}, {city_named})"
    )
    arguments = parser.parse_args()
    try:
        lake = Lake.from_environment().make()
        environment.prepare(lake.home)
        log.configure(lake)
        city = profile.load(arguments.city)
        spark = session(run.__module__)
        with console().status(f"running for {arguments.service_date}"):
            summary = run(spark, lake, city, parse_date(arguments.service_date), rebuild=arguments.rebuild)
        console().print(f"{summary.sentence} ({summary.seconds:.1f} s)", markup=False, soft_wrap=True)
    except NightowlError as error:
        console().print(str(error), style="red", markup=False, soft_wrap=True)
        sys.exit(2)
