"""Headers, line numbers and field splitting, as delivered files really are."""

import gzip

import pytest

from nightowl import shapes
from nightowl.errors import FileRefused
from spark_jobs.text import Header, map_header, named_day, read_lines, split_fields, star_digits
from tests.spark_jobs.conftest import land

ALIASES = {"msisdn": ["msisdn", "subscriber"], "cell_id": ["cell_id"]}


def test_header_is_mapped_by_alias_in_any_order_case_and_with_a_bom() -> None:
    header = map_header('\ufeff Cell_ID ,"note",SUBSCRIBER', ALIASES, "f")
    assert header == Header(True, 3, (("cell_id", 0), ("msisdn", 2)), (("note", 1),))


def test_a_missing_column_refuses_the_file_with_its_name_and_no_number() -> None:
    with pytest.raises(FileRefused, match="no column 'cell_id'") as refusal:
        map_header("msisdn,01012345678", ALIASES, "f")
    assert refusal.value.code == "column_missing" and "01012345678" not in str(refusal.value)


def test_a_doubled_column_refuses_the_file() -> None:
    with pytest.raises(FileRefused) as refusal:
        map_header("msisdn,subscriber,cell_id", ALIASES, "f")
    assert refusal.value.code == "column_doubled"


@pytest.mark.parametrize(
    "text", ["01012345678", "010-1234-5678", "010 1234 5678", "900101-1234567", "1.2.3.4.5.6"]
)
def test_digit_runs_are_starred_through_their_separators(text: str) -> None:
    assert not any(c.isdigit() for c in star_digits(text))


def test_short_runs_stay() -> None:
    assert star_digits("bus 7016, 12345 won") == "bus 7016, 12345 won"


@pytest.mark.parametrize("junk", [b"\xff", b"\xb0\xa1", b"\xed\xa0\x80", b"\xe1\x84"])
def test_bytes_that_are_no_utf_8_are_seen_and_go_no_further(spark, lake, junk: bytes) -> None:
    """DuckDB could not read the table they would come into."""
    file = land(lake, "x", "2026-11-02", "junk.csv", b"h\na" + junk + b"b\n\xea\xb0\x80\n")
    lines = read_lines(spark, [file], "x").where("record_number > 1").selectExpr("line", "hex(line) as bytes")
    spoilt, sound = (r for r in lines.collect())
    assert "\ufffd" in spoilt.line and bytes.fromhex(spoilt.bytes).decode("utf-8")
    assert sound.line == "가"


def test_lines_are_numbered_a_file_and_carry_its_name(spark, lake) -> None:
    plain = land(lake, "x", "2026-11-02", "한글 a+b%.csv", "\ufeffh\r\n\r\nlast")
    packed = land(lake, "x", "2026-11-03", "b.csv.gz", gzip.compress(b"h\n" + b"1\n" * 3))
    rows = read_lines(spark, [plain, packed], "x").collect()
    assert {(r.source_file, r.record_number, r.line) for r in rows} == {
        ("x/delivered=2026-11-02/한글 a+b%.csv", 1, "h"),
        ("x/delivered=2026-11-02/한글 a+b%.csv", 2, ""),
        ("x/delivered=2026-11-02/한글 a+b%.csv", 3, "last"),
        *{("x/delivered=2026-11-03/b.csv.gz", n, "h" if n == 1 else "1") for n in (1, 2, 3, 4)},
    }


def test_unknown_columns_are_kept_as_json_with_numbers_starred(spark) -> None:
    lines = spark.createDataFrame(
        [("f", 2, "11-1,call 01012345678, 010 ")], "source_file string, record_number long, line string"
    )
    header = Header(True, 3, (("cell_id", 0), ("msisdn", 2)), (("note", 1),))
    row = split_fields(lines, header).first()
    assert (row.cell_id, row.msisdn, row.fields_cnt, row.extra_json) == (
        "11-1",
        "010",
        3,
        '{"note":"call ******"}',
    )


def test_spark_reads_the_day_from_a_name_as_python_does(spark) -> None:
    names = [
        "a_20260506.xlsx",
        "b.of-2018-10-24.csv",
        "c_20241399.csv",
        "d.csv",
        "w_20190304.of-2018-10-24.csv",
    ]
    frame = spark.createDataFrame([(f"f/delivered=2026-11-02/{n}",) for n in names], "source_file string")
    found = [row[0] for row in frame.select(named_day()).collect()]
    assert found == [shapes.day_in_name(f"f/delivered=2026-11-02/{n}") for n in names]
