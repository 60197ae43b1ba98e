"""A feed or a mart brings its own module to the gate; nothing lists it."""

import sys

import pytest

NEW = """
from expectations import suite
from expectations.suite import FeedTable, Suite

FEED = FeedTable("moon_count", groups=("moon",), key="service_date")
META = suite.rule("", "Sensors counted.", "Ask the operator.", "moon data")
SUITE = Suite("moon_count", "clean", ("moon",), ("service_date",), lambda night: [suite.floor("moon_count", META)])
SUITES = [SUITE, Suite("mart_moon__day", "marts", ("moon",), ("service_date",), lambda night: [suite.floor("mart", META)])]
"""


@pytest.fixture
def with_moon(tmp_path, monkeypatch):
    """The package with one module more."""
    import expectations
    from expectations import discovery, gate

    assert gate.LAKE_SUITES, "found before the module is there, so that it stays in this test"
    (tmp_path / "moon_count.py").write_text(NEW)
    monkeypatch.setattr(expectations, "__path__", [*expectations.__path__, str(tmp_path)])
    for found in (discovery.feed_tables, discovery.suites):
        found.cache_clear()
    yield discovery
    for found in (discovery.feed_tables, discovery.suites):
        found.cache_clear()
    sys.modules.pop("expectations.moon_count", None)
    monkeypatch.delattr(expectations, "moon_count", raising=False)


def test_a_new_module_is_found(with_moon):
    assert with_moon.feed_tables()["moon_count"].groups == ("moon",)
    assert [s.table for s in with_moon.suites() if s.groups == ("moon",)] == [
        "moon_count",
        "mart_moon__day",
    ]


def test_what_every_delivery_must_hold_follows_by_itself(with_moon):
    from expectations import feeds

    views = [s.view for s in feeds.suites_of(with_moon.feed_tables()["moon_count"])]
    assert views == ["night_feed_moon_count", "partition_rows_moon_count"]


def test_the_stage_is_told_by_the_zone():
    from expectations import gate

    assert {s.zone for s in gate.MART_SUITES} == {"marts"}
    assert {s.zone for s in gate.LAKE_SUITES} == {"clean", "aggregate", "night"}


def test_every_feed_that_is_cleaned_is_judged(seoul):
    """A clean table without a FEED would pass the gate unseen."""
    from expectations import discovery
    from spark_jobs import catalog

    cleaned = {table for zone, table in catalog.tables() if zone == "clean"}
    assert cleaned == set(discovery.feed_tables()) == set(seoul.feeds)
    for name, feed in discovery.feed_tables().items():
        assert feed.key in catalog.tables()["clean", name].fieldNames(), "the key is a column of the table"
