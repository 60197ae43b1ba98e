"""The environment every tool of the night runs in, in one place: Java, Spark, dbt, Airflow, and telemetry off.

`prepare(home)` is called once by each command before it imports Airflow, dbt or Spark, all of which read their
settings from the environment. What the operator has set is kept, except where it would reach outside the home.
"""

import json
import os
import shlex
import sys
from pathlib import Path

from nightowl import java

REPO = Path(__file__).resolve().parent.parent

# Nothing of the night tells anybody anything.
TELEMETRY_OFF = {
    "GX_ANALYTICS_ENABLED": "False",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "DO_NOT_TRACK": "1",
    "SCARF_ANALYTICS": "false",
    "SCARF_NO_ANALYTICS": "true",
    "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
}


def prepare(home: Path, quick_jvm: bool = False) -> dict[str, str]:
    """Set `os.environ` for every tool, with all paths under `home`; returns what was set.

    `quick_jvm` compiles Java code lightly and collects with one thread: a JVM that starts sooner and works more
    slowly, right for tests. Raises NightowlError where there is no Java.
    """
    home = home.resolve()
    forced = _places(home) | _java_and_python() | TELEMETRY_OFF
    forced["SPARK_SUBMIT_OPTS"] = _jvm_options(Path(forced["JAVA_HOME"]), quick_jvm)
    defaults = {name: value for name, value in _choices().items() if name not in os.environ}
    os.environ.update(forced | defaults)
    return forced | defaults


def _places(home: Path) -> dict[str, str]:
    """Where each tool reads and writes: forced, as `airflow db migrate` in another AIRFLOW_HOME would change its database."""
    return {
        "NIGHTOWL_HOME": str(home),
        "AIRFLOW_HOME": str(home / "airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(REPO / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / "secrets" / "airflow.json"),
        "DBT_PROJECT_DIR": str(REPO / "dbt"),
        "DBT_PROFILES_DIR": str(REPO / "dbt"),
        "DBT_TARGET_PATH": str(home / "dbt" / "target"),
        "DBT_LOG_PATH": str(home / "logs" / "dbt"),
    }


def _java_and_python() -> dict[str, str]:
    """The same Python for Spark's workers as for its driver, with the house on its path."""
    path = [
        entry for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry and entry != str(REPO)
    ]
    return {
        "JAVA_HOME": str(java.java_home()),
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable,
        "PYTHONPATH": os.pathsep.join([str(REPO), *path]),
    }


def _choices() -> dict[str, str]:
    """What an operator may well want otherwise: each is set only where it is not."""
    return {
        "SPARK_LOCAL_IP": "127.0.0.1",
        "AIRFLOW_CONN_SPARK_DEFAULT": json.dumps({"conn_type": "spark", "host": "local[*]"}),
        "AIRFLOW__CORE__PARALLELISM": "2",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "operator:admin",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
    }


def _jvm_options(java_home: Path, quick_jvm: bool) -> str:
    """SPARK_SUBMIT_OPTS: the operator's own, before ours."""
    archive = java.class_archive(java_home)
    archive_option = "-XX:SharedArchiveFile="
    ours = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"] if quick_jvm else []
    if archive.exists():
        ours += ["-Xshare:auto", f"{archive_option}{archive}"]
    # A process that inherited our options (a test of a command) must not keep the archive of another Java.
    stale = f"{archive_option}{java.JAVA_FOLDER}"
    words = shlex.split(os.environ.get("SPARK_SUBMIT_OPTS", ""))
    theirs = [word for word in words if word not in ours and not word.startswith(stale)]
    return shlex.join([*theirs, *ours])
