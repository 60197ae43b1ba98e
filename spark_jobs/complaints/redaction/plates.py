"""Plates of cars: 12가 3456, 123가4567, 서울 70사 1234, 외교 012-345, 임 1234, motorcycles; American ones after a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spark_jobs.complaints.redaction.public import is_numbered_light, is_numbered_thing
from spark_jobs.complaints.redaction.words import any_of

_REGION = rf"(?:{any_of('plates.regions')})"
_TOWN = r"[가-힣]{2,4}(?:시|구|군)? ?"
# The syllables a plate may bear, of which some also count something (12부 3000) or are particles.
_LETTER = "[가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자허하호배육해공국합외영임]"
_COUNTERS = "도로보조부수자주공국"
_GAP = r"[\s./-]{0,2}"
_PLATE = re.compile(
    rf"(?<![0-9A-Za-z.-])(?<!제)(?:{_REGION}[\s-]{{0,2}})?(?<![0-9])[0-9]{{2,3}}{_GAP}(?P<letter>{_LETTER})(?P<gap>{_GAP})[0-9]{{4}}(?![0-9])"
    # a digit by itself, or none at all (motorcycles), only after the region
    rf"|{_REGION}[가-힣]{{2}}[가나다라마바사아자] ?[0-9]{{4}}(?![0-9])"
    rf"|{_REGION}[\s-]{{0,2}}(?:[가-힣]{{2,4}} )?(?:[0-9] ?)?{_LETTER}[\s-]{{0,2}}[0-9]{{4}}(?![0-9])"
)
_AMOUNT = re.compile(r"(?:구간|구역|지점|년|원|만|억|천만)|[-~:.,][0-9]")
_COUNT = re.compile(any_of("plates.counted"))
_CARS = re.compile(any_of("plates.cars"))
_ROAD_BEFORE = re.compile(r"(?:[가-힣](?:로|길)|번길|지하|번지|국도|지방도|노선)$")
_OFFICIAL = re.compile(
    rf"(?<![가-힣])(?:{any_of('plates.official')})[\s:-]{{0,2}}[0-9]{{3}}[\s-]{{0,2}}[0-9]{{3}}(?![0-9])(?!-[0-9])"
)
_TEMPORARY = re.compile(
    rf"(?:{_REGION}[\s-]?(?:{_TOWN})?)?(?<![가-힣])(?:임시|임)"
    rf"(?: ?(?:운행|번호판?|번호|넘버|차량|허가|허가번호|운행허가번호|운행 허가 번호))*[\s:-]{{0,3}}(?:{_REGION} ?)?[0-9]{{4,6}}(?![0-9])"
    rf"(?!\s?(?:년|원|명|세대|대|건|면|번)|[-.][0-9])"
    rf"|{_REGION}[\s-]?(?:{_TOWN})?임[\s:-]?[0-9]{{4}}(?![0-9])"
)
_TOLD = re.compile(
    r"(?:차량 ?번호|차 ?번호|번호판|차량 ?등록 ?번호|차량 ?넘버|차 ?넘버|뒷 ?번호|뒷 ?자리|끝 ?번호)"
    r"(?:는|은|이|가|:|=|\s|\(|뒤|뒷|끝|네|4|자리|번호|판)*((?<![0-9])[0-9]{4}(?![0-9])(?!\s?(?:년|원|만)|[-.][0-9]))"
)
_AMERICAN_HINT = re.compile("[Pp]late|PLATE|[Tt]ag|TAG|egistration")
_STATE = rf"(?:{any_of('plates.states')})"
_AMERICAN_WORDS = (
    rf"(?i:\b(?:(?:license|licence|registration|reg|vehicle|{_STATE}|mass\.?|massachusetts|new york|new jersey)[ -]?)*"
    r"(?:plates?|tags?|registration (?:number|no\.?|#))\b(?: ?(?:number|no\.?|num|#))?"
    r"[\s:#(\"'=,-]{0,3}(?:(?:is|was|reads?|reading|of|number)[\s:#\"']{1,2})?"
    rf"(?:{_STATE}[\s:#-]{{1,2}})?)[\"']?"
)
_AMERICAN = re.compile(
    rf"{_AMERICAN_WORDS}((?=[A-Z0-9 -]{{0,8}}[0-9])[A-Z0-9]{{1,4}}[- ]?[A-Z0-9]{{2,5}}(?:[- ]?[A-Z0-9]{{1,3}})?)(?![A-Za-z0-9])"
)
# In small letters, without a blank, only where letters and digits are mixed.
_AMERICAN_FOLDED = re.compile(
    rf"{_AMERICAN_WORDS}((?=[A-Za-z0-9-]{{0,8}}[0-9])(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9]{{1,4}}-?[A-Za-z0-9]{{2,6}})(?![A-Za-z0-9])"
)


def plates(text: str) -> Iterator[tuple[int, int, str]]:
    """Every plate, with the name of the region before it."""
    for match in _PLATE.finditer(text):
        if _is_plate(text, match):
            yield *match.span(), "plate"
    for match in _OFFICIAL.finditer(text):
        yield *match.span(), "plate"
    for match in _TEMPORARY.finditer(text) if "임" in text else ():
        if not is_numbered_thing(text, match.start()):
            yield *match.span(), "plate"
    for match in _TOLD.finditer(text):
        yield *match.span(1), "plate"
    if not _AMERICAN_HINT.search(text):
        return
    for pattern in (_AMERICAN, _AMERICAN_FOLDED):
        for match in pattern.finditer(text):
            if sum(c.isalnum() for c in match[1]) >= 5:
                yield *match.span(1), "plate"


def _is_plate(text: str, match: re.Match[str]) -> bool:
    """No amount (12조 3000억), no road (세종대로12가 3456), no lamp; what counts things in other sentences needs a car beside it."""
    start, end = match.span()
    if _AMOUNT.match(text, end) or is_numbered_light(text, start):
        return False
    if _ROAD_BEFORE.search(text[max(0, start - 4) : start]):
        return False
    if not match["gap"]:
        return True
    if _COUNT.match(text, end) and not text.startswith("번", end):
        return False
    return match["letter"] not in _COUNTERS or bool(_CARS.search(text[max(0, start - 15) : end + 15]))
