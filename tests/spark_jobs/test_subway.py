"""The subway's files in every shape they came in, each of their defects under its own code, and the real ones where they are at hand."""

import json
import os
from datetime import date
from pathlib import Path

import duckdb
import pytest

from nightowl.errors import FileRefused
from nightowl.lake import Lake
from nightowl.ledger import FileRecord, Ledger
from nightowl.records import FIELD_MARK
from nightowl.service_day import parse_date
from simulator.__main__ import deliver
from simulator.orders import Order
from spark_jobs.subway import days, files, months
from spark_jobs.subway.hours import AS_PUBLISHED, HOUR_COLUMNS, hour_column
from spark_jobs.subway.renames import Span, take_turns
from tests.spark_jobs.conftest import land

DAY = parse_date("2026-11-01")
KOREAN = "사용일자,노선명,역ID,역명,승차총승객수,하차총승객수,등록일자"
NO_ID = "사용일자,노선명,역명,승차총승객수,하차총승객수,등록일자"


def found(lake: Lake, feed: str, columns: str, where: str = "true", zone: str = "clean") -> list[tuple]:
    with duckdb.connect() as con:
        return con.execute(
            f"select {columns} from read_parquet('{lake.root}/{zone}/{feed}/*/*.parquet', hive_partitioning = false) where {where} order by all"
        ).fetchall()


def record(lake: Lake, feed: str, name: str) -> FileRecord:
    return next(r for r in Ledger(lake).files(feed).values() if r.source_file.endswith(name))


# One record, as each shape of the daily file writes it: 2 March 2015 as YYYYMM of its own, so that all are read in one run.
SHAPES: dict[str, tuple[str, str | bytes, bool, bool]] = {  # month: (name, content, has an id, has a date of registration)
    "2015-01": ("cp949.csv", f'{KOREAN}\n"20150102","경의선","1251","서울역",5893,4720,"20151217"\n'.encode("cp949"), True, True),
    "2015-02": ("bom_extra_field.csv", f'\ufeff{NO_ID}\n"20150202","경의선","서울역","5893","4720","20151217",""\n', False, True),
    "2015-03": ("tabs.csv", "사용일자\t노선명\t역명\t승차총승객수\t하차총승객수\r\n20150302\t경의선\t서울역\t5893\t4720\r\n".encode("cp949"), False, False),
    "2015-04": ("english.csv", "date,line_name,st_name,on_num,off_num,reg_date\n2015-04-02,경의선,서울역,5893.0,4720.0,2015-12-17\n", False, True),
    "2015-05": ("no_header.csv", "20150502.0,경의선,1251,서울역,5893,4720,20151217\n", True, True),
    "2015-06": ("no_header_no_id.csv", '20150602,경의선,서울역,"5,893","4,720",20151217,\n', False, True),
    "2015-07": ("one_field.csv", f'"{KOREAN}"\n2015. 7. 2,경의선,1251,서울역,5893,4720,20151217\n', True, True),
    "2015-08": ("stats_new.json", json.dumps({"CardSubwayStatsNew": {"list_total_count": 1, "row": [{
        "USE_YMD": "20150802", "SBWY_ROUT_LN_NM": "경의선", "SBWY_STNS_NM": "서울역", "GTON_TNOPE": 5893, "GTOFF_TNOPE": 4720,
        "REG_YMD": "20151217"}]}}), False, True),
    "2015-09": ("stats_old.json", json.dumps([{"USE_DT": "20150902", "LINE_NUM": "경의선", "SUB_STA_NM": "서울역", "RIDE_PASGR_NUM": 5893.0,
        "ALIGHT_PASGR_NUM": "4720.0", "WORK_DT": "20151217"}]), False, True),
    "2015-10": ("trailing_commas.csv", f"{KOREAN},\n20151002,경의선,1251,서울역,5893,4720,20151217,\n", True, True),
}  # fmt: skip
BROKEN = {
    "": "blank_record",
    ",,,,,,": "blank_record",
    "20151101,2호선,0201,시청,1,2": "wrong_field_count",
    "20151101,2호선,0201,시청,1,2,20151217,more": "wrong_field_count",
    "20151131,2호선,0201,시청,1,2,20151217": "ride_date_malformed",
    "사용일자,노선명,역ID,역명,1,2,등록일자": "ride_date_malformed",
    "20151101,,0201,시청,1,2,20151217": "line_missing",
    "20151101,2호선,0201,,1,2,20151217": "station_missing",
    "20151101,2호선,0201,시청,-1,2,20151217": "riders_malformed",
    "20151101,2호선,0201,시청,1,,20151217": "riders_malformed",
    "20151101,2호선,0201,시청,1.5,2,20151217": "riders_malformed",
    '20151101,2호선,0201,시청,"1,23",2,20151217': "riders_malformed",
    "20151101,2호선,0201,시\ufffd청,1,2,20151217": "text_undecodable",
}
ODD = [
    "20151201,경의선,1251,서울역,4112,4720,20151217",  # under two numbers, and the first once more
    "20151201,경의선,1291,서울역,1,0,20151217",
    "20151201,경의선,1251,서울역,4112.0,4720,20151217",
    "20151202,경의선,1251,서울역,4000,4000,20151217",
    "20151201,6호선,2640,안암,10,10,20151217",  # one number, two names
    "20151202,6호선,2640,안암(고대병원앞),11,11,20151217",
    "20151201,6호선,2641,고려대,12,12,20151217",
    "20151202,6호선,2641,고려대,12,12,20151217",
    "20151201,경부선,,지제,20,20,20151217",  # no number, two names that take turns
    "20151202,경부선,,평택지제,21,21,20151217",
    "20151202,경부선,,서정리,22,22,soon",  # a station that opens
    "20151201,경부선,150,서울역,23,23,20151217",
    "20151202,경부선,0150,서울역,23,23,20151217",
]


