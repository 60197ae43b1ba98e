"""Subway riders by service day, line and station: `clean/subway_station_day`, the months tonight's runs wrote."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import FeedTable, Night, Suite

FEED = FeedTable("subway_station_day", groups=("transit",), key="month")
KEYS = ("service_date", "line_name", "station_name", "registration_seq")
_rule = partial(suite.rule, owner="transit data")
_RELOAD = "Clean the month again; if it comes back, tell the developers of spark_jobs/subway."
_LOOK = "Look at the line named in the delivered file; ask the sender for a corrected one."
_MISSING = {"service_date": "day", "line_name": "line", "station_name": "station"}
_COUNTS = {"boardings_cnt": "boardings", "alightings_cnt": "alightings"}


def _expectations(night: Night) -> list[Expectation]:
    return [
        suite.floor(
            "subway_station_day",
            _rule(
                "",
                "The months just loaded hold subway riders.",
                "Look in the ledger for what became of the file, then deliver it again.",
            ),
        ),
        suite.no_rows(
            f"select part as month from {suite.listed(night.required.get('subway_station_day', ()))} "
            "where part not in (select month from b)",
            "critical",
            _rule(
                "subway_station_day_month_empty",
                "Every month loaded tonight holds rows.",
                "Look in the ledger for what became of the file, then deliver it again.",
            ),
        ),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(KEYS),
            severity="critical",
            meta=_rule(
                "subway_station_day_key_unique", "Each registration of a station counts once a day.", _RELOAD
            ),
        ),
        suite.no_rows(
            "select service_date, line_name, station_name, count(*) as registrations from b group by all "
            "having max(registration_seq) <> count(*) or min(registration_seq) <> 1",
            "critical",
            _rule(
                "subway_station_day_registration_lost",
                "The registrations of a station on a day are numbered 1, 2, … without a gap.",
                _RELOAD,
            ),
        ),
        *(
            gxe.ExpectColumnValuesToNotBeNull(
                column=column,
                severity="critical",
                meta=_rule(f"subway_station_day_{what}_missing", f"Every row has its {what}.", _RELOAD),
            )
            for column, what in (_MISSING | _COUNTS).items()
        ),
        *(
            gxe.ExpectColumnValuesToBeBetween(
                column=column,
                min_value=0,
                max_value=1_000_000,
                severity="critical",
                meta=_rule(
                    f"subway_station_day_{what}_range",
                    f"A station's {what} on a day lie between 0 and 1,000,000.",
                    _LOOK,
                ),
            )
            for column, what in _COUNTS.items()
        ),
        suite.no_rows(
            "select month, service_date from b where month <> strftime(service_date, '%Y-%m')",
            "critical",
            _rule("subway_station_day_month", "Each row lies in the month of its day.", _RELOAD),
        ),
        *_plausible(),
        suite.no_raw_number(night, "subway_station_day", KEYS),
    ]


def _plausible() -> list[Expectation]:
    """What a month of the subway looks like, as nine real ones from 2015 to 2025 do."""
    return [
        suite.no_rows(
            "select month, day from (select month, unnest(generate_series(min(service_date), max(service_date), interval 1 day))::date as day "
            "from b group by month) where day not in (select service_date from b)",
            "warning",
            _rule(
                "subway_station_day_day_gap",
                "Between the first and the last day of a month no day is missing.",
                "Look in the delivered file whether the day is there; if not, ask the sender for it.",
            ),
        ),
        suite.no_rows(
            "select service_date, stations, usual from (select month, service_date, count(distinct (line_name, station_name)) as stations, "
            "median(count(distinct (line_name, station_name))) over (partition by month) as usual from b group by month, service_date) "
            "where stations < 0.8 * usual",
            "warning",
            _rule(
                "subway_station_day_day_thin",
                "Each day has nearly all stations of the month.",
                "Look whether the day came in parts of which one is missing.",
            ),
        ),
        suite.no_rows(
            "select service_date, issue, stations, share from (select service_date, regexp_replace(source_file, '_[0-9]+-[0-9]+[.]json$', '') "
            "as issue, count(*) as stations, count(*) / sum(count(*)) over (partition by service_date) as share, "
            "row_number() over (partition by service_date order by count(*) desc) as place from b group by service_date, issue) "
            "where place > 1 and share > 0.2",
            "warning",
            _rule(
                "subway_station_day_two_issues",
                "A day comes from one file; a second one holds corrections of a few stations only.",
                "Compare the names of lines and stations in the two files: a day under other names counts twice.",
            ),
        ),
        suite.no_rows(
            "select month, sum(boardings_cnt) as boardings_cnt, sum(alightings_cnt) as alightings_cnt from b group by month "
            "having sum(alightings_cnt) not between 0.95 * sum(boardings_cnt) and 1.05 * sum(boardings_cnt)",
            "warning",
            _rule(
                "subway_station_day_alightings_balance",
                "About as many people leave the subway in a month as enter it.",
                "Look whether boardings and alightings changed places in the file, or one of them was cut short.",
            ),
        ),
        suite.no_rows(
            "select service_date, line_name, station_name, registered_on from b where registered_on < service_date",
            "warning",
            _rule(
                "subway_station_day_registered_before",
                "No day was registered before it was over.",
                "Look whether the two dates changed places in the file.",
            ),
        ),
        suite.no_rows(
            "select service_date, line_name, station_name, station_id from b where not regexp_full_match(station_id, '[0-9]{{4}}')",
            "warning",
            _rule("subway_station_day_id_shape", "A station's number has four digits.", _LOOK),
        ),
    ]


SUITE = Suite(
    table="subway_station_day",
    zone="clean",
    groups=FEED.groups,
    keys=KEYS,
    expectations=_expectations,
    feeds=("subway_station_day",),
    parts_of="subway_station_day",
)
