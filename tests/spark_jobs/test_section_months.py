"""From counted stops and stop sequences in the lake to loads by section and hour; and six real routes beside what was published of them."""

import os
from datetime import date
from pathlib import Path

import duckdb
import pytest

from bench import loads
from nightowl.lake import Lake
from spark_jobs.transit import section_lists, section_months
from spark_jobs.transit.section_lists import Line, Places
from spark_jobs.transit.section_match import Stop
from tests.lake_schema import write_rows

DAY, MONTH = date(2022, 4, 1), "2022-03"
NAMES = "가나다라마바"
HEADWAYS = {"weekday_headway_min": 10, "saturday_headway_min": 20, "holiday_headway_min": None}


def stop(at: int, list_of: int = 1) -> dict[str, object]:
    """A stop of list 1 or 2, which lie on two streets 20 km apart."""
    return {
        "stop_id": f"{list_of}{at}",
        "ars_id": f"0{list_of}00{at}",
        "stop_name": NAMES[at],
        "latitude": 37.3 + 0.2 * list_of,
        "longitude": 127 + 0.005 * at,
    }


def sequence(
    route: str, number: str, *stops: dict[str, object], of: date = date(2017, 12, 1)
) -> list[dict[str, object]]:
    """A route's pattern: 500 m a section, two minutes."""
    return [
        {"valid_from": of, "inventory": "bus_routes", "route_id": route, "route_no": number, "pattern_id": f"{route}:1", "stop_seq": seq * 10,
         "section_m": 500.0 if seq else None, "speed_kmh": 15.0, "first_departure_s": 18_000 + 120 * seq, "last_departure_s": 79_200 + 120 * seq, "flags": [],
         "source_file": "p", "record_number": seq, **told}
        for seq, told in enumerate(stops)
    ]  # fmt: skip


def route(route_id: str, number: str, of: date = date(2017, 12, 1), **more: object) -> dict[str, object]:
    return {
        "valid_from": of, "inventory": "bus_routes", "route_id": route_id, "route_no": number, "route_name": number, "first_departure_s": 18_000,
        "last_departure_s": 79_200, **HEADWAYS, "flags": [], "source_file": "r", "record_number": 1,
    } | more  # fmt: skip


def counted(
    number: str,
    told: dict[str, object],
    on: dict[int, int],
    off: dict[int, int],
    name: str = "",
    month: str = MONTH,
) -> list[dict[str, object]]:
    """A stop of a month with riders on and off by clock hour."""
    return [
        {"month": month, "route_no": number, "route_name": f"{number}번{name}", "ars_id": told["ars_id"], "stop_name": told["stop_name"], "is_virtual_stop": False,
         "visit_seq": 1, "clock_hour": hour, "boardings_cnt": on.get(hour, 0), "alightings_cnt": off.get(hour, 0), "flags": [], "source_file": "m", "record_number": 2}
        for hour in range(24)
    ]  # fmt: skip


def lake_with(lake: Lake, months: list, sequences: list, routes: list) -> Lake:
    for table in ("clean/stop", "aggregate/section_load_month", "aggregate/section_match_month"):
        write_rows(lake, table, [])
    write_rows(lake, "clean/bus_stop_month", months)
    write_rows(lake, "clean/pattern_stop", sequences)
    write_rows(lake, "clean/route", routes)
    return lake


def ask(lake: Lake, table: str, columns: str, where: str = "true") -> list[tuple]:
    with duckdb.connect() as con:
        return con.execute(
            f"select {columns} from read_parquet('{lake.glob('aggregate', table)}', hive_partitioning = false) where {where} order by all"
        ).fetchall()


@pytest.fixture
def line(lake: Lake) -> Lake:
    """Route 143 by five stops; 300 board at the first at 8 h, 100 at the second, 90 and 270 alight at the third and the last."""
    on = {0: {8: 300}, 1: {8: 100}}
    off = {2: {8: 90}, 4: {8: 225, 9: 45}}
    months = [r for at in range(5) for r in counted("143", stop(at), on.get(at, {}), off.get(at, {}))]
    return lake_with(
        lake, months, sequence("r1", "143", *(stop(at) for at in range(5))), [route("r1", "143")]
    )


