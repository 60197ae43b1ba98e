"""The opt-out list: each rule with its code, the numbers whose events are left out, and no raw number anywhere but in landing."""

from datetime import date

import duckdb
import pytest
from pyspark.sql import functions as F

from nightowl import profile, pseudonym
from nightowl.errors import NightowlError
from nightowl.layout import Subscriber
from nightowl.ledger import Ledger
from spark_jobs.telecom import carrier, cells, events, opt_out
from tests.privacy import numbers_in
from tests.spark_jobs.conftest import land

DAY = date(2026, 11, 1)
HEADER = "msisdn,opted_out_on\n"
CELLS = """inventory_date,cell_id,site_id,technology,latitude,longitude,active_from,active_to
2026-10-01,c1,s1,LTE,37.5665,126.978,2020-01-01,
"""
LINES = {
    "01011112222,2026-10-01": None,
    "010-3333-4444,20261002": None,
    "+82 10-5555-6666,2026.10.03": None,
    ",2026-10-01": "subscriber_missing",
    "0101111,2026-10-01": "subscriber_malformed",
    "01077778888,soon": "opt_out_day_malformed",
    "01099990000,2026-02-30": "opt_out_day_malformed",
    "01099990000,": "opt_out_day_malformed",
    "01011112222,2026-10-09": "duplicate",
    "01011112222": "wrong_field_count",
    "": "blank_record",
}


def deliver(lake, delivered: str, *lines: str, name: str = "opt_out.csv") -> None:
    land(lake, "opt_out", delivered, name, HEADER + "\n".join(lines) + "\n")


def query(lake, zone: str, sql: str) -> list[tuple]:
    with duckdb.connect() as con:
        return con.execute(sql.format(f"read_parquet('{lake.root}/{zone}/opt_out/*/*.parquet')")).fetchall()


def test_a_list_is_judged_and_pseudonymised_under_a_key_of_its_own(spark, lake, seoul) -> None:
    deliver(lake, "2026-11-02", *LINES)
    opt_out.run(spark, lake, seoul, DAY)
    refused = dict(query(lake, "quarantine", "select record_number, first_reason from {}"))
    assert refused == {n: code for n, code in enumerate(LINES.values(), start=2) if code and code != "duplicate"}  # fmt: skip
    (record,) = Ledger(lake).files("opt_out").values()
    assert (record.records, record.rows_clean, record.rows_duplicate) == (11, 3, 1)
    key = pseudonym.lasting_key(pseudonym.master_key(lake), "opt out")
    assert query(lake, "clean", "select valid_from, opted_out_on, subscriber_key from {} order by 2") == [
        (date(2026, 11, 2), date(2026, 10, 1), pseudonym.pseudonym(key, "01011112222")),
        (date(2026, 11, 2), date(2026, 10, 2), pseudonym.pseudonym(key, "01033334444")),
        (date(2026, 11, 2), date(2026, 10, 3), pseudonym.pseudonym(key, "01055556666")),
    ]
    months = {pseudonym.month_key(pseudonym.master_key(lake), month) for month in ("2026-10", "2026-11")}
    assert key not in months, "who is on the list leads to no event"
    masked = "\n".join(line for (line,) in query(lake, "quarantine", "select line_masked from {}"))
    numbers = {"1011112222", "1033334444", "1055556666", "1077778888", "1099990000"}
    assert list(numbers_in(masked, numbers)) == [] and masked.count("******") >= 3


def test_the_newest_list_that_was_loaded_counts(spark, lake, seoul) -> None:
    assert opt_out.listed_numbers(lake, seoul) == []
    deliver(lake, "2026-11-02", "01011112222,2026-10-01", "010 3333 4444,never")
    opt_out.run(spark, lake, seoul, DAY)
    assert opt_out.listed_numbers(lake, seoul) == ["01011112222", "01033334444"]
    deliver(lake, "2026-11-03", "01055556666,2026-10-01")
    deliver(lake, "2026-11-03", "01077778888,2026-10-01", name="second.csv")
    # Nobody on it, a file that cannot be read: neither is a list, and the one before goes on counting.
    deliver(lake, "2026-11-04", ",2026-10-01")
    land(lake, "opt_out", "2026-11-05", "truncated.csv.gz", b"\x1f\x8b\x08")
    opt_out.run(spark, lake, seoul, DAY)
    assert opt_out.listed_numbers(lake, seoul) == ["01055556666", "01077778888"]
    # The first list once more, byte for byte: it counts again.
    deliver(lake, "2026-11-06", "01011112222,2026-10-01", "010 3333 4444,never")
    opt_out.run(spark, lake, seoul, DAY)
    assert opt_out.listed_numbers(lake, seoul) == ["01011112222", "01033334444"]


