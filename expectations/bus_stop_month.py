"""Bus boardings by route, stop and clock hour: `clean/bus_stop_month`, the months tonight's runs wrote."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import FeedTable, Night, Suite

# The fact of bus boardings is transit's, the mart made from it the owl's; a line of a month's file holds 24 hours.
FEED = FeedTable("bus_stop_month", groups=("transit", "owl"), key="month", rows_per_record=24)
KEYS = ("month", "source_file", "record_number", "clock_hour")
_rule = partial(suite.rule, owner="transit data")
_RELOAD = "Clean the month again; if it comes back, tell the developers of spark_jobs/transit."
_COUNTS = {"boardings_cnt": "boardings", "alightings_cnt": "alightings"}


def _expectations(night: Night) -> list[Expectation]:
    return [
        suite.floor(
            "bus_stop_month",
            _rule(
                "",
                "The months just loaded hold bus boardings.",
                "Look in the ledger for what became of the file, then deliver it again.",
            ),
        ),
        suite.no_rows(
            f"select part as month from {suite.listed(night.required.get('bus_stop_month', ()))} "
            "where part not in (select month from b)",
            "critical",
            _rule(
                "bus_stop_month_month_empty",
                "Every month loaded tonight holds rows.",
                "Look in the ledger for what became of the file, then deliver it again.",
            ),
        ),
        suite.no_rows(
            "select month, source_file, record_number, count(*) as hours from b group by all "
            "having count(*) <> 24 or bit_or(1 << clock_hour) <> 16777215",
            "critical",
            _rule(
                "bus_stop_month_hours_of_a_line",
                "Every line of the file became 24 rows, one a clock hour.",
                _RELOAD,
            ),
        ),
        suite.no_rows(
            "select month, route_no, route_name, ars_id, stop_name, visit_seq, count(*) as lines from b "
            "where clock_hour = 0 group by all having count(*) > 1",
            "critical",
            _rule(
                "bus_stop_month_key_unique",
                "Each month counts each visit of a route to a stop once.",
                _RELOAD,
            ),
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="route_no",
            severity="critical",
            meta=_rule("bus_stop_month_route_missing", "Every row names its route.", _RELOAD),
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="clock_hour",
            min_value=0,
            max_value=23,
            severity="critical",
            meta=_rule("bus_stop_month_hour_range", "Clock hours run from 0 to 23.", _RELOAD),
        ),
        *(
            gxe.ExpectColumnValuesToNotBeNull(
                column=column,
                severity="critical",
                meta=_rule(f"bus_stop_month_{what}_missing", f"Every row has its {what}.", _RELOAD),
            )
            for column, what in _COUNTS.items()
        ),
        *(
            gxe.ExpectColumnValuesToBeBetween(
                column=column,
                min_value=0,
                max_value=1_000_000,
                severity="critical",
                meta=_rule(
                    f"bus_stop_month_{what}_range",
                    f"A stop's {what} in an hour of a month lie between 0 and 1,000,000.",
                    "Look at the line named in the delivered file.",
                ),
            )
            for column, what in _COUNTS.items()
        ),
        suite.no_rows(
            "select month, clock_hour from b group by all having sum(boardings_cnt) = 0 and sum(alightings_cnt) = 0",
            "critical",
            _rule(
                "bus_stop_month_hour_silent",
                "Somebody boarded or alighted in every clock hour of the month.",
                "Compare the names of the file's hour columns with the feed's: an hour under another name is lost.",
            ),
        ),
        suite.no_rows(
            "select month, sum(boardings_cnt) as boardings_cnt, sum(alightings_cnt) as alightings_cnt from b group by month "
            "having sum(alightings_cnt) not between 0.8 * sum(boardings_cnt) and 1.1 * sum(boardings_cnt)",
            "warning",
            _rule(
                "bus_stop_month_alightings_balance",
                "About as many people alight as board in a month (a few per cent forget to tap out).",
                "Look whether boardings and alightings changed places in the file.",
            ),
        ),
        suite.no_raw_number(night, "bus_stop_month", KEYS[:3], where="clock_hour = 0"),
    ]


SUITE = Suite(
    table="bus_stop_month",
    zone="clean",
    groups=FEED.groups,
    keys=KEYS,
    expectations=_expectations,
    feeds=("bus_stop_month",),
    parts_of="bus_stop_month",
)
