"""No raw subscriber number anywhere but landing, no hidden count to be worked out from what is published; and searches that would find one."""

import shutil
from base64 import b64encode
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nightowl import profile, snapshots
from nightowl.lake import Lake
from spark_jobs.telecom.trusted import DOUBTED
from tests.attack import attack, attack_groups, differences, lifted
from tests.encodings import Search
from tests.night.conftest import NIGHT, DemoNight
from tests.privacy import finds, planted_texts, raw_cards, raw_numbers, slips
from tests.published import (
    APART,
    COMPLAINT_PARTS,
    COMPLAINTS,
    FACTS,
    MAPPED,
    PRESENCE,
    city_sums,
    ledger_totals,
    unheard_of,
)


def test_no_raw_number_outside_landing(demo_night: DemoNight) -> None:
    assert finds(demo_night.lake) == []


def test_nothing_personal_in_a_complaint_leaves_landing(demo_night: DemoNight) -> None:
    assert len(planted_texts(demo_night.lake)) > 1_000
    assert slips(demo_night.lake) == []


def test_a_slip_in_a_cleaned_complaint_or_a_log_is_found(demo_night: DemoNight, tmp_path) -> None:
    lake = Lake(tmp_path).make()
    for folder in ("landing/complaint_version", "../oracle"):
        shutil.copytree(demo_night.lake.root / folder, lake.root / folder)
    value = max(planted_texts(lake), key=lambda text: (len(text), text))
    place = lake.partition("clean", "complaint_version", "service_date", "2026-11-01")
    place.mkdir(parents=True)
    pq.write_table(pa.table({"text": [f"제 이름은 {value}입니다"]}), place / "part-0.parquet")
    logs = {
        "plain": value,
        "base64": b64encode(f"row: {value}".encode()).decode(),
        "hex": value.encode().hex(),
        "url": quote(value),
        "back": value[::-1],
    }
    for name, text in logs.items():
        (lake.logs / f"{name}.log").write_text(f"odd line: {text}\n")
    assert slips(lake) == [
        "lake/clean/complaint_version/service_date=2026-11-01/part-0.parquet [text]: 1",
        *(f"logs/{name}.log: 1" for name in sorted(logs)),
    ]


def test_a_squeezed_or_regrouped_number_is_found() -> None:
    search = Search(["010-1234-5678", "김민수", "2층 302호"])
    assert search.values_in("tel 010 1234 5678.") == search.values_in("01012345678") == {"010-1234-5678"}
    assert search.values_in("수민김 동 2층302호, 010-1234-567") == set()
    assert search.values_in("name=%EA%B9%80%EB%AF%BC%EC%88%98&x") == {"김민수"}
    assert search.values_in('{"name": "\\uae40\\ubbfc\\uc218"}') == {"김민수"}


def test_landing_is_its_owners_alone(demo_night: DemoNight) -> None:
    assert demo_night.lake.landing.stat().st_mode & 0o077 == 0
    assert (demo_night.lake.home / "secrets" / "pseudonym.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("shape", "as_type"),
    [
        ("0{n}", pa.string()),
        ("tel +82 {a}-{b}-{c}.", pa.string()),
        ("2026110104000{n}9", pa.string()),
        ("0{n}", pa.binary()),
        ("0{n}", pa.list_(pa.string())),
        ("{n}", pa.int64()),
    ],
)
def test_a_number_planted_in_clean_is_found(
    demo_night: DemoNight, tmp_path, shape: str, as_type: pa.DataType
) -> None:
    lake = Lake(tmp_path).make()
    shutil.copytree(demo_night.lake.landing, lake.landing, dirs_exist_ok=True)
    number = min(n for n in raw_numbers(lake) if len(n) == 10)
    text = shape.format(n=number, a=number[:2], b=number[2:6], c=number[6:])
    value = {pa.binary(): text.encode(), pa.list_(pa.string()): [text], pa.int64(): int(number)}.get(
        as_type, text
    )
    folder = lake.partition("clean", "telecom_event", "service_date", "2026-11-01")
    folder.mkdir(parents=True)
    pq.write_table(pa.table({"planted": pa.array([value], as_type)}), folder / "part-0.parquet")
    assert finds(lake) == ["lake/clean/telecom_event/service_date=2026-11-01/part-0.parquet [planted]: 1"]


