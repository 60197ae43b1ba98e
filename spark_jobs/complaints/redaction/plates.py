"""Plates of cars: 12가 3456, 123가4567, 서울 70사 1234, 외교 012-345, 임 1234, motorcycles; American ones after a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spark_jobs.complaints.redaction.digit_words import DIGIT, KOREAN_SYLLABLE
from spark_jobs.complaints.redaction.public import is_numbered_light, is_numbered_thing
from spark_jobs.complaints.redaction.words import any_of, word_list

REGION = rf"(?:{any_of('plates.regions')})"
_TOWN = r"[가-힣]{2,4}(?:시|구|군)? ?"
# The syllables a plate may bear, of which some also count something (12부 3000) or are particles.
_LETTER = "[가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자허하호배육해공국합외영임]"
_COUNTERS = "도부수자공국"
# These count too (50조 1234), though hardly behind three digits.
_RARE_COUNTERS = "로조주보"
_GAP = r"(?:[^0-9A-Za-z가-힣\ue000\ue001]{0,3}|에 |의 ?)"
_PLATE = re.compile(
    rf"(?<![0-9A-Za-z.-])(?<!제)(?:{REGION}[\s-]{{0,2}})?(?<![0-9])[0-9]{{2,3}}"
    rf"(?P<first>{_GAP})(?P<letter>{_LETTER})(?P<gap>{_GAP})[0-9]{{4}}(?![0-9])"
    # a digit by itself, or none at all (motorcycles), only after the region
    rf"|{REGION}\s?[가-힣]{{1,3}}\s?(?P<cycle>{_LETTER})\s?[0-9]{{4}}(?![0-9])"
    rf"|{REGION}[가-힣]{{2}}[가나다라마바사아자] ?[0-9]{{4}}(?![0-9])"
    rf"|{REGION}(?<!해운대구)[\s-]{{0,2}}(?:[가-힣]{{2,4}} )?(?:[0-9] ?)?{_LETTER}[\s-]{{0,2}}[0-9]{{4}}(?![0-9])"
)
# Of a motorcycle, with its town: 서울강남파3482, 광주 북구차 9403, 서울 송파-파-1113.
_CYCLE_LETTER = "[가나다라마바사아자차카타파하]"
_CYCLE = re.compile(
    rf"{REGION}(?:(?<![가-힣]..)|(?<=바이..)|(?<=륜차..)|(?<=차량..))[ -]?[가-힣]{{0,4}}"
    rf"(?P<before> ?-? ?)(?P<letter>{_CYCLE_LETTER})(?P<after> ?-? ?)[0-9]{{4}}(?![0-9])(?![-.~][0-9])"
)
_PARTICLES = "가나다라사아"
_ANY_GAP = r"\s{0,2}[^0-9A-Za-z가-힣\s\ue000\ue001]{0,2}(?:에|의)?[\s-]{0,2}"
# Behind a word that tells: every syllable with every region, digits as words or apart, any sign between.
TOLD_PLATE = re.compile(
    rf"(?<![0-9])(?<![0-9]-)(?<!{KOREAN_SYLLABLE})(?:(?:{REGION}{_ANY_GAP})?{DIGIT}(?: ?{DIGIT}){{1,2}}"
    rf"|{REGION}{_ANY_GAP}(?:[가-힣]{{1,3}}? ?)??(?:{DIGIT} ?)?)"
    rf"{_ANY_GAP}(?:{_LETTER}|육){_ANY_GAP}{DIGIT}(?: ?{DIGIT}){{3}}(?![0-9])(?![ ,.-]{{0,2}}{DIGIT}{{2}})"
    rf"|(?:{any_of('plates.official')})[\s:-]{{0,2}}[0-9]{{3}}[\s-]{{0,2}}[0-9]{{3}}(?![0-9])"
)
_THREE = re.compile("[0-9]{3}")
_REGIONS = tuple(word_list("plates.regions"))
_AMOUNT = re.compile(r"\s?(?:구간|구역|지점|년|원|만|억|천만)|[-~:.,][0-9]")
_ANOTHER = re.compile(rf" ?[,/·와과]? ?(?:{REGION} ?)?[0-9]{{2,3}} ?{_LETTER} ?[0-9]{{4}}(?![0-9])")
_COUNT = re.compile(any_of("plates.counted"))
_CARS = re.compile(any_of("plates.cars"))
_ROAD_BEFORE = re.compile(r"(?:[가-힣](?:로|길)|번길|지하|번지|국도|지방도|노선)$")
_OFFICIAL = re.compile(
    rf"(?<![가-힣])(?:{any_of('plates.official')})[\s:-]{{0,2}}[0-9]{{3}}[\s-]{{0,2}}[0-9]{{3}}(?![0-9])(?!-[0-9])"
)
_TEMPORARY = re.compile(
    rf"(?:{REGION}[\s-]?(?:{_TOWN})?)?(?<![가-힣])(?:임시|임)"
    rf"(?: ?(?:운행|번호판?|번호|넘버|차량|허가|허가번호|운행허가번호|운행 허가 번호))*[\s:-]{{0,3}}(?:{REGION} ?)?[0-9]{{4,6}}(?![0-9])"
    rf"(?!\s?(?:년|원|명|세대|대|건|면|번)|[-.][0-9])"
    rf"|{REGION}[\s-]?(?:{_TOWN})?임[\s:-]?[0-9]{{4}}(?![0-9])"
)
_TOLD = re.compile(
    r"(?:차량 ?번호|차(?<![열동]차) ?번호|번호판|차량 ?등록 ?번호|차량 ?넘버|차 ?넘버|뒷 ?번호|뒷 ?자리|끝 ?번호)"
    r"(?:는|은|이|가|:|=|\s|\(|뒤|뒷|끝|네|4|자리|번호|판)*((?<![0-9])[0-9]{4}(?![0-9])(?!\s?(?:년|원|만)|[-.][0-9]))"
)
_AMERICAN_HINT = re.compile("[Pp]late|PLATE|[Tt]ag|TAG|egistration")
_STATE = rf"(?:{any_of('plates.states')})"
# With the state before it, a plate is known by sight: CT WL-66910, MA 920 ZH5.
_STATE_PLATE = re.compile(
    r"(?<![A-Za-z0-9])(?:MA|NY|NJ|CT|RI|NH|ME|VT|PA) ((?:[A-Z]{2,3}[- ]?[0-9]{3,5}|[A-Z][0-9]{2}[- ]?[A-Z]{3}|[0-9]{3,4}[- ]?[A-Z]{2,3}[0-9]?"
    r"|[0-9][A-Z]{2,3}[- ]?[0-9]{2,3}"
    r"|[A-Z]{3}[- ]?[0-9][A-Z0-9]{1,3}))(?![A-Za-z0-9])"
)
_AMERICAN_WORDS = (
    rf"(?i:\b(?:(?:license|licence|registration|reg|vehicle|{_STATE}|mass\.?|massachusetts|new york|new jersey)[ -]?)*"
    r"(?:plates?|tags?|registration (?:number|no\.?|#))\b(?: ?(?:number|no\.?|num|#))?"
    r"[\s:#(\"'=,\])|>→-]{0,3}(?:(?:is|was|reads?|reading|of|number)[\s:#\"']{1,2})?"
    r")[\"']?"
)
_AMERICAN = re.compile(
    rf"{_AMERICAN_WORDS}((?:{_STATE}[\s:#-]{{1,2}})?"
    rf"(?=[A-Z0-9 -]{{0,8}}[0-9])[A-Z0-9]{{1,4}}[- ]?[A-Z0-9]{{2,5}}(?:[- ]?[A-Z0-9]{{1,3}})?)(?![A-Za-z0-9])"
)
# In small letters, without a blank, only where letters and digits are mixed.
_AMERICAN_FOLDED = re.compile(
    rf"{_AMERICAN_WORDS}((?:{_STATE}[\s:#-]{{1,2}})?(?=[A-Za-z0-9-]{{0,8}}[0-9])(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9]{{1,4}}-?[A-Za-z0-9]{{2,6}})(?![A-Za-z0-9])"
)


# Of taxis in New York: 5Z26; others behind `taxi` or `cab`.
_MEDALLION = re.compile("[0-9][A-Za-z][0-9]{2}")
_TAXI = re.compile(
    r"\b(?i:taxi ?cab|yellow cab|green cab|taxi|cab|medallion)(?i: (?:number|no\.?|plate))?[ :#]{1,3}"
    r"((?=[A-Za-z-]*[0-9])(?=[0-9-]*[A-Za-z])[A-Za-z0-9]{2,4}-?[A-Za-z0-9]{2,4})\b"
)
_TAXI_HINT = re.compile("[Cc]ab|[Tt]axi|[Mm]edallion|CAB|TAXI")
_UNITS = re.compile("[0-9]+[a-z]{1,5}|[A-Z][a-z]+[0-9]")


def plates(text: str) -> Iterator[tuple[int, int, str]]:
    """Every plate, with the name of the region before it."""
    for match in _PLATE.finditer(text):
        if _is_plate(text, match):
            yield *match.span(), "plate"
    for match in _CYCLE.finditer(text):
        if _is_cycle(text, match):
            yield *match.span(), "plate"
    for match in _OFFICIAL.finditer(text):
        yield *match.span(), "plate"
    for match in _TEMPORARY.finditer(text) if "임" in text else ():
        if not is_numbered_thing(text, match.start()):
            yield *match.span(), "plate"
    for match in _TOLD.finditer(text):
        yield *match.span(1), "plate"
    for match in _STATE_PLATE.finditer(text):
        if (
            re.search("[0-9]", match[1])
            and re.search("[A-Z]", match[1])
            and sum(c.isalnum() for c in match[1]) >= 5
        ):
            yield *match.span(), "plate"
    for match in _TAXI.finditer(text) if _TAXI_HINT.search(text) else ():
        if not _UNITS.fullmatch(match[1]):
            yield *match.span(1), "plate"
    if not _AMERICAN_HINT.search(text):
        return
    for pattern in (_AMERICAN, _AMERICAN_FOLDED):
        for match in pattern.finditer(text):
            if sum(c.isalnum() for c in match[1]) >= 5 or _MEDALLION.fullmatch(match[1]):
                yield *match.span(1), "plate"


def is_counted(text: str, end: int) -> bool:
    """Whether what ends there is a number of things: 20부 1000장, 12조 3000억."""
    return bool(
        _AMOUNT.match(text, end) or (_COUNT.match(text, end) and not text.startswith(("번", "호", " "), end))
    )


def _is_cycle(text: str, match: re.Match[str]) -> bool:
    """No number of things, no particle (전북 전주가 2023): where a blank follows one that is a particle too, a car must be near."""
    start, end = match.span()
    if _AMOUNT.match(text, end) or (_COUNT.match(text, end) and not text.startswith(("번", "호"), end)):
        return False
    is_particle = match["letter"] in _PARTICLES and not match["before"] and match["after"] != "-"
    return not (is_particle and match["after"]) or bool(_CARS.search(text[max(0, start - 20) : end + 20]))


def _is_plate(text: str, match: re.Match[str]) -> bool:
    """No amount (12조 3000억), no road (세종대로12가 3456), no lamp; what counts things in other sentences needs a car beside it."""
    start, end = match.span()
    if _AMOUNT.match(text, end) or is_numbered_light(text, start):
        return False
    if match["cycle"]:
        return bool(_CARS.search(text[max(0, start - 20) : end + 20])) and not _COUNT.match(text, end)
    if _ROAD_BEFORE.search(text[max(0, start - 4) : start]):
        return False
    if "\n" in (match["gap"] or "") and text.startswith("번", end):
        return False
    if not match["gap"] or match["first"] == match["gap"] == "-" or match[0].startswith(_REGIONS):
        return True
    has_car = bool(_CARS.search(text[max(0, start - 15) : end + 15]) or _ANOTHER.match(text, end))
    if (
        _COUNT.match(text, end)
        and not text.startswith("번", end)
        and not (has_car and text.startswith("호", end))
    ):
        return False
    is_odd = (match["first"] + match["gap"]).strip(" -.\n") != ""
    return has_car or not (
        is_odd
        or match["letter"] in _COUNTERS
        or (match["letter"] in _RARE_COUNTERS and not _THREE.match(text, start))
    )
