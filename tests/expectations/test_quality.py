"""The results and the runs, kept as tables."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pyarrow.parquet as pq
import pytest

from nightowl.quality import (
    RESULT_SCHEMA,
    RUN_SCHEMA,
    Result,
    Run,
    held_groups,
    read_results,
    read_runs,
    write_results,
    write_run,
)
from tests.lake_schema import schema

NIGHT = date(2022, 3, 2)
PASSED = Result(
    run_id="r1",
    service_date=NIGHT,
    stage="lake",
    tool="gx",
    code="cell_rows_floor",
    table_name="cell",
    group_name="core",
    severity="critical",
    owner="telecom data",
    sentence="There is a cell inventory.",
    fix="Ask the carrier.",
    status="pass",
    checked_at=datetime(2022, 3, 3, tzinfo=UTC),
)


def test_the_schemas_are_the_agreed_ones():
    assert RESULT_SCHEMA.equals(schema("quality/result"))
    assert RUN_SCHEMA.equals(schema("quality/run"))


@pytest.mark.parametrize(
    ("severity", "status", "held"),
    [
        ("critical", "pass", set()),
        ("critical", "fail", {"owl", "transit"}),
        ("critical", "error", {"owl", "transit"}),
        ("warning", "fail", set()),
        ("warning", "error", {"owl", "transit"}),
        ("info", "fail", set()),
    ],
)
def test_a_broken_critical_rule_or_one_that_could_not_be_tried_holds_its_groups(severity, status, held):
    result = replace(PASSED, severity=severity, status=status, group_name="owl,transit")
    assert held_groups([PASSED, result]) == held


def test_results_come_back_as_they_were_written(lake):
    results = [
        PASSED,
        replace(
            PASSED, code="cell_key_unique", failing_rows=3, total_rows=9, seconds=0.5, column_name="cell_id"
        ),
    ]
    write_results(lake, "r1", "lake", results)
    write_results(lake, "r1", "marts", [replace(PASSED, stage="marts", code="dim_cell_rows_floor")])
    write_results(lake, "r2", "lake", [replace(PASSED, run_id="r2")])
    assert [r.code for r in read_results(lake, "r1")] == [
        "cell_key_unique",
        "cell_rows_floor",
        "dim_cell_rows_floor",
    ]
    assert set(results) <= set(read_results(lake, "r1"))


def test_a_second_try_of_a_stage_replaces_the_first(lake):
    write_results(lake, "r1", "lake", [PASSED, PASSED])
    write_results(lake, "r1", "lake", [PASSED])
    assert read_results(lake, "r1") == [PASSED]


def test_a_run_id_of_the_scheduler_makes_a_sound_file_name(lake):
    run_id = "scheduled__2022-03-02T00:00:00+00:00"
    path = write_results(lake, run_id, "lake", [replace(PASSED, run_id=run_id)])
    assert path.name == "scheduled__2022-03-02T00_00_00_00_00-lake.parquet"
    assert [r.run_id for r in read_results(lake, run_id)] == [run_id]


def test_results_written_before_a_column_was_added_stay_readable(lake):
    path = write_results(lake, "r1", "lake", [PASSED])
    pq.write_table(pq.read_table(path).drop_columns(["seconds"]), path)
    assert read_results(lake, "r1") == [PASSED]


def test_runs_come_back_oldest_first(lake):
    for file in (lake.quality / "run").glob("part-*.parquet"):
        file.unlink()
    late = Run(
        run_id="b",
        service_date=NIGHT,
        started_at=datetime(2022, 3, 3, tzinfo=UTC),
        verdict="stopped",
        held_groups=("core",),
    )
    early = Run(
        run_id="z",
        service_date=NIGHT,
        started_at=datetime(2022, 3, 2, tzinfo=UTC),
        verdict="published",
        snapshot="s.duckdb",
    )
    write_run(lake, late)
    write_run(lake, early)
    assert read_runs(lake) == [early, late]


def test_an_unknown_status_is_refused():
    with pytest.raises(ValueError, match="cell_rows_floor"):
        replace(PASSED, status="maybe")
