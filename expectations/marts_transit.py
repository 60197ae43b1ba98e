"""The transit group's fact: volume and freshness."""

from functools import partial

from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import Night, Suite

KEYS = ("month", "route_no", "route_name", "ars_id", "stop_name", "visit_seq", "clock_hour")
_rule = partial(suite.rule, owner="transit data")
_BUILD = "Build the warehouse again (make rebuild); if it comes back, tell the developers of dbt/."


def _boardings(night: Night) -> list[Expectation]:
    return [
        suite.floor(
            "fct_bus_stop_month",
            _rule("", "Buses were boarded: at least one visit's 24 hours.", _BUILD),
            rows=24,
        ),
        suite.fresh_month(
            night, "fct_bus_stop_month", _rule("", "The newest loaded month is in the fact.", _BUILD)
        ),
        suite.no_rows(
            "select month, rows_fact, rows_found from (select month, count(*) as rows_fact from b group by month) "
            "full join (select part as month, rows_found from partition_rows where table_name = 'bus_stop_month') using (month) "
            "where rows_fact is distinct from rows_found",
            "critical",
            _rule(
                "fct_bus_stop_month_rows_as_lake",
                "The fact holds exactly the rows of each cleaned month.",
                _BUILD,
            ),
        ),
        suite.no_raw_number(night, "fct_bus_stop_month", KEYS[:1], where="clock_hour = 0"),
    ]


SUITES = [
    Suite(
        table="fct_bus_stop_month",
        zone="marts",
        groups=("transit", "owl"),
        keys=KEYS,
        expectations=_boardings,
        feeds=("bus_stop_month",),
    )
]
