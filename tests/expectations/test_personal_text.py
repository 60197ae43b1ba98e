"""The gate's own search for personal data in redacted texts: it finds every shape it knows, and nothing in what redaction lets stand."""

from __future__ import annotations

import duckdb
import pytest

from expectations.personal_text import holds_personal
from tests.spark_jobs.complaint_texts_by_hand import KEPT

HELD = [
    "연락처 010-1234-5678입니다", "01012345678로", "０１０－１２３４－５６７８", "+82 10-1234-5678", "(010) 1234 5678", "010.1234.5678,", "주민번호 900101-1234567", "900101 - 1******",
    "9001015234567", "카드 1234-5678-9012-3456", "면허 11-12-345678-90", "여권 M12345678", "여권 M123A4567", "123가4567 차량", "123허4567", "메일 hong@naver.com로", "보안등 1203-45 옆, 010-1234-5678",
]  # fmt: skip


def held(texts: list[str]) -> list[str]:
    with duckdb.connect() as con:
        con.execute("create table t (text varchar)")
        con.executemany("insert into t values (?)", [[text] for text in texts])
        condition = holds_personal("text").replace("{{", "{").replace("}}", "}")
        return [text for (text,) in con.execute(f"select text from t where {condition}").fetchall()]


@pytest.mark.parametrize("text", HELD)
def test_a_number_that_got_through_is_found(text: str) -> None:
    assert held([text]) == [text]


def test_what_redaction_lets_stand_is_not_held_back() -> None:
    assert len(KEPT) > 100
    assert held(KEPT) == []


def test_marks_are_no_find() -> None:
    assert held(["[전화] [주민번호] [카드] [차량번호] [이메일]"]) == []
