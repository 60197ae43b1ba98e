"""Hot spots: Gi* beside its formula, a planted one found, chance not taken for one, and what is told given away by nobody."""

import math
from datetime import date, datetime, timedelta

import duckdb
import h3
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nightowl.complaint_rules import HotSpotRules
from nightowl.lake import Lake
from nightowl.profile import Profile
from nightowl.reference import DONG_HEX_SCHEMA
from spark_jobs.complaints import hex_hours, hot_spots
from spark_jobs.complaints.hot_spot_statistics import gi_star, hot_spot_rows, weights
from spark_jobs.complaints.rounding import multiples
from tests.attack import Contradiction, System, whole
from tests.spark_jobs.cases_by_hand import HEX, case, tell

CITY = sorted(h3.grid_disk(HEX, 8))
DAY, DELIVERED = date(2026, 11, 2), date(2026, 11, 3)
MORNING = datetime(2026, 11, 2, 9)
RULES = HotSpotRules()


def by_formula(counts: dict[str, int], at: str) -> float:
    """Gi* as Ord and Getis (1995, eq. 14.3) write it, for binary weights with the place itself."""
    n, mean = len(counts), sum(counts.values()) / len(counts)
    s = math.sqrt(sum(x * x for x in counts.values()) / n - mean**2)
    near = [cell for cell in h3.grid_disk(at, 1) if cell in counts]
    w = len(near)
    return (sum(counts[cell] for cell in near) - mean * w) / (s * math.sqrt((n * w - w * w) / (n - 1)))


def cases_of(counts: dict[str, int], field: str = "교통") -> pd.DataFrame:
    places = [cell for cell, count in counts.items() for _ in range(count)]
    return pd.DataFrame({"hex_id": places, "field": field})


def spots(cases: pd.DataFrame, hexes: list[str], k: int, rules: HotSpotRules) -> pd.DataFrame:
    """The rows of hexagons."""
    told = hot_spot_rows(cases, hexes, k, rules)
    return told[told["hex_id"] != "all"]


def by_chance(mean: float, seed: int) -> dict[str, int]:
    drawn = np.random.default_rng(seed).poisson(mean, len(CITY))
    return dict(zip(CITY, drawn.tolist(), strict=True))


def hot(told: pd.DataFrame) -> set[str]:
    return set(told[told["is_hot"] & (told["field"] == "교통")]["hex_id"])


def test_gi_star_is_the_formula_of_ord_and_getis() -> None:
    """Also at the edge, where a hexagon has fewer neighbours, and where most hexagons have no case."""
    for mean in (0.2, 4):
        counts = by_chance(mean, seed=7)
        z = gi_star(np.array([counts[cell] for cell in CITY], float), weights(CITY))
        assert z == pytest.approx([by_formula(counts, cell) for cell in CITY])


def test_where_all_hexagons_have_as_many_cases_none_stands_out() -> None:
    told = spots(cases_of(dict.fromkeys(CITY, 3)), CITY, 1, RULES)
    assert len(told) == 2 * len(CITY) and told["gi_z"].isna().all() and not told["is_hot"].any()


@pytest.mark.parametrize("k", [1, 5])
def test_a_hot_spot_is_found_and_no_place_far_from_it(k: int) -> None:
    counts, hill = by_chance(2, seed=11), h3.grid_disk(CITY[100], 1)
    for cell in hill:
        counts[cell] = counts.get(cell, 0) + 8
    found = hot(spots(cases_of(counts), CITY, k, RULES))
    assert CITY[100] in found and set(hill) <= found
    assert max(h3.grid_distance(cell, CITY[100]) for cell in found) <= 3


def test_chance_alone_makes_hardly_a_hot_spot() -> None:
    """Of twenty cities without one, few have any: p-values are judged together."""
    cities = [hot(spots(cases_of(by_chance(3, seed)), CITY, 1, RULES)) for seed in range(20)]
    assert sum(bool(found) for found in cities) <= 4


def test_a_field_of_few_cases_has_no_hot_spots_and_a_lone_case_is_none() -> None:
    few = spots(cases_of({CITY[0]: 29}), CITY, 1, RULES)
    assert few.empty
    (city,) = hot_spot_rows(cases_of({CITY[0]: 29}), CITY, 5, RULES).to_dict("records")
    assert (city["hex_id"], city["field"], city["cases_cnt"], city["is_hot"]) == ("all", "all", 30, False)
    lone = dict.fromkeys(CITY[::9], 1) | {CITY[0]: 10}
    assert sum(lone.values()) >= 30
    assert hot(spots(cases_of(lone), CITY, 1, RULES)) <= set(h3.grid_disk(CITY[0], 1))


