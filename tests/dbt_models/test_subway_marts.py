"""What the warehouse says of the tiny lake's subway."""

from datetime import date

from tests.dbt_models.conftest import Built
from tests.lakes.subway import MONTHS, STATIONS, rows


def test_the_facts_hold_every_registration(built: Built) -> None:
    clean = rows()
    for table in ("subway_station_day", "subway_station_month"):
        riders = sum(int(str(row["boardings_cnt"])) for row in clean[f"clean/{table}"])
        assert built.rows(f"select count(*), sum(boardings_cnt)::int from fct_{table}") == [
            (len(clean[f"clean/{table}"]), riders)
        ]


def test_a_line_of_a_day_counts_its_stations_once_and_their_riders_all(built: Built) -> None:
    assert built.rows(
        "select line_name, day_type, stations_cnt, boardings_cnt, alightings_cnt from mart_transit__subway_day "
        "where service_date in ('2022-03-01', '2022-03-02') order by service_date, line_name"
    ) == [
        ("2호선", "sunday_holiday", 2, 2000, 2000),
        ("경의선", "sunday_holiday", 1, 201, 201),
        ("2호선", "weekday", 2, 4000, 4000),
        ("경의선", "weekday", 1, 402, 402),
    ]
    lines = len({line for line, *_ in STATIONS})
    assert built.rows("select count(*), max(service_date) from mart_transit__subway_day") == [
        (sum(MONTHS.values()) * lines, date(2022, 3, 31))
    ]
