"""In which order routes serve their stops: `clean/pattern_stop`, the lists tonight's runs wrote."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import FeedTable, Night, Suite

# Sequences tell where boardings without a known stop number stand, at night too.
FEED = FeedTable("pattern_stop", groups=("transit", "owl"), key="valid_from")
KEYS = ("valid_from", "inventory", "pattern_id", "stop_seq")
_rule = partial(suite.rule, owner="transit data")
_RELOAD = "Clean the list again; if it comes back, tell the developers of spark_jobs/network."
_LOOK = "Look at the pattern in the delivered sequences."


def _expectations(night: Night) -> list[Expectation]:
    return [
        suite.floor(
            "pattern_stop",
            _rule(
                "",
                "The sequences just loaded hold stops.",
                "Look in the ledger for what became of the file, then deliver it again.",
            ),
        ),
        suite.no_rows(
            f"select part as valid_from from {suite.listed(night.required.get('pattern_stop', ()))} "
            "where part not in (select cast(valid_from as varchar) from b)",
            "critical",
            _rule(
                "pattern_stop_list_empty",
                "Every list loaded tonight holds rows.",
                "Look in the ledger for what became of the file, then deliver it again.",
            ),
        ),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(KEYS),
            severity="critical",
            meta=_rule("pattern_stop_key_unique", "A pattern has one stop at each place.", _RELOAD),
        ),
        *(
            gxe.ExpectColumnValuesToNotBeNull(
                column=column,
                severity="critical",
                meta=_rule(f"pattern_stop_{column}_missing", f"Every row has its {what}.", _RELOAD),
            )
            for column, what in (
                ("route_id", "route"),
                ("stop_id", "stop"),
                ("stop_seq", "place in the sequence"),
            )
        ),
        suite.no_rows(
            "select valid_from, inventory, pattern_id, stop_seq from b where stop_seq < 1",
            "critical",
            _rule("pattern_stop_seq_range", "Places in a sequence are counted from 1.", _RELOAD),
        ),
        suite.no_rows(
            "select valid_from, inventory, pattern_id, stop_seq, first_departure_s, last_departure_s from b "
            "where last_departure_s < first_departure_s",
            "critical",
            _rule("pattern_stop_departures_order", "No stop's last bus comes before its first.", _RELOAD),
        ),
        suite.no_rows(
            "select valid_from, inventory, pattern_id, count(*) as stops from b group by all having count(*) < 2",
            "warning",
            _rule("pattern_stop_of_one_stop", "A pattern has two stops at least.", _LOOK),
        ),
        suite.no_rows(
            "select valid_from, inventory, pattern_id, stop_seq, section_m from b where section_m not between 1 and 150000",
            "warning",
            _rule("pattern_stop_section_range", "Sections are between 1 m and 150 km long.", _LOOK),
        ),
        suite.no_rows(
            "select valid_from, inventory, count(*) filter (list_contains(flags, 'length_contradicts')) as contradicting, "
            "count(distinct pattern_id) as patterns from b group by all "
            "having count(*) filter (list_contains(flags, 'length_contradicts')) > 0.2 * count(distinct pattern_id)",
            "warning",
            _rule(
                "pattern_stop_lengths_contradict",
                "Of each list, at most a fifth of the patterns sum to another length than their route states.",
                "Compare unit and day of the sections and of the route list.",
            ),
        ),
        suite.no_rows(
            "select valid_from, inventory, count(*) as stops from b group by all having avg((latitude is null)::int) > 0.05",
            "warning",
            _rule(
                "pattern_stop_place_missing",
                "Of each list, at most 5 % of the rows lack coordinates.",
                "Ask the publisher for the sequences with coordinates; flags tell which rows lack them.",
            ),
        ),
        suite.no_raw_number(night, "pattern_stop", ("valid_from", "source_file", "record_number")),
    ]


SUITE = Suite(
    table="pattern_stop",
    zone="clean",
    groups=FEED.groups,
    keys=KEYS,
    expectations=_expectations,
    feeds=("pattern_stop",),
    parts_of="pattern_stop",
)
