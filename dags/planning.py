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
### planning: night routes, and where a shuttle would help
**Inputs** `aggregate/section_load_10min` (taps) and `aggregate/section_load_month` (month files), the newest month of each; the lists of
routes and stop sequences; `transit.squirrel` of the city profile. For the night routes the public tables of night trips
(`aggregate/night_od_public`, `aggregate/taxi_od_public`) or living population, the stop sequences, and `transit.owl`.

**Makes** `plan/{squirrel_segment,squirrel_candidate}`, one plan a source, month and threshold, and
`plan/owl_{plan,route,route_stop,network,unserved}`, the standing plan of a source and month. A plan whose inputs and parameters have not
changed is left as it is. Night routes are planned here only where the profile says so (`transit.owl.plan_monthly`): a plan takes minutes.

**Run it again** trigger with `{"service_date": "2026-11-01"}`; other months and limits: `make squirrel`, `make owl`. It runs on the sixth of
the month, after the month files of the fifth; `make night` runs it between the feeds and the warehouse. The marts show a plan from the next
run of the warehouse on.

**Late or failed, it hurts** rush-hour and night bus planning: candidates and night routes stay last month's. Nothing else waits for it.
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
    tags=["squirrel", "owl"],
)
def planning() -> None:
    """Plan on what the lake holds; nothing waits for it."""

    @task
    def plan_squirrel() -> str:
        from planning import squirrel

        of_night = night.of_run(get_current_context()["dag_run"])
        return say(squirrel.refresh(of_night.lake, of_night.profile))

    @task
    def plan_owl() -> str:
        from planning.owl import plan

        of_night = night.of_run(get_current_context()["dag_run"])
        return say(plan.refresh(of_night.lake, of_night.profile))

    plan_squirrel()
    if CITY.transit.owl.plan_monthly:
        plan_owl()


planning_dag = planning()
