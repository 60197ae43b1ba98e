"""Building the warehouse: dbt in this process, and what it found as quality results."""

import json
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.lock import SAME_FEED_S, run_lock
from nightowl.profile import Profile
from nightowl.quality import Result, write_results

PROJECT = Path(__file__).resolve().parent.parent / "dbt"
SEVERITY = {"ERROR": "critical", "WARN": "warning"}
PUBLISHED_SCHEMA = "main"


def build_marts(lake: Lake, profile: Profile, run_id: str, service_date: date) -> list[Result]:
    """Build and test all models but the quality group's; results are written as stage `dbt`."""
    arguments = ["build", "--exclude", "group:quality", "--exclude-resource-type", "unit_test"]
    started = time.monotonic()
    outcome = _dbt(lake, profile, arguments)
    results = [_result(r, run_id, service_date) for r in outcome.results if _is_told(r)]
    write_results(lake, run_id, "dbt", results)
    if not outcome.results:
        raise NightowlError(
            f"dbt built nothing in {time.monotonic() - started:.0f} s; see {lake.logs / 'dbt' / 'dbt.log'}."
        )
    return results


def build_quality(lake: Lake, profile: Profile) -> None:
    """Build the quality marts, last, so that they hold this night's own results."""
    outcome = _dbt(
        lake, profile, ["build", "--select", "group:quality", "--exclude-resource-type", "unit_test"]
    )
    if failed := [r.node.name for r in outcome.results if str(r.status) in {"error", "fail"}]:
        raise NightowlError(
            f"The quality marts did not build: {', '.join(failed)}. See {lake.logs / 'dbt' / 'dbt.log'}."
        )


def table_groups(lake: Lake) -> dict[str, str]:
    """Table → group of every model that is published, as dbt's manifest of the last build tells."""
    manifest = json.loads((_target(lake) / "manifest.json").read_text(encoding="utf-8"))
    models = [
        n
        for n in manifest["nodes"].values()
        if n["resource_type"] == "model" and n["schema"] == PUBLISHED_SCHEMA
    ]
    return {n["name"]: n["group"] for n in models}


def _dbt(lake: Lake, profile: Profile, arguments: list[str]) -> Any:
    """Run dbt in this process. A feed that has never delivered counts as off: its tables may be empty, and Great Expectations warns."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    lake.warehouse.parent.mkdir(parents=True, exist_ok=True)
    feeds = [f for f in profile.feeds if profile.enabled(f) and lake.partitions("clean", f)]
    given = {
        "k_persons": profile.privacy.k_persons,
        "k_persons_of": {feed: profile.k_persons(feed) for feed in profile.feeds},
        "service_day_start_hour": profile.service_day_start_hour,
        "seats_of": {kind: profile.transit.seats_of(kind) for kind in profile.transit.vehicle_of},
        "crowded_seats": profile.transit.crowded_seats,
        "feeds_enabled": feeds,
    }
    places = [
        "--project-dir",
        str(PROJECT),
        "--profiles-dir",
        str(PROJECT),
        "--target-path",
        str(_target(lake)),
    ]
    logs = ["--log-path", str(lake.logs / "dbt"), "--no-use-colors"]
    with run_lock(lake, "warehouse", doing="building the warehouse", wait_s=SAME_FEED_S):
        try:
            outcome = dbtRunner().invoke([*arguments, *places, *logs, "--vars", json.dumps(given)])
        finally:  # dbt-duckdb keeps the file open until the process ends, and nobody else could read it
            DuckDBConnectionManager.close_all_connections()
    if outcome.exception:
        raise NightowlError(f"dbt could not run: {outcome.exception}. See {lake.logs / 'dbt' / 'dbt.log'}.")
    return outcome.result


def _target(lake: Lake) -> Path:
    return lake.home / "dbt" / "target"


def _is_told(result: Any) -> bool:
    """Every test, and models that failed or were left out; a model that was built is no news."""
    return result.node.resource_type == "test" or str(result.status) in {"error", "skipped"}


def _result(result: Any, run_id: str, service_date: date) -> Result:
    node, status = result.node, str(result.status)
    is_test = node.resource_type == "test"
    meta = node.config.meta
    sentence = meta.get("sentence") or (
        node.description if is_test else f"The model {node.name} could not be built."
    )
    return Result(
        run_id=run_id,
        service_date=service_date,
        stage="dbt",
        tool="dbt",
        code=meta.get("code", node.name) if is_test else "model_not_built",
        table_name=_table(node),
        column_name=getattr(node, "column_name", None),
        group_name=node.group or getattr(node.config, "group", None) or "core",
        severity=SEVERITY.get(str(node.config.severity).upper(), "critical") if is_test else "critical",
        owner=meta.get("owner", "data platform"),
        sentence=sentence or node.name,
        fix=meta.get("fix", "See the model's description and the dbt log."),
        status={"pass": "pass", "warn": "fail", "fail": "fail"}.get(status, "error"),
        observed=result.message or status,
        failing_rows=result.failures,
        checked_at=datetime.now(UTC),
        seconds=result.execution_time,
    )


def _table(node: Any) -> str:
    attached = getattr(node, "attached_node", None) or (
        node.depends_on.nodes[0] if node.depends_on.nodes else node.unique_id
    )
    return node.name if node.resource_type != "test" else attached.split(".")[-1]
