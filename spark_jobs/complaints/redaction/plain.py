"""A text as the rules read it: digits of any script as 0-9, every dash as `-`, composed Hangul, nothing invisible.

Most texts are that already. Where a character is dropped or two become one, `Plain.at` leads back to the text as it was written.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass

_DASHES = "‐‑‒–—―−﹣－ｰー─━ㅡ⁃"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_DOTS = "·ㆍ・‧∙•。｡"
_STARS = "＊∗⁎✱※●○◯■□◆★☆"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufe0e\ufe0f\u20e3"
# What the engine itself writes over what it has found (see `engine`): no sender's text may hold it.
SEEN, SEEN_REACHABLE = "\ue000", "\ue001"


def _table() -> dict[int, str]:
    digits = {
        code: str(unicodedata.digit(chr(code)))
        for code in range(128, sys.maxunicode + 1)
        if unicodedata.category(chr(code)) == "Nd"
    }
    wide = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    same = {
        **dict.fromkeys(map(ord, _DASHES), "-"),
        **dict.fromkeys(map(ord, _SPACES), " "),
        **dict.fromkeys(map(ord, _DOTS), "."),
        **dict.fromkeys(map(ord, _STARS), "*"),
        **dict.fromkeys(map(ord, "‘’‚′`´"), "'"),
        **dict.fromkeys(map(ord, "“”„″「」『』《》〈〉"), '"'),
        **dict.fromkeys(map(ord, "【〔［"), "["),
        **dict.fromkeys(map(ord, "】〕］"), "]"),
        **dict.fromkeys(map(ord, "∼〜～˜"), "~"),
        **dict.fromkeys(map(ord, "∶꞉：︰"), ":"),
        **dict.fromkeys(map(ord, SEEN + SEEN_REACHABLE), "?"),
    }
    return digits | wide | same


# Digits in circles or brackets: one by itself numbers a line, four together are a number.
_CIRCLED = {
    code: str(unicodedata.digit(chr(code)))
    for code in (
        *range(0x2460, 0x2469),
        *range(0x2474, 0x247D),
        0x24EA,
        *range(0x24F5, 0x24FE),
        0x24FF,
        *range(0x2776, 0x277F),
        *range(0x2780, 0x2789),
        *range(0x278A, 0x2793),
    )
}
_CIRCLE = f"[{''.join(map(chr, _CIRCLED))}]"
_CIRCLES = re.compile(rf"{_CIRCLE}(?:[\s\-.,]{{0,3}}{_CIRCLE}){{3,}}")
_TABLE = _table()
_ODD = re.compile(f"[{re.escape(''.join(map(chr, _TABLE)))}]")
_BLANKS = re.compile("  +")
_UNUSUAL = re.compile("[^ -~\n가-힣]")
# Jamo of decomposed Hangul, and what nobody sees.
_SHIFTS = re.compile(f"[\u1100-\u11ff\u0300-\u036f{_UNSEEN}]")


@dataclass(frozen=True)
class Plain:
    """`text` as the rules read it; `at[n]` is where its n-th character stood, None where nothing moved."""

    text: str
    at: list[int] | None = None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of it lies in the text as it was written."""
        return (start, end) if self.at is None else (self.at[start], self.at[end])


def plain(text: str) -> Plain:
    """Read a text; as fast as one search where there is nothing to change."""
    at = None
    if _UNUSUAL.search(text):
        if _SHIFTS.search(text):
            text, at = _shifted(text)
        text = _CIRCLES.sub(lambda run: run[0].translate(_CIRCLED), text)
        if _ODD.search(text):
            text = text.translate(_TABLE)
    if "  " in text:
        text, at = _single_spaced(text, at)
    return Plain(text, at)


def _single_spaced(text: str, at: list[int] | None) -> tuple[str, list[int]]:
    """Without the blanks that follow another one."""
    kept = [n for n, character in enumerate(text) if character != " " or not n or text[n - 1] != " "]
    places = kept if at is None else [at[n] for n in kept]
    return _BLANKS.sub(" ", text), [*places, len(text) if at is None else at[-1]]


def _shifted(text: str) -> tuple[str, list[int]]:
    """Without what nobody sees, letters composed."""
    kept = [(n, c) for n, c in enumerate(text) if c not in _UNSEEN]
    said: list[str] = []
    at: list[int] = []
    for n, character in kept:
        joined = unicodedata.normalize("NFC", said[-1] + character) if said else character
        if said and len(joined) == 1:
            said[-1] = joined
        else:
            said.append(character)
            at.append(n)
    return "".join(said), [*at, len(text)]
