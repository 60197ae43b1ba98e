"""What the marts say of the tiny lake, row by row."""

from datetime import date, timedelta

from tests import lakes
from tests.dbt_models.conftest import Built
from tests.lake_fixture import (
    DAY_1,
    DAY_2,
    HEX_A,
    HEX_B,
    HEX_C,
    OWL_BOARDINGS,
    PERSONS,
    RUN_1,
    RUN_2,
    STOP_A,
    STOP_B,
    public_rows,
    stop_hour_public_rows,
)


def test_the_whole_project_builds(built: Built) -> None:
    bad = {name: outcome for name, outcome in built.outcomes.items() if outcome not in {"success", "pass"}}
    assert bad == {}


def test_every_unit_test_ran(built: Built) -> None:
    written = {name.split(".")[-1] for name in built.manifest["unit_tests"]}
    assert len(written) >= 5
    assert {built.outcomes[name] for name in written} == {"pass"}


def test_dim_date_spans_whole_years_and_knows_the_holiday(built: Built) -> None:
    assert built.rows("select min(calendar_date), max(calendar_date), count(*) from dim_date") == [
        (date(2022, 1, 1), date(2022, 12, 31), 365)
    ]
    assert built.rows(
        "select calendar_date, holiday_name_en, weekday, day_type from dim_date where is_holiday"
    ) == [(DAY_1, "Independence Movement Day", 2, "sunday_holiday")]


def test_dim_hex_has_the_empty_hexagon_too(built: Built) -> None:
    assert {
        row[0] for row in built.rows("select hex_id from dim_hex where boundary_wkt like 'POLYGON%'")
    } == {HEX_A, HEX_B, HEX_C}


def test_dim_dong_is_the_latest_month(built: Built) -> None:
    assert built.rows("select dong_code, dong_name, residents_cnt, month from dim_dong") == [
        ("11110515", "청운효자동", 660, "2022-03"),
        ("11680640", "역삼1동", 660, "2022-03"),
    ]


def test_dim_cell_has_a_row_for_each_stretch_in_which_a_cell_stayed_as_it_was(built: Built) -> None:
    """The March inventory drops one cell, moves one to 5G and adds one."""
    february, march = date(2022, 2, 1), date(2022, 3, 1)
    assert built.rows("select cell_id, technology, valid_from, valid_to, is_current from dim_cell") == [
        ("11-00001-1", "LTE", february, None, True),
        ("11-00002-1", "LTE", february, march, False),
        ("11-00002-1", "5G", march, None, True),
        ("11-00003-1", "5G", march, None, True),
        ("11-00004-1", "LTE", february, march, False),
    ]


def test_cells_that_cannot_be_believed_are_told_with_their_site(built: Built) -> None:
    assert built.rows(
        "select service_date, cell_id, fault, site_id, clock_skew_s, silent_from_hour, silent_hours_cnt, expected_events_cnt "
        "from mart_quality__cell_fault"
    ) == [
        (DAY_2, "11-00003-1", "clock_skewed", "S3", 1_500, None, None, None),
        (DAY_2, "11-00003-1", "silent", "S3", None, 20, 8, 31.5),
    ]


def test_presence_is_the_public_table(built: Built) -> None:
    found = built.rows(
        "select service_date, hour, clock_hour, hex_id, persons_cnt, persons_est, events_est, is_hidden, hidden_sites_cnt, is_loaded_day from fct_presence_hex_hour"
    )
    order = (
        "service_date",
        "hour",
        "hex_id",
        "persons_cnt",
        "persons_est",
        "events_est",
        "is_hidden",
        "hidden_sites_cnt",
    )
    expected = [tuple(row[name] for name in order) for row in public_rows()]
    assert {(row[0], row[1], *row[3:9]) for row in found} == set(expected)
    assert all(row[2] == row[1] % 24 and row[9] for row in found)


def test_night_demand_ends_with_hour_28_of_a_complete_night(built: Built) -> None:
    night = {
        (row[0], row[1]): row[2:]
        for row in built.rows("select night_date, hour, clock_hour, persons_cnt, weekday, is_holiday, is_complete_night "
                              f"from mart_owl__night_demand where hex_id = '{HEX_A}'")
    }  # fmt: skip
    first, second = PERSONS[DAY_1, HEX_A], PERSONS[DAY_2, HEX_A]
    expected = {
        (DAY_1, 24 + n): (n, count, 2, True, True) for n, count in enumerate((*first[-4:], second[0]))
    }
    expected |= {(DAY_2, 24 + n): (n, count, 3, False, False) for n, count in enumerate(second[-4:])}
    assert night == expected


def test_hidden_hours_stay_hidden(built: Built) -> None:
    assert built.rows(
        f"select night_date, hour, persons_cnt, events_est from mart_owl__night_demand where is_hidden and hex_id = '{HEX_B}'"
    ) == [
        (DAY_1, 25, None, None),
        (DAY_1, 27, None, None),
        (DAY_1, 28, None, None),
        (DAY_2, 26, None, None),
    ]


def test_typical_night_gives_an_interval_where_counts_are_hidden(built: Built) -> None:
    tuesday = built.rows("select hour, nights_cnt, hidden_nights_cnt, persons_median_low, persons_median_high, persons_median "
                         f"from mart_owl__night_demand_typical where weekday = 2 and hex_id = '{HEX_B}'")  # fmt: skip
    assert tuesday == [
        (24, 1, 0, 5, 5, 5),
        (25, 1, 1, 1, None, None),
        (27, 1, 1, 1, None, None),
        (28, 1, 1, 1, None, None),
    ]


