"""What the marts say of the tiny lake's timetables and taxi trips, row by row."""

from datetime import date

from tests.dbt_models.conftest import Built
from tests.lakes.taxi import GANGNAM, HALL
from tests.lakes.timetable import NEW, OLD


def test_a_day_of_a_route_is_that_of_the_timetable_in_force(built: Built) -> None:
    """From its first day on the newer timetable alone speaks: of the older one's days 3 to 5 nothing is left."""
    assert built.rows(
        "select service_date, weekday, valid_from, route_id, trips_cnt, departures_cnt, departures_past_midnight_cnt, departures_before_cut_cnt, "
        "first_departure_s, last_departure_s from mart_transit__service_day order by service_date, route_id"
    ) == [
        *(
            row
            for day in (1, 2)
            for row in (
                (date(2022, 3, day), day + 1, OLD, "143", 1, 2, 0, 0, 19_800, 21_600),
                (date(2022, 3, day), day + 1, OLD, "N15", 1, 3, 2, 0, 85_800, 87_600),
            )
        ),
        *(
            (date(2022, 3, day), day + 1, NEW, "N15", 1, 3, 2, 0, 86_100, 87_900)
            for day in (3, 4, 5, 6)
        ),
    ]  # fmt: skip


def test_departures_before_the_cut_are_told_apart(built: Built) -> None:
    """The Saturday trip of the older timetable leaves at 03:20: to this house an hour of the evening before."""
    assert built.rows(
        "select departures_cnt, departures_before_cut_cnt from intermediate.int_timetable__service_route where service_id = 'saturday'"
    ) == [(2, 2)]


def test_taxi_trips_are_told_by_pairs_with_enough_of_them(built: Built) -> None:
    hall, gangnam = HALL[2], GANGNAM[2]
    assert built.rows("select month, day_part, start_hex_id, end_hex_id, trips_cnt, is_hidden, hidden_cells_cnt from fct_taxi_od "
                      "order by day_part, is_hidden") == [
        ("2022-03", "day", gangnam, hall, 6, False, 0),
        ("2022-03", "night", hall, gangnam, 7, False, 0),
        ("2022-03", "night", None, None, None, True, 2),
    ]  # fmt: skip


def test_no_trip_enters_the_warehouse(built: Built) -> None:
    """Neither a single trip nor a point of one: the unsuppressed tables are no sources."""
    assert {
        source["name"] for source in built.manifest["sources"].values() if source["source_name"] == "taxi"
    } == {"taxi_od_public"}
    columns = built.rows(
        "select column_name from duckdb_columns() where table_name like '%taxi%' and not internal"
    )
    assert not [name for (name,) in columns if "latitude" in name or "longitude" in name]
