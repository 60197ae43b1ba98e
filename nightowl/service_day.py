"""The service day: a day of the city cut at 04:00 (Seoul), so that a night bus at 25:30 belongs to the evening it served.

One pure definition; Spark (`spark_jobs.service_time`), dbt (macro `service_hour`) and the simulator restate it and are
tested against this one.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

DEFAULT_START_HOUR = 4


def service_date_of(local: datetime, start_hour: int = DEFAULT_START_HOUR) -> date:
    """Service date of a local wall-clock time.

    >>> service_date_of(datetime(2026, 11, 2, 3, 59, 59))
    datetime.date(2026, 11, 1)
    """
    return (local - timedelta(hours=start_hour)).date()


def service_hour_of(local: datetime, start_hour: int = DEFAULT_START_HOUR) -> int:
    """Hour of the service day as GTFS counts it: clock hour h before `start_hour` is 24 + h of the evening's date."""
    return local.hour + 24 if local.hour < start_hour else local.hour


def clock_hour_of(hour: int) -> int:
    """Clock hour (0-23) of a service hour (4-28)."""
    return hour % 24


def last_service_date(now: datetime, time_zone: str, start_hour: int = DEFAULT_START_HOUR) -> date:
    """The newest service day that has ended at `now` (an aware time). Only commands and DAG schedules call this with a wall clock."""
    return service_date_of(now.astimezone(ZoneInfo(time_zone)), start_hour) - timedelta(days=1)


def parse_date(text: str) -> date:
    """A date from `YYYY-MM-DD`; anything else is refused with a sentence."""
    from nightowl.errors import NightowlError

    try:
        day = date.fromisoformat(text)
        if day.isoformat() != text:  # it reads 20261101 and 2026-W44-7 too
            raise ValueError(text)
        return day
    except ValueError:
        raise NightowlError(f"A date is written YYYY-MM-DD, as in 2026-11-01; found '{text}'.") from None
