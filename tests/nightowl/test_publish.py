"""Publish: what readers see is always one whole snapshot, whatever breaks on the way to the next."""

import os
from datetime import date
from pathlib import Path

import duckdb
import pytest

from nightowl import publish as publishing
from nightowl import snapshots, table_copy
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.publish import list_snapshots, open_snapshot, publish, rollback

DAY_1, DAY_2, DAY_3 = date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 3)
GROUPS = {"dim_date": "core", "mart_owl__demand": "owl", "fct_bus": "transit", "mart_quality__run": "quality"}


def build_warehouse(lake: Lake, *, persons: int = 7, run_id: str = "run-1", extra: str = "") -> None:
    """A warehouse of one table a group, one staging view, comments with quotes in them."""
    lake.warehouse.parent.mkdir(parents=True, exist_ok=True)
    lake.warehouse.unlink(missing_ok=True)
    with duckdb.connect(lake.warehouse) as con:
        con.execute(f"""
            create schema staging; create view staging.stg_event as select 1 as subscriber_key;
            create table dim_date (day date not null, name_ko varchar);
            insert into dim_date values ('2026-11-01', '일요일'), ('2026-11-02', null);
            create table mart_owl__demand (hex_id varchar, hour integer, persons_cnt bigint, tags varchar[]);
            insert into mart_owl__demand values ('8830e1', 25, {persons}, ['a']), ('8830e2', 26, null, null);
            create table fct_bus (route_no varchar, boardings_cnt integer);
            insert into fct_bus values ('N15', 10), ('N15', 10);
            create table mart_quality__run (run_id varchar); insert into mart_quality__run values ('{run_id}');
            comment on table mart_owl__demand is 'Persons ''seen'' a hexagon and hour; grain: hex_id, hour';
            comment on column mart_owl__demand.persons_cnt is 'Distinct persons; null where "hidden"';
            {extra}""")


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = Lake(tmp_path / "home of 'night'").make()
    build_warehouse(lake)
    return lake


def rows(lake: Lake, query: str) -> list[tuple]:
    with open_snapshot(lake) as con:
        return con.execute(query).fetchall()


def test_tables_and_comments_are_published(lake: Lake) -> None:
    snapshot = publish(lake, DAY_1, "run-1", [], GROUPS)

    assert snapshot.name == "warehouse-2026-11-01-001" and lake.snapshot.resolve() == snapshot.path
    assert os.readlink(lake.snapshot) == "warehouse-2026-11-01-001.duckdb", (
        "a relative link survives a move of the home"
    )
    assert rows(
        lake, "select table_schema, table_name, table_type from information_schema.tables order by 2"
    ) == [("main", name, "BASE TABLE") for name in sorted([*GROUPS, "mart_quality__table"])]
    assert rows(lake, "from mart_owl__demand") == [("8830e1", 25, 7, ["a"]), ("8830e2", 26, None, None)]
    assert rows(lake, "select comment from duckdb_tables() where table_name = 'mart_owl__demand'") == [
        ("Persons 'seen' a hexagon and hour; grain: hex_id, hour",)
    ]
    assert rows(lake, "select comment from duckdb_columns() where column_name = 'persons_cnt'") == [
        ('Distinct persons; null where "hidden"',)
    ]
    assert rows(
        lake,
        "select count(*) from duckdb_columns() where table_name = 'mart_quality__table' and comment is null",
    ) == [(0,)]
    assert rows(
        lake, "select tags['storage_version'] from duckdb_databases() where path like '%warehouse-%'"
    )[0][0].startswith("v1.4.0")


def test_the_table_of_tables_says_what_is_there(lake: Lake) -> None:
    publish(lake, DAY_1, "run-1", [], GROUPS)

    assert rows(
        lake, "select table_name, group_name, as_of, is_held, rows_cnt from mart_quality__table order by 1"
    ) == [
        ("dim_date", "core", DAY_1, False, 2),
        ("fct_bus", "transit", DAY_1, False, 2),
        ("mart_owl__demand", "owl", DAY_1, False, 2),
        ("mart_quality__run", "quality", DAY_1, False, 1),
    ]


