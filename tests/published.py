"""What is known of every published table: where its hidden counts stand, and what an outsider can hold against them.

A table with a column that counts people must be named here; `tests/night/test_privacy.py` fails on one that is not, so that no new
table is published without a thought of what it gives away beside the others.
"""

import re

import duckdb

from tests.attack import Fact, Total, published

COUNTS_PEOPLE = re.compile(
    r"(^|_)(persons?|people|residents|subscribers|users|cards|passengers|boardings|alightings|riders|trips|events|cases|homes|agreeing)(_|$)"
    r"|^(open|overdue|on_time_unknown|male|female)_"
)

PRESENCE = Fact(
    "fct_presence_hex_hour", "telecom_event", "persons_cnt", ("service_date", "hour", "hex_id"), protects=True
)
STOP_HOUR = ("service_date", "hour", "stop_id")
BOARDINGS = Fact(
    "fct_stop_hour", "card_tap", "boarding_persons_cnt", STOP_HOUR, "is_boarding_hidden", ("boardings_cnt",)
)
ALIGHTINGS = Fact(
    "fct_stop_hour",
    "card_tap",
    "alighting_persons_cnt",
    STOP_HOUR,
    "is_alighting_hidden",
    ("alightings_cnt",),
)
COMPLAINTS = Fact(
    "fct_complaint_dong_day", "complaint_version", "cases_cnt", ("service_date", "dong_code"), protects=True
)
PARTS = {
    "open_cnt": "status = 'open'",
    "overdue_cnt": "is_overdue",
    "on_time_unknown_cnt": "on_time_rule = 'published' and is_overdue is null",
}
"""Parts of a dong's cases → how their sum of the city is counted in `fct_complaint`."""
COMPLAINT_PARTS = [
    Fact(COMPLAINTS.table, COMPLAINTS.feed, part, COMPLAINTS.key, f"({part} is null)", protects=True, least=0)
    for part in PARTS
]
FACTS = (PRESENCE, BOARDINGS, ALIGHTINGS, COMPLAINTS)

MAPPED = {
    # The hour 28 of an owl night is the hour 4 of the next service day.
    "mart_owl__night_demand": "select * replace (if(hour = 28, 4, hour) as hour), if(hour = 28, night_date + 1, night_date) as service_date "
    "from mart_owl__night_demand",
    # Means of the days that are shown, back to sums; those of days that were not delivered are not in them.
    "mart_squirrel__stop_hour": "select stop_id, hour, sum(boardings_mean * (days_cnt - hidden_boarding_cells_cnt)) as boardings_cnt, "
    "sum(alightings_mean * (days_cnt - hidden_alighting_cells_cnt)) as alightings_cnt from mart_squirrel__stop_hour group by all",
}
"""Tables whose keys or counts are called otherwise than the fact's."""

