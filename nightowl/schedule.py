"""When the DAGs run, and how they try again: the same for all of them, light enough to be read at every parse."""

import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from nightowl import log
from nightowl.console import say
from nightowl.lake import Lake

SPARK_CONNECTION = "spark_default"
NIGHTLY_CRON = "30 6 * * *"
"""06:30 local: the service day has ended at 04:00 and the carriers have two and a half hours to deliver."""
MONTHLY_CRON = "0 8 6 * *"
"""08:00 of the sixth: month files are published on the fifth."""

LOOK_EVERY_S = 120
WAIT_AT_MOST_S = 12 * 3600
"""How often a feed DAG looks for its deliveries; the profile's deadlines end the wait long before the limit."""
LAKE_QUIET_WITHIN = timedelta(minutes=45)
"""How long the warehouse lets feeds finish other service days (a backfill) before it judges the lake as it is."""
FEEDS_READY_WITHIN = timedelta(hours=4)
PUBLISHED_WITHIN = timedelta(hours=1)
"""Deadlines of a run, counted from when it was queued; past them the operator is told while there is still time to act."""


def defaults(owner: str) -> dict[str, Any]:
    """`default_args` of a DAG: who owns it, and three tries with growing pauses (NIGHTOWL_RETRIES says otherwise)."""
    return {
        "owner": owner,
        "retries": int(os.environ.get("NIGHTOWL_RETRIES", "2")),
        "retry_delay": timedelta(minutes=2),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(minutes=20),
        "execution_timeout": timedelta(hours=3),
        "on_failure_callback": _tell_failure,
    }


def _tell_failure(context: Mapping[str, Any]) -> None:
    """Say what went wrong where a person sees it; the stack trace is in the task's log."""
    say(f"{context['task_instance'].task_id} failed: {context.get('exception')}")


def tell_deadline_missed(context: Mapping[str, Any]) -> None:
    """Say that a run has passed its deadline and still goes on; Airflow calls this once a run, with what its API says of the run."""
    run = context["dag_run"]
    name, day = run["dag_id"], run.get("partition_key") or "its service day"
    log.configure(Lake.from_environment())
    log.get().error("deadline missed", dag=name, service_date=day)
    say(f"{name} has passed its deadline for {day} and is not done; look at its running task.")
