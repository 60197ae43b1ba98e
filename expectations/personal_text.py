"""A second look at redacted texts, in SQL: shapes that redaction leaves in no sentence, whatever stands beside them.

It knows less than redaction does, on purpose: no landline (an office's may stay), no name, nothing that only a word tells. What is
found is a number of a person that got through, and holds the complaints back.
"""

WIDE_DIGITS = "０１２３４５６７８９－＠"
PLAIN_DIGITS = "0123456789-@"
# Things with numbers of their own: cases, parcels, lamps, businesses. Their numbers are cut out before the search.
_THINGS = (
    "(접수|관리|민원|문서|고유|시설물?|허가|승인|신고|등기|사건|공고|고시|고지서?|납부|일련|제품|모델|자산|스티커|수거|폐기물|예약|주문|처리|공사|계약|"
    "영수증|위반|사업자 ?등록|법인 ?등록|표찰|보안등|가로등|가로수|전주|전봇대|맨홀|운송장|송장|정류장|정류소|바코드|"
    "permit|case|ticket|reference|request|tracking|invoice|order) ?(번호|코드|number|no[.]?|#)?"
    "[^0-9A-Za-z가-힣]{0,4}[은는이가]?[^0-9A-Za-z가-힣]{0,3}[0-9][-0-9. ]*([가-힣][- ]?[0-9]{4})?"
)
_BEFORE, _AFTER = "(^|[^0-9A-Za-z*])", "($|[^0-9A-Za-z*])"
_SHAPES = (
    # mobile numbers, of this country and from abroad
    "01[016789][-. )/]{0,3}[0-9]{3,4}[-. /]{0,3}[0-9]{4}",
    "[+]?82[-. ]{0,2}[(]?0?[)]?[-. ]?1[016789][-. ]{0,2}[0-9]{3,4}[-. ]{0,2}[0-9]{4}",
    # resident and alien registration numbers, starred ones too
    "[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])( ?- ?|[ .])?[1-8]([0-9]{6}|[*]{6})",
    # cards in fours; driver licences; passports
    "([0-9]{4}[-.]){3}[0-9]{4}",
    "(1[1-9]|2[0-68])-[0-9]{2}-[0-9]{6}-[0-9]{2}",
    "[MSRODG]([0-9]{8}|[0-9]{3}[A-Z][0-9]{4})",
)
_PLATE = "[0-9]{3}[가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주하허호][0-9]{4}($|[^0-9년원만억])"
_EMAIL = "[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)*[.][A-Za-z]{2,}"
PERSONAL = f"{_BEFORE}({'|'.join(_SHAPES)}){_AFTER}|(^|[^0-9]){_PLATE}|{_EMAIL}"


def holds_personal(text: str) -> str:
    """SQL that is true where the text expression holds a number of a person. Braces are doubled, as an expectation's query needs them."""
    plain = f"translate({text}, '{WIDE_DIGITS}', '{PLAIN_DIGITS}')"
    searched = f"regexp_replace({plain}, '{_THINGS}', ' ', 'gi')"
    return f"regexp_matches({searched}, '{PERSONAL}')".replace("{", "{{").replace("}", "}}")
