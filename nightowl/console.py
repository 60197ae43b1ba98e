"""What people see while the night runs.

Airflow, Spark and dbt write pages to standard output; `quiet()` sends those to the log file, and the house's own few
lines go on to the terminal the command was started from.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape

COLUMNS_OF_A_FILE = 120
"""Into a pipe or a file: wide enough for a table."""
_console = Console(highlight=False, width=None if sys.stdout.isatty() else COLUMNS_OF_A_FILE)


def console() -> Console:
    """The terminal of the person who started the command."""
    return _console


def say(sentence: str) -> str:
    """Tell a person one thing a step has done; returns it, for the scheduler's log."""
    _console.print(f"  {escape(sentence)}", soft_wrap=True)
    return sentence


@contextmanager
def quiet(log_file: Path) -> Iterator[None]:
    """Send standard output and error of this process and its children (the JVM too) to `log_file`; the console stays."""
    global _console
    log_file.parent.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    sys.stderr.flush()
    terminal, errors = os.dup(1), os.dup(2)
    previous = _console
    with log_file.open("ab") as log, os.fdopen(os.dup(terminal), "w", encoding="utf-8") as out:
        _console = Console(
            file=out, highlight=False, width=None if os.isatty(terminal) else COLUMNS_OF_A_FILE
        )
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
        try:
            yield
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os.dup2(terminal, 1)
            os.dup2(errors, 2)
            os.close(terminal)
            os.close(errors)
            _console = previous
