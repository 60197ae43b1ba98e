"""The opt-out list after cleaning: `clean/opt_out`, whole."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import FeedTable, Night, Suite

FEED = FeedTable("opt_out", groups=("owl",), key="valid_from")
KEYS = ("valid_from", "source_file", "record_number")
_rule = partial(suite.rule, owner="privacy officer")
_keys = ", ".join(KEYS)
_AGAIN = "Clean the list again (REBUILD=opt_out=<its date>); if it comes back, tell the developers of spark_jobs/telecom."


def _expectations(night: Night) -> list[Expectation]:
    return [
        suite.floor(
            "opt_out",
            _rule(
                "",
                "Somebody stands on the opt-out list.",
                "Ask the carrier for the list; until it is here, nobody is left out.",
            ),
        ),
        suite.no_rows(
            "select valid_from, min(record_number) as record_number, count(*) as times_listed from b "
            "group by valid_from, subscriber_key having count(*) > 1",
            "critical",
            _rule("opt_out_key_unique", "No list names a subscriber twice.", _AGAIN),
        ),
        suite.no_rows(
            f"select {_keys}, octet_length(subscriber_key) as key_bytes from b where not coalesce(octet_length(subscriber_key) = 16, false)",
            "critical",
            _rule(
                "opt_out_subscriber_key_length",
                "Every subscriber on the list is a pseudonym of exactly 16 bytes.",
                "Treat the partition as if it held raw numbers: delete it, check the pseudonym key, clean the list again.",
            ),
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="opted_out_on",
            severity="critical",
            meta=_rule("opt_out_opted_out_on_missing", "Every entry has the day of opting out.", _AGAIN),
        ),
        suite.no_rows(
            f"select {_keys}, opted_out_on from b where opted_out_on not between date '2000-01-01' and valid_from",
            "warning",
            _rule(
                "opt_out_day_range",
                "Nobody opted out after the list was delivered, or before 2000.",
                "Ask the carrier what the day means; who stands on the list is left out in any case.",
            ),
        ),
        suite.no_rows(
            "select valid_from, entries, entries_before from (select valid_from, count(*) as entries, lag(count(*)) "
            "over (order by valid_from) as entries_before from b group by valid_from) "
            "where entries < entries_before / 2 and valid_from = (select max(valid_from) from b)",
            "warning",
            _rule(
                "opt_out_list_shrunk",
                "The newest list has at least half the entries of the one before.",
                "Ask the carrier whether the list is whole: who fell off it is counted again. If it is not, deliver the whole one and rebuild "
                "the days cleaned since.",
            ),
        ),
        suite.no_raw_number(night, "opt_out", KEYS),
    ]


SUITE = Suite(
    table="opt_out",
    zone="clean",
    groups=FEED.groups,
    keys=KEYS,
    expectations=_expectations,
    feeds=("opt_out",),
)
