"""Which cases tell of one thing, and what of it may be told: every case linked once, and backwards; no small incident singled out."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.complaint_version import FEED
from expectations.suite import Night, Suite

LINKED, PUBLIC, FACT = "complaint_incident_case", "complaint_incident_public", "fct_complaint_incident"
_rule = partial(suite.rule, owner="complaints data")
_AGAIN = (
    "Run the cases step of that day again; if it comes back, tell the developers of spark_jobs/complaints."
)
_BUILD = "Build the warehouse again (make rebuild); if it comes back, tell the developers of dbt/."
_HIDE = "Publish nothing: delete the partition, look at k_persons of the city profile, run the counting step again."


def _linked(night: Night) -> list[Expectation]:
    return [
        suite.floor(LINKED, _rule("", "The cases of the days just loaded were compared with others.", _AGAIN)),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["service_date", "case_id"],
            severity="critical",
            meta=_rule(f"{LINKED}_key_unique", "Each case tells of one incident.", _AGAIN),
        ),
        suite.no_rows(
            "select service_date, case_id from (select service_date, case_id from complaint_case where status <> 'deleted') c "
            "full join b using (service_date, case_id) where b.case_id is null or c.case_id is null",
            "critical",
            _rule(f"{LINKED}_lost", "Every case that counts is linked or begins an incident, and no other is.", _AGAIN),
        ),
        suite.no_rows(
            "select service_date, case_id, incident_id, link_rule, probability from b "
            "where link_rule not in ('first', 'resubmitted', 'similar', 'same_words') or (link_rule = 'first') <> (probability is null) "
            "or (link_rule = 'first' and incident_id <> case_id) or probability not between 0 and 1",
            "critical",
            _rule(f"{LINKED}_rule", "A case begins an incident under its own name, or is linked by a known rule.", _AGAIN),
        ),
    ]  # fmt: skip


def _hidden_rules(night: Night, table: str) -> list[Expectation]:
    k = night.profile.k_persons(FEED.name)
    small = f"coalesce(size <> 'many' and {k} > 1, true)"
    return [
        suite.no_rows(
            f"select service_date, incident_no, size, at_least_cases_cnt, days_cnt, is_petition, dong_code from b "
            f"where ({small} and coalesce(cast(at_least_cases_cnt as varchar), cast(days_cnt as varchar), cast(is_petition as varchar), dong_code) "
            f"is not null) or at_least_cases_cnt < {k} or size not in ('one', 'few', 'many')",
            "critical",
            suite.rule(
                f"{table}_small", f"Of incidents of fewer than {k} cases neither number nor place is told.", _HIDE, owner="privacy officer"
            ),
        ),
        suite.no_rows(
            f"select service_date, field, item, count(*) as incidents_cnt from b where size <> 'many' group by all "
            f"having count(*) < {k} and coalesce(field, item) is not null",
            "critical",
            suite.rule(
                f"{table}_alone", f"No small incident whose kind is told stands among fewer than {k} of its day.", _HIDE, owner="privacy officer"
            ),
        ),
    ]  # fmt: skip


def _public(night: Night) -> list[Expectation]:
    return [
        suite.floor(PUBLIC, _rule("", "The days just loaded have incidents.", _AGAIN)),
        *_hidden_rules(night, PUBLIC),
        suite.no_rows(
            "select service_date, told, known from (select i.service_date, count(*) as known from complaint_incident_case i "
            "semi join (from complaint_case where status <> 'deleted') c using (service_date, case_id) where link_rule = 'first' group by all) "
            "left join (select service_date, count(*) as told from b group by all) using (service_date) where coalesce(told, 0) < known",
            "critical",
            _rule(f"{PUBLIC}_lost", "Every incident that began on a day is told.", _AGAIN),
        ),
    ]  # fmt: skip


def _fact(night: Night) -> list[Expectation]:
    return [
        suite.floor(FACT, _rule("", "Something was told.", _BUILD)),
        *_hidden_rules(night, FACT),
        suite.no_raw_number(night, FACT, ("service_date", "incident_no")),
    ]


_of_tonight = partial(Suite, zone="aggregate", groups=FEED.groups, feeds=(FEED.name,), parts_of=FEED.name)
SUITES = [
    _of_tonight(table=LINKED, keys=("service_date", "case_id"), expectations=_linked),
    _of_tonight(table=PUBLIC, keys=("service_date", "incident_no"), expectations=_public),
    Suite(table=FACT, zone="marts", groups=FEED.groups, feeds=(FEED.name,), keys=("service_date", "incident_no"), expectations=_fact),
]  # fmt: skip
