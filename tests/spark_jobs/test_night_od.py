"""Who is away from home late at night: pairs on literal rows, what of them is told, and the whole chain on the simulated city."""

import hashlib
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import duckdb
import h3
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nightowl.lake import Lake
from spark_jobs.telecom import night_od, person_tasks
from spark_jobs.telecom.night_od import add_up, count_pairs, full_nights, nights_by_weekday, suppress
from tests import simulated_nights
from tests.simulated_nights import person_of_key

TUESDAY, WEDNESDAY = date(2022, 3, 1), date(2022, 3, 2)
# Hexagons on one meridian: B is 2.9 km north of A, C 3.1 km.
KM = 1 / 111.195
CENTRES = {"A": 37.5, "B": 37.5 + 2.9 * KM, "C": 37.5 + 3.1 * KM, "D": 37.7}
SHAPE = pa.schema(
    [
        ("service_date", pa.date32()),
        ("subscriber_key", pa.string()),
        ("last_hour", pa.int32()),
        ("last_hex", pa.string()),
    ]
)


def pairs(
    nights: list[tuple], homes: dict[str, str | None], weights: list[tuple] = (), age: str | None = None
) -> list[dict]:  # type: ignore[assignment]
    """Counted pairs of `nights` (service_date, person, hour, hexagon) of persons with `homes`."""
    with duckdb.connect() as con:
        con.register(
            "night", pa.Table.from_pylist([dict(zip(SHAPE.names, n, strict=True)) for n in nights], SHAPE)
        )
        living = [
            {"subscriber_key": p, "home_hex": h, "home_dong_code": f"dong {h}", "age_band": age}
            for p, h in homes.items()
        ]
        con.register(
            "home",
            pa.Table.from_pylist(
                living,
                pa.schema(
                    [(c, pa.string()) for c in ("subscriber_key", "home_hex", "home_dong_code", "age_band")]
                ),
            ),
        )
        con.register(
            "centres",
            pa.table({"hex_id": list(CENTRES), "latitude": list(CENTRES.values()), "longitude": [127.0] * 4}),
        )
        shape = pa.schema([("dong_code", pa.string()), ("age_band", pa.string()), ("weight", pa.float64())])
        con.register(
            "weights", pa.Table.from_pylist([dict(zip(shape.names, w, strict=True)) for w in weights], shape)
        )
        con.register("part", count_pairs(con, 3.0))
        con.register("nights_of", nights_by_weekday(sorted({str(n[0]) for n in nights})))
        return add_up(con, "2022-03").to_pylist()


def whole(rows: list[dict]) -> dict[tuple, dict]:
    """Rows of all nights and hours by pair."""
    return {(r["origin_hex"], r["home_hex"]): r for r in rows if r["weekday"] is None and r["hour"] is None}


def test_who_is_within_reach_of_home_has_come_home() -> None:
    found = whole(
        pairs([(TUESDAY, p, 25, at) for p, at in zip("pqr", "ABC", strict=True)], dict.fromkeys("pqr", "A"))
    )
    assert found.keys() == {("C", "A")}


def test_a_person_counts_once_a_level_and_each_night_counts() -> None:
    rows = pairs(
        [(TUESDAY, "p", 24, "A"), (WEDNESDAY, "p", 25, "A"), (TUESDAY, "q", 25, "A")], {"p": "D", "q": "D"}
    )
    counts = {
        (r["weekday"], r["hour"]): (r["persons_cnt"], r["person_nights_cnt"], r["nights_cnt"]) for r in rows
    }
    assert counts == {
        (None, None): (2, 3, 2), (2, None): (2, 2, 1), (3, None): (1, 1, 1), (None, 24): (1, 1, 2), (None, 25): (2, 2, 2),
        (2, 24): (1, 1, 1), (2, 25): (1, 1, 1), (3, 25): (1, 1, 1),
    }  # fmt: skip


