"""The gate: which trouble holds which group back, and what it writes about it."""

import json
import shutil
import subprocess
import sys
from datetime import date, timedelta

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nightowl.errors import NightowlError
from nightowl.quality import RESULT_SCHEMA, held_groups, read_results
from tests import lakes
from tests.expectations.conftest import WAREHOUSE
from tests.lake_fixture import DAY_1, DAY_2, RUN_1, write_tiny_lake
from tests.lake_schema import FEEDS

RUN = "20220302-night"


@pytest.fixture
def check(lake, seoul, monkeypatch):
    """Judge the lake of the test for DAY_2, or only some of its tables (to be quick); results by code."""
    from expectations import gate

    def run(*only, service_date=DAY_2, stage=gate.check_lake):
        with monkeypatch.context() as patch:
            for name in ("LAKE_SUITES", "MART_SUITES"):
                patch.setattr(gate, name, [s for s in getattr(gate, name) if not only or s.table in only])
            return {r.code: r for r in stage(lake, seoul, RUN, service_date)}

    return run


def not_passed(results):
    return {code for code, r in results.items() if r.status != "pass"}


def rewrite(path, change):
    """Replace a Parquet file by `change` of its table; the order of its columns is kept."""
    pq.write_table(change(pq.read_table(path)), path)


def test_a_sound_night_holds_nothing_back(check, lake):
    results = check()
    assert not_passed(results) == {"telecom_event_file_refused"}
    assert results["telecom_event_file_refused"].severity == "warning"
    assert held_groups(results.values()) == set()
    written = pq.read_table(lake.quality / "result" / f"{RUN}-lake.parquet")
    assert written.schema.equals(RESULT_SCHEMA) and written.num_rows == len(results)
    assert {r.code for r in read_results(lake, RUN)} == set(results)
    assert all(r.tool == "gx" and r.stage == "lake" and r.service_date == DAY_2 for r in results.values())


def loaded_by_an_earlier_night(lake):
    """Tell the ledger that the files of DAY_1 came with the run of DAY_1, so that tonight does not read that partition."""
    earlier = f"telecom_event/delivered={DAY_2}/"
    for name in ("file", "part"):
        table = pq.read_table(lake.ledger / name / "part-0.parquet")
        rows = [
            row | {"run_id": RUN_1} if row["source_file"].startswith(earlier) else row
            for row in table.to_pylist()
        ]
        if name == "file":
            rows = [row | {"service_date": DAY_1} if row["run_id"] == RUN_1 else row for row in rows]
        pq.write_table(pa.Table.from_pylist(rows, table.schema), lake.ledger / name / "part-0.parquet")


def test_rows_deleted_from_a_partition_of_an_earlier_night_hold_the_owl_back(check, lake):
    loaded_by_an_earlier_night(lake)
    assert not_passed(check("telecom_event")) == set()
    old = lake.table("clean", "telecom_event") / f"service_date={DAY_1}" / "part-0.parquet"
    rewrite(old, lambda t: t.slice(1))
    results = check("telecom_event")
    assert not_passed(results) == {"telecom_event_partition_rows_as_ledger"}
    assert f'"part": "{DAY_1}"' in results["telecom_event_partition_rows_as_ledger"].sample_json
    assert held_groups(results.values()) == {"owl"}
    new = pq.read_table(lake.table("clean", "telecom_event") / f"service_date={DAY_2}").num_rows
    assert results["telecom_event_rows_floor"].total_rows == new, "only tonight's partition is read"


def test_a_partition_left_without_a_file_is_an_empty_one_not_an_error_of_the_check(check, lake):
    """As a rebuild leaves it where no row is sound any more."""
    (lake.table("clean", "telecom_event") / f"service_date={DAY_2}" / "part-0.parquet").unlink()
    results = check("telecom_event")
    assert {r.code for r in results.values() if r.status == "error"} == set()
    assert {"telecom_event_day_empty", "telecom_event_partition_rows_as_ledger"} <= not_passed(results)
    assert held_groups(results.values()) == {"owl"}


def test_a_duplicated_record_holds_the_owl_back(check, lake):
    part = lake.table("clean", "telecom_event") / f"service_date={DAY_2}" / "part-0.parquet"
    rewrite(part, lambda t: pa.concat_tables([t, t.slice(0, 1)]))
    results = check("telecom_event")
    assert {"telecom_event_key_unique", "telecom_event_partition_rows_as_ledger"} <= not_passed(results)
    assert held_groups(results.values()) == {"owl"}
    (row, *_) = json.loads(results["telecom_event_key_unique"].sample_json)
    assert {"source_file", "record_number"} == set(row)


@pytest.mark.parametrize(
    ("zone", "table", "groups"),
    [
        ("clean", "cell", {"core"}),
        ("clean", "resident_population", {"core"}),
        ("clean", "telecom_event", {"owl"}),
        ("aggregate", "presence_hex_hour_public", {"owl"}),
        ("clean", "bus_stop_month", {"owl", "transit"}),
    ],
)
def test_an_emptied_table_holds_its_groups_back(check, lake, zone, table, groups):
    for folder in lake.partitions(zone, table).values():
        shutil.rmtree(folder)
    results = check(table)
    assert results[f"{table}_rows_floor"].status == "fail"
    assert held_groups(results.values()) == groups