@pytest.fixture(scope="module")
def delivered(spark, seoul, tmp_path_factory) -> Lake:
    """All shapes, broken lines, odd ones and a month of the simulated city, each in a month of its own, read in one run."""
    lake = Lake(tmp_path_factory.mktemp("days")).make()
    for name, content, _, _ in SHAPES.values():
        land(lake, days.FEED, "2016-01-05", name, content)
    land(
        lake,
        days.FEED,
        "2016-01-05",
        "broken.csv",
        "\n".join([KOREAN, *BROKEN, "20151101,2호선,0201,시청,1,2,20151217"]),
    )
    land(lake, days.FEED, "2016-01-05", "odd.csv", "\n".join([KOREAN, *ODD]))
    deliver(lake, Order(DAY, DAY, rows=2_000), [days.FEED])
    days.run(spark, lake, seoul, DAY)
    return lake


def test_every_shape_gives_the_same_row(delivered: Lake) -> None:
    for month, (name, _, has_id, is_registered) in SHAPES.items():
        rows = found(
            delivered, days.FEED,
            "service_date, line_name, station_id, station_name, registration_seq, boardings_cnt, alightings_cnt, registered_on",
            f"month = '{month}'",
        )  # fmt: skip
        expected = (
            date.fromisoformat(f"{month}-02"), "경의선", "1251" if has_id else None, "서울역", 1, 5893, 4720,
            date(2015, 12, 17) if is_registered else None,
        )  # fmt: skip
        assert rows == [expected], name


def test_what_was_repaired_is_reported_a_file(delivered: Lake) -> None:
    flags = {name: record(delivered, days.FEED, name).flagged for name, _, _, _ in SHAPES.values()}
    assert {name: told for name, told in flags.items() if told} == {
        "bom_extra_field.csv": {"extra_field": 1},
        "english.csv": {"count_written_as_decimal": 1},
        "no_header_no_id.csv": {"extra_field": 1, "count_with_thousands_separator": 1},
        "stats_old.json": {"count_written_as_decimal": 1},
        "trailing_commas.csv": {"extra_field": 1},
    }


def test_each_refused_record_has_its_code(delivered: Lake) -> None:
    refused = found(
        delivered, days.FEED, "record_number, reasons", "source_file like '%broken%'", zone="quarantine"
    )
    assert refused == [(n, [code]) for n, code in enumerate(BROKEN.values(), start=2)]
    told = record(delivered, days.FEED, "broken.csv")
    assert (told.records, told.rows_clean, told.rows_quarantined) == (len(BROKEN) + 1, 1, len(BROKEN))


