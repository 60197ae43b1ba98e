"""Rules of the telecom events on literal lines: each with its code, and none for sound rows at the edges."""

import hashlib
import hmac
from datetime import date

import pytest
from pyspark.sql import functions as F

from nightowl import pseudonym
from spark_jobs.telecom import carrier, events
from spark_jobs.text import Header

HEADER = Header(True, 6, tuple((c, i) for i, c in enumerate(carrier.COLUMNS)), absent=carrier.OPTIONAL)
FILE = "telecom_event/delivered=2026-11-02/events.csv.gz"
KEY = pseudonym.month_key(b"m" * 32, "2026-11")
SOUND = "R1,01012345678,2026-11-01 10:00:00,call,11-1-1,60"

REFUSED = {
    "": ["blank_record"],
    "   ": ["blank_record"],
    "R1,01012345678,2026-11-01 10:00:00,call": ["wrong_field_count"],
    SOUND + ",x": ["wrong_field_count"],
    "R\ufffd,01012345678,2026-11-01 10:00:00,call,11-1-1,60": ["text_undecodable"],
    "R1,,2026-11-01 10:00:00,call,11-1-1,60": ["subscriber_missing"],
    "R1,0101234567,2026-11-01 10:00:00,call,11-1-1,60": [],
    "R1,010123456,2026-11-01 10:00:00,call,11-1-1,60": ["subscriber_malformed"],
    "R1,02012345678,2026-11-01 10:00:00,call,11-1-1,60": ["subscriber_malformed"],
    "R1,+821012345678,2026-11-01 10:00:00,call,11-1-1,60": ["subscriber_malformed"],
    "R1,01012345678,,call,11-1-1,60": ["time_missing"],
    "R1,01012345678,2026-11-01T10:00:00,call,11-1-1,60": ["time_malformed"],
    "R1,01012345678,2026-02-30 10:00:00,call,11-1-1,60": ["time_malformed"],
    "R1,01012345678,2026-11-03 04:00:00,call,11-1-1,60": ["time_in_future"],
    "R1,01012345678,2026-11-03 03:59:59,call,11-1-1,60": [],
    "R1,01012345678,2026-10-26 04:00:00,call,11-1-1,60": [],
    "R1,01012345678,2026-10-26 03:59:59,call,11-1-1,60": ["too_late"],
    "R1,01012345678,2026-11-01 10:00:00,fax,11-1-1,60": ["event_type_unknown"],
    "R1,01012345678,2026-11-01 10:00:00,,11-1-1,60": ["event_type_unknown"],
    "R1,01012345678,2026-11-01 10:00:00,CALL,11-1-1,60": [],
    "R1,01012345678,2026-11-01 10:00:00,call,,60": ["cell_missing"],
    "R1,01012345678,2026-11-01 10:00:00,call,99-9-9,60": ["cell_unknown"],
    "R1,01012345678,2026-11-01 10:00:00,call,11-1-2,60": ["cell_not_active"],
    "R1,01012345678,2026-11-01 10:00:00,call,11-1-1,-1": ["duration_malformed"],
    "R1,01012345678,2026-11-01 10:00:00,call,11-1-1,1.5": ["duration_malformed"],
    "R1,01012345678,2026-11-01 10:00:00,call,11-1-1,": ["duration_malformed"],
    "R1,01012345678,2026-11-01 10:00:00,call,11-1-1,0": [],
    "R1,abc,nie,fax,11-1-1,x": ["subscriber_malformed", "time_malformed", "event_type_unknown", "duration_malformed"],
}  # fmt: skip


@pytest.fixture(scope="module")
def judge(spark, seoul):
    """Lines of one file to staged rows, by record number."""
    keys = spark.createDataFrame(
        [(date(2026, 11, 1), bytearray(KEY)), (date(2026, 10, 1), bytearray(KEY))], "month date, key binary"
    )
    inventory = spark.sql(
        """select * from values
        ('11-1-1', date'0001-01-01', date'9999-12-31', date'2020-01-01', cast(null as date)),
        ('11-1-2', date'0001-01-01', date'9999-12-31', date'2020-01-01', date'2026-10-31')
        as t(cell_id, known_from, known_until, active_from, active_to)"""
    )

    def run(*lines: str) -> dict:
        frame = spark.createDataFrame(
            [(FILE, n, line) for n, line in enumerate(lines, start=2)],
            "source_file string, record_number long, line string",
        )
        rows = events.clean(carrier.parse(frame, HEADER, seoul), seoul, keys, inventory)
        return {
            r.record_number: r
            for r in rows.withColumn("event_at", F.date_format("event_at", "yyyy-MM-dd HH:mm:ss")).collect()
        }

    return run


def test_every_rule_has_its_code(judge) -> None:
    rows = judge(*REFUSED)
    found = {line: rows[n].reasons for n, line in enumerate(REFUSED, start=2)}
    assert found == REFUSED
    assert {r.outcome for r in rows.values() if r.reasons} == {"quarantine"}
    assert {r.part for r in rows.values() if r.reasons} == {"2026-11-02"}


def test_a_sound_row_is_typed_cut_and_pseudonymised(judge) -> None:
    row = judge("R1,01012345678,2026-11-02 01:30:00,sms,11-1-1,0")[2]
    assert (row.outcome, row.part, row.hour, row.event_at) == (
        "clean",
        "2026-11-01",
        25,
        "2026-11-01 16:30:00",
    )
    assert (
        bytes(row.subscriber_key)
        == hmac.new(KEY, b"01012345678", hashlib.sha256).digest()[:16]
        == pseudonym.pseudonym(KEY, "01012345678")
    )
    assert row.line_masked is None


def test_equal_rows_are_duplicates_at_any_distance_and_a_near_copy_is_not(judge) -> None:
    other = SOUND.replace(",60", ",61")
    rows = judge(SOUND, other, SOUND, "bad", "bad", SOUND)
    assert [rows[n].outcome for n in range(2, 8)] == [
        "clean",
        "clean",
        "duplicate",
        "quarantine",
        "quarantine",
        "duplicate",
    ]


def test_masked_lines_hold_the_key_instead_of_the_number(judge) -> None:
    rows = judge(
        "R1,01012345678,2026-11-01 10:00:00,fax,11-1-1,60",
        "R1,010-1234-5678,2026-11-01 10:00:00,call,11-1-1,60",
        "R1,2026-11-01 10:00:00,01012345678,call,11-1-1,60",
        "R1,01012345678,2026-11-01 10:00:00",
        "R1;010 1234 5678;",
    )
    masked = [rows[n].line_masked for n in range(2, 7)]
    key = pseudonym.pseudonym(KEY, "01012345678").hex()
    assert masked[0] == f"R1,{key},2026-11-01 10:00:00,fax,11-1-1,60"
    assert all("12345678" not in m and "1234-5678" not in m and "1234 5678" not in m for m in masked)


def test_the_newest_inventory_before_a_day_speaks_for_it(spark, lake) -> None:
    for valid_from, cell in (("2026-10-01", "a"), ("2026-11-01", "b")):
        folder = lake.partition("clean", "cell", "valid_from", valid_from)
        spark.sql(
            f"select date'{valid_from}' as valid_from, '{cell}' as cell_id, date'2020-01-01' as active_from, cast(null as date) as active_to"
        ).write.parquet(str(folder))
    rows = {
        r.cell_id: (str(r.known_from), str(r.known_until))
        for r in events.read_inventory(spark, lake).collect()
    }
    assert rows == {"a": ("0001-01-01", "2026-10-31"), "b": ("2026-11-01", "9999-12-31")}