def test_a_held_group_keeps_its_tables_and_their_as_of(lake: Lake) -> None:
    publish(lake, DAY_1, "run-1", [], GROUPS)
    build_warehouse(lake, persons=99, run_id="run-2")
    publish(lake, DAY_2, "run-2", ["owl"], GROUPS)
    build_warehouse(lake, persons=100, run_id="run-3")
    held = publish(lake, DAY_3, "run-3", ["owl", "quality"], GROUPS)

    assert held.held_groups == ["owl"] and held.left_out == [] and held.unchanged
    assert rows(lake, "select persons_cnt from mart_owl__demand where hour = 25") == [(7,)]
    assert rows(lake, "select comment from duckdb_columns() where column_name = 'persons_cnt'")[0][
        0
    ].startswith("Distinct persons")
    assert rows(lake, "select table_name, as_of from mart_quality__table where is_held") == [
        ("mart_owl__demand", DAY_1)
    ]
    assert rows(lake, "select as_of from mart_quality__table where table_name = 'fct_bus'") == [(DAY_3,)]
    assert rows(lake, "from mart_quality__run") == [("run-3",)], "the quality group is never held back"

    released = publish(lake, DAY_3, "run-4", [], GROUPS)
    assert released.changed == ["mart_owl__demand"]
    assert rows(lake, "select persons_cnt from mart_owl__demand where hour = 25") == [(100,)]


def test_a_group_held_in_the_first_night_is_left_out_and_comes_later(lake: Lake) -> None:
    first = publish(lake, DAY_1, "run-1", ["owl"], GROUPS)
    assert first.left_out == ["mart_owl__demand"]
    assert rows(
        lake, "select as_of, is_held, rows_cnt from mart_quality__table where group_name = 'owl'"
    ) == [(None, True, None)]
    with pytest.raises(duckdb.CatalogException):
        rows(lake, "from mart_owl__demand")

    assert publish(lake, DAY_2, "run-2", ["owl"], GROUPS).left_out == ["mart_owl__demand"]
    assert publish(lake, DAY_3, "run-3", [], GROUPS).changed == ["mart_owl__demand"]


def test_a_held_group_may_be_missing_from_the_warehouse(lake: Lake) -> None:
    publish(lake, DAY_1, "run-1", [], GROUPS)
    with duckdb.connect(lake.warehouse) as con:
        con.execute("drop table mart_owl__demand")  # its build failed

    assert publish(lake, DAY_2, "run-2", ["owl"], GROUPS).unchanged
    assert rows(lake, "select count(*) from mart_owl__demand") == [(2,)]


def test_core_held_stops_the_publish(lake: Lake) -> None:
    with pytest.raises(NightowlError, match="core.*no snapshot stays as it is"):
        publish(lake, DAY_1, "run-1", ["core"], GROUPS)
    assert list_snapshots(lake) == [] and not lake.snapshot.is_symlink()

    publish(lake, DAY_1, "run-1", [], GROUPS)
    with pytest.raises(NightowlError, match="core.*warehouse-2026-11-01-001 stays"):
        publish(lake, DAY_2, "run-2", ["core", "owl"], GROUPS)
    assert [s.name for s in list_snapshots(lake) if s.is_served] == ["warehouse-2026-11-01-001"]


def test_the_same_content_in_another_order_is_unchanged(lake: Lake) -> None:
    first = publish(lake, DAY_1, "run-1", [], GROUPS)
    assert not first.unchanged and first.previous is None
    build_warehouse(
        lake, run_id="run-2", extra="create or replace table dim_date as from dim_date order by day desc;"
    )
    second = publish(lake, DAY_1, "run-2", [], GROUPS)

    assert second.name == "warehouse-2026-11-01-002" and second.previous == first.name
    assert second.unchanged and second.changed == []


