"""The subway's facts and mart: volume and freshness."""

from functools import partial

from great_expectations.expectations.expectation import Expectation

from expectations import subway_station_day, subway_station_month, suite
from expectations.suite import Night, Suite

_rule = partial(suite.rule, owner="transit data")
_BUILD = "Build the warehouse again (make rebuild); if it comes back, tell the developers of dbt/."
_OF_DAY = "strftime(service_date, '%Y-%m')"
LINE_KEYS = ("service_date", "line_name")


def _fresh(table: str, feed: str, month: str) -> Expectation:
    newest = f"(select max(part) from partition_rows where table_name = '{feed}' and rows_found > 0)"
    return suite.no_rows(
        f"select max({month}) as newest, {newest} as newest_loaded from b having not coalesce(max({month}) = {newest}, false)",
        "critical",
        _rule(f"{table}_stale", "The newest loaded month is there.", _BUILD),
    )


def _fact(night: Night, feed: str, month: str) -> list[Expectation]:
    table = f"fct_{feed}"
    return [
        suite.floor(table, _rule("", "The subway carried somebody.", _BUILD)),
        _fresh(table, feed, month),
        suite.no_rows(
            f"select month, rows_fact, rows_found from (select {month} as month, count(*) as rows_fact from b group by 1) "
            f"full join (select part as month, rows_found from partition_rows where table_name = '{feed}') using (month) "
            "where rows_fact is distinct from rows_found",
            "critical",
            _rule(f"{table}_rows_as_lake", "The fact holds exactly the rows of each cleaned month.", _BUILD),
        ),
        suite.no_raw_number(night, table, (month,)),
    ]


def _lines(night: Night) -> list[Expectation]:
    table = "mart_transit__subway_day"
    return [
        suite.floor(table, _rule("", "Some line of the subway carried somebody.", _BUILD)),
        _fresh(table, "subway_station_day", _OF_DAY),
        suite.no_rows(
            "select service_date, line_name, stations_cnt, boardings_cnt from b where boardings_cnt > 500000 * stations_cnt",
            "critical",
            _rule(
                f"{table}_riders_range",
                "No line carries more than 500,000 people a station on a day.",
                "Look for a count in the wrong unit, or for stations that a join doubled.",
            ),
        ),
        suite.no_raw_number(night, table, LINE_KEYS[:1]),
    ]


_transit = partial(Suite, zone="marts", groups=("transit",))
SUITES = [
    _transit(
        table="fct_subway_station_day",
        keys=subway_station_day.KEYS,
        expectations=partial(_fact, feed="subway_station_day", month=_OF_DAY),
        feeds=("subway_station_day",),
    ),
    _transit(
        table="fct_subway_station_month",
        keys=subway_station_month.KEYS,
        expectations=partial(_fact, feed="subway_station_month", month="month"),
        feeds=("subway_station_month",),
    ),
    _transit(
        table="mart_transit__subway_day",
        keys=LINE_KEYS,
        expectations=_lines,
        feeds=("subway_station_day",),
    ),
]
