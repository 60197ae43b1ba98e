"""Cells and residents: each rule with its code, hexagons of sites, and the newest delivery of a row."""

from datetime import date

import duckdb
import h3

from nightowl.ledger import Ledger
from spark_jobs.population import residents
from spark_jobs.telecom import cells
from tests.spark_jobs.conftest import land

DAY = date(2026, 11, 1)
CELL_HEADER = ",".join(cells.COLUMNS)
RESIDENT_HEADER = ",".join(residents.COLUMNS)
CELL_LINES = {
    "2026-11-01,c1,s1,LTE,37.5665,126.978,2020-01-01,": None,
    "2026-11-01,c2,s1,LTE,37.5665,126.978,2020-01-01,2020-01-01": None,
    "2026-13-01,c3,s1,LTE,37.5665,126.978,2020-01-01,": "inventory_date_malformed",
    "2026-11-01,,s1,LTE,37.5665,126.978,2020-01-01,": "cell_missing",
    "2026-11-01,c4,s1,LTE,37.5665,east,2020-01-01,": "coordinates_malformed",
    "2026-11-01,c5,s1,LTE,126.978,37.5665,2020-01-01,": "coordinates_outside_city",
    "2026-11-01,c6,s1,LTE,37.5665,126.978,soon,": "active_from_malformed",
    "2026-11-01,c7,s1,LTE,37.5665,126.978,2020-01-01,never": "active_to_malformed",
    "2026-11-01,c8,s1,LTE,37.5665,126.978,2020-01-02,2020-01-01": "active_to_before_from",
    "2026-11-01,c9": "wrong_field_count",
    "": "blank_record",
}
RESIDENT_LINES = {
    "2026-11,11110101,종로구,청운동,F,20-24,120": None,
    "2026-11,11110101,종로구,청운동,M,70+,0": None,
    "2026-11,11110101,종로구,청운동,F,20-24,119": "duplicate",
    "202611,11110101,종로구,청운동,F,20-24,120": "month_malformed",
    "2026-11,1111010,종로구,청운동,F,20-24,120": "dong_malformed",
    "2026-11,11110101,종로구,청운동,여,20-24,120": "sex_unknown",
    "2026-11,11110101,종로구,청운동,F,20-29,120": "age_band_unknown",
    "2026-11,11110101,종로구,청운동,F,20-24,-1": "residents_malformed",
    "2026-11,11110101,종로구,청운동,F,20-24,": "residents_malformed",
}  # fmt: skip


def refused(lake, feed: str) -> dict[int, list[str]]:
    with duckdb.connect() as con:
        return dict(
            con.execute(
                f"select record_number, reasons from read_parquet('{lake.root}/quarantine/{feed}/*/*.parquet')"
            ).fetchall()
        )


def test_cells_are_judged_and_placed_in_their_hexagon(spark, lake, seoul) -> None:
    land(lake, "cell", "2026-11-02", "cells.csv", "\n".join([CELL_HEADER, *CELL_LINES]) + "\n")
    cells.run(spark, lake, seoul, DAY)
    assert refused(lake, "cell") == {n: [code] for n, code in enumerate(CELL_LINES.values(), start=2) if code}
    with duckdb.connect() as con:
        hexes = con.execute(
            f"select cell_id, hex_id from read_parquet('{lake.root}/clean/cell/*/*.parquet') order by 1"
        ).fetchall()
        shares = con.execute(
            f"select cell_id, count(*), round(sum(share), 6), arg_max(hex_id, share) filter (is_main) "
            f"from read_parquet('{lake.root}/aggregate/cell_hex_share/*/*.parquet') group by 1 order by 1"
        ).fetchall()
    here = h3.latlng_to_cell(37.5665, 126.978, 8)
    assert hexes == [("c1", here), ("c2", here)]
    (first, second) = shares
    assert first[0] == "c1" and first[1] > 100 and first[2] == 1  # alone in the city, it reaches 5 km around
    assert second == ("c2", 1, 1.0, here)  # off the air since long: known where it stood, it takes no ground


def test_residents_are_judged_and_a_newer_register_supersedes(spark, lake, seoul) -> None:
    land(
        lake,
        "resident_population",
        "2026-11-02",
        "r.csv",
        "\n".join([RESIDENT_HEADER, *RESIDENT_LINES]) + "\n",
    )
    residents.run(spark, lake, seoul, DAY)
    codes = {
        n: [code] for n, code in enumerate(RESIDENT_LINES.values(), start=2) if code and code != "duplicate"
    }
    assert refused(lake, "resident_population") == codes
    land(
        lake,
        "resident_population",
        "2026-11-09",
        "r.csv",
        f"{RESIDENT_HEADER}\n2026-11,11110101,종로구,청운동,F,20-24,130\n",
    )
    residents.run(spark, lake, seoul, DAY)
    with duckdb.connect() as con:
        kept = con.execute(
            f"select sex, residents_cnt from read_parquet('{lake.root}/clean/resident_population/*/*.parquet') order by all"
        ).fetchall()
    assert kept == [("F", 130), ("M", 0)]
    assert [(r.records, r.rows_accounted) for r in Ledger(lake).files("resident_population").values()] == [
        (9, 9),
        (1, 1),
    ]