def test_nobody_counts_who_was_not_seen_after_midnight_or_lives_nobody_knows_where() -> None:
    assert pairs([(TUESDAY, "p", None, None), (TUESDAY, "q", 25, "A")], {"p": "D", "q": None}) == []


def test_person_nights_stand_for_residents_a_night_by_age_where_it_was_fitted() -> None:
    nights = [(TUESDAY, "p", 25, "A"), (WEDNESDAY, "p", 25, "A"), (WEDNESDAY, "q", 25, "A")]
    weights = [("dong D", "20-24", 30.0), ("dong D", None, 40.0)]
    by_age, plain, none = (
        whole(pairs(nights, {"p": "D", "q": "D"}, given, age))["A", "D"]["residents_est"]
        for given, age in ((weights, "20-24"), (weights, "0-9"), ([], "20-24"))
    )
    assert (by_age, plain, none) == (45.0, 60.0, None)


def told(rows: list[tuple], k: int = 5) -> list[tuple]:
    """What is told of (origin, home, weekday, hour, persons), as the same tuples, and the hidden pairs last."""
    with duckdb.connect() as con:
        con.execute(
            "create table counted (month varchar, origin_hex varchar, home_hex varchar, weekday int, hour int, persons_cnt bigint)"
        )
        if rows:
            con.executemany("insert into counted values ('2022-03', $1, $2, $3, $4, $5)", rows)
        found = suppress(con, "2022-03", k).to_pylist()
    shown = [
        (r["origin_hex"], r["home_hex"], r["weekday"], r["hour"], r["persons_cnt"])
        for r in found
        if not r["is_hidden"]
    ]
    (hidden,) = [r for r in found if r["is_hidden"]]
    assert {c for c, value in hidden.items() if value is not None} == {
        "month",
        "is_hidden",
        "hidden_pairs_cnt",
    }
    return [*shown, hidden["hidden_pairs_cnt"]]


def test_a_pair_of_few_persons_is_not_even_named() -> None:
    assert told([("A", "D", None, None, 4), ("C", "D", None, None, 5), ("D", "A", None, None, 1)]) == [
        ("C", "D", None, None, 5),
        2,
    ]


def test_a_split_with_one_small_part_is_not_told_at_all() -> None:
    """With the whole and all other parts at hand, the one that is hidden would be known."""
    split = [
        ("A", "D", None, None, 12),
        ("A", "D", 2, None, 8),
        ("A", "D", 3, None, 4),
        ("A", "D", None, 24, 6),
        ("A", "D", None, 25, 7),
    ]
    assert told(split) == [("A", "D", None, 24, 6), ("A", "D", None, 25, 7), ("A", "D", None, None, 12), 0]


def test_where_nobody_was_away_the_month_still_says_so() -> None:
    assert told([]) == [0]


def test_a_night_that_late_rows_opened_is_no_night(tmp_path: Path) -> None:
    for day, rows in (("2022-03-01", 1000), ("2022-03-02", 100), ("2022-03-03", 99), ("2022-03-04", 0)):
        folder = tmp_path / day
        folder.mkdir()
        if rows:
            pq.write_table(pa.table({"x": range(rows)}), folder / "part-0.parquet")
    assert full_nights({p.name: p for p in sorted(tmp_path.iterdir())}) == ["2022-03-01", "2022-03-02"]


MONTH_ENDS = [date(2026, 11, 29), date(2026, 11, 30), date(2026, 12, 1)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, seoul) -> tuple[Lake, simulated_nights.Nights]:
    """Three nights about the end of a month of a small simulated city, and all that is made from them."""
    lake = Lake(tmp_path_factory.mktemp("nights")).make()
    nights = simulated_nights.write(lake, seoul, MONTH_ENDS, persons=4_000, sites=300)
    night_od.run(None, lake, seoul, MONTH_ENDS[-1])  # type: ignore[arg-type]
    return lake, nights


