"""Reference tables the night itself writes: the hexagon grid and the holidays."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import Night, Suite

_rule = partial(suite.rule, owner="warehouse")
_AGAIN = "Delete aggregate/hex and run the night again: it writes the grid from the city profile."
_CALENDAR = "Delete aggregate/holiday and run the night again: it writes the holidays of the country in the city profile."


def _hex(night: Night) -> list[Expectation]:
    return [
        suite.floor("hex", _rule("", "The city has a grid of hexagons.", _AGAIN)),
        gxe.ExpectColumnValuesToBeUnique(
            column="hex_id",
            severity="critical",
            meta=_rule("hex_key_unique", "Each hexagon stands once.", _AGAIN),
        ),
        suite.no_rows(
            "select hex_id from b where not coalesce(regexp_matches(hex_id, '^[0-9a-f]{{15}}$'), false)",
            "critical",
            _rule("hex_id_malformed", "Every hexagon's identifier is fifteen hexadecimal digits.", _AGAIN),
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="resolution",
            value_set=[night.profile.hex_resolution],
            severity="critical",
            meta=_rule(
                "hex_resolution_as_profile",
                f"The grid is of resolution {night.profile.hex_resolution}, as the city profile says.",
                _AGAIN,
            ),
        ),
        suite.no_rows(
            "select hex_id, area_km2 from b where not coalesce(area_km2 between 0.5 * (select median(area_km2) from b) "
            "and 2 * (select median(area_km2) from b) and area_km2 > 0, false)",
            "critical",
            _rule("hex_area_range", "All hexagons are about the same size.", _AGAIN),
        ),
        suite.no_rows(
            "select hex_id from b where not coalesce(boundary_wkt like 'POLYGON%', false)",
            "critical",
            _rule("hex_boundary_malformed", "Every hexagon has its outline.", _AGAIN),
        ),
    ]


def _holiday(night: Night) -> list[Expectation]:
    return [
        suite.floor("holiday", _rule("", "The calendar knows holidays.", _CALENDAR)),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["country", "holiday_date", "name_en"],
            severity="critical",
            meta=_rule("holiday_key_unique", "Each holiday stands once.", _CALENDAR),
        ),
        suite.no_rows(
            f"select {night.service_date[:4]} as year where {night.service_date[:4]} not in (select year(holiday_date) from b)",
            "warning",
            _rule(
                "holiday_year_missing",
                "The calendar knows the holidays of the service day's year.",
                _CALENDAR,
            ),
        ),
    ]


SUITES = [
    Suite(table="hex", zone="aggregate", groups=("core",), keys=("hex_id",), expectations=_hex),
    Suite(
        table="holiday",
        zone="aggregate",
        groups=("core",),
        keys=("country", "holiday_date"),
        expectations=_holiday,
    ),
]