@pytest.mark.parametrize(
    ("change", "table"),
    [
        ("update mart_owl__demand set persons_cnt = 0 where persons_cnt is null", "mart_owl__demand"),
        ("insert into fct_bus values ('N15', 10), ('N15', 10)", "fct_bus"),
        ("delete from fct_bus", "fct_bus"),
        ("update fct_bus set route_no = 'N16'", "fct_bus"),  # two equal rows: their xor is 0 before and after
        ("alter table dim_date rename column name_ko to name_en", "dim_date"),
        ("alter table fct_bus alter boardings_cnt type bigint", "fct_bus"),
    ],
)
def test_each_kind_of_change_is_noticed(lake: Lake, change: str, table: str) -> None:
    publish(lake, DAY_1, "run-1", [], GROUPS)
    build_warehouse(lake, extra=change)

    assert publish(lake, DAY_2, "run-2", [], GROUPS).changed == [table]


def test_a_table_that_came_and_one_that_went_are_changes(lake: Lake) -> None:
    publish(lake, DAY_1, "run-1", [], GROUPS)
    build_warehouse(lake, extra="drop table fct_bus; create table fct_new as select 1 as n;")
    groups = {n: g for n, g in GROUPS.items() if n != "fct_bus"} | {"fct_new": "transit"}

    assert publish(lake, DAY_2, "run-2", [], groups).changed == ["fct_bus", "fct_new"]


@pytest.mark.parametrize(
    ("extra", "groups", "sentence"),
    [
        ("create table orphan as select 1 as n;", GROUPS, "orphan in schema main, of no known group"),
        ("", GROUPS | {"stg_event": "owl"}, r"stg_event .* it lies in staging \(view\)"),
        (
            "create view mart_v as select 1 as n;",
            GROUPS | {"mart_v": "owl"},
            r"mart_v .* it lies in main \(view\)",
        ),
        (
            "create table staging.raw as select 1 as n;",
            GROUPS | {"raw": "owl"},
            r"raw .* it lies in staging \(base table\)",
        ),
        ("", GROUPS | {"mart_lost": "owl"}, "mart_lost .* it is not there"),
        ("", GROUPS | {"mart_quality__table": "quality"}, "written by publish itself"),
    ],
)
def test_a_warehouse_other_than_declared_is_refused(
    lake: Lake, extra: str, groups: dict, sentence: str
) -> None:
    publish(lake, DAY_1, "run-1", [], GROUPS)
    build_warehouse(lake, persons=99, extra=extra)

    with pytest.raises(NightowlError, match=sentence):
        publish(lake, DAY_2, "run-2", [], groups)
    assert_only_first_night(lake)


def test_an_unlisted_view_is_not_published(lake: Lake) -> None:
    build_warehouse(
        lake,
        extra="create view helper as select 1 as n; create table intermediate_t as select 1 n; create schema dq;"
        "create table dq.failures as select 1 as n; drop table intermediate_t;",
    )
    publish(lake, DAY_1, "run-1", [], GROUPS)

    assert rows(lake, "select count(*) from information_schema.tables") == [(len(GROUPS) + 1,)]


