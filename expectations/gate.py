"""The gate: judges the lake before dbt and the marts before publish, keeps the results, says which groups are held back.

`check_lake` looks at the small tables whole, at event tables in the partitions tonight's runs wrote, and at the row counts of
every partition there is. `check_marts` looks at the warehouse dbt has just built.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from expectations import discovery, facts, feeds
from expectations.engine import Database, Found, brief
from expectations.suite import Night, Suite
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.profile import Profile
from nightowl.quality import Result, held_groups, write_results

__all__ = ["LAKE_SUITES", "MART_SUITES", "check_lake", "check_marts", "held_groups"]

ABOUT_PLACES = frozenset({"hex", "holiday", "cell_hex_share", "dong_hex"})
ABOUT_PERSONS = frozenset({"telecom_event", "card_tap", "complaint_version", "taxi_trip", "opt_out"})
"""Clean tables of which each row is somebody's call, ride, case or wish."""

_FOUND = [
    *(suite for feed in discovery.feed_tables().values() for suite in feeds.suites_of(feed)),
    *discovery.suites(),
]
LAKE_SUITES = [suite for suite in _FOUND if suite.zone != "marts"]
MART_SUITES = [suite for suite in _FOUND if suite.zone == "marts"]


def check_lake(lake: Lake, profile: Profile, run_id: str, service_date: date) -> list[Result]:
    """Judge the lake as it lies, write the results as stage `lake` of the run, and return them."""
    return _check(lake, profile, run_id, service_date, "lake", LAKE_SUITES)


def check_marts(lake: Lake, profile: Profile, run_id: str, service_date: date) -> list[Result]:
    """Judge the warehouse dbt has built, write the results as stage `marts` of the run, and return them.

    Raises NightowlError where there is no warehouse, or another process is writing it.
    """
    return _check(lake, profile, run_id, service_date, "marts", MART_SUITES)


def _check(
    lake: Lake, profile: Profile, run_id: str, service_date: date, stage: str, suites: list[Suite]
) -> list[Result]:
    database = Database()
    try:
        if stage == "marts":
            _attach(database, lake)
        night = facts.prepare(database.execute, lake, profile, service_date)
        night = replace(night, text_columns=database.text_columns)
        suites = [suite for suite in suites if suite.applies(night)]
        broken = {suite.view: error for suite in suites if (error := _view(database, lake, suite, night))}
        results = [
            _result(found, suite, run_id, service_date, stage)
            for suite in suites
            for found in _judge(database, suite, night, broken.get(suite.view))
        ]
    finally:
        database.close()
    write_results(lake, run_id, stage, results)
    return results


def _attach(database: Database, lake: Lake) -> None:
    if not lake.warehouse.exists():
        raise NightowlError(
            f"The warehouse dbt builds was expected at {lake.warehouse}; there is none. Run the dbt step of the night first."
        )
    try:
        database.execute(f"attach {facts.quoted(lake.warehouse)} as warehouse (read_only)")
    except Exception as error:
        raise NightowlError(
            f"The warehouse at {lake.warehouse} could not be opened for reading: {brief(str(error))} Is a dbt "
            "build still running?"
        ) from error


def _view(database: Database, lake: Lake, suite: Suite, night: Night) -> str | None:
    """Create the view a suite reads; returns the engine's message where that fails (a missing table, a corrupt file)."""
    if suite.zone == "night" and not suite.source:
        return None
    if suite.zone == "night":
        source = suite.source
    elif suite.zone == "marts":
        source = f'warehouse.main."{suite.table}"'
    else:
        parts = list(night.touched[suite.parts_of]) if suite.parts_of else None
        source = facts.lake_table(lake, suite.zone, suite.table, parts)
    try:
        database.execute(f'create view "{suite.view}" as select * from {source}')
    except Exception as error:
        return brief(str(error))
    return None


def _judge(database: Database, suite: Suite, night: Night, broken: str | None) -> Iterable[Found]:
    if not broken:
        return database.run(suite, suite.expectations(night))
    expectations = suite.expectations(replace(night, text_columns=lambda table: []))
    return [
        Found(e.meta, e.severity.value, getattr(e, "column", None), "error", broken) for e in expectations
    ]


def _shown(sample: str, suite: Suite) -> str:
    """Failing rows as they may be published with the results: of tables that hold persons or unsuppressed counts, the keys alone.

    Whoever may read the lake finds the rows by them.
    """
    is_counted = (
        suite.zone == "aggregate" and not suite.table.endswith("_public") and suite.table not in ABOUT_PLACES
    )
    is_private = is_counted or (suite.zone == "clean" and suite.table in ABOUT_PERSONS)
    if not is_private:
        return sample
    rows = [row for row in json.loads(sample) if isinstance(row, dict)]
    return json.dumps([{k: v for k, v in row.items() if k in suite.keys} for row in rows], ensure_ascii=False)


def _result(found: Found, suite: Suite, run_id: str, service_date: date, stage: str) -> Result:
    sentence = found.meta["sentence"]
    fix = found.meta["fix"]
    if found.status == "error":
        sentence = f"This could not be checked (an error of the check, not of a row): {sentence}"
        fix = "Look at what the engine said: was a column or table renamed or removed? Tell the developers, then run again."
    return Result(
        run_id=run_id,
        service_date=service_date,
        stage=stage,
        tool="gx",
        code=found.meta["code"],
        table_name=suite.table,
        column_name=found.column,
        group_name=",".join(suite.groups),
        severity=found.severity,
        owner=found.meta["owner"],
        sentence=sentence,
        fix=fix,
        status=found.status,
        observed=found.observed,
        failing_rows=found.failing,
        total_rows=found.total,
        sample_json=_shown(found.sample, suite),
        checked_at=datetime.now(UTC),
        seconds=round(found.seconds, 4),
    )
