"""Seoul's month files: commas in names, three kinds of first line, loops, corrections, and the real months where they are at hand."""

import json
import os
from pathlib import Path

import duckdb
import pytest

from nightowl.errors import FileRefused
from nightowl.ledger import Ledger
from nightowl.service_day import parse_date
from spark_jobs.transit import bus_months
from spark_jobs.transit.bus_columns import hour_column, read_header
from tests.spark_jobs.conftest import land

NAMES = ["사용년월", "노선번호", "노선명", "버스정류장ARS번호", "역명"]
HOURS = [(h, k) for h in range(24) for k in ("승", "하")]
HEADER = ",".join([*NAMES, *(f"{h}시{k}차총승객수" for h, k in HOURS)])
WORDS = [
    "MIDNIGHT",
    "ONE",
    "TWO",
    "THREE",
    "FOUR",
    "FIVE",
    "SIX",
    "SEVEN",
    "EIGHT",
    "NINE",
    "TEN",
    "ELEVEN",
    "TWELVE",
    "THIRTEEN",
    "FOURTEEN",
    "FIFTEEN",
    "SIXTEEN",
    "SEVENTEEN",
    "EIGHTEEN",
    "NINETEEN",
    "TWENTY",
    "TWENTY_ONE",
    "TWENTY_TWO",
    "TWENTY_THREE",
]
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
        ("3425", "3425번(송파차고지~삼성역)", None, "송파공영차고지(종점가상)", ["ars_missing", "virtual_stop"], 24, sum(range(0, 48, 2)), 47),
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


@pytest.mark.parametrize("first", [HEADER, f'"{HEADER}"', f'"{HEADER}', f"\ufeff{HEADER}"])
def test_header_plain_or_quoted_as_one_field_or_with_a_forgotten_quote_or_a_bom(
    spark, lake, seoul, first: str
) -> None:
    summary = clean(spark, lake, seoul, first, f"202203,741,741번(A,B),01001,s,{COUNTS}")
    assert "1 records: 1 clean" in summary.sentence
    assert rows(lake, "route_name, ars_id, clock_hour", "boardings_cnt = 46") == [("741번(A,B)", "01001", 23)]


def test_every_name_an_hour_column_ever_had() -> None:
    for hour in range(24):
        names = {
            "boardings": [f"hr_{hour}_get_on_{'' if hour == 1 else 't'}nope", f"{WORDS[hour].lower()}_ride_num", f"{hour}시승차총승객수", f"{hour:02}시승차총승객수"],
            "alightings": [f"hr_{hour}_get_off_{'' if hour == 1 else 't'}nope", f"{WORDS[hour].lower()}_alight_num", f"{hour}시하차총승객수"],
        }  # fmt: skip
        for kind, aliases in names.items():
            assert {hour_column(alias) for alias in aliases} == {f"{kind}_{hour}"}
    assert [hour_column(n) for n in ("hr_24_get_on_tnope", "noon_ride_num", "24시승차총승객수", "역명")] == [
        None
    ] * 4


def api_row(names: str, hours: list[tuple[str, str]]) -> dict[str, object]:
    """A row of the API for route 741 at 종로2가, whose counts of hour h are 2h and 2h + 1."""
    row: dict[str, object] = dict(
        zip(names.split(), ("202203", "741", "741번(A,B)", "100000383", "01001", "종로2가"), strict=True)
    )
    for hour, (on, off) in enumerate(hours):
        row |= {on: float(2 * hour), off: 2 * hour + 1}
    return row | {"REG_YMD": "20220403"}


API = {
    "today": (
        "USE_YM RTE_NO RTE_NM STOPS_ID STOPS_ARS_NO SBWY_STNS_NM",
        [(f"HR_{h}_GET_ON_{t}NOPE", f"HR_{h}_GET_OFF_{t}NOPE") for h in range(24) for t in ("" if h == 1 else "T",)],
    ),
    "before_2023": (
        "USE_MON BUS_ROUTE_NO BUS_ROUTE_NM STND_BSST_ID BSST_ARS_NO BUS_STA_NM",
        [(f"{word}_RIDE_NUM", f"{word}_ALIGHT_NUM") for word in WORDS],
    ),
}  # fmt: skip


