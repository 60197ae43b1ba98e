"""How full the buses are between two stops, and journeys, in the warehouse: volume, freshness, and that nobody can be picked out."""

from functools import partial

from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import Night, Suite

KEYS = ("source", "period", "route_no", "pattern_id", "section_seq", "hour")
CHAIN_KEYS = ("service_date", "hour", "origin_hex", "destination_hex", "legs_cnt")
LOAD_MAX = 150
"""Passengers no bus of a city takes."""
_rule = partial(suite.rule, owner="rush-hour bus planning")
_private = partial(suite.rule, owner="privacy officer")
_BUILD = "Build the warehouse again (make rebuild); if it comes back, tell the developers of dbt/."
_LOADS = "Look at docs/loads.md and docs/transit.md for what loads are made from, and run them again for the period."
_HIDE = "Publish nothing of the squirrel group; look at k_persons of the city profile, run the transit steps of the days again."
_keys, _chain_keys = ", ".join(KEYS), ", ".join(CHAIN_KEYS)


def _loads(night: Night) -> list[Expectation]:
    table, k = "fct_section_load", night.profile.k_persons("card_tap")
    newest = "(select max(part) from partition_rows where table_name = 'bus_stop_month' and rows_found > 0)"
    day, due = f"date '{night.service_date}'", "true" if night.due("card_tap") else "false"
    return [
        suite.floor(table, _rule("", "Loads were found between stops.", _LOADS)),
        suite.no_rows(
            f"select max(month) as newest, {newest} as newest_loaded from b where source = 'month_files' "
            f"having not coalesce(max(month) = {newest}, false)",
            "critical",
            _rule(f"{table}_stale", "The newest month of bus boardings has its loads.", _LOADS),
        ),
        suite.no_rows(
            f"select max(service_date) as newest, {day} as expected from b where source = 'taps' "
            f"having {due} and not coalesce(bool_or(service_date = {day}), false)",
            "warning",
            _rule(f"{table}_day_missing", "The taps of the night's service day have loads.", _LOADS),
        ),
        suite.no_rows(
            f"select {_keys}, load_per_bus from b where load_per_bus > {LOAD_MAX}",
            "warning",
            _rule(
                f"{table}_overfull",
                f"No bus carries more than {LOAD_MAX} passengers.",
                "The route has more buses than its list tells, or the pattern is another's: see section_match_month, and doubt plans on it.",
            ),
        ),
        suite.no_rows(
            f"select {_keys} from b where source = 'taps' and (is_hidden is null or is_hidden <> (load_cnt is null) "
            f"or is_hidden <> (buses_per_hour is null) or load_cnt % {k} <> 0)",
            "critical",
            _private(
                f"{table}_exact",
                f"Loads from taps are told in multiples of {k}, or not at all: their differences along a line are boardings and alightings.",
                _HIDE,
            ),
        ),
    ]


def _chains(night: Night) -> list[Expectation]:
    table, k = "fct_trip_chain", night.profile.k_persons("card_tap")
    day, due = f"date '{night.service_date}'", "true" if night.due("card_tap") else "false"
    return [
        suite.floor(table, _rule("", "Somebody made a journey between stops that have a place.", _BUILD)),
        suite.no_rows(
            f"select max(service_date) as newest, {day} as expected from b "
            f"having {due} and not coalesce(bool_or(service_date = {day}), false)",
            "critical",
            _rule(f"{table}_stale", "The night's service day is there.", _BUILD),
        ),
        suite.no_rows(
            f"select {_chain_keys} from b where persons_cnt < {k}",
            "critical",
            _private(f"{table}_below_k", f"No journeys of fewer than {k} persons are told.", _HIDE),
        ),
        suite.no_rows(
            f"select {_chain_keys}, hidden_chains_cnt from b where is_hidden is null or (is_hidden and (origin_hex is not null "
            "or destination_hex is not null or journeys_cnt is not null or persons_cnt is not null)) or (not is_hidden and "
            "not coalesce(journeys_cnt >= persons_cnt and hidden_chains_cnt = 0, false))",
            "critical",
            _private(
                f"{table}_hidden_told",
                "What is hidden tells no place and no count but how many there are; what is shown tells all.",
                _HIDE,
            ),
        ),
    ]


_squirrel = partial(Suite, zone="marts", groups=("squirrel",))
SUITES = [
    _squirrel(
        table="fct_section_load",
        keys=KEYS,
        expectations=_loads,
        feeds=("bus_stop_month", "route", "pattern_stop"),
    ),
    _squirrel(table="fct_trip_chain", keys=CHAIN_KEYS, expectations=_chains, feeds=("card_tap", "stop")),
]
