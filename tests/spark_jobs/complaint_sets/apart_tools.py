"""How a drawn value is written down: places of a pattern, disguises, groups."""

from collections.abc import Callable, Iterable
from random import Random

Shape = Callable[[Random], str]
Disguise = Callable[[str], str]

LETTERS = "abcdefghijkmnpqrstuvwxyz"
PLACES = {"#": "0123456789", "%": "23456789", "$": LETTERS, "^": "ABCDEFGHJKLMNPRSTUVWXYZ"}
SINO, SINO_YEONG = "공일이삼사오육칠팔구", "영일이삼사오육칠팔구"
ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def drawn(pattern: str, rng: Random) -> str:
    """The pattern with its places drawn: `#` a digit, `%` a digit from 2, `$` a small letter, `^` a capital."""
    return "".join(rng.choice(PLACES[c]) if c in PLACES else c for c in pattern)


def each(*rows: str) -> list[str]:
    """The values of rows written `one|two|three`."""
    return [value for row in rows for value in row.split("|")]


def patterns(*written: str, disguise: Disguise = str) -> list[Shape]:
    """A shape for every pattern."""

    def shape(pattern: str) -> Shape:
        return lambda rng: disguise(drawn(pattern, rng))

    return [shape(pattern) for pattern in each(*written)]


def is_digit(c: str) -> bool:
    """Is it a digit of the keyboard?"""
    return c in "0123456789"


def wide(text: str) -> str:
    """Full-width letters, as Korean keyboards give them."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def wide_digits(text: str) -> str:
    """Full-width digits; the signs between stay."""
    return "".join(wide(c) if is_digit(c) else c for c in text)


def spoken(text: str) -> str:
    """Digits as they are read aloud."""
    return "".join(SINO[int(c)] if is_digit(c) else c for c in text)


def spoken_yeong(text: str) -> str:
    """Digits as they are read aloud, with 영 for zero."""
    return "".join(SINO_YEONG[int(c)] if is_digit(c) else c for c in text)


def spoken_english(text: str) -> str:
    """Digits as they are read aloud in English."""
    return " ".join(ENGLISH[int(c)] if is_digit(c) else c for c in text.replace(" ", "")).replace(" ,", ",")


def circled(text: str) -> str:
    """Digits in circles."""
    return "".join("⓪①②③④⑤⑥⑦⑧⑨"[int(c)] if is_digit(c) else c for c in text)


def spread(text: str) -> str:
    """Every character by itself."""
    return " ".join(text.replace(" ", ""))


def by_turns(text: str) -> str:
    """Every second character, where it is a digit, as a word."""
    return "".join(SINO[int(c)] if i % 2 and is_digit(c) else c for i, c in enumerate(text))


def grouped(digits: str, sizes: Iterable[int], between: str) -> str:
    """Digits cut into groups."""
    groups, at = [], 0
    for size in sizes:
        groups.append(digits[at : at + size])
        at += size
    return between.join(groups)
