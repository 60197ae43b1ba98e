"""Boundaries and code lists of dongs: their shapes, each defect under its code, and the real ones where they are at hand."""

import json
import os
from pathlib import Path

import duckdb
import pytest

from nightowl.errors import FileRefused
from nightowl.lake import Lake
from nightowl.ledger import Ledger
from nightowl.service_day import parse_date
from spark_jobs.areas import codes, dongs
from tests.spark_jobs.conftest import land

DAY = parse_date("2026-11-01")
# A square of a hundredth of a degree near City Hall: 1.1099 km by 0.8836 km on the ellipsoid.
WEST, SOUTH = 126.97, 37.56
SQUARE = [
    [WEST, SOUTH],
    [WEST + 0.01, SOUTH],
    [WEST + 0.01, SOUTH + 0.01],
    [WEST, SOUTH + 0.01],
    [WEST, SOUTH],
]
AREA_KM2 = 0.9806
HOLE = [
    [round(x * 0.5 + (WEST + 0.005) * 0.5, 6), round(y * 0.5 + (SOUTH + 0.005) * 0.5, 6)] for x, y in SQUARE
]
BOW_TIE = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]


def polygon(*rings: list) -> dict:
    return {"type": "Polygon", "coordinates": list(rings)}


def far_away(ring: list) -> list:
    return [[x + 2, y - 2] for x, y in ring]


def feature(
    code: str | None, geometry: object, name: str | None = "서울특별시 중구 소공동", **more: object
) -> dict:
    properties = {"adm_nm": name, "adm_cd": "1102052", "adm_cd2": code} | more
    return {"type": "Feature", "properties": properties, "geometry": geometry}


FEATURES = [
    feature("1114052000", polygon(SQUARE)),
    feature("11140540", {"type": "MultiPolygon", "coordinates": [[SQUARE[::-1], HOLE]]}, "서울특별시 중구 회현동"),
    feature("1114055000", polygon(BOW_TIE), adm_cd="11020X2"),
    feature("4182025000", polygon(far_away(SQUARE)), "강원도 고성군 간성읍"),
    feature("1114052000", polygon(SQUARE)),
    feature("11020520", polygon(SQUARE), adm_cd=None),
    feature("1102052", polygon(SQUARE)),
    feature(None, polygon(SQUARE)),
    feature("1114058000", polygon(SQUARE), name=None),
    feature("1114059000", None),
    feature("1114060000", {"type": "Point", "coordinates": SQUARE[0]}),
    feature("1114061000", polygon([[958_000, 1_950_000], [958_000, 1_951_000], [959_000, 1_951_000], [958_000, 1_950_000]])),
    feature("1114062000", polygon([[y, x] for x, y in SQUARE])),
    feature("1114063000", {"type": "Polygon", "coordinates": "?"}),
]  # fmt: skip
REFUSED = {7: "area_code_malformed", 8: "area_code_malformed", 9: "area_name_missing", 10: "boundary_missing", 11: "boundary_malformed",
         12: "boundary_malformed", 13: "boundary_malformed", 14: "boundary_malformed"}  # fmt: skip