def test_what_the_simulated_city_planted_is_found_and_nothing_else(delivered: Lake) -> None:
    oracle = f"read_parquet('{delivered.oracle}/{days.FEED}/*/defects.parquet')"
    with duckdb.connect() as con:
        planted = con.execute(
            f"select record_number, [reason] from {oracle} where outcome = 'quarantine' order by all"
        ).fetchall()
        copies = con.execute(f"select count(*) from {oracle} where outcome = 'duplicate'").fetchone()
    refused = found(
        delivered, days.FEED, "record_number, reasons", "source_file like '%202610%'", zone="quarantine"
    )
    told = record(delivered, days.FEED, "CARD_SUBWAY_MONTH_202610.csv")
    assert refused == planted and len(planted) == 27
    assert (told.rows_duplicate, told.flagged) == (*copies, {})


def test_registrations_add_up_and_what_is_written_twice_does_not(delivered: Lake) -> None:
    assert found(delivered, days.FEED, "service_date::varchar, station_id, registration_seq, boardings_cnt, flags", "line_name = '경의선' and month = '2015-12'") == [
        ("2015-12-01", "1251", 1, 4112, ["station_registered_twice"]),
        ("2015-12-01", "1291", 2, 1, ["station_registered_twice"]),
        ("2015-12-02", "1251", 1, 4000, []),
    ]  # fmt: skip
    told = record(delivered, days.FEED, "odd.csv")
    assert (told.records, told.rows_clean, told.rows_duplicate) == (len(ODD), len(ODD) - 1, 1)


def test_a_station_that_is_renamed_is_told_with_and_without_its_number(delivered: Lake) -> None:
    renamed = found(delivered, days.FEED, "station_name", "list_contains(flags, 'station_renamed')")
    assert renamed == [("안암",), ("안암(고대병원앞)",), ("지제",), ("평택지제",)]


def test_numbers_are_filled_up_and_an_unreadable_date_of_registration_is_told(delivered: Lake) -> None:
    assert found(delivered, days.FEED, "station_id, flags", "line_name = '경부선' and station_name = '서울역'") == [
        ("0150", []), ("0150", ["station_id_padded"]),
    ]  # fmt: skip
    assert found(delivered, days.FEED, "registered_on, flags", "station_name = '서정리'") == [
        (None, ["registered_on_unreadable"])
    ]


def test_an_issue_delivered_again_replaces_the_older_one_and_a_correction_only_its_stations(
    spark, lake, seoul
) -> None:
    """In March a full issue comes again without numbers: one station under another name, one registered once where it was twice.
    In April a correction names one station of eight; it comes in two files, as pages of the API."""
    stations = [f"역{n}" for n in range(7)]
    first = [f"20150301,2호선,020{n},{name},1{n},1,20151217" for n, name in enumerate(stations)]
    first += [
        "20150301,경의선,1251,서울역,4000,1,20151217",
        "20150301,경의선,1291,서울역,1,0,20151217",
        "20150301,6호선,2640,안암,50,1,20151217",
    ]
    april = [line.replace("20150301", "20150401") for line in first]
    land(lake, days.FEED, "2015-05-01", "first.csv", "\n".join([KOREAN, *first, *april]))
    again = [f"20150301,2호선,{name},1{n},1,20160101" for n, name in enumerate(stations)]
    again += ["20150301,경의선,서울역,4001,1,20160101", "20150301,6호선,안암(고대병원앞),50,1,20160101"]
    land(lake, days.FEED, "2016-02-01", "again.csv", "\n".join([NO_ID, *again]))
    corrected = [
        ["20150401", "2호선", "역0", 99],
        ["20150401", "경의선", "서울역", 4000],
        ["20150401", "경의선", "서울역", 2],
    ]
    names = ("USE_YMD", "SBWY_ROUT_LN_NM", "SBWY_STNS_NM", "GTON_TNOPE")
    for page, part in (("1-2", corrected[:2]), ("3-3", corrected[2:])):
        rows = [dict(zip(names, row, strict=True)) | {"GTOFF_TNOPE": 1} for row in part]
        land(lake, days.FEED, "2016-02-01", f"CardSubwayStatsNew_20150401_{page}.json", json.dumps(rows))
    days.run(spark, lake, seoul, DAY)
    assert found(
        lake, days.FEED, "sum(boardings_cnt)::int, count(*), count(distinct source_file)", "month = '2015-03'"
    ) == [(sum(range(10, 17)) + 4001 + 50, len(again), 1)]
    assert found(lake, days.FEED, "station_name, station_id, boardings_cnt, flags", "month = '2015-03' and (boardings_cnt in (10, 50, 4001))") == [
        ("서울역", "1251", 4001, ["station_id_from_older_file"]),
        ("안암(고대병원앞)", None, 50, []),
        ("역0", "0200", 10, ["station_id_from_older_file"]),
    ]  # fmt: skip
    assert found(lake, days.FEED, "station_name, station_id, boardings_cnt", "month = '2015-04' and (registration_seq = 2 or station_name in ('역0', '서울역', '안암'))") == [
        ("서울역", "1251", 4000), ("서울역", "1291", 2), ("안암", "2640", 50), ("역0", "0200", 99),
    ]  # fmt: skip
    told = record(lake, days.FEED, "first.csv")
    assert (told.records, told.rows_clean, told.rows_duplicate) == (20, 7, 13)