def rows_of(lake: Lake, table: str) -> pd.DataFrame:
    files = [
        str(f) for folder in lake.partitions("aggregate", table).values() for f in folder.glob("*.parquet")
    ]
    return duckdb.sql(f"from read_parquet({files}, hive_partitioning = false)").df()


def hashes(lake: Lake) -> dict[str, str]:
    """Digest of each partition's rows, whatever their order."""
    return {
        f"{table}/{value}": hashlib.sha256(
            "\n".join(
                sorted(
                    map(
                        str,
                        pa.concat_tables(
                            [pq.read_table(f) for f in sorted(folder.glob("*.parquet"))]
                        ).to_pylist(),
                    )
                )
            ).encode()
        ).hexdigest()
        for table in (
            "subscriber_night",
            "home",
            "home_agreement_public",
            "expansion_weight",
            "night_od",
            "night_od_public",
        )
        for value, folder in lake.partitions("aggregate", table).items()
    }


def test_neither_nights_nor_homes_cross_a_month(made) -> None:
    lake, nights = made
    homes = rows_of(lake, "home")
    seen = nights.seen.assign(month=[f"{d:%Y-%m}" for d in nights.seen.service_date])
    assert homes.groupby("month").size().to_dict() == seen.groupby("month").person.nunique().to_dict()
    assert (
        homes[homes.month == "2026-12"].nights_cnt.max() == 1
        and homes[homes.month == "2026-11"].nights_cnt.max() == 2
    )
    assert set(homes.rule.dropna()) == {"carrier"}, "two nights are no habit"


def test_the_carriers_dong_is_the_home_where_it_is_told(made) -> None:
    lake, nights = made
    homes = rows_of(lake, "home")
    codes = np.array([*nights.city.ground.dong_codes, ""], dtype=object)
    expected = codes[nights.people.billed_dong[[person_of_key(key) for key in homes.subscriber_key]]]
    assert homes.home_dong_code.fillna("").tolist() == expected.tolist()
    assert homes[homes.rule == "carrier"].home_hex.notna().all(), "every dong of the register has a hexagon"


def test_what_is_told_is_what_was_counted(made) -> None:
    lake, _ = made
    counted, public = rows_of(lake, "night_od"), rows_of(lake, "night_od_public")
    pair = ["month", "weekday", "hour", "origin_hex", "home_hex"]
    shown = public[~public.is_hidden]
    assert len(shown) and shown.persons_cnt.min() >= 5
    both = shown.merge(counted, on=pair, suffixes=("", "_counted"))
    assert (
        len(both) == len(shown)
        and (both.persons_cnt == both.persons_cnt_counted).all()
        and (both.residents_est == both.residents_est_counted).all()
    )
    alone = counted[counted.weekday.isna() & counted.hour.isna()]
    assert dict(public[public.is_hidden].groupby("month").hidden_pairs_cnt.sum()) == Counter(
        alone[alone.persons_cnt < 5].month
    )


def test_a_rerun_changes_nothing_and_a_changed_night_only_its_month(made, seoul) -> None:
    lake, _ = made
    before = hashes(lake)
    assert night_od.run(None, lake, seoul, MONTH_ENDS[-1]).partitions == []  # type: ignore[arg-type]
    again = night_od.run(None, lake, seoul, MONTH_ENDS[-1], rebuild="2026-12-01")  # type: ignore[arg-type]
    assert again.partitions == ["2026-12"] and hashes(lake) == before


