"""Reference tables: the city's hexagons and holidays, written once and again only where something changed."""

import json
import math
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import h3
import pyarrow.parquet as pq
import pytest
import shapely

from nightowl import profile, reference
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.profile import Bounds, Profile

SEOUL = profile.load()
SMALL = Bounds(south=37.55, west=126.96, north=37.58, east=127.0)
CITY_HALL = (37.5663, 126.9779)
REPO = Path(__file__).resolve().parents[2]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path).make()


def small(bounds: Bounds = SMALL, **changed: object) -> Profile:
    return SEOUL.model_copy(update={"bounds": bounds, **changed})


def written(lake: Lake) -> dict[str, tuple[int, int]]:
    """Each partition's file, by what changes when it is written again."""
    files = sorted((lake.root / "aggregate").glob("*/*/*.parquet"))
    return {str(f.relative_to(lake.root)): (f.stat().st_ino, f.stat().st_mtime_ns) for f in files}


@pytest.fixture(scope="module")
def hexes() -> list[dict]:
    return reference.hexes(SEOUL.bounds, 8).to_pylist()


def test_seouls_hexagons_cover_its_bounds_and_no_more(hexes: list[dict]) -> None:
    ids = {h["hex_id"] for h in hexes}
    assert len(ids) == len(hexes) == 2942, "hexagons of 0.51 km² that meet 34.4 x 41.5 km"
    b = SEOUL.bounds
    box = shapely.box(b.west, b.south, b.east, b.north)
    assert all(shapely.from_wkt(h["boundary_wkt"]).intersects(box) for h in hexes)
    steps = range(41)
    for i in steps:
        for j in steps:  # corners and edges too: every site within the bounds has its hexagon
            at = (b.south + (b.north - b.south) * i / 40, b.west + (b.east - b.west) * j / 40)
            assert h3.latlng_to_cell(*at, 8) in ids, at


def test_a_hexagon_is_where_and_as_large_as_it_says(hexes: list[dict]) -> None:
    hall = next(h for h in hexes if h["hex_id"] == h3.latlng_to_cell(*CITY_HALL, 8))
    assert hall["resolution"] == 8
    assert abs(hall["centre_latitude"] - CITY_HALL[0]) < 0.006
    assert abs(hall["centre_longitude"] - CITY_HALL[1]) < 0.006
    ring = shapely.from_wkt(hall["boundary_wkt"])
    assert ring.is_valid and len(ring.exterior.coords) == 7
    assert ring.contains(shapely.Point(CITY_HALL[::-1])), "WKT has longitude first"
    for h in hexes[::100]:
        metres = (
            shapely.from_wkt(h["boundary_wkt"]).area
            * 111.195**2
            * math.cos(math.radians(h["centre_latitude"]))
        )
        assert h["area_km2"] == pytest.approx(metres, rel=0.01)
    assert min(h["area_km2"] for h in hexes) != max(h["area_km2"] for h in hexes), (
        "its own area, not a table's average"
    )


def test_the_holidays_of_2026_in_both_languages() -> None:
    rows = reference.public_holidays("KR", range(2026, 2027)).to_pylist()
    names = {r["holiday_date"].isoformat()[5:]: (r["name_ko"], r["name_en"]) for r in rows}
    assert {r["country"] for r in rows} == {"KR"} and len(names) == len(rows)
    assert names["02-16"][0] == "설날 전날"
    assert names["02-17"] == ("설날", "Korean New Year")
    assert names["02-18"] == ("설날 다음날", "The second day of Korean New Year")
    assert [names[d][0] for d in ("09-24", "09-25", "09-26")] == ["추석 전날", "추석", "추석 다음날"]
    assert names["09-25"][1] == "Chuseok"
    substitutes = sorted(d for d, (ko, _) in names.items() if "대체" in ko)
    assert substitutes == ["03-02", "05-25", "08-17", "10-05"]
    assert all("Alternative holiday" in names[d][1] for d in substitutes)
    assert "11-02" not in names


