"""What everybody may know though it looks personal: an office's telephone, the number of a case, a lamp or a parcel.

Of a landline the words about it decide, nearest first: an office right before it (`교통과 02-…`, `대표번호: …`), the writer's own
words (`제 번호`, `집`), what is asked of the reader (`…로 연락 주세요`), an office anywhere before it in the sentence. Where nothing
tells, it is the writer's: a number too many is lost rather than one told.
"""

from __future__ import annotations

import re

from spark_jobs.complaints.redaction.words import any_of, word_list

_WINDOW = 60
_DEPARTMENT = rf"[가-힣]{{1,12}}(?:{any_of('offices.endings')})"
_NAMED = any_of("offices.named")
_ENGLISH = any_of("offices.english")
_STAFF = rf"(?:{any_of('offices.staff')})"
_NEUTRAL = rf"(?:[\s:()\[\]\"'.,/|\-~=→>☎☏📞]|(?:{any_of('offices.between')})|[가-힣\ue000\ue001]{{2,4}} ?{_STAFF}|{_STAFF})*"
_NEUTRAL_ENGLISH = rf"(?:[\s:()\[\]\"'.,/|\-=#]|\b(?:{any_of('offices.between_english')})\b\.?|'s)*"
_ADJACENT = re.compile(rf"(?:({_DEPARTMENT})|{_NAMED}){_NEUTRAL}$")
_ADJACENT_ENGLISH = re.compile(rf"\b(?:{_ENGLISH}){_NEUTRAL_ENGLISH}$", re.IGNORECASE)
# Words that end like an office: 결과, 미국, 사무실.
_NO_OFFICE = tuple(word_list("offices.not_offices"))
# These only whole, or behind a word of time: 환경과, 교통과 and 감사과 are departments.
_NO_OFFICE_WHOLE = frozenset(word_list("offices.not_offices_whole"))
_OWNED = re.compile(
    rf"(?:(?<![가-힣])(?:{any_of('offices.owners')})[의가는은]? ?|\b(?:my|our|his|her|their) )$",
    re.IGNORECASE,
)
_WRITER = re.compile(
    rf"(?<![가-힣])(?:{any_of('offices.writer_alone')})(?![가-힣]{{2}})|{any_of('offices.writer')}|(?<![가-힣])(?:폰|딸)"
    rf"|\b(?:{any_of('offices.writer_english')})\b",
    re.IGNORECASE,
)
_ASKS_READER = re.compile(
    r"^[\s)\]\"']*(?:번)?(?:으?로|에|에게|께|한테)?\s*"
    r"(?:꼭|바로|직접|언제든지?|결과|조치|처리|답변|회신|다시|좀|오전|오후|문자나|전화나|저녁|낮에?|\s)*"
    r"(?:연락|전화|문자|회신|답변|답장|콜백|통화|알려|통보).{0,12}?(?:주|줘|줄|바라|바랍|부탁|달라|요망|기다|가능|드려)"
)
# Who is called, in English; an office that has called there.
_ASKS_ENGLISH = re.compile(
    r"\b(?:have (?:someone|somebody|them|him|her|the [a-z]+|an? [a-z]+) (?:call|text|ring|phone|reach|contact)|please (?:call|text|ring|phone|reach))"
    r"(?: me)?(?: back)?(?: at| on)?:? \(?$",
    re.IGNORECASE,
)
_CALLED_BY = re.compile(
    r"\s?(?:으?로|에|에게|께)? ?(?:연락|전화|통화|문자|회신)(?:을|를)? ?(?:했|하였|함|드렸|드림|시도|결과|보냄|발송)"
)
# Where somebody was sent to: …로 하라고, …로 문의하라고.
_SENT_THERE = re.compile(
    r"\s?(?:으?로|에) ?(?:다시 |직접 )?(?:전화|연락|문의|신고)?를? ?(?:하라|해 ?보라|걸라|하시라|안내)"
)
_OFFICE_SPEAKS = re.compile(
    r"문의(?:하실|하시|사항|처| ?사항|는|:)|궁금하신|자세한 (?:사항|내용)|기타 (?:사항|문의)|안내(?:해)? ?드리|상담(?:은|을)? ?원하시"
    r"|for (?:more|further) information|questions",
    re.IGNORECASE,
)
# The main lines of Boston's City Hall, of New York's 311 and of the MBTA.
_CITY = re.compile("617635[0-9]{2}00|2126399675|6172223200")
_AFTER = re.compile(
    rf"^\s?(?:[(\[]\s?|(?:은|는|이|가) |is (?:the )?)(?:{_DEPARTMENT}|{_NAMED}|(?:{_ENGLISH}))"
    r"(?=[^가-힣]|의| ?(?:대표|전화|번호|number)|$)",
    re.IGNORECASE,
)
# The office in brackets right behind it: 02-…(치수과 대표번호).
_OWN_BEHIND = re.compile(
    r"\s?(?:은|는|이|가)?\s?(?:저희 ?|우리 ?|제 ?)?(?:가게|집|매장|사무실|회사|직장) ?(?:전화|번호)"
)
_LABELLED = re.compile(r"(?:^|\n)\s*(?:TEL|Tel|tel|연락처|전화|전화번호)\s*[.:]?\s*$")
_NAMED_BEHIND = re.compile(rf"\s?[(\[]\s?{_DEPARTMENT} ?(?:대표|전화|번호|사무실|직통|행정)")
_NEAR = re.compile(rf"(?:({_DEPARTMENT})|{_NAMED})(?=[^가-힣]|에|의|로|으로|가|이|은|는|을|를|께|한테|도|$)")
_NEAR_ENGLISH = re.compile(rf"\b(?:{_ENGLISH})\b", re.IGNORECASE)
# A number before this one ends what was said of it, as a full stop does.
_SENTENCE_ENDS = re.compile(
    r"[.!?]\s|\n|(?<=[0-9]-[0-9]{4})(?=[^0-9])|[\ue000\ue001]|(?<=[다요죠임음함])[.,]?\s{1,2}(?=\S)"
)