@pytest.mark.parametrize("names", API)
def test_the_api_under_both_sets_of_names_loses_no_hour(spark, lake, seoul, names: str) -> None:
    answer = {
        "CardBusTimeNew": {
            "list_total_count": 1,
            "RESULT": {"CODE": "INFO-000"},
            "row": [api_row(*API[names])],
        }
    }
    clean(spark, lake, seoul, json.dumps(answer, ensure_ascii=False), name="p.json")
    assert rows(lake, "month, route_name, stop_id, ars_id, stop_name, clock_hour, boardings_cnt, alightings_cnt") == [
        ("2022-03", "741번(A,B)", "100000383", "01001", "종로2가", h, 2 * h, 2 * h + 1) for h in range(24)
    ]  # fmt: skip


def test_an_hour_under_an_unknown_name_refuses_the_file(spark, lake, seoul) -> None:
    row = api_row(*API["today"])
    row["HOUR_1_ON"] = row.pop("HR_1_GET_ON_NOPE")
    summary = clean(spark, lake, seoul, json.dumps([row], ensure_ascii=False), name="p.json")
    (record,) = summary.files
    assert (record.status, record.reason_code) == ("refused", "column_missing")
    assert "boardings_1" in (record.sentence or "")


def test_pages_of_the_api_are_one_month_so_that_a_loop_over_two_pages_stays_two_visits(
    spark, lake, seoul
) -> None:
    for first in (1, 1001):
        answer = {"CardBusTimeNew": {"START": first, "row": [api_row(*API["today"])]}}
        name = f"CardBusTimeNew_202203_{first:06}-{first + 999:06}.json"
        land(lake, "bus_stop_month", "2022-04-05", name, json.dumps(answer))
    bus_months.run(spark, lake, seoul, DAY)
    assert rows(lake, "visit_seq, count(*)") == [(1, 24), (2, 24)]


def test_the_sites_own_csv_with_stop_ids_and_commas_left_bare(spark, lake, seoul) -> None:
    header = (
        HEADER.replace("버스정류장ARS번호", "표준버스정류장ID,버스정류장ARS번호")
        + ",교통수단타입코드,교통수단타입명,등록일자"
    )
    lines = [header, f"202203,1,1번(A,B),100000383,01001,갑,을,{COUNTS},11,서울간선버스,20220403"]
    land(lake, "bus_stop_month", "2022-04-05", "site.csv", "\r\n".join(lines).encode("cp949"))
    summary = bus_months.run(spark, lake, seoul, DAY)
    assert summary.files[0].unknown_columns == []
    assert rows(lake, "route_name, stop_id, ars_id, stop_name, flags, sum(boardings_cnt)::int") == [
        ("1번(A,B)", "100000383", "01001", "갑,을", ["commas_in_name_repaired"], sum(range(0, 48, 2)))
    ]


def test_flags_are_counted_a_file(spark, lake, seoul) -> None:
    summary = clean(
        spark, lake, seoul,
        f"202203,1,n,~,차고지(가상),{COUNTS}", f"202203,1,n,01001,s,{COUNTS}",
    )  # fmt: skip
    assert summary.files[0].flagged == {"ars_missing": 1, "virtual_stop": 1}
    assert (
        Ledger(lake).files("bus_stop_month")[summary.files[0].source_file].flagged == summary.files[0].flagged
    )


def test_no_header_and_a_file_of_something_else(seoul) -> None:
    assert not read_header(f"202201,741,n,01001,s,{COUNTS}", "f", seoul).present
    for line in (
        "사용일자,노선명,역명",
        "hello",
        f"202201,741,{COUNTS}",
        HEADER.replace(",23시하차총승객수", ""),
    ):
        with pytest.raises(FileRefused):
            read_header(line, "f", seoul)


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
