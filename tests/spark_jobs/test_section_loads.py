"""Loads between stops: no rider is lost or made up, none alights before boarding, and the clock goes on while the bus drives."""

import numpy as np
import pytest

from nightowl.errors import NightowlError
from spark_jobs.transit.section_loads import Loads, check, on_board


def counts(stops: int, *told: tuple[int, int, float]) -> np.ndarray:
    """Stops × clock hours from (stop, hour, riders)."""
    found = np.zeros((stops, 24))
    for stop, hour, riders in told:
        found[stop, hour] += riders
    return found


def test_riders_are_on_board_between_boarding_and_alighting() -> None:
    loads = on_board(
        counts(4, (0, 8, 30), (1, 8, 12)), counts(4, (2, 8, 10), (3, 8, 32)), np.array([0, 60, 120, 180])
    )
    assert loads.load[:, 8] == pytest.approx([30, 42, 32, 0], rel=0.02)
    assert loads.load.sum(axis=1) == pytest.approx([30, 42, 32, 0], abs=0.1)
    assert loads.moved_share < 0.01


def test_who_did_not_tap_out_is_made_up_for_by_scaling() -> None:
    loads = on_board(counts(3, (0, 8, 100)), counts(3, (1, 8, 24), (2, 8, 72)), np.array([0, 0, 0]))
    assert loads.load[:, 8] == pytest.approx([100, 75, 0], abs=0.01)
    assert loads.alightings[:, 8] == pytest.approx([0, 25, 75], abs=0.01)


def test_who_boards_at_ten_to_eight_is_on_board_after_eight() -> None:
    """Boardings of the hour 7, evenly; 40 minutes on, two thirds of them pass in the hour 8: the plain sum of hour 8 would be below 0."""
    loads = on_board(counts(3, (0, 7, 60)), counts(3, (2, 7, 20), (2, 8, 40)), np.array([0, 1_200, 2_400]))
    assert loads.load[0, [7, 8]] == pytest.approx([60, 0])
    assert loads.load[1, [7, 8]] == pytest.approx([40, 20])
    assert loads.alightings[2, [7, 8]] == pytest.approx([20, 40])


def test_the_last_bus_of_the_evening_goes_on_into_the_first_hour() -> None:
    loads = on_board(counts(3, (0, 23, 60)), counts(3, (2, 0, 60)), np.array([0, 1_800, 3_600]))
    assert loads.load[1, [22, 23, 0, 1]] == pytest.approx([0, 30, 30, 0])
    assert loads.alightings[2, [23, 0]] == pytest.approx([0, 60])


def test_more_alight_than_are_on_board_and_the_rest_is_moved_where_riders_are() -> None:
    """25 of 30 are said to alight at a stop where at most 10 can be on board."""
    boardings, alightings = counts(4, (0, 8, 10), (2, 8, 20)), counts(4, (1, 8, 25), (3, 8, 5))
    loads = on_board(boardings, alightings, np.array([0, 60, 120, 180]))
    check(loads, "143")
    assert loads.alightings[1].sum() <= 10 + 1e-6
    assert loads.load.min() >= 0 and loads.load[-1].sum() == 0
    assert loads.moved_share == pytest.approx(0.5, abs=0.02)


def test_nobody_taps_out_and_all_ride_to_the_end() -> None:
    loads = on_board(counts(3, (0, 8, 5), (1, 8, 5)), np.zeros((3, 24)), np.array([0, 60, 120]))
    assert loads.load[:, 8] == pytest.approx([5, 10, 0], abs=0.2)
    assert loads.alightings.sum() == pytest.approx(10)


def test_a_loop_begins_anew_where_it_ends() -> None:
    """Who boards at the terminus after the last stop rides the next bus; who alights at its first stop came with the one before."""
    loads = on_board(
        counts(3, (0, 8, 10), (2, 8, 6)), counts(3, (0, 8, 4), (1, 8, 12)), np.array([0, 60, 120])
    )
    assert loads.load[:, 8] == pytest.approx([16, 4, 0], abs=0.2)


def test_a_route_without_a_rider() -> None:
    loads = on_board(np.zeros((3, 24)), counts(3, (1, 8, 2)), np.array([0, 60, 120]))
    check(loads, "143")
    assert loads.load.sum() == 0 and loads.moved_share == 0


def test_conservation_holds_on_counts_without_rhyme_or_reason() -> None:
    random = np.random.default_rng(7)
    for stops in (2, 3, 17, 90):
        boardings, alightings = (random.poisson(random.gamma(0.3, 200, (stops, 24))) for _ in range(2))
        loads = on_board(boardings, alightings, np.cumsum(random.uniform(0, 600, stops)))
        check(loads, "143")
        assert loads.boardings.sum() == boardings.sum()
        assert loads.alightings.sum() == pytest.approx(boardings.sum())


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (lambda load, off: load.__setitem__((1, 8), -1.0), "fewer than none on board"),
        (lambda load, off: load.__setitem__((2, 8), 1.0), "behind the last stop"),
        (lambda load, off: off.__setitem__((1, 8), 9.0), "not adding up"),
    ],
)
def test_a_broken_load_is_told_in_a_sentence(damage, fault: str) -> None:
    load, off = counts(3, (0, 8, 10), (1, 8, 10)), counts(3, (2, 8, 10))
    damage(load, off)
    with pytest.raises(NightowlError, match=f"Loads of route 143 must keep every rider: .*{fault}"):
        check(Loads(load, counts(3, (0, 8, 10)), off, 0.0), "143")