def test_sections_tell_loads_in_route_order_with_the_buses_that_carried_them(line, seoul) -> None:
    summary = section_months.run(None, line, seoul, DAY)
    assert summary.sentence == "section_load_month: made 2022-03"
    assert ask(line, "section_load_month", "section_seq, from_stop_id, to_stop_id, from_stop_name, section_m, run_s, round(sum(load_cnt))", "true group by all") == [
        (1, "10", "11", "가", 500.0, 120.0, 300), (2, "11", "12", "나", 500.0, 120.0, 400), (3, "12", "13", "다", 500.0, 120.0, 300), (4, "13", "14", "라", 500.0, 120.0, 300),
    ]  # fmt: skip
    # March 2022 has 21 weekdays (1 and 9 March are holidays), 4 Saturdays and 6 Sundays and holidays, whose headway is not told.
    (row,) = ask(
        line,
        "section_load_month",
        "days_cnt, buses_per_hour, load_per_bus, load_cnt",
        "section_seq = 1 and clock_hour = 8",
    )
    assert row[:2] == (31, pytest.approx((21 * 6 + 4 * 3 + 6 * 6) / 31, abs=1e-4))
    assert row[2] == pytest.approx(row[3] / row[0] / row[1], abs=1e-3)


def test_every_rider_of_the_sections_is_kept(line, seoul) -> None:
    section_months.run(None, line, seoul, DAY)
    by_section = ask(
        line,
        "section_load_month",
        "section_seq, sum(load_cnt), sum(boardings_cnt), sum(alightings_cnt), min(load_cnt)",
        "true group by all",
    )
    before = 0.0
    for _, load, on, off, least in by_section:
        assert load == pytest.approx(before + on - off, abs=0.01) and least >= 0
        before = load
    assert sum(on for _, _, on, _, _ in by_section) == 400


def test_how_well_the_lists_agree_is_told_for_every_route(line, seoul) -> None:
    """One is renumbered, one has no sequence, one has two names, and one is a short way through stops of another."""
    months = [r for at in range(5) for r in counted("143", stop(at), {8: 10}, {8: 10})]
    months += [r for at in range(5) for r in counted("742", stop(at, 2), {8: 10}, {8: 10})]
    months += counted("N26", {"ars_id": "09999", "stop_name": "먼곳"}, {1: 7}, {})
    months += [
        r
        for name, stops in {"가행": (0, 1, 2), "마행": (3, 4)}.items()
        for at in stops
        for r in counted("N15", stop(at), {1: 3}, {1: 3}, name)
    ]
    months += [r for at in range(2) for r in counted("0017", stop(at), {8: 10}, {8: 10})]
    lists = [(f"q{n}", number, of) for n, (number, of) in enumerate([("143", 1), ("751", 2), ("N15", 1)])]
    sequences = [
        r for i, number, of in lists for r in sequence(i, number, *(stop(at, of) for at in range(5)))
    ]
    write_rows(line, "clean/bus_stop_month", months)
    write_rows(line, "clean/pattern_stop", sequences)
    section_months.run(None, line, seoul, DAY)
    assert ask(line, "section_match_month", "route_no, how, pattern_id, pattern_route_no, stops_cnt, matched_stops_cnt, boardings_cnt, placed_boardings_cnt, matched_share") == [
        ("0017", "none", None, None, 2, 0, 20, 0, 0.0), ("143", "same_number", "q0:1", "143", 5, 5, 50, 50, 1.0),
        ("742", "other_number", "q1:1", "751", 5, 5, 50, 50, 1.0), ("N15", "same_number", "q2:1", "N15", 5, 5, 15, 15, 1.0),
        ("N26", "none", None, None, 1, 0, 7, 0, 0.0),
    ]  # fmt: skip
    assert {r for (r,) in ask(line, "section_load_month", "distinct route_no")} == {"143", "742", "N15"}


def test_the_list_that_counts_for_a_month_is_the_newest_before_its_end(line, seoul) -> None:
    later = sequence("r1", "143", *(stop(at) for at in (0, 2, 1, 3, 4)), of=date(2022, 3, 20))
    after = sequence("r1", "143", *(stop(at) for at in (4, 3, 2, 1, 0)), of=date(2022, 5, 1))
    write_rows(line, "clean/pattern_stop", [*later, *after])
    section_months.run(None, line, seoul, DAY)
    assert ask(line, "section_load_month", "distinct section_seq, from_stop_name") == [
        (1, "가"),
        (2, "다"),
        (3, "나"),
        (4, "라"),
    ]
    assert ask(line, "section_match_month", "pattern_valid_from") == [(date(2022, 3, 20),)]


