"""Two sides of a benchmark, each in a process of its own, so that neither warms up the other: seconds of its steps, and peak memory."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil

REPO = Path(__file__).resolve().parents[1]


def measured(script: str, side: str, home: Path) -> tuple[dict[str, float], float]:
    """Run `script --side … --home …`, whose last line is the JSON of its seconds; returns these, and the largest proportional set size (GiB) of
    it and all its children."""
    process = subprocess.Popen(
        [sys.executable, script, "--side", side, "--home", str(home)],
        cwd=REPO,
        stdout=subprocess.PIPE,
        text=True,
    )
    peak, running = [0.0], True

    def watch() -> None:
        while running:
            peak[0] = max(peak[0], _pss(process.pid))
            time.sleep(0.5)

    watcher = threading.Thread(target=watch)
    watcher.start()
    told, _ = process.communicate()
    running = False
    watcher.join()
    if process.returncode:
        sys.exit(f"The {side} side failed; see what it printed above.")
    return json.loads(told.strip().splitlines()[-1]), peak[0] / 2**30


def _pss(pid: int) -> float:
    total = 0
    try:
        for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
            total += process.memory_full_info().pss
    except psutil.Error:
        pass
    return total
