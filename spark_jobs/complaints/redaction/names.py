"""Names of persons, where something tells that one stands there: a label (성명:), an honorific (님, 씨), a title (과장), a farewell (드림),
a telephone beside it.

A name by itself in a sentence is not looked for: Korean names are made of the syllables of ordinary words. A surname before a title is
a person (김 과장, 박 주무관), a department before it is not (도로과 과장), nor is `이 기사님` (this driver).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spark_jobs.complaints.redaction.korean_names import (
    ALONE,
    COMPOUND,
    NO_NAME,
    OFFICE_TITLES,
    PARTICLE,
    SHORT,
    SURNAME,
    SURNAMES,
    TITLES,
    WORDS,
    is_likely_name,
    is_name,
    is_surname,
    is_titled,
    read_name,
)
from spark_jobs.complaints.redaction.plain import SEEN_REACHABLE
from spark_jobs.complaints.redaction.words import any_of

Found = Iterator[tuple[int, int, str]]

_S, _H = SURNAME, "[가-힣]"
_ALONE_STANDING = rf"(?<![가-힣])({_H}{{2,5}}?)"

_SEPARATOR = r"""[\s:=|\]】>"'()\[{,\\→-]"""
_MARK = r"\s{0,2}(?P<mark>[:=|\]】>→\[\"'-])"
_FIELDS = r"(?: ?(?:[/,·및]|\() ?(?:연락처|전화 ?번호|전화|주소|생년월일|생년|한글|영문|한자|실명|필수|직책|직급|소속|나이|성별)\)?){0,3}"
_LABEL = re.compile(
    rf"(?:(?<![가-힣])|(?<=제)|(?<=내)|(?<=의))(?:{any_of('names.labels')}){_FIELDS}"
    rf"(?:{_MARK}{_SEPARATOR}{{0,4}}|(?P<is>은|는|이(?=\s)|가|도|에|에는|란에|란에는|에도){_SEPARATOR}{{0,3}}|{_SEPARATOR}{{1,3}})"
)
_NAMELESS = re.compile(rf"(?:{any_of('names.nameless')})(?:의|에 있는|들|별)?\s?$")
# An office may stand between: 담당: 도로관리팀 김하나.
_OFFICE = re.compile(rf"{_H}{{1,10}}(?:과|팀|실|국|센터|계|청|소|경찰서|소방서|지구대)(?:의)? (?={_S})")
_ROLE = re.compile(
    rf"(?<![가-힣])(?:{any_of('names.roles')}){_FIELDS}"
    rf"(?:{_MARK}{_SEPARATOR}{{0,4}}|(?P<subject>이|가)?(?:은|는|인|의 이름은|이름은|님은|님인)?{_SEPARATOR}{{1,3}})(?={_H})"
)
_FOREIGN = re.compile(r"[A-Za-z][A-Za-z'.-]+(?:,? {1,2}[A-Za-z][A-Za-z'.-]*){0,4}")
# A name of another country in Hangul, where a label stands before it and nothing behind it; no office ends so.
_FOREIGN_HANGUL = re.compile(rf"{_H}{{3,6}}(?<![과팀실청소터부국회사단점장역동구시]) ?(?=$|[,\n/(])")
_FOREIGN_MORE = re.compile(rf" {_H}{{1,4}}(?: {_H}{{1,3}})?(?=$|[,\n/()])")
_TOKEN = re.compile(rf"{_H}{{2,6}}")
_LONE = re.compile(rf"{_H}{{2,4}}(?!{_H})")
_COPULA = "입니|이라|라고|라는|이고|이며|이에요|예요|이예요|인데"
_SAID = re.compile(rf"({_H}{{2,6}}?)(?={_COPULA}|이요|이란|님|씨|으로|이었|였|이야|[^가-힣]|$)")
_TOLD_SO = re.compile(_COPULA)
_SPACED = re.compile(
    rf"{_S} {{1,2}}{_H} {{1,2}}{_H}(?![가-힣])|{_S} {{1,2}}{_H}{{2}}(?=$|[^가-힣]|{PARTICLE})|{_S} {_H}(?![가-힣])"
)
_NEXT = re.compile(rf"\s?(?:[(,/및와과]|\.)\s?(?={_S}{_H})")

