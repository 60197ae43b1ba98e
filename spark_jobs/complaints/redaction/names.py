"""Names of persons, where something tells that one stands there: a label (성명:), an honorific (님, 씨), a title (과장), a farewell (드림),
a telephone beside it.

A name by itself in a sentence is left to `bare_names`. A surname before a title is a person (김 과장, 박 주무관), a department
before it is not (도로과 과장), nor is `이 기사님` (this driver).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spark_jobs.complaints.redaction.foreign_names import (
    foreign_before,
    read_introduced,
)
from spark_jobs.complaints.redaction.korean_names import (
    ALONE,
    COMPOUND,
    KNOWN_PEOPLE,
    OFFICE_TITLES,
    SHORT,
    SURNAME,
    SURNAMES,
    TITLES,
    WORDS,
    is_label,
    is_likely_name,
    is_name,
    is_surname,
    is_titled,
    read_name,
)
from spark_jobs.complaints.redaction.name_fields import COPULA, read_role, read_whatever
from spark_jobs.complaints.redaction.plain import SEEN, SEEN_REACHABLE
from spark_jobs.complaints.redaction.words import any_of

Found = Iterator[tuple[int, int, str]]

_S, _H = SURNAME, "[가-힣]"
_ALONE_STANDING = rf"(?<![가-힣])({_H}{{2,5}}?)"

_SEPARATOR = r"""[\s:=|/\]】>"'()\[{,\\→-]"""
_MARK = r"\s{0,2}(?P<mark>[:=|\]】>→\[\"'-])"
_FIELDS = (
    r"(?: ?(?:[/,·및]|\() ?(?:연락처|전화 ?번호|전화|주소|생년월일|생년|한글|영문|한자|실명|필수|직책|직급|소속|나이|성별|법인명|상호"
    r"|차 ?번호|차량 ?번호|이메일|메일|주민번호|핸드폰|휴대폰|동호수)\)?){0,3}"
)
_LABEL = re.compile(
    rf"(?:(?<![가-힣])|(?<=[제내의주인자생원객모이분사지니구머])|(?=성함|존함))(?:{any_of('names.labels')}){_FIELDS}"
    rf"(?:{_MARK}{_SEPARATOR}{{0,4}}|(?P<is>은요|이요\??|은|는|이(?=\s)|가|도|에|에는|란에|란에는|에도){_SEPARATOR}{{0,3}}|{_SEPARATOR}{{1,3}})"
)
_NAMELESS = re.compile(rf"(?:{any_of('names.nameless')})(?:의|에 있는|들|별)? ?\Z")
# An office may stand between: 담당: 도로관리팀 김하나.
_OFFICE = re.compile(rf"{_H}{{1,10}}(?:과|팀|실|국|센터|계|청|소|경찰서|소방서|지구대)(?:의)? (?={_S})")
# It begins with the words themselves, which is fast to look for; what stands before them is asked afterwards.
_ROLE = re.compile(
    rf"(?:{any_of('names.roles')})(?:명(?=[\s:]))?{_FIELDS}"
    rf"(?:{_MARK}{_SEPARATOR}{{0,4}}|(?P<subject>이|가)?(?:은|는|인|의 이름은|이름은|님은|님인)?{_SEPARATOR}{{1,3}})(?=[가-힣A-Z一-鿿])"
)
_IN_WORD = re.compile("(?![제내])[가-힣]|[A-Za-z]")
_NEXT = re.compile(rf"\s?(?:[(,/및와과]|\.)\s?(?={_S}{_H})")

