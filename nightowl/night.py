"""What a task of a DAG knows of the night it works for: the lake, the city, the service day."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from nightowl import environment, log, profile, schedule
from nightowl.console import say
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.profile import Profile
from nightowl.service_day import last_service_date, parse_date

CITY = "NIGHTOWL_CITY"


@dataclass(frozen=True)
class Night:
    """One service day of one city in one lake."""

    lake: Lake
    profile: Profile
    service_date: date
    rebuild: tuple[str, str] | None = None

    def rebuild_of(self, feed: str) -> str | None:
        """The partition of `feed` to make again, where this night was asked to."""
        return self.rebuild[1] if self.rebuild and self.rebuild[0] == feed else None


def city() -> Profile:
    """The profile named by NIGHTOWL_CITY (default Seoul's)."""
    return profile.load(os.environ.get(CITY, "seoul"))


def service_date_of(
    partition_key: str | None, conf: Mapping[str, Any] | None, run_after: datetime, of_city: Profile
) -> date:
    """The service day of a DAG run: its partition key, else what it was triggered with, else the last day that has ended."""
    text = partition_key or (conf or {}).get("service_date")
    if text:
        return parse_date(str(text)[:10])
    return last_service_date(run_after, of_city.time_zone, of_city.service_day_start_hour)


def parse_rebuild(text: str | None, of_city: Profile, service_date: date) -> tuple[str, str] | None:
    """Feed and partition of `FEED=PARTITION`, or `FEED` alone for the service day of the run (so that a backfill makes each of its
    days again); anything else that is not empty is refused, so that no slip is passed over."""
    if not text:
        return None
    feed, equals, partition = text.partition("=")
    if feed not in of_city.feeds or (equals and not partition):
        raise NightowlError(
            f"A rebuild is written FEED=PARTITION, as in telecom_event=2026-11-01, or FEED alone for the service day of the run, with a feed "
            f"of {of_city.city}; found '{text}'."
        )
    return feed, partition or str(service_date)


def run_job(dag_run: Any, feed: str, run: Callable[..., Any], spark: Any) -> str:
    """Run one Spark job for the night of a DAG run, unless the city has switched its feed off; returns what it did."""
    of_night = of_run(dag_run)
    if not of_night.profile.enabled(feed):
        return say(f"{feed}: switched off in the profile of {of_night.profile.city}")
    return say(
        run(
            spark, of_night.lake, of_night.profile, of_night.service_date, rebuild=of_night.rebuild_of(feed)
        ).sentence
    )


def deliveries_are_due(dag_run: Any, dag: str, now: datetime) -> bool:
    """Whether the run of a feed DAG should wait no longer: its daily feeds have delivered, or the deadline of each that has not is past.

    Only the scheduler waits; who starts a night or a backfill by hand wants what is there.
    """
    from nightowl.arrival import is_delivered  # not while the scheduler parses the DAGs

    of_night = of_run(dag_run)
    if _kind(dag_run) != "scheduled":
        return True
    handed_over = of_night.service_date + timedelta(days=1)
    zone = ZoneInfo(of_night.profile.time_zone)
    waited_for = {
        name: datetime.combine(handed_over, feed.deadline, zone)
        for name, feed in of_night.profile.feeds.items()
        if feed.enabled
        and feed.dag == dag
        and feed.expected == "daily"
        and not any(map(is_delivered, of_night.lake.delivery(name, handed_over).glob("*")))
    }
    for name, deadline in waited_for.items():
        say(
            f"{name}: nothing delivered for {of_night.service_date} yet; "
            + (f"waiting until {deadline:%H:%M}" if now < deadline else "the night goes on without it")
        )
    return all(now >= deadline for deadline in waited_for.values())


def lake_is_quiet(dag_run: Any, running: Callable[[str], int], now: datetime) -> bool:
    """Whether a scheduled warehouse may judge the lake: no feed DAG is at work on another day, or it has waited long enough.

    Between the two steps of a feed its clean table is ahead of what is counted from it, and the gate would hold the feed's tables back.
    `running`: how many runs of a DAG go on or are queued. Only the scheduler has other runs beside it.
    """
    if _kind(dag_run) != "asset_triggered":
        return True
    busy = [name for name in city().dags if running(name)]
    waited = now - (dag_run.start_date or now)
    if not busy or waited >= schedule.LAKE_QUIET_WITHIN:
        return True
    say(f"waiting for {', '.join(busy)}, at work on other service days")
    return False


def of_run(dag_run: Any) -> Night:
    """The night of an Airflow run; prepares logs and environment, so a task starts with this and nothing else."""
    of_city = city()
    conf = dag_run.conf or {}
    day = service_date_of(getattr(dag_run, "partition_key", None), conf, dag_run.run_after, of_city)
    lake = Lake.from_environment().make()
    if _kind(dag_run) == "backfill":
        lake = lake.as_known_on(day + timedelta(days=1))
    environment.prepare(lake.home)
    log.configure(lake)
    return Night(lake, of_city, day, parse_rebuild(conf.get("rebuild"), of_city, day))


def _kind(dag_run: Any) -> str:
    """manual, scheduled, backfill …; a run that was never stored has none."""
    kind = getattr(dag_run, "run_type", "")
    return str(getattr(kind, "value", kind))
