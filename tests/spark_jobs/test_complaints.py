"""Complaints: each rule with its code, versions of a case, texts redacted, and a whole year of a real city."""

import os
from datetime import date
from pathlib import Path

import duckdb
import pytest
from pyspark.sql import functions as F

from nightowl import profile
from nightowl.lake import Lake
from nightowl.ledger import Ledger
from simulator.feeds.complaint_version import DEFECTS, HEADER
from spark_jobs import reasons as shared
from spark_jobs.complaints import case_states, cases, dong_days
from spark_jobs.complaints.reasons import REASONS
from tests.spark_jobs.conftest import land

DAY = date(2026, 11, 1)
SOUND = {
    "접수번호": "1AA-2611-0100001", "접수일시": "2026-11-01 오전 9:00:00", "처리기한": "2026-11-01 오후 12:00:00", "완료일시": "",
    "처리상태": "접수", "분야": "교통", "항목": "불법주정차", "접수경로": "120", "처리부서": "교통지도과", "법정동코드": "1168010100",
    "위도": "37.5665", "경도": "126.978", "제목": "신고", "민원내용": "차가 서 있습니다.", "답변내용": "", "경과일": "0일",
    "최종수정일시": "2026-11-01 오전 9:00:00",
}  # fmt: skip
DONE = {"처리상태": "처리완료", "완료일시": "2026-11-01 오전 10:00:00"}

CHANGES: list[tuple[dict[str, str], list[str]]] = [
    ({}, []),
    ({"접수번호": ""}, ["case_missing"]),
    ({"접수일시": ""}, ["received_missing"]),
    ({"접수일시": "2026-11-01 오후 25:00:00"}, ["received_malformed"]),
    ({"접수일시": "2026-11-01 오전 0:05:00"}, ["received_malformed"]),
    ({"접수일시": "2026-11-01 오후 13:05:00"}, ["received_malformed"]),
    ({"접수일시": "2026-02-30 오전 9:00:00"}, ["received_malformed"]),
    ({"접수일시": "2026-11-01 9:00:00"}, ["received_malformed"]),
    ({"접수일시": "2026-11-01 09:00:00"}, []),
    ({"접수일시": "2026-11-03 오전 3:59:59"}, []),
    ({"접수일시": "2026-11-03 오전 4:00:00"}, ["received_in_future"]),
    ({"접수일시": "2009-11-03 오전 4:00:00"}, []),
    ({"처리기한": ""}, []),
    ({"처리기한": "3일"}, ["due_malformed"]),
    (DONE, []),
    (DONE | {"완료일시": "금일"}, ["closed_malformed"]),
    (DONE | {"완료일시": "2026-11-01 오전 8:59:59"}, ["closed_before_received"]),
    (DONE | {"완료일시": "2026-11-01 오전 9:00:00"}, []),
    (DONE | {"완료일시": ""}, ["closed_without_time"]),
    ({"완료일시": "2026-11-01 오전 10:00:00"}, ["open_with_close_time"]),
    ({"처리상태": "취하"}, []),
    ({"처리상태": "취하", "완료일시": "2026-11-01 오전 10:00:00"}, []),
    ({"처리상태": "재접수"}, []),
    ({"처리상태": "보류"}, ["status_unknown"]),
    ({"처리상태": ""}, ["status_unknown"]),
    ({"최종수정일시": "방금"}, ["updated_malformed"]),
    ({"최종수정일시": ""}, []),
    ({"위도": "", "경도": ""}, []),
    ({"위도": ""}, ["place_malformed"]),
    ({"경도": "E126"}, ["place_malformed"]),
    ({"위도": "NaN"}, ["place_malformed"]),
    ({"위도": "126.978", "경도": "37.5665"}, ["place_outside_city"]),
    ({"법정동코드": ""}, []),
    ({"법정동코드": "11680101"}, []),
    ({"법정동코드": "11680"}, ["dong_code_malformed"]),
    ({"민원내용": ""}, []),
    ({"민원내용": "글자\ufffd"}, ["text_undecodable"]),
    ({"접수번호": "", "처리상태": "?", "법정동코드": "역삼동"}, ["case_missing", "status_unknown", "dong_code_malformed"]),
]  # fmt: skip


def record(changes: dict[str, str]) -> str:
    """One record as RFC 4180 has it, every field in quotes."""
    row = SOUND | changes
    return ",".join(f'"{row[name].replace(chr(34), chr(34) * 2)}"' for name in HEADER)


def case_file(*records: str) -> str:
    return "\ufeff" + "\r\n".join([",".join(HEADER), *records]) + "\r\n"


def table(lake: Lake, zone: str, columns: str, order: str = "all") -> list[tuple]:
    files = lake.root / zone / "complaint_version"
    if not any(files.glob("*/*.parquet")):
        return []
    with duckdb.connect() as con:
        return con.execute(
            f"select {columns} from read_parquet('{files}/*/*.parquet', hive_partitioning = false) order by {order}"
        ).fetchall()


