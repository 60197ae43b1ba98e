"""The real scheduler on this machine: Airflow's own processes, its web page on loopback alone, a password of this installation's own."""

import http.client
import json
import os
import secrets
import shlex
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from honcho.manager import Manager
from honcho.printer import Printer

from nightowl import environment
from nightowl.console import console, quiet
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.lock import run_lock
from nightowl.profile import Profile

USER = "operator"
AIRFLOW = [sys.executable, "-m", "airflow"]
# Logs are read from disk: Airflow's own servers of log files would listen on every address of the machine.
PROCESSES = {
    "web": "api-server",
    "processor": "dag-processor",
    "scheduler": "scheduler --skip-serve-logs",
    "triggerer": "triggerer --skip-serve-logs",
}
READY_WITHIN_S = 180


def migrate(lake: Lake) -> None:
    """Airflow's own database (SQLite) under the home, made or migrated where it is missing or of another version."""
    from airflow import __version__
    from airflow.utils.db import initdb

    stamp = lake.home / "airflow" / "migrated"
    if not stamp.exists() or stamp.read_text() != __version__:
        initdb()
        stamp.write_text(__version__)


def serve(lake: Lake, port: int) -> int:
    """Run scheduler and web page until interrupted; the exit code is 0 after Ctrl-C, else that of the process that fell."""
    with run_lock(lake, "scheduler", doing="Airflow's scheduler"):
        if _is_taken(port):
            raise NightowlError(
                f"Port {port} of this machine is in use by another program; choose another with 'make airflow PORT=…'."
            )
        log = lake.logs / "airflow.log"
        console().print(f"starting Airflow; what it says goes to {log}", soft_wrap=True, markup=False)
        settings = prepare(lake, port)
        with quiet(log):
            migrate(lake)
        threading.Thread(target=_tell_when_ready, args=(port, settings), daemon=True).start()
        with log.open("a", encoding="utf-8", buffering=1) as out:
            manager = Manager(Printer(out, time_format="%Y-%m-%d %H:%M:%S", colour=False))
            for name, command in PROCESSES.items():
                manager.add_process(name, shlex.join([*AIRFLOW, *command.split()]), env=dict(os.environ))
            manager.loop()
        interrupted = manager.returncode in (130, 143)
        console().print("Airflow has stopped." if interrupted else f"Airflow stopped by itself; see {log}.")
        return 0 if interrupted else manager.returncode or 1


def backfill(
    lake: Lake, city: Profile, first: date, last: date, *, dag: str | None, rebuild: str | None
) -> int:
    """Have the running scheduler do past service days again, through Airflow's own command: every feed DAG, or `dag` alone.

    The warehouse follows each day once all its feeds have emitted it, so one feed alone leaves the marts as they are.
    """
    if dag and dag not in city.dags:
        raise NightowlError(f"There is no feed DAG '{dag}' in {city.city}; those are {', '.join(city.dags)}.")
    if last < first:
        raise NightowlError(f"The last day {last} lies before the first, {first}.")
    environment.prepare(lake.home)
    conf = ["--dag-run-conf", json.dumps({"rebuild": rebuild})] if rebuild else []
    codes = []
    for name in [dag] if dag else city.dags:
        console().print(f"{name}: service days {first} to {last}", markup=False)
        command = ["backfill", "create", "--dag-id", name, "--reprocess-behavior", "completed"]
        one_by_one = [
            "--max-active-runs",
            "1",
            *conf,
        ]  # two runs of one feed would wait for each other's lock
        days = ["--from-date", f"{first}T00:00:00", "--to-date", f"{last}T23:59:59"]
        codes.append(subprocess.run([*AIRFLOW, *command, *one_by_one, *days], check=False).returncode)
    return max(codes)


def prepare(lake: Lake, port: int) -> Mapping[str, str]:
    """The environment of Airflow's processes, and its password file, which only the owner may read."""
    environment.prepare(lake.home)
    address = f"http://127.0.0.1:{port}"
    settings = {
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": address,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO",  # what a task says is shown on the page
    }
    passwords = Path(os.environ["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"])
    _secret(passwords, json.dumps({USER: secrets.token_urlsafe(12)}))
    # With it the processes sign what they tell each other; each would make up one of its own.
    signing = _secret(passwords.with_name("airflow.key"), secrets.token_urlsafe(48))
    settings |= {"AIRFLOW__API_AUTH__JWT_SECRET": signing, "AIRFLOW__API__SECRET_KEY": signing}
    os.environ.update(settings)
    return os.environ


def _secret(path: Path, fresh: str) -> str:
    """What a secret file holds, which only its owner may read; `fresh` on first use, never a default."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        path.chmod(0o600)
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(fresh)
    return fresh


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _tell_when_ready(port: int, settings: Mapping[str, str]) -> None:
    """Say where the page is as soon as every part of Airflow reports itself healthy."""
    give_up_at = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < give_up_at:
        if _is_healthy(port):
            console().print(
                f"Airflow is ready: http://127.0.0.1:{port}\n"
                f"user {USER}; the password lies in {settings['AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE']}\n"
                "Ctrl-C stops it. A past range of days: make backfill FROM=… TO=… in another terminal.",
                markup=False,
                soft_wrap=True,
            )
            return
        time.sleep(1)
    console().print(f"Airflow is not healthy after {READY_WITHIN_S} s; its log says why.", style="red")


def _is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/api/v2/monitor/health")
        parts = json.loads(connection.getresponse().read())
    except (OSError, http.client.HTTPException, ValueError):
        return False
    finally:
        connection.close()
    return all(parts[name]["status"] == "healthy" for name in ("metadatabase", "scheduler", "dag_processor"))
