"""Counts by day and dong, and which days are counted again."""

from datetime import date

import duckdb

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs.complaints import case_states, cases, dong_days
from tests.spark_jobs.conftest import land
from tests.spark_jobs.test_complaints import DAY, DONE, case_file, record


def counted(lake: Lake, table: str = "complaint_dong_day") -> list[tuple]:
    with duckdb.connect() as con:
        return con.execute(
            f"select service_date::varchar, dong_code, cases_cnt, open_cnt, overdue_cnt, as_of_date::varchar "
            f"from read_parquet('{lake.root}/aggregate/{table}/*/*.parquet', hive_partitioning = false) order by 1, 2"
        ).fetchall()


def count(lake: Lake, city: Profile) -> list[str]:
    case_states.run(None, lake, city, DAY)
    return dong_days.run(None, lake, city, DAY).partitions


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
        return count(lake, city)

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
    count(lake, seoul)
    assert [row[4] for row in counted(lake)] == [0]
    land(lake, cases.FEED, "2026-11-03", "m.csv", case_file(told("B", "2026-11-02")))
    cases.run(spark, lake, seoul, date(2026, 11, 2))
    count(lake, seoul)
    assert counted(lake)[0][2:5] == (1, 1, 1), "late as of 04:00 of the newest delivery"
