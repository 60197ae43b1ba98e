"""The tiny lake's dongs and the people in them: three dongs, one of which was renumbered, and one that is gone."""

from datetime import date

import pyarrow as pa

FEEDS = ("living_population", "dong", "dong_code")

_ROW = "flags list<str>, source_file str, record_number int64"
COLUMNS = {
    "clean/living_population": "service_date date, hour int32, area_type str, area_code str, dong_code str, persons_cnt float64, "
    "persons_low_cnt float64, persons_high_cnt float64, male_low_cnt float64, male_high_cnt float64, female_low_cnt float64, "
    f"female_high_cnt float64, by_sex_age by_sex_age, {_ROW}",
    "clean/dong": "valid_from date, dong_code str, statistics_code str, sido_name str, gu_name str, dong_name str, centre_latitude float64, "
    f"centre_longitude float64, area_km2 float64, boundary_wkt str, {_ROW}",
    "clean/dong_code": "valid_from date, level str, dong_code str, statistics_code str, sido_name str, gu_name str, dong_name str, "
    f"created_on date, abolished_on date, {_ROW}",
}
KEYS = {
    "clean/living_population": "service_date",
    "clean/dong": "valid_from",
    "clean/dong_code": "valid_from",
}
TYPES = {
    "by_sex_age": pa.list_(
        pa.struct(
            [("sex", pa.string()), ("age_band", pa.string()), ("low", pa.float64()), ("high", pa.float64())]
        )
    )
}
OF_FEED: dict[str, str] = {}

DAY_1, DAY_2 = date(2022, 3, 1), date(2022, 3, 2)
LISTED, BOUNDED = date(2022, 1, 1), date(2022, 2, 1)
CELL = "다사47256125"
# code, gu, name, square in degrees: as in the newest boundaries
DONGS = [
    ("11110515", "종로구", "청운효자동", (126.96, 37.58)),
    ("11305595", "강북구", "번1동", (127.03, 37.63)),
    ("11680640", "강남구", "역삼1동", (127.03, 37.49)),
]
# level, code, gu, name: an older list, in which 번1동 has another code and a dong stands that is gone
CODES = [
    ("sido", "11000000", None, None), ("gu", "11110000", "종로구", None), ("gu", "11305000", "강북구", None), ("gu", "11680000", "강남구", None),
    ("gu", "11740000", "강동구", None), ("dong", "11110515", "종로구", "청운효자동"), ("dong", "11305590", "강북구", "번제1동"),
    ("dong", "11680640", "강남구", "역삼제1동"), ("dong", "11740520", "강동구", "상일동"),
]  # fmt: skip
PERSONS = {"11110515": 1000, "11305590": 2000, "11680640": 30000, "11740520": 500}


def rows() -> dict[str, list[dict[str, object]]]:
    """Two days by dong, the last two hours by 250 m cell alone; the first day by gu too."""
    living = []
    for day in (DAY_1, DAY_2):
        hours = range(4, 28) if day == DAY_1 else range(4, 26)
        living += [_dong(day, hour, dong, persons) for hour in hours for dong, persons in PERSONS.items()]
    living += [_area(DAY_1, hour, "gu", "11110", None, 1000) for hour in range(4, 28)]
    for hour in (26, 27):  # a printed 40 and a suppressed count of one cell, and one of another dong
        living += [
            _area(DAY_2, hour, "grid_250m", CELL, "11110515", 40),
            _area(DAY_2, hour, "grid_250m", "다사47256150", "11110515", None),
            _area(DAY_2, hour, "grid_250m", CELL, "11680640", None),
        ]
    for day in (DAY_1, DAY_2):
        for number, row in enumerate((r for r in living if r["service_date"] == day), start=2):
            row |= {"source_file": f"living_population/delivered=2022-03-04/LOCAL_PEOPLE_DONG_{day:%Y%m%d}.csv", "record_number": number}  # fmt: skip
    return {"clean/living_population": living, "clean/dong": _boundaries(), "clean/dong_code": _codes()}


def _area(
    day: date, hour: int, kind: str, code: str, dong: str | None, persons: int | None
) -> dict[str, object]:
    low, high = (0.0, 3.0) if persons is None else (float(persons), float(persons))
    return {
        "service_date": day, "hour": hour, "area_type": kind, "area_code": code, "dong_code": dong,
        "persons_cnt": None if persons is None else low, "persons_low_cnt": low, "persons_high_cnt": high,
        "male_low_cnt": None, "male_high_cnt": None, "female_low_cnt": None, "female_high_cnt": None, "by_sex_age": [],
        "flags": ["suppressed_interval"] if persons is None else [],
    }  # fmt: skip


