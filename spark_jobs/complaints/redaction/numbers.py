"""Numbers that a state or a bank gave one person: resident registration, driver licence, passport, card, account.

A control digit decides nothing where it is wrong: resident numbers of 2020 and later have none, and who mistypes one digit still
tells twelve. Where a shape alone is not enough, the word that announces it, or a bank's name, is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban, luhn

from spark_jobs.complaints.redaction.digit_words import KOREAN_SYLLABLE
from spark_jobs.complaints.redaction.public import is_numbered_thing
from spark_jobs.complaints.redaction.told_runs import is_account
from spark_jobs.complaints.redaction.words import any_of

Found = Iterator[tuple[int, int, str]]

# No decimals of a coordinate: -73.8609134685522.
_STARTS, _ENDS = r"(?<![0-9*])(?<![0-9]\.)", r"(?![0-9*])"
_GAP = r"[-\s.~/_]{0,3}"
_STAR = r"[*xX#]"

_DATE = r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_RESIDENT = re.compile(
    rf"{_STARTS}(?:{_DATE}(?:{_GAP}[1-8] ?[0-9*xX#]{{6}}| ?[-~.] ?[1-8][0-9]{{2}} [0-9]{{4}}"
    # seven words behind the date
    rf"|(?:[-\s.~/_]{{1,3}}|에 ?| ?다시 ?| ?대시 ?|에 다시 )(?=[일이삼사오육칠팔])(?:{KOREAN_SYLLABLE} ?){{6}}{KOREAN_SYLLABLE}"
    rf"| ?- ?[1-8*]{_STAR}{{1,6}}(?![A-Za-z])|[-\s]{{1,3}}\*{{7}})"
    rf"|[0-9]{{2}} (?:0[1-9]|1[0-2]) (?:0[1-9]|[12][0-9]|3[01]) ?[- ] ?[1-8][0-9]{{6}}"
    rf"|[0-9]{{2,6}}\*{{2,4}}{_GAP}[0-9*]{{7}}(?<=[0-9*]{{7}})){_ENDS}"
)
_SOCIAL_SECURITY = re.compile(r"(?<![0-9])(?<![0-9]-)[0-9]{3}-[0-9]{2}-[0-9]{4}(?![0-9])(?!-[0-9])")
_SOCIAL_SECURITY_TOLD = re.compile(
    r"(?<![A-Za-z])(?:SSN|social security)(?: number| no\.?)?(?: is|:|#|-)* ?([0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4})(?![0-9])",
    re.IGNORECASE,
)

# Presidio's Korean recogniser lists the same region codes (11-26, 28).
_REGION = r"(?:1[1-9]|2[0-6]|28)"
_AREA_NAME = (
    r"(?:서울|부산|경기(?: ?[남북]부)?|강원|충북|충남|전북|전남|경북|경남|제주|대구|인천|광주|대전|울산|세종)"
)
_LICENCE = re.compile(
    rf"(?<![0-9])(?<![0-9]-)(?:{_REGION}(?: ?[-./] ?| )[0-9]{{2}}(?: ?[-./] ?| )[0-9]{{6}}(?: ?[-./] ?| )[0-9]{{2}}"
    rf"|{_REGION} ?- ?[0-9]{{2}} ?- ?[0-9]{{8}}"
    rf"|{_AREA_NAME} ?-? ?(?:{_REGION} ?- ?)?[0-9]{{2}} ?- ?[0-9]{{6}} ?- ?[0-9]{{2}})(?![0-9])(?!-[0-9])"
)

_PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])(?:[MSRODG](?:[0-9]{8}|[0-9]{3}[A-Z][0-9]{4})|(?:PM|PS|PR|PD|JB|DG)[0-9]{7})(?![A-Za-z0-9])"
)

_AMEX = re.compile(r"(?<![0-9])3[47][0-9]{13}(?![0-9])")
_CARD = re.compile(
    r"(?<![0-9*])(?<![0-9][-./])(?<!01[016789] )(?:(?:[0-9*xX]{4}(?:[- ./_]{0,3}|-?\n-?)){3}[0-9*xX]{4}"
    r"|3[47][0-9]{2}[-\s./]{1,3}[0-9]{6}[-\s./]{1,3}[0-9]{5}"
    r"|3[0689][0-9]{2}[-\s]{1,2}[0-9]{6}[-\s]{1,2}[0-9]{4})(?![0-9*])(?!-[0-9])"
)
# Years, two dates, two numbers of call centres, or the number of a case that begins with its date.
_YEARS = re.compile(
    r"20[0-9]{2}[01][0-9][0-3][0-9][-\s,./]{1,3}20[0-9]{2}[01][0-9][0-3][0-9]|20[0-9]{2}[- .][01][0-9][0-3][0-9][- .].*"
    r"|(?:1[568][0-9]{2}-[0-9]{4}[ ./]{0,3}){2}|(?:(?:19|20)[0-9]{2}[-\s,./]{0,3}){4}"
)

_BANK = rf"(?<![A-Za-z])(?:(?:{any_of('banks.named')}) ?(?:은행|뱅크|중앙회|금고)|{any_of('banks.alone')}|{any_of('banks.english')})(?![A-Za-z])"
_BANK_AFTER = re.compile(
    rf"(?<![0-9A-Za-z])(?<![0-9A-Za-z]-)([0-9]{{2,6}}(?:[- ][0-9]{{1,8}}){{1,4}}|[0-9]{{10,14}})(?![0-9])(?= ?[,(\[/]? ?{_BANK})",
    re.IGNORECASE,
)
_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])"
)


def resident_numbers(text: str) -> Found:
    """Resident and alien registration numbers of Korea, half starred ones too, and social security numbers."""
    for match in _RESIDENT.finditer(text):
        is_company = "법인" in text[max(0, match.start() - 12) : match.start()]
        if not (is_company or (match[0].isdigit() and is_numbered_thing(text, match.start()))):
            yield *match.span(), "resident_number"
    for match in _SOCIAL_SECURITY_TOLD.finditer(text):
        yield *match.span(1), "resident_number"
    for match in _SOCIAL_SECURITY.finditer(text):
        if not is_numbered_thing(text, match.start()):
            yield *match.span(), "resident_number"


def licences(text: str) -> Found:
    """Driver licences: 11-12-345678-90, 서울 12-345678-90; in one run, or in another country's shape, after a word that says so."""
    for match in _LICENCE.finditer(text):
        if not is_numbered_thing(text, match.start()):
            yield *match.span(), "licence"


