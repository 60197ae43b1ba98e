"""When the DAGs run, and how they try again: the same for all of them, light enough to be read at every parse."""

import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from nightowl.console import say

SPARK_CONNECTION = "spark_default"
NIGHTLY_CRON = "30 6 * * *"
"""06:30 local: the service day has ended at 04:00 and the carriers have two and a half hours to deliver."""


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