_FOLLOWS = r"$|[^가-힣]|님|[은는이가을를의도만과와께]|에게|한테|입니|이라|라고|하고|인데|이신|측"
_HONOURED = re.compile(
    rf"{_ALONE_STANDING} ?(님|씨|(?:군|양)(?![0-9])|귀하)(?={_FOLLOWS}|께서|댁|네|들|이랑|으로|로|부부|가족|본인|집)"
)
_TITLED = re.compile(rf"{_ALONE_STANDING}( ?(?:{TITLES}))(?={_FOLLOWS}|으로|로|이랑|분|이나|인|한)")
_TITLE_SURNAME = re.compile(
    rf"(?<![가-힣0-9])({_S}|{'|'.join(COMPOUND)})( ?)({OFFICE_TITLES})(?={_FOLLOWS}|네|댁|로|분)"
)
_SIGNED = re.compile(
    rf"(?<![가-힣0-9])({_H}{{2,5}}?|{_S} {_H} {_H}) {{0,2}}"
    r"(?P<farewell>드림|올림|배상|拜上|씀|보냄|보냅니다|\(인\)|\(서명\)|서명|날인|\(날인\)|작성"
    r"|앞(?:으로)?(?= ?(?:환급|환불|송금|입금|이체|보내|발송|통지|우편|계좌)))(?![가-힣])"
)
_INTRODUCED = re.compile(
    rf"(?:(?<![가-힣])(?:{any_of('names.greetings')})|(?:{any_of('names.introduced')}))[\s,.!~]{{1,3}}(?={_S})"
)
_ENDS_SO = re.compile(rf"\s?(?:{_COPULA}|이라 합|라 합|이란|이라 |[,(]|\.(?![가-힣])|$)")
_CALLED = re.compile(
    rf"{_ALONE_STANDING}['\"]? ?(?:이라는|라는|이란|란|이라고 하는|라고 하는|이라고 불리는|이라 하는) ?(?:{any_of('names.called')})"
)
_AGED = re.compile(
    rf"(?<![가-힣])({_H}{{2,5}}) ?\((?:남|여|만|[0-9]{{2}} ?세|[0-9]{{2}}\)|[0-9]{{2}},|[0-9]{{2,4}} ?년생|[0-9]{{6}})"
)
_OTHERS = re.compile(rf"{_ALONE_STANDING} 외 [0-9일이삼사오육칠팔구십여]{{1,3}} ?(?:명|인|가구|세대)")
_REACHED_BY = r"(?:(?:연락처|전화번호|전화|핸드폰|휴대폰|HP|hp|H\.P|Tel|TEL|tel|☎|번호|이메일|메일|T|M|폰)[\s.:)]{0,3})?"
_BESIDE = re.compile(
    rf"(?<![가-힣0-9])({_H}{{3,4}}|{_S} {_H} {_H})[\s(,:/\[|.-]{{0,4}}{_REACHED_BY}(?={SEEN_REACHABLE})"
)
_BEHIND = re.compile(
    rf"(?<={SEEN_REACHABLE})[\s,/(:|-]{{1,3}}(?:(?:{any_of('banks.alone')})(?:은행)? )?({_H}{{3,4}}?)"
    r"(?=[,)\]/\n]|\.(?![가-힣])|\s*$|\s*\n| ?(?:입니다|님|씨|드림|올림)|에게|앞으로|한테)"
)


_LINE_BEGINS = re.compile(
    rf"(?:^|\n) {{0,2}}(?={_S}{_H}{{2,3}}(?:입니다|이라고 합니다|라고 합니다|이라 합니다))"
)
_LED = re.compile(rf"(?:{any_of('names.leading_titles')})(?:님)?[ :]{{1,2}}(?={_S})")
_NAME_FIELD = re.compile(r"(?<![A-Za-z_])(?i:name)[\"']?\s?[:=]\s?[\"']?")
_SELF = re.compile(r"(?:저|나|본인)\s$")


def names(text: str) -> Found:
    """Every name that something announces; they may overlap."""
    yield from _labelled(text)
    yield from _titled(text)
    yield from _told(text)


