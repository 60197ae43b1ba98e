"""Complaints after cleaning: `clean/complaint_version`, the days of receipt tonight's runs wrote."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.personal_text import holds_personal
from expectations.suite import FeedTable, Night, Suite

FEED = FeedTable("complaint_version", groups=("complaints",), key="service_date")
KEYS = ("service_date", "source_file", "record_number")
_rule = partial(suite.rule, owner="complaints data")
_TEXTS = "concat_ws(' | ', title, text, answer, department, extra_json)"
_AGAIN = "Clean the day's case files again; if it comes back, tell the developers of spark_jobs/complaints."


def _expectations(night: Night) -> list[Expectation]:
    start, bounds = night.profile.service_day_start_hour, night.profile.bounds
    in_day = f"(received_at at time zone '{night.profile.time_zone}' - interval {start} hour)"
    where = f"latitude between {bounds.south} and {bounds.north} and longitude between {bounds.west} and {bounds.east}"
    return [
        suite.floor(
            "complaint_version",
            _rule(
                "",
                "The days just loaded hold complaints.",
                "Look in the ledger for what became of the case files, then load the day again.",
            ),
        ),
        suite.no_rows(
            f"select cast(part as date) as service_date from {suite.listed(night.required.get('complaint_version', ()))} "
            "where cast(part as date) not in (select service_date from b)",
            "critical",
            _rule(
                "complaint_version_day_empty",
                "Every day of receipt that was delivered or re-opened tonight holds complaints.",
                "Look in the ledger for what became of the case files of that day, then load it again.",
            ),
        ),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["source_file", "record_number"],
            severity="critical",
            meta=_rule("complaint_version_key_unique", "No record of a case file appears twice.", _AGAIN),
        ),
        *(
            gxe.ExpectColumnValuesToNotBeNull(
                column=column,
                severity="critical",
                meta=_rule(f"complaint_version_{column}_missing", f"Every version has its {column}.", _AGAIN),
            )
            for column in ("case_id", "received_at")
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="status",
            value_set=["open", "closed", "withdrawn", "deleted"],
            severity="critical",
            meta=_rule(
                "complaint_version_status_known",
                "Every version is open, closed, withdrawn or deleted.",
                _AGAIN,
            ),
        ),
        suite.no_rows(
            f"select {', '.join(KEYS)}, status, closed_at from b where (status = 'closed' and closed_at is null) "
            "or (status = 'open' and closed_at is not null) or closed_at < received_at",
            "critical",
            _rule(
                "complaint_version_closing",
                "What is closed says when, after its receipt; what is open does not.",
                _AGAIN,
            ),
        ),
        suite.no_rows(
            f"select {', '.join(KEYS)}, received_at from b where service_date <> cast({in_day} as date)",
            "critical",
            _rule(
                "complaint_version_service_day",
                "Every case lies in the service day of its receipt.",
                "The service day is cut wrongly: check time_zone and service_day_start_hour of the city profile, then load the day again.",
            ),
        ),
        suite.no_rows(
            f"select {', '.join(KEYS)}, latitude, longitude from b where not coalesce({where}, latitude is null and longitude is null)",
            "critical",
            _rule(
                "complaint_version_place_in_city",
                "Every place lies in the city, or there is none.",
                "Look whether latitude and longitude changed places, or the bounds of the city profile are too narrow.",
            ),
        ),
        suite.no_rows(
            f"select {', '.join(KEYS)}, versions from (select *, count(*) over (partition by service_date, case_id) as versions from b) "
            "where versions > 50",
            "warning",
            _rule(
                "complaint_version_restless_case",
                "No case has more than fifty versions.",
                "Look at the case in the delivered files: a column may change in every export, or case numbers may be used twice.",
            ),
        ),
        suite.no_raw_number(night, "complaint_version", KEYS),
        suite.no_rows(
            f"select {', '.join(KEYS)} from b where {holds_personal(_TEXTS)}",
            "critical",
            suite.rule(
                "complaint_version_redaction",
                "No text holds a mobile number, a resident number, a card, a licence, a passport, a plate or an e-mail address.",
                "Delete the partition, mend spark_jobs/complaints/redaction for the shape found in landing, and load the day again.",
                owner="privacy officer",
            ),
        ),
    ]


SUITE = Suite(
    table="complaint_version",
    zone="clean",
    groups=FEED.groups,
    keys=KEYS,
    expectations=_expectations,
    feeds=("complaint_version",),
    parts_of="complaint_version",
)
