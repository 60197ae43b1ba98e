"""The owl group's fact and marts: volume, freshness, and once more, before anybody reads them, that nobody can be picked out."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import Night, Suite

_rule = partial(suite.rule, owner="night-bus planning")
_BUILD = "Build the warehouse again (make rebuild); if it comes back, tell the developers of dbt/."
_HIDE = "Publish nothing of the owl group; look which model adds or splits counts after suppression."
PRESENCE_KEYS = ("service_date", "hour", "hex_id")
DEMAND_KEYS = ("night_date", "hour", "hex_id")
TYPICAL_KEYS = ("weekday", "hour", "hex_id")
SERVICE_KEYS = ("route_no",)
BOARDING_KEYS = ("month", "ars_id", "stop_name", "clock_hour")


def _below_k(night: Night, table: str, keys: tuple[str, ...], persons: str) -> Expectation:
    k = night.profile.privacy.k_persons
    return suite.no_rows(
        f"select {', '.join(keys)}, {persons} from b where {persons} between 1 and {k - 1}",
        "critical",
        suite.rule(
            f"{table}_below_k",
            f"No number of fewer than {k} persons is shown.",
            _HIDE,
            owner="privacy officer",
        ),
    )


def _fresh(night: Night, table: str, column: str) -> Expectation:
    """The night's day is there, where its delivery came (a missing one has its own rule). Later days may be: a night can be rerun."""
    due = "true" if night.due("telecom_event") else "false"
    day = f"date '{night.service_date}'"
    return suite.no_rows(
        f"select max({column}) as newest, {day} as expected from b having {due} and not coalesce(bool_or({column} = {day}), false)",
        "critical",
        _rule(f"{table}_stale", "The night's service day is there.", _BUILD),
    )


def _presence(night: Night) -> list[Expectation]:
    return [
        suite.floor("fct_presence_hex_hour", _rule("", "Persons were counted.", _BUILD)),
        _fresh(night, "fct_presence_hex_hour", "service_date"),
        _below_k(night, "fct_presence_hex_hour", PRESENCE_KEYS, "persons_cnt"),
        suite.no_rows(
            "select service_date, avg(cast(is_hidden as integer)) as hidden_share from b "
            f"where service_date = date '{night.service_date}' group by all having avg(cast(is_hidden as integer)) > 0.99",
            "warning",
            _rule(
                "fct_presence_hex_hour_mostly_hidden",
                "At least one in a hundred counts of the night is shown.",
                "Look whether the day's events came whole; else the grid is too fine for this feed.",
            ),
        ),
    ]


def _demand(night: Night) -> list[Expectation]:
    start = night.profile.service_day_start_hour
    return [
        suite.floor("mart_owl__night_demand", _rule("", "Some night has demand.", _BUILD)),
        _fresh(night, "mart_owl__night_demand", "night_date"),
        _below_k(night, "mart_owl__night_demand", DEMAND_KEYS, "persons_cnt"),
        gxe.ExpectColumnValuesToBeBetween(
            column="hour",
            min_value=24,
            max_value=24 + start,
            severity="critical",
            meta=_rule(
                "mart_owl__night_demand_hour_range",
                f"The owl night runs from hour 24 to {24 + start}.",
                _BUILD,
            ),
        ),
    ]


def _typical(night: Night) -> list[Expectation]:
    return [
        suite.floor("mart_owl__night_demand_typical", _rule("", "Some weekday has typical demand.", _BUILD)),
        _below_k(night, "mart_owl__night_demand_typical", TYPICAL_KEYS, "persons_median"),
        suite.no_rows(
            "select weekday, hour, hex_id, nights_cnt, hidden_nights_cnt from b "
            "where hidden_nights_cnt > nights_cnt or nights_cnt < 1",
            "critical",
            _rule(
                "mart_owl__night_demand_typical_nights",
                "Every median is taken over at least one night, and no more nights are hidden than there are.",
                _BUILD,
            ),
        ),
    ]


def _boardings(night: Night) -> list[Expectation]:
    return [
        suite.floor("mart_owl__night_boardings", _rule("", "Somebody boarded a night bus.", _BUILD)),
        suite.fresh_month(
            night, "mart_owl__night_boardings", _rule("", "The newest loaded month is in the mart.", _BUILD)
        ),
        suite.no_rows(
            "select month, clock_hour from (select distinct month from b), range(0, 5) r(clock_hour) "
            "where (month, clock_hour) not in (select distinct month, clock_hour from b where boardings_cnt > 0)",
            "warning",
            _rule(
                "mart_owl__night_boardings_hour_silent",
                "Somebody boarded a night bus in each hour from 0 to 4.",
                "Compare the hour columns of the month's file with the feed's; an hour may be lost.",
            ),
        ),
        suite.no_raw_number(night, "mart_owl__night_boardings", BOARDING_KEYS[:1]),
    ]


def _service(night: Night) -> list[Expectation]:
    return [
        suite.floor("mart_owl__current_service", _rule("", "Some route runs at night.", _BUILD)),
        suite.no_rows(
            "select count(*) as routes, count(*) filter (month is not null) as boarded from b having boarded = 0",
            "critical",
            _rule("mart_owl__current_service_unboarded", "Somebody boarded a night route.", _BUILD),
        ),
        suite.no_rows(
            "select route_no, boardings_per_night from b where boardings_per_night > 20000",
            "warning",
            _rule(
                "mart_owl__current_service_implausible",
                "No night route is boarded more than 20,000 times a night.",
                "Look whether the month's file was counted twice, or hours changed places.",
            ),
        ),
        suite.no_raw_number(night, "mart_owl__current_service", SERVICE_KEYS),
    ]


_owl = partial(Suite, zone="marts", groups=("owl",))
SUITES = [
    _owl(table="fct_presence_hex_hour", keys=PRESENCE_KEYS, expectations=_presence, feeds=("telecom_event",)),
    _owl(table="mart_owl__night_demand", keys=DEMAND_KEYS, expectations=_demand, feeds=("telecom_event",)),
    _owl(
        table="mart_owl__night_demand_typical",
        keys=TYPICAL_KEYS,
        expectations=_typical,
        feeds=("telecom_event",),
    ),
    _owl(
        table="mart_owl__current_service",
        keys=SERVICE_KEYS,
        expectations=_service,
        feeds=("bus_stop_month",),
    ),
    _owl(
        table="mart_owl__night_boardings",
        keys=BOARDING_KEYS,
        expectations=_boardings,
        feeds=("bus_stop_month",),
    ),
]
