"""The whole design on a small city of two planted corridors, and its parts on the same city."""

import numpy as np
import pytest

from nightowl.errors import NightowlError
from planning.owl import board as boards
from planning.owl import compare, corridors, design, existing, improve, judge, network, select, timetable
from planning.owl.board import Board
from planning.owl.design import Designed
from planning.owl.existing import Line
from tests.planning.owl import town

ROW, COLUMN = [210 + x for x in range(21)], [21 * y + 10 for y in range(21)]


@pytest.fixture(scope="module")
def made() -> Designed:
    return design.make(town.demand(town.CORRIDORS), town.roads(), town.rules(), seed=3, iterations=400)


@pytest.fixture(scope="module")
def board() -> Board:
    return boards.lay(town.demand(town.CORRIDORS), town.roads(), town.rules())


def test_the_planted_corridors_are_found(made: Designed) -> None:
    figures = made.plan.figures
    assert len(made.plan.routes) == 2 and figures["route_km"] <= 32
    assert (
        figures["served_share"] > 0.9
        and figures["covered_share"] >= figures["served_share"] > figures["direct_share"]
    )
    assert figures["served_trips_est"] == pytest.approx(made.served.trips.sum())
    assert figures["detour_mean"] < 1.2


def test_the_plan_can_be_made_again_and_tells_by_what(made: Designed) -> None:
    again = design.design(town.demand(town.CORRIDORS), town.roads(), town.rules(), seed=3, iterations=400)
    assert (again.routes, again.headways_min, again.figures) == (
        made.plan.routes,
        made.plan.headways_min,
        made.plan.figures,
    )
    by = again.made_by
    assert by["seed"] == 3 and by["iterations"] == 400 and by["bound"] >= by["objective"] > 0
    assert by["improved_to"] >= by["improved_from"] > 0
    assert by["inputs"] == {"night_od/2026-11": "od-1", "clean/pattern_stop/2026-11-01": "network-1"}
    assert by["parameters"]["route_km_max"] == 32


def test_the_plan_has_a_timetable_within_its_buses(made: Designed) -> None:
    trips = timetable.of_plan(made.plan, town.roads(), made.board.rules.layover_min)
    assert trips and sum(made.plan.buses.values()) <= 10


def test_halts_keep_the_spacing(made: Designed) -> None:
    for route in made.plan.routes:
        assert set(route.served_out) <= set(route.out) and route.served_out[0] == route.out[0]
        assert route.metres == 400 * (len(route.out) + len(route.back) - 2)


def test_what_each_route_adds(made: Designed) -> None:
    for row in made.plan.of_route:
        assert (
            0 < row["alone_trips_est"] <= made.served.total
            and 0 < row["lost_trips_est"] <= row["served_trips_est"] + 1e-6
        )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"route_km_max": 7}, "too few for one route"),
        ({"routes": 5}, "too few for 5 routes"),
        ({"buses": 1}, "1 buses are too few for 2 routes"),
        ({"hubs": ["없는곳"]}, "Hub '없는곳' is no stop"),
        ({"round_trip_min_max": 12}, "No route is possible"),
        ({"route_km_max": 90, "round_trip_km_least": 44}, "No route is possible"),
    ],
)
def test_rules_that_cannot_be_kept_get_a_sentence(changes: dict, words: str) -> None:
    with pytest.raises(NightowlError, match=words):
        design.design(town.demand(town.CORRIDORS), town.roads(), town.rules(**changes), iterations=1)


def test_no_demand_gets_a_sentence() -> None:
    for pairs in ({((3, 3), (9, 9)): 0.0}, {((3, 3), (3, 3)): 5.0}):
        with pytest.raises(NightowlError, match="no night demand"):
            design.design(town.demand(pairs), town.roads(), town.rules(), iterations=1)
    with pytest.raises(NightowlError, match="different cities"):
        design.design(town.demand({((300, 300), (310, 300)): 5.0}), town.roads(), town.rules(), iterations=1)


