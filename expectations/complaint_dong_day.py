"""Complaints by day and dong: before and after suppression in the lake, and once more in the warehouse before anybody reads them."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.complaint_version import FEED
from expectations.suite import Night, Suite

KEYS = ("service_date", "dong_code")
PARTS = ("open_cnt", "overdue_cnt", "on_time_unknown_cnt")
_rule = partial(suite.rule, owner="complaints data")
_private = partial(suite.rule, owner="privacy officer")
_AGAIN = (
    "Run the dong-day step of that day again; if it comes back, tell the developers of spark_jobs/complaints."
)
_BUILD = "Build the warehouse again (make rebuild); if it comes back, tell the developers of dbt/."
_HIDE = "Publish nothing: delete the partition, look at k_persons of the city profile, run the dong-day step again."


def _same_for_both(night: Night, table: str) -> list[Expectation]:
    return [
        suite.floor(table, _rule("", "The days just loaded have complaints counted.", _AGAIN)),
        suite.no_rows(
            f"select cast(part as date) as service_date from {suite.listed(night.required.get(FEED.name, ()))} "
            "where cast(part as date) not in (select service_date from b)",
            "critical",
            _rule(
                f"{table}_day_empty",
                "Every day that was delivered or re-opened tonight is counted.",
                _AGAIN,
            ),
        ),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(KEYS),
            severity="critical",
            meta=_rule(f"{table}_key_unique", "Each dong is counted once a day.", _AGAIN),
        ),
    ]


def _counted(night: Night) -> list[Expectation]:
    return [
        *_same_for_both(night, "complaint_dong_day"),
        suite.no_rows(
            "select service_date, dong_code, cases_cnt, open_cnt, overdue_cnt, on_time_unknown_cnt from b where not coalesce("
            "cases_cnt >= 1 and least(open_cnt, overdue_cnt, on_time_unknown_cnt) >= 0 and open_cnt <= cases_cnt "
            "and overdue_cnt + on_time_unknown_cnt <= cases_cnt, false)",
            "critical",
            _rule(
                "complaint_dong_day_counts", "Every row counts a case, and no part exceeds the whole.", _AGAIN
            ),
        ),
        suite.no_rows(
            "select service_date, cases_counted, cases from (select service_date, sum(cases_cnt) as cases_counted from b group by all) "
            "full join (select service_date, count(*) as cases from complaint_case where status <> 'deleted' group by all) using (service_date) "
            "where cases_counted is distinct from cases",
            "critical",
            _rule("complaint_dong_day_cases_lost", "Each case of a day is counted once.", _AGAIN),
        ),
    ]


def _hidden_rules(night: Night, table: str, fix: str) -> list[Expectation]:
    """What must hold wherever the counts are public."""
    k = night.profile.k_persons(FEED.name)
    small = " or ".join(f"{p} between 1 and {k - 1} or cases_cnt - {p} between 1 and {k - 1}" for p in PARTS)
    told = " or ".join(f"{p} is not null" for p in PARTS)
    return [
        suite.no_rows(
            f"select {', '.join(KEYS)}, cases_cnt, {', '.join(PARTS)} from b where cases_cnt between 1 and {k - 1} or {small}",
            "critical",
            _private(
                f"{table}_below_k", f"No number under {k} is shown, nor one that leaves fewer than {k}.", fix
            ),
        ),
        suite.no_rows(
            f"select {', '.join(KEYS)}, is_hidden from b where is_hidden is null or is_hidden <> (cases_cnt is null) "
            f"or (is_hidden and ({told}))",
            "critical",
            _private(f"{table}_hidden_told", "A hidden dong tells nothing, a shown one its cases.", fix),
        ),
    ]


def _public(night: Night) -> list[Expectation]:
    differs = " or ".join(f"b.{c} <> c.{c}" for c in ("cases_cnt", *PARTS))
    return [
        *_same_for_both(night, "complaint_dong_day_public"),
        *_hidden_rules(night, "complaint_dong_day_public", _HIDE),
        suite.no_rows(
            "select service_date, dong_code from b full join complaint_dong_day c using (service_date, dong_code) "
            f"where b.dong_code is null or c.dong_code is null or {differs} "
            f"or (not b.is_hidden and c.cases_cnt < {night.profile.k_persons(FEED.name)})",
            "critical",
            _private(
                "complaint_dong_day_public_differs",
                "What is shown is exactly what was counted, and hidden where too few were.",
                _HIDE,
            ),
        ),
    ]


def _mart(table: str, night: Night) -> list[Expectation]:
    due = "true" if night.due(FEED.name) else "false"
    day = f"date '{night.service_date}'"
    is_daily = "true" if night.profile.feed(FEED.name).expected == "daily" else "false"
    return [
        suite.floor(table, _rule("", "Somebody complained.", _BUILD)),
        suite.no_rows(
            f"select max(service_date) as newest, {day} as expected from b "
            f"having {due} and {is_daily} and not coalesce(bool_or(service_date = {day}), false)",
            "critical",
            _rule(f"{table}_stale", "The night's service day is there.", _BUILD),
        ),
        *_hidden_rules(night, table, _HIDE),
        suite.no_raw_number(night, table, KEYS),
    ]


_of_tonight = partial(
    Suite, zone="aggregate", groups=FEED.groups, keys=KEYS, feeds=(FEED.name,), parts_of=FEED.name
)
_of_the_warehouse = partial(Suite, zone="marts", groups=FEED.groups, keys=KEYS, feeds=(FEED.name,))
SUITES = [
    _of_tonight(table="complaint_dong_day", expectations=_counted),
    _of_tonight(table="complaint_dong_day_public", expectations=_public),
    *(
        _of_the_warehouse(table=table, expectations=partial(_mart, table))
        for table in ("fct_complaint_dong_day", "mart_complaints__dong_day")
    ),
]
