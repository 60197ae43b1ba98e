"""A number as a run of digits, however they are written, where it may end, and what only looks like an account."""

from __future__ import annotations

import re

from stdnum.kr import brn

from spark_jobs.complaints.redaction.digit_words import DIGIT, KOREAN_DIGIT, LINK
from spark_jobs.complaints.redaction.public import is_numbered_thing

# A digit; a word for one where no other word goes on in it (예약|이 2026), or where more of them follow.
_FIRST = rf"(?:[0-9]|(?:(?<![가-힣])|(?={KOREAN_DIGIT}{{3}})){KOREAN_DIGIT})"
RUN = re.compile(rf"(?<![0-9*])(?<![0-9A-Za-z][-.]){_FIRST}(?:{LINK}(?:[0-9*]|{DIGIT})){{5,40}}")
TOKEN = re.compile(rf"[0-9*]|{DIGIT}")
# Where a number may end though more digits follow: what is listed stands behind a comma, or on a line of its own.
PARTS = re.compile(r",\s|\.\s|\n|/\s|\s/|\)\s?\(")
COUNTED = re.compile(r" ?(?:원|만|억|천(?![가-힣])|달러|won|건(?![가-힣])|명(?![가-힣])|세대|㎡|m\b|%)")
DATED = re.compile(
    r"(?:19|20)[0-9]{2}[-./ ]{1,2}(?:0?[1-9]|1[0-2])[-./ ]{1,2}[0-3]?[0-9](?:[^0-9]|$)"
    r"|(?:19|20)[0-9]{2}-?(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])(?:[^0-9]|$)"
    r"|[0-9]{2}\.(?:0[1-9]|1[0-2])\.[0-3][0-9](?:[^0-9]|$)"
    r"|[0-9]{2}[./](?:0?[1-9]|1[0-2])[./][0-3]?[0-9][^0-9]{1,2}[0-2]?[0-9](?::|시|$)"
)
DECIMAL = re.compile(r"[0-9]{1,3}\.[0-9]{4,}")
TELEPHONE = re.compile(
    r"\(?(?:0(?:2|[3-6][1-5]|70|80|50[0-9]|1[016-9])\)?[-. ]?[0-9]{3,4}[-. ]?[0-9]{4}"
    r"|1[568][0-9]{2}[-. ]?[0-9]{4}|82[-. ]?0?1[0-9][-. ]?[0-9]{3,4}[-. ]?[0-9]{4})$"
)


def ends_of(text: str, run: re.Match[str]) -> list[tuple[int, int]]:
    """How many digits a run has, and where it may end, for every such place."""
    tokens = list(TOKEN.finditer(text, run.start(), run.end()))
    ends, count = [], 0
    for n, token in enumerate(tokens):
        is_sign = (
            token[0] == "*" and text[token.start() - 1] != "*" and text[token.end() : token.end() + 1] != "*"
        )
        if is_sign and n + 1 < len(tokens):
            continue
        if (
            count >= 8
            and not token[0].isascii()
            and re.search(r"[\s(]", text[tokens[n - 1].end() : token.start()])
            and text[run.start()].isdigit()
        ):
            break  # 110-123-456789 (이삼식)
        count += 1
        following = tokens[n + 1] if n + 1 < len(tokens) else None
        if (
            following is None
            or following.start() > token.end()
            or not (token[0].isdigit() and following[0].isdigit())
        ):
            ends.append((count, token.end()))
    return ends


def is_account(text: str, start: int, number: str) -> bool:
    """Whether digits behind such a word are an account: no telephone, date, amount or coordinate, no case's or business's number."""
    digits = re.sub(r"\D", "", number)
    signs = {sign.strip() for sign in re.findall(r"[^0-9A-Za-z가-힣\s]+", number)}
    if (
        len(signs) > 2
        or ":" in signs
        or (not number.isdigit() and TELEPHONE.match(number))
        or DATED.match(number)
        or DECIMAL.match(number)
        or COUNTED.match(text, start + len(number))
    ):
        return False
    is_business = len(digits) == 10 and brn.is_valid(digits) and "사업자" in text[max(0, start - 20) : start]
    return not is_business and not is_numbered_thing(text, start)