def geojson(features: list[dict]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def found(lake: Lake, table: str, columns: str, where: str = "true", zone: str = "clean") -> list[tuple]:
    with duckdb.connect() as con:
        return con.execute(
            f"select {columns} from read_parquet('{lake.root}/{zone}/{table}/*/*.parquet', hive_partitioning = false) where {where} order by all"
        ).fetchall()


@pytest.fixture(scope="module")
def loaded(spark, seoul, tmp_path_factory) -> Lake:
    """Every list there is to read in this module, in one run a feed."""
    lake = Lake(tmp_path_factory.mktemp("areas") / "home").make()
    land(lake, "dong", "2022-03-01", "dongs_20210701.geojson", geojson(FEATURES))
    land(lake, "dong", "2022-03-01", "dongs.json", geojson(FEATURES[:1]))
    for name, content in CODE_LISTS.items():
        land(lake, "dong_code", "2022-03-01", name, content)
    dongs.run(spark, lake, seoul, DAY)
    codes.run(spark, lake, seoul, DAY)
    return lake


KIKMIX = "H_DNG_CD,DO_NM,CT_NM,DONG_NEW,법정동코드,DONG_OLD,생성일자,말소일자"
KIKMIX_ROWS = {
    "1100000000,서울특별시,,,1100000000,서울특별시,19880423,": None,
    "1114000000,서울특별시,중구,,1114000000,중구,19880423,": None,
    "1114054000,서울특별시,중구,회현동,1114012600,남창동,19980914,": "duplicate",
    "1114054000,서울특별시,중구,회현동,1114010700,회현동1가,19880423,": None,
    "1114054000,서울특별시,중구,회현동,1114010800,회현동2가,,": "duplicate",
    "1174052000,서울특별시,강동구,상일동,1174010300,상일동,1979-10-01,2021.07.01": None,
    "11140,서울특별시,중구,소공동,1114011100,소공동,19880423,": "area_code_malformed",
    ",서울특별시,중구,소공동,1114011100,소공동,19880423,": "area_code_malformed",
    "1114052000,,중구,소공동,1114011100,소공동,19880423,": "area_name_missing",
    "1114052000,서울특별시,중구,소공동,1114011100,소공동,1988042,": "area_created_malformed",
    "1114052000,서울특별시,중구,소공동,1114011100,소공동,19880423,soon": "area_abolished_malformed",
    "1114052000,서울특별시,중구,소공동,1114011100,소공동,19880423,19880422": "area_abolished_before_created",
    "1114052000,서울특별시": "wrong_field_count",
    "": "blank_record",
}
TSV = "adm_nm\tadm_cd\tadm_cd2\tsgg\tsido\tsidonm\tsgg_emd\tadm_cd8\tsggnm\temd_nm\tELEC_CD\tELEC_SIDO\tELEC_GU\tELEC_EMD"
TSV_ROWS = [
    "서울특별시 중구 소공동\t1102052\t1114052000\t11140\t11\t서울특별시\t중구 소공동\t11020520\t중구\t소공동\t110201\t서울특별시\t중구\t소공동",
    "경기도 고양시덕양구 삼송1동\t31101XX\t4128157600\t41281\t41\t경기도\t고양시덕양구 삼송1동\t31101XX0\t고양시덕양구\t삼송1동\t1\t경기도\t고양시\t삼송1동",
]
CODE_LISTS: dict[str, str | bytes] = {
    "KIKmix_2018.csv": "\n".join([KIKMIX, *KIKMIX_ROWS]) + "\n",
    "table_20220309.tsv": "\r\n".join([TSV, *TSV_ROWS, ""]).encode("cp949"),
    "KIKcd_H.csv": "행정동코드,시도명,시군구명,읍면동명,생성일자,말소일자\n1114052000,서울특별시,중구,소공동,19880423,\n",
    "list.of-2020-01-01.csv": "행정동코드,시도명,시군구명,읍면동명\n1114052000,서울특별시,중구,소공동\n",
    "list_202003.csv": "행정동코드,시도명,시군구명,읍면동명,생성일자\n1114052000,서울특별시,중구,소공동,19880423\n",
}  # fmt: skip


def test_boundaries_are_measured_and_kept_to_the_last_digit(loaded: Lake) -> None:
    rows = found(loaded, "dong", "dong_code, statistics_code, sido_name, gu_name, dong_name, round(area_km2, 4), round(centre_longitude, 6), flags",
                 "valid_from = '2021-07-01' and dong_code <> '11020520'")  # fmt: skip
    assert rows[:2] == [
        ("11140520", "1102052", "서울특별시", "중구", "소공동", AREA_KM2, 126.975, []),
        ("11140540", "1102052", "서울특별시", "중구", "회현동", 0.7354, 126.975, []),
    ]
    assert [(row[0], row[1], row[-1]) for row in rows[2:]] == [
        ("11140550", None, ["boundary_self_crossing", "statistics_code_unreadable"]),
        ("41820250", "1102052", ["dong_outside_city"]),
    ]
    wkt, north = found(loaded, "dong", "boundary_wkt, centre_latitude", "valid_from = '2021-07-01' and dong_code = '11140520'")[0]  # fmt: skip
    assert wkt == f"POLYGON (({', '.join(f'{x} {y}' for x, y in SQUARE)}))" and round(north, 6) == 37.565


def test_each_refused_boundary_has_its_code(loaded: Lake) -> None:
    refused = found(loaded, "dong", "record_number, reasons", "source_file like '%20210701%'", "quarantine")
    # A statistics code of eight digits looks like the ministry's: no shape tells them apart.
    assert refused == [(n + 1, [code]) for n, code in REFUSED.items()]
    assert found(loaded, "dong", "dong_code", "dong_code = '11020520'") == [("11020520",)]
    file = next(r for r in Ledger(loaded).files("dong").values() if "20210701" in r.source_file)
    assert (file.records, file.rows_clean, file.rows_duplicate) == (14, 5, 1)


def test_a_list_without_a_day_holds_from_its_delivery(loaded: Lake) -> None:
    assert found(loaded, "dong", "cast(valid_from as varchar), flags", "source_file like '%dongs.json'") == [
        ("2022-03-01", ["valid_from_delivery"])
    ]
    days = "cast(valid_from as varchar), parse_filename(source_file), flags"
    assert found(loaded, "dong_code", days, "dong_code = '11140520'") == [
        ("2020-01-01", "list.of-2020-01-01.csv", []),
        ("2020-03-01", "list_202003.csv", ["valid_from_year_in_name"]),
        ("2022-03-01", "KIKcd_H.csv", ["valid_from_delivery"]),
        ("2022-03-09", "table_20220309.tsv", []),
    ]


def test_a_code_list_holds_areas_of_three_levels_each_once(loaded: Lake) -> None:
    columns = (
        "level, dong_code, gu_name, dong_name, cast(created_on as varchar), cast(abolished_on as varchar)"
    )
    assert found(loaded, "dong_code", columns, "valid_from = '2018-01-01'") == [
        ("dong", "11140540", "중구", "회현동", "1988-04-23", None),  # the earliest of its legal dongs
        ("dong", "11740520", "강동구", "상일동", "1979-10-01", "2021-07-01"),
        ("gu", "11140000", "중구", None, "1988-04-23", None),
        ("sido", "11000000", None, None, "1988-04-23", None),
    ]
    assert found(loaded, "dong_code", "sido_name, statistics_code, flags", "valid_from = '2022-03-09'") == [
        ("경기도", None, ["statistics_code_unreadable"]),
        ("서울특별시", "1102052", []),
    ]


def test_each_refused_code_has_its_reason(loaded: Lake) -> None:
    refused = dict(found(loaded, "dong_code", "record_number, reasons", zone="quarantine"))
    told = {n: [code] for n, code in enumerate(KIKMIX_ROWS.values(), start=2) if code not in (None, "duplicate")}  # fmt: skip
    assert refused == told
    file = next(r for r in Ledger(loaded).files("dong_code").values() if "KIKmix" in r.source_file)
    assert (file.records, file.rows_clean, file.rows_duplicate) == (len(KIKMIX_ROWS), 4, 2)


def test_other_files_are_refused(seoul) -> None:
    for read_header in (dongs.read_header, codes.read_header):
        with pytest.raises(FileRefused, match="no column 'ministry_code'"):
            read_header("code,name,name_eng,base_year,geometry", "f", seoul)


def test_the_real_boundaries_and_code_lists(spark, lake, seoul) -> None:
    if "NIGHTOWL_REAL_DATA" not in os.environ:
        pytest.skip("NIGHTOWL_REAL_DATA is unset: the real boundaries are not at hand")
    folder = Path(os.environ["NIGHTOWL_REAL_DATA"]) / "boundaries"
    for feed, pattern in (("dong", "hang*.geojson"), ("dong_code", "KIKmix*"), ("dong_code", "vuski*")):
        for path in folder.glob(pattern):
            land(lake, feed, "2026-11-02", path.name, path.read_bytes())
    dongs.run(spark, lake, seoul, DAY)
    codes.run(spark, lake, seoul, DAY)
    assert found(lake, "dong", "count(distinct dong_code), round(sum(area_km2))") == [(425, 607)]
    assert found(lake, "dong_code", "cast(valid_from as varchar), level, count(*)", "true group by all") == [
        ("2018-01-01", "dong", 424), ("2018-01-01", "gu", 25), ("2018-01-01", "sido", 1), ("2022-03-09", "dong", 3512)
    ]  # fmt: skip
    records = [*Ledger(lake).files("dong").values(), *Ledger(lake).files("dong_code").values()]
    assert [(r.records, r.rows_duplicate, r.rows_quarantined) for r in records] == [
        (425, 0, 0),
        (767, 317, 0),
        (3512, 0, 0),
    ]
