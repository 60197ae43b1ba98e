"""The demo night as its operator, its analyst and its planner see it."""

import shutil
import subprocess
import sys
import time

import duckdb
import pytest

from nightowl import snapshots
from nightowl.ledger import Ledger
from simulator.feeds import DEFECTS, FEEDS
from tests.night.conftest import NIGHT, REPO, DemoNight, cli

KINDS = {feed: {d.code: d for d in DEFECTS if d.feed == feed} for feed in FEEDS}
NOT_OF_THE_LAKE = ("mart_quality__run", "mart_quality__result", "mart_quality__table", "mart_quality__file")


def query(demo: DemoNight, sql: str) -> list[tuple]:
    with snapshots.open_snapshot(demo.lake) as con:
        return con.execute(sql).fetchall()


def test_the_night_ends_with_a_summary_a_report_and_a_query_that_answers(demo_night: DemoNight) -> None:
    assert "warehouse.publish" in demo_night.ran.output and "whole night" in demo_night.ran.output
    assert (demo_night.lake.reports / "latest.html").exists()
    assert 'make sql Q="select * from mart_owl__night_demand limit 5"' in demo_night.ran.output
    asked = cli(demo_night.lake.home, "sql", "select * from mart_owl__night_demand limit 5")
    assert asked.code == 0 and "night_date" in asked.output


@pytest.mark.parametrize("feed", FEEDS)
def test_every_planted_defect_is_found_and_no_sound_row_refused(demo_night: DemoNight, feed: str) -> None:
    home = demo_night.lake.home
    planted = f"read_parquet('{home}/oracle/{feed}/*/defects.parquet')"
    refused = f"read_parquet('{home}/lake/quarantine/{feed}/*/*.parquet', hive_partitioning = false)"
    with duckdb.connect() as con:
        differences = con.execute(
            f"""with planted as (select * from {planted} where outcome = 'quarantine'), refused as (select * from {refused})
            select * from planted full join refused using (source_file, record_number) where reasons is distinct from [reason]"""
        ).fetchall()
        planted_cnt, copies_cnt, kinds = con.execute(
            f"select count(*) filter (outcome = 'quarantine'), count(*) filter (outcome = 'duplicate'), list(distinct defect) from {planted}"
        ).fetchone()
        kept_copies = con.execute(
            f"""select count(*) from read_parquet('{home}/lake/clean/{feed}/*/*.parquet', hive_partitioning = false)
            semi join (select * from {planted} where outcome = 'duplicate') using (source_file, record_number)"""
        ).fetchone()[0]
    records = Ledger(demo_night.lake).files(feed).values()
    assert differences == []
    assert set(kinds) == set(KINDS[feed]) and planted_cnt >= len(kinds) / 2, "each kind is planted"
    assert sum(r.rows_quarantined for r in records) == planted_cnt
    assert sum(r.rows_duplicate for r in records) == copies_cnt and kept_copies == 0


def test_a_time_that_stands_for_none_is_flagged_where_it_was_written_and_nowhere_else(
    demo_night: DemoNight,
) -> None:
    edges = f"{demo_night.lake.home}/oracle/complaint_version/*/edges.parquet"
    with duckdb.connect() as con:
        versions = con.read_parquet(
            demo_night.lake.glob("clean", "complaint_version"), hive_partitioning=False, union_by_name=True
        )
        con.register("versions", versions.to_arrow_table())
        written = con.execute(
            f"select source_file, record_number from '{edges}' where edge = 'due_in_1900' order by all"
        ).fetchall()
        flagged = con.execute(
            "select source_file, record_number from versions where list_contains(flags, 'time_stands_for_none') and due_at is null order by all"
        ).fetchall()
        (flags_cnt,) = con.execute("select sum(len(flags)) from versions").fetchone() or (None,)
    assert flagged == written != []
    assert flags_cnt == len(written)


def test_every_behaviour_that_was_acted_out_is_flagged_and_nobody_else_s(demo_night: DemoNight) -> None:
    """Rows kept with a doubt bear its flag; rows merged into another and those of who opted out leave a count."""
    home = demo_night.lake.home
    with duckdb.connect() as con:
        differences = con.execute(
            f"""with planted as (from read_parquet('{home}/oracle/telecom_event/*/defects.parquet') where outcome = 'flag'),
                flagged as (select source_file, record_number, unnest(flags) as flag
                    from read_parquet('{demo_night.lake.glob("clean", "telecom_event")}', union_by_name = true, hive_partitioning = false))
            from planted p full join flagged f on (p.source_file, p.record_number, p.reason) = (f.source_file, f.record_number, f.flag)
            where p.reason is null or f.flag is null"""
        ).fetchall()
        left = dict(
            con.execute(
                f"""select outcome, count(*) from read_parquet('{home}/oracle/telecom_event/*/defects.parquet')
                where outcome in ('merged', 'opted_out') group by all"""
            ).fetchall()
        )
    records = Ledger(demo_night.lake).files("telecom_event").values()
    assert differences == []
    assert {
        "merged": sum(r.rows_merged for r in records),
        "opted_out": sum(r.rows_opted_out for r in records),
    } == left
    assert min(left.values()) > 100


def test_every_record_of_every_file_is_accounted_for(demo_night: DemoNight) -> None:
    ledger = Ledger(demo_night.lake)
    records = [r for feed in (*FEEDS, "bus_stop_month") for r in ledger.files(feed).values()]
    assert sum(r.records for r in records if r.source_file.startswith("telecom_event")) >= 300_000
    assert [r.source_file for r in records if r.status != "loaded" or r.rows_accounted != r.records] == []


