"""Persons by hexagon and hour, before and after suppression: `aggregate/presence_hex_hour` and `…_public`."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite, telecom_event
from expectations.suite import Night, Suite

KEYS = ("service_date", "hour", "hex_id")
_rule = partial(suite.rule, owner="telecom data")
_private = partial(suite.rule, owner="privacy officer")
_AGAIN = "Run the presence step of that service day again; if it comes back, tell the developers of spark_jobs/telecom."
# Flags of events that count nobody, as spark_jobs/telecom/trusted.py leaves them out (a test holds the two equal).
DOUBTED = ("two_places", "impossible_speed", "robot", "heavy_user")
_HIDE = "Publish nothing: delete the partition, look at privacy.k_persons of the city profile, run the presence step again."


def _same_for_both(night: Night, table: str) -> list[Expectation]:
    start = night.profile.service_day_start_hour
    return [
        suite.floor(table, _rule("", "The nights just loaded have persons counted.", _AGAIN)),
        suite.no_rows(
            f"select cast(part as date) as service_date from {suite.listed(night.required.get('telecom_event', ()))} "
            "where cast(part as date) not in (select service_date from b)",
            "critical",
            _rule(
                f"{table}_day_empty",
                "Every service day that was delivered or re-opened tonight is counted.",
                _AGAIN,
            ),
        ),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(KEYS),
            severity="critical",
            meta=_rule(f"{table}_key_unique", "Each hexagon is counted once an hour.", _AGAIN),
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="hour",
            min_value=start,
            max_value=start + 23,
            severity="critical",
            meta=_rule(f"{table}_hour_range", f"Every hour lies between {start} and {start + 23}.", _AGAIN),
        ),
        suite.no_rows(
            "select service_date, hour, hex_id from b where hex_id is null or hex_id not in (select hex_id from hex)",
            "critical",
            _rule(
                f"{table}_hex_unknown",
                "Every hexagon is one of the city's grid.",
                "Write the grid again; look whether hex_resolution changed in the city profile.",
            ),
        ),
    ]


def _presence(night: Night) -> list[Expectation]:
    return [
        *_same_for_both(night, "presence_hex_hour"),
        suite.no_rows(
            # Who had events at two sites within the hour counts at one of them; at the other there may be events of nobody else.
            "select service_date, hour, hex_id, persons_cnt, persons_est, events_est from b where not coalesce(persons_cnt >= 0 "
            "and (persons_est > 0) = (persons_cnt > 0) and persons_est between 0 and persons_cnt + 1e-6 and events_est > 0 "
            "and events_est >= persons_est - 1e-6, false)",
            "critical",
            _rule(
                "presence_hex_hour_counts",
                "Every row counts events, at least one a person, and no person more than whole.",
                _AGAIN,
            ),
        ),
        suite.no_rows(
            "select service_date, sum(events_est) as events_counted, any_value(events) as events from b left join (select service_date, "
            f"count(*) as events from telecom_event anti join (from cell_day where is_skewed) using (service_date, cell_id) "
            f"where not list_has_any(coalesce(flags, []), {list(DOUBTED)}) group by service_date) using (service_date) group by service_date "
            "having not coalesce(abs(sum(events_est) - any_value(events)) <= 0.01 * any_value(events), false)",
            "critical",
            _rule(
                "presence_hex_hour_events_lost",
                "The events counted are those of the cleaned table that can be believed, within one in a hundred.",
                _AGAIN,
            ),
        ),
    ]


def _public(night: Night) -> list[Expectation]:
    k = night.profile.k_persons("telecom_event")
    return [
        *_same_for_both(night, "presence_hex_hour_public"),
        suite.no_rows(
            f"select service_date, hour, hex_id, persons_cnt from b where persons_cnt between 1 and {k - 1}",
            "critical",
            _private(
                "presence_hex_hour_public_below_k", f"No number of fewer than {k} persons is shown.", _HIDE
            ),
        ),
        suite.no_rows(
            "select service_date, hour, hex_id, is_hidden from b where is_hidden is null or is_hidden <> (persons_cnt is null) "
            "or is_hidden <> (persons_est is null) or is_hidden <> (events_est is null) or hidden_sites_cnt is null "
            "or (is_hidden and hidden_sites_cnt = 0)",
            "critical",
            _private(
                "presence_hex_hour_public_hidden_told",
                "A hidden hexagon tells neither persons nor events, and by how many sites it is hidden; a shown one tells both.",
                _HIDE,
            ),
        ),
        suite.no_rows(
            "select service_date, hour, hex_id from b left join presence_hex_hour p using (service_date, hour, hex_id) "
            "where p.hex_id is null or b.persons_cnt > p.persons_cnt or b.persons_est > p.persons_est + 1e-6 or b.events_est > "
            f"p.events_est + 1e-6 or (not b.is_hidden and p.persons_cnt < {k}) or (b.hidden_sites_cnt = 0 and (b.persons_cnt <> "
            "p.persons_cnt or abs(b.events_est - p.events_est) > 1e-6))",
            "critical",
            _private(
                "presence_hex_hour_public_differs",
                "What is shown is what was counted, without the persons of hidden sites and never more.",
                _HIDE,
            ),
        ),
    ]


def _partitions(night: Night) -> list[Expectation]:
    return [
        suite.floor("presence_partitions", _rule("", "Some service day has been loaded.", _AGAIN)),
        suite.no_rows(
            "select part as service_date, rows_telecom_event, rows_presence, rows_public from b "
            "where rows_telecom_event > 0 and (rows_presence = 0 or rows_public = 0)",
            "critical",
            _rule(
                "presence_partitions_lost",
                "Every service day with events, old ones too, still has its persons counted.",
                _AGAIN,
            ),
        ),
        suite.no_rows(
            "select part as service_date, rows_presence, rows_public from b where rows_presence <> rows_public",
            "critical",
            _rule(
                "presence_partitions_differ",
                "The public table of each day has exactly the hexagons and hours of the counted one.",
                _AGAIN,
            ),
        ),
    ]


_of_tonight = partial(
    Suite,
    zone="aggregate",
    groups=telecom_event.FEED.groups,
    keys=KEYS,
    feeds=("telecom_event",),
    parts_of="telecom_event",
)
SUITES = [
    _of_tonight(table="presence_hex_hour", expectations=_presence),
    _of_tonight(table="presence_hex_hour_public", expectations=_public),
    Suite(
        table="presence_hex_hour",
        name="presence_rows",
        zone="night",
        groups=telecom_event.FEED.groups,
        keys=("part",),
        expectations=_partitions,
        feeds=("telecom_event",),
    ),
]
