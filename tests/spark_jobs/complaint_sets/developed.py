"""The set the rules of redaction were written on: values of every class in sentences of citizens, with public things beside them."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from complaint_sets import Planted, Span
from complaint_sets import developed_people as people
from complaint_sets import developed_values as values
from complaint_sets.developed_sentences import ENGLISH, ENGLISH_PUBLIC, KOREAN, PUBLIC

PHONES = values.words(
    "phone landline foreign_phone american_phone bare_american_phone spelled_american_phone"
)
NUMBERS = {
    "resident_number": "resident_number", "card": "card", "account": "account", "american_account": "account", "plate": "plate",
    "american_plate": "plate", "passport": "passport", "foreign_passport": "passport", "licence": "licence", "bare_licence": "licence",
}  # fmt: skip
PEOPLE = {
    "email": "email", "handle": "messenger", "ip": "ip", "url": "url", "unit": "unit", "dashed_unit": "unit", "american_unit": "unit",
    "name": "name", "any_name": "name", "surname": "name", "american_name": "name", "american_surname": "name",
}  # fmt: skip
BANKS = values.words(
    "국민은행 신한은행 우리은행 하나은행 농협 기업은행 카카오뱅크 토스뱅크 새마을금고 우체국 부산은행 케이뱅크 신협 수협 SC제일은행"
)
EACH = 10  # texts a sentence
# Field of a sentence → class, maker; a field without a class may stay.
MAKERS: dict[str, tuple[str, Callable[[Random], str]]] = {
    **{name: ("phone", getattr(values, name)) for name in PHONES},
    **{name: (kind, getattr(values, name)) for name, kind in NUMBERS.items()},
    **{name: (kind, getattr(people, name)) for name, kind in PEOPLE.items()},
    "bank": ("", lambda luck: luck.choice(BANKS)),
}
_FIELD = re.compile(r"\{(\w+)\}")


def planted(seed: int) -> list[Planted]:
    """Texts with personal data, and each public sentence by itself. The same seed gives the same texts."""
    luck, texts = Random(seed), []
    for sentences, public in ((KOREAN, PUBLIC), (ENGLISH, ENGLISH_PUBLIC)):
        for of_class in sentences.values():
            texts += [_text(sentence, public, luck) for sentence in of_class for _ in range(EACH)]
        texts += [Planted(sentence, ()) for sentence in public]
    return texts


def _text(sentence: str, public: tuple[str, ...], luck: Random) -> Planted:
    """The sentence alone, or among one or two public ones."""
    said, spans = _filled(sentence, luck)
    before = luck.choice(public) if luck.random() < 0.4 else ""
    after = luck.choice(public) if luck.random() < 0.4 else ""
    glue = luck.choice((" ", " ", "\n"))
    lead = f"{before}{glue}" if before else ""
    tail = f"{glue}{after}" if after else ""
    return Planted(
        lead + said + tail, tuple(Span(s.start + len(lead), s.end + len(lead), s.kind) for s in spans)
    )


def _filled(sentence: str, luck: Random) -> tuple[str, list[Span]]:
    said, spans, at = "", [], 0
    for field in _FIELD.finditer(sentence):
        kind, make = MAKERS[field[1]]
        value = make(luck)
        said += sentence[at : field.start()]
        if kind:
            spans.append(Span(len(said), len(said) + len(value), kind))
        said += value
        at = field.end()
    return said + sentence[at:], spans