def test_a_night_reads_from_24_to_28_and_hides_small_counts(demo_night: DemoNight) -> None:
    nights = query(
        demo_night,
        "select night_date::varchar, list(distinct hour order by hour) from mart_owl__night_demand group by 1 order by 1",
    )
    assert nights == [("2026-10-31", [24, 25, 26, 27, 28]), (NIGHT, [24, 25, 26, 27])]
    assert query(
        demo_night,
        "select count(*) from mart_owl__night_demand where persons_cnt < 5 or (is_hidden and persons_cnt is not null)",
    ) == [(0,)]
    shown, hidden = query(
        demo_night, "select count(persons_cnt), count(*) filter (is_hidden) from mart_owl__night_demand"
    )[0]
    assert shown > 100 and hidden > 0


def test_presence_is_what_the_clean_events_say(demo_night: DemoNight) -> None:
    """Persons a hexagon-hour against the same count in other words, from the events that can be believed: each person where most of
    their events of the hour were."""
    lake = demo_night.lake

    def of(zone: str, table: str) -> str:
        return f"read_parquet('{lake.glob(zone, table)}', union_by_name = true, hive_partitioning = false)"

    with duckdb.connect() as con:
        difference = con.execute(
            f"""with event as (
                from {of("clean", "telecom_event")}
                anti join (from {of("aggregate", "cell_day")} where is_skewed) using (service_date, cell_id)
                where not list_has_any(flags, ['two_places', 'impossible_speed', 'robot', 'heavy_user'])),
            dated as (
                from event asof join (select distinct valid_from from {of("aggregate", "cell_hex_share")}) on service_date >= valid_from),
            ground as (
                select valid_from, cell_id, list({{'hex_id': hex_id, 'share': round(share, 9)}} order by hex_id) as ground
                from {of("aggregate", "cell_hex_share")} group by all),
            at_ground as (
                select service_date, hour, ground, subscriber_key, count(*) as events_cnt,
                    row_number() over (partition by service_date, hour, subscriber_key order by count(*) desc, ground) as nth
                from dated join ground using (valid_from, cell_id) group by service_date, hour, ground, subscriber_key),
            at_hex as (select * exclude ground, unnest(ground) as hex from at_ground),
            counted as (
                select service_date, hour, hex.hex_id as hex_id, count(*) filter (nth = 1) as persons_cnt,
                    coalesce(sum(hex.share) filter (nth = 1), 0) as persons_est, sum(events_cnt * hex.share) as events_est
                from at_hex group by all)
            select count(*), count(*) filter (c.persons_cnt is distinct from p.persons_cnt
                or not coalesce(abs(c.persons_est - p.persons_est) + abs(c.events_est - p.events_est) < 1e-6, false))
            from counted c full join {of("aggregate", "presence_hex_hour")} p using (service_date, hour, hex_id)"""
        ).fetchone()
    assert difference[0] > 1_000 and difference[1] == 0


def test_boardings_are_those_the_simulated_city_knows_of(demo_night: DemoNight) -> None:
    home = demo_night.lake.home
    with duckdb.connect() as con:
        cells, wrong = con.execute(
            f"""select count(*), count(*) filter (t.boardings_cnt is distinct from c.boardings_cnt)
            from read_parquet('{home}/oracle/truth/service_date={NIGHT}/stop_hour.parquet') t
            full join (select * from read_parquet('{home}/lake/aggregate/stop_hour/service_date={NIGHT}/*.parquet') where boardings_cnt > 0) c
                using (stop_id, hour)"""
        ).fetchone()
    assert cells > 10_000 and wrong == 0
    shown, hidden = query(
        demo_night, "select count(boardings_cnt), count(*) filter (is_boarding_hidden) from fct_stop_hour"
    )[0]
    assert shown > 1_000 and hidden > 1_000


@pytest.mark.long
def test_a_second_night_and_a_rebuild_change_nothing_while_readers_read(
    demo_night: DemoNight, tmp_path
) -> None:
    """The same day again, with a reader asking all the while and a second night trying to start; then from no warehouse at all."""
    lake = demo_night.lake
    first = lake.snapshot.resolve()
    running = subprocess.Popen(
        [sys.executable, "-m", "cli", "night", "--date", NIGHT], cwd=REPO, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**__import__("os").environ, "NIGHTOWL_HOME": str(lake.home), "COLUMNS": "160"},
    )  # fmt: skip
    time.sleep(8)
    other = cli(lake.home, "night", "--date", NIGHT)
    assert (
        other.code == 2
        and "is busy: the night of 2026-11-01" in other.output
        and "Traceback" not in other.output
    )
    answered = 0
    while running.poll() is None:
        assert cli(lake.home, "sql", "select count(*) from mart_owl__night_demand").code == 0
        answered += 1
    output = running.stdout.read()
    assert running.returncode == 0, output
    assert answered >= 3 and "nothing changed since" in output
    second = lake.snapshot.resolve()
    assert second != first and changed_tables(first, second) == []

    shutil.rmtree(lake.warehouse.parent)
    assert cli(lake.home, "rebuild").code == 0
    assert changed_tables(first, lake.snapshot.resolve()) == []


def changed_tables(before, after) -> list[str]:
    """Tables of two snapshots that differ in any row, those that hold run ids and times aside."""
    with duckdb.connect() as con:
        con.execute(f"attach '{before}' as a (read_only); attach '{after}' as b (read_only)")
        names = [
            n
            for (n,) in con.execute(
                "select table_name from duckdb_tables() where database_name in ('a', 'b') group by 1"
            ).fetchall()
        ]
        assert len(names) >= 12
        return [
            n for n in names if n not in NOT_OF_THE_LAKE
            and con.execute(f"select count(*) from ((from a.{n} except all from b.{n}) union all (from b.{n} except all from a.{n}))").fetchone()[0]
        ]  # fmt: skip
