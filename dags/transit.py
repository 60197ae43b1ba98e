"""The transit DAG: smart-card taps, the stops' busy hours, and how full the buses are. See `doc_md` below, which the web page shows."""

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
### transit: who boards where, and how full the buses are
**Inputs** `landing/card_tap`: every delivery that has no outcome in the ledger yet. The lists of stops and stop sequences (`clean/stop`,
`clean/pattern_stop`), as the lake has them by then: without any, rides are counted at stops alone.

**Makes** `clean/card_tap`, `aggregate/{stop_hour,stop_hour_public}`, `aggregate/trip_leg` (rides laid on the network; persons, never public),
`aggregate/{section_load_10min,section_load_hour,section_load_hour_public}`, `aggregate/trip_chain_public`, quarantine, ledger.

**Run a day again** trigger with `{"service_date": "2026-11-01", "rebuild": "card_tap"}`.
Without `rebuild` only new deliveries are read; a second run changes nothing. A range: `make backfill FROM=… TO=…`. A list of stop sequences that
comes later is taken up by the next night: legs and loads of the days it counts for are made again.

**Late or failed, it hurts** planners: the Squirrel marts keep the last good snapshot's rows.
Nothing else waits for it.
"""
CITY = night.city()


@dag(
    schedule=CronPartitionTimetable(
        schedule.NIGHTLY_CRON, timezone=CITY.time_zone, run_offset=-1, key_format="%Y-%m-%d"
    )
    if "transit" in CITY.dags
    else None,
    catchup=False,
    max_active_runs=1,
    deadline=DeadlineAlert(
        DeadlineReference.DAGRUN_QUEUED_AT,
        schedule.FEEDS_READY_WITHIN,
        SyncCallback(schedule.tell_deadline_missed),
    ),
    default_args=schedule.defaults("transit data"),
    doc_md=DOC,
    tags=["squirrel", "transit"],
)
def transit() -> None:
    """Clean the taps; always emit the day's asset, whatever became of it."""

    @task.sensor(mode="reschedule", poke_interval=schedule.LOOK_EVERY_S, timeout=schedule.WAIT_AT_MOST_S)
    def await_deliveries() -> bool:
        """Late senders get until their deadline; then the night goes on, and the report says who is missing."""
        return night.deliveries_are_due(get_current_context()["dag_run"], "transit", datetime.now(UTC))

    @task.pyspark(conn_id=schedule.SPARK_CONNECTION, config_kwargs=CONF)
    def clean_taps(spark) -> str:
        from spark_jobs.transit import taps

        return night.run_job(get_current_context()["dag_run"], "card_tap", taps.run, spark)

    @task.pyspark(conn_id=schedule.SPARK_CONNECTION, config_kwargs=CONF)
    def count_stop_hours(spark) -> str:
        from spark_jobs.transit import stop_hours

        return night.run_job(get_current_context()["dag_run"], "card_tap", stop_hours.run, spark)

    @task.pyspark(conn_id=schedule.SPARK_CONNECTION, config_kwargs=CONF)
    def follow_riders(spark) -> str:
        from spark_jobs.transit import tap_loads, trip_chains, trip_legs

        # In one task, since a task costs seconds: where each ride ends, how full the buses are, and who goes whither.
        run = get_current_context()["dag_run"]
        return "; ".join(
            night.run_job(run, "card_tap", job.run, spark) for job in (trip_legs, tap_loads, trip_chains)
        )

    @task(trigger_rule="all_done", outlets=[Asset("nightowl://transit")])
    def emit() -> None:
        """The day's asset, also after a failure: the ledger holds what happened, and no other feed waits."""

    @task
    def complete() -> None:
        """Green only where every task before it was: emitting the asset must not hide a failure from the web page."""

    taps, stop_hours, riders = clean_taps(), count_stop_hours(), follow_riders()
    await_deliveries() >> taps >> [stop_hours, riders]
    [stop_hours, riders] >> emit()
    [taps, stop_hours, riders] >> complete()


transit_dag = transit()
