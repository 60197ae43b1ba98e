"""The complaints DAG: what citizens reported, and whether the city answered in time. See `doc_md` below, which the web page shows."""

from datetime import UTC, datetime

from airflow.sdk import (
    Asset,
    CronPartitionTimetable,
    DeadlineAlert,
    DeadlineReference,
    SyncCallback,
    chain,
    dag,
    get_current_context,
    task,
)

from nightowl import night, schedule
from spark_jobs.session import CONF

DOC = """
### complaints: what citizens report, and whether the city answers in time
**Inputs** `landing/complaint_version`: every delivery that has no outcome in the ledger yet.

**Makes** `clean/complaint_version` (texts redacted while they are read), `aggregate/complaint_case` (each case as it was last told, with its clock),
`aggregate/complaint_incident_case` (which cases tell of one thing) and what is counted from them:
`aggregate/complaint_{dong_day,dong_day_public,case_public,incident_public,wait_public,hotspot_public,hex_hour_public}`; quarantine, ledger.

**Run a day again** trigger with `{"service_date": "2026-11-01", "rebuild": "complaint_version"}`: the cases received that day are made again
from all files that hold them. Without `rebuild` only new deliveries are read; a second run changes nothing. A range: `make backfill FROM=… TO=…`.

**Late or failed, it hurts** the complaints office and the mayor's morning: `mart_complaints__dong_day` keeps yesterday's table.
Nothing else waits for it.
"""
CITY = night.city()


@dag(
    schedule=CronPartitionTimetable(
        schedule.NIGHTLY_CRON, timezone=CITY.time_zone, run_offset=-1, key_format="%Y-%m-%d"
    )
    if "complaints" in CITY.dags
    else None,
    catchup=False,
    max_active_runs=1,
    deadline=DeadlineAlert(
        DeadlineReference.DAGRUN_QUEUED_AT,
        schedule.FEEDS_READY_WITHIN,
        SyncCallback(schedule.tell_deadline_missed),
    ),
    default_args=schedule.defaults("complaints data"),
    doc_md=DOC,
    tags=["complaints"],
)
def complaints() -> None:
    """Clean the case files; always emit the day's asset, whatever became of it."""

    @task.sensor(mode="reschedule", poke_interval=schedule.LOOK_EVERY_S, timeout=schedule.WAIT_AT_MOST_S)
    def await_deliveries() -> bool:
        """Late senders get until their deadline; then the night goes on, and the report says who is missing."""
        return night.deliveries_are_due(get_current_context()["dag_run"], "complaints", datetime.now(UTC))

    @task.pyspark(conn_id=schedule.SPARK_CONNECTION, config_kwargs=CONF)
    def clean_complaints(spark) -> str:
        from spark_jobs.complaints import cases

        return night.run_job(get_current_context()["dag_run"], "complaint_version", cases.run, spark)

    # Cases are few: neither step needs a session, whose start costs seconds.
    @task
    def follow_cases() -> str:
        from spark_jobs.complaints import case_states, categories, incident_cases

        run, jobs = get_current_context()["dag_run"], (categories, case_states, incident_cases)
        return "; ".join(night.run_job(run, "complaint_version", job.run, None) for job in jobs)

    @task
    def count_cases() -> str:
        from spark_jobs.complaints import dong_days, hex_hours, hot_spots, incidents, waiting

        # In one task, since a task costs seconds.
        run, jobs = get_current_context()["dag_run"], (dong_days, incidents, waiting, hot_spots, hex_hours)
        return "; ".join(night.run_job(run, "complaint_version", job.run, None) for job in jobs)

    @task(trigger_rule="all_done", outlets=[Asset("nightowl://complaints")])
    def emit() -> None:
        """The day's asset, also after a failure: the ledger holds what happened, and no other feed waits."""

    @task
    def complete() -> None:
        """Green only where every task before it was: emitting the asset must not hide a failure from the web page."""

    steps = [clean_complaints(), follow_cases(), count_cases()]
    chain(await_deliveries(), *steps, emit())
    steps >> complete()


complaints_dag = complaints()
