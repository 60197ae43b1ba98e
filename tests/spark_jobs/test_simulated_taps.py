"""A simulated workday of card taps against the oracle: each record by its reason or flag; riders followed with alightings taken away; loads of each bus.

The seed is one that nothing was tuned on; whoever tunes on it takes another.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pytest

from nightowl.lake import Lake
from nightowl.ledger import Ledger
from simulator.__main__ import deliver
from simulator.card_defects import DEFECTS
from simulator.orders import Order
from spark_jobs import catalog
from spark_jobs.network import patterns, stops
from spark_jobs.transit import journeys, lines, tap_loads, taps, trip_legs

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from nightowl.profile import Profile

pytestmark = pytest.mark.long
DAY, ROWS, SEED = date(2026, 12, 3), 150_000, 90_217
FLAGS = sorted({kind.reason for kind in DEFECTS if kind.outcome == "flag"})
DEFECT_RATE, REMOVED_SHARE, CROWDED = 0.02, 0.023, 60
MAE_MAX, F1_MIN, FOUND_MIN, NEAR_MIN = 1.0, 0.9, 0.9, 0.8


@pytest.fixture(scope="module")
def workday(spark: SparkSession, seoul: Profile, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    lake = Lake(tmp_path_factory.mktemp("workday"))
    deliver(lake, Order(DAY, DAY, ROWS, SEED, DEFECT_RATE), ["stop", "pattern_stop", "card_tap"])
    catalog.write_anchors(lake)
    for job in (stops, patterns, taps):
        job.run(spark, lake, seoul, DAY + timedelta(days=1))
    return lake


@pytest.fixture(scope="module")
def con(workday: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    """Views `planted`, `edge`, `refused` and `clean`, rows by source_file and record_number."""
    places = {
        "planted": f"{workday.oracle}/card_tap/*/defects.parquet",
        "edge": f"{workday.oracle}/card_tap/*/edges.parquet",
        "refused": workday.glob("quarantine", "card_tap"),
        "clean": workday.glob("clean", "card_tap"),
    }
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        for name, files in places.items():
            con.execute(
                f"create view {name} as from read_parquet('{files}', union_by_name = true, hive_partitioning = false)"
            )
        yield con


def test_every_planted_defect_is_refused_for_its_reason_and_nothing_else_is(
    con: duckdb.DuckDBPyConnection,
) -> None:
    differences = con.sql(
        """select * from (from planted where outcome = 'quarantine') p full join refused r using (source_file, record_number)
        where r.reasons is distinct from [p.reason]"""
    ).fetchall()
    assert differences == []
    found = dict(con.sql("select reasons[1], count(*) from refused group by all").fetchall())
    assert set(found) == {kind.reason for kind in DEFECTS if kind.outcome == "quarantine"}
    assert min(found.values()) >= 10


@pytest.mark.parametrize("outcome", ["duplicate", "merged"])
def test_records_that_are_only_counted_are_those_planted(
    con: duckdb.DuckDBPyConnection, workday: Lake, outcome: str
) -> None:
    planted, left = con.execute(
        """select count(*), count(c.source_file) from planted p left join clean c using (source_file, record_number)
        where p.outcome = ?""",
        [outcome],
    ).fetchone()
    counted = sum(getattr(r, f"rows_{outcome}") for r in Ledger(workday).files("card_tap").values())
    assert (planted, left) == (counted, 0)
    assert planted >= 10


@pytest.mark.parametrize("flag", FLAGS)
def test_a_doubt_is_flagged_where_it_was_planted_and_nowhere_else(
    con: duckdb.DuckDBPyConnection, flag: str
) -> None:
    planted, flagged, both = con.execute(
        """with planted_rows as (select source_file, record_number from planted where outcome = 'flag' and reason = $flag),
            flagged_rows as (select source_file, record_number from clean where list_contains(flags, $flag))
        select (select count(*) from planted_rows), (select count(*) from flagged_rows),
            (select count(*) from (from planted_rows intersect from flagged_rows))""",
        {"flag": flag},
    ).fetchone()
    assert planted == flagged == both >= 10


def test_of_a_ride_told_twice_the_kept_record_is_flagged_and_no_other(con: duckdb.DuckDBPyConnection) -> None:
    """The twin stands in the line after the ride."""
    told = con.sql(
        "select record_number - 1 from planted where reason = 'transaction_doubled' order by 1"
    ).fetchall()
    flagged = con.sql(
        "select record_number from clean where list_contains(flags, 'transaction_doubled') order by 1"
    ).fetchall()
    assert told == flagged and len(told) >= 10


def test_sound_rows_are_kept_and_bear_no_doubt_but_a_missing_alighting(
    con: duckdb.DuckDBPyConnection, workday: Lake
) -> None:
    kept, edges, of_edges = con.sql(
        """select (select count(*) from clean), (select count(*) from edge semi join clean using (source_file, record_number)),
            (select count(*) from edge)"""
    ).fetchone()
    lost = con.sql("select count(*) from planted where outcome <> 'flag'").fetchone()[0]
    assert kept == sum(r.records for r in Ledger(workday).files("card_tap").values()) - lost
    assert edges == of_edges > 0
    doubtful = con.sql(
        """select distinct unnest(flags) from clean anti join planted using (source_file, record_number)
        where not list_contains(flags, 'transaction_doubled')"""
    ).fetchall()
    assert doubtful == [("alight_missing",)]


class Followed:
    """The legs and loads of the workday's taps, with the alightings of some of them taken away; and the simulator's truth."""

    def __init__(self, lake: Lake, city: Profile, removed: str) -> None:
        network = lines.read(lake, str(DAY), city.mid_latitude)
        midnight = trip_legs.local_midnight(str(DAY), city.time_zone)
        files = f"{lake.partition('clean', 'card_tap', 'service_date', str(DAY))}/*.parquet"
        with duckdb.connect() as con:
            con.execute("set timezone = 'UTC'")
            con.execute(
                f"""create view tap as select * exclude (is_removed) replace (
                    case when not is_removed then alighted_at end as alighted_at, case when not is_removed then alight_stop_id end as alight_stop_id)
                from (select *, {removed} as is_removed from read_parquet('{files}', hive_partitioning = false))"""
            )
            chained = journeys.chain(con, network, city.transit.taps, midnight).drop_columns("bucket")
        with duckdb.connect() as con:
            con.execute("set timezone = 'UTC'")
            self.legs = trip_legs.place(con, chained, network, city.transit.taps, DAY, midnight)
        self.con = duckdb.connect()
        self.con.execute("set timezone = 'UTC'")
        ways = tap_loads.follow(self.con, self.legs, network.lines, midnight)
        columns = {c: getattr(ways, c) for c in ("bus_no", "load_cnt", "passes_s", "is_last")}
        of_lines = network.lines.select(["route_id", "seq"]).take(pa.array(ways.line))
        self.con.register(
            "way", pa.table({**columns, "route_id": of_lines["route_id"], "seq": of_lines["seq"]})
        )
        self.con.execute("create view passed as select way.*, vehicle_id from way join run using (bus_no)")
        self.con.read_parquet(f"{lake.oracle}/truth/service_date={DAY}/bus_load.parquet").create_view("truth")

    def beside(self) -> tuple[int, float, float]:
        """How many bus-sections had riders, the mean absolute error of their load, and F1 of the crowded ones. A bus is found by its vehicle and
        the time it passes; where none is, its load is taken to be 0."""
        return self.con.execute(
            """with ours as (
                select vehicle_id, seq as section_seq, load_cnt, passes_s
                from passed where not is_last
            ),
            near as (
                select t.vehicle_id, t.departs_s, section_seq, first(o.load_cnt order by abs(o.passes_s - t.passes_s)) as ours
                from truth t join ours o using (vehicle_id, section_seq)
                where o.passes_s between t.passes_s - 1200 and t.passes_s + 1200 group by all
            ),
            held as (
                select load_cnt as truth, coalesce(ours, 0) as ours from truth left join near using (vehicle_id, departs_s, section_seq)
            )
            select count(*), avg(abs(truth - ours)),
                2 * count(*) filter (truth >= $crowded and ours >= $crowded) / (count(*) filter (truth >= $crowded) + count(*) filter (ours >= $crowded))
            from held""",
            {"crowded": CROWDED},
        ).fetchone()


@pytest.fixture(scope="module")
def tapped(workday: Lake, seoul: Profile) -> Followed:
    return Followed(workday, seoul, "false")


def inferred(tapped: Followed, followed: Followed) -> tuple[int, float, float]:
    """Rides that were tapped out and are not any more: how many, the share that got a stop, and of these the share with the true one or a neighbour."""
    with duckdb.connect() as con:
        con.register("truth", tapped.legs)
        con.register("found", followed.legs)
        return con.sql(
            """select count(*), count(f.alight_rule) / count(*),
                count(*) filter (f.alight_rule is not null and (f.alight_stop_id = t.alight_stop_id or abs(f.alight_seq - t.alight_seq) <= 1))
                    / count(f.alight_rule)
            from truth t join found f using (card_key, boarded_at, board_stop_id, journey_no, leg_no)
            where t.alight_rule = 'tapped' and f.alight_rule is distinct from 'tapped'"""
        ).fetchone()


def test_loads_of_buses_are_the_true_ones(tapped: Followed) -> None:
    sections, mae, f1 = tapped.beside()
    print(f"as tapped: {sections:,} bus-sections, MAE {mae:.4f}, F1 {f1:.3f}")
    assert (
        sections > 50_000
        and tapped.con.sql("select count(*) from truth where load_cnt >= 60").fetchone()[0] > 100
    )
    assert mae < 0.05 and f1 > 0.95


def test_with_a_few_alightings_removed_loads_and_crowded_sections_hold(
    workday: Lake, seoul: Profile, tapped: Followed
) -> None:
    followed = Followed(workday, seoul, f"hash(record_number) % 1000 < {REMOVED_SHARE * 1000}")
    removed, found, near = inferred(tapped, followed)
    _, mae, f1 = followed.beside()
    print(
        f"{removed:,} alightings removed: {found:.1%} found, {near:.1%} of these right; MAE {mae:.4f}, F1 {f1:.3f}"
    )
    assert removed == pytest.approx(REMOVED_SHARE * len(followed.legs), rel=0.15)
    assert mae <= MAE_MAX and f1 >= F1_MIN


def test_with_all_alightings_removed_nine_in_ten_get_one_and_most_of_these_the_right_one(
    workday: Lake, seoul: Profile, tapped: Followed
) -> None:
    followed = Followed(workday, seoul, "true")
    removed, found, near = inferred(tapped, followed)
    _, mae, f1 = followed.beside()
    print(
        f"all {removed:,} alightings removed: {found:.1%} found, {near:.1%} of these right; MAE {mae:.4f}, F1 {f1:.3f}"
    )
    assert removed > 0.9 * len(followed.legs)
    assert found >= FOUND_MIN and near >= NEAR_MIN


def test_who_truly_did_not_tap_out_is_followed_too(workday: Lake, tapped: Followed) -> None:
    """The simulator tells where those alighted who forgot to tap."""
    with duckdb.connect() as con:
        con.register("found", tapped.legs)
        con.execute(
            f"create view ref as select distinct journey_ref, transfer_cnt, card_key, boarded_at from read_parquet('{workday.glob('clean', 'card_tap')}', union_by_name = true)"
        )
        untapped, found, right = con.sql(
            f"""select count(*), count(f.alight_rule) / count(*), count(*) filter (f.alight_stop_id = t.alight_stop_id) / count(f.alight_rule)
            from read_parquet('{workday.oracle}/truth/service_date={DAY}/alighting.parquet') t
            join ref using (journey_ref, transfer_cnt) join found f using (card_key, boarded_at)"""
        ).fetchone()
    print(f"{untapped:,} did not tap out: {found:.1%} found, {right:.1%} of these at the true stop")
    assert untapped > 500 and found > 0.8 and right > 0.8


def test_planted_crowded_stretches_are_the_fullest_buses(workday: Lake, tapped: Followed) -> None:
    stretches = duckdb.sql(
        f"from read_parquet('{workday.oracle}/truth/service_date={DAY}/crowded_stretch.parquet')"
    ).fetchall()
    assert len(stretches) == 3
    for route, first, last, begins, ends, *_ in stretches:
        buses, least = tapped.con.execute(
            """select count(distinct bus_no), min(load_cnt) from passed
            where route_id = ? and seq between ? and ? and passes_s between ? and ? and load_cnt >= 30""",
            [route, first, last, begins + 600, ends],
        ).fetchone()
        assert buses >= 5 and least >= CROWDED - 5
    crowded = {
        row[0]
        for row in tapped.con.execute(
            "select distinct route_id from passed where load_cnt >= ?", [CROWDED + 5]
        ).fetchall()
    }
    planted = {route for route, *_ in stretches}
    assert planted <= crowded


def test_clean_taps_are_a_file_a_bucket_of_cards(workday: Lake) -> None:
    """What follows reads file by file, and finds all rides of a card in one."""
    spread = duckdb.sql(
        f"select max(n) from (select count(distinct filename) as n from read_parquet('{workday.glob('clean', 'card_tap')}', filename = true, union_by_name = true, "
        "hive_partitioning = false) where card_key is not null group by service_date, card_key)"
    ).fetchone()
    assert spread == (1,)
