"""The warehouse DAG: gate, dbt, the marts' gate, publish, report. See `doc_md` below, which the web page shows."""

from datetime import UTC, datetime
from functools import partial, reduce
from operator import and_

from airflow.sdk import (
    Asset,
    DeadlineAlert,
    DeadlineReference,
    PartitionedAssetTimetable,
    SyncCallback,
    dag,
    get_current_context,
    task,
)

from nightowl import night, schedule
from nightowl.console import say

DOC = """
### warehouse: what analysts and planners see in the morning
**Inputs** the lake, once the DAG of every feed that is switched on has emitted the service day's asset (they always do, also when they failed).

**Makes** quality results, `warehouse.duckdb`, a new read-only snapshot under `published/` (the last 14 are kept), the quality report.

**Run again** trigger with `{"service_date": "2026-11-01"}`, or `make rebuild`; the same lake gives the same marts. It is never backfilled itself:
backfill the feed DAGs and it follows by key. **Back** `make rollback`.

**Late or failed, it hurts** everyone who reads: they keep yesterday's snapshot.
A critical failure holds back only its group; one in core stops the publish.
"""
CITY = night.city()
FEED_ASSETS = reduce(and_, [Asset(f"nightowl://{name}") for name in CITY.dags])


@dag(
    schedule=PartitionedAssetTimetable(assets=FEED_ASSETS),
    catchup=False,
    max_active_runs=1,
    deadline=DeadlineAlert(
        DeadlineReference.DAGRUN_QUEUED_AT,
        schedule.PUBLISHED_WITHIN,
        SyncCallback(schedule.tell_deadline_missed),
    ),
    default_args=schedule.defaults("data platform"),
    doc_md=DOC,
    tags=["core"],
)
def warehouse() -> None:
    """Judge the lake, build, judge the marts, publish what may be published, tell everybody. One task at a time: DuckDB has one writer."""

    @task.sensor(mode="reschedule", poke_interval=15, timeout=schedule.WAIT_AT_MOST_S)
    def await_quiet_lake() -> bool:
        """A feed half-way through another service day would look like one that has lost rows."""
        context = get_current_context()
        runs = partial(context["ti"].get_dr_count, states=["running", "queued"])
        return night.lake_is_quiet(context["dag_run"], lambda name: runs(dag_id=name), datetime.now(UTC))

    @task
    def prepare() -> str:
        """Reference tables, schema anchors and the words of the rules; the id under which this night's results are kept."""
        import uuid

        from nightowl import reference
        from spark_jobs import catalog

        of_night = _night()
        made = reference.write(of_night.lake, of_night.profile)
        catalog.write_anchors(of_night.lake)
        catalog.write_rules(of_night.lake)
        say(f"reference tables: {'made ' + ', '.join(made) if made else 'up to date'}")
        return f"night-{of_night.service_date}-{uuid.uuid4().hex[:8]}"

    @task
    def check_lake(night_id: str) -> str:
        from expectations import gate

        of_night = _night()
        return say(
            _told("lake", gate.check_lake(of_night.lake, of_night.profile, night_id, of_night.service_date))
        )

    @task
    def build_marts(night_id: str) -> str:
        from nightowl import warehouse as marts

        of_night = _night()
        return say(
            _told("dbt", marts.build_marts(of_night.lake, of_night.profile, night_id, of_night.service_date))
        )

    @task
    def check_marts(night_id: str) -> str:
        from expectations import gate

        of_night = _night()
        return say(
            _told("marts", gate.check_marts(of_night.lake, of_night.profile, night_id, of_night.service_date))
        )

    @task
    def publish(night_id: str) -> str:
        from nightowl import edition

        of_night = _night()
        return say(edition.publish_night(of_night.lake, of_night.profile, night_id, of_night.service_date))

    @task(trigger_rule="all_done")
    def report(night_id: str) -> str:
        from portal import report as quality_report

        of_night = _night()
        page = quality_report.write(of_night.lake, of_night.profile, night_id, of_night.service_date)
        return say(f"quality report: {page}")

    @task
    def complete() -> None:
        """Green only where the night was published: writing the report must not hide a failure from the web page."""

    night_id = prepare()
    await_quiet_lake() >> night_id
    published = publish(night_id)
    check_lake(night_id) >> build_marts(night_id) >> check_marts(night_id) >> published
    published >> report(night_id)
    published >> complete()


def _night() -> night.Night:
    return night.of_run(get_current_context()["dag_run"])


def _told(stage: str, results: list) -> str:
    broken = [r for r in results if r.status != "pass"]
    critical = sorted({f"{r.code} ({r.table_name})" for r in broken if r.holds})
    told = f"{stage}: {len(results)} checks, {len(broken)} not passed"
    return told + (f", critical: {', '.join(critical)}" if critical else "")


warehouse_dag = warehouse()