@pytest.mark.parametrize(
    "day", ["2022-03-01", "2022-03-09", "2023-01-24", "2025-10-08", "2013-01-01", "2035-12-25"]
)
def test_the_calendar_knows_substitute_and_election_days_of_other_years(day: str) -> None:
    """1 March, a presidential election, the substitutes of Seollal 2023 and of Chuseok 2025, and both ends of the range."""
    rows = reference.public_holidays("KR").to_pylist()
    assert date.fromisoformat(day) in {r["holiday_date"] for r in rows}


@pytest.mark.parametrize("language", ["C.UTF-8", "ko_KR.UTF-8"])
def test_the_names_do_not_depend_on_the_language_of_the_machine(language: str) -> None:
    program = (
        "import json; from nightowl import reference; "
        "rows = reference.public_holidays('DE', range(2026, 2027)).to_pylist() + reference.public_holidays('KR', range(2026, 2027)).to_pylist(); "
        "print(json.dumps([rows[0]['name_ko'], rows[0]['name_en'], rows[-1]['name_ko']]))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=REPO,
        check=True,
        env={"LANG": language},
    )
    assert json.loads(told.stdout) == ["Neujahr", "New Year's Day", "기독탄신일"]


def test_a_country_without_a_calendar_is_a_sentence() -> None:
    with pytest.raises(NightowlError, match="The holidays of the country 'ZZ' are not known"):
        reference.public_holidays("ZZ")


def test_the_tables_are_written_and_then_left_alone(lake: Lake) -> None:
    assert reference.write(lake, small()) == ["hex", "holiday", "complaint_item"]
    first = written(lake)
    assert list(first) == [
        "aggregate/complaint_item/city=Seoul/part-0.parquet",
        "aggregate/hex/resolution=8/part-0.parquet",
        "aggregate/holiday/country=KR/part-0.parquet",
    ]
    kinds, hexes, holidays = (lake.root / name for name in first)
    assert pq.read_table(kinds, partitioning=None).equals(reference.complaint_items(small()))
    assert pq.read_table(hexes, partitioning=None).equals(reference.hexes(SMALL, 8))
    assert pq.read_schema(holidays).equals(reference.HOLIDAY_SCHEMA)

    assert reference.write(lake, small()) == []
    assert written(lake) == first and not list(lake.staging.iterdir())


def test_other_bounds_make_the_hexagons_anew_and_only_those(lake: Lake) -> None:
    reference.write(lake, small())
    first = written(lake)
    larger = SMALL.model_copy(update={"north": 37.60})
    assert reference.write(lake, small(larger)) == ["hex"]

    changed = {name for name, when in written(lake).items() if first[name] != when}
    assert changed == {"aggregate/hex/resolution=8/part-0.parquet"}
    table = pq.read_table(lake.root / changed.pop(), partitioning=None)
    assert table.equals(reference.hexes(larger, 8)) and len(table) > len(reference.hexes(SMALL, 8))


def test_a_lost_table_and_a_newer_library_make_theirs_anew(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference.write(lake, small())
    shutil.rmtree(lake.partition("aggregate", "hex", "resolution", "8"))
    assert reference.write(lake, small()) == ["hex"]
    monkeypatch.setattr(reference.holidays, "__version__", "999")
    assert reference.write(lake, small()) == ["holiday"]


def test_what_a_killed_run_left_is_cleared(lake: Lake) -> None:
    (lake.staging / "reference-dead").mkdir()
    reference.write(lake, small())
    assert not list(lake.staging.iterdir())


def test_a_limit_that_changes_makes_the_kinds_of_case_anew_and_only_those(lake: Lake) -> None:
    reference.write(lake, small())
    (first, *others) = SEOUL.complaints.items
    sooner = first.model_copy(update={"limit_h": 2.0, "limit_working_days": None})
    said = SEOUL.complaints.model_copy(update={"items": [sooner, *others]})
    assert reference.write(lake, small(complaints=said)) == ["complaint_item"]
    (path,) = (lake.root / "aggregate" / "complaint_item").glob("*/*.parquet")
    assert pq.read_table(path, partitioning=None)["limit_h"][0].as_py() == 2.0
