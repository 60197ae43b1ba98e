import numpy as np
import pytest

from nightowl.errors import NightowlError
from planning.owl import halting, stops, streets
from tests.planning.owl import small, town


@pytest.fixture(scope="module")
def street() -> streets.Streets:
    return streets.build(small.roads(), stops.gather(small.roads()))


def test_neighbours_are_joined_and_no_way_passes_a_third_place(street: streets.Streets) -> None:
    assert [street.to[street.first[n] : street.first[n + 1]].tolist() for n in range(5)] == [
        [1],
        [0, 2],
        [1, 3],
        [2, 4],
        [3],
    ]
    assert street.mean_m == pytest.approx(1_000) and street.mean_min == pytest.approx(3.5)


def test_a_route_there_and_back(street: streets.Streets) -> None:
    metres, minutes, out, back = streets.there_and_back(street, np.arange(5))
    assert (metres, minutes) == (8_000, 28)
    assert out.tolist() == [0, 3, 6, 9, 12] and back.tolist() == [16, 12, 8, 4, 0]
    assert streets.there_and_back(street, np.array([0, 2]))[0] == np.inf


def test_as_it_is_driven_it_passes_all_stops_and_halts_at_some(street: streets.Streets) -> None:
    taken = np.array([True, False, True, False, True])
    route = streets.as_driven(street, small.roads(), range(5), taken, "N1")
    assert route == small.plan().routes[0]
    with pytest.raises(NightowlError, match="N7 passes two places"):
        streets.as_driven(street, small.roads(), [0, 2], np.array([True, True]), "N7")


def test_each_direction_halts_on_its_own_side() -> None:
    # Stops 0-1-2 lie on one side of a street, 3-4-5 on the other; at both ends buses turn.
    from planning.owl.ground import Roads

    east = 127.0 + town.EAST * np.array([0, 1, 2, 2, 1, 0])
    north = 37.5 + town.NORTH * np.array([0, 0, 0, 0.1, 0.1, 0.1])
    of = Roads(tuple("abcdef"), tuple("가나다다나가"), north, east, np.array([0, 1, 2, 3, 4, 5]), np.array([1, 2, 3, 4, 5, 0]),
               np.array([400.0, 400, 900, 400, 400, 900]), np.full(6, 1.0))  # fmt: skip
    places = stops.gather(of)
    assert places.members == ((0, 5), (1, 4), (2, 3))
    street = streets.build(of, places)
    route = streets.as_driven(street, of, [0, 1, 2], np.ones(3, bool), "N1")
    assert (route.out, route.back, route.metres) == ((0, 1, 2), (3, 4, 5), 1_600)


def test_halts_keep_their_distance_and_gather_most() -> None:
    at = np.array([0.0, 300, 600, 900, 1_200, 1_500])
    assert halting.halts(np.array([1.0, 9, 5, 1, 5, 9]), at, 500.0).tolist() == [
        True,
        False,
        True,
        False,
        False,
        True,
    ]
    assert halting.halts(np.ones(6), at, 300.0).all()
    assert halting.halts(np.ones(2), np.array([0.0, 100]), 400.0).all()


def test_places_apart_are_no_streets() -> None:
    here = small.roads()
    with pytest.raises(NightowlError, match="there and back"):
        streets.build(here, stops.gather(here).only([0]))
