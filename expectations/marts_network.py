"""The network in the warehouse: versions of stops, routes and patterns, and where boardings stand."""

from collections.abc import Callable
from functools import partial

from great_expectations.expectations.expectation import Expectation

from expectations import pattern_stop, route, stop, suite
from expectations.suite import FeedTable, Night, Suite

LOCATED_SHARE_MIN = 0.99
_rule = partial(suite.rule, owner="transit data")
_BUILD = "Build the warehouse again (make rebuild); if it comes back, tell the developers of dbt/."


def _versions(table: str, what: str, key: str) -> Callable[[Night], list[Expectation]]:
    """What must hold of a dimension with history: versions of one thing follow each other, and one at most is current."""

    def expectations(night: Night) -> list[Expectation]:
        return [
            suite.floor(table, _rule("", f"The city has {what}.", _BUILD)),
            suite.no_rows(
                f"select inventory, {key}, valid_from, valid_to, next_from from (select *, lead(valid_from) over "
                f"(partition by inventory, {key} order by valid_from) as next_from from b) "
                "where valid_to <= valid_from or next_from < coalesce(valid_to, date '9999-12-31')",
                "critical",
                _rule(
                    f"{table}_versions_overlap",
                    "Each version ends after it began, and before the next begins.",
                    _BUILD,
                ),
            ),
            suite.no_rows(
                f"select inventory, {key}, valid_from from b where is_current <> (valid_to is null)",
                "critical",
                _rule(f"{table}_current", "What has not ended is current, and nothing else.", _BUILD),
            ),
            suite.no_rows(
                "select inventory, count(*) as versions from b group by inventory having not bool_or(is_current)",
                "critical",
                _rule(f"{table}_none_current", "Of every kind of list something is current.", _BUILD),
            ),
            suite.no_raw_number(night, table, ("inventory", key, "valid_from")),
        ]

    return expectations


def _pattern_stops(night: Night) -> list[Expectation]:
    return [
        suite.floor("dim_pattern_stop", _rule("", "Patterns have stops.", _BUILD)),
        suite.no_rows(
            "select inventory, pattern_id, valid_from, stops_cnt, stops_found from dim_pattern left join (select inventory, pattern_id, "
            "valid_from, count(*) as stops_found from b group by all) using (inventory, pattern_id, valid_from) "
            "where stops_found is distinct from stops_cnt",
            "critical",
            _rule("dim_pattern_stop_rows_as_patterns", "Each pattern has all of its stops.", _BUILD),
        ),
        suite.no_raw_number(night, "dim_pattern_stop", ("inventory", "pattern_id", "stop_seq")),
    ]


def _locations(night: Night) -> list[Expectation]:
    box = night.profile.bounds
    return [
        suite.floor("mart_transit__stop_location", _rule("", "Stops that were boarded are told.", _BUILD)),
        suite.fresh_month(
            night, "mart_transit__stop_location", _rule("", "The newest loaded month is in the mart.", _BUILD)
        ),
        suite.no_rows(
            "select month, ars_id, stop_name from b where is_located <> (latitude is not null and longitude is not null and hex_id is not null) "
            "or is_located <> (located_by is not null) or is_located = (unlocated_reason is not null)",
            "critical",
            _rule(
                "stop_location_told",
                "A stop has a place and how it was found, or the reason why there is none.",
                _BUILD,
            ),
        ),
        suite.no_rows(
            f"select month, ars_id, stop_name, latitude, longitude from b where latitude not between {box.south - stop.NEARBY_DEGREES} and "
            f"{box.north + stop.NEARBY_DEGREES} or longitude not between {box.west - stop.NEARBY_DEGREES} and {box.east + stop.NEARBY_DEGREES}",
            "warning",
            _rule(
                "stop_location_far_away",
                "Every boarded stop lies in the city or near it.",
                "Look at the stop in the list that tells its place (inventory, listed_on).",
            ),
        ),
        suite.no_raw_number(night, "mart_transit__stop_location", ("month", "stop_id")),
    ]


def _boardings(night: Night) -> list[Expectation]:
    return [
        suite.floor("mart_transit__boardings_location", _rule("", "Where boardings stand is told.", _BUILD)),
        suite.fresh_month(
            night,
            "mart_transit__boardings_location",
            _rule("", "The newest loaded month is in the mart.", _BUILD),
        ),
        suite.no_rows(
            "select month, sum(boardings_share) as share from b group by month "
            "having abs(sum(boardings_share) - 1) > 1e-9 and sum(boardings_cnt) > 0",
            "critical",
            _rule("boardings_location_shares", "A month's shares add up to one.", _BUILD),
        ),
        suite.no_rows(
            "select month, sum(boardings_share) filter (is_located) as share from b group by month having sum(boardings_cnt) > 0 "
            f"and coalesce(sum(boardings_share) filter (is_located), 0) < {LOCATED_SHARE_MIN}",
            "warning",
            _rule(
                "boardings_location_below_99",
                "Each month 99 % of the boardings stand at a stop with coordinates.",
                "Read the reasons in mart_transit__boardings_location; a list of stops or sequences nearer to the month helps most.",
            ),
        ),
        suite.no_raw_number(night, "mart_transit__boardings_location", ("month", "told_by")),
    ]


def _suite(
    table: str,
    feed: FeedTable,
    keys: tuple[str, ...],
    expectations: Callable[[Night], list[Expectation]],
    *also: str,
) -> Suite:
    return Suite(table, "marts", feed.groups, keys, expectations, feeds=(feed.name, *also))


SUITES = [
    _suite(
        "dim_stop",
        stop.FEED,
        ("inventory", "stop_id", "valid_from"),
        _versions("dim_stop", "stops", "stop_id"),
    ),
    _suite(
        "dim_route",
        route.FEED,
        ("inventory", "route_id", "valid_from"),
        _versions("dim_route", "routes", "route_id"),
    ),
    _suite(
        "dim_pattern",
        pattern_stop.FEED,
        ("inventory", "pattern_id", "valid_from"),
        _versions("dim_pattern", "patterns", "pattern_id"),
    ),
    _suite(
        "dim_pattern_stop",
        pattern_stop.FEED,
        ("inventory", "pattern_id", "valid_from", "stop_seq"),
        _pattern_stops,
    ),
    _suite(
        "mart_transit__stop_location",
        stop.FEED,
        ("month", "ars_id", "stop_name"),
        _locations,
        "bus_stop_month",
    ),
    _suite("mart_transit__boardings_location", stop.FEED, ("month", "told_by"), _boardings, "bus_stop_month"),
]