def test_a_file_of_something_else_is_refused_with_a_sentence(seoul) -> None:
    for line in (
        "hello",
        "사용년월,노선번호,노선명",
        "20150101,2호선,시청,many,2",
        NO_ID.replace("하차총승객수,", ""),
    ):
        with pytest.raises(FileRefused, match="has no column"):
            days.read_header(line, "f.csv", seoul)


def test_names_that_take_turns_are_one_station_and_those_that_only_follow_each_other_are_not() -> None:
    def span(name: str, first: int, last: int, count: int = 0) -> Span:
        return Span(
            "2015-03", "L", name, date(2015, 3, first), date(2015, 3, last), count or last - first + 1
        )

    always, old, new = span("시청", 1, 31), span("지제", 1, 3), span("평택지제", 4, 31)
    assert take_turns([always, old, new]) == {("2015-03", "L", "지제"), ("2015-03", "L", "평택지제")}
    assert take_turns([always, old, span("서정리", 4, 31)]) == set()  # another name
    assert take_turns([always, span("신내", 1, 3, 2), span("연신내", 4, 31)]) == set()  # a day of neither
    assert take_turns([always, span("신내", 1, 4), span("연신내", 4, 30)]) == set()  # a day of both
    assert take_turns([always, span("언주", 28, 31)]) == set()  # a station that opens


# The hourly file


HOURLY_HEADERS = {
    "HR_4_GET_ON_NOPE": "boardings_4", "HR_1_GET_OFF_TNOPE": "alightings_1", "MIDNIGHT_RIDE_NUM": "boardings_0",
    "TWENTY_THREE_ALIGHT_NUM": "alightings_23", "FOUR_RIDE_NUM": "boardings_4", "04시-05시 승차인원": "boardings_4", "23시-24시 하차인원": "alightings_23",
    "00시~01시 하차인원": "alightings_0", "24시-25시 승차인원": "boardings_0", "04:00:00~04:59:59 승차": "boardings_4", "7시하차총승객수": "alightings_7",
    "작업일자": None, "29시-30시 승차인원": None, "SOME_RIDE_NUM": None, "승차인원": None,
}  # fmt: skip


@pytest.mark.parametrize(("name", "column"), HOURLY_HEADERS.items())
def test_an_hour_is_known_under_all_its_names(name: str, column: str | None) -> None:
    assert hour_column(name.lower()) == column


TWO_LINES = [
    ["사용월", "호선명", "역ID", "지하철역", *(part for h in range(4, 28) for part in (f"{h % 24:02}:00:00~{h % 24:02}:59:59", ""))],
    ["", "", "", "", *["승차", "하차"] * 24],
]  # fmt: skip


def test_a_header_of_two_lines_becomes_one_and_other_headers_stay() -> None:
    header, row = list(files.one_header(iter([*(list(line) for line in TWO_LINES), ["Nov-23"]])))
    assert [hour_column(name) for name in header] == [None] * 4 + list(AS_PUBLISHED) and row == ["Nov-23"]
    for plain in ([], [["a", "b"]], [["a", "b"], ["1", "2"], ["3"]]):
        assert list(files.one_header(iter([list(r) for r in plain]))) == plain


def hourly_header(names: list[str]) -> str:
    return FIELD_MARK.join(names)


def test_an_hour_that_is_missing_or_doubled_refuses_the_file(seoul) -> None:
    names = [
        "사용월",
        "호선명",
        "지하철역",
        *(f"{h:02}시-{h + 1:02}시 {side}차인원" for h in range(24) for side in "승하"),
        "작업일자",
    ]
    header = months.read_header(hourly_header(names), "f.csv", seoul)
    assert (header.absent, header.unknown, len(header.position)) == (("station_id",), (), 3 + 48)
    with pytest.raises(FileRefused, match=r"has 47 of the 48 columns .* lacks alightings_1;") as missing:
        months.read_header(hourly_header([n for n in names if n != "01시-02시 하차인원"]), "f.csv", seoul)
    assert missing.value.code == "column_missing"
    with pytest.raises(FileRefused, match="twice") as doubled:
        months.read_header(
            hourly_header([n.replace("02시-03시", "01시-02시") for n in names]), "f.csv", seoul
        )
    assert doubled.value.code == "column_doubled"
    with pytest.raises(FileRefused, match="has 0 of the 48"):  # the second line of a header of two is missing
        months.read_header(hourly_header(TWO_LINES[0]), "f.csv", seoul)


