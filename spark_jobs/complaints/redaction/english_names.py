"""Names of persons in English texts: after `my name is`, Name:, Mr., a title, a farewell, beside a telephone number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spark_jobs.complaints.redaction.plain import SEEN_REACHABLE
from spark_jobs.complaints.redaction.words import any_of, word_list

_WORD = r"[A-ZÀ-Þ][a-zA-ZÀ-ÿ'’]*(?:-[A-Za-z][a-zA-ZÀ-ÿ'’]+){0,2}"
_PARTICLE = r"(?:(?:de|da|del|di|van|von|der|la|le|el|al|bin|St\.|(?:De|La|Del|Da|Los|San)(?= )) ?){1,3}"
_NAME = rf"(?:{_WORD}(?: [A-Z]\.?)?(?: {_PARTICLE})?(?: {_WORD}){{1,2}}|[A-Z]\. ?{_WORD})"
_ONE_OR_MORE = rf"(?:[A-Z]\. ?)?{_WORD}(?: [A-Z]\.)?(?: {_PARTICLE})?(?: {_WORD}){{0,2}}"
_PLACES = frozenset(word_list("english.places"))
_STOPS = frozenset(word_list("english.no_names")) | _PLACES
_MY_NAME = re.compile(
    rf"(?i:\b(?:{any_of('english.before')}|(?:{any_of('english.labels')})(?: is| was)?\s?[:=\]>|→-]{{1,2}})(?:(?<=[^A-Za-z])|\s))[\s\"']{{0,3}}"
    rf"(?P<name>{_NAME}|{_WORD}(?![A-Za-z]))"
)
_MY_NAME_SMALL = re.compile(
    r"(?i:\b(?:my (?:full )?name is|my name's|name\s?[:=]))\s{0,2}(?P<name>[a-z]+(?: [a-z]+)?)(?![a-z])"
)
_TITLED = re.compile(rf"\b(?:{any_of('english.titles')})\b\.?\s{{1,2}}(?P<name>{_ONE_OR_MORE})")
_SIGNED = re.compile(
    rf"(?i:\b(?:{any_of('english.farewells')})(?: yours| submitted| again)?)[\s,.!-]{{1,4}}"
    rf"(?P<name>{_NAME}|(?<=\n){_WORD}(?= *(?:$|\n)))(?![A-Za-z])"
)
_BESIDE = re.compile(
    rf"(?<![A-Za-z])(?P<name>{_WORD}(?: [A-Z]\.?)? {_WORD})[\s(,:/-]{{0,4}}"
    rf"(?:(?:at|on|tel|phone|cell|email|ph)\b[\s.:]{{0,3}})?(?={SEEN_REACHABLE})"
)
_AT_HOME = re.compile(
    rf"(?<![A-Za-z])(?P<name>{_WORD}(?: [A-Z]\.?)? {_WORD}),?\s[0-9]{{1,5}}\s(?:[A-Z][A-Za-z]*|[0-9]+(?:st|nd|rd|th)) (?:[A-Z][a-z]+ )?"
    r"(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Place|Pl|Dr|Drive|Ln|Lane|Ct|Court|Way|Terrace)\b"
)
_PERSON = re.compile(
    rf"\b(?:(?i:my|our) (?:{any_of('english.people')})|the (?:landlord|owner|tenant|super|superintendent|manager|driver|operator)"
    rf"|neighbou?r|landlord|tenant),? (?P<name>{_NAME}|{_WORD})(?![A-Za-z])"
)
_SPOKEN_WITH = re.compile(
    r"\b(?:(?:[Ss]poke|[Tt]alked|[Ss]peak|[Ss]peaking|[Dd]ealt|[Mm]et) (?:with|to)|named|called"
    r"|[Cc]ontact|[Rr]eported by|[Ss]ubmitted by|[Ff]iled by|[Ss]igned by"
    r"|(?:[Dd]river|[Oo]perator|[Ss]uper|[Mm]anager|[Oo]fficer|[Ii]nspector|[Dd]oorman|[Aa]gent|[Cc]onductor))"
    r" (?P<name>[A-Z][a-z'’]+(?: [A-Z]\.)? [A-Z][A-Za-z'’]+(?:-[A-Z][a-z]+)?)(?![A-Za-z'’])(?! [A-Z][a-z])"
)
_GREETED = re.compile(
    r"\b(?:[Tt]hank|[Pp]raise|[Cc]ommend|[Ss]ee) (?P<name>[A-Z][a-z'’]+(?: [A-Z]\.)? [A-Z][A-Za-z'’]+) (?:at|from|in|of|for)\b"
    r"|\b(?i:hi|hello|hey),? (?P<here>[A-Z][a-z'’]+(?: [A-Z]\.)? [A-Z][A-Za-z'’]+) here\b"
    r"|(?:^|\n|[.!?]\s{1,2})[-–~] ?(?P<dash>[A-Z][a-z'’]+(?: [A-Z]\.)? [A-Z][A-Za-z'’]+)(?=\.|\s*\n)"
)
_LATIN_WORD = re.compile("[a-z]{2,12}")
_FIRST_NAME = frozenset(word_list("english.first_names"))
# A given name of the list and another word, in small letters or behind a dash, where somebody speaks or is spoken of.
_KNOWN = re.compile(
    r"(?:(?i:\b(?:this is|i'm|i am|my name is|hi|hello|hey|landlord|landlady|driver|neighbou?r|tenant|officer|manager|super|owner|contact|called"
    r"|named|thank|thanks|thank you|sincerely|regards|best|inspector|operator|agent|signed|husband|wife|son|daughter|friend|boss)\b),?\s{1,2}"
    r"|(?:^|\s)[-–~] ?|(?:^|[.!?]\s{1,2}|\n))"
    r"(?=(?P<name>(?P<first>[A-Za-z]{2,12}) (?:[A-Za-z]\. )?(?P<last>[A-Za-z'’-]{2,}))(?![A-Za-z'’]))"
)
_KNOWN_ENDS = re.compile(
    r"\s*(?:$|\n)|,? ?[\ue000\ue001]|[.,]|\s(?:again|here|from|at|won't|will|is|was|refuses|told|said|in|and|who"
    r"|has|keeps|did|does|lives|plays|never|smokes|can|goes|works)\b|\s?\("
)
# In small letters where nothing else can stand: a farewell, or a dash, and two words that end the text or the line.
_SMALL = re.compile(
    r"(?:(?i:sincerely|regards|thank you|thanks|best|respectfully|yours),\s{1,2}|(?:^|\n)[-–~] ?)"
    r"(?P<name>[a-z'’]{2,} [a-z'’]{3,})(?=\s*(?:$|\n))"
    r"|(?:^|[.!?]\s{1,2}|\n)(?P<beside>[a-z'’]{3,} [a-z'’]{3,}), ?(?=[\ue000\ue001])"
    r"|\bI'm (?P<at>[a-z'’]{3,} [a-z'’]{3,}) (?:at|of|from) (?=[0-9])"
)
_AT_END = re.compile(r"(?:[.!?]\s|\n|^)\s*[-–~] ?(?P<name>[A-Z][a-z'’]+(?: [A-Z]\.)? [A-Z][A-Za-z'’]+)\s*$")
# A role and a name of two words that does or says something, or a name behind the word `name`.
_SUBJECT = re.compile(
    rf"\b(?:[Rr]esident|[Cc]aller|[Tt]enant|[Cc]omplainant|[Cc]ustomer|[Cc]onstituent|[Ll]andlord|[Oo]wner|[Nn]eighbor|[Nn]ame)"
    rf" (?P<name>{_WORD}(?: [A-Z]\.?)? {_WORD})"
    rf"(?=,? (?:reports?|reported|states?|stated|says?|said|called|calls|complain(?:s|ed)|is|was|at|wants?"
    r"|requests?|requested|claims?|advises?|advised|has|lives?)\b|\s*$|[,(]|\s*\n)"
)
_NAMELESS = re.compile(rf"(?:{any_of('english.nameless')})(?:'s)?[ -]?$", re.IGNORECASE)
_ROADS = r"(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Place|Pl|Drive|Ln|Lane|Ct|Court|Way|Terrace|Cir|Circle|Sq|Square|JR|WAY)"
_STREET = re.compile(rf"[A-Za-z] {_ROADS}\b")
_STREET_BEHIND = re.compile(rf" {{1,2}}(?:Jr\.?,? )?{_ROADS}\b")
_BOULEVARD_BEHIND = re.compile(r" (?:Jr\.?,? )?(?:Blvd|Boulevard)\b")
_ROAD_BEFORE = re.compile(r"(?:^|[^A-Za-z])(?:[A-Z][A-Za-z.'-]*|[0-9]+[a-z]{0,2}) {1,2}$")
# One word after these is no name: `I am Korean`, `this is Unacceptable`.
_LOOSE = re.compile(r"(?:this is|i'm|i am)\b", re.IGNORECASE)


def english_names(text: str) -> Iterator[tuple[int, int, str]]:
    """Every name that something announces, as English has it: capital letters, after a label in small ones too."""
    is_known = not _FIRST_NAME.isdisjoint(_LATIN_WORD.findall(text.lower()))
    for match in _KNOWN.finditer(text) if is_known else ():
        is_sentence = not match[0].strip(".!? \n")
        ends = _KNOWN_ENDS.match(text, match.end("name"))
        if (
            match["first"].lower() not in _FIRST_NAME
            or not ends
            or match["last"].lower() in _STOPS - {"park", "hill"}
        ):
            continue
        # At the head of a sentence only what is reached: `mark street signs` is none.
        if not is_sentence or "\ue000" in ends[0] or "\ue001" in ends[0]:
            yield *match.span("name"), "name"
    for pattern in (
        _MY_NAME,
        _MY_NAME_SMALL,
        _TITLED,
        _SIGNED,
        _BESIDE,
        _AT_HOME,
        _PERSON,
        _SUBJECT,
        _SPOKEN_WITH,
        _GREETED,
        _SMALL,
        _AT_END,
    ):
        for match in pattern.finditer(text):
            group = next(name for name in pattern.groupindex if match[name])
            words = _before_stop(match[group], is_park=pattern not in (_BESIDE, _AT_HOME))
            is_street = (pattern is _SIGNED and _BOULEVARD_BEHIND.match(text, match.end())) or (
                pattern is _TITLED and (_STREET.search(match[0]) or _STREET_BEHIND.match(text, match.end()))
            )
            is_said_of = pattern in (_SUBJECT, _SPOKEN_WITH, _AT_END, _BESIDE, _GREETED, _SMALL)
            is_next = (  # `ask for the owner Trash pickup is …`: the next sentence
                pattern is _PERSON
                and len(words) == 1
                and match[0].startswith("the ")
                and words[0].lower() not in _FIRST_NAME
                and not _KNOWN_ENDS.match(text, match.end("name"))
            )
            if not words or is_street or is_next or (is_said_of and words != match[group].split(" ")):
                continue
            # `Veterans Dr  Jamaica Plain`: a drive, no doctor.
            if (
                pattern is _TITLED
                and match[0][:2].upper() == "DR"
                and _ROAD_BEFORE.search(text[max(0, match.start() - 16) : match.start()])
                and not (match[0][2] == "." and words[0].lower() in _FIRST_NAME)
            ):
                continue
            if pattern in (_MY_NAME, _MY_NAME_SMALL, _SUBJECT) and _NAMELESS.search(
                text[max(0, match.start() - 30) : match.start()]
            ):
                continue
            if (
                pattern is _MY_NAME
                and _LOOSE.match(match[0])
                and (len(words) == 1 or "".join(words).isupper())
            ):
                continue
            start = match.start(group)
            yield start, start + len(" ".join(words)), "name"


def _before_stop(said: str, *, is_park: bool) -> list[str]:
    """The words of a name up to one that is none (`John Smith The`); Park and Hill may be families' names too."""
    words = said.split(" ")
    if is_park and words == ["Park"]:
        return words
    if (
        is_park
        and len(words) > 1
        and _bare(words[-1]) in ("park", "hill")
        and not any(len(w) > 2 and _bare(w) in _STOPS for w in words[:-1])
    ):
        return words
    if is_park and len(words) == 2 and _bare(words[0]) == "park" and _bare(words[1]) not in _STOPS:
        return words
    stops = [n for n, word in enumerate(words) if _bare(word) in _STOPS and not (n and word.endswith("."))]
    if stops[:1] == [1] and _bare(words[stops[0]]) in _PLACES:
        return []  # Dudley Square
    words = words[: stops[0]] if stops else words
    return [] if len(words) == 1 and len(words[0]) == 1 else words


def _bare(word: str) -> str:
    return word.lower().strip(".,'").removesuffix("'s").removesuffix("’s")
