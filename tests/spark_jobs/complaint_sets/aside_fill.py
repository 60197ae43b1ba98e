"""Fills carrier sentences: `{phone}` plants a value, `{BUS}` writes something harmless, `<을>` picks the particle that fits."""

import re
from collections.abc import Callable
from random import Random

from complaint_sets import Planted, Span, aside_digits, aside_net, aside_noise, aside_papers, aside_people

Maker = Callable[[Random, str], str]
Piece = tuple[
    str, str
]  # text, and its class; "" for what is written as it stands, "~" for a value that is not personal

MAKERS: dict[str, Maker] = {
    **aside_digits.MAKERS,
    **aside_papers.MAKERS,
    **aside_net.MAKERS,
    **aside_people.MAKERS,
}
KINDS = tuple(MAKERS)

_SLOT = re.compile(r"\{([a-z_]+)(?:\.([a-z]+))?\}|\{([A-Z]+)\}|<(을|이|은|과|로|이_|예|야|이가|이는)>")
_MARK = re.compile("⟦([^⟧]*)⟧")
_FIELD = re.compile(r"(?<=[가-힣A-Za-z)]): (?=\S|$)")
_JOSA = {
    "을": ("을", "를"),
    "이": ("이", "가"),
    "은": ("은", "는"),
    "과": ("과", "와"),
    "로": ("으로", "로"),
    "이_": ("이", ""),
    "예": ("이에요", "예요"),
    "야": ("이야", "야"),
    "이가": ("이가", "가"),
    "이는": ("이는", "는"),
}


def _closing(char: str) -> str:
    """How the last letter sounds: 'ㄹ', 'closed' or 'open'."""
    if "가" <= char <= "힣":
        tail = (ord(char) - ord("가")) % 28
        return "open" if tail == 0 else "ㄹ" if tail == 8 else "closed"
    if "０" <= char <= "９":
        char = chr(ord(char) - ord("０") + ord("0"))
    if char in "178lrLR":
        return "ㄹ"
    return "closed" if char in "036mnMN" else "open"


def _particle(key: str, before: str) -> str:
    sound = _closing(before[-1:] or "가")
    closed, opened = _JOSA[key]
    if sound == "ㄹ":
        return opened if key == "로" else closed
    return closed if sound == "closed" else opened


class Desk:
    """Draws values and carriers so that they hardly ever repeat."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self._used: dict[str, set[str]] = {}
        self._decks: dict[str, list[str]] = {}

    def deal(self, key: str, cards: list[str] | tuple[str, ...]) -> str:
        """The next of `cards`, all of them once before any comes again."""
        deck = self._decks.get(key)
        if not deck:
            deck = list(cards)
            self.rng.shuffle(deck)
            self._decks[key] = deck
        return deck.pop()

    def value(self, kind: str, way: str) -> str:
        """A value not yet used, with its span marked when it is not the whole."""
        used = self._used.setdefault(kind, set())
        for _ in range(40):
            made = MAKERS[kind](self.rng, way)
            marked = _MARK.findall(made)
            bare = re.sub(r"\W", "", "".join(marked) or made)
            if bare not in used:
                break
        used.add(bare)
        return made

    def fill(self, carrier: str, lang: str, loose: bool = False) -> list[Piece]:
        """The pieces of one carrier sentence; `loose` lets a space go missing here and there."""
        pieces: list[Piece] = []
        at = 0
        for slot in _SLOT.finditer(carrier):
            pieces.append((self._literal(carrier[at : slot.start()], loose), ""))
            at = slot.end()
            kind, way, noise, josa = slot.groups()
            if kind:
                pieces.extend(_parts(self.value(kind, way or lang), kind))
            elif noise:
                pieces.append((aside_noise.MAKERS[noise](self.rng, lang), "~"))
            else:
                pieces.append((_particle(josa, "".join(text for text, _ in pieces)), ""))
        pieces.append((self._literal(carrier[at:], loose), ""))
        return [piece for piece in pieces if piece[0]]

    def _literal(self, text: str, loose: bool) -> str:
        if not loose:
            return text
        gaps = [found.start() for found in re.finditer("(?<=[가-힣]) (?=[가-힣])", text)]
        if gaps and self.rng.random() < 0.3:
            gap = self.rng.choice(gaps)
            text = text[:gap] + text[gap + 1 :]
        return text


def _parts(made: str, kind: str) -> list[Piece]:
    """A made value split where its marks stand; without marks it is planted whole."""
    if "⟦" not in made:
        return [(made, kind)]
    pieces: list[Piece] = []
    at = 0
    for mark in _MARK.finditer(made):
        pieces.append((made[at : mark.start()], "~"))
        pieces.append((mark.group(1), kind))
        at = mark.end()
    pieces.append((made[at:], "~"))
    return [piece for piece in pieces if piece[0]]


def planted_in(pieces: list[Piece]) -> int:
    """How many spans the pieces hold."""
    return sum(1 for _, kind in pieces if kind not in ("", "~"))


def respell_colons(pieces: list[Piece], colon: str) -> list[Piece]:
    """The same pieces with another way to write the colon between a field and its value."""
    return [(text if kind else _FIELD.sub(lambda _: colon, text), kind) for text, kind in pieces]


def assemble(pieces: list[Piece]) -> Planted:
    """The text the pieces make, with the places of what is planted in it."""
    text = ""
    spans: list[Span] = []
    for part, kind in pieces:
        if kind not in ("", "~"):
            spans.append(Span(len(text), len(text) + len(part), kind))
        text += part
    return Planted(text, tuple(spans))