def test_a_foreign_table_in_the_draft_is_refused(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(con: duckdb.DuckDBPyConnection, name: str, source: str, target: str) -> None:
        table_copy.copy_table(con, name, source, target)
        con.execute(f"create or replace view {target}.main.leak as select 1 as n")

    monkeypatch.setattr(publishing, "copy_table", careless)
    with pytest.raises(NightowlError, match=r"would hold main\.leak"):
        publish(lake, DAY_1, "run-1", [], GROUPS)
    assert list_snapshots(lake) == []


def assert_only_first_night(lake: Lake) -> None:
    assert rows(lake, "select persons_cnt from mart_owl__demand where hour = 25") == [(7,)]
    assert [s.name for s in list_snapshots(lake)] == ["warehouse-2026-11-01-001"]
    assert sorted(p.name for p in lake.published.iterdir()) == [
        "warehouse-2026-11-01-001.duckdb",
        "warehouse.duckdb",
    ]


class Crash(BaseException):
    """Stands for the end of the process: no handler of the code may catch it as an error."""


@pytest.mark.parametrize(
    "step", ["_check_tables", "copy_table", "fingerprint", "_write_tables", "_check_draft", "serve", "prune"]
)
@pytest.mark.parametrize("swept", [True, False], ids=["tidied", "killed"])
def test_a_crash_at_any_step_leaves_a_whole_snapshot_served(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, step: str, swept: bool
) -> None:
    publish(lake, DAY_1, "run-1", [], GROUPS)
    build_warehouse(lake, persons=99)

    def crash(*_: object, **__: object) -> None:
        raise Crash(step)

    with monkeypatch.context() as patched:
        patched.setattr(publishing, step, crash)
        if not swept:  # a process that was killed tidies nothing
            calls = iter([None])
            sweep = publishing._sweep
            patched.setattr(publishing, "_sweep", lambda lake: next(calls, 0) is None and sweep(lake))
        with pytest.raises(Crash):
            publish(lake, DAY_2, "run-2", [], GROUPS)

    served = rows(lake, "select persons_cnt from mart_owl__demand where hour = 25")
    assert served == [(99,)] if step == "prune" else served == [(7,)]

    again = publish(lake, DAY_2, "run-2", [], GROUPS)
    assert rows(lake, "select persons_cnt from mart_owl__demand where hour = 25") == [(99,)]
    assert again.service_date == DAY_2 and not list(lake.published.glob(".*"))


def test_a_crash_while_the_link_is_flipped_leaves_the_old_one(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(lake, DAY_1, "run-1", [], GROUPS)
    build_warehouse(lake, persons=99)
    replace = Path.replace

    def crash_at_link(self: Path, target: Path) -> Path:
        if target == lake.snapshot:
            raise Crash("between two links")
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", crash_at_link)
        with pytest.raises(Crash):
            publish(lake, DAY_2, "run-2", [], GROUPS)
    assert rows(lake, "select persons_cnt from mart_owl__demand where hour = 25") == [(7,)]

    publish(lake, DAY_2, "run-2", [], GROUPS)
    assert rows(lake, "select persons_cnt from mart_owl__demand where hour = 25") == [(99,)]


def test_fourteen_are_kept_and_the_one_served_always(lake: Lake) -> None:
    for _ in range(15):
        last = publish(lake, DAY_1, "run-1", [], GROUPS)
    assert last.pruned == ["warehouse-2026-11-01-001"] and last.name == "warehouse-2026-11-01-015"
    assert len(list_snapshots(lake)) == 14

    rollback(lake, "warehouse-2026-11-01-002")
    assert snapshots.prune(lake, keep=3) == [f"warehouse-2026-11-01-{n:03d}" for n in range(3, 13)]
    assert [s.name[-3:] for s in list_snapshots(lake)] == ["002", "013", "014", "015"]
    assert rows(lake, "select count(*) from fct_bus") == [(2,)]


def test_rollback_goes_back_in_order_of_publishing(lake: Lake) -> None:
    publish(lake, DAY_3, "run-1", [], GROUPS)
    build_warehouse(lake, persons=99)
    publish(lake, DAY_1, "run-2", [], GROUPS)  # a past day published later is the newer one

    assert rollback(lake).name == "warehouse-2026-11-03-001"
    assert rows(lake, "select persons_cnt from mart_owl__demand where hour = 25") == [(7,)]
    with pytest.raises(
        NightowlError, match="oldest snapshot kept.*warehouse-2026-11-03-001, warehouse-2026-11-01-001"
    ):
        rollback(lake)
    assert rollback(lake, "warehouse-2026-11-01-001.duckdb").is_served
    assert rows(lake, "select persons_cnt from mart_owl__demand where hour = 25") == [(99,)]


@pytest.mark.parametrize(
    "name", ["warehouse-2026-11-09-001", "../warehouse/warehouse", "", "warehouse", "/etc/passwd"]
)
def test_rollback_to_no_snapshot_names_those_there_are(lake: Lake, name: str) -> None:
    publish(lake, DAY_1, "run-1", [], GROUPS)
    with pytest.raises(
        NightowlError, match="There is no snapshot .*those kept in .* are warehouse-2026-11-01-001"
    ):
        rollback(lake, name)
    assert_only_first_night(lake)


def test_rollback_before_the_first_publish_and_without_a_link(lake: Lake) -> None:
    with pytest.raises(NightowlError, match="Nothing was published yet"):
        rollback(lake)
    with pytest.raises(NightowlError, match="no published snapshot"):
        open_snapshot(lake)
    publish(lake, DAY_1, "run-1", [], GROUPS)
    lake.snapshot.unlink()
    with pytest.raises(NightowlError, match="leads to no snapshot"):
        rollback(lake)
    assert rollback(lake, "warehouse-2026-11-01-001").is_served


def test_readers_can_neither_write_nor_read_files(lake: Lake, tmp_path: Path) -> None:
    publish(lake, DAY_1, "run-1", [], GROUPS)
    secret = tmp_path / "secret.csv"
    secret.write_text("msisdn\n01012345678\n")
    outside = tmp_path / "out.csv"
    with open_snapshot(lake) as con:
        for statement in (
            "insert into fct_bus values ('N1', 1)",
            "drop table fct_bus",
            "create table more as select 1",
            f"from read_csv('{secret}')",
            f"from '{secret}'",
            f"copy fct_bus to '{outside}'",
            f"attach '{tmp_path / 'x.duckdb'}' as x",
            "set enable_external_access = true",
            "set lock_configuration = false",
            "install httpfs",
        ):
            with pytest.raises(duckdb.Error):
                con.execute(statement)
        assert con.execute("select count(*) from fct_bus").fetchall() == [(2,)]
    assert not outside.exists()


def test_a_reader_keeps_its_snapshot_while_the_next_is_published(lake: Lake) -> None:
    publish(lake, DAY_1, "run-1", [], GROUPS)
    with open_snapshot(lake) as reader:
        build_warehouse(lake, persons=99)
        publish(lake, DAY_2, "run-2", [], GROUPS)
        assert reader.execute("select max(persons_cnt) from mart_owl__demand").fetchall() == [(7,)]
        assert rows(lake, "select max(persons_cnt) from mart_owl__demand") == [(99,)]


def test_a_broken_served_snapshot_is_replaced_unless_its_tables_are_needed(lake: Lake) -> None:
    broken = publish(lake, DAY_1, "run-1", [], GROUPS).path
    broken.write_bytes(b"no database")
    with pytest.raises(NightowlError, match="held back, and the snapshot .* cannot be read"):
        publish(lake, DAY_2, "run-2", ["owl"], GROUPS)
    with pytest.raises(NightowlError, match="cannot be read"):
        open_snapshot(lake)

    assert not publish(lake, DAY_2, "run-2", [], GROUPS).unchanged
    assert rows(lake, "select count(*) from fct_bus") == [(2,)]


def test_a_warehouse_in_use_or_missing_is_told(lake: Lake) -> None:
    with duckdb.connect(lake.warehouse) as writer:
        writer.execute("insert into fct_bus values ('N1', 1)")
        with pytest.raises(NightowlError, match="Nobody may have it open"):
            publish(lake, DAY_1, "run-1", [], GROUPS)
    lake.warehouse.unlink()
    with pytest.raises(NightowlError, match="There is no warehouse"):
        publish(lake, DAY_1, "run-1", [], GROUPS)