def test_every_route_passes_a_hub() -> None:
    rules = town.rules(hubs=["s-3-3"], route_km_max=40)
    plan = design.design(town.demand(town.CORRIDORS), town.roads(), rules, iterations=60)
    spots = {n for n in range(441) if abs(n // 21 - 3) + abs(n % 21 - 3) == 0}
    assert all(spots & set(route.out) for route in plan.routes)


def test_hubs_by_name_id_and_part_of_a_name() -> None:
    roads = town.roads()
    assert (
        boards.stops_named(roads, "s-2-5").tolist() == boards.stops_named(roads, "2번가 5").tolist() == [47]
    )
    assert len(boards.stops_named(roads, "2번가")) == 21


def drawn(board: Board, places: list[int]) -> corridors.Corridor:
    found = corridors.draw(board, places)
    assert found is not None
    return found


def test_a_network_changed_and_changed_back_is_what_it_was(board: Board) -> None:
    row, column, bent = drawn(board, ROW), drawn(board, COLUMN), drawn(board, [*ROW[:12], 242, 263])
    first = network.of(board, [row, column])
    value, worth, km = first.value, first.worth.copy(), first.km
    gain, undo = first.put(0, bent)
    assert first.value == pytest.approx(network.of(board, [bent, column]).value)
    assert first.worth == pytest.approx(network.of(board, [bent, column]).worth)
    assert first.value == pytest.approx(value + gain)
    first.undo(undo)
    assert (
        first.value == pytest.approx(value)
        and np.array_equal(first.worth, worth)
        and first.km == pytest.approx(km) == 32
    )
    first.put(1, None)
    assert first.value < value and first.value == pytest.approx(network.of(board, [row, None]).value)


def test_the_quick_value_is_the_judges(board: Board, made: Designed) -> None:
    both = network.of(board, [drawn(board, ROW), drawn(board, COLUMN)])
    routes = design._routes(board, [drawn(board, ROW), drawn(board, COLUMN)])
    assert both.value == pytest.approx(judge.served(board, routes).total, rel=2e-3)


def test_the_program_chooses_within_its_limits_and_its_bound_holds(board: Board) -> None:
    pool = corridors.pool(board)
    chosen = [c for c, _ in pool]
    choice = select.choose(board, chosen, 10)
    assert choice is not None and len(choice.chosen) <= 2 and choice.gap < 0.011
    assert sum(chosen[n].metres for n in choice.chosen) <= 32_000
    for n, (corridor, trips) in enumerate(pool[:30]):
        assert trips <= choice.bound + 1e-6 and corridors.is_allowed(board, corridor), n


def test_the_search_is_never_worse_than_its_beginning_and_keeps_the_budget(board: Board) -> None:
    pool = corridors.pool(board)
    start = [c for c, _ in pool[:2]]
    found = improve.improve(board, start, pool, seed=1, iterations=150)
    assert found.value >= found.start == pytest.approx(network.of(board, start).value)
    assert sum(c.metres for c in found.corridors) <= 32_000 and found.iterations == 150
    assert improve.improve(board, start, pool, seed=1, iterations=0).corridors == tuple(start)
    assert improve.improve(board, start, pool, seed=1, seconds=60, stopped=lambda: True).value == found.start


def test_ginis_coefficient() -> None:
    assert judge.gini(np.array([0.3, 0.3]), np.array([1.0, 5.0])) == 0
    assert judge.gini(np.array([0.0, 1.0]), np.array([1.0, 1.0])) == pytest.approx(0.5)
    assert judge.gini(np.zeros(3), np.ones(3)) == 0


def test_districts_are_judged_by_trips_home(made: Designed) -> None:
    of = made.board.demand.hexes
    names = ["east" if h == town.hex_at(10, 19) else "off" if h == town.hex_at(18, 2) else "" for h in of]
    told = judge.figures(made.board, made.plan.routes, made.served, districts=names)
    home, got = made.board.town.trips.sum(axis=0), made.served.trips.sum(axis=0)
    shares = [got[names.index(name)] / home[names.index(name)] for name in ("east", "off")]
    assert told["district_share_min"] == pytest.approx(min(shares))
    weight = np.array([home[names.index(name)] for name in ("east", "off")])
    assert told["district_gini"] == pytest.approx(judge.gini(np.array(shares), weight))


def test_lines_of_a_list_are_driven_by_road_and_cut() -> None:
    roads = town.roads()
    from planning.owl.roads import links_of

    assert existing.driven(roads, links_of(roads)[0], np.array([0, 2, 3])) == (0, 1, 2, 3)
    line = Line("100", False, tuple(ROW), tuple(ROW[::-1]), 10.0)
    part = existing.part_of(roads, line, 4, 2_000)
    assert part is not None and part.out == tuple(ROW[4:10]) and part.back == tuple(ROW[9:3:-1])
    route = existing.as_route(roads, part, 800.0)
    assert route.served_out == (214, 216, 218) and (route.metres, route.minutes) == (4_000, 10)
    assert existing.part_of(roads, line, 19, 2_000) is None


def test_networks_beside_the_plan_have_no_more_kilometres(made: Designed) -> None:
    lines = [
        Line(
            str(y),
            False,
            tuple(range(21 * y, 21 * y + 21)),
            tuple(range(21 * y + 20, 21 * y - 1, -1)),
            1.0 + y,
        )
        for y in range(0, 21, 2)
    ]
    lines.append(Line("N99", True, tuple(COLUMN), tuple(COLUMN[::-1])))
    compared = compare.compare(made, lines, seed=1, draws=5)
    figures = compared.networks
    assert figures.keys() == {"plan", "greedy", "random", "random_best", "current"}
    assert all(figures[n]["route_km"] <= 32 + 1e-6 for n in ("greedy", "random", "random_best"))
    assert figures["plan"]["served_share"] > figures["random_best"]["served_share"]
    assert (
        compared.random_shares.tolist()
        == compare.compare(made, lines, seed=1, draws=5).random_shares.tolist()
    )
    assert compare.compare(made, [], draws=5).networks.keys() == {"plan", "greedy"}


def test_a_plan_of_the_same_trips_is_stable(made: Designed) -> None:
    alike = compare.stability(made, draws=2, iterations=60)
    assert len(alike) == 2 and (alike > 0.4).all()
    nights = [made.board.town.trips]
    assert (compare.stability(made, nights, draws=1, iterations=60) > 0.4).all()