def test_events_are_not_read_while_a_list_waits_or_is_gone(spark, lake, seoul) -> None:
    deliver(lake, "2026-11-02", "01011112222,2026-10-01")
    with pytest.raises(
        NightowlError, match=r"opt_out/delivered=2026-11-02/opt_out\.csv was delivered and is not cleaned"
    ):
        opt_out.listed_numbers(lake, seoul)
    assert opt_out.listed_numbers(lake.as_known_on(DAY), seoul) == [], "a backfill does not know of it yet"
    opt_out.run(spark, lake, seoul, DAY)
    assert opt_out.listed_numbers(lake.as_known_on(DAY), seoul) == ["01011112222"], (
        "once loaded it counts for all days"
    )
    (lake.landing / "opt_out" / "delivered=2026-11-02" / "opt_out.csv").unlink()
    with pytest.raises(NightowlError, match="no longer in landing"):
        opt_out.listed_numbers(lake, seoul)


def test_a_list_in_another_shape_is_the_same_list(spark, lake, seoul) -> None:
    wide = "\ufeffOpted_Out_On,MSISDN\n2026-10-01,01011112222\n".encode("utf-16")
    land(lake, "opt_out", "2026-11-02", "list.csv", wide)
    land(
        lake,
        "opt_out",
        "2026-11-02",
        "list.json",
        '[{"msisdn": "01033334444", "opted_out_on": "2026-10-01"}]',
    )
    opt_out.run(spark, lake, seoul, DAY)
    assert opt_out.listed_numbers(lake, seoul) == ["01011112222", "01033334444"]
    assert query(lake, "clean", "select count(*) from {}") == [(2,)]


def test_a_city_without_the_feed_leaves_nobody_out(lake, seoul) -> None:
    off = {n: f.model_copy(update={"enabled": n != "opt_out"}) for n, f in seoul.feeds.items()}
    deliver(lake, "2026-11-02", "01011112222,2026-10-01")
    assert (
        opt_out.listed_numbers(lake, profile.Profile.model_validate(seoul.model_dump() | {"feeds": off}))
        == []
    )


def test_whoever_opts_out_vanishes_and_from_earlier_days_when_they_are_made_again(spark, lake, seoul) -> None:
    land(lake, "cell", "2026-11-01", "cells.csv", CELLS)
    cells.run(spark, lake, seoul, DAY)
    lines = [f"R{n},0101111222{n % 3},2026-11-01 10:00:0{n},call,c1,60" for n in range(6)]
    lines += ["R6,01011112221,2026-11-01 10:00:00,fax,c1,60", "R7,01011112222,2026-11-01 10:00:00,fax,c1,60"]
    land(
        lake, "telecom_event", "2026-11-02", "events.csv", "\n".join([",".join(carrier.COLUMNS), *lines, ""])
    )
    deliver(lake, "2026-11-02", "010-1111-2221,2026-10-01")
    opt_out.run(spark, lake, seoul, DAY)
    events.run(spark, lake, seoul, DAY)
    assert outcome(lake) == ({0, 2, 3, 5}, 4, 2, {8: None, 9: "R7,"})
    # The next list names another: the day that was cleaned before stays as it is until it is made again.
    deliver(lake, "2026-11-03", "01011112222,2026-11-02")
    opt_out.run(spark, lake, seoul, date(2026, 11, 2))
    events.run(spark, lake, seoul, date(2026, 11, 2))
    assert outcome(lake) == ({0, 2, 3, 5}, 4, 2, {8: None, 9: "R7,"})
    events.run(spark, lake, seoul, date(2026, 11, 2), rebuild="2026-11-01")
    assert outcome(lake) == ({0, 1, 3, 4}, 4, 2, {8: "R6,", 9: None})


def outcome(lake) -> tuple[set[int], int, int, dict[int, str | None]]:
    """References that are clean; rows clean and opted out by the ledger; how the lines in quarantine begin."""
    with duckdb.connect() as con:
        read = f"from read_parquet('{lake.root}/{{}}/telecom_event/*/*.parquet')"
        kept = con.execute(f"select record_ref {read.format('clean')}").fetchall()
        shown = con.execute(
            f"select record_number, left(line_masked, 3) {read.format('quarantine')}"
        ).fetchall()
    (record,) = Ledger(lake).files("telecom_event").values()
    assert record.rows_accounted == record.records == 8
    return {int(ref[1:]) for (ref,) in kept}, record.rows_clean, record.rows_opted_out, dict(shown)


WAYS = [
    Subscriber(prefixes={"+82": "0", "82": "0", "+8210": "010"}),
    Subscriber(shape="^[0-9]{15}$"),
    Subscriber(shape="^[0-9a-f]{64}$"),
]
FORMS = {
    "01012345678": "01012345678",
    "+82 10-1234-5678": "01012345678",
    "(82)10.1234.5678": "01012345678",
    "450051234567890": "450051234567890",
    "ab" * 32: "ab" * 32,
    "AB" * 32: None,
    "12345": None,
    "": None,
}


def test_the_list_and_the_events_write_a_number_alike(spark) -> None:
    """Judged by Spark, read by Python: both find the same form."""
    assert {n: next(opt_out.at_home(n, WAYS), None) for n in FORMS} == FORMS
    frame = spark.createDataFrame([(n,) for n in FORMS], "number string")
    rows = frame.select("number", opt_out._first_form(F.col("number"), WAYS).alias("form")).collect()
    assert {r.number: r.form for r in rows} == FORMS
