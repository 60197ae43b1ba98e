"""Living population by area and hour: `clean/living_population` of the days tonight's runs wrote, and the marts made from it."""

from dataclasses import replace
from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import FeedTable, Night, Suite

FEED = FeedTable("living_population", groups=("city",), key="service_date")
KEYS = ("service_date", "hour", "area_type", "area_code", "dong_code")
MART_KEYS = ("service_date", "hour", "gu_code", "dong_code")
GAP_DAYS_MAX = 31
_rule = partial(suite.rule, owner="city statistics")
_AGAIN = "Clean the day again; if it comes back, tell the developers of spark_jobs/population."
_LOOK = "Look at the rows named in the delivered file; ask the city for a corrected one."
_BUILD = "Build the warehouse again (make rebuild); if it comes back, tell the developers of dbt/."
_SHAPES = """case area_type when 'dong' then regexp_matches(area_code, '^[0-9]{{8}}$') and area_code is not distinct from dong_code
    when 'gu' then regexp_matches(area_code, '^[0-9]{{5}}$') and dong_code is null
    when 'grid_250m' then regexp_matches(area_code, '^[가-힣]{{2}}[0-9]{{8}}$') and regexp_matches(dong_code, '^[0-9]{{8}}$') end"""


def _clean(night: Night) -> list[Expectation]:
    # The texts of the age bands are a closed list, and there are 28 of them a row.
    lean = replace(
        night, text_columns=lambda table: [c for c in night.text_columns(table) if c != "by_sex_age"]
    )
    return [
        suite.floor("living_population", _rule("", "The days just loaded hold people.", _AGAIN)),
        suite.no_rows(
            f"select part as service_date from {suite.listed(night.required.get('living_population', ()))} "
            "where part not in (select cast(service_date as varchar) from b)",
            "critical",
            _rule("living_population_day_empty", "Every day loaded tonight holds rows.", _AGAIN),
        ),
        suite.no_rows(
            f"select {', '.join(KEYS)}, count(*) as rows_cnt from b group by all having count(*) > 1",
            "critical",
            _rule("living_population_key_unique", "Each area is counted once an hour.", _AGAIN),
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="hour",
            min_value=4,
            max_value=27,
            severity="critical",
            meta=_rule("living_population_hour_range", "Hours of the service day run from 4 to 27.", _AGAIN),
        ),
        suite.no_rows(
            f"select {', '.join(KEYS)} from b where not coalesce({_SHAPES}, false)",
            "critical",
            _rule(
                "living_population_area_malformed",
                "Every row names a dong, a gu or a 250 m cell in a dong, each in its own shape.",
                _AGAIN,
            ),
        ),
        suite.no_rows(
            f"select {', '.join(KEYS)}, persons_cnt, persons_low_cnt, persons_high_cnt from b where not coalesce(0 <= persons_low_cnt "
            "and persons_low_cnt <= persons_high_cnt and persons_cnt is not distinct from "
            "case when persons_low_cnt = persons_high_cnt then persons_low_cnt end, false)",
            "critical",
            _rule(
                "living_population_interval",
                "Every total is one number, or an interval without one.",
                _AGAIN,
            ),
        ),
        suite.no_rows(
            f"select {', '.join(KEYS)}, persons_high_cnt from b "
            "where persons_high_cnt > case area_type when 'gu' then 2000000 else 300000 end",
            "warning",
            _rule(
                "living_population_count_range",
                "No gu holds more than 2,000,000 people, no dong or cell more than 300,000.",
                "Look whether numbers were added up over hours or days before they were delivered.",
            ),
        ),
        suite.no_rows(
            f"select {', '.join(KEYS)}, source_file, record_number from b where list_contains(flags, 'sexes_disagree')",
            "warning",
            _rule(
                "living_population_sexes_disagree",
                "Men and women sum to the total, within rounding.",
                _LOOK,
            ),
        ),
        suite.no_rows(
            ", hours as (select service_date, hour, area_type, count(*) as areas_cnt from b where area_type <> 'grid_250m' group by all) "
            "select *, max(areas_cnt) over (partition by service_date, area_type) as areas_of_day_cnt from hours "
            "qualify areas_cnt < areas_of_day_cnt",
            "warning",
            _rule(
                "living_population_areas_missing",
                "Every hour of a day counts as many dongs and gus as the others.",
                "Look at what was refused in that hour; ask the city for the missing areas.",
            ),
        ),
        suite.no_raw_number(
            lean, "living_population", ("service_date", "hour", "source_file", "record_number")
        ),
    ]


