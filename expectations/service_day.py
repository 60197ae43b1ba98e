"""The days on which the services of the timetables run: `clean/service_day`, whole."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import FeedTable, Night, Suite

FEED = FeedTable("service_day", groups=("transit",), key="valid_from")
KEYS = ("valid_from", "inventory", "service_id", "service_date")
_rule = partial(suite.rule, owner="transit data")
_RELOAD = "Clean the timetable again; if it comes back, tell the developers of spark_jobs/timetable."


def _expectations(night: Night) -> list[Expectation]:
    return [
        suite.floor(
            "service_day",
            _rule(
                "",
                "Services run on some days.",
                "Look in the ledger for what became of the zip, then deliver it again.",
            ),
        ),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(KEYS),
            severity="critical",
            meta=_rule("service_day_key_unique", "A service stands once on each day it runs.", _RELOAD),
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="service_id",
            severity="critical",
            meta=_rule("service_day_service_missing", "Every day names its service.", _RELOAD),
        ),
        suite.no_rows(
            "select valid_from, inventory, min(service_date) as first_day, max(service_date) as last_day from b group by all having "
            f"max(service_date) > greatest(valid_from, date '{night.service_date}') + interval 10 year or max(service_date) < valid_from",
            "critical",
            _rule(
                "service_day_dates_sound",
                "A timetable has days from its first day on, and none in ten years' time.",
                "Look at the dates of calendar.txt, calendar_dates.txt and feed_info.txt in the zip.",
            ),
        ),
        suite.no_rows(
            f"select max(service_date) as last_day from b having max(service_date) < date '{night.service_date}'",
            "warning",
            _rule(
                "service_day_expired",
                "Some timetable still has days on or after the service day.",
                "Ask the operator for the newer timetable.",
            ),
        ),
        suite.no_rows(
            "select inventory, valid_from, service_date, next_day from (select *, lead(service_date) over "
            "(partition by inventory, valid_from order by service_date) as next_day "
            "from (select distinct inventory, valid_from, service_date from b)) "
            "where next_day > service_date + 7",
            "warning",
            _rule(
                "service_day_gap",
                "No timetable pauses for more than a week.",
                "Ask the operator whether a service's days are missing; a timetable of school days may pause for holidays.",
            ),
        ),
        suite.no_raw_number(night, "service_day", ("valid_from", "source_file", "record_number")),
    ]


SUITE = Suite(
    table="service_day",
    zone="clean",
    groups=FEED.groups,
    keys=KEYS,
    expectations=_expectations,
    feeds=("service_day",),
)