def test_night_boardings_are_those_of_night_routes(built: Built) -> None:
    assert built.rows(
        "select month, sum(boardings_cnt) from mart_owl__night_boardings group by month order by month"
    ) == [
        ("2022-02", OWL_BOARDINGS),
        ("2022-03", OWL_BOARDINGS),
    ]
    assert built.rows("select ars_id, stop_name, boardings_cnt, alightings_cnt, routes_cnt, routes from mart_owl__night_boardings "
                      "where month = '2022-03' and clock_hour = 0") == [
        ("01001", "종로2가", 111, 12, 2, "N15, N26"), (None, "남태령역(가상)", 0, 7, 1, "N15"),
    ]  # fmt: skip


def test_bus_fact_keeps_every_hour(built: Built) -> None:
    assert built.rows(
        "select month, count(*), sum(boardings_cnt) from fct_bus_stop_month group by month order by month"
    ) == [
        ("2022-02", 6 * 24, 231 + 6 * 19 * 10),
        ("2022-03", 6 * 24, 231 + 6 * 19 * 10),
    ]


def test_complaints_are_the_public_counts_with_names_and_shares(built: Built) -> None:
    assert built.rows(
        "select service_date, dong_code, dong_name, day_type, cases_cnt, open_cnt, overdue_cnt, open_pct, overdue_pct, is_hidden, "
        "is_loaded_day from mart_complaints__dong_day"
    ) == [
        (DAY_1, "11110515", "청운효자동", "sunday_holiday", 7, None, 0, None, 0.0, False, True),
        (DAY_1, "11680640", "역삼1동", "sunday_holiday", 12, 6, 5, 50.0, 41.7, False, True),
        (DAY_1, "unknown", None, "sunday_holiday", None, None, None, None, None, True, True),
        (DAY_2, "11680640", "역삼1동", "weekday", 10, 0, 5, 0.0, 50.0, False, True),
    ]
    assert built.rows(
        "select service_date, as_of_date from fct_complaint_dong_day group by all order by all"
    ) == [
        (DAY_1, DAY_2 + timedelta(days=1)),
        (DAY_2, None),
    ]


def test_stop_hours_are_the_public_table(built: Built) -> None:
    order = ("service_date", "hour", "stop_id", "boarding_persons_cnt", "boardings_cnt", "alighting_persons_cnt", "alightings_cnt",
             "is_boarding_hidden", "is_alighting_hidden")  # fmt: skip
    found = built.rows(f"select {', '.join(order)}, clock_hour, is_loaded_day from fct_stop_hour")
    assert {row[:-2] for row in found} == {
        tuple(row[name] for name in order) for row in stop_hour_public_rows()
    }
    assert all(row[-2] == row[1] % 24 and row[-1] for row in found) and max(row[1] for row in found) == 28


def test_the_mean_day_of_a_stop_is_of_workdays_or_days_off(built: Built) -> None:
    """DAY_1 is a holiday, DAY_2 a workday: of four cards in hour 17 nothing is told, in hour 9 of three neither."""
    rows = built.rows("select is_workday, hour, days_cnt, boardings_mean, round(boardings_day_share, 3), hidden_boarding_cells_cnt "
                      f"from mart_squirrel__stop_hour where stop_id = '{STOP_A}' order by all")  # fmt: skip
    assert rows == [
        (False, 8, 1, 7, 0.333, 0), (False, 9, 1, None, None, 1), (False, 18, 1, 8, 0.381, 0), (False, 27, 1, 6, 0.286, 0),
        (True, 7, 1, 6, 0.188, 0), (True, 8, 1, 9, 0.281, 0), (True, 17, 1, None, None, 1), (True, 18, 1, 10, 0.313, 0), (True, 25, 1, 7, 0.219, 0),
    ]  # fmt: skip
    assert built.rows(
        f"select alightings_mean from mart_squirrel__stop_hour where stop_id = '{STOP_B}' and hour = 28"
    ) == [(6,)]


def test_quality_marts_tell_files_reasons_runs_and_results(built: Built) -> None:
    of_domains = [feed for domain in lakes.domains() for feed in domain.FEEDS]
    assert built.rows(
        "select feed, status, count(*), bool_and(is_conserved) from mart_quality__file "
        f"where not list_contains({of_domains}, feed) group by all order by all"
    ) == [
        ("bus_stop_month", "loaded", 2, True),
        ("card_tap", "loaded", 2, True),
        ("cell", "loaded", 2, True),
        ("complaint_version", "loaded", 2, True),
        ("resident_population", "loaded", 2, True),
        ("telecom_event", "loaded", 48, True),
        ("telecom_event", "refused", 1, None),
    ]
    assert built.rows(
        "select feed, reason, sum(rows_quarantined) from mart_quality__reason group by all order by all"
    ) == [
        ("resident_population", "sex_unknown", 1),
        ("telecom_event", "blank_record", 1),
        ("telecom_event", "cell_unknown", 1),
    ]
    assert built.rows("select run_id, verdict, held_groups from mart_quality__run") == [
        (RUN_1, "published", ""),
        (RUN_2, "published", ""),
    ]
    assert built.rows(
        f"select code, status from mart_quality__result where run_id = '{RUN_2}' order by code"
    ) == [
        ("cell_rows_floor", "pass"),
        ("cell_technology_known", "fail"),
    ]
