"""The dwelling in an address: 101동 1203호, 3층 302호, Apt 4B. The road, the number of the place and the estate's name stay, and so does
a building by itself (101동 앞).

302호 alone is somebody's door, unless what stands before it is a thing that is counted (제302호, 보안등 302호) or an office (구청 302호).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spark_jobs.complaints.redaction.words import any_of

_NO = r"(?<![0-9A-Za-z.-])"
_BUILDING = (
    r"(?:(?<![0-9A-Za-z.-])(?:제 ?)?[0-9]{1,4} ?동|(?:[가나다라마바사아자차카타파하비A-Za-z](?= ?동)(?:(?<![가-힣0-9A-Za-z].)|"
    r"(?<=파트.)|(?<=타운.)|(?<=세상.)|(?<=시티.)"
    r"|(?<=빌라.)|(?<=맨션.)|(?<=마을.)|(?<=단지.)|(?<=연립.)|(?<=주택.))|(?<![가-힣0-9A-Za-z])(?:에이|씨)) ?동)"
)
_FLOOR = r"(?:(?:제 ?)?(?:지하|지상|반지하|B)? ?[0-9]{1,2} ?층|반지하|옥탑(?:방)?|지층)"
_DOOR = r"(?:제 ?)?(?:[A-Za-z]|지하|지층|비)? ?-?[0-9]{1,4}(?: ?- ?[0-9]{1,4})? ?호"
# 호 in another word: 2호선, 302호점, 3호차.
_DOOR_ENDS = rf"(?!{any_of('doors.behind_door_word')})(?:실)?"
_GAP = r"(?:[\s,/.:(-]{0,3}|에 |의 )"
_SAID = "[공영일이삼사오육칠팔구십백천]"
_DWELLING = re.compile(
    rf"{_BUILDING}{_GAP}(?:{_FLOOR}{_GAP})?{_DOOR}{_DOOR_ENDS}"
    rf"|{_BUILDING}[ ,/-]{{0,2}}[0-9]{{3,4}}(?![0-9])"
    rf"(?!\s?(?:번|원|대|m|미터|명|년|세대|가구|개|건|동|층|-|시|월|일|%|평)|[-.,:][0-9])"
    rf"|(?<![가-힣]){_FLOOR}{_GAP}{_DOOR}{_DOOR_ENDS}"
    rf"|(?<![가-힣]){_SAID}{{2,6}} ?동[\s,]{{0,2}}{_SAID}{{2,7}} ?호(?![가-힣]{{2}})"
    rf"|{_BUILDING}{_GAP}{_FLOOR}(?=\s?(?:에|입니다|사는|살|거주|세대|집|주민|\())"
)
_LONE_DOOR = re.compile(
    rf"{_NO}(?<!제)(?<!제 )(?<!별표 )(?<!별지 )"
    rf"(?:(?:[A-Za-z]-?|지하 ?)?(?<![0-9])[0-9]{{3,4}}|[A-Za-z]-?[0-9]{{2}}|[가나다라마바사]-[0-9]{{3,4}}) ?호{_DOOR_ENDS}"
)
_SHORT_DOOR = re.compile(
    r"(?<![가-힣])((?:반지하|지하|지층|옥탑)(?: ?1층)? ?[Bb]?[0-9]{1,4} ?호)(?!선|점|차)|"
    rf"(?:{any_of('doors.houses')})[\s,]{{0,2}}((?:제 ?)?[A-Za-z]?[0-9]{{1,4}} ?호){_DOOR_ENDS}"
    rf"|(?<=[가-힣0-9])(?:로|길) ?[0-9]{{1,4}}(?:-[0-9]{{1,3}})?[, ]{{1,2}}(제 ?[0-9]{{2,4}} ?호){_DOOR_ENDS}"
    rf"|{_NO}(?<!제)([0-9]{{1,4}} ?호)(?= ?(?:{any_of('doors.dwellers')}))"
)
_DASHED = re.compile(
    rf"(?:{any_of('doors.estates')})(?: ?[가-힣]{{1,5}})?[\s,(]{{0,2}}(?:[0-9]차 ?)?((?<![0-9])[0-9]{{1,4}} ?[-/] ?[0-9]{{3,4}}(?: ?호)?)"
    r"(?![0-9])(?! ?(?:번지|-))"
    rf"|{_NO}(?<!제)((?!(?:19|20)[0-9]{{2}}-)[0-9]{{1,4}} ?[-/] ?[0-9]{{3,4}} ?호)(?!선|점|차)"
    r"|(?:동 ?[/·,.]? ?호수?|호수|상세 ?주소)(?:는|은|가|이)?[\s:=)]{0,3}((?<![0-9])[0-9]{1,4} ?[-/] ?[0-9]{1,4})(?![0-9])(?!\s?(?:번지|-))"
    # behind a road and its number: 월드컵로 212 103-502
    r"|(?<=[가-힣])(?:로|길) ?[0-9]{1,4}(?:-[0-9]{1,3})?[ ,]{1,2}([0-9]{1,4} ?[-/] ?[0-9]{3,4}(?: ?호)?)(?![0-9])(?!\s?(?:번지|-))"
)
# A pattern, and what a text must hold for it to be worth trying.
_DOOR_HINT = re.compile("[0-9] ?호")
_KOREAN = (
    (
        _DWELLING,
        re.compile(
            "[0-9A-Za-z이씨비] ?동|(?<![가-힣])[가-하] ?동|[영일이삼사오육칠팔구십백공]{2} ?동|[층탑]|지하|[트운라션을지립택상티][가-하]동 ?[0-9]"
        ),
    ),
    (_LONE_DOOR, _DOOR_HINT),
    (_SHORT_DOOR, _DOOR_HINT),
    (_DASHED, re.compile("[0-9] ?[-/] ?[0-9]")),
)
_PUBLIC = re.compile(
    rf"(?:{any_of('doors.public')})\s?(?:의 |내 |안 |에서 |에 |[0-9]관 )?(?:제? ?[0-9]{{1,2}} ?층\s?|지하 ?(?:[0-9]층)?\s?)?(?:제 ?)?$"
)
# 관리사무소에서 112동 107호 is a home, 구청에서 302호 none.
_HOME = re.compile("[0-9]{1,4} ?동")
_OPEN_BEHIND = re.compile(rf"\s?(?:{any_of('doors.open_behind')})")
_AMERICAN_DOOR = r"((?:[A-Za-z]-?)?[0-9]{1,4}(?: (?-i:[B-HJ-Z])(?![A-Za-z0-9])|-?[A-Za-z]?)|PH-?[A-Za-z0-9]{0,2}|[0-9]{1,2}(?:FL|FLR|RR|FR)|[A-Za-z])"
_AMERICAN = re.compile(
    rf"(?<![A-Za-z])(?:[1-9][0-9]?(?:st|nd|rd|th) (?:floor|fl),? )?"
    rf"(?<![A-Za-z])(?:apartments?|apt|unit|flat)\b\.?(?: ?(?:number|no\.?|num))?\s{{0,2}}[#:]?\s{{0,2}}{_AMERICAN_DOOR}"
    r"(?![A-Za-z0-9'])(?! of the)(?!-?(?:dong|ho)\b)"
    r"|(?:(?:st|street|ave|avenue|rd|road|blvd|pl|place|dr|drive|ln|lane|ct|court|way|sq|square|terrace|ter|pkwy|parkway|plaza|concourse|turnpike|highway|hwy|broadway)\.?)"
    rf",?\s{{1,2}}(?:#|no\. )\s?{_AMERICAN_DOOR}(?![A-Za-z0-9])(?! (?:issue|train|bus|line|priority|complaint|problem|time|reason))"
    rf"|(?:\b(?:neighbou?rs?|tenants?|residents?|people|lives?|living|resid(?:e|ing)|upstairs|downstairs|above|below|from)"
    rf" (?:me )?(?:in |at |of )?"
    rf"|(?<![0-9#])[0-9]{{1,5}} (?:[a-z]+\.? ){{0,3}}[a-z]+\.?, ?)#\s?{_AMERICAN_DOOR}(?![A-Za-z0-9-])"
    r"(?=\s*(?:$|[,.;:)\n\ue000\ue001]|(?:of|for|and|has|have|is|was|are|in|at|with|no|since|plays?|smokes?|again|who|that|above|below)\b))"
    r"|(?<![A-Za-z])(?:apartment|apt|unit),? ?\(?([0-9]{1,4}[A-Za-z])(?![A-Za-z0-9])"
    r"|\b(?:i'm|i am|we are|lives?|living|tenants?|neighbou?rs?|residents?) in ([0-9]{1,3}[A-Za-z])(?![A-Za-z0-9])"
    # as a foreigner in Seoul writes it
    r"|\b((?:bldg|building)\.? ?[0-9]{1,4},? ?(?:unit|apt|room|no)\.? ?[0-9]{1,4}"
    r"|[0-9]{1,4}-dong,? ?(?:[0-9]{1,2}f,? ?)?[0-9]{1,4}-ho|[0-9]{1,4}-ho)\b"
    r"|(?:villa|vill?e?|heights|residence|officetel|apartments?|apt|house|tower|dorm|studio|gil [0-9]{1,3}|ro [0-9]{1,4}),? "
    r"((?:room|rm|no\.|#) ?[0-9]{2,4})(?![A-Za-z0-9])"
    r"|(?<![A-Za-z])(?!(?:hall|court|school|hospital|library|office|building|center|centre|station|in|at|the|meeting"
    r"|class|server|laundry|bath|rest|waiting|control|break|mail|locker|storage|bed|living|to|conference|hearing|university)\b)"
    r"[a-z]+,? ((?:room|rm\.?) ?[0-9]{2,4})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_SIGN = re.compile(r"#|\bno\. ", re.IGNORECASE)
_DIGIT = re.compile("[0-9]")
_LATIN = re.compile(
    r"#|\b(?:ap(?:artmen)?ts?|units?|flat|room|rm|bldg|building|no\. |in [0-9])|-(?:dong|ho)\b", re.IGNORECASE
)
_NOT_A_HOME = re.compile(rf"\b(?:{any_of('doors.not_homes')})[ ,-]{{0,2}}$", re.IGNORECASE)


def units(text: str) -> Iterator[tuple[int, int, str]]:
    """Doors of dwellings; what names the place itself is not touched."""
    if "호" in text or _DIGIT.search(text):
        yield from _korean(text)
    if not _LATIN.search(text):
        return
    for match in _AMERICAN.finditer(text):
        before = text[max(0, match.start() - 14) : match.start()]
        if not _NOT_A_HOME.search(before) and not _is_word(match[match.lastindex or 0]):
            # The road before a # stays.
            sign = _SIGN.search(text, match.start(), match.end())
            door = sign.start() if sign else match.start(match.lastindex or 0)
            yield match.start() if match[1] else door, match.end(), "unit"


def _is_word(door: str) -> bool:
    """`apartment I rent`, `unit a`: no door."""
    return len(door) == 1 and door.isalpha() and (door.islower() or door == "I")


def _korean(text: str) -> Iterator[tuple[int, int, str]]:
    for pattern, hint in _KOREAN:
        for match in pattern.finditer(text) if hint.search(text) else ():
            start, end = match.span(match.lastindex or 0)
            before = text[max(0, start - 25) : start]
            is_open = "동" not in match[0] and _OPEN_BEHIND.match(text, end)
            is_home = _HOME.match(match[0]) and before.endswith(("에서 ", "에 "))
            if not is_open and (is_home or not _PUBLIC.search(before)):
                yield start, end, "unit"
