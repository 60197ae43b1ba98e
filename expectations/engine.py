"""Great Expectations on DuckDB: one in-memory database a check, and what a suite found there."""

import json
import logging
import os
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import great_expectations as gx
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.execution_engine import SqlAlchemyExecutionEngine

from expectations.suite import MOBILE_NUMBER, Suite

SAMPLE_ROWS = 20
_QUICK = {"result_format": "BASIC", "partial_unexpected_count": 0}
_NUMBER = re.compile(rf"(?<![0-9A-Za-z]){MOBILE_NUMBER}(?![0-9A-Za-z])")


# Some of the library's modules set a level of their own, above which `expectations/__init__.py` cannot reach.
for _name in [name for name in logging.root.manager.loggerDict if name.startswith("great_expectations.")]:
    logging.getLogger(_name).setLevel(logging.NOTSET)


@contextmanager
def _held_connection(engine: SqlAlchemyExecutionEngine) -> Iterator[Any]:
    """GX closes the connection of a dialect it does not know before it reads the rows; DuckDB's cursor is then empty.

    tests/expectations/test_engine.py tells when the library no longer needs this.
    """
    if not engine._connection:
        engine._connection = engine.engine.connect()
    try:
        yield engine._connection
    except BaseException:
        engine._connection.rollback()  # else every later query of this connection would fail with the first
        raise


SqlAlchemyExecutionEngine.get_connection = _held_connection


@dataclass(frozen=True)
class Found:
    """What came out of one expectation: `failing` and `total` count rows where the rule is about rows."""

    meta: dict[str, str]
    severity: str
    column: str | None
    status: str
    observed: str
    failing: int | None = None
    total: int | None = None
    sample: str = "[]"
    seconds: float = 0.0


class Database:
    """An in-memory DuckDB that GX and the gate share. Close it: it holds its views' files open."""

    def __init__(self) -> None:
        self.context = gx.get_context(mode="ephemeral")
        self.context.variables.progress_bars = ProgressBarsConfig(globally=False)
        # Named, so that the connections GX opens on its own find the same database.
        url = f"duckdb:///:memory:gate-{os.getpid()}-{uuid.uuid4().hex}"
        self.source = self.context.data_sources.add_sql(
            name="duckdb", connection_string=url, create_temp_table=False
        )
        self._engine = self.source.get_execution_engine()

    def execute(self, query: str) -> list[tuple]:
        """Run a statement and return its rows."""
        with self._engine.get_connection() as connection:
            cursor = connection.exec_driver_sql(query)
            rows = [tuple(row) for row in cursor.fetchall()] if cursor.returns_rows else []
            connection.commit()
            return rows

    def text_columns(self, view: str) -> list[str]:
        """Columns of a view that are strings, or lists of them."""
        return [row[0] for row in self.execute(f'describe "{view}"') if "VARCHAR" in row[1]]

    def close(self) -> None:
        """Release the database and every file behind its views."""
        with self._engine.get_connection() as connection:
            connection.close()
        self._engine.engine.dispose()
        self.source.get_engine().dispose()

    def run(self, suite: Suite, expectations: list[Any]) -> list[Found]:
        """Judge the suite's view by its expectations, in their order; those that fail are asked a second time, for their rows."""
        started = time.perf_counter()
        asset = self.source.add_table_asset(name=f"{suite.view}-{uuid.uuid4().hex}", table_name=suite.view)
        batch = asset.add_batch_definition_whole_table("all").get_batch()
        quick = _validate(batch, expectations, _QUICK)
        failed = [
            e for e in expectations if not quick[e.meta["code"]].success and not _error(quick[e.meta["code"]])
        ]
        full = {"result_format": "COMPLETE", "partial_unexpected_count": SAMPLE_ROWS}
        rows = (
            _validate(batch, failed, full | {"unexpected_index_column_names": list(suite.keys)})
            if failed
            else {}
        )
        seconds = (time.perf_counter() - started) / len(expectations)
        total = next(
            (
                r.result.get("observed_value")
                for r in quick.values()
                if r.expectation_config.type.endswith("row_count_to_be_between")
            ),
            None,
        )
        return [
            _found(e, quick[e.meta["code"]], rows.get(e.meta["code"]), total, seconds) for e in expectations
        ]


def _validate(batch: Any, expectations: list[Any], result_format: dict[str, Any]) -> dict[str, Any]:
    copies = [e.copy(update={"id": None}, deep=True) for e in expectations]
    suite = gx.ExpectationSuite(name=uuid.uuid4().hex, expectations=copies)
    return {
        r.expectation_config.meta["code"]: r
        for r in batch.validate(suite, result_format=result_format).results
    }


def _error(result: Any) -> str | None:
    """The message of an exception, which GX reports as if the data had failed; None where there was none."""
    info = result.exception_info or {}
    infos = [info] if "raised_exception" in info else list(info.values())
    messages = [str(i.get("exception_message")) for i in infos if i.get("raised_exception")]
    return brief(messages[0]) if messages else None


def brief(message: str) -> str:
    """The first sentence of an engine's message, long digit runs starred: it may quote a value."""
    text = " ".join(message.split()).split("[SQL")[0].strip()
    return re.sub(r"\d{6,}", "******", text)[:300]


def _found(expectation: Any, result: Any, rows: Any, total: int | None, seconds: float) -> Found:
    column = getattr(expectation, "column", None)
    shared = {
        "meta": expectation.meta,
        "severity": expectation.severity.value,
        "column": column,
        "total": total,
        "seconds": seconds,
    }
    if message := _error(result):
        return Found(**shared, status="error", observed=message)
    seen = result.result
    about_rows = "unexpected_count" in seen or expectation.expectation_type == "unexpected_rows_expectation"
    # On an empty table GX counts None where it means none.
    failing = int(seen.get("unexpected_count", seen.get("observed_value")) or 0) if about_rows else None
    observed = f"{failing:,} rows" if about_rows else str(seen.get("observed_value"))
    if result.success:
        return Found(**shared, status="pass", observed=observed, failing=0 if about_rows else None)
    return Found(
        **shared,
        status="fail",
        observed=observed,
        failing=failing,
        sample=_sample(rows.result if rows else {}),
    )


def _sample(detail: dict[str, Any]) -> str:
    """Up to 20 failing rows as JSON; what looks like a raw number is starred, for results lie in the lake."""
    rows = (
        detail.get("details", {}).get("unexpected_rows")
        or detail.get("partial_unexpected_index_list")
        or detail.get("partial_unexpected_list")
        or []
    )
    text = json.dumps(
        rows[:SAMPLE_ROWS],
        ensure_ascii=False,
        default=lambda v: "(binary)" if isinstance(v, bytes) else str(v),
    )
    return _NUMBER.sub("***********", text)
