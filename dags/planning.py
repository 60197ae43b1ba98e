"""The planning DAG: what is proposed from what was counted. See `doc_md` below, which the web page shows."""

from airflow.sdk import (
    CronPartitionTimetable,
    DeadlineAlert,
    DeadlineReference,
    SyncCallback,
    dag,
    get_current_context,
    task,
)

from nightowl import night, schedule
from nightowl.console import say

DOC = """
### planning: where a shuttle would help
**Inputs** `aggregate/section_load_10min` (taps) and `aggregate/section_load_month` (month files), the newest month of each; the lists of
routes and stop sequences; `transit.squirrel` of the city profile.

**Makes** `plan/{squirrel_segment,squirrel_candidate}`, one plan a source, month and threshold. A plan whose loads and parameters have not
changed is left as it is.

**Run it again** trigger with `{"service_date": "2026-11-01"}`; other thresholds, months and limits: `make squirrel`. It runs on the sixth of
the month, after the month files of the fifth; `make night` runs it between the feeds and the warehouse. The marts show a plan from the next
run of the warehouse on.

**Late or failed, it hurts** rush-hour bus planning: the list of candidates stays last month's. Nothing else waits for it.
"""
CITY = night.city()


@dag(
    schedule=CronPartitionTimetable(schedule.MONTHLY_CRON, timezone=CITY.time_zone, key_format="%Y-%m-%d")
    if {"transit", "open_data"} & set(CITY.dags)
    else None,
    catchup=False,
    max_active_runs=1,
    deadline=DeadlineAlert(
        DeadlineReference.DAGRUN_QUEUED_AT,
        schedule.PUBLISHED_WITHIN,
        SyncCallback(schedule.tell_deadline_missed),
    ),
    default_args=schedule.defaults("rush-hour bus planning"),
    doc_md=DOC,
    tags=["squirrel"],
)
def planning() -> None:
    """Plan on what the lake holds; nothing waits for it."""

    @task
    def plan_squirrel() -> str:
        from planning import squirrel

        of_night = night.of_run(get_current_context()["dag_run"])
        return say(squirrel.refresh(of_night.lake, of_night.profile))

    plan_squirrel()


planning_dag = planning()
