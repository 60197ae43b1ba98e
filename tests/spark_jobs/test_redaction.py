"""Personal data in free text: every class in every shape goes, what everybody may know stays."""

import itertools
import socket
import time
import unicodedata
from random import Random

import pytest
from pyspark.sql import functions as F

from simulator.complaint_texts import ANSWERS, BUSES, ITEMS, SENTENCES, complaint
from simulator.personal_data import leave
from spark_jobs.complaints.redaction import MARKS, Span, find, redact, redacted
from tests.spark_jobs import complaint_texts_by_hand as by_hand

MASKED = {
    "연락처 010-1234-5678 입니다.": "연락처 [전화] 입니다.",
    "01012345678로 전화": "[전화]로 전화",
    "010.1234.5678": "[전화]",
    "010 1234 5678 부탁": "[전화] 부탁",
    "+82 10-1234-5678, +82-10-1234-5678, +821012345678, 82 010 1234 5678": "[전화], [전화], [전화], [전화]",
    "010) 1234-5678": "[전화]",
    "(010)1234-5678": "[전화]",
    "011-234-5678이나 0192345678": "[전화]이나 [전화]",
    "TEL010-1234-5678": "TEL[전화]",
    "집은 02-312-4567, 031-312-4567, 070-8888-4567, 0505-123-4567": "집은 [전화], [전화], [전화], [전화]",
    "02)2133-4567 / +82-2-2133-4567": "[전화] / [전화]",
    "Michael 617-635-3831 or (617) 635-3831": "Michael [전화] or [전화]",
    "주민번호 900101-1234567 입니다": "주민번호 [주민번호] 입니다",
    "9001011234567, 900101 2234567, 900101-1******": "[주민번호], [주민번호], [주민번호]",
    "외국인 850312-5123456": "외국인 [주민번호]",
    "카드 1234-5678-9012-3456로": "카드 [카드]로",
    "1234 5678 9012 3456과 1234567890123456": "[카드]과 [카드]",
    "12가 3456 차량": "[차량번호] 차량",
    "서울 123가4567": "[차량번호]",
    "12허3456, 301호 3456": "[차량번호], [차량번호]",
    "hong.gil-dong+x@naver.com으로": "[이메일]으로",
    "01012345678@gmail.com": "[이메일]",
    "성명: 홍길동": "성명: [이름]",
    "성명 : 홍길동, 이름은 김민수입니다": "성명 : [이름], 이름은 [이름]입니다",
    "이름:남궁민수라고 합니다": "이름:[이름]라고 합니다",
    "신청인 홍길동 드림": "신청인 [이름] 드림",
    "민원인은 홍길동씨": "민원인은 [이름]씨",
    "신고자: 홍길\n다음 줄": "신고자: [이름]\n다음 줄",
    "010-1234-5678 010-8765-4321 12가3456 a@b.co": "[전화] [전화] [차량번호] [이메일]",
    "010-1234-5678\n02-312-4567": "[전화]\n[전화]",
    "공일공 일이삼사 오육칠팔": "[전화]",
    "０１０－１２３４－５６７８": "[전화]",
    "여권 M123A4567, 면허 11-12-345678-90": "여권 [여권], 면허 [면허]",
    "국민은행 123456-01-123456": "국민은행 [계좌]",
    "카톡 아이디 hong_77": "카톡 아이디 [아이디]",
    "접속 IP 211.234.56.78": "접속 IP [IP]",
    "https://a.go.kr/v?token=abcd1234efgh 참고": "[링크] 참고",
    "래미안 101동 1203호 홍길동님": "래미안 [호수] [이름]님",
}
KEPT = [
    "120에 전화했습니다",
    "대표번호 1588-1234",
    "문의 02-120",
    "753번, N61번, 9401번 버스",
    "2026-11-01 오후 1:50:27",
    "2026.11.01 13:50, 20261101",
    "과태료 40,000원, 12조 3000억",
    "1AA-2611-0100042",
    "14길 7, 101동 앞",
    "37.566535,126.977969",
    "1168010100",
    "Case Closed 07/2013, Ward 17, 02131",
    "101000295613",
    "신청인 요청에 따라",
    "교통지도과(02-2133-4567)로 문의",
    "성명 미상",
    "이름 모를 나무",
    "2012년 3400대",
]


