"""Korean names that nothing announces but the sentence they stand in: `통화한 김하나입니다`, `김하나라는 사람`, a name by itself at the end.

Such names are found only where surname and given name are frequent ones: syllables of the given names most people have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spark_jobs.complaints.redaction.korean_names import (
    ALONE,
    COMPOUND,
    FREQUENT_FIRST,
    FREQUENT_SECOND,
    KNOWN_PEOPLE,
    SHORT,
    SHORT_WORDS,
    SURNAME,
    TITLES,
    WHOLE,
    WORDS,
    is_likely_name,
)
from spark_jobs.complaints.redaction.words import any_of

_SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류홍전고문손양배백허남심노하곽성차주우구민유진지엄채원천방공현함변염여추"
)
_FIRST, _SECOND = (f"[{''.join(sorted(part))}]" for part in (FREQUENT_FIRST, FREQUENT_SECOND))
_WHOLE = "|".join(sorted(WHOLE, key=len, reverse=True))
_NAME = re.compile(
    rf"(?<![가-힣0-9A-Za-z])(?:{'|'.join(COMPOUND)}|{SURNAME})(?:{_WHOLE}|{_FIRST}{_SECOND}|{_SECOND}(?![가-힣]))"
)
# What may stand before a name and behind it.
_COPULA = r"입니다|인데요|이에요|이예요|예요|에요|이라고|라고|이라는|라는|이요(?:$|[.,!\s])|올시다"
_BEGINS = re.compile(r"(?:^|\n|[.,!?~)] ?)$")
_IS = re.compile(_COPULA)
_DONE_BY = re.compile(
    rf"(?:{any_of('names.who_did')}|[가-힣](?:사는|하는|통화한|만난|신고한|접수한|제보한|일하는)) $"
)
_SPOKEN_OF = re.compile(
    rf"[이가은는을를의와과도](?![가-힣])|에게|한테|께|이랑|랑|하고|님|{_COPULA}|$|[^가-힣]"
)
_POPULAR = re.compile(rf"이가|[이가은는을를](?![가-힣])|께서|한테|에게|{_COPULA}")
_BEHIND = re.compile(rf" ?(?:{any_of('names.behind')})(?![가-힣]{{2}})")
# With a blank before it, what follows the title may be typed in one with it: 김하나 씨때문에.
_TITLE = re.compile(rf" (?:씨|드림|올림|배상|{TITLES})|님")
# Beside what was found before: 112동 107호 여경환; 여권 재발급: 지윤정 / M…; 한지훈 010 번호는.
_AFTER_FOUND, _FIELD_ENDS = re.compile(r"[\ue000\ue001]\s?[,/]?\s?$"), re.compile(r"[,)/]| 이렇게|님|씨")
_BEFORE_FOUND = re.compile(r"\s?[/,(]\s?[\ue000\ue001]| 010(?![0-9])| \ue001")
_DASH, _DASH_ENDS = (
    re.compile(r"(?:^|\n|[.!?~] )\s*[-–] ?$"),
    re.compile(r"[.,]|\s*(?:\n|$)| 드림| 올림| /"),
)
_ROLE = re.compile(r"(?<![가-힣])[가-힣]{1,5}(?:자|인|생)(?:명)? $")
_ROLE_ENDS = re.compile(r"\s?(?:[,/(\n]|$)|인데|입니다|이고|[이가은는을를의와과](?![가-힣])| 학생")
_LAST, _LAST_ENDS = (
    re.compile(r"(?:[.!?~)다요함음^ㅠㅎ;] ?\n+|[-–—~/] ?|[.!] {1,2}|^)$"),
    re.compile(r"[ .]*\s*$"),
)
_AND = re.compile(r" ?[,·&] ?|[와과] |하고 |(?:이랑|랑) | 및 ")
# Somebody of one's own, called by the given name.
_CHILD = re.compile(
    rf"(?:첫째|둘째|셋째|막내|우리 ?딸|우리 ?아들|제 ?딸|제 ?아들|딸|아들|손녀|손자|조카) ({_FIRST}{_SECOND})"
    r"(?=이?(?:[가는를도랑의]|,|$|에게|한테|하고)(?![가-힣]))"
)


def bare_names(text: str) -> Iterator[tuple[int, int, str]]:
    """Names in the places where a person is spoken of, or speaks."""
    last: re.Match[str] | None = None
    for match in _NAME.finditer(text):
        if not _is_person(match[0]):
            continue
        if (
            last
            and _AND.fullmatch(text, last.end(), match.start())
            and len(match[0]) > 2
            and len(last[0]) > 2
        ):
            yield *last.span(), "name"
            yield *match.span(), "name"
        elif _is_placed(text, match):
            yield *match.span(), "name"
        last = match if match[0][0] in _SURNAMES else None
    for match in _CHILD.finditer(text):
        if match[1] not in WORDS:
            yield *match.span(1), "name"


def _is_placed(text: str, match: re.Match[str]) -> bool:
    """Whether a name stands where only one is told of."""
    start, end = match.span()
    before = text[max(0, start - 24) : start]
    is_frequent, is_long = match[0][0] in _SURNAMES, len(match[0]) > 2
    if _BEFORE_FOUND.match(text, end) or (_DASH.search(before) and _DASH_ENDS.match(text, end)):
        return True
    if _AFTER_FOUND.search(before) and (
        _FIELD_ENDS.match(text, end) or (is_frequent and text[end : end + 1] in " \n")
    ):
        return True
    if not is_long:
        return False
    if match[0][1:] in ALONE and text[end : end + 1] == " " and _DASH.search(before):
        return True
    if (_DONE_BY.search(before) and _SPOKEN_OF.match(text, end)) or (
        _ROLE.search(before) and _ROLE_ENDS.match(text, end)
    ):
        return True
    if _TITLE.match(text, end):
        return True
    if not is_frequent:
        return False
    return bool(
        _BEHIND.match(text, end)
        or (match[0][1:] in ALONE and _POPULAR.match(text, end))
        or (_IS.match(text, end) and _BEGINS.search(before))
        or (_LAST_ENDS.match(text, end) and _LAST.search(before))
    )


def _is_person(word: str) -> bool:
    if len(word) == 2:
        return word in SHORT and word not in SHORT_WORDS
    if word in KNOWN_PEOPLE or word in WORDS or not is_likely_name(word):
        return False
    # 전 지역, 이 하나: this, all
    return (
        word[1:] in ALONE
        or word[1:] not in WORDS
        or (word[1:] == "하나" and word[0] not in "이한전현주구양원")
    )
