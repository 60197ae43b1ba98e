"""What stands behind a label as a name: in one word, with blanks between, of another country, in Hanja."""

from __future__ import annotations

import re

from spark_jobs.complaints.redaction.foreign_names import read_field, read_foreign, read_latin
from spark_jobs.complaints.redaction.korean_names import (
    AFTER_NAME,
    COMPOUND,
    FIELD,
    NO_NAME,
    PARTICLE,
    SHORT,
    SURNAME,
    WORDS,
    is_likely_name,
    is_name,
    read_name,
)

_S, _H = SURNAME, "[가-힣]"
COPULA = "입니|이라|라고|라는|이고|이며|이에요|예요|이예요|인데"
_HANJA = re.compile(rf"[\u4e00-\u9fff]{{2,4}}|{_S}[A-Z][a-z]{{2,}}")
_FOREIGN = re.compile(r"[A-Za-z][A-Za-z'.-]+(?:,? {1,2}[A-Za-z][A-Za-z'.-]*){0,4}")
# A name of another country in Hangul, where a label stands before it and nothing behind it; no office ends so.
_FOREIGN_HANGUL = re.compile(rf"{_H}{{3,6}}(?<![과팀실청소터부국회사단점장역동구시]) ?(?=$|[,\n/(])")
_FOREIGN_MORE = re.compile(rf" {_H}{{1,4}}(?: {_H}{{1,3}})?(?=$|[,\n/()])")
_TOKEN = re.compile(rf"{_H}{{2,6}}")
_LONE = re.compile(rf"{_H}{{2,4}}(?!{_H})")
_LIKE_PARTICLES = ("은", "만", "의", "도", "이")
_FIELD_ENDS = re.compile(r"\s*(?:$|[,/\n(|])")
_SAID = re.compile(rf"({_H}{{2,6}}?)(?={COPULA}|이요|이란|님|씨|으로|이었|였|이야|[^가-힣]|$)")
_TOLD_SO = re.compile(COPULA)
_COMPOUND, _COMPOUND_APART = "|".join(COMPOUND), "|".join(" ".join(name) for name in COMPOUND)
_SPACED_ENDS = rf"(?=$|[^가-힣]|{PARTICLE})"
_SPACED = re.compile(
    rf"(?:{_COMPOUND_APART}|{_S}) {{1,2}}{_H} {{1,2}}{_H}{_SPACED_ENDS}"
    rf"|(?:{_COMPOUND}|{_S}) {{1,2}}{_H}{{2}}{_SPACED_ENDS}|{_S} {_H}(?![가-힣])"
)


def _is_no_name(text: str, at: int) -> bool:
    """Whether another label stands there, or a word that says there is no name."""
    token = _TOKEN.match(text, at)
    return token is not None and (
        FIELD.match(text, at) is not None or (token[0] in NO_NAME and len(token[0]) > 1)
    )


def whole_field(text: str, at: int) -> int:
    """The end of 반원은, a name where a field ends behind it, not 반원 with a particle; else 0."""
    token = _TOKEN.match(text, at)
    is_whole = (
        token
        and token[0][2:] in _LIKE_PARTICLES
        and is_name(token[0])
        and _FIELD_ENDS.match(text, token.end())
    )
    return token.end() if token and is_whole else 0


def _spaced_name(text: str, at: int) -> int:
    """The end of 김 하나 or 김 하 나, 0 where it is no name: 이 업무, 주 출입구."""
    spaced = _SPACED.match(text, at)
    if not spaced or not is_likely_name(spaced[0].replace(" ", "")) or spaced[0].split()[-1] in WORDS:
        return 0
    return spaced.end() if len(spaced[0].replace(" ", "")) > 2 else 0


def _odd_name(text: str, at: int) -> int:
    """The end of a name written with blanks, or of another country's, where 신청인: or the like stands before it; else 0."""
    if spaced := _SPACED.match(text, at):
        return spaced.end()
    foreign = _FOREIGN_HANGUL.match(text, at)
    return foreign.end() if foreign and foreign[0].strip() not in WORDS | NO_NAME else 0


def read_whatever(text: str, at: int, *, is_sure: bool, is_told: bool) -> int:
    """The end of what stands after 성명: (sure) or 이름은 (told), whatever it is, unless it says that there is none; else 0."""
    if _is_no_name(text, at):
        return 0
    if foreign := _FOREIGN.match(text, at):
        return foreign.end() if is_sure or is_told else read_latin(text, at)
    if hanja := _HANJA.match(text, at):
        return hanja.end()
    token = _TOKEN.match(text, at)
    foreign_end = read_foreign(text, at)
    if " " in text[at:foreign_end]:
        return foreign_end
    if token and token[0] in COMPOUND and (spaced := _SPACED.match(text, at)):
        return spaced.end()
    if is_sure and token and _LONE.match(text, at) and is_name(token[0]):
        return token.end()  # the whole word: 김민은 is a name as well as 김민 with a particle
    if end := whole_field(text, at) or read_name(text, at, 2 if is_sure else 3):
        return end
    if (
        token
        and (_LONE.match(text, at) or is_told)
        and text[at : at + 2] in SHORT
        and AFTER_NAME.match(text, at + 2)
    ):
        return at + 2
    if (
        (is_sure or not token)
        and (spaced := _SPACED.match(text, at))
        and (is_sure or is_name(spaced[0].replace(" ", "")))
    ):
        return spaced.end()
    if foreign_end:
        return foreign_end
    is_one = token and len(token[0]) > 1 and text[token.end() : token.end() + 1] != " "
    if field_end := 0 if is_sure and is_one else read_field(text, at):
        return field_end
    if not token or token[0] in NO_NAME or any(token[0].startswith(w) for w in NO_NAME if len(w) > 1):
        return 0
    said = _SAID.match(text, at)
    if is_sure:
        end = said.end(1) if said else min(token.end(), at + 4)
        more = _FOREIGN_MORE.match(text, end)
        return more.end() if more and not is_name(text[at:end]) else end
    return said.end(1) if is_told and said and _TOLD_SO.match(text, said.end(1)) else 0


def read_role(text: str, at: int, *, is_sure: bool) -> int:
    """The end of the name behind 신청인 or the like, 0 if there is none."""
    if _is_no_name(text, at):
        return 0
    end = read_name(text, at, 2 if is_sure else 3)
    foreign_end = read_foreign(text, at) if not end or text[end : end + 1] == " " else 0
    end = foreign_end if " " in text[at:foreign_end] else end
    end = whole_field(text, at) or end or foreign_end or read_latin(text, at)
    if not end and (hanja := _HANJA.match(text, at)):
        end = hanja.end()
    return end or (_odd_name(text, at) if is_sure else _spaced_name(text, at))