def test_a_table_that_is_gone_altogether_is_an_error_of_the_check(check, lake):
    shutil.rmtree(lake.table("aggregate", "hex"))
    results = check()
    assert results["hex_rows_floor"].status == "error" and results["hex_rows_floor"].sentence.startswith(
        "This could not be checked"
    )
    assert "core" in held_groups(results.values())
    assert results["resident_population_rows_floor"].status == "pass"


def test_a_corrupt_partition_spoils_only_its_own_table(check, lake):
    (lake.table("clean", "bus_stop_month") / "month=2022-03" / "part-0.parquet").write_bytes(b"PAR1 no more")
    results = check("bus_stop_month", "telecom_event")
    assert results["bus_stop_month_rows_floor"].status == "error"
    assert held_groups(results.values()) == {"transit", "owl"}
    assert results["telecom_event_rows_floor"].status == "pass"


def test_a_lost_column_is_told_apart_from_bad_rows(check, lake):
    for file in lake.table("clean", "cell").rglob("*.parquet"):
        rewrite(
            file, lambda t: t.rename_columns(["tech" if c == "technology" else c for c in t.column_names])
        )
    results = check("cell")
    assert not_passed(results) == {"cell_technology_known"}
    assert (
        results["cell_technology_known"].status == "error"
        and "technology" in results["cell_technology_known"].observed
    )
    assert held_groups(results.values()) == {"core"}


def test_a_failed_warning_holds_nothing_back(check, lake):
    for file in lake.table("clean", "cell").rglob("part-*.parquet"):
        rewrite(
            file,
            lambda t: t.set_column(
                t.schema.get_field_index("technology"), "technology", pa.array(["6G"] * t.num_rows)
            ),
        )
    results = check("cell")
    assert results["cell_technology_known"].status == "fail"
    assert held_groups(results.values()) == set()


def test_partitions_older_than_a_column_stay_readable(check, lake):
    part = lake.table("clean", "telecom_event") / f"service_date={DAY_2}" / "part-0.parquet"
    rewrite(part, lambda t: t.append_column("roaming", pa.array(["no"] * t.num_rows)))
    assert not_passed(check("telecom_event")) == {"telecom_event_file_refused"}


def test_a_number_planted_in_a_new_column_is_found_and_not_repeated(check, lake):
    part = lake.table("clean", "telecom_event") / f"service_date={DAY_2}" / "part-0.parquet"
    rewrite(part, lambda t: t.append_column("called", pa.array(["01098765432"] * t.num_rows)))
    results = check("telecom_event")
    assert results["telecom_event_raw_number"].status == "fail"
    assert "owl" in held_groups(results.values())
    assert b"98765432" not in (lake.quality / "result" / f"{RUN}-lake.parquet").read_bytes()


def test_samples_of_counted_persons_show_their_keys_alone(check, lake):
    """The results are published: a hidden count must not stand there because a rule about it failed."""
    part = lake.table("aggregate", "presence_hex_hour") / f"service_date={DAY_2}" / "part-0.parquet"
    rewrite(part, lambda t: pa.concat_tables([t.slice(0, 1)] * 2 + [t]))
    results = check("presence_hex_hour")
    samples = [
        json.loads(r.sample_json)
        for r in results.values()
        if r.status == "fail" and r.table_name == "presence_hex_hour"
    ]
    rows = [row for sample in samples for row in sample if "hex_id" in row]
    assert rows and {frozenset(row) for row in rows} == {frozenset({"service_date", "hour", "hex_id"})}
    assert not [
        key for sample in samples for row in sample for key in row if key.startswith(("persons", "events"))
    ]


def test_too_many_refused_records_hold_the_feeds_groups_back(check, lake):
    def refuse(table):
        rows = table.to_pylist()
        for row in rows:
            if row["feed"] == "bus_stop_month":
                row |= {"rows_clean": row["records"] - 1, "rows_quarantined": 1}
        return pa.Table.from_pylist(rows, table.schema)

    rewrite(lake.ledger / "file" / "part-0.parquet", refuse)
    results = check("bus_stop_month")
    assert results["bus_stop_month_refused_share_exceeded"].status == "fail"
    assert held_groups(results.values()) == {"transit", "owl"}


def test_a_missing_delivery_is_a_warning(check, seoul):
    results = check(service_date=DAY_2 + timedelta(days=1))
    daily = [feed for feed in FEEDS if seoul.feed(feed).expected == "daily"]
    assert not_passed(results) == {f"{feed}_delivery_missing" for feed in daily} and len(daily) >= 2
    assert held_groups(results.values()) == set()
    assert "telecom_event_rows_floor" not in results, "no partition was touched: there is nothing to judge"


