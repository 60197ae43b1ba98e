"""Boardings and alightings by stop and hour, before and after suppression: `aggregate/stop_hour` and `…_public`."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import card_tap, suite
from expectations.suite import Night, Suite

KEYS = ("service_date", "hour", "stop_id")
SIDES = ("boarding", "alighting")
_rule = partial(suite.rule, owner="transit data")
_private = partial(suite.rule, owner="privacy officer")
_AGAIN = "Run the stop hours of that service day again; if it comes back, tell the developers of spark_jobs/transit."
_HIDE = (
    "Publish nothing: delete the partition, look at k_persons of the city profile, run the stop hours again."
)


def _same_for_both(night: Night, table: str) -> list[Expectation]:
    start = night.profile.service_day_start_hour
    last = start + 23 + card_tap.RIDE_HOURS_MAX
    return [
        suite.floor(table, _rule("", "The days just loaded have taps counted.", _AGAIN)),
        suite.no_rows(
            f"select cast(part as date) as service_date from {suite.listed(night.required.get('card_tap', ()))} "
            "where cast(part as date) not in (select service_date from b)",
            "critical",
            _rule(
                f"{table}_day_empty",
                "Every service day that was delivered or re-opened tonight is counted.",
                _AGAIN,
            ),
        ),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(KEYS),
            severity="critical",
            meta=_rule(f"{table}_key_unique", "Each stop is counted once an hour.", _AGAIN),
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="hour",
            min_value=start,
            max_value=last,
            severity="critical",
            meta=_rule(
                f"{table}_hour_range",
                f"Every hour lies between {start} and {last}, the last in which a ride of the day may end.",
                _AGAIN,
            ),
        ),
    ]


def _counted(night: Night) -> list[Expectation]:
    return [
        *_same_for_both(night, "stop_hour"),
        suite.no_rows(
            "select service_date, hour, stop_id from b where not coalesce(boardings_cnt >= boarding_persons_cnt and "
            "alightings_cnt >= alighting_persons_cnt and boarding_persons_cnt >= 0 and alighting_persons_cnt >= 0 and "
            "boarding_persons_cnt + alighting_persons_cnt >= 1, false)",
            "critical",
            _rule("stop_hour_counts", "Every row counts a card, and at least one passenger a card.", _AGAIN),
        ),
        suite.no_rows(
            "select service_date, passengers_on, counted_on, passengers_off, counted_off from (select service_date, "
            "sum(boardings_cnt) as counted_on, sum(alightings_cnt) as counted_off from b group by service_date) "
            "full join (select service_date, sum(passengers_cnt) as passengers_on, "
            "coalesce(sum(passengers_cnt) filter (alighted_at is not null), 0) as passengers_off from card_tap group by service_date) "
            "using (service_date) where passengers_on is distinct from counted_on or passengers_off is distinct from counted_off",
            "critical",
            _rule(
                "stop_hour_passengers_lost",
                "The boardings and alightings counted are exactly those of the cleaned taps of the day.",
                _AGAIN,
            ),
        ),
    ]


def _public(night: Night) -> list[Expectation]:
    k = night.profile.k_persons("card_tap")
    below = " or ".join(f"{side}_persons_cnt between 1 and {k - 1}" for side in SIDES)
    untold = " or ".join(
        f"is_{side}_hidden is null or is_{side}_hidden <> ({side}_persons_cnt is null) or is_{side}_hidden <> ({side}s_cnt is null)"
        for side in SIDES
    )
    differs = " or ".join(
        f"b.{side}_persons_cnt <> c.{side}_persons_cnt or b.{side}s_cnt <> c.{side}s_cnt "
        f"or b.is_{side}_hidden <> (c.{side}_persons_cnt between 1 and {k - 1})"
        for side in SIDES
    )
    return [
        *_same_for_both(night, "stop_hour_public"),
        suite.no_rows(
            f"select service_date, hour, stop_id from b where {below}",
            "critical",
            _private("stop_hour_public_below_k", f"No number of fewer than {k} cards is shown.", _HIDE),
        ),
        suite.no_rows(
            f"select service_date, hour, stop_id from b where {untold}",
            "critical",
            _private(
                "stop_hour_public_hidden_told",
                "Hidden boardings tell neither cards nor passengers, shown ones both; alightings likewise.",
                _HIDE,
            ),
        ),
        suite.no_rows(
            "select service_date, hour, stop_id from b full join stop_hour c using (service_date, hour, stop_id) "
            f"where b.is_boarding_hidden is null or c.boardings_cnt is null or {differs}",
            "critical",
            _private(
                "stop_hour_public_differs",
                "What is shown is exactly what was counted, and hidden where too few were.",
                _HIDE,
            ),
        ),
    ]


_of_tonight = partial(
    Suite,
    zone="aggregate",
    groups=card_tap.FEED.groups,
    keys=KEYS,
    feeds=("card_tap",),
    parts_of="card_tap",
)
SUITES = [
    _of_tonight(table="stop_hour", expectations=_counted),
    _of_tonight(table="stop_hour_public", expectations=_public),
]
