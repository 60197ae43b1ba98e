"""Numbers written as words, wholly or partly: 공일공 일이삼사 오육칠팔, 공1공-1234-오육칠팔, six one seven five five five …"""

from __future__ import annotations

import re
from collections.abc import Iterator

_KOREAN = {
    "공": "0", "영": "0", "제로": "0", "빵": "0", "일": "1", "하나": "1", "이": "2", "둘": "2", "삼": "3", "셋": "3", "사": "4", "넷": "4",
    "오": "5", "다섯": "5", "육": "6", "륙": "6", "여섯": "6", "칠": "7", "일곱": "7", "팔": "8", "여덟": "8", "구": "9", "아홉": "9",
    "零": "0", "〇": "0", "一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9",
}  # fmt: skip
_ENGLISH = {
    "zero": "0", "oh": "0", "o": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9",
}  # fmt: skip
_WORDS = "|".join(sorted(_KOREAN, key=len, reverse=True))
KOREAN_DIGIT = f"(?:{_WORDS})"
# A digit of a number that a label announces, and what may stand between two: signs, a line's end, a word that is read for a sign.
DIGIT = f"(?:[0-9]|{_WORDS})"
_SIGN = r"(?:[^0-9A-Za-z가-힣一-鿿〇\s\ue000\ue001]{1,3}|다시|대시|하이픈|작대기|빼기|국에|국|번에|에|의|점|쩜|그리고)"
LINK = rf"(?: {{0,2}}(?:\n?{_SIGN}|{_SIGN} ?\n|\n)?[ -]{{0,2}})"
_LINK = r"(?:\s{0,2}(?:에|의|다시|대시|하이픈|작대기|빼기|국에|국|번에|점|쩜|그리고)?[\s\-.,/~()]{0,3})"
_KOREAN_RUN = re.compile(rf"(?:{_WORDS}|[0-9])(?:{_LINK}(?:{_WORDS}|[0-9])){{8,}}")
_KOREAN_TOKEN = re.compile(f"{_WORDS}|[0-9]")
_ENGLISH_WORDS = "|".join(sorted(_ENGLISH, key=len, reverse=True))
_ENGLISH_RUN = re.compile(
    rf"(?<![A-Za-z0-9])(?:{_ENGLISH_WORDS}|[0-9]{{1,4}})"
    rf"(?:[\s\-.,()]{{1,3}}(?:dash |double )?(?:{_ENGLISH_WORDS}|[0-9]{{1,4}})){{3,}}(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_ENGLISH_TOKEN = re.compile(rf"\b(?:{_ENGLISH_WORDS})\b|[0-9]", re.IGNORECASE)
_RESIDENT = re.compile(r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[1-8][0-9]{6}")
# Of which numbers each kind begins, and how many digits it has at most.
_SHAPES = (
    (re.compile(r"010[0-9]{7,8}"), "phone"),
    (re.compile(r"01[16789][0-9]{7,8}"), "phone"),
    (re.compile(r"82?0?10[0-9]{8}"), "phone"),
    (re.compile(r"02[0-9]{7,8}"), "phone"),
    (re.compile(r"0(?:3[1-3]|4[1-4]|5[1-5]|6[1-4]|70)[0-9]{7,8}"), "phone"),
    (re.compile(r"050[2-8][0-9]{7,8}"), "phone"),
)
KOREAN_SYLLABLE = "[공영빵일이삼사오육륙칠팔구둘셋넷零〇一二三四五六七八九]"
_KOREAN_HINT = re.compile(rf"(?:{KOREAN_SYLLABLE}[\s\-.,]{{0,2}}){{3}}|[0-9]{KOREAN_SYLLABLE}[0-9]")
_ENGLISH_HINT = re.compile(rf"(?:\b(?:{_ENGLISH_WORDS})[\s\-.,]{{1,2}}){{3}}", re.IGNORECASE)
_LATIN = re.compile("[a-z]{3}[ -.,]")


def spelled(text: str) -> Iterator[tuple[int, int, str]]:
    """Telephone and resident numbers of which two digits at least are words."""
    for run in _KOREAN_RUN.finditer(text) if _KOREAN_HINT.search(text) else ():
        tokens = [
            (m.start() + run.start(), m.end() + run.start(), m[0]) for m in _KOREAN_TOKEN.finditer(run[0])
        ]
        yield from _numbers(text, tokens, [_KOREAN.get(word, word) for _, _, word in tokens])
    if not _LATIN.search(text) or not _ENGLISH_HINT.search(text):
        return
    for run in _ENGLISH_RUN.finditer(text):
        words = _ENGLISH_TOKEN.findall(run[0])
        count = len(words) + run[0].lower().count("double ")
        if sum(not word.isdigit() for word in words) >= 3 and count in (7, 10, 11):
            yield *run.span(), "phone"


def _numbers(
    text: str, tokens: list[tuple[int, int, str]], digits: list[str]
) -> Iterator[tuple[int, int, str]]:
    """The numbers that a run of digits and words says; the last syllable may be a particle (…팔이)."""
    said, at = "".join(digits), 0
    while at < len(tokens):
        if (
            at
            and tokens[at][2].isdigit()
            and tokens[at - 1][2].isdigit()
            and tokens[at - 1][1] == tokens[at][0]
        ):
            at += 1  # inside a number that began before
            continue
        for shape, kind in (*_SHAPES, (_RESIDENT, "resident_number")):
            match = shape.match(said, at)
            if not match:
                continue
            end = match.end()
            if (
                kind == "phone"
                and end - at > 9
                and text[tokens[end - 2][1] : tokens[end - 1][0]].strip(" ") in (",", "/", "\n")
            ):
                end -= 1
            words = sum(not word.isdigit() for _, _, word in tokens[at:end])
            if words >= (10 if kind == "resident_number" else 2):
                yield tokens[at][0], tokens[end - 1][1], kind
            # One of digits alone is left to the rules for these, and no part of it begins another.
            if words >= 2 or kind == "phone":
                at = end - 1
                break
        at += 1
