"""Names of persons in English texts: after `my name is`, Name:, Mr., a title, a farewell, beside a telephone number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spark_jobs.complaints.redaction.plain import SEEN_REACHABLE
from spark_jobs.complaints.redaction.words import any_of, word_list

_WORD = r"[A-Z][a-zA-Z'’]*(?:-[A-Za-z][a-zA-Z]+)?"
_PARTICLE = r"(?:(?:de|da|del|di|van|von|der|la|le|el|al|bin|St\.) ?){1,2}"
_NAME = rf"(?:{_WORD}(?: [A-Z]\.?)?(?: {_PARTICLE})?(?: {_WORD}){{1,2}}|[A-Z]\. ?{_WORD})"
_ONE_OR_MORE = rf"{_WORD}(?: [A-Z]\.)?(?: {_PARTICLE})?(?: {_WORD}){{0,2}}"
_STOPS = frozenset(word_list("english.no_names"))
_MY_NAME = re.compile(
    rf"(?i:\b(?:{any_of('english.before')}|(?:{any_of('english.labels')})(?: is| was)?\s?[:=-]))[\s\"']{{1,3}}"
    rf"(?P<name>{_NAME}|{_WORD}(?![A-Za-z]))"
)
_MY_NAME_SMALL = re.compile(
    r"(?i:\b(?:my (?:full )?name is|my name's|name\s?[:=]))\s{0,2}(?P<name>[a-z]+(?: [a-z]+)?)(?![a-z])"
)
_TITLED = re.compile(rf"\b(?:{any_of('english.titles')})\b\.? {{1,2}}(?P<name>{_ONE_OR_MORE})")
_SIGNED = re.compile(
    rf"(?i:\b(?:{any_of('english.farewells')})(?: yours| submitted| again)?)[\s,.!-]{{1,4}}"
    rf"(?P<name>{_NAME}|(?<=\n){_WORD}(?=\s*$))(?![A-Za-z])"
)
_BESIDE = re.compile(
    rf"(?<![A-Za-z])(?P<name>{_WORD}(?: [A-Z]\.?)? {_WORD})[\s(,:/-]{{0,4}}"
    rf"(?:(?:at|on|tel|phone|cell|email|ph)\b[\s.:]{{0,3}})?(?={SEEN_REACHABLE})"
)
_AT_HOME = re.compile(
    rf"(?<![A-Za-z])(?P<name>{_WORD}(?: [A-Z]\.?)? {_WORD}), [0-9]{{1,5}} (?:[A-Z][A-Za-z]*|[0-9]+(?:st|nd|rd|th)) (?:[A-Z][a-z]+ )?"
    r"(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Place|Pl|Dr|Drive|Ln|Lane|Ct|Court|Way|Terrace)\b"
)
_PERSON = re.compile(
    rf"\b(?:my (?:{any_of('english.people')})|the (?:landlord|owner|tenant|super|superintendent|manager|driver|operator)"
    rf"|neighbou?r|landlord|tenant),? (?P<name>{_NAME}|{_WORD})(?![A-Za-z])"
)
_NAMELESS = re.compile(rf"(?:{any_of('english.nameless')})(?:'s)?[ -]?$", re.IGNORECASE)
_ROADS = r"(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Place|Pl|Drive|Ln|Lane|Ct|Court|Way|Terrace|Cir|Circle|Sq|Square|JR|WAY)"
_STREET = re.compile(rf"[A-Za-z] {_ROADS}\b")
_STREET_BEHIND = re.compile(rf" {{1,2}}{_ROADS}\b")
_ROAD_BEFORE = re.compile(r"[A-Za-z0-9] {1,2}$")
# One word after these is no name: `I am Korean`, `this is Unacceptable`.
_LOOSE = re.compile(r"(?:this is|i'm|i am)\b", re.IGNORECASE)


def english_names(text: str) -> Iterator[tuple[int, int, str]]:
    """Every name that something announces, as English has it: capital letters, after a label in small ones too."""
    for pattern in (_MY_NAME, _MY_NAME_SMALL, _TITLED, _SIGNED, _BESIDE, _AT_HOME, _PERSON):
        for match in pattern.finditer(text):
            words = _before_stop(match["name"])
            is_street = pattern is _TITLED and (
                _STREET.search(match[0]) or _STREET_BEHIND.match(text, match.end())
            )
            if not words or is_street:
                continue
            # `Veterans Dr  Jamaica Plain`: a drive, no doctor.
            if (
                pattern is _TITLED
                and match[0][:2].upper() == "DR"
                and _ROAD_BEFORE.search(text[max(0, match.start() - 4) : match.start()])
            ):
                continue
            if pattern in (_MY_NAME, _MY_NAME_SMALL) and _NAMELESS.search(
                text[max(0, match.start() - 30) : match.start()]
            ):
                continue
            if (
                pattern is _MY_NAME
                and _LOOSE.match(match[0])
                and (len(words) == 1 or "".join(words).isupper())
            ):
                continue
            start = match.start("name")
            yield start, start + len(" ".join(words)), "name"


def _before_stop(said: str) -> list[str]:
    """The words of a name up to one that is none (`John Smith The`)."""
    words = said.split(" ")
    stops = [
        n
        for n, word in enumerate(words)
        if word.lower().strip(".,'") in _STOPS and not (n and word.endswith("."))
    ]
    return words[: stops[0]] if stops else words
