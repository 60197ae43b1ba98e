"""The set that tests the masking of personal data, written by somebody who had not seen the rules.

A text has none to four planted values, and public ones that must stay. The span of a value is the value: of a name its syllables
without title or particle, of a home its building and unit without the complex, of a page with a secret the secret with its key, of a
plate or a licence the region's name too where it is written as part of the number. Two halves of a registration number told apart are two spans.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from tests.spark_jobs.complaint_sets import Planted, Span
from tests.spark_jobs.complaint_sets import apart_documents as documents
from tests.spark_jobs.complaint_sets import apart_net as net
from tests.spark_jobs.complaint_sets import apart_numbers as numbers
from tests.spark_jobs.complaint_sets import apart_words as words
from tests.spark_jobs.complaint_sets.apart_carriers import CARRIERS
from tests.spark_jobs.complaint_sets.apart_forms import ENGLISH, FORMS
from tests.spark_jobs.complaint_sets.apart_public import ASIDES, KEPT, KEPT_ENGLISH, PUBLIC
from tests.spark_jobs.complaint_sets.apart_tools import Shape

PLACE = re.compile(r"\{(\w+)(?::(\w+))?\}")

SHAPES: dict[str, list[Shape]] = {
    "phone": numbers.PHONE_CLEAR + numbers.PHONE_TOLD,
    "phone:clear": numbers.PHONE_CLEAR,
    "resident_number": numbers.registration_clear(False) * 2 + numbers.registration_told(False),
    "resident_number:clear": numbers.registration_clear(False),
    "resident_front": [lambda rng: numbers.registration(rng, False)[:6]],
    "resident_back": [lambda rng: numbers.registration(rng, False)[6:]],
    "alien_number": numbers.registration_clear(True) * 2 + numbers.registration_told(True),
    "alien_number:clear": numbers.registration_clear(True),
    "card": numbers.CARD_CLEAR + numbers.CARD_TOLD,
    "card:clear": numbers.CARD_CLEAR,
    "account": numbers.ACCOUNT,
    "plate": documents.PLATE_CLEAR * 2 + documents.PLATE_TOLD,
    "plate:clear": documents.PLATE_CLEAR,
    "email": net.EMAIL_CLEAR + net.EMAIL_TOLD,
    "email:clear": net.EMAIL_CLEAR,
    "passport": documents.PASSPORT,
    "driver_licence": documents.LICENCE,
    "messenger": net.MESSENGER,
    "ip": net.IP_CLEAR + net.IP_TOLD,
    "ip:clear": net.IP_CLEAR,
    "url_token": net.TOKEN,
    "home_unit": words.HOME_CLEAR + words.HOME_TOLD,
    "home_unit:clear": words.HOME_CLEAR,
    "home_unit:small": words.HOME_SMALL,
    "name": words.NAME_TOLD,
    "name:clear": words.NAME_CLEAR,
}
IN_ENGLISH = SHAPES | {
    "phone": numbers.ENGLISH_PHONE,
    "phone:clear": numbers.ENGLISH_PHONE[:20],
    "plate": documents.ENGLISH_PLATE,
    "name": words.ENGLISH_NAME,
    "home_unit": words.ENGLISH_HOME,
    "card": numbers.CARD_CLEAR,
    "passport": documents.PASSPORT[:10],
    "email:clear": net.EMAIL_CLEAR[:14],
}
KIND = {"resident_front": "resident_number", "resident_back": "resident_number"}
# How many texts are built around each class.
TEXTS = {
    "phone": 330, "name": 300, "plate": 230, "home_unit": 200, "resident_number": 170, "account": 150, "card": 130, "email": 140,
    "alien_number": 110, "passport": 105, "driver_licence": 115, "messenger": 120, "ip": 105, "url_token": 105,
}  # fmt: skip
FORMS_CNT, ENGLISH_CNT, EMPTY_CNT = 130, 260, 250


@dataclass
class Writer:
    """Draws shapes and sentences, each as often as the next, and keeps where the planted values lie."""

    rng: Random
    bags: dict[str, Iterator] = field(default_factory=dict)

    def turn(self, name: str, choices: list):
        """The next of the choices: all of them, shuffled, before any comes again."""
        if name not in self.bags:
            self.bags[name] = self._around(choices)
        return next(self.bags[name])

    def _around(self, choices: list) -> Iterator:
        while True:
            yield from self.rng.sample(choices, len(choices))

    def written(self, template: str, english: bool = False) -> Planted:
        """The template with its places filled."""
        shapes = IN_ENGLISH if english else SHAPES
        hurried = not english and self.rng.random() < 0.08
        text, spans, at = "", [], 0
        for place in PLACE.finditer(template):
            text += self.typed(template[at : place.start()], hurried)
            name, at = place.group()[1:-1], place.end()
            if place[1] in PUBLIC:
                text += self.rng.choice(PUBLIC[place[1]])(self.rng)
                continue
            value = self.turn(f"{english} {name}", shapes.get(name) or shapes[place[1]])(self.rng)
            before, inner, after = re.fullmatch(r"(?:(.*)⟦)?(.*?)(?:⟧(.*))?", value, re.DOTALL).groups("")
            start = len(text) + len(before)
            spans.append(Span(start, start + len(inner), KIND.get(place[1], place[1])))
            text += before + inner + after
        return Planted(text + self.typed(template[at:], hurried), tuple(spans))

    def typed(self, words: str, hurried: bool) -> str:
        """The words as typed: some people drop blanks between words and mistype endings."""
        if not hurried:
            return words
        words = re.sub(r"(?<=[가-힣]{2}) (?=[가-힣]{2})", lambda blank: self.rng.choice(["", " "]), words)
        return words.replace("습니다", self.rng.choice(["슴니다", "습니당", "습니다"])).replace(
            "주세요", "주세여"
        )

    def aside(self) -> Planted:
        """A sentence with nothing to hide."""
        return self.written(self.turn("asides", ASIDES * 2 + KEPT))


def joined(parts: list[Planted], between: str) -> Planted:
    """The parts in one text. A value at a part's edge is set off by an empty line: after a blank the next number would seem part of it."""
    text, spans = "", []
    for part in parts:
        ends_on_value = bool(spans) and spans[-1].end == len(text)
        begins_with_value = bool(part.spans) and part.spans[0].start == 0
        if text:
            text += "\n\n" if ends_on_value or begins_with_value else between
        spans += [Span(len(text) + s.start, len(text) + s.end, s.kind) for s in part.spans]
        text += part.text
    return Planted(text, tuple(spans))