def test_a_card_in_groups_or_inside_a_line_is_found(demo_night: DemoNight, tmp_path) -> None:
    lake = Lake(tmp_path).make()
    shutil.copytree(demo_night.lake.landing, lake.landing, dirs_exist_ok=True)
    card = min(raw_cards(lake))
    (lake.logs / "night.log").write_text(f"bad row: 20261101,01,{card},11\n")
    folder = lake.partition("clean", "card_tap", "service_date", "2026-11-01")
    folder.mkdir(parents=True)
    pq.write_table(
        pa.table({"user_type": ["-".join(card[n : n + 4] for n in range(0, 16, 4))]}),
        folder / "part-0.parquet",
    )
    assert finds(lake) == [
        "lake/clean/card_tap/service_date=2026-11-01/part-0.parquet [user_type]: 1",
        "logs/night.log: 1",
    ]


def test_a_number_in_a_log_is_found(demo_night: DemoNight, tmp_path) -> None:
    lake = Lake(tmp_path).make()
    shutil.copytree(demo_night.lake.landing, lake.landing, dirs_exist_ok=True)
    number = min(n for n in raw_numbers(lake) if len(n) == 10)
    (lake.logs / "night.log").write_text(f"bad row: 0{number}\n")
    assert finds(lake) == ["logs/night.log: 1"]


K = profile.load().privacy.k_persons


def of_lake(lake: Lake, zone: str, table: str) -> str:
    """SQL that reads a whole lake table."""
    return f"read_parquet('{lake.glob(zone, table)}', union_by_name = true, hive_partitioning = false)"


def test_every_published_table_that_counts_people_is_known_to_the_attack(demo_night: DemoNight) -> None:
    with snapshots.open_snapshot(demo_night.lake) as con:
        assert unheard_of(con) == {}, (
            "name it in tests/published.py, with what an outsider can hold against it"
        )


def test_the_attack_recovers_no_hidden_count(demo_night: DemoNight) -> None:
    with snapshots.open_snapshot(demo_night.lake) as con:
        found = attack(con, FACTS, profile.load().k_persons, ledger_totals(con), MAPPED, APART)
    told = found.shares()
    assert len(told) == len(FACTS) and all(hidden > 100 for hidden, _, _ in told.values()), told
    assert found.recovered == []
    assert {narrowed for _, narrowed, _ in told.values()} == {0}, told


def test_the_sums_of_all_cases_give_no_part_of_a_dong_away(demo_night: DemoNight) -> None:
    with snapshots.open_snapshot(demo_night.lake) as con:
        totals = [total for total in city_sums(con) if total.fact in COMPLAINT_PARTS]
        found = attack(con, COMPLAINT_PARTS, profile.load().k_persons, totals, MAPPED, APART)
        days = con.execute("select count(distinct service_date) from fct_complaint").fetchall()
    assert len(found.found) > 100 and len(totals) == 3 and days[0][0] >= 7
    # That nobody's answer is unknown, or nobody waits, is no small count.
    assert [f for f in found.recovered if f.low > 0] == []


def test_a_dong_hidden_alone_would_be_given_away_by_the_citys_sum(demo_night: DemoNight) -> None:
    """The broken suppression: the smallest dong of a day is hidden, and it alone."""
    with duckdb.connect() as con:
        con.execute(f"attach '{demo_night.lake.snapshot.resolve()}' as night (read_only)")
        con.execute("create table fct_complaint as from night.fct_complaint")
        con.execute(
            f"""create table fct_complaint_dong_day as
            with counted as (
                from {of_lake(demo_night.lake, "aggregate", "complaint_dong_day")} semi join fct_complaint using (service_date)
            )
            select *, row_number() over (partition by service_date order by cases_cnt, dong_code) = 1 as is_hidden from counted"""
        )
        con.execute("update fct_complaint_dong_day set cases_cnt = null where is_hidden")
        found = attack(con, [COMPLAINTS], lambda feed: K, city_sums(con)[:1]).recovered
    assert len(found) >= 7 and all(0 < f.low < K for f in found)


