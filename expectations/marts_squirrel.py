"""The squirrel group's fact and mart: volume, freshness, and once more that nobody can be picked out."""

from functools import partial

from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.stop_hour import KEYS, SIDES
from expectations.suite import Night, Suite

_rule = partial(suite.rule, owner="rush-hour bus planning")
_BUILD = "Build the warehouse again (make rebuild); if it comes back, tell the developers of dbt/."
_HIDE = "Publish nothing of the squirrel group; look which model adds or splits counts after suppression."
MEAN_KEYS = ("stop_id", "is_workday", "hour")


def _fact(night: Night) -> list[Expectation]:
    day, due = f"date '{night.service_date}'", "true" if night.due("card_tap") else "false"
    k = night.profile.k_persons("card_tap")
    below = " or ".join(f"{side}_persons_cnt between 1 and {k - 1}" for side in SIDES)
    return [
        suite.floor("fct_stop_hour", _rule("", "Taps were counted.", _BUILD)),
        suite.no_rows(
            f"select max(service_date) as newest, {day} as expected from b "
            f"having {due} and not coalesce(bool_or(service_date = {day}), false)",
            "critical",
            _rule("fct_stop_hour_stale", "The night's service day is there.", _BUILD),
        ),
        suite.no_rows(
            f"select service_date, hour, stop_id from b where {below}",
            "critical",
            suite.rule(
                "fct_stop_hour_below_k",
                f"No number of fewer than {k} cards is shown.",
                _HIDE,
                owner="privacy officer",
            ),
        ),
        suite.no_rows(
            "select service_date, avg(cast(is_boarding_hidden as integer)) as hidden_share from b where "
            f"service_date = {day} group by all having avg(cast(is_boarding_hidden as integer)) > 0.99",
            "warning",
            _rule(
                "fct_stop_hour_mostly_hidden",
                "At least one in a hundred boarding counts of the day is shown.",
                "Look whether the day's taps came whole; else stops are too fine for so few cards.",
            ),
        ),
    ]


def _means(night: Night) -> list[Expectation]:
    return [
        suite.floor("mart_squirrel__stop_hour", _rule("", "Some stop has a mean day.", _BUILD)),
        suite.no_rows(
            "select stop_id, is_workday, hour, days_cnt from b where days_cnt < 1 or hidden_boarding_cells_cnt not between 0 and "
            "days_cnt or hidden_alighting_cells_cnt not between 0 and days_cnt "
            "or (boardings_mean is null) <> (hidden_boarding_cells_cnt = days_cnt) "
            "or (alightings_mean is null) <> (hidden_alighting_cells_cnt = days_cnt)",
            "critical",
            _rule(
                "mart_squirrel__stop_hour_days",
                "Every mean is taken over the days that are not hidden, and no more are hidden than there are.",
                _BUILD,
            ),
        ),
        suite.no_rows(
            "select stop_id, is_workday, sum(boardings_day_share) as boardings, sum(alightings_day_share) as alightings from b "
            "group by all having not coalesce(abs(sum(boardings_day_share) - 1) < 1e-6, true) "
            "or not coalesce(abs(sum(alightings_day_share) - 1) < 1e-6, true)",
            "critical",
            _rule(
                "mart_squirrel__stop_hour_shares",
                "The shares of the hours of a stop's day add up to 1.",
                _BUILD,
            ),
        ),
    ]


_squirrel = partial(Suite, zone="marts", groups=("squirrel",), feeds=("card_tap",))
SUITES = [
    _squirrel(table="fct_stop_hour", keys=KEYS, expectations=_fact),
    _squirrel(table="mart_squirrel__stop_hour", keys=MEAN_KEYS, expectations=_means),
]