def _dong(day: date, hour: int, code: str, persons: int) -> dict[str, object]:
    men = persons * 0.48
    sexes = {"male": men, "female": persons - men}
    ends = {f"{sex}_{end}_cnt": count for sex, count in sexes.items() for end in ("low", "high")}
    ages = [{"sex": s, "age_band": "0-9", "low": c, "high": c} for s, c in zip("MF", sexes.values(), strict=True)]  # fmt: skip
    return _area(day, hour, "dong", code, code, persons) | ends | {"by_sex_age": ages}


def _boundaries() -> list[dict[str, object]]:
    return [
        {"valid_from": BOUNDED, "dong_code": code, "statistics_code": f"11{number:05}", "sido_name": "서울특별시", "gu_name": gu, "dong_name": name,
         "centre_latitude": south + 0.005, "centre_longitude": west + 0.005, "area_km2": 0.98,
         "boundary_wkt": f"POLYGON (({west} {south}, {west + 0.01} {south}, {west + 0.01} {south + 0.01}, {west} {south + 0.01}, {west} {south}))",
         "flags": [], "source_file": "dong/delivered=2022-03-02/dongs.of-2022-02-01.geojson", "record_number": number}
        for number, (code, gu, name, (west, south)) in enumerate(DONGS, start=2)
    ]  # fmt: skip


def _codes() -> list[dict[str, object]]:
    return [
        {"valid_from": LISTED, "level": level, "dong_code": code, "statistics_code": None, "sido_name": "서울특별시", "gu_name": gu, "dong_name": name,
         "created_on": date(1995, 3, 1), "abolished_on": None, "flags": [],
         "source_file": "dong_code/delivered=2022-03-02/KIKmix.of-2022-01-01.csv", "record_number": number}
        for number, (level, code, gu, name) in enumerate(CODES, start=2)
    ]  # fmt: skip


WAREHOUSE = """
    create table fct_living_population as
        select service_date, hour, 'dong' as area_type, cast(11110000 + n // 24 as varchar) as area_code, area_code as dong_code,
            1e7 / count(*) over (partition by service_date, hour) as persons_low_cnt, persons_low_cnt as persons_high_cnt
        from (select service_date, 4 + n % 24 as hour, n
            from (values (date '2022-03-01', 120), (date '2022-03-02', 94)) t (service_date, rows_cnt), lateral (select unnest(range(rows_cnt)) as n));
    create table mart_city__living_population as
        select service_date, hour, dong_code[:5] as gu_code, dong_code, true as is_matched, persons_low_cnt, persons_high_cnt
        from fct_living_population;
    create table dim_dong_boundary as select '11110515' as dong_code, date '2022-02-01' as valid_from;
    create table dim_dong_crosswalk as select * from (values
        ('11110515', '11110515', 'same_code'), ('11305590', '11305595', 'same_name_in_gu'), ('11740520', null, 'no_match')
    ) t (dong_code, current_dong_code, method);
"""

_LIVING, _FACT, _MART = "living_population", "fct_living_population", "mart_city__living_population"
_NUMBER = "연락처 010-1234-5678"


def _living(change: str, where: str = "area_type = 'dong' and record_number = 2") -> tuple[str, str]:
    return _LIVING, f"update {_LIVING} set {change} where {where}"