def test_every_rule_has_its_code(spark, lake, seoul) -> None:
    told = [record({"접수번호": f"C{n}"} | changes) for n, (changes, _) in enumerate(CHANGES)]
    told += ["", "세 칸,뿐인,줄", record({}) + ",더"]
    expected = [codes for _, codes in CHANGES] + [
        ["blank_record"],
        ["wrong_field_count"],
        ["wrong_field_count"],
    ]
    land(lake, cases.FEED, "2026-11-02", "minwon.csv", case_file(*told))
    cases.run(spark, lake, seoul, DAY)
    refused = dict(table(lake, "quarantine", "record_number, reasons"))
    kept = {n for (n,) in table(lake, "clean", "record_number")}
    assert refused == {n: codes for n, codes in enumerate(expected, start=2) if codes}
    assert kept == {n for n, codes in enumerate(expected, start=2) if not codes}
    (file,) = Ledger(lake).files(cases.FEED).values()
    assert (file.records, file.rows_accounted) == (len(told), len(told))


def test_every_code_is_tried_here_and_planted_by_the_simulated_city() -> None:
    tried = {code for _, codes in CHANGES for code in codes}
    assert tried | {"on_time_unknown_word"} == set(REASONS) | {"text_undecodable"}
    planted = {d.reason for d in DEFECTS if d.reason} - set(shared.REASONS)
    assert planted == set(REASONS) - {"on_time_unknown_word"}  # Seoul's files do not tell


def test_a_sound_row_is_typed_and_cut(spark, lake, seoul) -> None:
    told = record(
        {"접수일시": "2026-11-02 오전 12:05:00", "민원내용": '첫 줄, "그만"\n둘째 줄', "최종수정일시": ""}
    )
    land(lake, cases.FEED, "2026-11-02", "minwon.csv", case_file(told))
    cases.run(spark, lake, seoul, DAY)
    columns = "service_date::varchar, epoch(received_at), epoch(due_at), closed_at, updated_at, status, status_text, dong_code, latitude, text, on_time_published"
    assert table(lake, "clean", columns) == [
        ("2026-11-01", 1793545500.0, 1793502000.0, None, None, "open", "접수", "11680101", 37.5665, '첫 줄, "그만"\n둘째 줄', None)
    ]  # fmt: skip


def version(case: str, state: dict[str, str], hour: int) -> str:
    return record(
        {"접수번호": case, "최종수정일시": f"2026-11-0{1 + hour // 24} 오후 {hour % 24}:00:00"} | state
    )


def outcomes(lake: Lake) -> list[tuple]:
    return table(
        lake, "clean", "case_id, status, epoch(updated_at)::bigint % 86400 // 3600 + 9", "case_id, updated_at"
    )


def test_a_return_to_an_earlier_state_is_a_version_and_a_repetition_is_not(spark, lake, seoul) -> None:
    back = [version("A", {}, 1), version("A", DONE, 2), version("A", {}, 3)]
    again = [version("B", {}, 1), version("B", {}, 2), version("B", DONE, 3), version("B", DONE, 3), version("B", DONE, 4)]  # fmt: skip
    land(lake, cases.FEED, "2026-11-02", "minwon.csv", case_file(*again, *back))
    cases.run(spark, lake, seoul, DAY)
    assert outcomes(lake) == [
        ("A", "open", 13), ("A", "closed", 14), ("A", "open", 15), ("B", "open", 13), ("B", "closed", 15),
    ]  # fmt: skip
    (file,) = Ledger(lake).files(cases.FEED).values()
    assert (file.rows_clean, file.rows_duplicate) == (5, 3)


def test_versions_that_come_months_later_or_out_of_order_find_their_day(spark, lake, seoul) -> None:
    land(lake, cases.FEED, "2026-11-02", "a.csv", case_file(version("A", {}, 1)))
    cases.run(spark, lake, seoul, DAY)
    land(lake, cases.FEED, "2027-03-02", "b.csv", case_file(version("A", {}, 3), version("A", {}, 4)))
    cases.run(spark, lake, seoul, DAY)
    assert outcomes(lake) == [("A", "open", 13)]
    land(lake, cases.FEED, "2027-03-03", "c.csv", case_file(version("A", DONE, 2)))
    cases.run(spark, lake, seoul, DAY)
    assert outcomes(lake) == [("A", "open", 13), ("A", "closed", 14), ("A", "open", 15)]
    files = Ledger(lake).files(cases.FEED).values()
    assert [(f.rows_clean, f.rows_duplicate) for f in files] == [(1, 0), (1, 1), (1, 0)]
    before = table(lake, "clean", "*")
    cases.run(spark, lake, seoul, DAY, rebuild="2026-11-01")
    assert table(lake, "clean", "*") == before


def test_without_a_time_of_change_deliveries_are_the_order(spark, lake, seoul) -> None:
    untimed = {"최종수정일시": ""}
    for day, state in (("02", {}), ("03", DONE), ("04", {})):
        land(
            lake,
            cases.FEED,
            f"2026-11-{day}",
            "m.csv",
            case_file(record(untimed | state), version(f"N{day}", {}, 1)),
        )
    cases.run(spark, lake, seoul, DAY)
    told = table(lake, "clean", "status, case_id", "source_file")
    assert [status for status, case in told if not case.startswith("N")] == ["open", "closed", "open"]


