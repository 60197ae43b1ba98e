"""Each case as it was last told: in the lake, without its place for the public, and once more in the warehouse before anybody reads it."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.complaint_version import FEED
from expectations.suite import Night, Suite

TELLS_APART = ("field", "item", "channel")
_rule = partial(suite.rule, owner="complaints data")
_AGAIN = (
    "Run the cases step of that day again; if it comes back, tell the developers of spark_jobs/complaints."
)
_BUILD = "Build the warehouse again (make rebuild); if it comes back, tell the developers of dbt/."
_HIDE = "Publish nothing: delete the partition, look at k_persons of the city profile, run the counting step again."


def _day_empty(night: Night, table: str) -> Expectation:
    return suite.no_rows(
        f"select cast(part as date) as service_date from {suite.listed(night.required.get(FEED.name, ()))} "
        "where cast(part as date) not in (select service_date from b)",
        "critical",
        _rule(f"{table}_day_empty", "Every day that was delivered or re-opened tonight has its cases.", _AGAIN),
    )  # fmt: skip


def _cases(night: Night) -> list[Expectation]:
    return [
        suite.floor("complaint_case", _rule("", "The days just loaded have cases.", _AGAIN)),
        _day_empty(night, "complaint_case"),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["service_date", "case_id"],
            severity="critical",
            meta=_rule("complaint_case_key_unique", "Each case stands once in its day of receipt.", _AGAIN),
        ),
        suite.no_rows(
            "select service_date, case_id from (select distinct service_date, case_id from complaint_version) v "
            "full join b using (service_date, case_id) where b.case_id is null or v.case_id is null",
            "critical",
            _rule("complaint_case_lost", "Every case that was told is there, and no other.", _AGAIN),
        ),
        suite.no_rows(
            "select service_date, case_id, status, due_at, closed_at, is_overdue, is_on_time from b "
            "where (status not in ('open', 'closed') and (is_overdue is not null or on_time_rule is not null)) "
            "or (is_on_time is not null and (status <> 'closed' or is_on_time = is_overdue)) "
            "or (on_time_rule = 'clock' and is_overdue is distinct from is_late_by_clock) or (due_rule is null) <> (due_at is null)",
            "critical",
            _rule(
                "complaint_case_clock",
                "A case is in time or late, never both; one that nobody waits for is neither.",
                _AGAIN,
            ),
        ),
        suite.no_rows(
            "select count(*) as told, count(*) filter (on_time_rule = 'published' and is_overdue <> is_late_by_clock) as differ from b "
            "where on_time_rule = 'published' and is_overdue is not null and is_late_by_clock is not null having differ > 0.02 * told",
            "warning",
            _rule(
                "complaint_case_clocks_differ",
                "Where the source tells itself what was late, its times say the same.",
                "Ask the sender how a case gets to be late: another limit, office hours, or a clock that stands still while somebody is asked.",
            ),
        ),
        suite.no_rows(
            "select count(*) as cases, count(*) filter (item_rule = 'unmapped') as unmapped from b having unmapped > 0.2 * cases and cases >= 50",
            "warning",
            _rule(
                "complaint_case_unmapped",
                "Of most cases the kind is known.",
                "Look at the new words of the source, and add them to complaints.items of the city profile.",
            ),
        ),
    ]


def _hidden_rules(night: Night, table: str) -> list[Expectation]:
    k = night.profile.k_persons(FEED.name)
    return [
        *(
            suite.no_rows(
                f"select service_date, {', '.join(TELLS_APART[:depth])}, count(*) as cases from b group by all having cases < {k}",
                "critical",
                suite.rule(
                    f"{table}_alone{'' if depth == len(TELLS_APART) else f'_by_{TELLS_APART[depth - 1]}'}",
                    f"No case stands among fewer than {k} of its day and {' and '.join(TELLS_APART[:depth])}.",
                    _HIDE,
                    owner="privacy officer",
                ),
            )
            for depth in range(1, len(TELLS_APART) + 1)
        ),
    ]


def _public(night: Night) -> list[Expectation]:
    table = "complaint_case_public"
    return [
        suite.floor(table, _rule("", "The days just loaded have cases to tell.", _AGAIN)),
        *_hidden_rules(night, table),
        suite.no_rows(
            "select service_date, told, cases from (select service_date, count(*) as told from b group by all) "
            "left join (select service_date, count(*) as cases from complaint_case where status <> 'deleted' group by all) using (service_date) "
            "where told is distinct from cases",
            "critical",
            _rule(f"{table}_cases_lost", "Of a day that is told every case is told.", _AGAIN),
        ),
    ]


def _fact(night: Night) -> list[Expectation]:
    due = "true" if night.due(FEED.name) else "false"
    day = f"date '{night.service_date}'"
    is_daily = "true" if night.profile.feed(FEED.name).expected == "daily" else "false"
    return [
        suite.floor("fct_complaint", _rule("", "Somebody complained.", _BUILD)),
        suite.no_rows(
            f"select max(service_date) as newest, {day} as expected from b "
            f"having {due} and {is_daily} and not coalesce(bool_or(service_date = {day}), false)",
            "critical",
            _rule("fct_complaint_stale", "The night's service day is there.", _BUILD),
        ),
        *_hidden_rules(night, "fct_complaint"),
        suite.no_raw_number(night, "fct_complaint", ("service_date", "case_no")),
    ]


def _items(night: Night) -> list[Expectation]:
    return [
        suite.floor("dim_complaint_item", _rule("", "There are kinds of case.", _BUILD)),
        suite.no_rows(
            "select f.item, f.field from (select distinct item, field from fct_complaint where item is not null) f "
            "anti join b on b.item = f.item and b.field is not distinct from f.field",
            "critical",
            _rule("dim_complaint_item_unknown", "Every kind of a case is in the list of kinds.", _BUILD),
        ),
    ]


_of_tonight = partial(Suite, zone="aggregate", groups=FEED.groups, feeds=(FEED.name,), parts_of=FEED.name)
_of_the_warehouse = partial(Suite, zone="marts", groups=FEED.groups, feeds=(FEED.name,))
SUITES = [
    _of_tonight(table="complaint_case", keys=("service_date", "case_id"), expectations=_cases),
    _of_tonight(table="complaint_case_public", keys=("service_date", "case_no"), expectations=_public),
    _of_the_warehouse(table="fct_complaint", keys=("service_date", "case_no"), expectations=_fact),
    _of_the_warehouse(table="dim_complaint_item", keys=("item", "field"), expectations=_items),
]
