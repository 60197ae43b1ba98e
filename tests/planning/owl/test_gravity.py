"""Trips between places from their ends: sums, distances within and between hexagons, and lengths as asked."""

import h3
import numpy as np
import pytest

from planning.owl import gravity
from planning.owl.gravity import NoTrips

CENTRE = "8830e1ca2bfffff"  # around 역삼역
RING = sorted(h3.grid_disk(CENTRE, 1))


def test_balanced_by_hand() -> None:
    # With equal friction trips are O_i D_j / T.
    trips = gravity.balance(np.array([[30.0, 10.0]]), np.array([[20.0, 20.0]]), np.ones((2, 2)))
    assert trips[0] == pytest.approx(np.array([[15.0, 15.0], [5.0, 5.0]]))


def test_friction_keeps_the_cross_ratio() -> None:
    """Balancing scales rows and columns, so T11 T22 / (T12 T21) stays that of the friction: 4 here."""
    ((trips),) = gravity.balance(
        np.array([[10.0, 10.0]]), np.array([[10.0, 10.0]]), np.array([[2.0, 1.0], [1.0, 2.0]])
    )
    assert trips[0, 0] * trips[1, 1] / (trips[0, 1] * trips[1, 0]) == pytest.approx(4)
    assert trips == pytest.approx(np.array([[20 / 3, 10 / 3], [10 / 3, 20 / 3]]))


def test_hours_are_balanced_each_on_its_own() -> None:
    rng = np.random.default_rng(7)
    origins, friction = rng.random((3, 5)), rng.random((5, 6)) + 0.1
    destinations = rng.random((3, 6))
    destinations *= (origins.sum(axis=1) / destinations.sum(axis=1))[:, None]
    trips = gravity.balance(origins, destinations, friction)
    assert trips.sum(axis=2) == pytest.approx(origins, abs=1e-5)
    assert trips.sum(axis=1) == pytest.approx(destinations, abs=1e-5)


def test_a_place_without_trips_has_none() -> None:
    ((trips),) = gravity.balance(np.array([[10.0, 0.0]]), np.array([[4.0, 6.0]]), np.ones((2, 2)))
    assert trips.tolist() == [pytest.approx([4, 6]), [0, 0]]


def test_an_hour_without_trips_has_none() -> None:
    trips = gravity.balance(
        np.array([[2.0, 0.0], [0.0, 0.0]]), np.array([[1.0, 1.0], [0.0, 0.0]]), np.ones((2, 2))
    )
    assert trips.tolist() == [[pytest.approx([1, 1]), [0, 0]], [[0, 0], [0, 0]]]


@pytest.mark.parametrize(
    ("origins", "destinations", "told"),
    [
        ([0, 0], [0, 0], "0 trips begin and 0 end"),
        ([10, 10], [5, 5], "20 trips begin and 10 end"),
        ([10, -1], [5, 4], "0 or more"),
        ([np.nan, 1], [1, 1], "0 or more"),
    ],
)
def test_sums_that_do_not_agree(origins: list[float], destinations: list[float], told: str) -> None:
    with pytest.raises(NoTrips, match=told):
        gravity.balance(
            np.array([origins], dtype=float), np.array([destinations], dtype=float), np.ones((2, 2))
        )


def test_a_place_nobody_can_reach() -> None:
    with pytest.raises(NoTrips, match="none within reach"):
        gravity.balance(np.array([[1.0, 1.0]]), np.array([[1.0, 1.0]]), np.array([[1.0, 0.0], [1.0, 0.0]]))


def test_distances_with_ends_anywhere_in_the_hexagons() -> None:
    """Held against points drawn evenly in two hexagons: the mean within 3 %, the share under 1 km within 3 points."""
    of, rng = gravity.apart(RING), np.random.default_rng(1)
    here, there = RING.index(CENTRE), (RING.index(CENTRE) + 1) % len(RING)
    points = {h: _points(h, rng) for h in (RING[here], RING[there])}
    for other in (here, there):
        a, b = points[RING[here]], rng.permutation(points[RING[other]])
        count = min(len(a), len(b))
        km = np.array(
            [
                h3.great_circle_distance(tuple(p), tuple(q), unit="km")
                for p, q in zip(a[:count], b[:count], strict=True)
            ]
        )
        assert of.mean_km[here, other] == pytest.approx(km.mean(), rel=0.03)
        assert of.shorter(1.0)[here, other] == pytest.approx((km < 1).mean(), abs=0.03)


def _points(hex_id: str, rng: np.random.Generator) -> np.ndarray:
    places = np.array(h3.cell_to_boundary(hex_id))
    drawn = rng.uniform(places.min(axis=0), places.max(axis=0), (6_000, 2))
    return np.array([p for p in drawn if h3.latlng_to_cell(p[0], p[1], 8) == hex_id])


def test_far_pairs_are_as_far_as_their_centres() -> None:
    far = h3.latlng_to_cell(37.65, 127.05, 8)
    of = gravity.apart([CENTRE, far])
    km = h3.great_circle_distance(h3.cell_to_latlng(CENTRE), h3.cell_to_latlng(far), unit="km")
    assert of.centres_km[0, 1] == pytest.approx(km)
    assert of.mean_km[0, 1] == pytest.approx(km, rel=1e-3)
    assert of.shorter(5.0)[0, 1] == 0
    assert of.shorter(50.0)[0, 1] == 1


def test_lengths_as_asked() -> None:
    hexes = sorted(h3.grid_disk(CENTRE, 12))
    of, rng = gravity.apart(hexes), np.random.default_rng(3)
    origins = rng.random((2, len(hexes)))
    destinations = rng.permuted(origins, axis=1)
    shares = (0.25, 0.6, 0.15)
    found = gravity.calibrate(origins, destinations, of, shares)
    trips = gravity.balance(origins, destinations, found.of(of.mean_km)).sum(axis=0)
    assert gravity.shares_by_length(trips, of) == pytest.approx(shares, abs=2e-3)
    assert found.misfit < 2e-3
    assert "misfit" in str(found)


def test_lengths_no_deterrence_can_give_are_told_by_the_misfit() -> None:
    """Between two neighbours nobody goes over 5 km."""
    of, ones = gravity.apart(RING[:2]), np.ones((1, 2))
    found = gravity.calibrate(ones, ones, of)
    assert found.reached[2] < 0.01
    assert found.misfit > 0.25


@pytest.mark.parametrize("shares", [(0.5, 0.5), (0.5, 0.6, -0.1), (0.3, 0.3, 0.3)])
def test_shares_that_are_none(shares: tuple[float, ...]) -> None:
    ones = np.ones((1, 2))
    with pytest.raises(NoTrips, match="sum to 1"):
        gravity.calibrate(ones, ones, gravity.apart(RING[:2]), shares)
