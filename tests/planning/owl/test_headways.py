import numpy as np
import pytest

from nightowl.errors import NightowlError
from planning.owl import headways
from tests.planning.owl.town import rules


def test_a_single_route_gets_all_buses() -> None:
    # 100 minutes a cycle: five buses come every 20 minutes, six would every 17 (no headway of the list).
    found = headways.choose([100.0], np.array([[10.0]]), np.array([[5.0]]), rules(buses=5))
    assert (found.minutes.tolist(), found.buses.tolist(), found.waiting_min) == ([[20]], [5], 100)
    assert found.bound_min == pytest.approx(100, rel=1e-3) and not found.crowded.any()


def test_seats_ask_for_more_buses_than_riders_waiting_do() -> None:
    # Route 0 has few riders who all ride on one stretch; 90 an hour and 45 seats: every 30 minutes at least.
    riders, load = np.array([[90.0], [400.0]]), np.array([[90.0], [40.0]])
    found = headways.choose([60.0, 60.0], riders, load, rules(buses=4))
    assert found.minutes.tolist() == [[30], [30]]
    assert headways.choose([60.0, 60.0], riders, load / 10, rules(buses=4)).minutes.tolist() == [[60], [20]]


def test_in_a_quiet_hour_buses_rest() -> None:
    found = headways.choose([60.0], np.array([[100.0, 0.0]]), np.zeros((1, 2)), rules(buses=4))
    assert found.minutes[0, 0] == 15 and found.buses.tolist() == [4]


def test_a_route_fuller_than_any_headway_is_told() -> None:
    found = headways.choose([60.0], np.array([[900.0]]), np.array([[500.0]]), rules(buses=4))
    assert found.crowded.all() and found.minutes.tolist() == [[15]]


def test_seats_beyond_the_fleet_are_shared_out_by_need() -> None:
    found = headways.choose([60.0, 60.0], np.full((2, 1), 200.0), np.array([[170.0], [70.0]]), rules(buses=4))
    assert (
        found.buses.tolist() == [3, 1] and found.minutes[0, 0] < found.minutes[1, 0] and found.crowded.any()
    )


def test_too_few_buses_say_so() -> None:
    with pytest.raises(NightowlError, match="2 routes need 4 buses to run every 60 minutes, and there are 3"):
        headways.choose([100.0, 100.0], np.ones((2, 1)), np.ones((2, 1)), rules(buses=3))


def test_near_the_square_root_rule_where_nothing_binds() -> None:
    cycle, riders = np.array([120.0, 120.0, 60.0]), np.array([400.0, 100.0, 100.0])
    wide = rules(buses=40, headway_min={"least": 1, "most": 60})
    found = headways.choose(cycle, riders[:, None], np.zeros((3, 1)), wide)
    rule = headways.square_root(cycle, riders, 40)
    assert (cycle / rule).sum() == pytest.approx(40) and rule[1] / rule[0] == pytest.approx(2)
    assert found.waiting_min <= 1.15 * (riders * rule / 2).sum()
    assert found.waiting_min >= (riders * rule / 2).sum() * (1 - 1e-9)