# 이름 김하나, 신기중: the next field is a school.
_SCHOOL = re.compile(rf"{_H}{{2,3}}(?<=[초중고])(?!{_H})")
_STATUE = re.compile(r" ?(?:장군|열사|의사|대왕|선생|동상|과학관|기념관|생가|문학관)")
_FOLLOWS = r"$|[^가-힣]|님|[은는이가을를의도만과와께]|에게|한테|입니|이라|라고|하고|인데|이신|측"
_HONOURED = re.compile(
    rf"{_ALONE_STANDING}\s?(님|씨|(?:군|양)(?![0-9]| ?(?:씨|님))|귀하)(?={_FOLLOWS}|께서|댁|네|들|이랑|으로|로|부부|가족|본인|집)"
)
_TITLED = re.compile(rf"{_ALONE_STANDING}(\s?(?:{TITLES}))(?={_FOLLOWS}|으로|로|이랑|분|이나|인|한)")
_TITLE_SURNAME = re.compile(
    rf"(?<![가-힣0-9])({_S}|{'|'.join(COMPOUND)})( ?)({OFFICE_TITLES})(?={_FOLLOWS}|네|댁|로|분)"
)
_SIGNED = re.compile(
    rf"(?<![가-힣0-9])({_H}{{2,5}}?|{_S} {_H} {_H})\s{{0,2}}"
    r"(?P<farewell>드림|올림|배상|拜上|씀|보냄|보냅니다|\(인\)|\(서명\)|서명|날인|\(날인\)|작성"
    r"|앞(?:으로)?(?= ?(?:자꾸|온|고지서|환급|환불|송금|입금|이체|보내|발송|통지|우편|계좌)))(?![가-힣])"
)
_INTRODUCED = re.compile(
    rf"(?:(?<![가-힣])(?:{any_of('names.greetings')})|(?:{any_of('names.introduced')}))[\s,.!~;:)^ㅎㅠㅜ]{{1,6}}(?={_H})"
)
_ENDS_SO = re.compile(rf"\s?(?:{COPULA}|이었|였|고(?![가-힣])|이라 합|라 합|이란|이라 |[,(]|\.(?![가-힣])|$)")
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


_LINE_BEGINS = re.compile(rf"(?:^|\n) {{0,2}}(?={_S}{_H}{{2,3}}입니다)")
_LINE_CALLED = re.compile(
    rf"(?:^|[\n.!?~;^ㅠㅎ]) {{0,2}}(?={_H}{{1,7}}(?: {_H}{{1,7}}){{0,3}}(?:이라고 합니다|라고 합니다|이라 합니다|라고 해요))"
)
# 관광객 황쥔, 중국 여권 …
_FOREIGNERS = ("결혼이", "관광객", "이주노동자", "난민신청자")
_FOREIGNER_ENDS = re.compile(
    rf"{_H}{{2,6}}(?: {_H}{{1,5}}){{0,2}}[,(/] ?(?:[0-9\ue000\ue001]|(?:{_H}+ )?(?:여권|외국인등록|국적|비자))"
)
# 신 필 녀 님께서
_SPREAD = re.compile(rf"(?<![가-힣])({_S} {_H} {_H})(?= ?(?:님|씨)(?:[께이의은과을도,. ]|$|에게))")
# Before the number of somebody's paper: 김하나 운전면허 …
_PAPER_BEHIND = re.compile(
    rf"(?<![가-힣])({_H}{{3,4}})(?:,? |\s?\(|: ?)(?:운전면허|면허|주민|여권|외국인등록|생년월일)[^\n.!?]{{0,14}}(?={SEEN})"
)
_PAPER = re.compile("[ ,(:](?:운전면허|면허|주민|여권|외국인등록|생년월일)")
_SPREAD_HINT = re.compile("[가-힣] [가-힣] [가-힣] ?[님씨]")
_ENDS_I = re.compile("이라[는고] ")
_LED = re.compile(rf"(?:{any_of('names.leading_titles')})(?:님)?[ :]{{1,2}}(?={_S})")
_NAME_FIELD = re.compile(r"(?<![A-Za-z_])(?i:name)[\"']?\s?[:=]\s?[\"']?")
_FOREIGN_HINT = re.compile(
    "[씨님]|, |드림|올림|주무관|과장|팀장|\\((?:외국|여권|국적|ARC)|[a-zA-Z] ?(?:입니|이?라고|이에|예요|인데)|[\ue000-\ue001] ?[/,(] ?[A-Z]"
)
_SELF = re.compile(r"(?:저|나|본인)\s$")


def names(text: str) -> Found:
    """Every name that something announces; they may overlap."""
    yield from _labelled(text)
    yield from _titled(text)
    yield from _told(text)


def _labelled(text: str) -> Found:
    for match in _LABEL.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        if "이름" not in match[0] or before.rstrip().endswith("아동") or not _NAMELESS.search(before):
            end = read_whatever(text, match.end(), is_sure=bool(match["mark"]), is_told=bool(match["is"]))
            yield from _and_others(text, match.end(), end)
    for match in _ROLE.finditer(text):
        if _IN_WORD.match(text, match.start() - 1 if match.start() else len(text)):
            continue
        at, is_sure = (
            match.end(),
            (
                bool(match["mark"])
                or match[0].rstrip().endswith(")")
                or (match[0].startswith(_FOREIGNERS) and _FOREIGNER_ENDS.match(text, match.end()) is not None)
            ),
        )
        end = read_role(text, at, is_sure=is_sure)
        if not end and is_sure and (office := _OFFICE.match(text, at)):
            at = office.end()
            end = read_name(text, at)
        if not match["subject"] or _ENDS_SO.match(text, end):
            yield from _and_others(text, at, end)


