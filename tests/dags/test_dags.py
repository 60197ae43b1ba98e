"""The DAGs as Airflow reads them: no error, nothing heavy at parse time, and what each promises its operator.

One process of its own reads the folder once for all tests: Airflow reads its settings when it is first imported.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from nightowl import night, profile
from nightowl.service_day import parse_date

REPO = Path(__file__).resolve().parents[2]
FEED_DAGS = profile.load().dags
OPEN_DATA = sorted(f for f, said in profile.load().feeds.items() if said.dag == "open_data" and said.enabled)
HEAVY = ("pyspark", "dbt", "great_expectations", "duckdb", "pandas", "pyarrow", "h3", "holidays")
READ = """
import json, sys
from pathlib import Path
from nightowl import environment
environment.prepare(Path(sys.argv[1]))
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[2])
def task(t):
    return {
        "upstream": sorted(t.upstream_task_ids), "trigger_rule": str(t.trigger_rule.value), "outlets": [a.uri for a in t.outlets],
        "owner": t.owner, "retries": t.retries, "delay_s": t.retry_delay.total_seconds(), "backoff": bool(t.retry_exponential_backoff),
        "limit_s": t.execution_timeout.total_seconds(), "tells": bool(t.on_failure_callback), "kind": type(t).__name__,
        "connection": getattr(t, "conn_id", None),
    }
def dag(d):
    timetable = d.timetable
    return {
        "file": Path(d.fileloc).name, "doc": d.doc_md, "tags": sorted(d.tags), "max_active_runs": d.max_active_runs, "catchup": d.catchup,
        "deadline_s": [a.interval.total_seconds() for a in d.deadline],
        "tasks": {t.task_id: task(t) for t in d.topological_sort()}, "timetable": type(timetable).__name__,
        "schedule": [str(getattr(timetable, name, None)) for name in ("expression", "timezone", "run_offset", "key_format")],
        "follows": sorted(a.uri for a in getattr(timetable.asset_condition, "objects", [timetable.asset_condition]) if a),
    }
told = {
    "errors": {str(k): str(v) for k, v in bag.import_errors.items()},
    "loaded": sorted(set(sys.argv[3].split(",")) & set(sys.modules)),
    "dags": {name: dag(d) for name, d in bag.dags.items()},
}
print("TOLD" + json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return read(REPO / "dags", tmp_path_factory.mktemp("home"))


def read(folder: Path, home: Path, **more: str) -> dict[str, Any]:
    mine = ("NIGHTOWL_", "AIRFLOW")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(mine)} | more
    command = [sys.executable, "-c", READ, str(home), str(folder), ",".join(HEAVY)]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=REPO, env=environment)
    assert answer.returncode == 0, answer.stderr[-3000:]
    return json.loads(answer.stdout.split("TOLD", 1)[1])


def test_every_file_is_read_without_an_error(told: dict) -> None:
    assert told["errors"] == {}
    files = {p.name for p in (REPO / "dags").glob("*.py")}
    assert files == {d["file"] for d in told["dags"].values()} and len(files) >= 3


def test_reading_the_dags_loads_nothing_heavy(told: dict) -> None:
    """The scheduler reads every file every half minute."""
    assert told["loaded"] == []


@pytest.mark.parametrize("name", [*FEED_DAGS, "warehouse"])
def test_each_dag_tells_its_operator_what_he_needs_at_night(told: dict, name: str) -> None:
    dag = told["dags"][name]
    for word in (
        "**Inputs**",
        "**Makes**",
        "**Late or failed, it hurts**",
        "again** trigger with",
        f"### {name}: ",
    ):
        assert word in dag["doc"], word
    (conf, *_) = [json.loads(c) for c in re.findall(r"`(\{.*?\})`", dag["doc"])]  # to be pasted as it stands
    assert parse_date(conf["service_date"])
    assert night.parse_rebuild(conf.get("rebuild", "cell"), profile.load(), parse_date(conf["service_date"]))
    assert dag["deadline_s"] == [3600.0 if name == "warehouse" else 4 * 3600.0]
    assert dag["tags"] and dag["max_active_runs"] == 1 and dag["catchup"] is False


@pytest.mark.parametrize("name", [*FEED_DAGS, "planning", "warehouse"])
def test_each_task_has_an_owner_tries_again_and_ends(told: dict, name: str) -> None:
    for task_id, task in told["dags"][name]["tasks"].items():
        assert task["owner"] not in ("", "airflow"), task_id
        assert (task["retries"], task["delay_s"], task["backoff"], task["limit_s"]) == (
            2,
            120,
            True,
            3 * 3600,
        ), task_id
        assert task["tells"], f"{task_id} fails in silence"


