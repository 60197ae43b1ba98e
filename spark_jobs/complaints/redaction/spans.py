"""What is found, and the mark that stands in its place."""

from __future__ import annotations

from dataclasses import dataclass

MARKS = {
    "phone": "[전화]",
    "resident_number": "[주민번호]",
    "card": "[카드]",
    "account": "[계좌]",
    "plate": "[차량번호]",
    "email": "[이메일]",
    "passport": "[여권]",
    "licence": "[면허]",
    "messenger": "[아이디]",
    "ip": "[IP]",
    "url": "[링크]",
    "unit": "[호수]",
    "name": "[이름]",
}


@dataclass(frozen=True, order=True)
class Span:
    """Where personal data lies (characters, end exclusive), and its class: a key of `MARKS`."""

    start: int
    end: int
    kind: str
