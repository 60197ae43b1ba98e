"""The routes of the published lists: `clean/route`, whole."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import FeedTable, Night, Suite

FEED = FeedTable("route", groups=("transit",), key="valid_from")
KEYS = ("valid_from", "inventory", "route_id")
_rule = partial(suite.rule, owner="transit data")
_RELOAD = "Clean the list again; if it comes back, tell the developers of spark_jobs/network."
_LOOK = "Look at the route in the delivered list."


def _expectations(night: Night) -> list[Expectation]:
    return [
        suite.floor(
            "route",
            _rule(
                "",
                "There is a list of routes.",
                "Look in the ledger for what became of the last list, then deliver it again.",
            ),
        ),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(KEYS),
            severity="critical",
            meta=_rule("route_key_unique", "No list has a route twice.", _RELOAD),
        ),
        *(
            gxe.ExpectColumnValuesToNotBeNull(
                column=column,
                severity="critical",
                meta=_rule(f"route_{column}_missing", f"Every route has its {what}.", _RELOAD),
            )
            for column, what in (
                ("inventory", "kind of list"),
                ("route_id", "identifier"),
                ("route_no", "number"),
            )
        ),
        suite.no_rows(
            "select valid_from, inventory, route_id, first_departure_s, last_departure_s from b where first_departure_s not between 0 and 108000 "
            "or last_departure_s not between 0 and 108000 or last_departure_s < first_departure_s",
            "critical",
            _rule(
                "route_departures_order",
                "No route's last bus leaves before its first, nor past 30:00 of the service day.",
                _RELOAD,
            ),
        ),
        suite.no_rows(
            "select valid_from, inventory, route_id, operator_name from b where regexp_matches(operator_name, '[0-9]{{3,4}}-[0-9]{{4}}')",
            "critical",
            _rule("route_operator_telephone", "No company's name holds a telephone number.", _RELOAD),
        ),
        suite.no_rows(
            "select valid_from, inventory, route_id, weekday_headway_min, saturday_headway_min, holiday_headway_min from b "
            "where weekday_headway_min not between 1 and 1440 or saturday_headway_min not between 1 and 1440 "
            "or holiday_headway_min not between 1 and 1440",
            "warning",
            _rule("route_headway_range", "Headways lie between a minute and a day.", _LOOK),
        ),
        suite.no_rows(
            "select valid_from, inventory, route_id, length_km from b where length_km not between 0.1 and 500",
            "warning",
            _rule("route_length_range", "Routes are between 100 m and 500 km long.", _LOOK),
        ),
        suite.no_rows(
            "select valid_from, inventory, route_type_code, count(*) as routes from b where route_type = 'other' group by all",
            "warning",
            _rule(
                "route_type_known",
                "Every kind of route is one we know.",
                "Ask the publisher what the code means; nothing is lost meanwhile.",
            ),
        ),
        suite.no_rows(
            "select valid_from, inventory, routes, routes_before from (select *, lag(routes) over (partition by inventory order by valid_from) "
            "as routes_before from (select valid_from, inventory, count(*) as routes from b group by all)) "
            "where routes < routes_before / 2",
            "warning",
            _rule(
                "route_list_shrunk",
                "No list has fewer than half the routes of the one of its kind before.",
                "Ask whether the list is complete: the routes it lacks end with its day.",
            ),
        ),
        suite.no_raw_number(night, "route", ("valid_from", "source_file", "record_number")),
    ]


SUITE = Suite(
    table="route", zone="clean", groups=FEED.groups, keys=KEYS, expectations=_expectations, feeds=("route",)
)
