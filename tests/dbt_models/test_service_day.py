"""The service day in SQL is the one of `nightowl.service_day`."""

from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import jinja2

from nightowl.service_day import clock_hour_of, service_date_of, service_hour_of
from tests.dbt_models.conftest import PROJECT

MACROS: Any = (
    jinja2.Environment(autoescape=False)
    .from_string((PROJECT / "macros" / "service_day.sql").read_text(encoding="utf-8"))
    .module
)
FIRST_MOMENT = datetime(2022, 3, 1, 4, 30)


def test_macros_agree_with_the_service_day_over_two_days() -> None:
    for moment in (FIRST_MOMENT + timedelta(hours=n) for n in range(48)):
        day, hour = service_date_of(moment), service_hour_of(moment)
        in_sql = [
            str(MACROS.clock_hour(hour)),
            str(MACROS.is_night_hour(hour)),
            str(MACROS.night_hour(hour)),
            str(MACROS.night_date(f"date '{day}'", hour)),
        ]
        clock, is_night, night_hour, night_date = duckdb.sql(f"select {', '.join(in_sql)}").fetchall()[0]
        evening = (moment - timedelta(hours=12)).date()  # a night belongs to the day of its evening
        assert clock == clock_hour_of(hour) == moment.hour
        assert is_night == (moment.hour <= 4)
        if is_night:
            assert (night_date, night_hour) == (evening, 24 + moment.hour)


def test_hour_28_is_the_morning_after() -> None:
    night = duckdb.sql(
        f"select {MACROS.night_date('date ' + repr('2022-03-02'), 4)}, {MACROS.night_hour(4)}"
    ).fetchall()
    assert night == [(date(2022, 3, 1), 28)]