def test_a_month_is_made_again_when_a_list_or_its_boardings_changed_and_not_else(line, seoul) -> None:
    again = "section_load_month: up to date"
    section_months.run(None, line, seoul, DAY)
    assert section_months.run(None, line, seoul, DAY).sentence == again
    first = ask(line, "section_load_month", "*")
    assert section_months.run(None, line, seoul, DAY, rebuild=MONTH).partitions == [MONTH]
    assert ask(line, "section_load_month", "*") == first
    write_rows(line, "clean/route", [route("r1", "143", of=date(2022, 3, 1), weekday_headway_min=5)])
    assert section_months.run(None, line, seoul, DAY).partitions == [MONTH]
    assert ask(line, "section_load_month", "*") != first


def test_a_city_without_months_or_without_sequences_has_no_loads_and_no_error(lake, seoul) -> None:
    assert section_months.run(None, lake_with(lake, [], [], []), seoul, DAY).partitions == []
    lake_with(lake, counted("143", stop(0), {8: 5}, {}), [], [])
    section_months.run(None, lake, seoul, DAY)
    assert ask(lake, "section_load_month", "*") == []
    assert ask(lake, "section_match_month", "how, boardings_cnt, moved_share") == [("none", 5, None)]


def buses(**more: object) -> Line:
    told = {"service_s": (18_000, 79_200), "headways_min": (10.0, 10.0, 10.0)} | more
    return Line("bus_routes", "r1:1", "r1", "143", date(2017, 12, 1), None, **told)  # type: ignore[arg-type]


def test_buses_an_hour_follow_the_first_and_the_last_bus_along_the_way() -> None:
    """From 05:00 to 22:00 at the first stop; 40 minutes on, hour 5 has a third of an hour of buses, hour 22 two thirds."""
    found = section_months.buses_per_hour(buses(), [0, 2_400], (21, 4, 6))
    assert found[0, [5, 12, 21]] == pytest.approx([6, 6, 6])
    assert [n for n in range(24) if found[0, n] > 0] == list(range(5, 22))
    assert found[1, 22] == pytest.approx(4) and found[1, 5] != found[1, 5]


def test_a_night_bus_drives_after_midnight_and_no_headway_tells_no_buses() -> None:
    found = section_months.buses_per_hour(buses(service_s=(84_600, 99_000)), [0], (21, 4, 6))
    assert [n for n in range(24) if found[0, n] > 0] == [0, 1, 2, 3, 23]
    for untold in (buses(service_s=None), buses(headways_min=(None, 10.0, 10.0))):
        assert not (section_months.buses_per_hour(untold, [0], (21, 4, 6)) > 0).any()


def test_weekdays_saturdays_and_holidays_of_a_month() -> None:
    assert section_lists.days_of("2022-03", "KR") == (21, 4, 6)
    assert section_lists.days_of("2024-02", "KR") == (19, 3, 7)


def test_of_two_cities_stops_of_one_number_the_route_means_the_near_one() -> None:
    near, far = Stop("01001", "역전", 37.5, 127.0, "n"), Stop("01001", "역전", 37.9, 127.5, "f")
    route_of = [Stop("01002", "시장", 37.501, 127.001)]
    for rows in ([near, far], [far, near]):
        assert Places(rows).of(Stop("01001", "역전"), route_of).stop_id == "n"
        assert Places(rows).of(Stop("01003", "역전"), route_of).stop_id is None


@pytest.mark.long
def test_the_published_loads_of_six_routes_rise_and_fall_as_ours(spark, lake, seoul) -> None:
    """Correlation over the stops, hour by hour (05-20 h): median a route and mean of the medians, and above the plain running sum on every route."""
    if "NIGHTOWL_REAL_DATA" not in os.environ:
        pytest.skip("NIGHTOWL_REAL_DATA is unset: the month and the published loads are not at hand")
    data = Path(os.environ["NIGHTOWL_REAL_DATA"])
    loads.deliver(lake, data, loads.ROUTES)
    loads.derive_loads(spark, lake)
    found = loads.compare(lake, data / "transit" / "onboard_load")
    assert [route.route_no for route in found] == list(loads.ROUTES)
    medians = {route.route_no: route.medians for route in found}
    assert all(ours >= 0.80 and ours > plain for ours, plain in medians.values()), medians
    assert sum(ours for ours, _ in medians.values()) / len(medians) >= 0.88, medians
    assert all(route.found >= 0.9 * route.stops for route in found)
    assert ask(lake, "section_match_month", "min(matched_share) > 0.85, max(moved_share) < 0.03") == [
        (True, True)
    ]