ATTACKED = "a fact with hidden counts, or a table held against one"
OPEN = "published as it stands by whoever counted it"
NOBODY = "counts vehicles, records or places, of nobody in particular"
# Who learns a count does not learn of where. The night's pairs have no published sum; the taxis' sum is attacked apart.
UNNAMED = "hidden pairs of places have no row"
# Planning reads the public tables of trips, in which pairs of fewer than k persons are not named, or open data.
TOLD_PAIRS = (
    "made of the pairs that fct_night_od and fct_taxi_od tell, or of an estimate, which counted nobody"
)
KNOWN: dict[str, str] = {
    **{fact.table: ATTACKED for fact in FACTS},
    "mart_owl__night_demand": ATTACKED,
    "mart_complaints__dong_day": ATTACKED,
    "fct_complaint": "its sums of a day are held against the dongs'",
    "mart_squirrel__stop_hour": ATTACKED,
    # A quantile of counts of which the hidden ones are taken at the ends of what the rule admits: made of what is published alone.
    "mart_owl__night_demand_typical": "made of mart_owl__night_demand alone",
    "fct_taxi_od": UNNAMED,
    "fct_night_od": UNNAMED,
    "mart_owl__night_od": UNNAMED,
    "fct_trip_chain": UNNAMED,
    # Exact loads would give away who boards at a stop, as their differences along a line.
    "fct_section_load": "loads of k cards and more, rounded to multiples of k; of months, open data",
    "mart_squirrel__candidates": "made of loads, its riders in multiples of k",
    # Beside the exact counts of dongs and of the city: what is told by kind, or hexagon, is rounded, and rows under k are left out.
    "mart_complaints__sla": "kinds of k cases and more in a dong, in multiples of k",
    "mart_complaints__hotspots": "hexagons of k cases and more, and hot spots, in multiples of k: tests/spark_jobs/test_hot_spots.py attacks them",
    "fct_complaint_incident": "numbers and places of incidents of k cases and more alone, as at least k, 2k, 5k, 10k …",
    "mart_owl__routes": TOLD_PAIRS,
    "mart_owl__network_comparison": TOLD_PAIRS,
    "mart_owl__unserved_demand": TOLD_PAIRS,
    "dim_dong": OPEN,
    "fct_bus_stop_month": OPEN,
    "fct_living_population": OPEN,
    "fct_subway_station_day": OPEN,
    "fct_subway_station_month": OPEN,
    "mart_city__living_population": OPEN,
    "mart_owl__current_service": OPEN,
    "mart_owl__night_boardings": OPEN,
    "mart_transit__boardings_location": OPEN,
    "mart_transit__stop_location": OPEN,
    "mart_transit__subway_day": OPEN,
    "dim_pattern": NOBODY,
    "mart_transit__service_day": NOBODY,
    "mart_quality__cell_fault": "the habit of a cell that fell silent: 14 events and more, a mean of days",
    "mart_quality__unicity": "of the whole day; hidden where fewer than k had so many points",
}

APART = frozenset(table for table, why in KNOWN.items() if why != ATTACKED)


def unheard_of(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Published tables that count people and are not named in `KNOWN`, with the columns that do."""
    counting = {
        table: [c for c in columns if COUNTS_PEOPLE.search(c)] for table, columns in published(con).items()
    }
    return {table: columns for table, columns in counting.items() if columns and table not in KNOWN}


def ledger_totals(con: duckdb.DuckDBPyConnection) -> list[Total]:
    """What the ledger's counts say of the facts: no more persons than records. A file of taps tells its day by its name; the volume of a
    day of complaints counts its cases' first records. Late records make a day a little larger than its own file: they are added."""
    late = "(select coalesce(sum(rows_merged + rows_duplicate), 0) from mart_quality__file where feed = 'card_tap')"
    taps = (
        "select try_strptime(regexp_extract(source_file, '(\\d{8})[^/]*$', 1), '%Y%m%d')::date as service_date, null, "
        f"sum(rows_clean) + {late} from mart_quality__file where feed = 'card_tap' and status = 'loaded' group by 1 having service_date is not null"
    )
    totals = [Total(fact, fact.persons, ("service_date",), taps) for fact in (BOARDINGS, ALIGHTINGS)]
    if "mart_quality__trend" in published(con):
        cases = "select service_date, null, value from mart_quality__trend where feed = 'complaint_version' and metric = 'volume'"
        totals.append(Total(COMPLAINTS, COMPLAINTS.persons, ("service_date",), cases))
    return totals + city_sums(con)


def city_sums(con: duckdb.DuckDBPyConnection) -> list[Total]:
    """What `fct_complaint` tells of the sums of a day's dongs: how many cases, how many of them open, late, not known."""
    if "fct_complaint" not in published(con):
        return []
    wanted = {COMPLAINTS: "true"} | dict(zip(COMPLAINT_PARTS, PARTS.values(), strict=True))
    counted = "select service_date, count(*) filter ({of}) as n, n from fct_complaint group by all"
    return [
        Total(fact, fact.persons, ("service_date",), counted.format(of=of)) for fact, of in wanted.items()
    ]