def test_a_city_with_one_feed_has_a_green_night(tmp_path, seoul):
    from expectations import gate

    lake = write_tiny_lake(tmp_path / "one", feeds=["bus_stop_month"])
    only = seoul.model_copy(update={"feeds": {"bus_stop_month": seoul.feeds["bus_stop_month"]}})
    results = gate.check_lake(lake, only, RUN, DAY_2)
    assert {r.code for r in results if r.status != "pass"} == {"bus_stop_month_file_refused"}
    assert {r.table_name for r in results} == {"bus_stop_month", "hex", "holiday"}


def test_a_feed_that_never_came_is_a_warning(tmp_path, seoul):
    from expectations import gate

    came = ["telecom_event", "cell", "resident_population"]
    results = gate.check_lake(write_tiny_lake(tmp_path / "three", feeds=came), seoul, RUN, DAY_2)
    never = {f"{feed}_never_delivered" for feed in set(FEEDS) - set(came)}
    assert {r.code for r in results if r.status != "pass"} == never | {"telecom_event_file_refused"}
    assert held_groups(results) == set()


def test_an_installation_that_never_ran_is_judged_without_an_accident(tmp_path, seoul):
    from expectations import gate
    from nightowl.lake import Lake

    results = gate.check_lake(Lake(tmp_path / "new").make(), seoul, RUN, DAY_2)
    assert {r.code for r in results if r.code.endswith("never_delivered")} == {
        f"{feed}_never_delivered" for feed in seoul.feeds
    }
    assert held_groups(results) == {"core"}, "the grid and the holidays are not written yet"


def build_warehouse(lake, before="select 1"):
    lake.warehouse.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(lake.warehouse)) as con:
        con.execute("".join([WAREHOUSE, *(domain.WAREHOUSE for domain in lakes.domains())]))
        con.execute("delete from fct_bus_stop_month")
        con.execute(f"""insert into fct_bus_stop_month select month, route_no, route_name, ars_id, stop_name, visit_seq, clock_hour
            from read_parquet('{lake.glob("clean", "bus_stop_month")}')""")
        con.execute(before)


def test_sound_marts_pass(check, lake):
    from expectations import gate

    build_warehouse(lake)
    results = check(stage=gate.check_marts)
    assert not_passed(results) == set()
    assert {r.stage for r in results.values()} == {"marts"}
    assert {r.table_name for r in results.values()} == {suite.table for suite in gate.MART_SUITES}


@pytest.mark.parametrize(
    ("damage", "code", "groups"),
    [
        ("delete from dim_cell", "dim_cell_rows_floor", {"core"}),
        (
            "delete from mart_owl__night_demand where night_date = '2022-03-02'",
            "mart_owl__night_demand_stale",
            {"owl"},
        ),
        ("update fct_presence_hex_hour set persons_cnt = 3", "fct_presence_hex_hour_below_k", {"owl"}),
        (
            "delete from fct_bus_stop_month where clock_hour = 1",
            "fct_bus_stop_month_rows_as_lake",
            {"transit", "owl"},
        ),
        ("update dim_dong set residents_cnt = 999999", "dim_dong_residents_range", set()),
        ("drop table mart_owl__night_boardings", "mart_owl__night_boardings_rows_floor", {"owl"}),
    ],
)
def test_damaged_marts_hold_their_groups_back(check, lake, damage, code, groups):
    from expectations import gate

    build_warehouse(lake, damage)
    results = check(
        next(s.table for s in gate.MART_SUITES if code.startswith(f"{s.table}_")), stage=gate.check_marts
    )
    assert results[code].status in {"fail", "error"}
    assert held_groups(results.values()) == groups


def test_without_a_warehouse_the_sentence_says_so(check):
    from expectations import gate

    with pytest.raises(NightowlError, match="there is none"):
        check(stage=gate.check_marts)


def test_a_warehouse_that_is_being_written_is_told_in_a_sentence(check, lake):
    from expectations import gate

    build_warehouse(lake)
    hold = (
        "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", hold, str(lake.warehouse)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert writer.stdout.readline() == b"held\n"
        with pytest.raises(NightowlError, match="dbt build still running"):
            check("dim_hex", stage=gate.check_marts)
    finally:
        writer.communicate()


def test_the_checked_warehouse_is_free_for_its_writer_again(check, lake):
    from expectations import gate

    build_warehouse(lake)
    check("dim_hex", stage=gate.check_marts)
    with duckdb.connect(str(lake.warehouse)) as con:
        con.execute("create table dim_other as select 1 as one")


def test_both_stages_of_a_run_are_kept(check, lake):
    from expectations import gate

    build_warehouse(lake)
    check("hex")
    check("dim_hex", stage=gate.check_marts)
    assert {r.stage for r in read_results(lake, RUN)} == {"lake", "marts"}
    assert {p.name for p in (lake.quality / "result").iterdir()} >= {
        f"{RUN}-lake.parquet",
        f"{RUN}-marts.parquet",
    }
    assert not [p for p in (lake.quality / "result").iterdir() if p.name.startswith(".")]


def test_the_service_date_is_the_nights_not_the_clocks(check):
    assert {r.service_date for r in check("hex", service_date=date(2022, 3, 1)).values()} == {
        date(2022, 3, 1)
    }
