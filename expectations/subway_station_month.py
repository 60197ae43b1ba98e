"""Subway riders by line, station and clock hour: `clean/subway_station_month`, the months tonight's runs wrote."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import FeedTable, Night, Suite

# A line of a month's file holds 24 hours.
FEED = FeedTable("subway_station_month", groups=("transit",), key="month", rows_per_record=24)
KEYS = ("month", "line_name", "station_name", "registration_seq", "clock_hour")
_rule = partial(suite.rule, owner="transit data")
_RELOAD = "Clean the month again; if it comes back, tell the developers of spark_jobs/subway."
_LOOK = "Look at the line named in the delivered file; ask the sender for a corrected one."
_MISSING = {"line_name": "line", "station_name": "station"}
_COUNTS = {"boardings_cnt": "boardings", "alightings_cnt": "alightings"}


def _expectations(night: Night) -> list[Expectation]:
    return [
        suite.floor(
            "subway_station_month",
            _rule(
                "",
                "The months just loaded hold a station's 24 hours at least.",
                "Look in the ledger for what became of the file, then deliver it again.",
            ),
            rows=24,
        ),
        suite.no_rows(
            f"select part as month from {suite.listed(night.required.get('subway_station_month', ()))} "
            "where part not in (select month from b)",
            "critical",
            _rule(
                "subway_station_month_month_empty",
                "Every month loaded tonight holds rows.",
                "Look in the ledger for what became of the file, then deliver it again.",
            ),
        ),
        suite.no_rows(
            "select month, source_file, record_number, count(*) as hours from b group by all "
            "having count(*) <> 24 or bit_or(1 << clock_hour) <> 16777215",
            "critical",
            _rule(
                "subway_station_month_hours_of_a_line",
                "Every line of the file became 24 rows, one a clock hour.",
                _RELOAD,
            ),
        ),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(KEYS),
            severity="critical",
            meta=_rule(
                "subway_station_month_key_unique",
                "Each registration of a station counts once in an hour of the month.",
                _RELOAD,
            ),
        ),
        *(
            gxe.ExpectColumnValuesToNotBeNull(
                column=column,
                severity="critical",
                meta=_rule(f"subway_station_month_{what}_missing", f"Every row has its {what}.", _RELOAD),
            )
            for column, what in (_MISSING | _COUNTS).items()
        ),
        *(
            gxe.ExpectColumnValuesToBeBetween(
                column=column,
                min_value=0,
                max_value=5_000_000,
                severity="critical",
                meta=_rule(
                    f"subway_station_month_{what}_range",
                    f"A station's {what} in an hour of a month lie between 0 and 5,000,000.",
                    _LOOK,
                ),
            )
            for column, what in _COUNTS.items()
        ),
        *_plausible(),
        suite.no_raw_number(night, "subway_station_month", KEYS, where="clock_hour = 0"),
    ]


def _plausible() -> list[Expectation]:
    return [
        suite.no_rows(
            "select month, clock_hour from b where clock_hour between 5 and 23 group by all having sum(boardings_cnt) = 0 or sum(alightings_cnt) = 0",
            "critical",
            _rule(
                "subway_station_month_hour_silent",
                "Somebody boarded and alighted in every clock hour from 5 to 23; from 1 to 4 the subway rests.",
                "Compare the names of the file's hour columns with the feed's: an hour under another name is lost.",
            ),
        ),
        suite.no_rows(
            "select month, sum(boardings_cnt) filter (clock_hour between 1 and 3) as boardings_cnt from b group by month "
            "having sum(boardings_cnt) filter (clock_hour between 1 and 3) > 0.02 * sum(boardings_cnt)",
            "warning",
            _rule(
                "subway_station_month_night_busy",
                "Hardly anybody boards from 1 to 4 at night.",
                "Look whether the hour columns of the file stand in another order than their names say.",
            ),
        ),
        suite.no_rows(
            "select month, sum(boardings_cnt) as boardings_cnt, sum(alightings_cnt) as alightings_cnt from b group by month "
            "having sum(alightings_cnt) not between 0.95 * sum(boardings_cnt) and 1.05 * sum(boardings_cnt)",
            "warning",
            _rule(
                "subway_station_month_alightings_balance",
                "About as many people leave the subway in a month as enter it.",
                "Look whether boardings and alightings changed places in the file, or one of them was cut short.",
            ),
        ),
        suite.no_rows(
            "select month, line_name, station_name, station_id from b where not regexp_full_match(station_id, '[0-9]{{4}}')",
            "warning",
            _rule("subway_station_month_id_shape", "A station's number has four digits.", _LOOK),
        ),
    ]


SUITE = Suite(
    table="subway_station_month",
    zone="clean",
    groups=FEED.groups,
    keys=KEYS,
    expectations=_expectations,
    feeds=("subway_station_month",),
    parts_of="subway_station_month",
)