def planted(mean: float, seed: int, cells: list[str]) -> dict[str, int]:
    """Counts by chance, with a hot spot."""
    drawn = np.random.default_rng(seed).poisson(mean, len(cells))
    hill = dict.fromkeys(h3.grid_disk(cells[len(cells) // 3], 1), 5)
    return {cell: int(n) + hill.get(cell, 0) for cell, n in zip(cells, drawn, strict=True)}


def test_counts_are_told_in_multiples_of_k_and_z_as_of_them() -> None:
    counts = planted(2, 5, CITY)
    exact, told = (spots(cases_of(counts), CITY, k, RULES) for k in (1, 5))
    exact, told = (rows[rows["field"] == "교통"].set_index("hex_id") for rows in (exact, told))
    assert len(exact) == len(CITY)
    assert set(told.index) == {c for c in CITY if exact.loc[c, "is_hot"] or exact.loc[c, "cases_cnt"] >= 5}
    assert (told["cases_cnt"].isna() == (exact.loc[told.index, "cases_cnt"] < 5)).all()
    assert (told["cases_cnt"].dropna() % 5 == 0).all()
    warm = told[told["is_hot"]]
    assert told[~told["is_hot"]][["near_cases_cnt", "gi_z", "gi_p"]].isna().all(axis=None)
    assert len(warm) >= 7 and (warm["near_cases_cnt"] % 10 == 0).all()
    same = (warm["near_cases_cnt"] == exact.loc[warm.index, "near_cases_cnt"]).astype(bool)
    assert 0 < same.sum() < len(same)
    assert ((warm["gi_z"] == exact.loc[warm.index, "gi_z"]) == same).all()


def bounds_of_hidden(counts: dict[str, int], told: pd.DataFrame, k: int) -> dict[str, tuple[float, float]]:
    """What all that is told says of each hidden hexagon: bounds by a linear programme."""
    near = {cell: [c for c in h3.grid_disk(cell, 1) if c in counts] for cell in counts}
    system, half = System(), k // 2
    shown, sums = told["cases_cnt"].dropna(), told[told["is_hot"]]["near_cases_cnt"]
    for cell in counts:
        ends = (max(shown[cell] - half, k), shown[cell] + half) if cell in shown else (0, k - 1)
        system.unknown(cell, *ends)
    # What is not hot has no more around it than the coolest hot spot of as many neighbours.
    coolest = {
        len(near[cell]): min(sums[c] for c in sums.index if len(near[c]) == len(near[cell])) for cell in sums.index
    }  # fmt: skip
    for cell in counts:
        low, high = (sums[cell] - k, sums[cell]) if cell in sums else (0, coolest.get(len(near[cell]), math.inf))  # fmt: skip
        system.between(dict.fromkeys(near[cell], 1.0), low, high + k)
    city = multiples(sum(counts.values()), k) or 0
    system.between(dict.fromkeys(counts, 1.0), city - half, city + half)
    hidden = [cell for cell in counts if cell not in shown]
    return {cell: whole(interval) for cell, interval in system.intervals(hidden).items()}


@pytest.mark.parametrize("mean", [0.5, 1.5, 3.5])
def test_nobody_works_out_a_hidden_hexagon_from_its_neighbourhoods(mean: float) -> None:
    """Of five cities with a hot spot no hidden hexagon has one value only, and hardly any fewer than the rule admits."""
    cells, k, found = sorted(h3.grid_disk(HEX, 4)), 5, []
    for seed in range(5):
        counts = planted(mean, seed, cells)
        told = spots(cases_of(counts), cells, k, RULES).query("field == '교통'").set_index("hex_id")
        assert told["is_hot"].any()
        bounds = bounds_of_hidden(counts, told, k)
        assert all(low <= counts[cell] <= high for cell, (low, high) in bounds.items())
        found += bounds.values()
    assert len(found) > 5 * len(cells) / 3
    assert [ends for ends in found if ends[0] == ends[1]] == []
    assert sum(ends != (0, k - 1) for ends in found) <= 0.01 * len(found)


def test_the_attack_on_neighbourhoods_would_find_sums_told_as_they_are() -> None:
    """The same programme with exact sums of neighbourhoods works hidden hexagons out: it can fail."""
    cells = sorted(h3.grid_disk(HEX, 3))
    counts = {cell: n for cell, n in by_chance(1.5, seed=3).items() if cell in set(cells)}
    system = System()
    for cell in cells:
        system.unknown(cell, 0, 4)
    for cell in cells:
        near = {other: 1.0 for other in h3.grid_disk(cell, 1) if other in counts}
        system.equal(near, sum(counts[other] for other in near))
    try:
        bounds = [whole(interval) for interval in system.intervals(cells).values()]
    except Contradiction:
        pytest.fail("the sums contradict each other")
    assert any(low == high for low, high in bounds)


# In the lake


def told_of(lake: Lake, table: str) -> list[dict[str, object]]:
    with duckdb.connect() as con:
        return (
            con.read_parquet(lake.glob("aggregate", table), hive_partitioning=False)
            .to_arrow_table()
            .to_pylist()
        )


@pytest.fixture
def city(seoul: Profile) -> Profile:
    feeds = seoul.feeds | {"complaint_version": seoul.feed("complaint_version").model_copy(update={"k_persons": 2})}  # fmt: skip
    rules = HotSpotRules(field_cases_min=4, parking_items=["불법주정차"], crowding_items=["버스"])
    return seoul.model_copy(
        update={
            "feeds": feeds,
            "complaints": seoul.complaints.model_copy(update={"hot_spots": rules}),
        }
    )


def test_hexagons_of_dongs_without_a_case_are_part_of_the_city(lake: Lake, city: Profile) -> None:
    folder = lake.partition("aggregate", "dong_hex", "resolution", "8")
    folder.mkdir(parents=True)
    far = h3.grid_ring(HEX, 4)[0]
    row = {
        "dong_code": "1",
        "hex_id": far,
        "dong_share": 1.0,
        "hex_share": 1.0,
        "is_main_hex": True,
        "is_main_dong": True,
    }
    pq.write_table(pa.Table.from_pylist([row], DONG_HEX_SCHEMA), folder / "part-0.parquet")
    tell(lake, [case(1, MORNING - timedelta(days=90), hex_id=CITY[3]), case(2, MORNING)], DELIVERED)
    assert hot_spots.hexagons(lake, 8) == sorted([far, CITY[3], HEX])


def test_the_lake_tells_of_cases_with_a_place_in_the_last_four_weeks(lake: Lake, city: Profile) -> None:
    inside = [case(n, MORNING - timedelta(days=27)) for n in range(4)]
    outside = [
        case(4, MORNING - timedelta(days=28)),
        case(5, MORNING, hex_id=None),
        case(6, MORNING, status="deleted"),
    ]
    elsewhere = [case(7, MORNING - timedelta(days=28), hex_id=cell) for cell in h3.grid_ring(HEX, 3)]
    tell(lake, [*inside, *outside, *elsewhere, case(9, MORNING)], DELIVERED)
    assert hot_spots.run(None, lake, city, DAY).partitions == ["2026-11-03"]
    assert hot_spots.run(None, lake, city, DAY).partitions == []
    told = told_of(lake, hot_spots.TABLE)
    assert {(r["hex_id"], r["field"], r["cases_cnt"], r["received_from"]) for r in told} == {
        (place, field, 6, date(2026, 10, 6)) for field in ("all", "교통") for place in ("all", HEX)
    }


# By hexagon and hour


def test_cases_are_counted_by_kind_of_day_and_hour_and_small_rows_left_out(lake: Lake, city: Profile) -> None:
    """Two Fridays, of which the 9th of October is Hangul Day, and a weekend: 02:30 on Sunday belongs to Saturday."""
    friday = datetime(2026, 10, 2, 8)
    parked = [case(n, friday) for n in range(3)]
    night = [case(10 + n, datetime(2026, 10, 18, 2, 30)) for n in range(2)]
    holiday = [case(20 + n, datetime(2026, 10, 9, 18)) for n in range(2)]
    crowded = [case(30 + n, friday, item="버스") for n in range(2)]
    alone = [case(40, datetime(2026, 10, 18, 9)), *(case(50 + n, friday, item="택시") for n in range(2))]
    tell(lake, [*parked, *night, *holiday, *crowded, *alone], DELIVERED)
    hex_hours.run(None, lake, city, DAY)
    told = {
        (r["topic"], r["item"], r["day_type"], r["hour"]): (r["cases_cnt"], r["days_cnt"])
        for r in told_of(lake, hex_hours.TABLE)
        if r["hex_id"] != "all"
    }
    assert told == {
        ("parking", "불법주정차", "weekday", 8): (4, 1),
        ("parking", "불법주정차", "saturday", 26): (2, 1),
        ("parking", "불법주정차", "sunday_holiday", 18): (2, 2),
        ("crowding", "버스", "weekday", 8): (2, 1),
    }


def test_the_whole_city_has_every_hour_also_those_without_a_case(lake: Lake, city: Profile) -> None:
    days = [case(1, MORNING), case(2, MORNING, hex_id=CITY[0]), case(3, MORNING + timedelta(days=1))]
    tell(lake, days, date(2026, 11, 4))
    hex_hours.run(None, lake, city, DAY)
    told = [r for r in told_of(lake, hex_hours.TABLE) if r["hex_id"] == "all"]
    assert len(told) == 2 * 24
    nine = {r["item"]: (r["cases_cnt"], r["days_cnt"]) for r in told if r["hour"] == 9}
    assert nine == {"불법주정차": (4, 2), "버스": (0, 2)}


def test_where_the_profile_names_no_item_nothing_is_counted(lake: Lake, seoul: Profile) -> None:
    none = seoul.model_copy(
        update={"complaints": seoul.complaints.model_copy(update={"hot_spots": HotSpotRules()})}
    )
    tell(lake, [case(1, MORNING)], DELIVERED)
    assert hex_hours.run(None, lake, none, DAY).partitions == []


def test_a_count_as_it_may_be_told() -> None:
    assert [multiples(n, 5) for n in (0, 1, 4, 5, 7, 8, 12, 13)] == [0, None, None, 5, 5, 10, 10, 15]
    assert [multiples(n, 1) for n in (0, 1, 7)] == [0, 1, 7]
