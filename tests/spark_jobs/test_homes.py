"""Where a person lives: by the carrier's word, by the nights, or nobody knows; each case a few literal nights."""

from dataclasses import dataclass
from datetime import date, timedelta

import duckdb
import h3
import pandas as pd
import pyarrow as pa
import pytest

from nightowl.profile import Bounds
from nightowl.reference import DONG_HEX_SCHEMA
from spark_jobs.telecom.home import agreement, find_homes, reference_tables
from spark_jobs.telecom.home_regions import number_locations, regions

KM = 1 / 111.195  # degrees of latitude
_HEXAGON = h3.cell_to_latlng(h3.latlng_to_cell(37.56, 127.0, 8))
CENTRE = (_HEXAGON[0] + 0.15 * KM, _HEXAGON[1])  # in the north of its hexagon
BOUNDS = Bounds(south=37.50, west=126.94, north=37.62, east=127.06)


@dataclass
class Town:
    """Three sites in a row from south to north, 2 km apart, and one dong, the hexagon of the middle one."""

    south, middle, north = ((CENTRE[0] + n * 2 * KM, CENTRE[1]) for n in (-1, 0, 1))

    @property
    def sites(self) -> pd.DataFrame:
        at = (self.south, self.middle, self.north)
        return pd.DataFrame(
            {"site_id": ["S", "M", "N"], "latitude": [y for y, _ in at], "longitude": [x for _, x in at]}
        )

    @property
    def hexagon(self) -> str:
        return h3.latlng_to_cell(*self.middle, 8)


TOWN = Town()


@pytest.fixture(scope="module")
def tables(seoul) -> dict[str, pa.Table]:
    city = seoul.model_copy(update={"bounds": BOUNDS})
    rows = [
        {
            "dong_code": "11110515",
            "hex_id": TOWN.hexagon,
            "dong_share": 1.0,
            "hex_share": 0.9,
            "is_main_hex": True,
            "is_main_dong": True,
        }
    ]
    coordinates = pd.DataFrame({"site_id": ["H3:" + far()], "latitude": [37.61], "longitude": [127.05]})
    return reference_tables(
        pd.concat([TOWN.sites, coordinates]), pa.Table.from_pylist(rows, DONG_HEX_SCHEMA), city
    )


def far() -> str:
    return h3.latlng_to_cell(37.61, 127.05, 8)


def nights(
    who: bytes,
    count: int,
    site: str | None,
    other: str | None = None,
    area: str | None = None,
    **more: object,
) -> list[dict]:
    return [
        {"service_date": date(2026, 11, 1) + timedelta(days=n), "subscriber_key": who, "night_site": site, "night_site_hours_cnt": 2,
         "other_site": other, "other_site_hours_cnt": 1 if other else None, "home_area": area, "age_band": None} | more
        for n in range(count)
    ]  # fmt: skip


def homes(tables: dict[str, pa.Table], *rows: list[dict], nights_min: int = 10) -> dict[bytes, dict]:
    shape = pa.schema(
        [("service_date", pa.date32()), ("subscriber_key", pa.binary()), ("night_site", pa.string()), ("night_site_hours_cnt", pa.int32()),
         ("other_site", pa.string()), ("other_site_hours_cnt", pa.int32()), ("home_area", pa.string()), ("age_band", pa.string())]
    )  # fmt: skip
    with duckdb.connect() as con:
        con.register("night", pa.Table.from_pylist([row for some in rows for row in some], shape))
        for name, table in tables.items():
            con.register(name, table)
        return {row["subscriber_key"]: row for row in find_homes(con, "2026-11", nights_min).to_pylist()}


def test_ten_nights_name_a_home_and_nine_do_not(tables) -> None:
    found = homes(tables, nights(b"ten", 10, "M"), nights(b"nine", 9, "M"))
    assert (found[b"ten"]["rule"], found[b"ten"]["home_hex"], found[b"ten"]["home_dong_code"]) == (
        "night_cell",
        TOWN.hexagon,
        "11110515",
    )
    nine = found[b"nine"]
    assert (
        nine["rule"],
        nine["home_hex"],
        nine["home_dong_code"],
        nine["night_cell_hex"],
        nine["nights_cnt"],
    ) == (None, None, None, None, 9)


def test_the_carriers_word_counts_from_the_first_night(tables) -> None:
    row = homes(tables, nights(b"p", 1, "M", area="11110515"))[b"p"]
    assert (row["rule"], row["home_hex"], row["home_dong_code"]) == ("carrier", TOWN.hexagon, "11110515")
    assert (row["night_cell_hex"], row["do_rules_agree"]) == (None, None)


