"""Taxi trips: `clean/taxi_trip`, the service days tonight's runs wrote."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import FeedTable, Night, Suite

FEED = FeedTable("taxi_trip", groups=("owl",), key="service_date")
KEYS = ("service_date", "source_file", "record_number")
POINTS = ("start_latitude", "start_longitude", "end_latitude", "end_longitude")
_rule = partial(suite.rule, owner="taxi data")
_keys = ", ".join(KEYS)
_RELOAD = "Clean the day's files again; if it comes back, tell the developers of spark_jobs/taxi."
_TRIP_KM_MAX = 700


def _expectations(night: Night) -> list[Expectation]:
    start = night.profile.service_day_start_hour
    in_day = f"(started_at at time zone '{night.profile.time_zone}' - interval {start} hour)"
    return [
        suite.floor(
            "taxi_trip",
            _rule(
                "",
                "The days just loaded hold taxi trips.",
                "Look in the ledger for what became of the file, then deliver it again.",
            ),
        ),
        suite.no_rows(
            f"select cast(part as date) as service_date from {suite.listed(night.required.get('taxi_trip', ()))} "
            "where cast(part as date) not in (select service_date from b)",
            "critical",
            _rule(
                "taxi_trip_day_empty",
                "Every service day loaded tonight holds trips.",
                "Look in the ledger for what became of the file, then deliver it again.",
            ),
        ),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(KEYS),
            severity="critical",
            meta=_rule("taxi_trip_key_unique", "Every record of a file is one trip.", _RELOAD),
        ),
        suite.no_rows(
            f"select {_keys} from b where not coalesce(abs(start_latitude) <= 90 and abs(start_longitude) <= 180 "
            "and abs(end_latitude) <= 90 and abs(end_longitude) <= 180, false)",
            "critical",
            _rule("taxi_trip_point_missing", "Every trip starts and ends somewhere on earth.", _RELOAD),
        ),
        suite.no_rows(
            f"select {_keys}, start_hex_id, end_hex_id from b where not coalesce(regexp_matches(start_hex_id, '^[0-9a-f]{{{{15}}}}$') "
            "and regexp_matches(end_hex_id, '^[0-9a-f]{{15}}$'), false)",
            "critical",
            _rule("taxi_trip_hex_malformed", "Both ends of a trip stand in a well-formed hexagon.", _RELOAD),
        ),
        suite.no_rows(
            f"select {_keys}, distance_m from b where not coalesce(distance_m between 0 and {_TRIP_KM_MAX * 1000}, false)",
            "critical",
            _rule(
                "taxi_trip_distance_range",
                f"No trip goes farther than {_TRIP_KM_MAX} km as the crow flies.",
                _RELOAD,
            ),
        ),
        suite.no_rows(
            f"select {_keys}, hour, started_at from b where (hour is null) <> (started_at is null) "
            "or list_contains(flags, 'trip_time_missing') <> (started_at is null) or (started_at is null and ended_at is not null)",
            "critical",
            _rule(
                "taxi_trip_time_told",
                "A trip has its hour and its pick-up, or neither and says so.",
                _RELOAD,
            ),
        ),
        suite.no_rows(
            f"select {_keys}, hour, started_at from (select *, {in_day} as in_day from b) "
            f"where service_date <> cast(in_day as date) or hour <> hour(in_day) + {start}",
            "critical",
            _rule(
                "taxi_trip_service_day",
                "Every trip's service date and hour are those of its pick-up in the city.",
                "The service day is cut wrongly: check time_zone and service_day_start_hour of the city profile, then load the day again.",
            ),
        ),
        suite.no_rows(
            f"select {_keys}, started_at, ended_at from b where not coalesce(ended_at between started_at and started_at + interval 1 day, true)",
            "critical",
            _rule(
                "taxi_trip_end_sound",
                "A trip ends after it began, within a day.",
                _RELOAD,
            ),
        ),
        suite.no_rows(
            "select source_file, count(*) as trips from b group by all "
            "having avg(list_contains(flags, 'axes_swapped')::int) between 0.01 and 0.99",
            "warning",
            _rule(
                "taxi_trip_axes_mixed",
                "Latitude and longitude stand the same way round in a whole file.",
                "Ask the sender which devices write them the other way round; the points are right as they are kept.",
            ),
        ),
        suite.no_rows(
            "select source_file, count(*) as trips from b group by all having avg(list_contains(flags, 'outside_city')::int) > 0.2",
            "warning",
            _rule(
                "taxi_trip_outside_many",
                "At most a fifth of a file's trips start or end outside the city.",
                "Look whether the file is of this city, and at the bounds of the city profile.",
            ),
        ),
        suite.no_rows(
            "select source_file, count(*) as trips from b group by all having avg(list_contains(flags, 'same_place')::int) > 0.05",
            "warning",
            _rule(
                "taxi_trip_goes_nowhere",
                "At most one trip in twenty ends where it started.",
                "Ask the sender whether the end of a trip is written where the start should be.",
            ),
        ),
        suite.no_raw_number(night, "taxi_trip", KEYS),
    ]


SUITE = Suite(
    table="taxi_trip",
    zone="clean",
    groups=FEED.groups,
    keys=KEYS,
    expectations=_expectations,
    feeds=("taxi_trip",),
    parts_of="taxi_trip",
)
