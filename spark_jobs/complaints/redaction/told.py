"""Numbers that a word announces (주민번호, 카드, 계좌, 면허, 여권, 차량번호, IP), however their digits are written.

A label is enough to know the number; so its digits may be words (공일공, 일이-삼사), stand apart (1 1 0 - 2 3), be parted by any sign, by a
line's end or by a word that is read for a sign (110 다시 234, 110에 234). What ends a number is its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest

from spark_jobs.complaints.redaction.digit_words import DIGIT, KOREAN_DIGIT, LINK
from spark_jobs.complaints.redaction.online import is_router_page
from spark_jobs.complaints.redaction.plates import REGION, TOLD_PLATE, is_counted
from spark_jobs.complaints.redaction.public import is_numbered_light, is_numbered_thing
from spark_jobs.complaints.redaction.told_runs import (
    COUNTED,
    DATED,
    DECIMAL,
    PARTS,
    RUN,
    TELEPHONE,
    TOKEN,
    ends_of,
    is_account,
)
from spark_jobs.complaints.redaction.words import any_of, word_list

Found = Iterator[tuple[int, int, str]]

_SORTS = ("resident", "licence", "passport", "card", "account", "plate", "ip", "other")
_KINDS = {
    re.sub("[ ~_]", "", word).lower(): kind
    for kind in _SORTS
    for words in (word_list(f"told.{kind}"), word_list(f"told.{kind}_english"))
    for word in words
}
_ENGLISH = [word.replace("_", " ") for kind in _SORTS for word in word_list(f"told.{kind}_english")]
# Only literal beginnings, so that the search is one for a set of characters.
_LABEL = re.compile(
    "("
    + "|".join(
        [
            *sorted(
                (word.replace("~", " ?") for kind in _SORTS for word in word_list(f"told.{kind}")),
                key=len,
                reverse=True,
            ),
            *sorted(
                (
                    cased
                    for word in _ENGLISH
                    for cased in {
                        word,
                        word.capitalize(),
                        word.upper(),
                        " ".join(w[:1].upper() + w[1:] for w in word.split(" ")),
                    }
                ),
                key=len,
                reverse=True,
            ),
            *(f"{name} ?(?:은행|뱅크|중앙회|금고)" for name in word_list("banks.named")),
            any_of("banks.alone"),
            *(
                cased
                for word in word_list("banks.english")
                for cased in (word, word.capitalize(), word.upper())
            ),
        ]
    )
    .replace("_", " ")
    .replace("~", " ?")
    + r")(?:의?\s?(?:번호|주소|(?i:no\.|number)))?"
)
# How far behind its label a number may begin, and where it must have ended.
_NEAR = {
    "resident": 22,
    "licence": 22,
    "passport": 24,
    "card": 24,
    "account": 30,
    "plate": 24,
    "number": 24,
    "ip": 24,
    "bank": 14,
}
_LONGEST = 110
_LATIN = re.compile("[A-Za-z]")
_STOPS = re.compile(r"(?<![Nn]o)[.!?]\s|\n\s*\n|[0-9]{2}")
_PAPERS = ("resident", "licence", "passport", "card")
# 받은 번호, not 관리번호 nor 제 번호
_OF_ITSELF = re.compile(r"(?<!제)(?<!내)(?<!저의)(?:[\s,.(]|다)$")
_BARE = ("번호", "number")
_IS_BANK = re.compile("(?:은행|뱅크|금고|중앙회)$")
_DIGITS_SURE = re.compile(rf"[0-9]|{KOREAN_DIGIT}{{3}}")
_HALVES = re.compile(
    r"(?:앞 ?(?:6 ?|여섯 ?)?(?:자리|번호)?|생년월일)[^0-9]{0,12}(?P<front>[0-9]{6})(?![0-9])"
    r"[^0-9]{1,16}(?:7 ?자리[^0-9]{0,6})?(?P<back>[1-8*][0-9*]{6})(?![0-9*])"
    r"|(?:뒷 ?|뒤 ?|뒤 ?7 ?|뒤 ?일곱 ?)(?:자리|번호)[^0-9]{0,12}(?P<alone>[1-8][0-9*]{6})(?![0-9*])"
    r"(?:[^0-9]{1,16}(?P<first>[0-9]{6})(?![0-9]))?"
)
_FRONT = re.compile(r"[^0-9\n]{0,12}앞 ?(?:여섯 ?|6 ?)?(?:자리|번호)[^0-9\n]{0,10}([0-9]{6})(?![0-9])")
_LETTERS = r"(?:[A-Za-z]{1,2}|피?엠|에스|알|디|지|오|제이알|에스씨|지엔)"
_PASSPORT = re.compile(
    rf"(?<![A-Za-z0-9])(?:{_LETTERS}{LINK}{DIGIT}|[A-Za-z]{{2}}(?=[0-9]{{6}}(?![0-9]))|[0-9])(?:{LINK}{DIGIT}){{2}}"
    rf"(?:{LINK}[A-Za-z]{LINK}{DIGIT}(?:{LINK}{DIGIT}){{3}}|(?:{LINK}{DIGIT}){{4,6}})(?![A-Za-z0-9])"
)
_LICENCE_ABROAD = re.compile(
    r"(?<![A-Za-z0-9])(?<![A-Za-z0-9]-)(?:[A-Za-z]{1,2}[0-9]{7,16}|[0-9]{7,9}|[0-9]{2,3}[ -][0-9]{3}[ -][0-9]{3}"
    r"|[A-Za-z][0-9]{3}(?:[- ][0-9]{1,4}){3,4}|[A-Za-z][0-9]{4}(?:[- ][0-9]{5}){2})(?![0-9A-Za-z])"
)
# One more in the sentence: 할멈 여권은 M12345678이고 내건 m7518 2931이에요.
_PASSPORT_SECOND = re.compile(
    r"[^0-9\n]{1,24}(?<![A-Za-z0-9])"
    r"([MSRODGmsrodg][ -]?[0-9][ -]?[0-9][ -]?[0-9][ -]?(?:[A-Za-z][ -]?|[0-9][ -]?)[0-9](?:[ -]?[0-9]){3})(?![0-9A-Za-z])"
)
_PLATE_BEHIND = re.compile(r"\s?(?:plates?|tags?)\b", re.IGNORECASE)
# Passports of other countries mix letters and digits anyhow: C01K29893, P6905963A.
_PASSPORT_ABROAD = re.compile(r"(?<![A-Za-z0-9])(?=(?:[A-Z]*[0-9]){5})[A-Z][A-Z0-9]{7,9}(?![A-Za-z0-9])")
_BORN = re.compile(
    r"(?<![0-9-])[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]) ?- ?[0-8](?! ?[0-9*xX#-])"
)
_BORN_ALONE_NOT = re.compile(
    r"[.,/~:][0-9]|[A-Za-z]| ?(?:호|번|차|동(?!의)|층|구간|회|공구|지구|노선|버스|건|명|개|원|일|월|시|분|단지|구역)"
)
_CASE = re.compile(
    r"[A-Za-z0-9/.][-/.]?$|(?:접수|문서|사건|관리|고시|공고|제|차수|공사|계약|주문|송장|버전|번지|발주|모델|품번|도면|로|길|동|case|ref|order)"
    r" ?(?:번호|코드|number)?[\s:.#(-]*$",
    re.IGNORECASE,
)
_BORN_TOLD = re.compile(r"주민|생년월일|성별|본인|민증|앞 ?자리|신분|등록 ?번호|외국인|실명|인증")
_REGION_BEFORE = re.compile(rf"{REGION}(?: ?[남북]부)?{LINK}$")
_CALLED = re.compile(r"0(?:80|2|70|[3-6][1-5]|1[016-9])[-) ][0-9]{3,4}-[0-9]{4}(?![0-9-])")
# 주민번호 불러요? …; acct. 110-…
_ASKED = re.compile(
    r"(?: ?(?:불러 ?(?:요|드려요|드릴게요|드릴까요|줄게요)|말이요|말이에요|이요|요|는요|은요))?[?!] |\.(?= ?[0-9])"
)
_OCTET = rf"(?:[0-9](?: [0-9]){{1,2}}|[0-9]{{1,3}}|{KOREAN_DIGIT}{{1,3}})"
_OCTET_DOT = r"(?:[^0-9A-Za-z가-힣\s\[({]{1,2}|[\[({](?:\.|dot|점)[\])}]|점|쩜|닷|\bdot\b)"
_IP = re.compile(
    rf"(?<![0-9.]){_OCTET}(?:\s?(?P<dot>{_OCTET_DOT})\s?{_OCTET}(?:\s?(?P=dot)\s?{_OCTET}){{2}}|(?: {_OCTET}){{3}})"
    r"(?![0-9])(?::[0-9]{2,5}|/[0-9]{1,2}(?![0-9]))?"
)
# A text without so many digits, or words for them, holds no such number.
NUMBER = re.compile(rf"(?:[0-9*]|{DIGIT})(?:[^0-9]{{0,5}}?(?:[0-9*]|{DIGIT})){{3}}")


def told(text: str) -> Found:
    """Every number behind the word that announces it."""
    for born in _BORN.finditer(text) if "-" in text else ():
        if _is_born(text, born):
            yield *born.span(), "resident_number"
    labels, before, ended = _labels(text), "", 0
    for label, following in zip_longest(labels, labels[1:]):
        kind = _KINDS.get(re.sub(r"\s", "", label[1]).lower(), "bank")
        if label[0].lower() in _BARE:
            kind = "number"
        elif kind == "bank" and before == "account":
            kind = before
        start = asked.end() if (asked := _ASKED.match(text, label.end())) else label.end()
        end = min(following.start() if following else len(text), start + _LONGEST)
        found: list[tuple[int, int, str]] = []
        if (
            kind == "number"
            and before in _PAPERS
            and 4 < label.start() - ended <= 22
            and _OF_ITSELF.search(text[max(0, label.start() - 4) : label.start()])
        ):
            found = list(_READERS[before](text, label.end(), end, before))  # 면허증을 분실했습니다. 번호 …
        if kind != "other" and not found:
            found = list(_READERS[kind](text, start, end, kind))
        yield from found
        before, ended = "" if found else kind, label.end()


def _is_born(text: str, born: re.Match[str]) -> bool:
    """Whether a date and one digit are the half of a resident number: told so, or by themselves and no case's or thing's number."""
    if _BORN_TOLD.search(text[max(0, born.start() - 25) : born.end() + 12]):
        return True
    return (
        born[0][-1] not in "09"
        and born[0][6] == "-"
        and not _BORN_ALONE_NOT.match(text, born.end())
        and not _CASE.search(text[max(0, born.start() - 14) : born.start()])
        and not is_numbered_thing(text, born.start())
    )


def _labels(text: str) -> list[re.Match[str]]:
    """The labels, without 번호 by itself where it only ends another one (국내거소신고|번호), and without card in discard."""
    labels: list[re.Match[str]] = []
    for label in _LABEL.finditer(text):
        start, end = label.span(1)
        if label[1].isascii() and (
            (text[start - 1 : start].isalpha() and text[start - 1 : start].isascii())
            or _LATIN.match(text, end)
        ):
            continue
        if label[0].lower() not in _BARE or not labels or start - labels[-1].end() > 4:
            labels.append(label)
    return labels


def _run(text: str, at: int, end: int, kind: str) -> re.Match[str] | None:
    """Digits that begin soon behind the label, in the same sentence."""
    run = RUN.search(text, at, end)
    if not run or run.start() - at > _NEAR[kind] or _STOPS.search(text, at, run.start()):
        return None
    return run


def _of_length(text: str, at: int, end: int, kind: str, lengths: tuple[int, ...]) -> tuple[int, int] | None:
    run = _run(text, at, end, kind)
    if not run or (kind == "resident" and _CALLED.match(text, run.start())):
        return None
    if kind != "resident" and (DATED.match(run[0]) or DECIMAL.match(run[0])):
        return None
    ends = dict(ends_of(text, run))
    return next(((run.start(), ends[length]) for length in lengths if length in ends), None)


def _resident(text: str, at: int, end: int, kind: str) -> Found:
    if halves := _HALVES.search(text, at, end):
        for name in ("front", "back", "alone", "first"):
            if halves[name]:
                yield *halves.span(name), "resident_number"
        return
    if front := _FRONT.match(text, at, end):
        yield *front.span(1), "resident_number"
    elif number := _of_length(text, at, end, kind, (13,)):
        yield *number, "resident_number"


def _licence(text: str, at: int, end: int, kind: str) -> Found:
    if number := _of_length(text, at, end, kind, (12, 10)):
        start, stop = number
        region = _REGION_BEFORE.search(text, at, start)
        start -= text[start - 1].isascii() and text[start - 1].isalpha()  # P544-572-60-241-0
        digits = sum(1 for _ in TOKEN.finditer(text, start, stop))
        if region or digits == 12:
            yield region.start() if region else start, stop, "licence"
            return
    if _PLATE_BEHIND.match(text, at):
        return
    abroad = _LICENCE_ABROAD.search(text, at, end)
    if abroad and abroad.start() - at <= _NEAR[kind] and not DATED.match(abroad[0]):
        yield *abroad.span(), "licence"


def _passport(text: str, at: int, end: int, kind: str) -> Found:
    numbers = [_PASSPORT_ABROAD.search(text, at, end), _PASSPORT.search(text, at, end)]
    number = min((n for n in numbers if n), key=lambda n: n.start(), default=None)
    is_near = number and number.start() - at <= _NEAR[kind] and not _STOPS.search(text, at, number.start())
    if number and is_near and not DATED.match(number[0]) and not COUNTED.match(text, number.end()):
        digits = re.match(r".*[0-9](?=[^0-9A-Za-z]+$)", number[0], re.DOTALL)
        is_whole = digits is None or sum(c in "0123456789" for c in number[0]) < 7
        # M12345678, and the next word begins with a digit's syllable: 구로구
        second = _PASSPORT_SECOND.search(text, number.end(), number.end() + 34)
        if second and not DATED.match(second[1]):
            yield *second.span(1), "passport"
        yield (
            number.start(),
            number.end() if is_whole or digits is None else number.start() + digits.end(),
            "passport",
        )


def _card(text: str, at: int, end: int, kind: str) -> Found:
    if number := _of_length(text, at, end, kind, (16, 15, 14, 19, 18, 13)):
        yield *number, "card"


def _account(text: str, at: int, end: int, kind: str) -> Found:
    run = _run(text, at, end, kind)
    if not run:
        return
    # 하나 and 우리 are words too: digits said behind them are an account's only after 은행.
    if kind == "bank" and not (_DIGITS_SURE.match(run[0]) or _IS_BANK.search(text[max(0, at - 4) : at])):
        return
    fewest = 8 if kind == "account" else 10
    # The longest number that is one: 3333-58-6942628 4만 원 ends before the 4.
    ends = [place for count, place in ends_of(text, run) if fewest <= count <= 16]
    listed = next((n for n, place in enumerate(ends) if PARTS.match(text, place)), len(ends) - 1)
    for place in reversed(ends[: listed + 1]):
        if TELEPHONE.match(text[run.start() : place]) and not text[run.start() : place].isdigit():
            return
        if is_account(text, run.start(), text[run.start() : place]):
            yield run.start(), place, "account"
            return


def _plate(text: str, at: int, end: int, kind: str) -> Found:
    plate = TOLD_PLATE.search(text, at, end)
    if plate and (
        is_counted(text, plate.end())
        or _STOPS.search(text, at, plate.start())
        or is_numbered_light(text, plate.start())
    ):
        return
    # 번호 may be a telephone's, of which a part reads like a plate where all of it is words.
    if (
        plate
        and plate.start() - at <= _NEAR[kind]
        and (kind == "plate" or re.match(rf"[0-9]|{REGION}", plate[0]))
    ):
        yield *plate.span(), "plate"


def _ip(text: str, at: int, end: int, kind: str) -> Found:
    address = _IP.search(text, at, end)
    if not address or address.start() - at > _NEAR[kind]:
        return
    octets = re.findall(r"[0-9]+", re.split(r"[:/]", address[0])[0])
    if is_router_page(text, address.start(), address[0]):
        return
    is_version = re.search(
        r"버전|펌웨어|카메라|[Vv]er", text[at : address.start()] + text[address.end() : address.end() + 5]
    )
    if not is_version and octets[:1] != ["255"] and all(int(octet) <= 255 for octet in octets):
        yield *address.span(), "ip"


_READERS: dict[str, Callable[[str, int, int, str], Found]] = {
    "resident": _resident,
    "licence": _licence,
    "passport": _passport,
    "card": _card,
    "account": _account,
    "bank": _account,
    "plate": _plate,
    "number": _plate,
    "ip": _ip,
}