def missing_days(batch: str = "b") -> str:
    """SQL for the days (of the clock) that are missing inside a period of a kind of area, to follow a WITH clause.

    Deliveries of other years are other periods: a gap counts where it is at most GAP_DAYS_MAX days, and no longer than the longer of the
    two stretches of days beside it.
    """
    return f""", days as (
        select distinct area_type, service_date + cast(hour >= 24 as integer) as clock_date from {batch}
    ), numbered as (
        select *, clock_date - cast(row_number() over (partition by area_type order by clock_date) as integer) as island from days
    ), stretches as (
        select area_type, min(clock_date) as first_date, max(clock_date) as last_date, count(*) as days_cnt
        from numbered group by area_type, island
    ), gaps as (
        select area_type, last_date + 1 as missing_from, lead(first_date) over following - 1 as missing_to,
            greatest(days_cnt, lead(days_cnt) over following) as longer_cnt
        from stretches window following as (partition by area_type order by first_date)
    )
    select area_type, cast(unnest(generate_series(missing_from, missing_to, interval 1 day)) as date) as missing_date
    from gaps where missing_to - missing_from + 1 <= least({GAP_DAYS_MAX}, longer_cnt) order by all"""


def _fact(night: Night) -> list[Expectation]:
    people = night.profile.persons_in_city
    outside = (
        f"sum(persons_high_cnt) < {people.low} or sum(persons_low_cnt) > {people.high}" if people else "false"
    )
    return [
        suite.floor("fct_living_population", _rule("", "Somebody was counted in the city.", _BUILD)),
        suite.no_rows(
            "select service_date, rows_fact, rows_found from (select cast(service_date as varchar) as service_date, count(*) as rows_fact "
            "from b group by service_date) full join (select part as service_date, rows_found from partition_rows "
            "where table_name = 'living_population' and rows_found > 0) using (service_date) where rows_fact is distinct from rows_found",
            "critical",
            _rule(
                "fct_living_population_rows_as_lake",
                "The fact holds exactly the rows of each cleaned day.",
                _BUILD,
            ),
        ),
        suite.no_rows(
            missing_days(),
            "warning",
            _rule(
                "fct_living_population_day_gap",
                "No day is missing between the first and the last of a period.",
                "Ask the city for the days named, or deliver the file that holds them; until then sums over the period are short of them.",
            ),
        ),
        suite.no_rows(
            "select service_date, hour, area_type, sum(persons_low_cnt) as persons_low_cnt, sum(persons_high_cnt) as persons_high_cnt "
            f"from b group by service_date, hour, area_type having {outside}",
            "warning",
            _rule(
                "fct_living_population_city_sum",
                "Each hour holds about as many people as the city profile says there can be in the city.",
                "Look whether areas are missing, stand twice, or were added up before the file was delivered.",
            ),
        ),
    ]


def _mart(night: Night) -> list[Expectation]:
    return [
        suite.floor("mart_city__living_population", _rule("", "Somebody was counted in the city.", _BUILD)),
        suite.no_rows(
            f"select part as service_date from {suite.listed(night.required.get('living_population', ()))} "
            "where part not in (select cast(service_date as varchar) from b)",
            "critical",
            _rule("mart_city__living_population_stale", "Every day loaded tonight is in the mart.", _BUILD),
        ),
        suite.no_rows(
            "select coalesce(dong_code, gu_code) as area_code, min(service_date) as first_service_date, max(service_date) as last_service_date, "
            "max(persons_high_cnt) as persons_high_cnt from b where not is_matched group by all",
            "warning",
            _rule(
                "mart_city__living_population_dong_unmatched",
                "Every dong people were counted in is one of today, or was renumbered into one.",
                "Deliver a newer list of boundaries (feed dong), or the code list that knows the dong (feed dong_code); until then it stands "
                "under its own code.",
            ),
        ),
    ]


_of_mart = partial(Suite, zone="marts", groups=FEED.groups, feeds=("living_population",))
SUITES = [
    Suite(
        table="living_population",
        zone="clean",
        groups=FEED.groups,
        keys=KEYS,
        expectations=_clean,
        feeds=("living_population",),
        parts_of="living_population",
    ),
    _of_mart(table="fct_living_population", keys=KEYS, expectations=_fact),
    _of_mart(table="mart_city__living_population", keys=MART_KEYS, expectations=_mart),
]