@pytest.mark.parametrize(
    ("name", "order"),
    [
        (
            "telecom",
            {
                "await_deliveries": [],
                "clean_cells": ["await_deliveries"],
                "clean_opt_out": ["await_deliveries"],
                "clean_residents": ["await_deliveries"],
                "clean_events": ["clean_cells", "clean_opt_out"],
                "count_presence": ["clean_events"],
                "find_homes": ["clean_residents", "count_presence"],
                "emit": ["find_homes"],
                "complete": [
                    "clean_cells",
                    "clean_events",
                    "clean_opt_out",
                    "clean_residents",
                    "count_presence",
                    "find_homes",
                ],
            },
        ),
        (
            "transit",
            {
                "await_deliveries": [],
                "clean_taps": ["await_deliveries"],
                "count_stop_hours": ["clean_taps"],
                "follow_riders": ["clean_taps"],
                "emit": ["count_stop_hours", "follow_riders"],
                "complete": ["clean_taps", "count_stop_hours", "follow_riders"],
            },
        ),
        (
            "open_data",
            {
                "await_deliveries": [],
                **{f"clean_{feed}": ["await_deliveries"] for feed in OPEN_DATA},
                "load_sections": [
                    f"clean_{feed}" for feed in ("bus_stop_month", "pattern_stop", "route", "stop")
                ],
                "emit": [*(f"clean_{feed}" for feed in OPEN_DATA), "load_sections"],
                "complete": [*(f"clean_{feed}" for feed in OPEN_DATA), "load_sections"],
            },
        ),
        (
            "complaints",
            {
                "await_deliveries": [],
                "clean_complaints": ["await_deliveries"],
                "follow_cases": ["clean_complaints"],
                "count_cases": ["follow_cases"],
                "emit": ["count_cases"],
                "complete": ["clean_complaints", "count_cases", "follow_cases"],
            },
        ),
        ("planning", {"plan_squirrel": []}),
        (
            "warehouse",
            {
                "await_quiet_lake": [],
                "prepare": ["await_quiet_lake"],
                "check_lake": ["prepare"],
                "build_marts": ["check_lake", "prepare"],
                "check_marts": ["build_marts", "prepare"],
                "publish": ["check_marts", "prepare"],
                "report": ["prepare", "publish"],
                "complete": ["publish"],
            },
        ),
    ],
)
def test_the_steps_follow_each_other(told: dict, name: str, order: dict[str, list[str]]) -> None:
    assert {task_id: task["upstream"] for task_id, task in told["dags"][name]["tasks"].items()} == order


@pytest.mark.parametrize("name", FEED_DAGS)
def test_a_feed_always_emits_its_day_at_the_end(told: dict, name: str) -> None:
    """Also after a failure, so that one feed never blocks the others."""
    tasks = told["dags"][name]["tasks"]
    assert (tasks["emit"]["trigger_rule"], tasks["emit"]["outlets"]) == ("all_done", [f"nightowl://{name}/"])
    assert [task_id for task_id, task in tasks.items() if task["outlets"]] == ["emit"]
    assert tasks["complete"]["trigger_rule"] == "all_success", (
        "a failed step must not look green on the web page"
    )


def test_the_report_is_written_whatever_happened_and_nothing_else_is(told: dict) -> None:
    rules = {task_id: t["trigger_rule"] for task_id, t in told["dags"]["warehouse"]["tasks"].items()}
    assert [t for t, rule in rules.items() if rule != "all_success"] == ["report"] and rules[
        "report"
    ] == "all_done"


@pytest.mark.parametrize("name", FEED_DAGS)
def test_feeds_run_each_morning_for_the_day_before(told: dict, name: str) -> None:
    dag = told["dags"][name]
    assert dag["timetable"] == "CronPartitionTimetable"
    assert dag["schedule"] == ["30 6 * * *", "Asia/Seoul", "-1", "%Y-%m-%d"]


def test_planning_runs_each_month_and_nothing_waits_for_it(told: dict) -> None:
    dag = told["dags"]["planning"]
    assert dag["timetable"] == "CronPartitionTimetable" and dag["schedule"][:2] == ["0 8 6 * *", "Asia/Seoul"]
    assert not [t for t in dag["tasks"].values() if t["outlets"]]
    for word in (
        "### planning: ",
        "**Inputs**",
        "**Makes**",
        "**Late or failed, it hurts**",
        "again** trigger with",
    ):
        assert word in dag["doc"], word


def test_the_warehouse_follows_every_feed_by_key(told: dict) -> None:
    dag = told["dags"]["warehouse"]
    assert dag["timetable"] == "PartitionedAssetTimetable"
    emitted = sorted(o for d in told["dags"].values() for t in d["tasks"].values() for o in t["outlets"])
    assert dag["follows"] == emitted == sorted(f"nightowl://{name}/" for name in FEED_DAGS)


def test_the_warehouse_of_a_city_with_one_feed_waits_for_that_alone(tmp_path: Path) -> None:
    seoul = profile.load().model_dump(mode="json")
    seoul["feeds"] = {"bus_stop_month": seoul["feeds"]["bus_stop_month"]}
    (tmp_path / "city.yaml").write_text(yaml.safe_dump(seoul))
    told = read(REPO / "dags", tmp_path / "home", NIGHTOWL_CITY=str(tmp_path / "city.yaml"))
    assert told["errors"] == {}
    assert told["dags"]["warehouse"]["follows"] == ["nightowl://open_data/"]
    idle = {name for name, dag in told["dags"].items() if dag["timetable"] == "NullTimetable"}
    assert idle == set(FEED_DAGS) - {"open_data"}, (
        "a DAG whose feeds are all switched off starts no task every morning"
    )


def test_every_feed_is_cleaned_by_the_dag_its_profile_names() -> None:
    for path in (REPO / "cities").glob("*.yaml"):
        for name, feed in profile.load(path.stem).feeds.items():
            assert f'"{name}"' in (REPO / "dags" / f"{feed.dag}.py").read_text(), (path.stem, name)


def test_spark_is_reached_through_the_connection_alone(told: dict) -> None:
    kinds = {
        t["kind"]: t["connection"]
        for d in told["dags"].values()
        for t in d["tasks"].values()
        if "Spark" in t["kind"]
    }
    assert kinds == {"_PySparkDecoratedOperator": "spark_default"}
