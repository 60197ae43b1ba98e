"""Which hexagons a dong covers: squares laid over the grid, and where outlines come from."""

from pathlib import Path

import h3
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from nightowl import dong_hex, profile
from nightowl.lake import Lake
from nightowl.profile import Bounds

BOUNDS = Bounds(south=37.54, west=126.96, north=37.60, east=127.04)
HEXAGON = h3.latlng_to_cell(37.57, 127.0, 8)
LATITUDE, LONGITUDE = h3.cell_to_latlng(HEXAGON)


def outline(hexagon: str) -> shapely.Polygon:
    return shapely.Polygon([(x, y) for y, x in h3.cell_to_boundary(hexagon)])


def overlaid(**outlines: shapely.Geometry) -> dict[tuple[str, str], dict]:
    return {(r["dong_code"], r["hex_id"]): r for r in dong_hex.overlay(outlines, BOUNDS, 8).to_pylist()}


def test_a_dong_of_one_hexagon_is_that_hexagon() -> None:
    (row,) = overlaid(a=outline(HEXAGON)).values()
    assert row == {"dong_code": "a", "hex_id": HEXAGON, "dong_share": pytest.approx(1, abs=1e-5), "hex_share": pytest.approx(1, abs=1e-5),
                   "is_main_hex": True, "is_main_dong": True}  # fmt: skip


def test_shares_of_a_dong_add_up_and_the_largest_is_its_main_hexagon() -> None:
    rows = overlaid(a=shapely.box(LONGITUDE - 0.01, LATITUDE - 0.01, LONGITUDE + 0.012, LATITUDE + 0.01))
    assert len(rows) > 6 and sum(r["dong_share"] for r in rows.values()) == pytest.approx(1, abs=0.03)
    (main,) = [hexagon for (_, hexagon), r in rows.items() if r["is_main_hex"]]
    assert rows["a", main]["dong_share"] == max(r["dong_share"] for r in rows.values())
    assert rows["a", HEXAGON]["hex_share"] == pytest.approx(1, abs=1e-5)


def test_a_small_dong_still_has_a_hexagon_and_the_hexagon_belongs_to_the_larger_dong() -> None:
    """As in old quarters downtown: many dongs in one hexagon."""
    d = 0.0005
    small = shapely.box(LONGITUDE, LATITUDE, LONGITUDE + d, LATITUDE + d)
    large = shapely.box(LONGITUDE - 4 * d, LATITUDE - 4 * d, LONGITUDE, LATITUDE)
    rows = overlaid(a=small, b=large)
    assert rows["a", HEXAGON]["is_main_hex"] and not rows["a", HEXAGON]["is_main_dong"]
    assert rows["b", HEXAGON]["is_main_hex"] and rows["b", HEXAGON]["is_main_dong"]


def test_of_equal_dongs_the_first_by_name_has_the_hexagon() -> None:
    rows = overlaid(b=outline(HEXAGON), a=outline(HEXAGON))
    assert rows["a", HEXAGON]["is_main_dong"] and not rows["b", HEXAGON]["is_main_dong"]


def test_a_dong_outside_the_grid_has_no_row_and_a_line_that_crosses_itself_is_mended() -> None:
    bow = shapely.Polygon(
        [
            (LONGITUDE, LATITUDE),
            (LONGITUDE + 0.002, LATITUDE + 0.002),
            (LONGITUDE + 0.002, LATITUDE),
            (LONGITUDE, LATITUDE + 0.002),
        ]
    )
    assert {code for code, _ in overlaid(busan=shapely.box(129, 35, 129.1, 35.1), bow=bow)} == {"bow"}


def put(lake: Lake, table: str, key: str, rows: dict[str, list]) -> None:
    folder = lake.partition("clean", table, *key.split("="))
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(rows), folder / "part-0.parquet")


def codes_of(lake: Lake, city: profile.Profile) -> list[str]:
    (file,) = lake.partition("aggregate", "dong_hex", "resolution", str(city.hex_resolution)).glob(
        "*.parquet"
    )
    return sorted(set(pq.read_table(file)["dong_code"].to_pylist()))


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "home").make()


def test_outlines_come_from_the_boundaries_and_else_from_the_legal_dongs(
    lake: Lake, capsys: pytest.CaptureFixture
) -> None:
    """Of a register's three dongs one has a boundary, one is a legal dong (청운동), and one nobody knows."""
    city = profile.load("seoul")
    put(lake, "resident_population", "month=2026-10", {"dong_code": ["11110515"] * 3})
    put(lake, "resident_population", "month=2026-11", {"dong_code": ["11680640", "11110101", "99999999"]})
    put(
        lake,
        "dong",
        "valid_from=2026-01-01",
        {"dong_code": ["11680640", "11740520"], "boundary_wkt": [outline(HEXAGON).wkt] * 2},
    )
    assert dong_hex.write(lake, city) and codes_of(lake, city) == ["11110101", "11680640"]
    assert "1 of 3 dongs of the register have no outline (99999999" in capsys.readouterr().out
    assert not dong_hex.write(lake, city), "nothing has changed"
    put(lake, "resident_population", "month=2026-12", {"dong_code": ["11680640"]})
    assert dong_hex.write(lake, city) and codes_of(lake, city) == ["11680640"]


def test_without_a_register_the_newest_boundaries_name_the_dongs(lake: Lake) -> None:
    city = profile.load("seoul")
    for day, code in (("2025-01-01", "11680640"), ("2026-01-01", "11680641")):
        put(lake, "dong", f"valid_from={day}", {"dong_code": [code], "boundary_wkt": [outline(HEXAGON).wkt]})
    dong_hex.write(lake, city)
    assert codes_of(lake, city) == ["11680641"]
