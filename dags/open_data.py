"""The open-data DAG: what the city publishes by the month or now and then. See `doc_md` below, which the web page shows."""

from datetime import UTC, datetime
from importlib import import_module

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
### open_data: what the city publishes
**Inputs** every delivery that has no outcome in the ledger yet of the month totals (`landing/bus_stop_month`, `subway_station_day`,
`subway_station_month`), of `living_population` and `taxi_trip`, of the inventories (`stop`, `route`, `pattern_stop`, `dong`, `dong_code`) and of GTFS
timetables (`stop_time`, `service_day`). They come by the month or now and then; on a night without any, each step says so and is done.

**Makes** `clean/<feed>` of each, quarantine, ledger; of months of bus boardings and the stop sequences
`aggregate/{section_load_month,section_match_month}`: how full the buses were, and how well the lists agree.

**Run a part again** trigger with `{"service_date": "2026-11-01", "rebuild": "bus_stop_month=2022-03"}` (feed and partition). Without `rebuild`
only new deliveries are read; a second run changes nothing. Files come by `make deliver`, `make fetch` or, a folder at once, `make load`.

**Late or failed, it hurts** planners and analysts: ridership, living population and the lists of stops and routes keep the last good rows.
Nothing else waits for it, and only the loads of sections wait for other steps; with a list that failed they are made from the one before.
"""
CITY = night.city()
JOBS = {
    "bus_stop_month": "spark_jobs.transit.bus_months",
    "subway_station_day": "spark_jobs.subway.days",
    "subway_station_month": "spark_jobs.subway.months",
    "living_population": "spark_jobs.population.living",
    "stop": "spark_jobs.network.stops",
    "route": "spark_jobs.network.routes",
    "pattern_stop": "spark_jobs.network.patterns",
    "dong": "spark_jobs.areas.dongs",
    "dong_code": "spark_jobs.areas.codes",
    "stop_time": "spark_jobs.timetable.stop_times",
    "service_day": "spark_jobs.timetable.service_days",
    "taxi_trip": "spark_jobs.taxi.trips",
}
"""Feed → the module whose `run` cleans it."""
LOADED = ("bus_stop_month", "stop", "route", "pattern_stop")
"""What the loads of sections are made from."""


@dag(
    schedule=CronPartitionTimetable(
        schedule.NIGHTLY_CRON, timezone=CITY.time_zone, run_offset=-1, key_format="%Y-%m-%d"
    )
    if "open_data" in CITY.dags
    else None,
    catchup=False,
    max_active_runs=1,
    deadline=DeadlineAlert(
        DeadlineReference.DAGRUN_QUEUED_AT,
        schedule.FEEDS_READY_WITHIN,
        SyncCallback(schedule.tell_deadline_missed),
    ),
    default_args=schedule.defaults("open data"),
    doc_md=DOC,
    tags=["transit", "city"],
)
def open_data() -> None:
    """Clean what was published; always emit the day's asset, whatever became of it."""

    @task.sensor(mode="reschedule", poke_interval=schedule.LOOK_EVERY_S, timeout=schedule.WAIT_AT_MOST_S)
    def await_deliveries() -> bool:
        """Late senders of daily feeds get until their deadline (no feed here is daily, unless a city's profile says so)."""
        return night.deliveries_are_due(get_current_context()["dag_run"], "open_data", datetime.now(UTC))

    @task.pyspark(conn_id=schedule.SPARK_CONNECTION, config_kwargs=CONF)
    def clean(feed: str, spark) -> str:
        return night.run_job(get_current_context()["dag_run"], feed, import_module(JOBS[feed]).run, spark)

    # Also where tonight's list of stops or routes failed: an older one still tells the order of most. It needs no session, whose start costs seconds.
    @task(trigger_rule="all_done")
    def load_sections() -> str:
        from spark_jobs.transit import section_months

        return night.run_job(get_current_context()["dag_run"], "bus_stop_month", section_months.run, None)

    @task(trigger_rule="all_done", outlets=[Asset("nightowl://open_data")])
    def emit() -> None:
        """The day's asset, also after a failure: the ledger holds what happened, and no other feed waits."""

    @task
    def complete() -> None:
        """Green only where every task before it was: emitting the asset must not hide a failure from the web page."""

    jobs = {feed: clean.override(task_id=f"clean_{feed}")(feed) for feed in JOBS if CITY.enabled(feed)}
    steps = list(jobs.values())
    await_deliveries() >> steps
    if "bus_stop_month" in jobs:
        sections = load_sections()
        [job for feed, job in jobs.items() if feed in LOADED] >> sections
        steps.append(sections)
    steps >> emit()
    steps >> complete()


open_data_dag = open_data()
