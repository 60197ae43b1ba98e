"""Great Expectations on DuckDB: what the engine must cope with."""

import json
import logging
import os
from contextlib import contextmanager

import pytest

KEYS = ("id",)


@pytest.fixture
def database():
    from expectations.engine import Database

    database = Database()
    database.execute("create table thing as select i as id, i % 10 as digit from range(1000) t (i)")
    yield database
    database.close()


def judge(database, *expectations, table="thing"):
    from expectations.suite import Suite

    suite = Suite(
        table=table, zone="night", groups=("owl",), keys=KEYS, expectations=lambda night: list(expectations)
    )
    return database.run(suite, list(expectations))


def meta(code):
    return {"code": code, "owner": "o", "sentence": "s.", "fix": "f."}


def test_failing_rows_are_shown_with_their_keys_twenty_at_most(database):
    import great_expectations.expectations as gxe

    (found,) = judge(
        database,
        gxe.ExpectColumnValuesToBeBetween(column="digit", max_value=8, severity="warning", meta=meta("a")),
    )
    assert (found.status, found.severity, found.failing, found.column) == ("fail", "warning", 100, "digit")
    assert json.loads(found.sample) == [{"id": 9 + 10 * n, "digit": 9} for n in range(20)]


def test_a_missing_column_is_an_error_of_the_check_and_leaves_the_others_alone(database):
    import great_expectations.expectations as gxe

    from expectations import suite

    lost, query, fine = judge(
        database,
        gxe.ExpectColumnValuesToNotBeNull(column="nope", severity="warning", meta=meta("lost")),
        suite.no_rows("select nope from b", "critical", meta("query")),
        gxe.ExpectColumnValuesToNotBeNull(column="id", severity="critical", meta=meta("fine")),
    )
    assert (lost.status, query.status, fine.status) == ("error", "error", "pass")
    assert "nope" in lost.observed and "nope" in query.observed


def test_an_error_while_rows_are_read_does_not_poison_what_is_asked_next(database):
    from expectations import suite

    database.execute("create table text as select 'x' as id")
    (broken,) = judge(
        database,
        suite.no_rows("select id from b where cast(id as integer) = 1", "critical", meta("cast")),
        table="text",
    )
    (fine,) = judge(database, suite.no_rows("select id from b where id < 0", "critical", meta("next")))
    assert (broken.status, fine.status) == ("error", "pass")


def test_binary_values_and_numbers_of_people_do_not_reach_a_sample(database):
    from expectations import suite

    (found,) = judge(
        database,
        suite.no_rows(
            "select '\\xAA\\xBB'::blob as person_key, 'ring 010-2345-6789,01123456789' as note from b limit 1",
            "critical",
            meta("a"),
        ),
    )
    assert json.loads(found.sample) == [{"person_key": "(binary)", "note": "ring ***********,***********"}]


def test_great_expectations_is_told_to_send_nothing():
    import expectations  # noqa: F401

    assert os.environ["GX_ANALYTICS_ENABLED"] == "False"


def test_great_expectations_logs_nothing_where_airflow_listens(caplog):
    from expectations.engine import Database

    with caplog.at_level(logging.INFO, logger="root"):
        Database().close()
    assert [r.name for r in caplog.records if r.name.startswith("great_expectations")] == []


def test_progress_bars_stay_silent(database, capfd):
    from expectations import suite

    judge(database, suite.no_rows("select id from b where id < 0", "critical", meta("a")))
    assert capfd.readouterr() == ("", "")


def test_the_library_still_needs_its_connection_held(database, monkeypatch):
    """When this fails, the library reads rows before it closes the connection: drop `_held_connection` from the engine."""
    from great_expectations.execution_engine import SqlAlchemyExecutionEngine

    from expectations import suite

    @contextmanager
    def closing(engine):
        with engine.engine.connect() as connection:
            yield connection

    rule = suite.no_rows("select id from b where id < 0", "critical", meta("a"))
    assert judge(database, rule)[0].status == "pass"
    monkeypatch.setattr(SqlAlchemyExecutionEngine, "get_connection", closing)
    assert judge(database, rule)[0].status == "error"