def test_a_total_over_hidden_hexagons_would_be_caught(demo_night: DemoNight) -> None:
    """A mart that sums the counted table instead of the public one, by day and hexagon."""
    with duckdb.connect() as con:
        con.execute(f"attach '{demo_night.lake.snapshot.resolve()}' as night (read_only)")
        con.execute(
            f"create table {PRESENCE.table} as from night.{PRESENCE.table} where hour >= 26 and service_date = '{NIGHT}'"
        )
        counted = of_lake(demo_night.lake, "aggregate", "presence_hex_hour")
        con.execute(
            f"create schema truth; create table truth.counted as from {counted} where hour >= 26 and service_date = '{NIGHT}'"
        )
        con.execute(
            "create table mart_broken as select service_date, hex_id, sum(persons_cnt) as persons_cnt from truth.counted group by all"
        )
        found = attack(con, [PRESENCE], lambda feed: K).recovered
        truth = {
            tuple(key): n
            for *key, n in con.execute(
                "select service_date, hour, hex_id, persons_cnt from truth.counted"
            ).fetchall()
        }
    assert len(found) > 10
    # Where a shown row tells fewer persons than were counted (those of hidden sites are left out), the rest is theirs.
    assert all(f.low >= truth[f.key] for f in found)


@dataclass(frozen=True)
class Site:
    """A ground that cells share, in one hour: how many persons were there for most of their events, and the hexagons it reaches into."""

    hour: tuple[date, int]
    ground: frozenset[str]
    persons: int


@pytest.fixture(scope="session")
def sites(demo_night: DemoNight) -> list[Site]:
    """Every site and hour, counted from the clean events that consumers trust."""
    lake = demo_night.lake
    shares = of_lake(lake, "aggregate", "cell_hex_share")
    with duckdb.connect() as con:
        rows = con.execute(
            f"""
            with ground as (
                select valid_from, cell_id, list((hex_id, round(share, 9)) order by hex_id) as ground, list(hex_id) as hexes
                from {shares} group by all
            ),
            event as (
                select *, (select max(valid_from) from (select distinct valid_from from {shares}) where valid_from <= service_date) as valid_from
                from {of_lake(lake, "clean", "telecom_event")}
            )
            select service_date, hour, any_value(hexes), count(*) from (
                select service_date, hour, ground, any_value(hexes) as hexes,
                    row_number() over (partition by service_date, hour, subscriber_key order by count(*) desc, ground) as nth
                from event join ground using (valid_from, cell_id)
                anti join (from {of_lake(lake, "aggregate", "cell_fault")} where fault = 'clock_skewed') using (service_date, cell_id)
                where not list_has_any(flags, {list(DOUBTED)}) group by service_date, hour, subscriber_key, ground
            ) where nth = 1 group by service_date, hour, ground"""
        ).fetchall()
    return [Site((day, hour), frozenset(hexes), persons) for day, hour, hexes, persons in rows]


