"""Telecom events after cleaning: `clean/telecom_event`, the partitions tonight's runs wrote."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import FeedTable, Night, Suite

FEED = FeedTable("telecom_event", groups=("owl",), key="service_date")
KEYS = ("service_date", "source_file", "record_number")
_rule = partial(suite.rule, owner="telecom data")
_RELOAD = (
    "Run the telecom cleaning of the day again; if it comes back, tell the developers of spark_jobs/telecom."
)


def _expectations(night: Night) -> list[Expectation]:
    start = night.profile.service_day_start_hour
    in_day = f"(event_at at time zone '{night.profile.time_zone}' - interval {start} hour)"
    return [
        suite.floor(
            "telecom_event",
            _rule(
                "",
                "The nights just loaded hold telecom events.",
                "Look in the ledger for what became of the carrier's files, then load the day again.",
            ),
        ),
        suite.no_rows(
            f"select cast(part as date) as service_date from {suite.listed(night.required.get('telecom_event', ()))} "
            "where cast(part as date) not in (select service_date from b)",
            "critical",
            _rule(
                "telecom_event_day_empty",
                "Every service day that was delivered or re-opened tonight holds events.",
                "Look in the ledger for what became of the carrier's files of that day, then load it again.",
            ),
        ),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["source_file", "record_number"],
            severity="critical",
            meta=_rule("telecom_event_key_unique", "No record of a carrier's file appears twice.", _RELOAD),
        ),
        *(
            gxe.ExpectColumnValuesToNotBeNull(
                column=column,
                severity="critical",
                meta=_rule(
                    f"telecom_event_{column}_missing", f"Every event has a value in {column}.", _RELOAD
                ),
            )
            for column in ("event_at", "cell_id", "subscriber_key")
        ),
        suite.no_rows(
            f"select {', '.join(KEYS)}, octet_length(subscriber_key) as key_bytes from b "
            "where octet_length(subscriber_key) <> 16",
            "critical",
            _rule(
                "telecom_event_subscriber_key_length",
                "Every subscriber is a pseudonym of exactly 16 bytes.",
                "Treat the partition as if it held raw numbers: delete it, check the pseudonym key, load the day again.",
            ),
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="hour",
            min_value=start,
            max_value=start + 23,
            severity="critical",
            meta=_rule(
                "telecom_event_hour_range",
                f"Every event's hour lies between {start} and {start + 23}.",
                _RELOAD,
            ),
        ),
        suite.no_rows(
            f"select {', '.join(KEYS)}, hour, event_at from (select *, {in_day} as in_day from b) "
            f"where service_date <> cast(in_day as date) or hour <> hour(in_day) + {start}",
            "critical",
            _rule(
                "telecom_event_service_day",
                "Every event's service date and hour are those of its time in the city.",
                "The service day is cut wrongly: check time_zone and service_day_start_hour of the city profile, "
                "then load the day again.",
            ),
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="event_type",
            value_set=["call", "sms", "data"],
            severity="critical",
            meta=_rule("telecom_event_type_known", "Every event is a call, a text message or data.", _RELOAD),
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="duration_s",
            min_value=0,
            max_value=86_400,
            severity="warning",
            meta=_rule(
                "telecom_event_duration_range",
                "No event lasts less than nothing or longer than a day.",
                "Ask the carrier in which unit it writes durations.",
            ),
        ),
        suite.no_rows(
            "select service_date, record_ref, count(*) as events from b "
            "where record_ref is not null group by all having count(*) > 1",
            "warning",
            _rule(
                "telecom_event_reference_repeated",
                "The carrier gives every event of a day a reference of its own.",
                "Ask the carrier whether it sent corrected events; both versions are counted until it answers.",
            ),
        ),
        suite.no_rows(
            f"select cast(part as date) as service_date, h as hour from {suite.listed(night.due('telecom_event'))}, "
            f"range({start}, {start + 24}) r(h) where (cast(part as date), h) not in (select distinct service_date, hour from b)",
            "warning",
            _rule(
                "telecom_event_hour_silent",
                "Every hour of the service day has events.",
                "Ask the carrier for the missing hour's file; the night's counts of that hour are too low.",
            ),
        ),
        suite.no_raw_number(night, "telecom_event", KEYS),
    ]


SUITE = Suite(
    table="telecom_event",
    zone="clean",
    groups=FEED.groups,
    keys=KEYS,
    expectations=_expectations,
    feeds=("telecom_event",),
    parts_of="telecom_event",
)