def _and_others(text: str, at: int, end: int) -> Found:
    """A name, and those listed after it."""
    while end and not is_label(text, at, end):
        if text[at:end] not in KNOWN_PEOPLE or not _STATUE.match(text, end):
            yield at, end, "name"
        more = _NEXT.match(text, end)
        if (
            not more
            or re.match(r"[가-힣]{2,4} ?[0-9]", text[more.end() : more.end() + 6])
            or _SCHOOL.match(text, more.end())
        ):
            return
        at = more.end()
        end = read_name(text, at)


def _titled(text: str) -> Found:
    for match in _HONOURED.finditer(text):
        if _is_honoured(match[1], match[2]):
            yield *match.span(1), "name"
    if _FOREIGN_HINT.search(text):
        for start, end in foreign_before(text):
            yield start, end, "name"
    for match in _TITLED.finditer(text):
        if is_titled(match[1], match[2]):
            yield *match.span(1), "name"
    for match in _TITLE_SURNAME.finditer(text):
        if is_surname(match[1], match[2], match[3], text[max(0, match.start() - 12) : match.start()]):
            yield *match.span(1), "name"


# 글씨, 날씨, 아저씨, 솜씨: 씨 is part of the word.
_TITLE_WORDS = frozenset(OFFICE_TITLES.split("|"))
_NO_SSI = ("글", "날", "아저", "아가", "불", "말", "마음", "맵")


def _is_honoured(word: str, honorific: str) -> bool:
    if word in ALONE:
        return honorific != "귀하"
    if honorific == "씨":  # of 씨 little but a person is said, so a rare syllable does no harm
        return (
            word not in WORDS
            and word[1:] != "모"
            and not word.endswith(_NO_SSI)
            and (is_name(word) or (3 <= len(word) <= 4 and word[0] in SURNAMES))
        )
    if word[0] in "이전현" and word[1:] in _TITLE_WORDS:
        return False  # 이 기사님 typed in one
    return is_name(word) and (len(word) > 2 or honorific == "님")


def _told(text: str) -> Found:
    for match in _SIGNED.finditer(text):
        word = match[1].replace(" ", "")
        is_sure = match["farewell"] in ("드림", "올림", "배상")
        if (is_name(word) if is_sure else is_likely_name(word)) and (len(word) > 2 or word in SHORT):
            yield *match.span(1), "name"
    for match in (
        *_INTRODUCED.finditer(text),
        *_LINE_BEGINS.finditer(text),
        *(_LINE_CALLED.finditer(text) if "라고 " in text or "라 합" in text else ()),
    ):
        end = read_introduced(text, match.end()) or read_name(text, match.end())
        is_self = _SELF.search(match[0]) and text[end : end + 1] in ("은", "는")
        if end and (is_self or _ENDS_SO.match(text, end)):
            yield match.end(), end, "name"
    for pattern in (_LED, _NAME_FIELD):
        for match in pattern.finditer(text):
            if end := read_name(text, match.end()):
                yield match.end(), end, "name"
    has_paper = SEEN in text and _PAPER.search(text)
    for pattern in (
        *(_CALLED, _AGED, _OTHERS),
        *((_BESIDE, _BEHIND) if SEEN_REACHABLE in text else ()),
        *((_SPREAD,) if _SPREAD_HINT.search(text) else ()),
        *((_PAPER_BEHIND,) if has_paper else ()),
    ):
        for match in pattern.finditer(text):
            word = match[1].replace(" ", "")
            if (
                len(word) == 2
                and _ENDS_I.match(text, match.end(1))
                and word not in WORDS
                and is_likely_name(f"{word}이")
            ):
                yield match.start(1), match.end(1) + 1, "name"  # 임분이라는 사람
            if pattern is _PAPER_BEHIND and word[-1] in "자인증기" and word[1:] not in ALONE:
                continue
            if is_likely_name(word) and len(word) > 2:
                yield *match.span(1), "name"
