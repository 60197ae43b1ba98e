"""What is planned on each day, in the warehouse."""

from functools import partial

from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import Night, Suite

TABLE = "mart_transit__service_day"
KEYS = ("service_date", "inventory", "route_id")
_rule = partial(suite.rule, owner="transit data")
_BUILD = "Build the warehouse again (make rebuild); if it comes back, tell the developers of dbt/."


def _expectations(night: Night) -> list[Expectation]:
    def parts(feed: str) -> str:
        return f"(select cast(part as date) as valid_from from partition_rows where table_name = '{feed}' and rows_found > 0)"

    newest = f"(select max(valid_from) from {parts('stop_time')} semi join {parts('service_day')} using (valid_from))"
    return [
        suite.floor(
            TABLE,
            _rule(
                "",
                "Some route runs on some day.",
                "Deliver the timetable's zip to stop_time and to service_day.",
            ),
        ),
        suite.no_rows(
            f"select max(valid_from) as newest, {newest} as newest_loaded from b having not coalesce(max(valid_from) = {newest}, false)",
            "critical",
            _rule(f"{TABLE}_stale", "The newest loaded timetable is in the mart.", _BUILD),
        ),
        suite.no_rows(
            "select service_date, inventory, route_id, departures_cnt, departures_past_midnight_cnt from b "
            "where departures_past_midnight_cnt + departures_before_cut_cnt > departures_cnt or first_departure_s > last_departure_s "
            "or (departures_past_midnight_cnt > 0) <> coalesce(last_departure_s >= 86400, false)",
            "critical",
            _rule(
                f"{TABLE}_counts",
                "Departures past midnight are among the departures, and the last one tells whether there are any.",
                _BUILD,
            ),
        ),
        suite.no_rows(
            "select service_date, inventory, route_id, trips_cnt from b where trips_cnt > 5000",
            "warning",
            _rule(
                f"{TABLE}_trips_many",
                "No route runs more than 5,000 trips a day.",
                "Look whether a timetable was loaded twice under two first days, or its days are those of all services.",
            ),
        ),
        suite.no_raw_number(night, TABLE, KEYS[:1]),
    ]


SUITES = [
    Suite(
        table=TABLE,
        zone="marts",
        groups=("transit",),
        keys=KEYS,
        expectations=_expectations,
        feeds=("stop_time", "service_day"),
    )
]