def hourly(month: str, *, station: str = "서울역", first: int = 1000) -> list[str]:
    """Boardings of hour h are 1000 + h, alightings 2000 + h, in the publisher's order from 04:00 on."""
    return [month, "1호선", station, *(str(first * side + h % 24) for h in range(4, 28) for side in (1, 2))]


def quoted(rows: list[list[str]]) -> str:
    return "".join(",".join(f'"{field}"' if "," in field else field for field in row) + "\n" for row in rows)


@pytest.fixture(scope="module")
def hours_delivered(spark, seoul, tmp_path_factory) -> Lake:
    """The hourly file in every shape, each a month of its own; one of them is published twice over."""
    lake = Lake(tmp_path_factory.mktemp("hours")).make()
    row = hourly("Nov-23")
    with_id = [*row[:2], "150", row[2], *(f"{int(count):,}" for count in row[3:])]
    two_lines = quoted([*TWO_LINES, with_id]).encode("cp949")
    site = [
        "사용월",
        "호선명",
        "지하철역",
        *(f"{h % 24:02}시-{h % 24 + 1:02}시 {side}차인원" for h in range(4, 28) for side in "승하"),
        "작업일자",
    ]
    new = [
        "USE_MM",
        "SBWY_ROUT_LN_NM",
        "STTN",
        *(f"HR_{h % 24}_GET_{side}_NOPE" for h in range(4, 28) for side in ("ON", "OFF")),
        "JOB_YMD",
    ]
    words = ["MIDNIGHT", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN", "ELEVEN", "TWELVE", "THIRTEEN",
             "FOURTEEN", "FIFTEEN", "SIXTEEN", "SEVENTEEN", "EIGHTEEN", "NINETEEN", "TWENTY", "TWENTY_ONE", "TWENTY_TWO", "TWENTY_THREE"]  # fmt: skip
    old = [
        "USE_MON",
        "LINE_NUM",
        "SUB_STA_NM",
        *(f"{words[h % 24]}_{side}_NUM" for h in range(4, 28) for side in ("RIDE", "ALIGHT")),
        "WORK_DT",
    ]
    twice = [[*hourly("202603", station=name), "20260403"] for name in ("서울역", "시청", "종각")]
    broken = [
        *(["202604", *row[1:]] for row in ([*hourly(""), "x", "y"], hourly("")[:-1], [*hourly("")[:-1], "-1"])),
        hourly("202613"), ["202604", "", *hourly("")[2:]], ["202604", "1호선", "", *hourly("")[3:]],
    ]  # fmt: skip
    for name, content in {
        "two_lines.csv": two_lines,
        "site.csv": quoted([site, [*hourly("202312"), "20240103", ""]]).encode("cp949"),
        "new.json": json.dumps({"CardSubwayTime": {"row": [dict(zip(new, [*hourly("202401"), "20240203"], strict=True))]}}),
        "old.json": json.dumps([dict(zip(old, [*hourly("202402"), "20240303"], strict=True))]),
        "no_header.csv": quoted([[*hourly("202403"), "20240403"]]),
        "twice.csv": quoted([site, *twice, *twice]),
        "broken.csv": quoted([site[:-1], *broken]),
        "refused.csv": quoted([site[:20], hourly("202405")[:20]]),
    }.items():  # fmt: skip
        land(lake, months.FEED, "2026-05-01", name, content)
    months.run(spark, lake, seoul, DAY)
    return lake


def test_every_hourly_shape_gives_the_same_24_rows(hours_delivered: Lake) -> None:
    expected = [(hour, 1000 + hour, 2000 + hour) for hour in range(24)]
    for month in ("2023-11", "2023-12", "2024-01", "2024-02", "2024-03"):
        rows = found(
            hours_delivered, months.FEED, "clock_hour, boardings_cnt, alightings_cnt", f"month = '{month}'"
        )
        assert rows == expected, month
    assert found(hours_delivered, months.FEED, "distinct station_id, flags", "month = '2023-11'") == [
        ("0150", ["count_with_thousands_separator", "station_id_padded"])
    ]