DEFECTS: dict[str, tuple[str, str]] = {
    "living_population_day_empty": (_LIVING, f"delete from {_LIVING} where service_date = '2022-03-02'"),
    "living_population_key_unique": (_LIVING, f"insert into {_LIVING} from {_LIVING} where area_type = 'gu' limit 1"),
    "living_population_hour_range": _living("hour = 28"),
    "living_population_area_malformed": _living("dong_code = '11110530'"),
    "living_population_interval": _living("persons_cnt = 0", "area_type = 'grid_250m'"),
    "living_population_count_range": _living("persons_high_cnt = 300001"),
    "living_population_sexes_disagree": _living("flags = ['sexes_disagree']"),
    "living_population_areas_missing": (_LIVING, f"delete from {_LIVING} where hour = 10 and dong_code = '11680640'"),
    "living_population_raw_number": _living(f"area_code = '{_NUMBER}'"),
    "fct_living_population_rows_as_lake": (_FACT, f"delete from {_FACT} where hour = 10"),
    "fct_living_population_day_gap": (_FACT, f"insert into {_FACT} select service_date + 4, * exclude (service_date) from {_FACT}"),
    "fct_living_population_city_sum": (_FACT, f"insert into {_FACT} from {_FACT} where hour = 10"),
    "mart_city__living_population_stale": (_MART, f"delete from {_MART} where service_date = '2022-03-02'"),
    "mart_city__living_population_dong_unmatched": (_MART, f"update {_MART} set is_matched = false where hour = 10"),
    "dong_key_unique": ("dong", "insert into dong from dong limit 1"),
    "dong_code_shape": ("dong", "update dong set dong_code = '1110101' where gu_name = '종로구'"),
    "dong_boundary_shape": ("dong", "update dong set boundary_wkt = 'POINT (127 37)' where gu_name = '종로구'"),
    "dong_area_range": ("dong", "update dong set area_km2 = 980000 where gu_name = '종로구'"),
    "dong_list_of_another_city": ("dong", "update dong set flags = ['dong_outside_city']"),
    "dong_name_twice": ("dong", "update dong set gu_name = '강남구', dong_name = '역삼1동'"),
    "dong_raw_number": ("dong", f"update dong set dong_name = '{_NUMBER}' where gu_name = '종로구'"),
    "dim_dong_boundary_stale": ("dim_dong_boundary", "update dim_dong_boundary set valid_from = '2021-02-01'"),
    "dim_dong_crosswalk_method": ("dim_dong_crosswalk", "update dim_dong_crosswalk set method = 'same_code' where method = 'no_match'"),
    "dim_dong_crosswalk_many_codes": (
        "dim_dong_crosswalk",
        "insert into dim_dong_crosswalk select cast(n as varchar), '11305595', 'same_name_in_gu' from range(3) t (n)",
    ),
    "dong_code_key_unique": ("dong_code", "insert into dong_code from dong_code limit 1"),
    "dong_code_level_known": ("dong_code", "update dong_code set level = 'ri' where record_number = 7"),
    "dong_code_code_shape": ("dong_code", "update dong_code set level = 'gu' where record_number = 7"),
    "dong_code_dates": ("dong_code", "update dong_code set created_on = '2022-01-02' where record_number = 7"),
    "dong_code_raw_number": ("dong_code", f"update dong_code set dong_name = '{_NUMBER}' where record_number = 7"),
}  # fmt: skip

_DAWN = "where hour = 5 and area_type = 'dong'"  # no hour that dim_dong looks at
_TODAY = f"update {_MART} set {{}} where hour = 5 and dong_code = '11110515'"
_SUMS = {f"{_FACT}_conserved", f"{_MART}_conserved"}  # the mart is made from the fact
MODEL_DEFECTS: list[tuple[str, set[str]]] = [
    (f"insert into {_FACT} from {_FACT} where area_type = 'gu' limit 1", {f"{_FACT}_key", f"{_FACT}_conserved"}),
    (f"update {_FACT} set is_suppressed = null {_DAWN}", {f"{_FACT}_complete"}),
    (f"update {_FACT} set hour = 29 where area_type = 'gu' and hour = 5", {f"{_FACT}_hour_range", f"{_MART}_conserved"}),
    (f"update {_FACT} set male_low_cnt = -1 {_DAWN}", {f"{_FACT}_counts_range"}),
    (f"update {_FACT} set male_low_cnt = male_high_cnt + 1 {_DAWN}", {f"{_FACT}_interval"}),
    (f"update {_FACT} set persons_low_cnt = persons_low_cnt - 1 {_DAWN}", _SUMS),
    (f"insert into {_MART} from {_MART} where hour = 26 limit 1", {f"{_MART}_key", f"{_MART}_conserved"}),
    (_TODAY.format("is_matched = null"), {f"{_MART}_complete"}),
    (_TODAY.format("hour = 3"), {f"{_MART}_hour_range"}),
    (_TODAY.format("female_low_cnt = female_high_cnt + 1"), {f"{_MART}_interval"}),
    (_TODAY.format("persons_high_cnt = persons_high_cnt + 1"), {f"{_MART}_conserved"}),
    ("insert into dim_dong_boundary from dim_dong_boundary limit 1", {"dim_dong_boundary_key"}),
    ("update dim_dong_boundary set boundary_wkt = null", {"dim_dong_boundary_complete"}),
    ("update dim_dong_boundary set area_km2 = 980000", {"dim_dong_boundary_area_range"}),
    ("insert into dim_dong_crosswalk from dim_dong_crosswalk limit 1", {"dim_dong_crosswalk_key"}),
    ("update dim_dong_crosswalk set method = null", {"dim_dong_crosswalk_complete"}),
]  # fmt: skip