def passports(text: str) -> Found:
    """Passports: M12345678 and M123A4567 by themselves, others after the word."""
    for match in _PASSPORT.finditer(text):
        if not is_numbered_thing(text, match.start()):
            yield *match.span(), "passport"


def cards(text: str) -> Found:
    """Cards of payment and transit: sixteen digits in fours or in one run, fifteen and fourteen as their makers group them."""
    for match in _AMEX.finditer(text):
        if luhn.is_valid(match[0]) or text.startswith(("카드", " 카드", " card"), match.end()):
            yield *match.span(), "card"
    for match in _CARD.finditer(text):
        number = match[0]
        if sum(c.isdigit() for c in number) < 6 or _YEARS.fullmatch(number):
            continue
        # A run of a case's or a parcel's number may have sixteen digits too; one in ten then has a card's control digit by chance.
        if not is_numbered_thing(text, match.start()) or (
            not number.isdigit() and luhn.is_valid(re.sub(r"\D", "", number))
        ):
            yield *match.span(), "card"


def accounts(text: str) -> Found:
    """Bank accounts with a bank's name behind them, and those of the international kind; `told` has the others."""
    for match in _BANK_AFTER.finditer(text):
        if 10 <= sum(c.isdigit() for c in match[1]) <= 16 and is_account(text, match.start(1), match[1]):
            yield *match.span(1), "account"
    for match in _IBAN.finditer(text):
        if iban.is_valid(match[0]):
            yield *match.span(), "account"
