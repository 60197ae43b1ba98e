"""All rules over one text, in an order that matters: a link before the address in it, an address before its digits, sixteen digits before thirteen.

What is found is written over before the next rule reads the text, so that no rule finds a piece of it again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from spark_jobs.complaints.redaction import numbers, online
from spark_jobs.complaints.redaction.bare_names import bare_names
from spark_jobs.complaints.redaction.digit_words import spelled
from spark_jobs.complaints.redaction.english_names import english_names
from spark_jobs.complaints.redaction.names import names
from spark_jobs.complaints.redaction.phones import phones
from spark_jobs.complaints.redaction.plain import SEEN, SEEN_REACHABLE, plain
from spark_jobs.complaints.redaction.plates import plates
from spark_jobs.complaints.redaction.spans import MARKS, Span
from spark_jobs.complaints.redaction.told import NUMBER, told
from spark_jobs.complaints.redaction.units import units

Rule = Callable[[str], Iterator[tuple[int, int, str]]]

_SIX_DIGITS = re.compile(r"[0-9*](?:[^0-9*]{0,4}[0-9*]){5}")
_DIGIT = re.compile("[0-9]")
# A rule, and what a text must hold for it to be worth asking.
_ALWAYS = re.compile("")
_RULES: tuple[tuple[Rule, re.Pattern[str]], ...] = (
    (online.urls, re.compile("/")),
    (
        online.emails,
        re.compile(r"@|골뱅이|메일|이멜|mail|앳|엣|\bat\b|_at_|[(\[{<] ?(?:at|a)\b", re.IGNORECASE),
    ),
    (
        online.addresses,
        re.compile(r"[0-9]\. ?[0-9]{1,3}\. ?[0-9]|[0-9] ?[\[({] ?(?:\.|dot|점)|:[0-9A-Fa-f]{0,4}:"),
    ),
    (told, NUMBER),
    (spelled, _ALWAYS),
    (numbers.resident_numbers, _SIX_DIGITS),
    (numbers.licences, _SIX_DIGITS),
    (numbers.cards, _SIX_DIGITS),
    (numbers.accounts, _SIX_DIGITS),
    (numbers.passports, _SIX_DIGITS),
    (
        plates,
        re.compile("[0-9]{3}|(?i:plate|tag|reg|cab|taxi|medallion)|(?:MA|NY|NJ|CT|RI|NH|ME|VT|PA) [A-Z0-9]"),
    ),
    (phones, re.compile(r"[0-9*oOㅇ공영](?:[^0-9*oOㅇ]{0,4}[0-9*oOㅇlI|]){5}")),
    (online.messengers, re.compile("[A-Za-z_][A-Za-z0-9._-]{2}|@|" + online.HANGUL_ID_TOLD.pattern)),
    (units, re.compile(r"호|[0-9] ?[-/] ?[0-9]|[0-9A-Za-z가나다라마바사] ?동|[A-Za-z]")),
    (names, re.compile("[가-힣]")),
    (bare_names, re.compile("[가-힣]{2}")),
    (
        english_names,
        re.compile(r"[A-Za-z][.,:\]]?\s{1,2}[A-Za-z]|[Nn]ame|\][A-Z]|[A-Z][a-z]+,|(?i:mrs?|ms|dr|name)\b"),
    ),
)
_REACHABLE = {"phone", "email", "messenger", "account"}


def find(text: str) -> list[Span]:
    """Personal data in a text, in the order in which it stands there, without overlaps. Offsets are those of `text`."""
    read = plain(text)
    work, found = read.text, []
    for rule, hint in _RULES:
        if not hint.search(work):
            continue
        parts, at = [], 0
        for start, end, kind in _apart(rule(work)):
            start += work[start] == "(" and ")" not in work[start:end]
            found.append((*read.back(start, end), kind))
            parts += [work[at:start], (SEEN_REACHABLE if kind in _REACHABLE else SEEN) * (end - start)]
            at = end
        if parts:
            work = "".join([*parts, work[at:]])
    return sorted(Span(*piece) for piece in found)


def _apart(found: Iterator[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Pieces in order and without overlaps: what overlaps becomes one, of the class found first."""
    pieces: list[tuple[int, int, str]] = []
    first = 0
    for start, end, n, kind in sorted((start, end, n, kind) for n, (start, end, kind) in enumerate(found)):
        if pieces and start < pieces[-1][1]:
            before = pieces[-1]
            pieces[-1] = before[0], max(before[1], end), before[2] if first < n else kind
            first = min(first, n)
        else:
            pieces.append((start, end, kind))
            first = n
    return pieces


def redact(text: str | None) -> str | None:
    """The text with a typed mark in place of each piece of personal data; nothing stays nothing."""
    if not text:
        return text
    said, at = [], 0
    for span in find(text):
        said += [text[at : span.start], MARKS[span.kind]]
        at = span.end
    return "".join([*said, text[at:]]) if said else text
