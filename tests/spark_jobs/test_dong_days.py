"""Counts by day and dong: what is late, what is not known, what is hidden, and which days are counted again."""

from datetime import date

import duckdb
import pytest
from pyspark.sql import functions as F

from nightowl.lake import Lake
from spark_jobs.complaints import cases, dong_days
from tests.spark_jobs.conftest import land
from tests.spark_jobs.test_complaints import DAY, DONE, case_file, record

CASES = "case_id string, dong_code string, status string, due_at timestamp, closed_at timestamp, on_time_published string"
NOON, ONE, TWO = ("2026-11-01 12:00:00", "2026-11-01 13:00:00", "2026-11-01 14:00:00")
# dong, status, due, closed, the source's word → overdue, unknown; as of 13:00
JUDGED = [
    ("in time", "closed", NOON, NOON, None, 0, 0),
    ("late", "closed", NOON, ONE, None, 1, 0),
    ("no limit", "closed", None, ONE, None, 0, 0),
    ("open, limit behind", "open", NOON, None, None, 1, 0),
    ("open, limit this very moment", "open", ONE, None, None, 0, 0),
    ("open, limit ahead", "open", TWO, None, None, 0, 0),
    ("withdrawn, limit behind", "withdrawn", NOON, None, None, 0, 0),
    ("late by its times, not by its city", "closed", NOON, ONE, "on_time", 0, 0),
    ("in time by its times, not by its city", "closed", NOON, NOON, "overdue", 1, 0),
    ("late by its times, its city is silent", "closed", NOON, ONE, "unknown", 0, 1),
    ("withdrawn, its city is silent", "withdrawn", NOON, None, "unknown", 0, 0),
]
COUNTS = "service_date date, dong_code string, cases_cnt long, open_cnt long, overdue_cnt long, on_time_unknown_cnt long"


def test_what_is_late_and_what_is_not_known(spark) -> None:
    rows = [
        (str(n), what, status, due, closed, word)
        for n, (what, status, due, closed, word, _, _) in enumerate(JUDGED)
    ]
    frame = spark.createDataFrame(rows, CASES.replace("timestamp", "string")).withColumns(
        {c: F.col(c).cast("timestamp") for c in ("due_at", "closed_at")} | {"service_date": F.lit(DAY)}
    )
    counted = dong_days.count_cases(frame, F.lit(ONE).cast("timestamp")).collect()
    found = {r.dong_code: (r.cases_cnt, r.open_cnt, r.overdue_cnt, r.on_time_unknown_cnt) for r in counted}
    assert found == {
        what: (1, int(status == "open"), *expected) for what, status, _, _, _, *expected in JUDGED
    }


@pytest.mark.parametrize(
    ("k", "counts", "shown"),
    [
        (5, (4, 0, 0, 0), (None, None, None, None, True)),
        (5, (5, 0, 0, 0), (5, 0, 0, 0, False)),
        (5, (5, 5, 0, 0), (5, 5, 0, 0, False)),
        (5, (9, 4, 5, 0), (9, None, None, 0, False)),
        (5, (10, 5, 1, 6), (10, 5, None, None, False)),
        (5, (10, 10, 9, 4), (10, 10, None, None, False)),
        (2, (1, 1, 1, 0), (None, None, None, None, True)),
        (2, (3, 1, 2, 0), (3, None, None, 0, False)),
        (1, (1, 1, 0, 1), (1, 1, 0, 1, False)),
        (1, (5, 4, 1, 2), (5, 4, 1, 2, False)),
    ],
)
def test_a_part_is_hidden_where_it_or_what_it_leaves_is_small(spark, k, counts, shown) -> None:
    row = dong_days.suppress(spark.createDataFrame([(DAY, "D", *counts)], COUNTS), k).first()
    assert (row.cases_cnt, row.open_cnt, row.overdue_cnt, row.on_time_unknown_cnt, row.is_hidden) == shown


def counted(lake: Lake, table: str = "complaint_dong_day") -> list[tuple]:
    with duckdb.connect() as con:
        return con.execute(
            f"select service_date::varchar, dong_code, cases_cnt, open_cnt, overdue_cnt, as_of_date::varchar "
            f"from read_parquet('{lake.root}/aggregate/{table}/*/*.parquet', hive_partitioning = false) order by 1, 2"
        ).fetchall()


def told(case: str, day: str, *, changed: str = "오후 1:00:00", **changes: str) -> str:
    facts = {
        "접수번호": case,
        "접수일시": f"{day} 오전 9:00:00",
        "처리기한": f"{day} 오후 12:00:00",
        "최종수정일시": f"{day} {changed}",
    }
    return record(facts | changes)


def test_the_newest_version_counts_and_days_follow_what_changed_and_what_waits(spark, lake, seoul) -> None:
    def night(delivered: str, *records: str, k: int = 5) -> list[str]:
        feeds = seoul.feeds | {cases.FEED: seoul.feed(cases.FEED).model_copy(update={"k_persons": k})}
        city = seoul.model_copy(update={"feeds": feeds})
        if records:
            land(lake, cases.FEED, delivered, "m.csv", case_file(*records))
            cases.run(spark, lake, city, DAY)
        return dong_days.run(spark, lake, city, DAY).partitions

    closed = {"처리상태": "처리완료", "완료일시": "2026-11-01 오후 1:00:00"}
    first = (
        told("A", "2026-11-01"),
        told("B", "2026-11-01", 법정동코드=""),
        told("A", "2026-11-01", changed="오후 2:00:00", **closed),
    )
    assert night("2026-11-02", *first) == ["2026-11-01"]
    assert counted(lake) == [
        ("2026-11-01", "11680101", 1, 0, 1, "2026-11-02"), ("2026-11-01", "unknown", 1, 1, 1, "2026-11-02"),
    ]  # fmt: skip
    assert night("") == [], "nothing came, nothing changed"
    settled = told("C", "2026-11-02", **(DONE | {"완료일시": "2026-11-02 오전 10:00:00"}))
    assert night("2026-11-03", settled) == ["2026-11-01", "2026-11-02"], "B still waits"
    assert [row[5] for row in counted(lake)] == ["2026-11-03", "2026-11-03", None]
    assert night("2026-11-04", told("D", "2026-11-03")) == ["2026-11-01", "2026-11-03"]
    assert night("", k=3) == ["2026-11-01", "2026-11-02", "2026-11-03"]
    assert night("", k=3) == []
    assert {row[2] for row in counted(lake, "complaint_dong_day_public")} == {None}


def test_a_limit_that_passes_while_a_case_waits_makes_it_late(spark, lake, seoul) -> None:
    waiting = told("A", "2026-11-01", 처리기한="2026-11-03 오전 3:59:59")
    land(lake, cases.FEED, "2026-11-02", "m.csv", case_file(waiting))
    cases.run(spark, lake, seoul, DAY)
    dong_days.run(spark, lake, seoul, DAY)
    assert [row[4] for row in counted(lake)] == [0]
    land(lake, cases.FEED, "2026-11-03", "m.csv", case_file(told("B", "2026-11-02")))
    cases.run(spark, lake, seoul, date(2026, 11, 2))
    dong_days.run(spark, lake, seoul, date(2026, 11, 2))
    assert counted(lake)[0][2:5] == (1, 1, 1), "late as of 04:00 of the newest delivery"