def test_texts_and_refused_lines_are_redacted_before_they_are_written(spark, lake, seoul) -> None:
    said = {"민원내용": "저는 010-1234-5678, 주민번호 900101-1234567입니다.", "답변내용": "12가3456 차주께", "제목": "신청인 홍길동 드림",
            "처리부서": "교통과 010-2133-4567"}  # fmt: skip
    broken = record(said).removesuffix(',"2026-11-01 오전 9:00:00"')
    land(
        lake,
        cases.FEED,
        "2026-11-02",
        "m.csv",
        case_file(record(said), record(said | {"처리상태": "?"}), broken),
    )
    cases.run(spark, lake, seoul, DAY)
    assert table(lake, "clean", "text, answer, title, department") == [
        (
            "저는 [전화], 주민번호 [주민번호]입니다.",
            "[차량번호] 차주께",
            "신청인 [이름] 드림",
            "교통과 [전화]",
        )
    ]
    refused, unparsed = (line for (line,) in table(lake, "quarantine", "line_masked", "record_number"))
    for line in (refused, unparsed):
        assert not any(secret in line for secret in ("1234-5678", "900101", "3456", "홍길동", "2133"))
    assert "[전화]" in refused and "37.5665" in refused, "what parses is shown but for what is personal"


@pytest.fixture(scope="module")
def boston() -> profile.Profile:
    return profile.load("boston")


def test_a_city_that_tells_itself_what_was_late_is_believed_and_an_odd_word_refused(
    spark, lake, boston
) -> None:
    header = "case_enquiry_id,open_dt,target_dt,closed_dt,ontime,case_status,neighborhood,latitude,longitude,ward\n"
    rows = [
        "1,2011-07-01 01:32:33,2011-07-15 01:32:32,2011-07-01 05:06:58,ONTIME,Closed,Mattapan,42.27,-71.07,Ward 17",
        "2,2011-07-01 04:00:00,2011-07-15 01:32:32,2011-08-01 05:06:58, ,Closed, ,42.27,-71.07,",
        "3,2011-07-01 12:00:00,2011-07-15 01:32:32,,OVERDUE,Open,South End,42.27,-71.07,",
        "4,2011-07-01 12:00:00,,,PERHAPS,Open,South End,42.27,-71.07,",
    ]  # fmt: skip
    land(lake, cases.FEED, "2011-12-31", "311.csv", header + "\n".join(rows) + "\n")
    cases.run(spark, lake, boston, date(2011, 12, 30))
    columns = "case_id, service_date::varchar, status, dong_code, on_time_published, extra_json"
    assert table(lake, "clean", columns, "case_id") == [
        ("1", "2011-06-30", "closed", "Mattapan", "on_time", '{"ward":"Ward 17"}'),
        ("2", "2011-07-01", "closed", None, "unknown", "{}"),
        ("3", "2011-07-01", "open", "South End", "overdue", "{}"),
    ]
    assert table(lake, "quarantine", "reasons") == [(["on_time_unknown_word"],)]


@pytest.mark.long
def test_bostons_half_year_is_accounted_for_and_our_own_rule_agrees_with_the_citys(
    spark, lake, boston
) -> None:
    """58,251 cases; where the city says whether a case was late (58,093), its times say the same."""
    folder = os.environ.get("NIGHTOWL_REAL_DATA")
    if not folder:
        pytest.skip("NIGHTOWL_REAL_DATA is unset: Boston's 311 file is not at hand")
    source = Path(folder) / "complaints" / "boston311_2011.zip"
    land(lake, cases.FEED, "2026-11-02", source.name, source.read_bytes())
    cases.run(spark, lake, boston, DAY)
    case_states.run(None, lake, boston, DAY)
    dong_days.run(None, lake, boston, DAY)
    (file,) = Ledger(lake).files(cases.FEED).values()
    assert (file.records, file.rows_clean, file.rows_quarantined, file.rows_duplicate) == (
        58_251,
        58_251,
        0,
        0,
    )
    states = spark.read.parquet(str(lake.table("aggregate", case_states.TABLE)))
    late = states.groupBy("on_time_rule", "is_overdue", "is_late_by_clock").count()
    assert {(r.on_time_rule, r.is_overdue, r.is_late_by_clock): r["count"] for r in late.collect()} == {
        ("published", False, False): 46_572,
        ("published", True, True): 11_521,
        ("published", None, True): 158,
    }
    counted = spark.read.parquet(str(lake.table("aggregate", "complaint_dong_day_public")))
    sums = counted.agg(*[F.sum(c) for c in ("cases_cnt", *dong_days.PARTS)], F.count_if("is_hidden")).first()
    assert tuple(sums) == (58_251, 3_681, 11_521, 158, 0)
