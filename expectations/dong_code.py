"""Code lists of sidos, gus and dongs: `clean/dong_code`, whole."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import FeedTable, Night, Suite

FEED = FeedTable("dong_code", groups=("city",), key="valid_from")
KEYS = ("valid_from", "dong_code")
_rule = partial(suite.rule, owner="city statistics")
_AGAIN = "Clean the list again; if it comes back, tell the developers of spark_jobs/areas."
_ENDS = {"sido": "000000", "gu": "000"}


def _expectations(night: Night) -> list[Expectation]:
    return [
        suite.floor("dong_code", _rule("", "There are codes of dongs.", _AGAIN)),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(KEYS),
            severity="critical",
            meta=_rule("dong_code_key_unique", "Each list holds each code once.", _AGAIN),
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="level",
            value_set=["sido", "gu", "dong"],
            severity="critical",
            meta=_rule("dong_code_level_known", "An area is a sido, a gu or a dong.", _AGAIN),
        ),
        suite.no_rows(
            "select valid_from, dong_code, level from b where not coalesce(regexp_matches(dong_code, '^[0-9]{{8}}$') and case level "
            + " ".join(f"when '{level}' then dong_code like '%{end}'" for level, end in _ENDS.items())
            + " else dong_name <> '' end, false)",
            "critical",
            _rule(
                "dong_code_code_shape",
                "Every code has eight digits, those of a sido or gu end in zeros, and a dong has its name.",
                _AGAIN,
            ),
        ),
        suite.no_rows(
            "select valid_from, dong_code, created_on, abolished_on from b where abolished_on < created_on or created_on > valid_from",
            "warning",
            _rule(
                "dong_code_dates",
                "No dong was abolished before it was created, or created after the day of its list.",
                "Look whether the list was delivered with the right day (OF=YYYY-MM-DD).",
            ),
        ),
        suite.no_raw_number(night, "dong_code", ("valid_from", "source_file", "record_number")),
    ]


SUITE = Suite(
    table="dong_code",
    zone="clean",
    groups=FEED.groups,
    keys=KEYS,
    expectations=_expectations,
    feeds=("dong_code",),
)
