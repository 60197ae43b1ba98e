"""Quoted files: what is a record, what Spark is given for it, and the quote that is never closed."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from nightowl import records
from nightowl.arrival import Arrived, inspect
from nightowl.lake import Lake


def read(content: bytes, cut: int = 7) -> list[list[str]]:
    """The records of a byte stream that comes in small blocks, so that every seam is met."""
    blocks = (content[at : at + cut] for at in range(0, len(content), cut))
    return list(records.records_of(records.lines_of(blocks)))


def arrive(tmp_path: Path, content: bytes, name: str = "f.csv") -> Arrived:
    lake = Lake(tmp_path / "home").make()
    path = lake.delivery("complaint_version", date(2026, 11, 2)) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return inspect(lake, path, lake.staging / "run", quoted=True)


CASES = {
    "plain": (b"a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    "no_last_newline": (b"a\n1", [["a"], ["1"]]),
    "windows": (b'a,b\r\n1,"x\r\ny"\r\n', [["a", "b"], ["1", "x\ny"]]),
    "byte_order_mark": ("\ufeff접수번호,b\n".encode(), [["접수번호", "b"]]),
    "commas_and_quotes": (b'1,"a, ""b"" c"\n', [["1", 'a, "b" c']]),
    "blank_lines": (b"a\n\n1\n", [["a"], [], ["1"]]),
    "quote_in_the_middle": (b'1,5" pipe\n2,x\n', [["1", '5" pipe'], ["2", "x"]]),
    "stray_carriage_return": (b"1,a\rb\n2,c\n", [["1", "a b"], ["2", "c"]]),
    "marks_in_the_text": (b"1,a\x1fb\x1ec\n", [["1", "a b c"]]),
    "bytes_that_are_no_utf8": (b"1,\xb0\xa1\n", [["1", "\ufffd\ufffd"]]),
    "nul": (b"1,a\x00b\n", [["1", "a\x00b"]]),
    "unclosed_at_the_end": (b'1,a\n2,"b\n', [["1", "a"], ["2", "b\n"]]),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("cut", [1, 7, 1000])
def test_records_are_told_apart_whatever_the_blocks(case: str, cut: int) -> None:
    content, expected = CASES[case]
    assert read(content, cut) == expected


@pytest.mark.parametrize("name", ["f.csv", "f.csv.gz"])
def test_arrival_counts_records_and_hands_on_one_a_line(tmp_path: Path, name: str) -> None:
    found = arrive(tmp_path, b'a,b\n1,"two\nlines, one record"\n\n2,x', name)
    assert (found.refused, found.lines, found.first_line) == (None, 4, "a\x1fb")
    assert found.text_path != found.path and found.text_path.name == name
    content = found.text_path.read_bytes()
    text = (gzip.decompress(content) if name.endswith(".gz") else content).decode()
    assert text.split("\n") == ["a\x1fb", "1\x1ftwo\x1elines, one record", "", "2\x1fx", ""]


def test_a_quote_that_is_never_closed_refuses_the_file(tmp_path: Path) -> None:
    found = arrive(tmp_path, b'a,b\n1,"never closed\n' + b"2,sound\n" * 200_000)
    assert found.refused and found.refused.code == "quote_not_closed"
    assert "f.csv: after record 1 a field runs on" in str(found.refused)


def test_an_empty_quoted_file_is_refused(tmp_path: Path) -> None:
    found = arrive(tmp_path, b"")
    assert found.refused and found.refused.code == "file_empty"
