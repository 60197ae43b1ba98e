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
# Two or so of each family of writings.
FAMILIES = {
    # behind its label a number may be said, spread out, or parted by any sign, word or line's end
    "계좌번호 110 다시 930 다시 256021 (신한)": "계좌번호 [계좌] (신한)",
    "환불은 국민은행 3 3 3 3 - 0 7 - 9 7 6 8 2 5 1 입니다": "환불은 국민은행 [계좌] 입니다",
    "카드번호는 오삼사칠 공팔팔육 사사사삼 공구육오": "카드번호는 [카드]",
    "티머니 9004, 2572, 9746, 7949 / 체크카드 5450:4628:3533:8993": "티머니 [카드] / 체크카드 [카드]",
    "주민번호 82.06.13-1068620, ARC 번호 740620 다시 6689838": "주민번호 [주민번호], ARC 번호 [주민번호]",
    "주민번호 앞자리 560625 뒷자리 3547157입니다": "주민번호 앞자리 [주민번호] 뒷자리 [주민번호]입니다",
    "면허번호 충남 94 841238 95, 면허증(12_94_383831_54)": "면허번호 [면허], 면허증([면허])",
    "여권번호 엠삼칠오육칠공일육, 여권 S 505 043 09": "여권번호 [여권], 여권 [여권]",
    "차량번호 육사일가에 삼공삼이, 번호판 25(구)3711": "차량번호 [차량번호], 번호판 [차량번호]",
    "74아 8146호 차량, 오토바이 서울강남저6578": "[차량번호]호 차량, 오토바이 [차량번호]",
    "아이피 61점163점160점30, IP 121[.]51[.]101[.]153": "아이피 [IP], IP [IP]",
    "생년월일 060512-4 주민번호 앞자리예요, 본인확인: 571206-2": "생년월일 [주민번호] 주민번호 앞자리예요, 본인확인: [주민번호]",
    "여권 C01K29893, my license 646 375 566, 1종보통 전남9777341362": "여권 [여권], my license [면허], 1종보통 [면허]",
    "My car is CT SP-65910, 충남 천안두 7065 오토바이": "My car is [차량번호], [차량번호] 오토바이",
    "[client 222[.]72[.]187[.]231] 로그인 39. 127. 199. 33 성공": "[client [IP]] 로그인 [IP] 성공",
    # telephones
    "공1공 2821 5328, 070-1566-3361 가게 전화입니다": "[전화], [전화] 가게 전화입니다",
    "010*4599*9342, 010다시3600다시7730, 0일0-9육1육-오4팔7": "[전화], [전화], [전화]",
    "⓪①⓪-②⑧③①-②⑨⑧②": "[전화]",
    "on my cell, 6175557156 or 339_504_6677": "on my cell, [전화] or [전화]",
    # e-mail and links
    "hong77@daum,net, jhkim_1 AT naver DOT com, sunny9\n@icloud.com": "[이메일], [이메일], [이메일]",
    "https://참여.example.kr/확인?key=8a2dfe61cc35 참고": "[링크] 참고",
    "당근 닉네임 쌍둥이 이네, 카톡 아이디 _hee_68이에요": "당근 닉네임 [아이디], 카톡 아이디 [아이디]이에요",
    "https://band.us/n/9KFThK8vjLjzIA 영상": "[링크] 영상",
    # homes
    "햇님아파트101동907호입니다, 은천로4길 41 지하 B01호": "햇님아파트[호수]입니다, 은천로4길 41 [호수]",
    "I live in Haebangchon Villa, Room 402. Mail: 808-dong, 1308-ho": (
        "I live in Haebangchon Villa, [호수]. Mail: [호수]"
    ),
    "다온빌 제201호, 래미안 108동에 1304호": "다온빌 [호수], 래미안 [호수]",
    "1450 Grand Concourse, #102, no heat; neighbor in #202 of 27 Isabella St": (
        "1450 Grand Concourse, [호수], no heat; neighbor in [호수] of 27 Isabella St"
    ),
    # names: short and spread ones, those of other countries, and where only the sentence tells
    "이름 박솔, 작성자 김결": "이름 [이름], 작성자 [이름]",
    "성명 독 고 원 연, 담당 금 경은이 받음": "성명 [이름], 담당 [이름]이 받음",
    "성명 쩐 티 투이, 담당자: Kim Eun-ji": "성명 [이름], 담당자: [이름]",
    "이름은 리샤오밍, 성명: 朴志訓": "이름은 [이름], 성명: [이름]",
    "어제 통화한 김하나입니다": "어제 통화한 [이름]입니다",
    "관리사무소에서 112동 107호 여경환 이렇게, 저번에 통화한 도길자입니다": "관리사무소에서 [호수] [이름] 이렇게, 저번에 통화한 [이름]입니다",
    "성명(법인명): 선우지혜\n- 변석현, 첫째 나영이, 유치원생": "성명(법인명): [이름]\n- [이름], 첫째 [이름]이, 유치원생",
    "이스마일로바라고 합니다. 같이 일하는 빅토리아 최 씨": "[이름]라고 합니다. 같이 일하는 [이름] 씨",
    "My landlord chloe castillo won't. mr. Kim": "My landlord [이름] won't. mr. [이름]",
    "Reported by Tom Baker. Tenant: Anna Moreno": "Reported by [이름]. Tenant: [이름]",
    # Hangul with a number behind 아이디 or an app, and what a grandchild wrote down
    "밴드 이름은 연꽃집no3입니다, 당근 닉네임 고구마감자★52 거래": "밴드 이름은 [아이디]입니다, 당근 닉네임 [아이디] 거래",
    "인스타 아이디? 손녀가 Happy__Sun12 라고 적어줬어요": "인스타 아이디? 손녀가 [아이디] 라고 적어줬어요",
    # resident numbers: the half of one, blanks between, the second part in words
    "신청인 박연자(540722-2) 조회, 75 03 21 - 2345678": "신청인 [이름]([주민번호]) 조회, [주민번호]",
    "680215 이삼사오육칠팔 입니다, 900101-234 5678": "[주민번호] 입니다, [주민번호]",
    "주민번호요? 칠공공일일오에 일이삼사오육칠이요": "주민번호요? [주민번호]이요",
    # motorcycles of every syllable, taxis
    "부산 해운대나1234 오토바이, 대구-수성-하-4321": "[차량번호] 오토바이, [차량번호]",
    "(Vehicle plate) KLM-4021, cab 4B77 refused me": "(Vehicle plate) [차량번호], cab [차량번호] refused me",
    # telephones in pairs, with words or commas for signs
    "02 31 45 67 89, 055 다시 223 다시 1234, 0507, 1234, 5678": "[전화], [전화], [전화]",
    "646-5551234 or 1(718)555-2211. Please call (718) 555-0199.": "[전화] or [전화]. Please call [전화].",
    # accounts, addresses, papers, doors
    "Hana acct. 123-910111-22333, 케이뱅크) 100-123-456789": "Hana acct. [계좌], 케이뱅크) [계좌]",
    "dana.k AT YAHOO DOT COM, kim22_at_naver.com": "[이메일], [이메일]",
    "여권 m12345678, 남편 여권은 g87654321, 여권 사본(No. M-12345678)": "여권 [여권], 남편 여권은 [여권], 여권 사본(No. [여권])",
    "면허 11-98-12345678, Driver license: R123-456-78-901-2": "면허 [면허], Driver license: [면허]",
    "https://x.go.kr/password-reset/91ab77fe2201 열림": "[링크] 열림",
    "제3층 제302호, 수정타운나동305호, 32-10 Broadway, Apt 2FL": "[호수], 수정타운[호수], 32-10 Broadway, [호수]",
    # names of people from abroad and of those who are spoken of
    "TRAN MINH 입니다. 관광객 리우양, 중국 여권 EJ2744123": "[이름] 입니다. 관광객 [이름], 중국 여권 [여권]",
    "동장 박상렬, 현장 확인. 피신고인 최영수 주장": "동장 [이름], 현장 확인. 피신고인 [이름] 주장",
    "박 정 숙 님께서, 같은 회사 수레시 타파 씨": "[이름] 님께서, 같은 회사 [이름] 씨",
    "Owner on record is Denise Holloway. My neighbor José Ramírez": "Owner on record is [이름]. My neighbor [이름]",
}
FAMILIES_KEPT = [
    "카카오톡 채널 서울톡으로 2026-0311-0037 조회",
    "계좌이체 2026/03/11 18:00:00, 1,234,567원",
    "카드 단말기 2026-03-11 10:20:30 오류",
    "여권 예약이 2026.12.19까지 찼습니다",
    "면허시험 안내문에 20260604로 적혀 있음",
    "주차 안내문 20부 1000장",
    "보안등 번호 12가3456",
    "IP 카메라 2.1.0.3 버전",
    "접속시각 26.05.02 18:01",
    "① 첫째 ② 둘째 ③ 셋째 ④ 넷째",
    "접수번호 SPP-2607-0103460, 2026년",
    "환경과(02-2116-3617)에서는 다른 과 일이라고",
    "02-2600-6465(치수과 대표번호)는 없는 번호",
    "서브넷 마스크 255.255.255.0",
    "안내문에 02)2670-3114 내선 204, I called 617-635-4000",
    "시의회 4층 412호, 주민자치센터 지하 B01호 체육실, 2024-9021호 건",
    "민원인 성명은 안 적어도 되죠? 닉네임 변경, 국적 몽골",
    "look at example.com for details",
    "#1 priority, Complaint #1234",
    "글씨가 안 보이고 어떤 아저씨가, 신호등글씨가",
    "이름 크게 써 주세요, 담당 프로그램, 어머니 모시고",
    "이순신 장군 동상, 이 하나입니다, 최우수입니다",
    "[민원유형] 불법주정차, 신청인 배송지: 강남구, 본인확인: 주민등록증",
    "작성자: 비회원 / 성명 거부, 나는 화교요, 외국인등록번호 문의",
    "Mr. Softee's truck, ask for the owner Trash pickup is Tuesday",
    "문서번호 SPP-2306-8397166 면허 관련, 열차번호 1042",
    "카톡으로 역삼동101번지, 밴드 공연 강남대로12에서, 라인 2호선 강남역11 출구",
    "관리번호 890719-1, 접수 240315-3, 240101-1공구",
    "서울 강남구가 2023년에, 전북 전주가 2023 대회, 부산 해운대구가 1200가구",
    "This taxi 10mins late, 02 2023 12 31 결과, 080-200-1500? 666번 버스",
    "공유기 설정화면 192.168.0.1, webmaster@seoul.go.kr",
    "새마을호 1234567890, Olive Young 입니다, 우수고객님",
    "관광객 안내 여권 소지, 같은 회사 버스가 또, 동장 면담 요청",
]
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


def test_each_family_of_writings_goes_and_its_public_neighbours_stay() -> None:
    assert {text: redact(text) for text in FAMILIES} == FAMILIES
    assert {text: redact(text) for text in FAMILIES_KEPT} == {text: text for text in FAMILIES_KEPT}


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
