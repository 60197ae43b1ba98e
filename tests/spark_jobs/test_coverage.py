"""Shares of cells in hexagons: by nearness, with the cases that break a Voronoi diagram; which cells of an inventory take part."""

from datetime import date

import h3
import numpy as np
import pandas as pd
import pytest

from nightowl.profile import Bounds, Profile
from nightowl.reference import hexes
from spark_jobs.telecom import coverage
from spark_jobs.telecom.cells import shares_of, spans

BOX = Bounds(south=37.41, west=126.73, north=37.72, east=127.20)
HALL, EAST, NORTH = (37.5665, 126.978), (37.5665, 127.058), (37.6465, 126.978)


def shares(*sites: tuple[float, float], reach_km: float = 5.0) -> pd.DataFrame:
    return coverage.voronoi(pd.DataFrame(sites, columns=["latitude", "longitude"]), BOX, 8, reach_km)


def of(found: pd.DataFrame, site: tuple[float, float]) -> dict[str, float]:
    mine = found[(found.latitude == site[0]) & (found.longitude == site[1])]
    return dict(zip(mine.hex_id, mine.share, strict=True))


def assert_sound(found: pd.DataFrame, sites: int) -> None:
    by_site = found.groupby(["latitude", "longitude"])
    assert len(by_site) == sites
    assert by_site.share.sum().to_numpy() == pytest.approx(np.ones(sites), abs=1e-6)
    assert (by_site.is_main.sum() == 1).all() and (found.share > 0).all()
    largest = found.sort_values(["share", "hex_id"], ascending=[False, True]).drop_duplicates(
        ["latitude", "longitude"]
    )
    assert largest.is_main.all()


@pytest.mark.parametrize(
    "sites",
    [
        [HALL],
        [HALL, EAST],
        [HALL, EAST, (37.5665, 127.138)],
        [HALL, EAST, NORTH, (37.6465, 127.058)],
    ],
    ids=["one site", "two sites", "sites in a line", "sites in a square"],
)
def test_shares_of_every_site_add_up(sites: list[tuple[float, float]]) -> None:
    assert_sound(shares(*sites), len(sites))


def test_ground_goes_to_the_nearest_site_and_no_farther_than_a_cell_reaches() -> None:
    near = (37.5665, 127.000)  # 1.94 km east of HALL
    found = shares(HALL, near, reach_km=1.5)
    for row in found.itertuples():
        centre = h3.cell_to_latlng(row.hex_id)
        own, other = sorted((HALL, near), key=lambda site: site != (row.latitude, row.longitude))
        away = h3.great_circle_distance(own, centre, unit="km")
        assert (
            away < 1.5 + 0.5 and away < h3.great_circle_distance(other, centre, unit="km") + 1.0
        )  # a hexagon is 0.9 km wide
    split = set(of(found, HALL)) & set(of(found, near))
    assert split and all(abs(h3.cell_to_latlng(h)[1] - 126.989) < 0.006 for h in split)


def test_a_lone_site_keeps_the_hexagons_it_reaches() -> None:
    """Of 155 hexagons each has less than one in a hundred: the rule on small shares must not leave the cell without a place."""
    found = shares(HALL)
    assert 120 < len(found) < 160 and found.share.max() < coverage.SMALLEST_SHARE
    area = sum(h3.cell_area(h, "km^2") for h in found.hex_id)
    assert area == pytest.approx(np.pi * 5.0**2, rel=0.1)


def test_small_shares_are_left_out_and_the_rest_made_larger() -> None:
    ring = [(37.5665 + 0.01 * np.sin(t), 126.978 + 0.0126 * np.cos(t)) for t in np.arange(0, 6.28, 1.0467)]
    mine = of(shares(HALL, *ring), HALL)
    assert min(mine.values()) >= coverage.SMALLEST_SHARE and 2 <= len(mine) <= 7
    assert sum(mine.values()) == pytest.approx(1, abs=1e-6)


