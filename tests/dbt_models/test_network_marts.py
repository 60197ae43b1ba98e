"""What the warehouse says of the tiny lake's network, row by row."""

from tests.dbt_models.conftest import Built
from tests.lake_fixture import OWL_BOARDINGS
from tests.lakes.network import NEW, OLD

OF_A_MONTH = 231 + 6 * 19 * 10


def test_a_stop_has_a_version_until_a_list_of_its_kind_says_otherwise(built: Built) -> None:
    found = built.rows(
        "select inventory, stop_id, stop_name, valid_from, valid_to, is_current from dim_stop order by all"
    )
    assert found == [
        ("bus_stops", "s1", "종로2가", OLD, None, True),
        ("bus_stops", "s2", "강남대로", OLD, NEW, False),
        ("bus_stops", "s2", "강남역", NEW, None, True),
        ("bus_stops", "s4", "반포", OLD, NEW, False),
        ("route_stops", "s1", "종로2가", OLD, None, True),
        ("route_stops", "s3", "남태령역", OLD, None, True),
        ("subway_stations", "1호선:시청", "시청", NEW, None, True),
    ]  # fmt: skip


def test_a_route_whose_headway_changes_begins_anew(built: Built) -> None:
    found = built.rows(
        "select route_no, is_night, weekday_headway_min, valid_from, valid_to from dim_route order by all"
    )
    assert found == [("143", False, 8, OLD, None), ("N15", True, 25, NEW, None), ("N15", True, 30, OLD, NEW)]


def test_a_pattern_sums_its_sections_beside_the_stated_length(built: Built) -> None:
    assert built.rows(
        "select pattern_id, stops_cnt, first_stop_name, turning_stop_name, length_km, stated_length_km, is_length_contradicted from dim_pattern"
    ) == [("r15:1", 4, "종로2가", "남태령역", 61.0, 60.0, False)]
    assert built.rows("select stop_seq, stop_id from dim_pattern_stop order by 1") == [
        (1, "s1"),
        (2, "s2"),
        (3, "s3"),
        (4, "s1"),
    ]


def test_every_boarding_stands_at_a_place_or_has_a_reason(built: Built) -> None:
    """종로2가 is in lists before and after, 강남역 bears its name in the later one alone, the depot has no number."""
    found = built.rows(
        "select stop_name, located_by, stop_id, inventory, listed_on, unlocated_reason from mart_transit__stop_location where month = '2022-03' order by 1"
    )
    assert found == [
        ("강남역", "ars_and_name", "s2", "bus_stops", NEW, None),
        ("남태령역(가상)", "route_and_name", "s3", "route_stops", OLD, None),
        ("종로2가", "ars_and_name", "s1", "bus_stops", OLD, None),
    ]
    assert built.rows(
        "select month, told_by, stops_cnt, boardings_cnt from mart_transit__boardings_location order by all"
    ) == [
        (month, how, stops, boardings)
        for month in ("2022-02", "2022-03")
        for how, stops, boardings in (("ars_and_name", 2, OF_A_MONTH - 190), ("route_and_name", 1, 190))
    ]


def test_owl_boardings_have_their_place(built: Built) -> None:
    assert built.rows(
        "select sum(b.boardings_cnt)::int from fct_bus_stop_month b join mart_transit__stop_location l "
        "on l.month = b.month and l.ars_id is not distinct from b.ars_id and l.stop_name = b.stop_name "
        "where b.month = '2022-03' and b.route_no like 'N%' and b.clock_hour <= 4 and l.is_located"
    ) == [(OWL_BOARDINGS,)]