def is_office(text: str, start: int, end: int, *, is_foreign: bool = False) -> bool:
    """Whether the telephone number at `start`:`end` is told as that of an office, or of a business open to all.

    A foreign number is one only where the office stands right before it.
    """
    before = text[max(0, start - _WINDOW) : start]
    if _is_adjacent(before) or _CITY.match(re.sub("[^0-9]", "", text[start:end])[-10:]):
        return True
    if (
        is_foreign
        or _OWN_BEHIND.match(text, end)
        or _CALLED_BY.match(text, end)
        or _ASKS_ENGLISH.search(before)
    ):
        return False
    if _NAMED_BEHIND.match(text, end):
        return True
    ends = [match.end() for match in _SENTENCE_ENDS.finditer(before)]
    sentence, after = (before[ends[-1] :] if ends else before), text[end : end + 40]
    writer, office_speaks = _last(_WRITER, sentence), _last(_OFFICE_SPEAKS, sentence)
    if writer != office_speaks:
        return office_speaks > writer
    if _SENT_THERE.match(after):
        return True
    if _ASKS_READER.search(after):
        return False
    # The number of an office's switchboard ends so: 02-2670-3114.
    if re.search("[0-9]{3,4}[- .)]{1,2}[1-9]114$", text[start:end]) and not _LABELLED.search(before):
        return True
    is_near = any(not _is_no_office(m[1]) for m in _NEAR.finditer(sentence))
    return bool(is_near or _AFTER.search(after) or _NEAR_ENGLISH.search(sentence))


def _is_no_office(word: str | None) -> bool:
    return word is not None and (word.endswith(_NO_OFFICE) or word in _NO_OFFICE_WHOLE)


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where it is found last, -1 if nowhere."""
    return max((match.end() for match in pattern.finditer(text)), default=-1)


def _is_adjacent(before: str) -> bool:
    found = _ADJACENT.search(before)
    if found and _is_no_office(found[1]):
        found = None
    found = found or _ADJACENT_ENGLISH.search(before)
    return found is not None and not _OWNED.search(before[: found.start()])


_AFTER_THING = r"\.?\s?(?:\([^)]{0,12}\))?[\s:#(\[\"'=]{0,4}(?:은|는|이|가|is|was)?[\s:\"'(\[]{0,3}$"
_NUMBERED = re.compile(
    rf"(?:(?<![A-Za-z])(?:{any_of('things.by_themselves')}) ?(?:표지|식별|관리)? ?(?:번호|코드|number|no|num|id|#)?"
    rf"|(?:{any_of('things.with_number')}) ?(?:표지|식별|관리|요청|request)? ?(?:번호|코드|number|no\.|num|id|#)){_AFTER_THING}",
    re.IGNORECASE,
)
_LIGHT = re.compile(rf"(?:{any_of('things.lights')}) ?(?:번호)?{_AFTER_THING}")


def is_numbered_thing(text: str, start: int) -> bool:
    """Whether a word right before `start` tells that the digits name a case, a parcel, a lamp: a thing, not a person."""
    return _NUMBERED.search(text[max(0, start - 40) : start]) is not None


def is_numbered_light(text: str, start: int) -> bool:
    """Whether what stands right before `start` is a lamp, a pole or another fixture of the street."""
    return _LIGHT.search(text[max(0, start - 20) : start]) is not None