def _labelled(text: str) -> Found:
    for match in _LABEL.finditer(text):
        if not _NAMELESS.search(text[max(0, match.start() - 12) : match.start()]):
            end = _whatever(text, match.end(), is_sure=bool(match["mark"]), is_told=bool(match["is"]))
            yield from _and_others(text, match.end(), end)
    for match in _ROLE.finditer(text):
        at, is_sure = match.end(), bool(match["mark"])
        end = read_name(text, at, 2 if is_sure else 3) or (_odd_name(text, at) if is_sure else 0)
        if not end and is_sure and (office := _OFFICE.match(text, at)):
            at = office.end()
            end = read_name(text, at)
        if not match["subject"] or _ENDS_SO.match(text, end):
            yield from _and_others(text, at, end)


def _odd_name(text: str, at: int) -> int:
    """The end of a name written with blanks, or of another country's, where 신청인: or the like stands before it; else 0."""
    if spaced := _SPACED.match(text, at):
        return spaced.end()
    foreign = _FOREIGN_HANGUL.match(text, at)
    return foreign.end() if foreign and foreign[0].strip() not in WORDS | NO_NAME else 0


def _whatever(text: str, at: int, *, is_sure: bool, is_told: bool) -> int:
    """The end of what stands after 성명: (sure) or 이름은 (told), whatever it is, unless it says that there is none; else 0."""
    if foreign := _FOREIGN.match(text, at):
        return foreign.end() if is_sure or is_told else 0
    token = _TOKEN.match(text, at)
    if is_sure and token and _LONE.match(text, at) and is_name(token[0]):
        return token.end()  # the whole word: 김민은 is a name as well as 김민 with a particle
    if end := read_name(text, at, 2 if is_sure else 3):
        return end
    if (is_sure or not token) and (spaced := _SPACED.match(text, at)):
        return spaced.end()
    if not token or token[0] in NO_NAME or any(token[0].startswith(w) for w in NO_NAME if len(w) > 1):
        return 0
    said = _SAID.match(text, at)
    if is_sure:
        end = said.end(1) if said else min(token.end(), at + 4)
        more = _FOREIGN_MORE.match(text, end)
        return more.end() if more and not is_name(text[at:end]) else end
    return said.end(1) if is_told and said and _TOLD_SO.match(text, said.end(1)) else 0


def _and_others(text: str, at: int, end: int) -> Found:
    """A name, and those listed after it."""
    while end:
        yield at, end, "name"
        more = _NEXT.match(text, end)
        if not more:
            return
        at = more.end()
        end = read_name(text, at)


def _titled(text: str) -> Found:
    for match in _HONOURED.finditer(text):
        if _is_honoured(match[1], match[2]):
            yield *match.span(1), "name"
    for match in _TITLED.finditer(text):
        if is_titled(match[1], match[2]):
            yield *match.span(1), "name"
    for match in _TITLE_SURNAME.finditer(text):
        if is_surname(match[1], match[2], match[3], text[max(0, match.start() - 12) : match.start()]):
            yield *match.span(1), "name"


def _is_honoured(word: str, honorific: str) -> bool:
    if word in ALONE:
        return honorific != "귀하"
    if honorific == "씨":  # of 씨 little but a person is said, so a rare syllable does no harm
        return (
            word not in WORDS
            and word[1:] != "모"
            and (is_name(word) or (3 <= len(word) <= 4 and word[0] in SURNAMES))
        )
    return is_name(word) and (len(word) > 2 or honorific == "님")


def _told(text: str) -> Found:
    for match in _SIGNED.finditer(text):
        word = match[1].replace(" ", "")
        is_sure = match["farewell"] in ("드림", "올림", "배상")
        if (is_name(word) if is_sure else is_likely_name(word)) and (len(word) > 2 or word in SHORT):
            yield *match.span(1), "name"
    for match in (*_INTRODUCED.finditer(text), *_LINE_BEGINS.finditer(text)):
        end = read_name(text, match.end())
        is_self = _SELF.search(match[0]) and text[end : end + 1] in ("은", "는")
        if end and (is_self or _ENDS_SO.match(text, end)):
            yield match.end(), end, "name"
    for pattern in (_LED, _NAME_FIELD):
        for match in pattern.finditer(text):
            if end := read_name(text, match.end()):
                yield match.end(), end, "name"
    for pattern in (_CALLED, _AGED, _OTHERS, _BESIDE, _BEHIND):
        for match in pattern.finditer(text):
            word = match[1].replace(" ", "")
            if is_likely_name(word) and len(word) > 2:
                yield *match.span(1), "name"
