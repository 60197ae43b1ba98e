"""Registered residents by dong, sex and age band: `clean/resident_population`, whole."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import FeedTable, Night, Suite

FEED = FeedTable("resident_population", groups=("core",), key="month")
KEYS = ("month", "dong_code", "sex", "age_band")
AGE_BANDS = ["0-9", *(f"{age}-{age + 4}" for age in range(10, 70, 5)), "70+"]
_rule = partial(suite.rule, owner="city statistics")
_ROWS = "Look at the rows named in the delivered file, then clean the month again."


def _expectations(night: Night) -> list[Expectation]:
    return [
        suite.floor(
            "resident_population",
            _rule("", "There are registered residents.", "Ask the statistics office for the newest month."),
        ),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(KEYS),
            severity="critical",
            meta=_rule(
                "resident_population_key_unique", "Each month counts each dong, sex and age band once.", _ROWS
            ),
        ),
        suite.no_rows(
            "select month, dong_code from b where not coalesce(regexp_matches(dong_code, '^[0-9]{{8}}$') "
            "and regexp_matches(month, '^[0-9]{{4}}-(0[1-9]|1[0-2])$'), false)",
            "critical",
            _rule(
                "resident_population_code_malformed",
                "Every dong has its eight digits, every month its year and month.",
                _ROWS,
            ),
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="sex",
            value_set=["M", "F"],
            severity="critical",
            meta=_rule("resident_population_sex_known", "Sex is M or F.", _ROWS),
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="age_band",
            value_set=AGE_BANDS,
            severity="critical",
            meta=_rule("resident_population_age_band_known", "Age bands are the city's fourteen.", _ROWS),
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="residents_cnt",
            severity="critical",
            meta=_rule("resident_population_count_missing", "Every row has a count.", _ROWS),
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="residents_cnt",
            min_value=0,
            max_value=50_000,
            severity="critical",
            meta=_rule(
                "resident_population_count_range",
                "A dong has between 0 and 50,000 residents of one sex and age band.",
                _ROWS,
            ),
        ),
        suite.no_rows(
            "select month, dong_code, count(*) as bands, max(count(*)) over (partition by month) as bands_elsewhere from b "
            "group by month, dong_code qualify bands < bands_elsewhere",
            "warning",
            _rule(
                "resident_population_dong_incomplete",
                "Every dong has as many sexes and age bands as the others of its month.",
                "Ask the statistics office for the missing rows.",
            ),
        ),
        suite.no_rows(
            "select month, residents_cnt, residents_before from (select month, sum(residents_cnt) as residents_cnt, "
            "lag(sum(residents_cnt)) over (order by month) as residents_before from b group by month) "
            "where abs(residents_cnt - residents_before) > 0.2 * residents_before",
            "warning",
            _rule(
                "resident_population_jump",
                "The city's residents change by less than a fifth from month to month.",
                "Ask the statistics office whether the month is complete.",
            ),
        ),
        suite.no_raw_number(night, "resident_population", ("month", "source_file", "record_number")),
    ]


SUITE = Suite(
    table="resident_population",
    zone="clean",
    groups=FEED.groups,
    keys=KEYS,
    expectations=_expectations,
    feeds=("resident_population",),
)
