import numpy as np
import pytest

from planning.owl import riding
from planning.owl.riding import Lines, Town

INF = np.inf


def lines_of(
    town: Town, time: list[list[float]], meetings: dict[tuple[int, int], list[tuple[float, float]]]
) -> Lines:
    lines = riding.no_lines(town, len(time))
    lines.time[:] = time
    for (k, j), found in meetings.items():
        lines.meetings[k, j] = len(found)
        lines.meet[k, j, : len(found)] = found
    riding.cut(town, lines, np.arange(len(town.first) - 1))
    return lines


def assigned(town: Town, lines: Lines) -> tuple[np.ndarray, ...]:
    hexes, number = len(town.first) - 1, len(lines.time)
    share, direct, minutes = (np.zeros((hexes, hexes)) for _ in range(3))
    on, riders, changes = np.zeros((1, number, 60)), np.zeros((1, number)), np.zeros((number, number))
    riding.assign(town, lines, town.trips[None], share, direct, minutes, on, riders, changes)
    return share, direct, minutes, on, riders, changes


# Three hexagons of two points each. Line 0 passes hexagon 0 whole, half of hexagon 1; line 1 the other half of 1 and hexagon 2. They meet at minute 10 of
# line 0 and minute 2 of line 1.
TRIPS = np.array([[0.0, 8, 4], [0, 0, 0], [2, 0, 0]])
TIME = [[0, 2, 12, INF, INF, INF], [INF, INF, INF, 4, 9, 9]]


def town(most: float = 100.0, change_min: float = 5.0) -> Town:
    return Town(TRIPS, np.full((3, 3), most), np.array([0, 2, 4, 6]), np.full(6, 0.5), change_min)


def test_one_ride_or_two_with_a_change_serve_a_trip() -> None:
    share, direct, minutes, on, riders, changes = assigned(
        town(), lines_of(town(), TIME, {(0, 1): [(10.0, 2.0)]})
    )
    assert share[0].tolist() == [0, 1, 1] and direct[0].tolist() == [0, 0.5, 0]
    # Hexagon 0 is passed at minute 1: half of 1 by one ride of 11 minutes, half after 9 + 5 + 2; hexagon 2 after 9 + 5 + 7.
    assert minutes[0].tolist() == [0, 0.5 * 11 + 0.5 * 16, 21]
    assert share[2].sum() == 0, "lines run one way: nobody comes back"
    assert riders.tolist() == [[12, 8]] and changes.tolist() == [[0, 8], [0, 0]]
    assert np.cumsum(on[0], axis=1).max(axis=1).tolist() == [12, 8] and on.sum() == 0


@pytest.mark.parametrize(
    ("most", "change_min", "first"), [(20.9, 5, [0, 1, 0]), (10.9, 5, [0, 0, 0]), (100, INF, [0, 0.5, 0])]
)
def test_a_trip_too_long_on_board_or_without_changes_is_not_served(
    most: float, change_min: float, first: list[float]
) -> None:
    here = town(most, change_min)
    assert assigned(here, lines_of(here, TIME, {(0, 1): [(10.0, 2.0)]}))[0][0].tolist() == first


def test_both_ways_a_new_value_is_that_of_all_pairs() -> None:
    both = town()._replace(trips=TRIPS + TRIPS.T)
    lines = lines_of(both, TIME, {(0, 1): [(10.0, 2.0)], (1, 0): [(2.0, 10.0)]})
    worth, all_of = np.zeros((3, 3)), np.arange(3)
    gain = riding.rescore(both, lines, all_of, np.ones(3, bool), worth, np.zeros((3, 3)))
    assert gain == pytest.approx(8 * (1 - riding.TIE * 13.5 / 100) + 6 * (1 - riding.TIE * 21 / 100))
    assert worth == pytest.approx(worth.T) and worth.sum() == pytest.approx(2 * gain)


def test_a_line_alone() -> None:
    weight, minute = np.array([1.0, 0.5]), np.array([1.0, 12.0])
    assert riding.alone(town(), np.array([0, 1]), weight, minute) == 4
    assert riding.alone(town(10.0), np.array([0, 1]), weight, minute) == 0
