"""What the marts of dongs and living population say of the tiny lake, row by row."""

from datetime import date

from tests.dbt_models.conftest import Built
from tests.lakes.city import DAY_1, DAY_2, PERSONS

COUNTS = "persons_low_cnt, persons_high_cnt"


def test_every_code_knows_its_dong_of_today(built: Built) -> None:
    assert built.rows(
        "select dong_code, dong_name, current_dong_code, current_dong_name, method, has_living_population, first_listed_on "
        "from dim_dong_crosswalk order by 1"
    ) == [
        ("11110515", "청운효자동", "11110515", "청운효자동", "same_code", True, date(2022, 1, 1)),
        ("11305590", "번제1동", "11305595", "번1동", "same_name_in_gu", True, date(2022, 1, 1)),
        ("11305595", "번1동", "11305595", "번1동", "same_code", False, date(2022, 2, 1)),
        ("11680640", "역삼1동", "11680640", "역삼1동", "same_code", True, date(2022, 1, 1)),
        ("11740520", "상일동", None, None, "no_match", True, date(2022, 1, 1)),
    ]  # fmt: skip


def test_the_fact_keeps_every_kind_of_area_apart(built: Built) -> None:
    rows = built.rows(
        f"select area_type, count(*), sum(persons_low_cnt), sum(persons_high_cnt) from fct_living_population "
        f"where service_date = '{DAY_2}' group by all order by all"
    )
    assert rows == [("dong", 22 * 4, 22 * sum(PERSONS.values()), 22 * sum(PERSONS.values())), ("grid_250m", 6, 80, 92)]  # fmt: skip


def test_an_hour_stands_under_the_dongs_of_today(built: Built) -> None:
    assert built.rows(
        "select gu_name, dong_code, dong_name, is_matched, source_area_type, persons_low_cnt, persons_high_cnt, male_low_cnt, is_suppressed "
        f"from mart_city__living_population where service_date = '{DAY_1}' and hour = 5 order by dong_code"
    ) == [
        ("종로구", "11110515", "청운효자동", True, "dong", 1000, 1000, 480, False),
        ("강북구", "11305595", "번1동", True, "dong", 2000, 2000, 960, False),
        ("강남구", "11680640", "역삼1동", True, "dong", 30000, 30000, 14400, False),
        ("강동구", "11740520", "상일동", False, "dong", 500, 500, 240, False),
    ]


def test_suppressed_cells_sum_to_an_interval(built: Built) -> None:
    assert built.rows(
        f"select dong_code, source_area_type, {COUNTS}, male_low_cnt, is_suppressed from mart_city__living_population "
        f"where service_date = '{DAY_2}' and hour = 26 order by dong_code"
    ) == [
        ("11110515", "grid_250m", 40, 43, None, True),
        ("11680640", "grid_250m", 0, 3, None, True),
    ]


def test_boundaries_are_those_of_the_newest_list(built: Built) -> None:
    assert built.rows("select dong_code, gu_name, valid_from from dim_dong_boundary") == [
        ("11110515", "종로구", date(2022, 2, 1)),
        ("11305595", "강북구", date(2022, 2, 1)),
        ("11680640", "강남구", date(2022, 2, 1)),
    ]


def test_residents_are_those_of_the_register_where_there_is_one(built: Built) -> None:
    assert built.rows("select distinct residents_source, month from dim_dong") == [("register", "2022-03")]
