"""Living population in every shape it came in, its defects each under its own code, `*` as an interval, and the real files."""

import io
import json
import os
import re
import zipfile
from pathlib import Path

import duckdb
import pytest

from expectations.living_population import missing_days
from nightowl.errors import FileRefused
from nightowl.lake import Lake
from nightowl.ledger import FileRecord, Ledger
from nightowl.service_day import parse_date
from spark_jobs.population import files, living
from spark_jobs.population.living_columns import SEX_AGE, column_of, read_header
from spark_jobs.population.residents import AGE_BANDS
from tests.spark_jobs.conftest import land

FEED = "living_population"
DAY = parse_date("2026-11-01")
LOWS = [band.split("-")[0].rstrip("+") for band in AGE_BANDS]


def korean(sex: str, band: str) -> str:
    low, _, high = band.partition("-")
    return f"{sex}{low.rstrip('+')}세{f'부터{high}세' if high else '이상'}생활인구수"


KOREAN_BANDS = [korean(sex, band) for sex in ("남자", "여자") for band in AGE_BANDS]
KOREAN = ["기준일ID", "시간대구분", "행정동코드", "총생활인구수", *KOREAN_BANDS]
API_BANDS = [
    f"{sex}_F{low}T{'74' if low == '70' else high}_LVPOP_CO"
    for sex in ("MALE", "FEMALE")
    for low, high in zip(LOWS, [*(b.partition("-")[2] for b in AGE_BANDS[:-1]), ""], strict=True)
]
API = ["STDR_DE_ID", "TMZON_PD_SE", "ADSTRD_CODE_SE", "TOT_LVPOP_CO", *API_BANDS]
USERS = [f"pop_{s}_{b.replace('-', '_').replace('+', '_over')}" for s in ("man", "woman") for b in AGE_BANDS]
GRID_API = [f"{sex}{int(low):02}" for sex in "MF" for low in LOWS]
CELLS = ["1.5"] * 14 + ["2.5"] * 14  # 21 men, 35 women
MEN, WOMEN, ALL = 21.0, 35.0, 56.0


def csv(*rows: list[str]) -> str:
    return "".join(",".join(row) + "\n" for row in rows)


