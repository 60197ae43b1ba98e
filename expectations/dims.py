"""Dimensions of the warehouse. Keys, types and relations are dbt's to judge; volume and freshness are judged here."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import Night, Suite

_rule = partial(suite.rule, owner="warehouse")
_BUILD = "Build the warehouse again (make rebuild); if it comes back, tell the developers of dbt/."


def _dim_date(night: Night) -> list[Expectation]:
    expected = (
        [f"date '{night.service_date}'"]
        if night.service_date in night.required.get("telecom_event", ())
        else []
    )
    return [
        suite.floor("dim_date", _rule("", "The calendar has at least a year.", _BUILD), rows=365),
        suite.no_rows(
            f"select d as calendar_date from (select unnest(cast([{', '.join(expected)}] as date[])) as d) "
            "where d not in (select calendar_date from b)",
            "critical",
            _rule("dim_date_night_missing", "The calendar holds the service day.", _BUILD),
        ),
    ]


def _dim_hex(night: Night) -> list[Expectation]:
    return [
        suite.floor("dim_hex", _rule("", "The city has hexagons.", _BUILD)),
        gxe.ExpectColumnValuesToBeBetween(
            column="area_km2",
            min_value=0,
            strict_min=True,
            max_value=300,
            severity="critical",
            meta=_rule(
                "dim_hex_area_range",
                "Every hexagon's area is above nothing and below 300 km².",
                "Look whether the area was written in other units.",
            ),
        ),
    ]


def _dim_dong(night: Night) -> list[Expectation]:
    return [
        suite.floor("dim_dong", _rule("", "The city has dongs.", _BUILD)),
        gxe.ExpectColumnValuesToBeBetween(
            column="residents_cnt",
            min_value=0,
            max_value=400_000,
            severity="warning",
            meta=_rule(
                "dim_dong_residents_range",
                "A dong has between 0 and 400,000 residents.",
                "Look whether the population was delivered or counted twice.",
            ),
        ),
    ]


def _dim_cell(night: Night) -> list[Expectation]:
    return [
        suite.floor("dim_cell", _rule("", "The city has cells.", _BUILD)),
        suite.no_rows(
            "select count(*) as versions from b having not bool_or(is_current)",
            "critical",
            _rule("dim_cell_none_current", "Some cell is in the newest inventory.", _BUILD),
        ),
    ]


_dim = partial(Suite, zone="marts", groups=("core",))
SUITES = [
    _dim(
        table="dim_date",
        keys=("calendar_date",),
        expectations=_dim_date,
        any_feed=True,
    ),
    _dim(table="dim_hex", keys=("hex_id",), expectations=_dim_hex),
    _dim(table="dim_dong", keys=("dong_code",), expectations=_dim_dong, feeds=("resident_population",)),
    _dim(table="dim_cell", keys=("cell_id", "valid_from"), expectations=_dim_cell, feeds=("cell",)),
]