def test_a_header_of_two_lines_is_neither_a_record_nor_refused(hours_delivered: Lake) -> None:
    told = record(hours_delivered, months.FEED, "two_lines.csv")
    assert (told.records, told.rows_clean, told.rows_quarantined) == (1, 1, 0)


def test_an_issue_published_twice_over_counts_once(hours_delivered: Lake) -> None:
    told = record(hours_delivered, months.FEED, "twice.csv")
    assert (told.records, told.rows_clean, told.rows_duplicate, told.flagged) == (6, 3, 3, {})
    assert found(hours_delivered, months.FEED, "count(*), sum(boardings_cnt)::int", "month = '2026-03'") == [
        (72, 3 * sum(range(1000, 1024)))
    ]


def test_refused_hourly_records_and_a_refused_file(hours_delivered: Lake) -> None:
    assert found(hours_delivered, months.FEED, "record_number, reasons", zone="quarantine") == [
        (2, ["wrong_field_count"]), (3, ["wrong_field_count"]), (4, ["riders_malformed"]), (5, ["month_malformed"]), (6, ["line_missing"]),
        (7, ["station_missing"]),
    ]  # fmt: skip
    refused = record(hours_delivered, months.FEED, "refused.csv")
    assert (refused.status, refused.reason_code) == ("refused", "column_missing")


def test_the_order_of_the_clock_holds_all_hours() -> None:
    assert len(set(HOUR_COLUMNS)) == len(HOUR_COLUMNS) == 48 and set(AS_PUBLISHED) == set(HOUR_COLUMNS)
    assert (
        HOUR_COLUMNS[:3] == ("boardings_0", "alightings_0", "boardings_1")
        and AS_PUBLISHED[0] == "boardings_4"
    )


# The real files

REAL_DAYS = {  # month: records, boardings, stations registered twice, renamed, lines with an empty field too many
    "2015-01": (16_792, 218_639_396, 8, 0, 0),
    "2015-03": (16_831, 239_270_675, 20, 0, 0),
    "2016-10": (17_507, 229_681_635, 0, 1_922, 0),
    "2019-12": (18_333, 234_574_904, 14, 0, 0),
    "2020-03": (18_265, 139_686_779, 2, 217, 0),
    "2020-05": (18_327, 165_100_450, 2, 0, 18_327),
    "2021-05": (18_632, 174_779_766, 4, 31, 0),
    "2025-05": (19_139, 221_651_547, 0, 0, 19_139),
    "2025-10": (19_127, 206_529_239, 0, 0, 0),
}


@pytest.mark.long
def test_the_real_files_to_the_last_rider(spark, lake, seoul) -> None:
    if "NIGHTOWL_REAL_DATA" not in os.environ:
        pytest.skip("NIGHTOWL_REAL_DATA is unset: the real subway files are not at hand")
    folder = Path(os.environ["NIGHTOWL_REAL_DATA"]) / "transit"
    for file in sorted(folder.glob("card_subway/*.csv")):
        land(lake, days.FEED, "2026-11-20", file.name, file.read_bytes())
    days.run(spark, lake, seoul, DAY)
    records = list(Ledger(lake).files(days.FEED).values())
    assert len(records) == len(REAL_DAYS) and all(r.records == r.rows_clean for r in records)
    flags = [
        f"count(*) filter (list_contains(flags, '{flag}'))"
        for flag in ("station_registered_twice", "station_renamed", "extra_field")
    ]
    assert found(
        lake,
        days.FEED,
        f"month, count(*), sum(boardings_cnt)::int, {', '.join(flags)}",
        "true group by month",
    ) == [(month, *figures) for month, figures in REAL_DAYS.items()]
    hourly_file = folder / "subway_hourly_month_subwaytime.csv"
    land(lake, months.FEED, "2026-11-20", hourly_file.name, hourly_file.read_bytes())
    months.run(spark, lake, seoul, DAY)
    [told] = Ledger(lake).files(months.FEED).values()
    assert (told.records, told.rows_clean) == (617, 617)
    assert found(
        lake,
        months.FEED,
        "month, count(*), sum(boardings_cnt)::int, sum(alightings_cnt)::int",
        "true group by month",
    ) == [("2023-11", 617 * 24, 212_833_837, 211_972_529)]