def zipped(**texts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.csv", text.encode("cp949"))
    return packed.getvalue()


def day(n: int, hour: str = "05") -> list[str]:
    return [f"202201{n:02}", hour]


def week(**changed: object) -> bytes:
    """A week of one dong: 168 equal hours."""
    dong = {"code_8": 11110530, "full_name": "종로구사직동", "id": 1} | {
        key: [count] * 168 for key, count in {"t": 56, "m": 21, "f": 35, "a1": 5, "a2": 6, "a3": 7, "a4": 8, "a5": 9}.items()
    }  # fmt: skip
    return json.dumps([dong | changed]).encode()


DONG, GU, CELL = "11110515", "11110", "다사47256125"
ROW = [DONG, "56.0", *CELLS]
# name: content, and what it must become: day, kind of area, its code, bands, flags. Each has its own day, so that one run reads them all.
SHAPES: dict[str, tuple[str | bytes, int, str, str, int, list[str]]] = {
    "cp949_extra_comma.csv": (csv(KOREAN, [*day(3), *ROW, ""]).encode("cp949"), 3, "dong", DONG, 28, ["extra_trailing_field"]),
    "bom_trailing_commas.csv": ("\ufeff" + csv([*KOREAN, ""], [*day(4), *ROW, ""]), 4, "dong", DONG, 28, ["extra_trailing_field"]),
    "quoted_padded.csv": (csv([f'" {c} "' for c in KOREAN], [f'"{v}"' for v in [*day(5), *ROW]]), 5, "dong", DONG, 28, []),
    "question_mark.csv": (csv(['?"기준일ID"', *KOREAN[1:]], [*day(6), *ROW]), 6, "dong", DONG, 28, []),
    "english.csv": (csv([c.lower() for c in API], [*day(7), *ROW]), 7, "dong", DONG, 28, []),
    "columns_turned.csv": (csv([*KOREAN[::-1]], [*([*day(8), *ROW][::-1])]), 8, "dong", DONG, 28, []),
    "gu.csv": (csv(["기준일ID", "시간대구분", "자치구코드", "총생활인구수"], ["2022-01-09", "5", GU, "56"]), 9, "gu", GU, 0, []),
    "dong_api.json": (json.dumps({"SPOP_LOCAL_RESD_DONG": {"row": [dict(zip(API, [*day(10), *ROW], strict=True))]}}), 10, "dong", DONG, 28, []),
    "gu_api.json": (json.dumps({"SPOP_LOCAL_RESD_JACHI": {"row": [dict(zip(API, [*day(11), GU, *ROW[1:]], strict=True))]}}), 11, "gu", GU, 28, []),
    "grid.csv": (csv(["일자", "시간", "행정동코드", "250M격자", "생활인구합계", *KOREAN_BANDS], [*day(12), f"{DONG}  ", CELL, "56.", *CELLS]).encode("cp949"), 12, "grid_250m", CELL, 28, []),
    "grid_api.json": (json.dumps([dict(zip(["YMD", "TT", "H_DNG_CD", "CELL_ID", "SPOP", *GRID_API], [*day(13), DONG, CELL, "56", *CELLS], strict=True))]), 13, "grid_250m", CELL, 28, []),
    "users.csv": (csv(["date", "time", "code", "pop_total", *USERS], [*day(14), *ROW]), 14, "dong", DONG, 28, []),
    "users_undated.of-2022-01-15.csv": (csv(["time", "code", "pop_total", *USERS], ["5", *ROW]), 15, "dong", DONG, 28, ["day_from_file_name"]),
    "users_20220116.csv": (csv(["time", "code", "pop_total"], ["5", DONG, "56"]), 16, "dong", DONG, 0, ["day_from_file_name"]),
    "year.zip": (zipped(b=csv(KOREAN, [*day(18), *ROW]), a=csv(KOREAN, [*day(17), *ROW])), 17, "dong", DONG, 28, []),
}  # fmt: skip


BROKEN = {
    "": ["blank_record"],
    ",".join([*day(20), DONG, "56"]): ["wrong_field_count"],
    ",".join([*day(20), *ROW, "7"]): ["wrong_field_count"],
    ",".join(["20220230", "05", *ROW]): ["living_day_malformed"],
    ",".join(["", "05", *ROW]): ["living_day_malformed"],
    ",".join([*day(20, "24"), *ROW]): ["living_hour_malformed"],
    ",".join([*day(20, "5시"), *ROW]): ["living_hour_malformed"],
    ",".join(["20220302", "05", *ROW]): ["time_in_future"],
    ",".join([*day(20), GU, *ROW[1:]]): ["dong_malformed"],
    ",".join([*day(20), "1111051500", *ROW[1:]]): ["dong_malformed"],
    ",".join([*day(20), DONG, "", *CELLS]): ["persons_malformed"],
    ",".join([*day(20), DONG, "many", *CELLS]): ["persons_malformed"],
    ",".join([*day(20), DONG, "NaN", *CELLS]): ["persons_malformed"],
    ",".join([*day(20), DONG, "56", "", *CELLS[1:]]): ["persons_malformed"],
    ",".join([*day(20), DONG, "56", "1.5.2", *CELLS[1:]]): ["persons_malformed"],
    ",".join([*day(20), DONG, "56", "**", *CELLS[1:]]): ["persons_malformed"],
    ",".join([*day(20), DONG, "56", "-1.5", *CELLS[1:]]): ["persons_negative"],
    ",".join([*day(20), DONG, "-1", *CELLS]): ["persons_negative"],
}


STARS = ["*"] * 10 + ["1.5"] * 4 + ["2.5"] * 14
STARRED = [
    [*day(21), DONG, "*", *STARS],
    [*day(21), "11110530", "56", *STARS],
    [*day(21), "11110540", "200", *CELLS],  # 144 short of it
    [*day(21), "11110550", "56.0001", *CELLS],  # rounding
]
GRID = ["일자", "시간", "행정동코드", "250M격자", "생활인구합계"]
# Months out of order, a row twice, and a later delivery that counts one hour again.
FIRST = [["20220501", "03", DONG, "7"], ["20220315", "04", DONG, "8"], ["20220315", "04", DONG, "8"]]


@pytest.fixture(scope="module")
def loaded(spark, seoul, tmp_path_factory) -> Lake:
    """Everything there is to read in this module, in one run."""
    lake = Lake(tmp_path_factory.mktemp("living") / "home").make()
    delivered: dict[str, str | bytes] = {name: content for name, (content, *_) in SHAPES.items()}
    delivered |= {
        "hanbyul_week_20200309_whole.json": week(t=list(range(168)), a6=[1] * 168),
        "week.of-2020-03-16.json": week(code_8=11110540),
        "week_undated.json": week(),
        "broken.csv": csv(KOREAN) + "\n".join([*BROKEN, ",".join([*day(20), *ROW])]) + "\n",
        "broken_grid.csv": csv(GRID, [*day(20), DONG, "47256125", "5"], [*day(20), "", CELL, "5"]),
        "broken_gu.csv": csv([*GRID[:2], "자치구코드", "총생활인구수"], [*day(20), DONG, "5"]),
        "starred.csv": csv(KOREAN, *STARRED),
    }
    for name, content in delivered.items():
        land(lake, FEED, "2022-02-01", name, content)
    land(lake, FEED, "2022-06-01", "first.csv", csv(KOREAN[:4], *FIRST))
    land(lake, FEED, "2022-06-02", "later.csv", csv(KOREAN[:4], ["20220501", "3", DONG, "70"]))
    living.run(spark, lake, seoul, DAY)
    return lake


def found(lake: Lake, columns: str, where: str = "true", zone: str = "clean") -> list[tuple]:
    with duckdb.connect() as con:
        return con.execute(
            f"select {columns} from read_parquet('{lake.root}/{zone}/{FEED}/*/*.parquet', hive_partitioning = false) where {where} order by all"
        ).fetchall()


def record(lake: Lake, name: str) -> FileRecord:
    return next(r for r in Ledger(lake).files(FEED).values() if r.source_file.endswith(name))


def test_every_shape_becomes_the_same_row(loaded: Lake) -> None:
    rows = found(loaded, "parse_filename(source_file), day(service_date), area_type, area_code, dong_code, len(by_sex_age), flags, hour, "
                         "persons_cnt, persons_low_cnt, persons_high_cnt, male_low_cnt, female_high_cnt",
                         "service_date between '2022-01-03' and '2022-01-17'")  # fmt: skip
    assert {row[0]: row[1:] for row in rows} == {
        name: (n, kind, code, None if kind == "gu" else DONG, bands, flags, 5, ALL, ALL, ALL, *((MEN, WOMEN) if bands else (None, None)))
        for name, (_, n, kind, code, bands, flags) in SHAPES.items()
    }  # fmt: skip
    assert found(loaded, "dong_code", "service_date = '2022-01-18'") == [(DONG,)]
    assert all(r.unknown_columns == [] for r in Ledger(loaded).files(FEED).values())
    ((bands,),) = found(loaded, "by_sex_age", "service_date = '2022-01-08'")
    assert [(b["sex"], b["age_band"], b["low"], b["high"]) for b in bands] == [
        (s, a, n, n) for s, n in (("M", 1.5), ("F", 2.5)) for a in AGE_BANDS
    ]


def test_a_week_is_168_hours_of_each_dong_from_monday_on(loaded: Lake) -> None:
    week_1, week_2 = (f"source_file like '%{name}%'" for name in ("20200309", "2020-03-16"))
    assert found(loaded, "count(*), min(service_date), max(service_date), min(hour), max(hour)", week_1) == [
        (168, parse_date("2020-03-08"), parse_date("2020-03-15"), 4, 27)
    ]
    hours = dict(found(loaded, "persons_cnt, [cast(service_date as varchar), cast(hour as varchar)]", week_1))
    assert [hours[n] for n in (0, 4, 167)] == [
        ["2020-03-08", "24"],
        ["2020-03-09", "4"],
        ["2020-03-15", "23"],
    ]
    assert found(loaded, "count(*)", f"{week_1} and flags = ['sexes_disagree', 'bands_disagree']") == [(33,)]
    (bands, flags), *_ = found(loaded, "by_sex_age, flags", week_2)
    ages = [(b["sex"], b["age_band"], b["high"]) for b in bands]
    assert (ages, flags) == ([("all", f"{n}0-{n}9", n + 4) for n in range(1, 6)], [])
    refused = record(loaded, "undated.json")
    assert (refused.status, refused.reason_code) == ("refused", "date_missing") and "OF=" in refused.sentence


def test_each_refused_record_has_its_code(loaded: Lake) -> None:
    refused = dict(found(loaded, "record_number, reasons", "source_file like '%/broken.csv'", "quarantine"))
    assert refused == dict(enumerate(BROKEN.values(), start=2))
    assert found(loaded, "reasons", "source_file not like '%/broken.csv'", "quarantine") == [
        (["dong_malformed"],), (["grid_cell_malformed"],), (["gu_malformed"],),
    ]  # fmt: skip
    assert found(loaded, "count(*)", "service_date = '2022-01-20'") == [(1,)]
    assert all(r.records == r.rows_accounted for r in Ledger(loaded).files(FEED).values() if r.status == "loaded")  # fmt: skip


def test_a_star_is_0_to_3_and_never_0(loaded: Lake) -> None:
    """A printed number is its own low and high end; sums add the low ends and the high ends apart."""
    columns = "dong_code, persons_cnt, persons_low_cnt, persons_high_cnt, male_low_cnt, male_high_cnt, female_low_cnt, female_high_cnt, flags"
    starred = "service_date = '2022-01-21'"
    assert found(loaded, columns, starred) == [
        (DONG, None, 0, 3, 6, 36, 35, 35, ["suppressed_interval", "sexes_disagree"]),  # 41 at least
        ("11110530", 56, 56, 56, 6, 36, 35, 35, ["suppressed_interval"]),
        ("11110540", 200, 200, 200, 21, 21, 35, 35, ["sexes_disagree"]),
        ("11110550", 56.0001, 56.0001, 56.0001, 21, 21, 35, 35, []),
    ]
    low, high = found(loaded, "sum(persons_low_cnt), sum(persons_high_cnt)", starred)[0]
    assert (round(low, 4), round(high, 4)) == (312.0001, 315.0001)
    ((bands,),) = found(loaded, "by_sex_age", f"{starred} and dong_code = '{DONG}'")
    assert [(b["low"], b["high"]) for b in bands[9:11]] == [(0, 3), (1.5, 1.5)]
    assert record(loaded, "starred.csv").flagged == {"suppressed_interval": 2, "sexes_disagree": 2}


def test_months_may_stand_in_any_order_and_the_newest_delivery_counts(loaded: Lake) -> None:
    """Clock hours 0-3 belong to the service day before; a second count of an hour and area is a duplicate."""
    columns = "cast(service_date as varchar), hour, persons_cnt, parse_filename(source_file)"
    assert found(loaded, columns, "service_date > '2022-03-01'") == [
        ("2022-03-15", 4, 8, "first.csv"),
        ("2022-04-30", 27, 70, "later.csv"),
    ]
    first = record(loaded, "first.csv")
    assert (first.rows_clean, first.rows_duplicate) == (1, 2)


def test_names_of_columns_over_the_years() -> None:
    for names in (KOREAN_BANDS, API_BANDS, [n.lower() for n in API_BANDS], USERS, GRID_API, [f" {n.replace('세', '세 ')}" for n in KOREAN_BANDS]):  # fmt: skip
        assert [column_of(name) for name in names] == list(SEX_AGE), names
    assert [column_of(n) for n in ("남자10세부터19세생활인구수", "male", "이동인구(합)", "F75", "pop_2020", "나이")] == [None] * 6  # fmt: skip


@pytest.mark.parametrize(
    ("names", "file_name", "code", "told"),
    [
        (["time", "code", "pop_total"], "siwook_dong_hour_age_wednesday.csv", "date_missing", "OF=2018-10-24"),
        (["time", "code", "pop_total"], "week_20180101_20180107.csv", "date_missing", "no column with the day"),
        (KOREAN[:3], "a.csv", "column_missing", "no column for the total"),
        ([*KOREAN[:2], KOREAN[3]], "a.csv", "column_missing", "no column for the area"),
        (KOREAN[:-1], "a.csv", "column_missing", "the count of F 70[+]"),
        ([*KOREAN, "총생활인구수"], "a.csv", "column_doubled", "'total' twice"),
        ([*KOREAN[:3], "집계구코드", *KOREAN[3:]], "LOCAL_PEOPLE_20180101.csv", "census_block_file", "census block"),
        (["자치구", "요일", "대상연월", "도착시간", "출발 시군구 코드", "이동인구(합)"], "kt.csv", "column_missing", "hour, the area, the total"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_whole_is_refused(seoul, names, file_name, code, told) -> None:
    with pytest.raises(FileRefused, match=told) as refusal:
        read_header(",".join(names), f"{FEED}/delivered=2022-01-01/{file_name}", seoul)
    assert refusal.value.code == code and file_name in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("week_20200310.json", week(), "week_not_from_monday"),
        ("week_20200309.json", week(t=[1] * 167), "week_malformed"),
        ("week_20200309.json", week(m=None), "week_malformed"),
        ("week_20200309.json", week(a1=7), "week_malformed"),
        ("week.json", week(), "date_missing"),
    ],
)
def test_a_week_that_is_none_is_refused(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FileRefused) as refusal:
        list(files.living_json(tmp_path / name))
    assert refusal.value.code == code


def test_the_profile_may_add_a_name(seoul) -> None:
    feed = seoul.feed(FEED).model_copy(update={"columns": {"total": ["Einwohner"]}})
    city = seoul.model_copy(update={"feeds": seoul.feeds | {FEED: feed}})
    assert dict(read_header("date,time,code,einwohner", "f", city).position)["total"] == 3


REAL = {
    "hanbyul_week_20190304_whole.json": 71_232, "hanbyul_week_20200309_whole.json": 71_232, "LOCAL_PEOPLE_GU_2024_trim_utf8.csv": 93_000,
    "siwook_dong_hour_20181024_23.csv": 424, "siwook_dong_hour_age_wednesday.of-2018-10-31.csv": 10_176,
    "siwook_dong_hour_age_thursday.of-2018-11-01.csv": 10_176,
}  # fmt: skip


@pytest.mark.long
def test_the_real_files(spark, lake, seoul) -> None:
    if "NIGHTOWL_REAL_DATA" not in os.environ:
        pytest.skip("NIGHTOWL_REAL_DATA is unset: the real living population is not at hand")
    folder = Path(os.environ["NIGHTOWL_REAL_DATA"]) / "population"
    refused = {"kt_aivle_gu_moving.csv": "column_missing", "siwook_dong_hour_age_wednesday.csv": "date_missing", "siwook_dong_hour_age_thursday.csv": "date_missing"}  # fmt: skip
    for name in [*REAL, *refused]:
        given = re.sub(r"\.of-[0-9-]{10}", "", name)
        land(lake, FEED, "2026-11-02", name, (folder / given).read_bytes())
    living.run(spark, lake, seoul, DAY)
    records = {r.source_file.split("/")[-1]: r for r in Ledger(lake).files(FEED).values()}
    assert {n: r.rows_clean for n, r in records.items() if r.status == "loaded"} == REAL
    assert {n: r.reason_code for n, r in records.items() if r.status == "refused"} == refused
    with duckdb.connect() as con:
        con.execute(
            f"create view b as from read_parquet('{lake.root}/clean/{FEED}/*/*.parquet', hive_partitioning = false)"
        )
        weeks = "select parse_filename(source_file), count(distinct dong_code), count(distinct (service_date, hour)), count(*) from b where source_file like '%week%' group by all order by all"  # fmt: skip
        assert [row[1:] for row in con.execute(weeks).fetchall()] == [(424, 168, 71_232)] * 2
        by_hour = "select min(persons), max(persons) from (select sum(persons_cnt) as persons from b group by area_type, service_date, hour)"  # fmt: skip
        low, high = con.execute(by_hour).fetchall()[0]
        assert 8_600_000 < low < high < 11_500_000
        apart = "select max(abs(male_low_cnt + female_low_cnt - persons_low_cnt)) from b where source_file like '%{}%'"
        assert con.execute(apart.format("week")).fetchall() == [(1.0,)]
        assert con.execute(apart.format("siwook")).fetchall()[0][0] < 0.004
        assert con.execute("select count(*) from b where list_contains(flags, 'sexes_disagree') or list_contains(flags, 'bands_disagree')").fetchall() == [(0,)]  # fmt: skip
        missing = con.execute(f"with a as (select 1) {missing_days()}").fetchall()
    assert [(kind, str(day_)) for kind, day_ in missing if kind == "gu"] == [("gu", "2024-02-19"), ("gu", "2024-02-20")]  # fmt: skip
    assert [str(day_) for kind, day_ in missing if kind == "dong"] == []
