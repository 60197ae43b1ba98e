"""The service day: cut at the city's hour, whatever month, year or clock change it meets."""

from datetime import UTC, date, datetime, timedelta

import pytest

from nightowl.errors import NightowlError
from nightowl.service_day import (
    clock_hour_of,
    last_service_date,
    parse_date,
    service_date_of,
    service_hour_of,
)


@pytest.mark.parametrize(
    ("local", "service_date", "hour"),
    [
        ("2026-11-02 03:59:59", "2026-11-01", 27),
        ("2026-11-02 03:59:59.999999", "2026-11-01", 27),
        ("2026-11-02 04:00:00", "2026-11-02", 4),
        ("2026-11-02 23:59:59", "2026-11-02", 23),
        ("2026-11-03 00:00:00", "2026-11-02", 24),
        ("2026-12-01 01:30:00", "2026-11-30", 25),
        ("2027-01-01 00:00:00", "2026-12-31", 24),
        ("2028-03-01 03:00:00", "2028-02-29", 27),
        ("2027-03-01 03:00:00", "2027-02-28", 27),
    ],
)
def test_a_time_before_four_belongs_to_the_evening_it_ends(local: str, service_date: str, hour: int) -> None:
    at = datetime.fromisoformat(local)
    assert (service_date_of(at), service_hour_of(at)) == (date.fromisoformat(service_date), hour)


@pytest.mark.parametrize("start_hour", [0, 3, 4, 12])
def test_every_minute_of_a_week_has_one_service_hour_and_comes_back_from_it(start_hour: int) -> None:
    start = datetime(2026, 12, 28)
    for minute in range(7 * 24 * 60):
        at = start + timedelta(minutes=minute)
        day, hour = service_date_of(at, start_hour), service_hour_of(at, start_hour)
        assert start_hour <= hour < start_hour + 24
        assert clock_hour_of(hour) == at.hour
        assert datetime(day.year, day.month, day.day) + timedelta(hours=hour, minutes=at.minute) == at


def test_the_owl_nights_last_hour_is_four_o_clock() -> None:
    assert clock_hour_of(28) == 4


@pytest.mark.parametrize(
    ("now", "time_zone", "last"),
    [
        (
            "2026-11-01T18:59:59+00:00",
            "Asia/Seoul",
            "2026-10-31",
        ),  # 03:59:59 of the 2nd: the 1st has not ended
        ("2026-11-01T19:00:00+00:00", "Asia/Seoul", "2026-11-01"),
        ("2026-11-02T04:00:00+09:00", "Asia/Seoul", "2026-11-01"),
        ("2027-01-01T06:30:00+09:00", "Asia/Seoul", "2026-12-31"),
        # Berlin, clocks go forward on 29 March 2026 (02:00 → 03:00) and back on 25 October (03:00 → 02:00).
        ("2026-03-29T01:59:59+00:00", "Europe/Berlin", "2026-03-27"),  # 03:59:59 summer time
        ("2026-03-29T02:00:00+00:00", "Europe/Berlin", "2026-03-28"),  # 04:00:00, three hours after midnight
        ("2026-10-25T02:59:59+00:00", "Europe/Berlin", "2026-10-23"),  # 03:59:59 winter time
        ("2026-10-25T03:00:00+00:00", "Europe/Berlin", "2026-10-24"),  # 04:00:00, five hours after midnight
        ("2026-10-25T00:30:00+00:00", "Europe/Berlin", "2026-10-23"),  # 02:30, the first time
        ("2026-10-25T01:30:00+00:00", "Europe/Berlin", "2026-10-23"),  # 02:30, again
    ],
)
def test_the_last_service_day_is_the_newest_that_has_ended_in_the_city(
    now: str, time_zone: str, last: str
) -> None:
    assert last_service_date(datetime.fromisoformat(now), time_zone) == date.fromisoformat(last)


def test_a_city_may_cut_its_day_at_another_hour() -> None:
    at_three = datetime(2026, 11, 2, 3, tzinfo=UTC)
    assert last_service_date(at_three, "UTC", start_hour=3) == date(2026, 11, 1)
    assert last_service_date(at_three, "UTC", start_hour=4) == date(2026, 10, 31)


def test_a_date_is_read_in_one_form_only() -> None:
    assert parse_date("2026-11-01") == date(2026, 11, 1)
    for text in (
        "20261101",
        "2026-W44-7",
        "2026-11-1",
        "1.11.2026",
        "2026-02-29",
        "",
        "yesterday",
        " 2026-11-01",
    ):
        with pytest.raises(
            NightowlError, match=rf"A date is written YYYY-MM-DD, as in 2026-11-01; found '{text}'\."
        ):
            parse_date(text)
