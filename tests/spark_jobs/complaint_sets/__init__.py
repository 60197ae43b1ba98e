"""Sentences with personal data planted in them at known places: `developed`, which the rules were written on; `apart`, `second` and `aside`, written without seeing them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """Where a planted value lies (characters, end exclusive), and its class."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Planted:
    """A text, and every piece of personal data in it."""

    text: str
    spans: tuple[Span, ...]