@pytest.fixture(scope="module")
def in_spark(spark):
    def run(texts: list[str]) -> list[str]:
        rows = spark.createDataFrame([(n, t) for n, t in enumerate(texts)], "n int, text string")
        return [r[0] for r in rows.orderBy("n").select(redacted(F.col("text"))).collect()]

    return run


def test_each_class_gets_its_mark_in_every_shape(in_spark) -> None:
    assert dict(zip(MASKED, in_spark(list(MASKED)), strict=True)) == MASKED


def test_what_everybody_may_know_stays(in_spark) -> None:
    assert in_spark(KEPT) == KEPT


def test_no_sentence_of_the_simulated_city_loses_a_word() -> None:
    said = [s for sentences in SENTENCES.values() for s in sentences] + list(ANSWERS)
    for place, item in (("강남구 역삼동 14길 7 앞", ITEMS[0]), ("종로구 종로2가 2번 출구 앞", ITEMS[-1])):
        for bus in BUSES:
            words = {"place": place, "bus": bus, "time": "오후 11시 30분", "item": item.name}
            texts = [s.format(**words, department=item.department) for s in said]
            assert [redact(text) for text in texts] == texts


def test_nothing_stays_nothing(in_spark) -> None:
    assert in_spark([None, ""]) == [None, ""]
    assert redact(None) is None


@pytest.mark.parametrize("planted", by_hand.PLANTED)
def test_what_was_written_by_hand_goes_and_nothing_beside_it(planted: str) -> None:
    text, spans = by_hand.unmarked(planted)
    found = find(text)
    hidden = {n for span in found for n in range(span.start, span.end)}
    left = [
        text[n] for start, end in spans for n in range(start, end) if text[n].isalnum() and n not in hidden
    ]
    assert left == [], redact(text)
    needless = [f for f in found if not any(f.start < end and start < f.end for start, end in spans)]
    assert needless == [], redact(text)


def test_public_things_written_by_hand_stay() -> None:
    assert {text: redact(text) for text in by_hand.KEPT} == {text: text for text in by_hand.KEPT}


def test_all_that_the_simulated_citizens_leave_is_found_and_nothing_else() -> None:
    luck = Random(20_261_101)
    for _ in range(2_000):
        _, value, sentence = leave(f"010{luck.randrange(10**8):08}", luck)
        said = " ".join(complaint(luck.choice(ITEMS), "강남구 역삼동", luck))
        text = said + luck.choice(" \n") + sentence
        at = len(text) - len(sentence) + sentence.index(value)
        hidden = {n for span in find(text) for n in range(span.start, span.end)}
        planted = {n for n in range(at, at + len(value)) if text[n].isalnum()}
        assert planted <= hidden, text
        assert all(at <= n < at + len(value) or not text[n].isalnum() for n in hidden), redact(text)


def test_offsets_are_those_of_the_text_as_it_was_written() -> None:
    """Decomposed Hangul and characters nobody sees are more characters than are read."""
    text = unicodedata.normalize("NFD", "성명: 홍길동") + " \u200b010\u200b-1234-5678 끝"
    name, phone = find(text)
    assert unicodedata.normalize("NFC", text[name.start : name.end]) == "홍길동"
    assert text[phone.start : phone.end] == "010\u200b-1234-5678"
    assert redact(text).endswith(": [이름] \u200b[전화] 끝")


def test_finds_are_in_order_and_never_overlap() -> None:
    text = "성명: 김하나(010-2222-3333, kim@naver.com) 101동 1203호, 12가3456"
    found = find(text)
    assert [text[s.start : s.end] for s in found] == [
        "김하나", "010-2222-3333", "kim@naver.com", "101동 1203호", "12가3456",
    ]  # fmt: skip
    assert found == sorted(found) and all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert found[0] == Span(4, 7, "name") and {s.kind for s in found} <= set(MARKS)


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    """No pattern may run away on what looks nearly like something."""
    for piece in (
        "010-1234-567 ",
        "가나다라마 ",
        "a@b.",
        "1-",
        "공일공 ",
        "성명: ",
        "A.B.C/",
        "12.34.56.",
        "(((",
        "홍길동 ",
    ):
        begin = time.process_time()
        find(piece * (4_000 // len(piece)))
        assert time.process_time() - begin < 1, piece


def test_no_connection_is_opened(monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert redact("메일 hong@naver.com, https://a.go.kr/?token=abcdef123") == "메일 [이메일], [링크]"
