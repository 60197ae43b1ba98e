"""Boundaries of dongs: `clean/dong`, whole, and what is published of them."""

from dataclasses import replace
from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import FeedTable, Night, Suite

FEED = FeedTable("dong", groups=("city",), key="valid_from")
KEYS = ("valid_from", "dong_code")
_rule = partial(suite.rule, owner="city statistics")
_AGAIN = "Clean the list again; if it comes back, tell the developers of spark_jobs/areas."
_LOOK = "Look at the dongs named in the delivered file."
_BUILD = "Build the warehouse again (make rebuild); if it comes back, tell the developers of dbt/."


def _clean(night: Night) -> list[Expectation]:
    # The digits of a coordinate may look like a number to call.
    lean = replace(
        night, text_columns=lambda table: [c for c in night.text_columns(table) if c != "boundary_wkt"]
    )
    return [
        suite.floor("dong", _rule("", "There are dongs.", _AGAIN)),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(KEYS),
            severity="critical",
            meta=_rule("dong_key_unique", "Each list holds each dong once.", _AGAIN),
        ),
        suite.no_rows(
            "select valid_from, dong_code from b where not coalesce(regexp_matches(dong_code, '^[0-9]{{8}}$') and dong_name <> '', false)",
            "critical",
            _rule("dong_code_shape", "Every dong has its eight digits and its name.", _AGAIN),
        ),
        suite.no_rows(
            "select valid_from, dong_code, left(boundary_wkt, 40) as boundary_wkt from b "
            "where not coalesce(regexp_matches(boundary_wkt, '^(MULTI)?POLYGON'), false)",
            "critical",
            _rule("dong_boundary_shape", "Every boundary is a polygon.", _AGAIN),
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="area_km2",
            min_value=0.001,
            max_value=2_000,
            severity="warning",
            meta=_rule("dong_area_range", "Every dong covers between 0.001 and 2,000 km².", _LOOK),
        ),
        suite.no_rows(
            "select valid_from, count(*) as dongs_cnt from b group by valid_from "
            "having count(*) filter (not list_contains(flags, 'dong_outside_city')) = 0",
            "warning",
            _rule(
                "dong_list_of_another_city",
                "Every list holds dongs within the city's bounds.",
                "Look whether the boundaries of another city were delivered, or latitude and longitude changed places.",
            ),
        ),
        suite.no_rows(
            "select valid_from, gu_name, dong_name, count(*) as dongs_cnt from b group by valid_from, sido_name, gu_name, dong_name "
            "having count(*) > 1",
            "warning",
            _rule("dong_name_twice", "No gu has two dongs of one name.", _LOOK),
        ),
        suite.no_raw_number(lean, "dong", ("valid_from", "source_file", "record_number")),
    ]


def _boundary(night: Night) -> list[Expectation]:
    return [
        suite.floor("dim_dong_boundary", _rule("", "The newest list holds dongs.", _BUILD)),
        suite.no_rows(
            "select max(valid_from) as published, max(part) as loaded from b, (select max(part) as part from partition_rows "
            "where table_name = 'dong' and rows_found > 0) having cast(max(valid_from) as varchar) is distinct from max(part)",
            "critical",
            _rule("dim_dong_boundary_stale", "The newest list of boundaries is published.", _BUILD),
        ),
    ]


def _crosswalk(night: Night) -> list[Expectation]:
    return [
        suite.floor("dim_dong_crosswalk", _rule("", "Some dong has a code.", _BUILD)),
        suite.no_rows(
            "select method, dong_code, current_dong_code from b where not coalesce(case method "
            "when 'same_code' then current_dong_code = dong_code when 'same_name_in_gu' then current_dong_code <> dong_code "
            "when 'no_match' then current_dong_code is null end, false)",
            "critical",
            _rule(
                "dim_dong_crosswalk_method", "Every code says truly how its dong of today was found.", _BUILD
            ),
        ),
        suite.no_rows(
            "select current_dong_code as dong_code, count(*) as codes_cnt from b where method = 'same_name_in_gu' group by all having count(*) > 3",
            "warning",
            _rule(
                "dim_dong_crosswalk_many_codes",
                "No dong of today took up more than three renumbered ones by its name.",
                "Look at the names in the code lists: one name may stand for several dongs.",
            ),
        ),
    ]


SUITES = [
    Suite(
        table="dong",
        zone="clean",
        groups=FEED.groups,
        keys=KEYS,
        expectations=_clean,
        feeds=("dong",),
    ),
    Suite(
        table="dim_dong_boundary",
        zone="marts",
        groups=FEED.groups,
        keys=("dong_code",),
        expectations=_boundary,
        feeds=("dong",),
    ),
    Suite(
        table="dim_dong_crosswalk",
        zone="marts",
        groups=FEED.groups,
        keys=("dong_code",),
        expectations=_crosswalk,
        feeds=("dong",),
    ),
]