def in_english(writer: Writer) -> Planted:
    """A text as citizens of Boston and New York write, or a foreigner in Seoul."""
    parts = [writer.written(writer.turn("english", ENGLISH), english=True)]
    parts += [
        writer.written(writer.turn("asides in english", KEPT_ENGLISH))
        for _ in range(writer.rng.choice([0, 1, 1]))
    ]
    return joined(parts[:: writer.rng.choice([1, -1])], " ")


def planted(seed: int) -> list[Planted]:
    """The set: above 2,400 planted values of every class; the same for the same seed."""
    writer = Writer(Random(seed))
    rng = writer.rng
    texts = []
    for kind, cnt in TEXTS.items():
        for _ in range(cnt):
            parts = [writer.written(writer.turn(kind, CARRIERS[kind]))]
            parts[:0] = [writer.aside() for _ in range(rng.choice([0, 0, 1, 1, 2]))]
            parts += [writer.aside() for _ in range(rng.choice([0, 1]))]
            texts.append(joined(parts, rng.choice([" ", " ", "\n", "\n\n"])))
    for _ in range(FORMS_CNT):
        parts = [writer.written(writer.turn("forms", FORMS)), writer.aside()]
        texts.append(joined(parts[:: rng.choice([1, -1])], "\n"))
    texts += [in_english(writer) for _ in range(ENGLISH_CNT)]
    texts += [
        joined([writer.aside() for _ in range(rng.randrange(2, 5))], rng.choice([" ", "\n"]))
        for _ in range(EMPTY_CNT)
    ]
    rng.shuffle(texts)
    return texts


def kept(seed: int) -> list[str]:
    """Sentences with public things only: they must come through whole."""
    writer = Writer(Random(seed))
    sentences = KEPT + KEPT_ENGLISH
    return list(
        dict.fromkeys(writer.written(writer.turn("kept", sentences)).text for _ in range(6 * len(sentences)))
    )
