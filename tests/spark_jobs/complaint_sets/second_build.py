"""Fills carrier sentences with values and remembers where the personal ones lie.

In a carrier `{phone}` or `{phone.home}` is a personal value (class, and variant after the dot), `{#bus}` is something that is
not personal, and `{은/는}` is the particle that suits whatever was written just before it."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from random import Random

from complaint_sets import Planted, Span

Made = tuple[str, str, str]  # what stands before the value, the value, what stands after it
Maker = Callable[[Random, str], Made]
Atom = Callable[[Random], str]

SLOT = re.compile(r"\{([^{}]+)\}")
SPACE_BETWEEN_HANGUL = re.compile(r"(?<=[가-힣]) (?=[가-힣])")
OPEN, RIEUL, CLOSED = 0, 1, 2
DIGIT_ENDINGS = dict(
    zip("0123456789", (CLOSED, RIEUL, OPEN, CLOSED, OPEN, OPEN, CLOSED, RIEUL, RIEUL, OPEN), strict=True)
)
LETTER_ENDINGS = {"l": RIEUL, "r": RIEUL, "m": CLOSED, "n": CLOSED}
WORRIES = ("ㅠㅠ", "...", "!!", " ㅡㅡ", "..;;", "~", "!!!", " ;;")


def lines(block: str) -> tuple[str, ...]:
    """The carriers in a block of text, one on a line; `⏎` is a line break within a carrier."""
    return tuple(line.strip().replace("⏎", "\n") for line in block.strip().splitlines())


def ending(text: str) -> int:
    """How the last sound of a text ends: in a vowel, in ㄹ, or in another consonant."""
    last = unicodedata.normalize("NFKC", text[-1:]).lower()
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return OPEN if final == 0 else RIEUL if final == 8 else CLOSED
    if text.lower().endswith(".net"):
        return CLOSED
    return DIGIT_ENDINGS.get(last, LETTER_ENDINGS.get(last, OPEN))


def particle(pair: str, before: str) -> str:
    """The one of two forms of a particle (closed/open) that suits the text before it."""
    closed, opened = pair.split("/")
    sound = ending(before)
    if closed == "으로" and sound == RIEUL:
        return opened
    return opened if sound == OPEN else closed


class Writer:
    """Writes texts with one source of chance, and draws no value twice if it can help it."""

    def __init__(self, rng: Random, makers: Mapping[str, Maker], atoms: Mapping[str, Atom]) -> None:
        """Keep the source of chance, the makers of values by class, and the makers of what is not personal."""
        self.rng = rng
        self.makers = makers
        self.atoms = atoms
        self.used: set[tuple[str, str]] = set()

    def value(self, kind: str, variant: str) -> Made:
        """A value of a class, new if one can be found in a few tries."""
        made = self.makers[kind](self.rng, variant)
        for _ in range(60):
            if (kind, made[1]) not in self.used:
                break
            made = self.makers[kind](self.rng, variant)
        self.used.add((kind, made[1]))
        return made

    def write(self, carrier: str) -> Planted:
        """A carrier with all its slots filled."""
        text, spans, at = "", [], 0
        for slot in SLOT.finditer(carrier):
            text += carrier[at : slot.start()]
            at = slot.end()
            inside = slot.group(1)
            if inside.startswith("#"):
                text += self.atoms[inside[1:]](self.rng)
            elif "/" in inside:
                text += particle(inside, text)
            else:
                kind, _, variant = inside.partition(".")
                before, value, after = self.value(kind, variant)
                text += before
                spans.append(Span(len(text), len(text) + len(value), kind))
                text += value + after
        return Planted(text + carrier[at:], tuple(spans))


class Deck:
    """Deals a list of carriers again and again, each time in a new order, so that all are used about equally."""

    def __init__(self, rng: Random, cards: Sequence[str]) -> None:
        """Keep the cards; shuffle when the first is dealt."""
        self.rng = rng
        self.cards = tuple(cards)
        self.left: list[str] = []

    def deal(self) -> str:
        """The next card."""
        if not self.left:
            self.left = list(self.cards)
            self.rng.shuffle(self.left)
        return self.left.pop()


def typed(rng: Random, carrier: str, english: bool) -> str:
    """A carrier as people type it on a phone: a space forgotten, a sigh at the end, no capitals."""
    if english:
        return carrier.lower() if rng.random() < 0.12 else carrier
    if rng.random() < 0.25:
        gaps = list(SPACE_BETWEEN_HANGUL.finditer(carrier))
        for gap in sorted(
            rng.sample(gaps, min(len(gaps), rng.choice((1, 1, 2)))), key=lambda found: -found.start()
        ):
            carrier = carrier[: gap.start()] + carrier[gap.end() :]
    if rng.random() < 0.12 and carrier.endswith(("요.", "다.", "요!", "죠.")):
        carrier = carrier[:-1] + rng.choice(WORRIES)
    return carrier


def seam(rng: Random, before: str, after: str) -> str:
    """What stands between two sentences: more than a blank where the first ends in a value and would run into the second."""
    if not before.endswith("}"):
        return rng.choice((" ", " ", " ", " ", " ", "\n", "\n\n", "  "))
    if before.endswith("url_token}"):
        return "\n"
    if "가" <= after[0] <= "힣":
        return rng.choice(("\n", "\n", ". ", " / ", ", ", " "))
    return rng.choice(("\n", "\n", ". "))


def joined(rng: Random, parts: Sequence[str]) -> str:
    """Sentences put one after another, now and then on lines of their own."""
    text = parts[0]
    for before, after in pairwise(parts):
        text += ("\n" if "\n" in before + after else seam(rng, before, after)) + after
    return text