def test_however_many_tasks_do_it_the_rows_are_the_same(
    made, seoul, spark, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake, _ = made
    before = hashes(lake)
    monkeypatch.setattr(person_tasks, "ROWS_A_TASK", 5_000)
    for table in ("subscriber_night", "home_agreement_public", "night_od_public"):
        for folder in lake.partitions("aggregate", table).values():
            (folder / "_run").unlink()
    assert night_od.run(spark, lake, seoul, MONTH_ENDS[-1]).partitions == ["2026-11", "2026-12"]
    assert hashes(lake) == before
    assert len(list(lake.partition("aggregate", "home", "month", "2026-11").glob("*.parquet"))) > 1


def test_without_a_register_pairs_are_counted_and_stand_for_nobody(tmp_path: Path, seoul) -> None:
    lake = Lake(tmp_path / "home").make()
    simulated_nights.write(lake, seoul, [date(2026, 11, 6)], persons=2_000, sites=300, register=False)
    night_od.run(None, lake, seoul, date(2026, 11, 6))  # type: ignore[arg-type]
    assert rows_of(lake, "home").home_hex.isna().all(), "no register and no boundaries: no dong has a hexagon"
    assert rows_of(lake, "night_od_public").hidden_pairs_cnt.tolist() == [0]


@pytest.mark.long
def test_homes_and_ways_home_of_the_simulated_city_are_found(tmp_path: Path, seoul) -> None:
    """Twelve nights of one month: homes by the nights alone, and pairs of hexagons against where everybody truly was and lives.

    A cell tells a place to about a hexagon, so hexagons are compared with their neighbours: of both tables the person-nights that
    begin in a hexagon or one that touches it, and end likewise.
    """
    lake = Lake(tmp_path / "home").make()
    nights = simulated_nights.write(
        lake, seoul, [date(2026, 11, 2) + timedelta(days=n) for n in range(12)], persons=60_000, sites=1_200
    )
    night_od.run(None, lake, seoul, date(2026, 11, 13))  # type: ignore[arg-type]
    homes = rows_of(lake, "home")
    homes["person"] = [person_of_key(key) for key in homes.subscriber_key]
    true_home = nights.home_hex
    habit = homes[homes.night_cell_hex.notna()]
    assert len(habit) > 25_000 and habit.nights_cnt.min() >= 10
    assert (
        np.mean(
            [
                h3.grid_distance(a, true_home[p]) <= 1
                for a, p in zip(habit.night_cell_hex, habit.person, strict=True)
            ]
        )
        >= 0.95
    )

    late = nights.seen[nights.seen.hour >= 24].sort_values(["service_date", "person", "hour", "second"])
    late = late.groupby(["service_date", "person"]).tail(1)
    truth = late.assign(origin_hex=nights.place_hex[late.place], home_hex=true_home[late.person])
    truth = truth[[apart_km(a, b) > 3 for a, b in zip(truth.origin_hex, truth.home_hex, strict=True)]]
    pairs = rows_of(lake, "night_od")
    pairs = pairs[pairs.weekday.isna() & pairs.hour.isna()]
    known = truth[truth.person.isin(homes[homes.home_hex.notna()].person)]
    assert pairs.person_nights_cnt.sum() == pytest.approx(len(known), rel=0.03)
    # All subscribers stand for all residents, those without a known home too.
    stand_for = nights.city.residents.sum() / len(nights.people)
    assert pairs.residents_est.sum() == pytest.approx(len(truth) / 12 * stand_for, rel=0.03)

    ends = known.groupby(["origin_hex", "home_hex"]).size()
    planted = with_neighbours(zip(*zip(*ends.index, strict=True), ends, strict=True))
    found = with_neighbours(zip(pairs.origin_hex, pairs.home_hex, pairs.person_nights_cnt, strict=True))
    both = pd.DataFrame({"planted": planted, "found": found}).fillna(0)
    assert both[both.planted >= 5].corr().planted.found >= 0.95


def apart_km(a: str, b: str) -> float:
    return h3.great_circle_distance(h3.cell_to_latlng(a), h3.cell_to_latlng(b))


def with_neighbours(pairs) -> pd.Series:
    total: Counter[tuple[str, str]] = Counter()
    for origin, home, times in pairs:
        for a in h3.grid_disk(origin, 1):
            for b in h3.grid_disk(home, 1):
                total[a, b] += times
    return pd.Series(total)
