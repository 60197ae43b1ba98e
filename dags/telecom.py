"""The telecom DAG: cells, residents, who has opted out, raw events, presence. See `doc_md` below, which the web page shows."""

from datetime import UTC, datetime

from airflow.sdk import (
    Asset,
    CronPartitionTimetable,
    DeadlineAlert,
    DeadlineReference,
    SyncCallback,
    dag,
    get_current_context,
    task,
)

from nightowl import night, schedule
from spark_jobs.session import CONF

DOC = """
### telecom: who is where at which hour
**Inputs** `landing/{cell,resident_population,opt_out,telecom_event}`: every delivery that has no outcome in the ledger yet.

**Makes** `clean/{cell,resident_population,opt_out,telecom_event}`, `aggregate/{cell_hex_share,cell_hour,cell_day,cell_fault}`,
`aggregate/{presence_hex_hour,presence_hex_hour_public}`,
`aggregate/{dong_hex,subscriber_night,home,home_agreement_public,expansion_weight,night_od,night_od_public}`, quarantine, ledger.

**Run a day again** trigger with `{"service_date": "2026-11-01", "rebuild": "telecom_event"}`: the day is made again from all its files.
Without `rebuild` only new deliveries are read; a second run changes nothing. A range: `make backfill FROM=… TO=…`.

**Late or failed, it hurts** planners: the Owl marts keep yesterday's tables, and the quality report says so. Nothing else waits for it.
"""
CITY = night.city()


@dag(
    schedule=CronPartitionTimetable(
        schedule.NIGHTLY_CRON, timezone=CITY.time_zone, run_offset=-1, key_format="%Y-%m-%d"
    )
    if "telecom" in CITY.dags
    else None,
    catchup=False,
    max_active_runs=1,
    deadline=DeadlineAlert(
        DeadlineReference.DAGRUN_QUEUED_AT,
        schedule.FEEDS_READY_WITHIN,
        SyncCallback(schedule.tell_deadline_missed),
    ),
    default_args=schedule.defaults("telecom data"),
    doc_md=DOC,
    tags=["owl", "core"],
)
def telecom() -> None:
    """Clean what carriers delivered; always emit the day's asset, whatever became of it."""

    @task.sensor(mode="reschedule", poke_interval=schedule.LOOK_EVERY_S, timeout=schedule.WAIT_AT_MOST_S)
    def await_deliveries() -> bool:
        """Late senders get until their deadline; then the night goes on, and the report says who is missing."""
        return night.deliveries_are_due(get_current_context()["dag_run"], "telecom", datetime.now(UTC))

    @task.pyspark(conn_id=schedule.SPARK_CONNECTION, config_kwargs=CONF)
    def clean_cells(spark) -> str:
        from spark_jobs.telecom import cells

        return night.run_job(get_current_context()["dag_run"], "cell", cells.run, spark)

    @task.pyspark(conn_id=schedule.SPARK_CONNECTION, config_kwargs=CONF)
    def clean_residents(spark) -> str:
        from spark_jobs.population import residents

        return night.run_job(get_current_context()["dag_run"], "resident_population", residents.run, spark)

    @task.pyspark(conn_id=schedule.SPARK_CONNECTION, config_kwargs=CONF)
    def clean_opt_out(spark) -> str:
        from spark_jobs.telecom import opt_out

        return night.run_job(get_current_context()["dag_run"], "opt_out", opt_out.run, spark)

    # Also where tonight's inventory failed: an older one still places most events. Where tonight's opt-out list failed, it stops by itself.
    @task.pyspark(conn_id=schedule.SPARK_CONNECTION, config_kwargs=CONF, trigger_rule="all_done")
    def clean_events(spark) -> str:
        from spark_jobs.telecom import events

        return night.run_job(get_current_context()["dag_run"], "telecom_event", events.run, spark)

    @task.pyspark(conn_id=schedule.SPARK_CONNECTION, config_kwargs=CONF)
    def count_presence(spark) -> str:
        from spark_jobs.telecom import cell_health, presence, unicity

        # In one task, since a task costs seconds: which cells can be believed, who was at them, and how few points tell who.
        run = get_current_context()["dag_run"]
        told = [
            night.run_job(run, "telecom_event", job.run, spark) for job in (cell_health, presence, unicity)
        ]
        return "; ".join(told)

    # Also where tonight's register failed: an older one still tells who lives where.
    @task.pyspark(conn_id=schedule.SPARK_CONNECTION, config_kwargs=CONF, trigger_rule="all_done")
    def find_homes(spark) -> str:
        from spark_jobs.telecom import night_od

        return night.run_job(get_current_context()["dag_run"], "telecom_event", night_od.run, spark)

    @task(trigger_rule="all_done", outlets=[Asset("nightowl://telecom")])
    def emit() -> None:
        """The day's asset, also after a failure: the ledger holds what happened, and no other feed waits."""

    @task
    def complete() -> None:
        """Green only where every task before it was: emitting the asset must not hide a failure from the web page."""

    cells, events, presence, residents = clean_cells(), clean_events(), count_presence(), clean_residents()
    opt_out, homes = clean_opt_out(), find_homes()
    await_deliveries() >> [cells, opt_out, residents]
    [cells, opt_out] >> events >> presence
    [presence, residents] >> homes >> emit()
    [cells, events, opt_out, presence, residents, homes] >> complete()


telecom_dag = telecom()
