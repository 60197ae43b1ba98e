"""The transit DAG: bus boardings by route, stop and hour. See `doc_md` below, which the web page shows."""

from airflow.sdk import Asset, CronPartitionTimetable, dag, get_current_context, task

from nightowl import night, schedule
from spark_jobs.session import CONF

DOC = """
### transit: who boards where
**Inputs** `landing/bus_stop_month`: every delivery that has no outcome in the ledger yet (Seoul publishes a month on the 5th of the next).

**Makes** `clean/bus_stop_month`, quarantine, ledger.

**Run a month again** trigger with `{"service_date": "2022-04-01", "rebuild": "bus_stop_month=2022-03"}`. Without `rebuild` only
new deliveries are read.

**Late or failed, it hurts** planners: `fct_bus_stop_month` and the Owl boardings keep the last good snapshot's rows.
Nothing else waits for it.
"""
CITY = night.city()


@dag(
    schedule=CronPartitionTimetable(
        schedule.NIGHTLY_CRON, timezone=CITY.time_zone, run_offset=-1, key_format="%Y-%m-%d"
    ),
    catchup=False,
    max_active_runs=1,
    default_args=schedule.defaults("transit data"),
    doc_md=DOC,
    tags=["owl", "transit"],
)
def transit() -> None:
    """Clean the month files; always emit the day's asset, whatever became of it."""

    @task.pyspark(conn_id=schedule.SPARK_CONNECTION, config_kwargs=CONF)
    def clean_bus_months(spark) -> str:
        from spark_jobs.transit import bus_months

        return night.run_job(get_current_context()["dag_run"], "bus_stop_month", bus_months.run, spark)

    @task(trigger_rule="all_done", outlets=[Asset("nightowl://transit")])
    def emit() -> None:
        """The day's asset, also after a failure: the ledger holds what happened, and no other feed waits."""

    @task
    def complete() -> None:
        """Green only where every task before it was: emitting the asset must not hide a failure from the web page."""

    months = clean_bus_months()
    months >> emit()
    months >> complete()


transit_dag = transit()
