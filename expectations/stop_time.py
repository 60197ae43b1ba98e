"""Timetables stop by stop: `clean/stop_time`, the timetables tonight's runs wrote."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import FeedTable, Night, Suite

FEED = FeedTable("stop_time", groups=("transit",), key="valid_from")
KEYS = ("valid_from", "inventory", "trip_id", "stop_seq")
_rule = partial(suite.rule, owner="transit data")
_keys = ", ".join(KEYS)
_RELOAD = "Clean the timetable again; if it comes back, tell the developers of spark_jobs/timetable."
_ASK = "Ask the operator whose timetable it is; until then departures are counted as they stand."
LAST_S = 7 * 86_400
WORDS = {"route_id": "route", "service_id": "service", "stop_id": "stop"}


def _expectations(night: Night) -> list[Expectation]:
    return [
        suite.floor(
            "stop_time",
            _rule(
                "",
                "The timetables just loaded hold stop times.",
                "Look in the ledger for what became of the zip, then deliver it again.",
            ),
        ),
        suite.no_rows(
            f"select cast(part as date) as valid_from from {suite.listed(night.required.get('stop_time', ()))} "
            "where cast(part as date) not in (select valid_from from b)",
            "critical",
            _rule(
                "stop_time_timetable_empty",
                "Every timetable loaded tonight holds stop times.",
                "Look in the ledger for what became of the zip, then deliver it again.",
            ),
        ),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(KEYS),
            severity="critical",
            meta=_rule("stop_time_key_unique", "A trip has one stop at each place of its sequence.", _RELOAD),
        ),
        *(
            gxe.ExpectColumnValuesToNotBeNull(
                column=column,
                severity="critical",
                meta=_rule(f"stop_time_{column}_missing", f"Every stop time has its {what}.", _RELOAD),
            )
            for column, what in WORDS.items()
        ),
        suite.no_rows(
            f"select {_keys}, arrival_s, departure_s from b where (arrival_s is null) <> (departure_s is null) "
            f"or departure_s < arrival_s or arrival_s < 0 or departure_s > {LAST_S}",
            "critical",
            _rule(
                "stop_time_times_sound",
                "A stop has both its times or neither, arrival first, and none later than a week.",
                _RELOAD,
            ),
        ),
        suite.no_rows(
            f"select {_keys}, departure_s from b where is_departure_past_midnight is distinct from coalesce(departure_s >= 86400, false)",
            "critical",
            _rule(
                "stop_time_past_midnight_told",
                "Exactly the departures at 24:00:00 or later are told to be past midnight.",
                _RELOAD,
            ),
        ),
        suite.no_rows(
            f"select {_keys}, pickup_type, drop_off_type from b "
            "where not coalesce(pickup_type in ('0', '1', '2', '3') and drop_off_type in ('0', '1', '2', '3'), false)",
            "warning",
            _rule("stop_time_boarding_known", "How to board and to alight is one of the four codes.", _ASK),
        ),
        suite.no_rows(
            "select valid_from, inventory, trip_id, count(*) as stops from b group by all having count(*) < 2",
            "warning",
            _rule("stop_time_trip_short", "Every trip has at least two stops.", _ASK),
        ),
        suite.no_rows(
            "select valid_from, inventory, trip_id, count(*) as stops from b group by all having count(departure_s) = 0",
            "warning",
            _rule("stop_time_trip_untimed", "Every trip has a time at some stop.", _ASK),
        ),
        suite.no_rows(
            "select valid_from, inventory, count(*) as times from b group by all having avg(list_contains(flags, 'time_goes_back')::int) > 0.01",
            "warning",
            _rule(
                "stop_time_goes_back",
                "Of a timetable's times, at most one in a hundred is earlier than that of a stop before it.",
                "Look whether stop_sequence is the order of the stops, or times after midnight were written from 0 on.",
            ),
        ),
        suite.no_raw_number(night, "stop_time", ("valid_from", "source_file", "record_number")),
    ]


def _services(night: Night) -> list[Expectation]:
    return [
        suite.floor("stop_time_services", _rule("", "Trips belong to services.", _RELOAD)),
        suite.no_rows(
            "select valid_from, inventory, service_id, count(distinct trip_id) as trips from b "
            "anti join service_day using (valid_from, inventory, service_id) group by all",
            "warning",
            _rule(
                "stop_time_service_silent",
                "Every service that has trips runs on some day.",
                "Deliver the zip to the feed service_day too; else ask the operator for the days of the services named.",
            ),
        ),
    ]


_of_tonight = partial(
    Suite, table="stop_time", zone="clean", groups=FEED.groups, keys=KEYS, parts_of="stop_time"
)
SUITES = [
    _of_tonight(expectations=_expectations, feeds=("stop_time",)),
    _of_tonight(name="stop_time_services", expectations=_services, feeds=("stop_time", "service_day")),
]
