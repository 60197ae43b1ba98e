"""The attack itself: it finds what a broken suppression gives away, and nothing where counts are hidden as they should be."""

from collections.abc import Iterator
from random import Random

import duckdb
import pytest
from pyspark.sql import SparkSession

from spark_jobs.telecom.suppression import hide_small
from tests.attack import (
    Contradiction,
    Fact,
    Found,
    System,
    Total,
    attack,
    attack_groups,
    differences,
    lifted,
    whole,
)

K = 5
PRESENCE = Fact("fct_presence", "telecom_event", "persons_cnt", ("service_date", "hour", "hex_id"))
PROTECTED = Fact("grouped", "telecom_event", "persons_cnt", ("place", "part"), protects=True)
# hour, hexagon, persons; hour 24 has one small count, hour 25 two, hour 26 three
COUNTED = [
    (24, "A", 9), (24, "B", 3), (24, "C", 7),
    (25, "A", 8), (25, "B", 2), (25, "C", 4),
    (26, "A", 1), (26, "B", 2), (26, "C", 3), (26, "D", 30),
]  # fmt: skip


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A snapshot of one fact in which small counts are hidden one by one, and nothing else; `counted` is the truth beside it."""
    with duckdb.connect() as con:
        values = ", ".join(f"(date '2026-11-01', {hour}, '{place}', {n})" for hour, place, n in COUNTED)
        con.execute(
            f"create schema truth; create table truth.counted as from (values {values}) t (service_date, hour, hex_id, persons_cnt)"
        )
        con.execute(
            f"create table fct_presence as select * replace (case when persons_cnt >= {K} then persons_cnt end as persons_cnt), "
            f"persons_cnt < {K} as is_hidden from truth.counted"
        )
        yield con


def attacked(con: duckdb.DuckDBPyConnection, *totals: Total) -> dict[tuple, tuple[float, float]]:
    """Least and greatest number of persons, by hour and hexagon."""
    found = attack(con, [PRESENCE], lambda feed: K, totals)
    return {f.key[1:]: (f.low, f.high) for f in found.found}


UNTOUCHED = (1, K - 1)


def test_with_nothing_else_published_a_hidden_count_is_anything_the_rule_tells(
    con: duckdb.DuckDBPyConnection,
) -> None:
    found = attack(con, [PRESENCE], lambda feed: K)
    assert len(found.found) == 6 and found.recovered == []
    assert {(f.low, f.high) for f in found.found} == {UNTOUCHED}
    assert found.shares() == {"fct_presence.persons_cnt": (6, 0, 0)}


def test_a_total_that_runs_over_a_lone_hidden_cell_gives_it_away(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "create table mart_hours as select service_date, hour, sum(persons_cnt) as persons_cnt from truth.counted group by all"
    )
    found = attack(con, [PRESENCE], lambda feed: K)
    assert [(f.key[1:], f.low) for f in found.recovered] == [((24, "B"), 3)]
    assert attacked(con)[25, "B"] == (2, 4) and attacked(con)[26, "C"] == UNTOUCHED


def test_totals_over_the_shown_cells_tell_nothing(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "create table mart_hours as select service_date, hour, sum(persons_cnt) as persons_cnt, count(*) filter (is_hidden) "
        "as hidden_cells_cnt from fct_presence group by all"
    )
    assert set(attacked(con).values()) == {UNTOUCHED}


def test_totals_both_ways_give_away_what_each_alone_does_not(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("delete from truth.counted where hour = 24; delete from fct_presence where hour = 24")
    con.execute(
        "create table mart_hour as select hour, sum(persons_cnt) as persons_cnt from truth.counted group by all"
    )
    assert attack(con, [PRESENCE], lambda feed: K).recovered == []
    con.execute(
        "create table mart_hex as select hex_id, sum(persons_cnt) as persons_cnt from truth.counted group by all"
    )
    found = {f.key[1:]: f.low for f in attack(con, [PRESENCE], lambda feed: K).recovered}
    assert found == {(26, "A"): 1}, "the only hidden count of its hexagon"
    con.execute(
        "create table mart_day as select hex_id, hour, persons_cnt from truth.counted where hour = 25 and hex_id = 'B'"
    )
    found = {f.key[1:]: f.low for f in attack(con, [PRESENCE], lambda feed: K).recovered}
    assert found == {(hour, place): n for hour, place, n in COUNTED if hour > 24 and n < K}, (
        "one count told unravels the rest"
    )


def test_a_line_of_totals_inside_a_mart_is_seen(con: duckdb.DuckDBPyConnection) -> None:
    """As GROUP BY ROLLUP writes them: the key is NULL."""
    con.execute(
        "create table mart_presence as select service_date, hour, hex_id, persons_cnt from fct_presence union all "
        "select service_date, hour, null, sum(persons_cnt) from truth.counted group by all"
    )
    assert [f.key[1:] for f in attack(con, [PRESENCE], lambda feed: K).recovered] == [(24, "B")]


def test_a_count_hidden_in_one_table_and_told_in_another_is_seen(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create table mart_night as select * from truth.counted where hour = 26")
    assert {f.key[1:]: f.low for f in attack(con, [PRESENCE], lambda feed: K).recovered} == {
        (26, "A"): 1, (26, "B"): 2, (26, "C"): 3
    }  # fmt: skip


def test_records_of_an_hour_that_are_as_many_as_its_hidden_cells_give_them_all_away(
    con: duckdb.DuckDBPyConnection,
) -> None:
    """The ledger's counts are totals too: of an hour's records those of the shown cells are known, and each hidden cell has one at least."""
    records = Total(PRESENCE, "persons_cnt", ("hour",), "select 25, null, 10")
    assert attacked(con, records)[25, "B"] == attacked(con, records)[25, "C"] == (1, 1)
    loose = Total(PRESENCE, "persons_cnt", ("hour",), "select 25, null, 14")
    assert attacked(con, loose)[25, "B"] == UNTOUCHED


def test_a_cell_lifted_over_k_by_scaling_is_caught(con: duckdb.DuckDBPyConnection) -> None:
    """k decided on numbers expanded to residents: three persons of the carrier become nine residents."""
    key = ("service_date", "hour", "hex_id")
    sound = "select * exclude (persons_cnt), persons_cnt * 3.1 as residents_est from fct_presence where not is_hidden"
    broken = "select *, persons_cnt * 3.1 as residents_est from truth.counted where persons_cnt * 3.1 >= 5"
    assert lifted(con, f"({sound})", "residents_est", "truth.counted", key, K) == []
    found = lifted(con, f"({broken})", "residents_est", "truth.counted", key, K)
    assert [row[1:] for row in found] == [
        (24, "B", 3),
        (25, "B", 2),
        (25, "C", 4),
        (26, "B", 2),
        (26, "C", 3),
    ]


def test_of_what_cannot_be_true_nothing_is_said(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(Contradiction):
        attacked(con, Total(PRESENCE, "persons_cnt", ("hour",), "select 25, null, 9"))


def rounded(system: System) -> dict[object, tuple[float, float]]:
    return {name: (round(low, 6), round(high, 6)) for name, (low, high) in system.intervals().items()}


def test_the_bounds_are_those_of_the_textbook() -> None:
    """A block of two rows and two columns with its four totals: each count moves with the others, over as much as the smallest allows."""
    system = System()
    for name in "abcd":
        system.unknown(name)
    for terms, total in ((("a", "b"), 20), (("c", "d"), 30), (("a", "c"), 35), (("b", "d"), 15)):
        system.equal(dict.fromkeys(terms, 1), total)
    assert rounded(system) == {"a": (5, 20), "b": (0, 15), "c": (15, 30), "d": (0, 15)}


def test_unknowns_that_look_alike_have_one_interval_and_others_their_own() -> None:
    system = System()
    for n in range(4):
        system.unknown(n, 1, 9)
    system.unknown("apart", 1, 3)
    system.between({0: 1, 1: 1, 2: 1, 3: 2}, -float("inf"), 10)
    assert rounded(system) == {0: (1, 6), 1: (1, 6), 2: (1, 6), 3: (1, 3.5), "apart": (1, 3)}


def test_whatever_is_hidden_by_groups_stands_against_the_totals_of_the_groups(spark: SparkSession) -> None:
    """`hide_small` on hundreds of groups, of few and many small counts; the attacker is told the persons of each group, as no table tells.

    Each group has a row of k persons or more: where all are small there is nothing to hide them behind.
    """
    luck = Random(8)
    parts = [(f"g{g:04}", 0, luck.choice((5, 6, 9, 40))) for g in range(150)]
    parts += [
        (f"g{g:04}", p, luck.choice((1, 1, 2, 3, 4, 5, 9)))
        for g in range(150)
        for p in range(1, luck.randrange(2, 9))
    ]
    parts += [("ones", p, 1) for p in range(K)] + [
        ("ones", K, 7),
        ("most", 0, 4),
        ("most", 1, 4),
        ("most", 2, 4),
        ("most", 3, 8),
    ]
    counted = spark.createDataFrame(parts, "place string, part int, persons_cnt long")
    hidden = hide_small(counted, K, ["place"], ["persons_cnt"]).toPandas()
    with duckdb.connect() as con:
        con.execute(
            "create schema truth; create table truth.counted (place varchar, part int, persons_cnt bigint)"
        )
        con.executemany("insert into truth.counted values (?, ?, ?)", parts)
        con.register("hidden", hidden)
        con.execute("create table grouped as select place, part, persons_cnt, is_hidden from hidden")
        exact = Total(
            PROTECTED,
            "persons_cnt",
            ("place",),
            "select place, sum(persons_cnt), sum(persons_cnt) from truth.counted group by place",
        )
        found = attack(con, [PROTECTED], lambda feed: K, [exact])
        assert (
            lifted(
                con,
                "(select * from grouped where not is_hidden)",
                "persons_cnt",
                "truth.counted",
                ("place", "part"),
                K,
            )
            == []
        )
    assert len(found.found) > 300 and found.recovered == [], found.recovered[:5]
    assert [f for f in found.found if f.is_narrowed] == [], (
        "of a small count no more is told than that it is small"
    )


def test_groups_without_rows_are_told_apart_only_where_they_hold_as_many_records_as_members() -> None:
    found = attack_groups({"all ones": (3, 3), "few": (2, 4), "many": (4, 40)}, K, "sites")
    assert [f.key for f in found.recovered] == [("all ones", n) for n in range(3)]
    assert {f.key[0] for f in found.found if f.is_narrowed} == {"all ones", "few"}


def test_two_counts_of_distinct_persons_over_nested_places_tell_who_is_in_the_rest() -> None:
    """Six persons at either of two sites, five at the first: one was at the second alone, though five were seen there."""
    counts = {frozenset("ab"): 6, frozenset("a"): 5, frozenset("c"): 9, frozenset("abc"): 15}
    assert differences(counts, K) == [(frozenset("ab"), frozenset("a"), 1)]
    added = counts | {frozenset("ab"): 10}
    assert differences(added, K) == [], "persons counted at one site each, and added up"


def test_two_splits_of_a_pair_do_not_give_away_the_cells_where_they_cross() -> None:
    """A night pair is told by weekday and by hour where every weekday and every hour has k; not by both, where some crossing has fewer."""
    luck, judged = Random(5), 0
    for n in range(40):
        table = [[luck.choice((0, 1, 2, 3, 6, 9)) for _ in range(luck.randrange(2, 4))] for _ in range(2)]
        table = [row[: min(map(len, table))] for row in table]
        margins = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
        if min(*margins[0], *margins[1]) < K:
            continue
        system = System()
        cells = {(w, h): system.unknown((n, w, h)) for w, row in enumerate(table) for h in range(len(row))}
        for axis, sums in enumerate(margins):
            for at, total in enumerate(sums):
                system.equal({name: 1 for key, name in cells.items() if key[axis] == at}, total)
        found = [whole(bounds) for bounds in system.intervals().values()]
        assert [f for f in found if f[0] == f[1] and 0 < f[0] < K] == [], table
        judged += 1
    assert judged > 5


def test_a_found_count_says_whether_it_was_recovered_or_narrowed() -> None:
    assert Found("f", (), 2, 2, 1, 4).is_recovered and not Found("f", (), 1, 3, 1, 4).is_recovered
    assert Found("f", (), 1, 3, 1, 4).is_narrowed and not Found("f", (), 1, 4, 1, 4).is_narrowed
