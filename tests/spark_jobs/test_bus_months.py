"""Seoul's month files: commas in names, three kinds of first line, loops, corrections, and the real months where they are at hand."""

import os
from pathlib import Path

import duckdb
import pytest

from nightowl.errors import FileRefused
from nightowl.ledger import Ledger
from nightowl.service_day import parse_date
from spark_jobs.transit import bus_months
from tests.spark_jobs.conftest import land

HEADER = ",".join(
    [*bus_months.NAME_COLUMNS, *(f"{h}시{k}차총승객수" for h in range(24) for k in ("승", "하"))]
)
COUNTS = ",".join(str(n) for n in range(48))
DAY = parse_date("2022-04-01")


def clean(spark, lake, seoul, *lines: str, name: str = "m.txt", delivered: str = "2022-04-05"):
    land(lake, "bus_stop_month", delivered, name, "\n".join(lines) + "\n")
    return bus_months.run(spark, lake, seoul, DAY)


def rows(lake, columns: str, where: str = "true") -> list[tuple]:
    with duckdb.connect() as con:
        return con.execute(
            f"select {columns} from read_parquet('{lake.root}/clean/bus_stop_month/**/*.parquet', hive_partitioning = false) "
            f"where {where} group by all order by all"
        ).fetchall()


def test_names_with_commas_are_read_whole_on_both_sides_of_the_ars_number(spark, lake, seoul) -> None:
    summary = clean(
        spark, lake, seoul,
        f"202203,110A,110번(A,고려대방향,정릉~정릉),01144,세검정초등학교,{COUNTS}",
        f"202203,1155,1155번(남양주청학리~석계역),49497,유승한내들2차,세종로묘원입구,{COUNTS}",
        f"202203,3425,3425번(송파차고지~삼성역),~,송파공영차고지(종점가상),{COUNTS}",
    )  # fmt: skip
    assert "3 clean, 0 duplicate, 0 quarantined" in summary.sentence
    assert rows(lake, "route_no, route_name, ars_id, stop_name, flags, count(*), sum(boardings_cnt)::int, max(alightings_cnt)") == [
        ("110A", "110번(A,고려대방향,정릉~정릉)", "01144", "세검정초등학교", ["commas_in_name_repaired"], 24, sum(range(0, 48, 2)), 47),
        ("1155", "1155번(남양주청학리~석계역)", "49497", "유승한내들2차,세종로묘원입구", ["commas_in_name_repaired"], 24, sum(range(0, 48, 2)), 47),
        ("3425", "3425번(송파차고지~삼성역)", None, "송파공영차고지(종점가상)", ["ars_missing"], 24, sum(range(0, 48, 2)), 47),
    ]  # fmt: skip


def test_each_refused_record_has_its_code_and_its_numbers_starred(spark, lake, seoul) -> None:
    clean(
        spark, lake, seoul, HEADER,
        "",
        "202203,741,short",
        f"202213,741,n,01001,s,{COUNTS}",
        f"202203,,n,01001,s,{COUNTS}",
        f"202203,741,n,01001,s,{COUNTS.replace('47', '-1')}",
        f"202203,741,n,01001,s,{COUNTS.replace('47', '')}",
        f"202203,741,n,01001,s,{COUNTS}",
    )  # fmt: skip
    with duckdb.connect() as con:
        found = con.execute(
            f"select record_number, reasons, line_masked from read_parquet('{lake.root}/quarantine/bus_stop_month/*/*.parquet') order by 1"
        ).fetchall()
    assert [(n, r) for n, r, _ in found] == [
        (2, ["blank_record"]), (3, ["wrong_field_count"]), (4, ["month_malformed"]), (5, ["route_missing"]),
        (6, ["count_malformed"]), (7, ["count_malformed"]),
    ]  # fmt: skip
    assert rows(lake, "month, route_no, count(*)") == [("2022-03", "741", 24)]


@pytest.mark.parametrize("first", [HEADER, f'"{HEADER}"', f"\ufeff{HEADER}"])
def test_header_plain_quoted_as_one_field_or_with_a_bom(seoul, first: str) -> None:
    assert bus_months.read_header(first.removeprefix("\ufeff"), "f", seoul).present


def test_no_header_and_a_file_of_something_else(seoul) -> None:
    assert not bus_months.read_header(f"202201,741,n,01001,s,{COUNTS}", "f", seoul).present
    for line in (
        "사용일자,노선명,역명",
        "hello",
        f"202201,741,{COUNTS}",
        HEADER.replace(",23시하차총승객수", ""),
    ):
        with pytest.raises(FileRefused):
            bus_months.read_header(line, "f", seoul)


def test_a_loop_visits_a_stop_twice_and_neither_visit_is_a_duplicate(spark, lake, seoul) -> None:
    line = f"202203,741,n,01001,s,{COUNTS}"
    clean(spark, lake, seoul, line, line)
    assert rows(lake, "visit_seq, count(*)") == [(1, 24), (2, 24)]


def test_a_correction_supersedes_and_nothing_is_lost(spark, lake, seoul) -> None:
    clean(
        spark,
        lake,
        seoul,
        f"202203,741,n,01001,s,{COUNTS}",
        f"202203,742,n,01001,s,{COUNTS}",
        name="first.txt",
    )
    clean(
        spark,
        lake,
        seoul,
        f"202203,741,n,01001,s,{COUNTS.replace('46', '99')}",
        name="fixed.txt",
        delivered="2022-04-09",
    )
    assert rows(lake, "route_no, max(boardings_cnt), max(source_file)") == [
        ("741", 99, "bus_stop_month/delivered=2022-04-09/fixed.txt"), ("742", 46, "bus_stop_month/delivered=2022-04-05/first.txt")
    ]  # fmt: skip
    records = Ledger(lake).files("bus_stop_month")
    assert [(r.records, r.rows_clean, r.rows_duplicate) for r in records.values()] == [(2, 1, 1), (1, 1, 0)]


@pytest.mark.long
def test_the_real_months_to_the_last_rider(spark, lake, seoul) -> None:
    if "NIGHTOWL_REAL_DATA" not in os.environ:
        pytest.skip("NIGHTOWL_REAL_DATA is unset: the real bus months are not at hand")
    for month in sorted(
        Path(os.environ["NIGHTOWL_REAL_DATA"]).glob("transit/bus_route_stop_hour_2022_*.zip")
    ):
        land(lake, "bus_stop_month", "2022-04-05", month.name, month.read_bytes())
    bus_months.run(spark, lake, seoul, DAY)
    assert rows(lake, "month, sum(boardings_cnt)::int, (sum(boardings_cnt) filter (route_no like 'N%' and clock_hour <= 4))::int") == [
        ("2022-01", 117_216_099, 160_445), ("2022-02", 101_419_181, 142_792), ("2022-03", 118_079_463, 214_357)
    ]  # fmt: skip
    assert all(r.records == r.rows_clean for r in Ledger(lake).files("bus_stop_month").values())
    assert rows(lake, "count(*)", "list_contains(flags, 'ars_not_numeric')") == [(0,)]
