"""What cells did by hour and day, and which of them cannot be believed: `aggregate/cell_hour` and `aggregate/cell_day`."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite, telecom_event
from expectations.suite import Night, Suite

HOUR_KEYS = ("service_date", "hour", "cell_id")
DAY_KEYS = ("service_date", "cell_id")
_rule = partial(suite.rule, owner="telecom data")
_AGAIN = "Run the cell health step of that service day again; if it comes back, tell the developers of spark_jobs/telecom."


def _hour(night: Night) -> list[Expectation]:
    return [
        suite.floor("cell_hour", _rule("", "The nights just loaded have cells counted by the hour.", _AGAIN)),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(HOUR_KEYS),
            severity="critical",
            meta=_rule("cell_hour_key_unique", "Each cell is counted once an hour.", _AGAIN),
        ),
        suite.no_rows(
            "select service_date, hour, cell_id, events_cnt, persons_cnt from b where not coalesce(persons_cnt >= 1 and events_cnt >= "
            "persons_cnt, false)",
            "critical",
            _rule("cell_hour_counts", "Every row counts a person, and an event a person.", _AGAIN),
        ),
        suite.no_rows(
            "select service_date, sum(b.events_cnt) as events_counted, any_value(rows_telecom_event) as events from b left join "
            "presence_rows on part = cast(service_date as varchar) group by service_date "
            "having sum(b.events_cnt) is distinct from any_value(rows_telecom_event)",
            "critical",
            _rule("cell_hour_events_lost", "The cells of a day have exactly the day's events.", _AGAIN),
        ),
    ]


def _day(night: Night) -> list[Expectation]:
    return [
        suite.floor("cell_day", _rule("", "The nights just loaded have cells judged.", _AGAIN)),
        suite.no_rows(
            f"select cast(part as date) as service_date from {suite.listed(night.required.get('telecom_event', ()))} "
            "where cast(part as date) not in (select service_date from b)",
            "critical",
            _rule(
                "cell_day_empty",
                "Every service day that was delivered or re-opened tonight has its cells judged.",
                _AGAIN,
            ),
        ),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(DAY_KEYS),
            severity="critical",
            meta=_rule("cell_day_key_unique", "Each cell is judged once a day.", _AGAIN),
        ),
        suite.no_rows(
            "select service_date, cell_id from cell_hour anti join b using (service_date, cell_id) group by all union all "
            "select service_date, cell_id from (select service_date, coalesce(max(valid_from) filter (valid_from <= service_date), "
            "min(valid_from)) as valid_from from (select distinct service_date from b), (select distinct valid_from from cell) "
            "group by service_date) join cell using (valid_from) anti join b using (service_date, cell_id) "
            "where service_date between active_from and coalesce(active_to, date '9999-12-31')",
            "critical",
            _rule(
                "cell_day_cell_left_out",
                "Every cell on air, and every cell with an event, is judged, also one that was silent.",
                _AGAIN,
            ),
        ),
        suite.no_rows(
            "select service_date, cell_id, b.events_cnt, h.events_cnt as events_by_hour from b left join (select service_date, cell_id, "
            "sum(events_cnt) as events_cnt, max(persons_cnt) as persons_cnt from cell_hour group by all) h using (service_date, cell_id) "
            "where b.events_cnt <> coalesce(h.events_cnt, 0) or b.persons_cnt < coalesce(h.persons_cnt, 0) or b.persons_cnt > b.events_cnt",
            "critical",
            _rule(
                "cell_day_counts",
                "A cell's day has the events of its hours, and no more persons than events.",
                _AGAIN,
            ),
        ),
        suite.no_rows(
            "select service_date, cell_id, clock_skew_s from b where is_skewed is null or (is_skewed and not coalesce(abs(clock_skew_s) >= "
            "600, false))",
            "critical",
            _rule(
                "cell_day_skew_told",
                "A clock that is called wrong is wrong by ten minutes or more, and it is told by how much.",
                _AGAIN,
            ),
        ),
        suite.no_rows(
            "select service_date, cell_id, silent_from_hour, silent_hours_cnt from b where coalesce(is_silent, false) <> (silent_hours_cnt is not "
            "null) or (silent_hours_cnt is null) <> (silent_from_hour is null) or (silent_hours_cnt is null) <> (expected_events_cnt is null)",
            "critical",
            _rule(
                "cell_day_silence_told",
                "A silence is told with its hours and what was expected in them, and nothing else is.",
                _AGAIN,
            ),
        ),
        suite.no_rows(
            "select service_date, cell_id, clock_skew_s from b where is_skewed and clock_skew_s is not null order by all",
            "warning",
            _rule(
                "cell_day_clock_skewed",
                "No cell's clock is wrong by ten minutes or more; events of those that are count nobody that day.",
                "Call the carrier's network operations with the cells and seconds named here: the clock of their site's switch is wrong. "
                "When it is mended, ask for the day's files again.",
            ),
        ),
        suite.no_rows(
            "select service_date, cell_id, silent_from_hour, silent_hours_cnt, expected_events_cnt from b where is_silent and "
            "silent_from_hour is not null and silent_hours_cnt is not null order by all",
            "warning",
            _rule(
                "cell_day_silent",
                "No cell falls silent against its own habit.",
                "Call the carrier's network operations with the cells and hours named here: an outage, or records of them that were not "
                "delivered. Counts around these cells are too low in those hours.",
            ),
        ),
    ]


_of_tonight = partial(
    Suite,
    zone="aggregate",
    groups=telecom_event.FEED.groups,
    feeds=("telecom_event", "cell"),
    parts_of="telecom_event",
)
SUITES = [
    _of_tonight(table="cell_hour", keys=HOUR_KEYS, expectations=_hour),
    _of_tonight(table="cell_day", keys=DAY_KEYS, expectations=_day),
]