def test_sites_at_one_place_share_its_ground() -> None:
    twin = (HALL[0] + 0.00004, HALL[1])
    found = shares(HALL, twin, EAST)
    assert of(found, HALL) == of(found, twin)
    assert of(found, HALL) == of(shares(HALL, EAST), HALL)


def test_a_site_outside_the_city_counts_in_what_it_reaches_or_else_in_its_own_hexagon() -> None:
    outside, far = (37.40, 126.978), (35.18, 129.07)
    found = shares(HALL, outside, far)
    assert_sound(found, 3)
    grid = set(hexes(BOX, 8)["hex_id"].to_pylist())
    assert set(of(found, outside)) <= grid
    assert of(found, far) == {h3.latlng_to_cell(*far, 8): 1.0}


def test_no_site_at_all_is_no_share() -> None:
    assert len(shares()) == 0


def inventory(*rows: tuple[str, tuple[float, float], date, date | None]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"valid_from": date(2026, 11, 1), "cell_id": c, "latitude": p[0], "longitude": p[1], "active_from": a, "active_to": b}
            for c, p, a, b in rows
        ]
    )  # fmt: skip


LONG_AGO, NOVEMBER = date(2015, 1, 1), "2026-11-01"
CELLS = inventory(
    ("on", HALL, LONG_AGO, None),
    ("sector", HALL, LONG_AGO, None),
    ("half the month", EAST, LONG_AGO, date(2026, 11, 10)),
    ("retired", NORTH, LONG_AGO, date(2026, 10, 31)),
    ("planned", NORTH, date(2027, 3, 1), None),
)


def cells_of(found: pd.DataFrame) -> dict[str, int]:
    return found.groupby("cell_id").size().to_dict()


def test_cells_not_on_air_in_the_inventorys_days_have_no_share(seoul: Profile) -> None:
    span = spans(["2026-10-01", NOVEMBER, "2026-12-01"])[NOVEMBER]
    found = shares_of(CELLS, span, seoul)
    assert set(found.cell_id) == {"on", "sector", "half the month"}
    on, sector = (
        found[found.cell_id == c].drop(columns="cell_id").reset_index(drop=True) for c in ("on", "sector")
    )
    assert on.equals(sector), "cells of a site share its ground"
    assert found.groupby("cell_id").is_main.sum().to_dict() == dict.fromkeys(set(found.cell_id), 1)


def test_days_before_the_first_inventory_and_after_the_last_find_their_cells_where_they_stand(
    seoul: Profile,
) -> None:
    """Late rows and a carrier that sends no new inventory: no event is lost for want of a share, and nobody loses ground to them."""
    found = shares_of(CELLS, spans([NOVEMBER])[NOVEMBER], seoul)
    sizes = cells_of(found)
    assert sizes["retired"] == sizes["planned"] == 1 and sizes["on"] > 20
    both = shares_of(CELLS[CELLS.cell_id.isin(["on", "half the month"])], spans([NOVEMBER])[NOVEMBER], seoul)
    assert cells_of(both)["on"] == sizes["on"]


def test_the_profile_may_say_that_a_cell_counts_where_its_site_stands(seoul: Profile) -> None:
    city = seoul.model_copy(update={"telecom": seoul.telecom.model_copy(update={"coverage": "site"})})
    found = shares_of(CELLS, spans(["2026-10-01", NOVEMBER, "2026-12-01"])[NOVEMBER], city)
    assert dict(zip(found.cell_id, found.hex_id, strict=True)) == {
        "on": h3.latlng_to_cell(*HALL, 8), "sector": h3.latlng_to_cell(*HALL, 8), "half the month": h3.latlng_to_cell(*EAST, 8)
    }  # fmt: skip
    assert (found.share == 1).all()


def test_each_inventory_speaks_until_the_next_ones_eve() -> None:
    assert spans([]) == {}, "a city without cells"
    found = spans(["2026-11-01", "2026-10-01"])
    assert (found["2026-10-01"].speaks_from, found["2026-10-01"].judged_until) == (
        date.min,
        date(2026, 10, 31),
    )
    assert (found["2026-11-01"].begins, found["2026-11-01"].speaks_until) == (date(2026, 11, 1), date.max)
