"""Personal data that citizens leave in free text, replaced by a mark of its kind before anything is written.

Patterns alone, in an order that matters: an address is taken before the digits in it, sixteen digits before thirteen. What everybody
may know stays: 120, 1588-1234, 02-120, routes, dates, amounts. A name is found only where a word announces it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F

if TYPE_CHECKING:
    from pyspark.sql import Column

_NO_DIGIT_BEFORE, _NO_DIGIT_AFTER = "(?<![0-9])", "(?![0-9])"
_GAP = "[-. ]?"
_COUNTRY = rf"\+?82[-. ]?(?:\(0\))?{_GAP}0?"
_SURNAME = "[가강고곽구권김나남노도라류마문민박방배백변서석선설성손송신심안양엄여연염오우원유윤이임장전정제조주지진차채천최추편하한함허현홍황]"
_NAME_ENDS = "(?=님|씨|입니다|이라|라고|이고|이며|[^가-힣]|$)"

MOBILE = rf"(?:{_COUNTRY}|0)1[016789][-. )]{{0,2}}[0-9]{{3,4}}{_GAP}[0-9]{{4}}"
LANDLINE = rf"(?:{_COUNTRY}|0)(?:2|[3-6][1-5]|70|50[2-8])[-. )]{{0,2}}[0-9]{{3,4}}{_GAP}[0-9]{{4}}"
NORTH_AMERICAN = r"(?:\+?1[-. ])?\(?[2-9][0-9]{2}(?:\) ?|[-. ])[0-9]{3}[-. ][0-9]{4}"
RESIDENT_NUMBER = r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[- ]?[1-8][0-9*]{6}"
CARD = rf"(?:[0-9]{{4}}{_GAP}){{3}}[0-9]{{4}}"
# The syllables a plate may bear; an amount (12조 3000억) is none.
PLATE = "[0-9]{2,3} ?[가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자허하호배육해공국합] ?[0-9]{4}(?![억만원])"
EMAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"

PATTERNS = (
    (EMAIL, "[이메일]"),
    (f"{_NO_DIGIT_BEFORE}{CARD}{_NO_DIGIT_AFTER}", "[카드]"),
    (f"{_NO_DIGIT_BEFORE}{RESIDENT_NUMBER}{_NO_DIGIT_AFTER}", "[주민번호]"),
    (f"{_NO_DIGIT_BEFORE}(?:{MOBILE}|{LANDLINE}|{NORTH_AMERICAN}){_NO_DIGIT_AFTER}", "[전화]"),
    (f"{_NO_DIGIT_BEFORE}{PLATE}{_NO_DIGIT_AFTER}", "[차량번호]"),
    # After a colon or a particle whatever stands there is taken for a name; after a bare word only what begins with a surname.
    (
        f"((?:성명|이름|신청인|민원인|신고자|작성자) *(?:[:：]|은|는) *)(?:[가-힣]{{2,4}}?{_NAME_ENDS}|[가-힣]{{2,4}})",
        "$1[이름]",
    ),
    (f"((?:신청인|민원인|신고자|작성자) +){_SURNAME}[가-힣]{{1,2}}{_NAME_ENDS}", "$1[이름]"),
)
PHONE_LIKE = f"{_NO_DIGIT_BEFORE}(?:{MOBILE}|{LANDLINE}){_NO_DIGIT_AFTER}"


# No text without one of these holds anything to mask: six digits close together, an address, a word that announces a name.
HINT = "@|[0-9](?:[^0-9]{0,3}[0-9]){5}|성명|이름|신청인|민원인|신고자|작성자"


def redacted(text: Column) -> Column:
    """The text with a typed mark in place of each telephone, resident number, card, plate, address and announced name."""
    marked = text
    for pattern, mark in PATTERNS:
        marked = F.regexp_replace(marked, pattern, mark)
    return F.when(text.rlike(HINT), marked).otherwise(text)