def test_nights_elsewhere_do_not_outweigh_the_carrier_but_are_told(tables) -> None:
    row = homes(tables, nights(b"p", 12, "N", area="11110515"))[b"p"]
    assert row["rule"] == "carrier" and row["home_hex"] == TOWN.hexagon != row["night_cell_hex"]
    assert row["do_rules_agree"] is False


def test_nights_beside_the_dong_tell_on_which_side_of_it_the_home_lies(tables) -> None:
    """The ground of the middle site that lies next to the northern one: its hexagon touches the dong's."""
    row = homes(tables, nights(b"p", 12, "M", other="N", area="11110515"))[b"p"]
    assert (
        h3.grid_distance(row["home_hex"], TOWN.hexagon) == 1
        and h3.cell_to_latlng(row["home_hex"])[0] > TOWN.middle[0]
    )
    assert row["do_rules_agree"] is True and row["home_dong_code"] == "11110515"


def test_a_carriers_area_nobody_has_an_outline_of_is_a_home_without_a_hexagon(tables) -> None:
    row = homes(tables, nights(b"p", 12, "M", area="41135101"))[b"p"]
    assert (row["rule"], row["home_dong_code"], row["home_hex"], row["do_rules_agree"]) == (
        "carrier",
        "41135101",
        None,
        None,
    )


def test_who_moved_lives_where_the_carrier_said_last(tables) -> None:
    moved = nights(b"p", 3, "M", area="41135101")
    moved[2]["home_area"] = "11110515"
    assert homes(tables, moved)[b"p"]["carrier_dong_code"] == "11110515"


def test_a_site_that_never_serves_the_neighbouring_ground_does_not_move_the_home(tables) -> None:
    """South and north do not border on each other: who is at times in the north is there, not on the northern side of the south."""
    south = homes(tables, nights(b"p", 10, "S"))[b"p"]["home_hex"]
    assert homes(tables, nights(b"p", 10, "S", other="N"))[b"p"]["home_hex"] == south


def test_coordinates_name_their_hexagon_themselves(tables) -> None:
    assert homes(tables, nights(b"p", 10, "H3:" + far()))[b"p"]["home_hex"] == far()


@pytest.mark.parametrize(
    ("both", "agreeing", "told"),
    [(20, 15, (20, 15, 0.75, False)), (20, 16, (None, None, None, True)), (9, 5, (None, None, None, True)), (9, 9, (9, 9, 1.0, False)),
     (4, 0, (None, None, None, True)), (0, 0, (0, 0, None, False))],
)  # fmt: skip
def test_the_agreement_is_told_where_no_part_of_it_is_few_persons(
    both: int, agreeing: int, told: tuple
) -> None:
    with duckdb.connect() as con:
        con.execute("create table home (do_rules_agree boolean)")
        con.execute(
            "insert into home select n < $1 from range($2) t(n) union all select null from range(3)",
            [agreeing, both],
        )
        (row,) = agreement(con, "2026-11", 5).to_pylist()
    assert tuple(row.values())[1:] == told


def test_the_ground_between_two_sites_lies_between_them() -> None:
    located = number_locations(TOWN.sites)
    number = dict(zip(located.site_id, located.location_no, strict=True))
    found = {(r.main_no, r.other_no): r.hex_id for r in regions(located, BOUNDS, 8).itertuples()}
    assert set(found) >= {
        (number[a], number[b]) for a, b in (("S", "M"), ("M", "S"), ("M", "N"), ("N", "M"), ("M", "M"))
    }
    assert (number["S"], number["N"]) not in found
    latitude, _ = h3.cell_to_latlng(found[number["M"], number["N"]])
    assert TOWN.middle[0] < latitude < TOWN.middle[0] + KM
    assert found[number["M"], number["M"]] == TOWN.hexagon


def test_a_lone_site_and_sites_at_one_place_are_no_trouble() -> None:
    one = pd.DataFrame({"site_id": ["x", "y"], "latitude": [37.56, 37.56001], "longitude": [127.0, 127.0]})
    located = number_locations(one)
    assert set(located.location_no) == {0}
    assert regions(located, BOUNDS, 8).to_dict("records") == [
        {"main_no": 0, "other_no": 0, "hex_id": h3.latlng_to_cell(37.56, 127.0, 8)}
    ]
