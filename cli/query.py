"""Reading the snapshot: a terminal opens Harlequin on it, a script gets its answer as a table."""

import subprocess
import sys

import duckdb

from nightowl import snapshots
from nightowl.errors import NightowlError
from nightowl.lake import Lake


def open_snapshot(lake: Lake, statement: str | None) -> None:
    """Answer `statement` (or standard input's) from the served snapshot, or open it in Harlequin where a person sits at a terminal."""
    if statement is None and sys.stdin.isatty() and sys.stdout.isatty():
        _harlequin(lake)
        return
    text = statement if statement is not None else sys.stdin.read()
    if not text.strip():
        raise NightowlError(
            'There is no query to answer; write one, as in: make sql Q="select * from mart_owl__night_demand limit 5"'
        )
    with snapshots.open_snapshot(lake) as con:
        try:
            answer = con.sql(text)
            if answer is not None:
                answer.show(max_width=200, max_rows=100)  # most of the query is run here, and may fail here
        except duckdb.Error as error:
            raise NightowlError(f"The query was not answered: {error}") from None


def _harlequin(lake: Lake) -> None:
    if not lake.snapshot.exists():
        raise NightowlError("Nothing has been published yet; 'make night' publishes the first snapshot.")
    command = [
        sys.executable,
        "-m",
        "harlequin",
        "-P",
        "None",
        "--locale",
        "C",
        "-r",
        str(lake.snapshot.resolve()),
    ]
    subprocess.run(command, check=False)
