"""Taxi trips from place to place, before and after suppression, and in the warehouse: `aggregate/taxi_od`, `…_public`, `fct_taxi_od`."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite, taxi_trip
from expectations.suite import Night, Suite

KEYS = ("month", "day_part", "start_hex_id", "end_hex_id")
_rule = partial(suite.rule, owner="taxi data")
_private = partial(suite.rule, owner="privacy officer")
_keys = ", ".join(KEYS)
_AGAIN = "Run the taxi job again; if it comes back, tell the developers of spark_jobs/taxi."
_HIDE = (
    "Publish nothing: delete the partition, look at k_persons of the city profile, run the taxi job again."
)
_BUILD = "Build the warehouse again (make rebuild); if it comes back, tell the developers of dbt/."


def _key(table: str) -> Expectation:
    return suite.no_rows(
        f"select {_keys}, count(*) as times from b group by all having count(*) > 1",
        "critical",
        _rule(
            f"{table}_key_unique",
            "Each pair of hexagons is counted once a month and part of the day.",
            _AGAIN,
        ),
    )


def _counted(night: Night) -> list[Expectation]:
    return [
        suite.floor("taxi_od", _rule("", "Trips were counted from place to place.", _AGAIN)),
        _key("taxi_od"),
        gxe.ExpectColumnValuesToBeInSet(
            column="day_part",
            value_set=["night", "day", "unknown"],
            severity="critical",
            meta=_rule("taxi_od_part_known", "The part of the day is night, day or unknown.", _AGAIN),
        ),
        suite.no_rows(
            "select month, trips, counted from (select month, sum(trips_cnt) as counted from b group by month) full join "
            "(select left(part, 7) as month, sum(rows_found) as trips from partition_rows where table_name = 'taxi_trip' "
            "and rows_found > 0 group by 1) using (month) where trips is distinct from counted",
            "critical",
            _rule(
                "taxi_od_trips_lost",
                "The trips counted in a month are exactly those of its cleaned days.",
                _AGAIN,
            ),
        ),
    ]


def _shown(night: Night, table: str, fix: str) -> list[Expectation]:
    k = night.profile.k_persons("taxi_trip")
    return [
        suite.no_rows(
            f"select {_keys} from b where trips_cnt < {k}",
            "critical",
            _private(f"{table}_below_k", f"No number of fewer than {k} trips is shown.", fix),
        ),
        suite.no_rows(
            f"select {_keys}, hidden_cells_cnt from b where is_hidden is null or (is_hidden and "
            "(start_hex_id is not null or end_hex_id is not null or trips_cnt is not null or hidden_cells_cnt < 1)) "
            "or (not is_hidden and not coalesce(start_hex_id <> '' and end_hex_id <> '' and trips_cnt > 0 and hidden_cells_cnt = 0, false))",
            "critical",
            _private(
                f"{table}_hidden_told",
                "What is hidden tells no place and no count but how many pairs there are; what is shown tells all.",
                fix,
            ),
        ),
    ]


def _public(night: Night) -> list[Expectation]:
    k = night.profile.k_persons("taxi_trip")
    return [
        suite.floor("taxi_od_public", _rule("", "Trips were counted from place to place.", _AGAIN)),
        _key("taxi_od_public"),
        *_shown(night, "taxi_od_public", _HIDE),
        suite.no_rows(
            f"select {_keys} from (from b where not is_hidden) b full join (from taxi_od where trips_cnt >= {k}) c using ({_keys}) "
            "where b.trips_cnt is distinct from c.trips_cnt union all select month, day_part, null, null from "
            "(select month, day_part, hidden_cells_cnt from b where is_hidden) full join (select month, day_part, count(*) as cells "
            f"from taxi_od where trips_cnt < {k} group by all) using (month, day_part) where hidden_cells_cnt is distinct from cells",
            "critical",
            _private(
                "taxi_od_public_differs",
                "What is shown is exactly what was counted, and all other pairs are counted as hidden.",
                _HIDE,
            ),
        ),
    ]


def _fact(night: Night) -> list[Expectation]:
    table = "fct_taxi_od"
    newest = (
        "(select max(left(part, 7)) from partition_rows where table_name = 'taxi_trip' and rows_found > 0)"
    )
    return [
        suite.floor(table, _rule("", "Somebody took a taxi.", _BUILD)),
        suite.no_rows(
            f"select max(month) as newest, {newest} as newest_loaded from b having not coalesce(max(month) = {newest}, false)",
            "critical",
            _rule(f"{table}_stale", "The newest month that holds trips is there.", _BUILD),
        ),
        *_shown(
            night,
            table,
            "Publish nothing of the owl group; look which model adds or splits counts after suppression.",
        ),
        suite.no_rows(
            "select month, count(*) filter (not is_hidden) as shown, sum(hidden_cells_cnt) as hidden from b group by month "
            "having count(*) filter (not is_hidden) < 0.001 * sum(hidden_cells_cnt)",
            "warning",
            _rule(
                f"{table}_mostly_hidden",
                "At least one pair of hexagons is shown for a thousand that are hidden.",
                "Too few trips for the grid: deliver more days of the month, or read a coarser hex_resolution.",
            ),
        ),
    ]


_of_lake = partial(Suite, zone="aggregate", groups=taxi_trip.FEED.groups, keys=KEYS, feeds=("taxi_trip",))
SUITES = [
    _of_lake(table="taxi_od", expectations=_counted),
    _of_lake(table="taxi_od_public", expectations=_public),
    Suite(
        table="fct_taxi_od",
        zone="marts",
        groups=taxi_trip.FEED.groups,
        keys=KEYS,
        expectations=_fact,
        feeds=("taxi_trip",),
    ),
]
