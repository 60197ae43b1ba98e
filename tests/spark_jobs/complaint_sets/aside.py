"""A set of complaints apart from the rules: as clerks type them, the elderly say them, texters paste them and New Yorkers write them.

A span covers the value alone: no honorific, no '@' before a handle, no 'Apt' before a door, no state before an American plate.
"""

from complaint_sets import (
    Planted,
    aside_kept,
    aside_say_money,
    aside_say_net,
    aside_say_papers,
    aside_say_people,
)
from complaint_sets.aside_around import AROUND, JOINS
from complaint_sets.aside_fill import KINDS, Desk, Piece, assemble, planted_in, respell_colons
from complaint_sets.aside_forms import form

SAYINGS = {
    **aside_say_people.SAYINGS,
    **aside_say_papers.SAYINGS,
    **aside_say_money.SAYINGS,
    **aside_say_net.SAYINGS,
}
EACH = 138  # texts a class leads
EMPTY = 60  # texts with nothing planted
_REGISTERS = ("clerk", "elder", "sms", "en")
_COLONS = (": ", ": ", ": ", ":", " : ", "：", " ", ":  ")


def _sentence(desk: Desk, kind: str, register: str) -> list[Piece]:
    carrier = desk.deal(f"{kind} {register}", SAYINGS[kind][register])
    pieces = desk.fill(carrier, "en" if register == "en" else "ko", register in ("elder", "sms"))
    return respell_colons(pieces, desk.rng.choice(_COLONS)) if register in ("clerk", "sms") else pieces


def _around(desk: Desk, register: str) -> list[Piece]:
    lang = "en" if register == "en" else "ko"
    return desk.fill(desk.deal(f"around {register}", AROUND[register]), lang, register in ("elder", "sms"))


def _join(desk: Desk, register: str, sentences: list[list[Piece]]) -> list[Piece]:
    """The sentences in a row, apart enough that a value's last digit does not meet the next sentence's first."""
    glue = desk.rng.choice(JOINS[register])
    whole: list[Piece] = []
    for sentence in sentences:
        if whole:
            last, first = whole[-1], sentence[0][0][0]
            between = glue
            if last[0][-1] in ".!?~," and glue in (". ", ", "):
                between = " "
            elif last[1] and glue == " " and (first.isascii() or sentence[0][1]):
                between = desk.rng.choice(("\n", ". ", ", ") if first.isascii() else ("\n", " / ", ", "))
            whole.append((between, ""))
        whole.extend(sentence)
    return whole


def _told(desk: Desk, kinds: list[str], register: str) -> list[Piece]:
    """One sentence a class, and up to three with nothing in them around; at most four spans and six sentences."""
    sentences: list[list[Piece]] = []
    for kind in kinds:
        made = _sentence(desk, kind, register)
        if sum(map(planted_in, sentences)) + planted_in(made) <= 4:
            sentences.append(made)
    for _ in range(desk.rng.choices((0, 1, 2, 3), (28, 36, 24, 12))[0]):
        if len(sentences) < 6:
            sentences.insert(desk.rng.randint(0, len(sentences)), _around(desk, register))
    return _join(desk, register, sentences)


def planted(seed: int) -> list[Planted]:
    """1,992 texts; the same for the same seed."""
    desk = Desk(seed)
    rng = desk.rng
    texts: list[Planted] = []
    for kind in KINDS:
        for _ in range(EACH):
            more = rng.choices((0, 1, 2, 3), (58, 29, 9, 4))[0]
            others = rng.sample([other for other in KINDS if other != kind], 2)
            kinds = [kind, *(rng.choice(("name", "phone", "home_unit", *others)) for _ in range(more))]
            kinds = list(dict.fromkeys(kinds))
            if rng.random() < 0.24:
                pieces = form(desk, kinds, "en" if rng.random() < 0.2 else "ko")
            else:
                pieces = _told(desk, kinds, rng.choices(_REGISTERS, (32, 21, 27, 20))[0])
            texts.append(assemble(pieces))
    for _ in range(EMPTY):
        register = rng.choice(_REGISTERS)
        texts.append(
            assemble(_join(desk, register, [_around(desk, register) for _ in range(rng.randint(2, 4))]))
        )
    rng.shuffle(texts)
    return texts


def kept(seed: int) -> list[str]:
    """Texts with nothing personal in them but what looks like it."""
    return aside_kept.kept(seed)