def test_hidden_sites_of_an_hour_are_not_told_apart_by_its_records(
    demo_night: DemoNight, sites: list[Site]
) -> None:
    """Who knows the sites, their ground and an hour's records knows what all hidden sites have together: too much to tell of one.

    Of days that only late records of other days' files opened no number of records is told.
    """
    lake = demo_night.lake
    small = Counter(site.hour for site in sites if site.persons < K)
    with duckdb.connect() as con:
        records = con.execute(
            f"""select service_date, hour, sum(counted.events_est) - sum(coalesce(told.events_est, 0))
            from {of_lake(lake, "aggregate", "presence_hex_hour")} counted
            join {of_lake(lake, "aggregate", "presence_hex_hour_public")} told using (service_date, hour, hex_id)
            semi join (from '{lake.quality}/trend/trend.parquet' where feed = 'telecom_event' and metric = 'volume') using (service_date)
            group by all"""
        ).fetchall()
    groups = {(day, hour): (small[day, hour], told) for day, hour, told in records if small[day, hour]}
    found = attack_groups(groups, K, "sites")
    assert len(found.found) > 500
    assert found.recovered == [] and [f for f in found.found if f.is_narrowed] == []


def test_hexagons_that_share_sites_do_not_tell_who_is_at_one_alone(
    demo_night: DemoNight, sites: list[Site]
) -> None:
    """Hexagons overlap: where one site more reaches into one than into its neighbour, the difference is that site, all of it."""
    public = of_lake(demo_night.lake, "aggregate", "presence_hex_hour_public")
    with duckdb.connect() as con:
        rows = con.execute(
            f"select service_date, hour, hex_id, persons_cnt from {public} where not is_hidden"
        ).fetchall()
    reached: dict[tuple, set[int]] = defaultdict(set)
    for number, site in enumerate(sites):
        if site.persons >= K:
            for hex_id in site.ground:
                reached[(*site.hour, hex_id)].add(number)
    counts: dict[tuple, dict[frozenset, int]] = defaultdict(dict)
    for *key, persons in rows:
        counts[tuple(key[:2])][frozenset(reached[tuple(key)])] = persons
    assert len(counts) >= 48
    assert [found for of_hour in counts.values() for found in differences(of_hour, K)] == []


def test_hidden_pairs_of_taxis_are_not_told_apart(demo_night: DemoNight) -> None:
    """The trips of a month are known, and so is how many pairs of places are hidden; which they are is not."""
    with snapshots.open_snapshot(demo_night.lake) as con:
        groups = con.execute(
            "select month, sum(hidden_cells_cnt), any_value(trips) - sum(trips_cnt) from fct_taxi_od join ("
            "select strftime(delivered - 1, '%Y-%m') as month, sum(rows_clean) as trips from mart_quality__file where feed = 'taxi_trip' group by 1"
            ") using (month) group by month"
        ).fetchall()
    found = attack_groups({month: (int(pairs), float(trips)) for month, pairs, trips in groups}, K, "pairs")
    assert len(found.found) > 1_000 and found.recovered == []


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("presence_hex_hour", ("service_date", "hour", "hex_id")),
        ("night_od", ("month", "origin_hex", "home_hex", "weekday", "hour")),
    ],
)
def test_scaling_lifts_nobody_over_k(demo_night: DemoNight, table: str, key: tuple[str, ...]) -> None:
    """Whatever a table tells in persons, estimated persons or residents, k persons of the carrier stand behind it."""
    lake = demo_night.lake
    if not lake.table("aggregate", f"{table}_public").exists():
        pytest.skip(f"{table} is not made yet")
    with duckdb.connect() as con:
        for name in (table, f"{table}_public"):
            con.execute(f"create table {name} as from {of_lake(lake, 'aggregate', name)}")
        numbers = con.execute(
            f"select column_name from duckdb_columns() where table_name = '{table}_public' and data_type in ('BIGINT', 'DOUBLE', 'INTEGER') "
            f"and column_name not in {key} and column_name not like 'hidden%'"
        ).fetchall()
        same = {name: f"coalesce({name}::varchar, '')" for name in key}
        for name in (table, f"{table}_public"):
            con.execute(
                f"create view keyed_{name} as select * replace ({', '.join(f'{text} as {name_}' for name_, text in same.items())}) from {name}"
            )
        assert numbers
        for (column,) in numbers:
            assert lifted(con, f"keyed_{table}_public", column, f"keyed_{table}", key, K) == [], column
