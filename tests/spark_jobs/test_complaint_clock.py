"""Until when the city has to answer: round the clock, in working hours, in working days."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from nightowl.complaint_rules import ComplaintRules, Item, OfficeHours
from nightowl.reference import public_holidays
from spark_jobs.complaints import clock

SEOUL = "Asia/Seoul"
HOLIDAYS = public_holidays("KR", range(2026, 2028))["holiday_date"].to_pylist()
OFFICE = OfficeHours()


def unix(local: str, zone: str = SEOUL) -> int:
    return int(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).timestamp())


def due(received: str, *, hours: float = np.nan, days: float = np.nan, zone: str = SEOUL) -> str:
    first = date.fromisoformat(received[:10])
    working = clock.calendar(first, first, OFFICE, zone, HOLIDAYS if zone == SEOUL else [])
    (found,) = clock.due(np.array([unix(received, zone)]), np.array([hours]), np.array([days]), working)
    return f"{datetime.fromtimestamp(int(found), ZoneInfo(zone)):%Y-%m-%d %H:%M}" if found else "none"


@pytest.mark.parametrize(
    ("received", "limit", "until"),
    [
        ("2026-11-01 23:30", {"hours": 3}, "2026-11-02 02:30"),
        ("2026-11-01 23:30", {}, "none"),
        # A Monday: the lunch hour and the night are no work.
        ("2026-11-02 11:00", {"days": 1}, "2026-11-03 11:00"),
        ("2026-11-02 12:30", {"days": 1}, "2026-11-03 12:00"),
        ("2026-11-02 09:00", {"days": 1}, "2026-11-02 18:00"),
        ("2026-11-02 20:00", {"days": 1}, "2026-11-03 18:00"),
        ("2026-11-06 17:00", {"days": 1}, "2026-11-09 17:00"),  # Friday: over the weekend
        ("2026-11-07 10:00", {"days": 5}, "2026-11-13 18:00"),  # Saturday
        # The 24th to the 26th of September 2026 are Chuseok; the 25th and 26th fall on Friday and Saturday.
        ("2026-09-23 10:00", {"days": 2}, "2026-09-29 10:00"),
        # Six days and more: the day of receipt is the first, to the end of the last.
        ("2026-11-02 17:59", {"days": 7}, "2026-11-11 00:00"),
        ("2026-11-07 10:00", {"days": 7}, "2026-11-18 00:00"),
        ("2026-11-02 00:00", {"days": 6}, "2026-11-10 00:00"),
    ],
)
def test_until_when(received: str, limit: dict[str, float], until: str) -> None:
    assert due(received, **limit) == until


def test_where_the_clocks_change_hours_are_hours_and_office_hours_local() -> None:
    assert due("2026-10-31 23:30", hours=3, zone="America/New_York") == "2026-11-01 01:30"
    assert due("2026-10-30 17:00", days=1, zone="America/New_York") == "2026-11-02 17:00"


def test_working_hours_are_those_of_pandas() -> None:
    """Another's calendar of business hours, over every hour of a quarter with holidays in it."""
    first = date(2026, 8, 14)
    working = clock.calendar(first, date(2026, 11, 14), OFFICE, SEOUL, HOLIDAYS)
    local = [datetime(2026, 8, 14) + timedelta(minutes=97 * n) for n in range(1_300)]
    received = np.array([int(t.replace(tzinfo=ZoneInfo(SEOUL)).timestamp()) for t in local])
    none = np.full(len(local), np.nan)
    for days in (1, 3, 5):
        step = pd.offsets.CustomBusinessHour(n=8 * days, start=["09:00", "13:00"], end=["12:00", "18:00"], holidays=HOLIDAYS)  # fmt: skip
        ours = clock.due(received, none, np.full(len(local), float(days)), working)
        theirs = np.array([int((pd.Timestamp(t) + step).tz_localize(SEOUL).timestamp()) for t in local])
        worked = [np.interp(s, working.at_s, working.worked_s) for s in (ours, theirs)]
        # pandas may name the next morning where we name the evening: between them nobody works.
        assert np.array_equal(*worked) and (ours <= theirs).all() and (ours == theirs).mean() > 0.2


def test_a_kind_has_one_limit_and_a_word_one_kind() -> None:
    with pytest.raises(ValidationError, match="소음 has a limit in hours and one in working days"):
        Item(item="소음", field="환경", limit_h=3, limit_working_days=2)
    with pytest.raises(ValidationError, match="'Noise' is 소음 and 악취; let it be one of them"):
        ComplaintRules(items=[Item(item="소음", field="환경", words=["noise"]), Item(item="악취", field="환경", words=["Noise"])])  # fmt: skip
    with pytest.raises(
        ValidationError, match=r"incidents.quick_items names 버스, which is none of the items"
    ):
        ComplaintRules.model_validate(
            {"items": [{"item": "소음", "field": "환경"}], "incidents": {"quick_items": ["버스"]}}
        )
    with pytest.raises(ValidationError, match="spans in order of time"):
        OfficeHours.model_validate({"open": [["13:00", "18:00"], ["09:00", "12:00"]]})
