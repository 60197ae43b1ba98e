"""Telephone numbers: Korean ones in every shape people write, international and North American ones.

Numbers that are called by everybody stay: three digits (120), 02-120, 1588-1234 and its like, 080, 800 and its like; so does a landline told
as an office's (see `public`). A mobile number never stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from spark_jobs.complaints.redaction.public import is_numbered_thing, is_office

Found = Iterator[tuple[int, int, str]]

_NO_DIGIT_BEFORE = r"(?<![0-9])"
_STARTS = r"(?<![0-9])(?<![0-9][-.])"
_ENDS = r"(?![0-9])"
_GAP = r"(?:[^0-9A-Za-z가-힣\ue000\ue001]{0,4}|\s?(?:다시|대시|하이픈|작대기|빼기|국에?|번에|에|의)\s?)"
_GAP_LANDLINE = r"[-\s.()/_]{0,3}"
_SAID_SIGN = r"(?: ?(?:다시|대시|하이픈|작대기|빼기|국에?|번에?|에|의) ?|, ?)"
_D = r"[0-9*xX]"
_AREA = r"(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|50[2-8])"

_MOBILE = re.compile(
    rf"{_NO_DIGIT_BEFORE}(?<![0-9]-)\(?(?:01[016789]\)?{_GAP}{_D}{{3,4}}{_GAP}{_D}{{4}}"
    # grouped oddly, or every digit by itself
    rf"|(?<![0-9][-.])(?:01[016789]|0[ .-]1[ .-][016789])(?:[- .()/,_]{{0,3}}[0-9]){{7,8}}"
    # letters for digits
    rf"|(?<![A-Za-z])[0oOㅇ공영빵][1lI|일][0oOㅇ16789공영빵][-\s.]{{0,3}}[0-9oOㅇlI]{{3,4}}[-\s.]{{0,3}}[0-9oOㅇlI]{{4}}(?![A-Za-z])){_ENDS}"
)
_LANDLINE = re.compile(
    rf"{_STARTS}\(?0{_AREA}\)?(?:{_GAP_LANDLINE}{_D}{{3,4}}{_GAP_LANDLINE}{_D}{{4}}(?:~[0-9]{{1,4}})?"
    # in pairs, with a word or a comma for the sign, the last four torn
    r"|[ .-](?:[0-9]{2}[ .]){3}[0-9]{2}|[ .-][0-9]{2,3}[ .-](?:[0-9]{1,2} ){1,2}[0-9]{2}"
    rf"|{_SAID_SIGN}[0-9]{{3,4}}{_SAID_SIGN}[0-9]{{4}}|[-. ]{{1,2}}(?!20[0-9]{{2}} )[0-9]{{3,4}}[-. ][0-9]{{2}} [0-9]{{2}}){_ENDS}"
)
_KOREAN_ABROAD = re.compile(
    rf"{_STARTS}\(?\+?(?:00[0-9]{{0,3}}[- ]?)?82{_GAP}(?:\(?0\)?)?{_GAP}(1[016789]|{_AREA}){_GAP}{_D}{{3,4}}{_GAP}{_D}{{4}}{_ENDS}"
)
_ABROAD = re.compile(
    r"(?:\+ ?\(?|(?<![0-9/:])(?<![0-9][-.])00(?:1|2|5|6|8|30[0-9]|7[0-9]{2})?[- ]?)"
    r"([1-9][0-9]{0,2})\)?(?:[-\s.()/]{0,3}[0-9]){6,12}(?![0-9])"
    r"(?!\s?(?:원|만|억|건|명|%|달러|km|m\b))"
)
_JAPANESE = re.compile(rf"{_STARTS}090[- .][0-9]{{4}}[- .][0-9]{{4}}{_ENDS}")
# Of Boston, New York and what lies about them: by these ten digits in one run are known. No parcel of New York (BBL) begins so.
_AREAS = "617|857|781|339|508|774|978|351|212|646|332|718|347|929|917|516|631|914|845|551|973|862|908|732|609|856|475|860"
_NORTH_AMERICAN = re.compile(
    rf"{_STARTS}(?:\+?1(?:[-. ]{{1,2}}|(?=\()))?(?:\(([2-9][0-9]{{2}})\)[-. /_]{{0,2}}[0-9]{{3}}[-. /_]{{0,2}}[0-9]{{4}}"
    rf"|([2-9][0-9]{{2}})[-. /)_]{{1,3}}[0-9]{{3}} ?[-. /_] ?[0-9]{{4}}|({_AREAS})[-. ]?[2-9][0-9]{{6}})"
    rf"{_ENDS}(?:,? ?(?:x|ext\.?|extension|내선) ?[0-9]{{1,5}})?",
    re.IGNORECASE,
)
_TOLL_FREE = {"800", "833", "844", "855", "866", "877", "888"}
# Digits that nothing but a word before them shows to be a telephone's.
_ANNOUNCED = re.compile(
    r"(?:핸드폰|핸폰|휴대폰|휴대 ?전화|손전화|집 ?전화|전화|연락처|연락 ?번호|전번|폰 ?번호|폰번|(?<![가-힣])폰|연락은|H\.?P"
    r"|(?<![A-Za-z])(?:tel|phone|telephone|"
    r"cell|cellphone|mobile|call me(?: back)?|call|text me|text|reach me|reached|contact|number|whatsapp|ph)(?![A-Za-z]))"
    r"\.?\s?(?:번호|number|no\.?|#)?\s?(?:\([^)0-9]{0,10}\))?[\s:=)\]\"'(\[#,-]{0,4}"
    r"(?:은|는|이|가|도|is|at|on|me at|me on|to)?[\s:=\"'(\[]{0,3}"
    r"([0-9]{7,13}|\(?[0-9]{2,4}\)?(?:[-.()/ ]{1,2}[0-9]{3,4}){1,3}|[0-9]{3,4}-[0-9]{7,8}"
    r"|0[0-9]{4}[- ][0-9]{6}|[0-9](?:[ .-][0-9]){9,10})(?![0-9])"
    r"(?!\s?(?:원|만|억|건|명|년|월|일|회|번|차례|분|시))",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:19|20)[0-9]{2}[-./ ]?(?:0?[1-9]|1[0-2])[-./ ]?(?:0?[1-9]|[12][0-9]|3[01])(?:[^0-9]|$)"
)
# Numbers of businesses that cost all callers the same, some written with a needless area; 080 is free.
_NATIONWIDE = (
    r"1(?:5(?:22|33|44|66|77|88|99)|6(?:00|33|44|55|6[0168]|70|88|99)|8(?:00|11|22|33|44|55|66|77|99))"
)
_FOR_ALL = re.compile(
    rf"\(?(?:0(?:2|[3-6][1-5])\)?[-. ]{{1,2}})?{_NATIONWIDE}[-. ]?[0-9]{{4}}$|0?80[-. ]?[0-9]{{3,4}}[-. ]?[0-9]{{4}}$|02[-. ]?1[0-9]{{2}}$"
)


def phones(text: str) -> Found:
    """Every telephone number that may be somebody's own: where it lies, class `phone`. They may overlap."""
    for match in _MOBILE.finditer(text):
        if sum(c.isdigit() for c in match[0]) >= 6 and not _is_thing(text, match):
            yield *match.span(), "phone"
    for match in _KOREAN_ABROAD.finditer(text) if "82" in text else ():
        is_mobile = match[1].startswith("1")
        if is_mobile or not is_office(text, *match.span()):
            yield *match.span(), "phone"
    for match in _ABROAD.finditer(text) if "+" in text or "00" in text else ():
        is_foreign = not match[1].startswith("1")
        if _is_abroad(match[0], match[1]) and not is_office(text, *match.span(), is_foreign=is_foreign):
            yield *match.span(), "phone"
    for pattern in (_LANDLINE, _JAPANESE):
        for match in pattern.finditer(text) if "0" in text else ():
            if _FOR_ALL.match(match[0]):
                continue
            is_personal = match[0].lstrip("(").startswith(("05", "090"))
            if (is_personal or not is_office(text, *match.span())) and not _is_thing(text, match):
                yield *match.span(), "phone"
    for match in _NORTH_AMERICAN.finditer(text):
        if (
            (match[1] or match[2] or match[3]) not in _TOLL_FREE
            and not is_office(text, *match.span())
            and not _is_thing(text, match)
        ):
            yield *match.span(), "phone"
    for match in _ANNOUNCED.finditer(text):
        at, number = match.span(1), match[1]
        is_short = sum(c.isdigit() for c in number) < 7
        if not (
            is_short
            or _DATE.match(number)
            or _FOR_ALL.match(number)
            or is_office(text, *at)
            or is_numbered_thing(text, at[0])
        ):
            yield *at, "phone"


def _is_thing(text: str, match: re.Match[str]) -> bool:
    """A run of digits without any gap, told as the number of a case or a parcel."""
    return match[0].isdigit() and is_numbered_thing(text, match.start())


def _is_abroad(number: str, code: str) -> bool:
    """A country of that code there must be (one to three of the digits), and so many digits as a number has (E.164: 7 to 15)."""
    digits = sum(c.isdigit() for c in number)
    return 8 <= digits <= 16 and any(
        int(code[:n]) in COUNTRY_CODE_TO_REGION_CODE for n in range(1, len(code) + 1)
    )
