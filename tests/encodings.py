"""Personal data in another dress: what a value looks like once a program has encoded, escaped, reversed or squeezed it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

import polars as pl

GAPS = re.compile(r"[\s\-.()/_·]")
FEWEST_CHARACTERS = 6  # a form shorter than this stands in many a text by chance


def forms(value: str) -> set[str]:
    """The value as written, and in every encoding a table, a log or a page might carry it in."""
    raw = value.encode()
    encoded = {
        raw.decode("latin-1"), value.encode("cp949", "replace").decode("latin-1"), value[::-1], raw.hex(), raw.hex().upper(), quote(value),
        quote_plus(value), json.dumps(value)[1:-1], *_in_base64(raw), *_in_base64(value.encode("utf-16-le")),
    }  # fmt: skip
    return {value} | {form for form in encoded if len(form) >= FEWEST_CHARACTERS}


def _in_base64(raw: bytes) -> set[str]:
    """What of its base64 does not depend on what stands before and behind it, for each of the three ways it may fall."""
    told = set()
    for before in range(3):
        text = base64.b64encode(bytes(before) + raw).decode().rstrip("=")
        first, last = (0, 2, 3)[before], len(text) - ((before + len(raw)) % 3 != 0)
        told |= {text[first:last], text[first:last].replace("+", "-").replace("/", "_")}
    return told


def squeezed(text: str) -> str:
    """Without blanks, hyphens, dots and brackets."""
    return GAPS.sub("", text)


class Search:
    """A search for many values at once, in all their forms (Aho and Corasick's automaton, one pass over a text)."""

    def __init__(self, values: Iterable[str]) -> None:
        self.of: dict[str, str] = {}
        self.of_squeezed: dict[str, str] = {}
        for value in values:
            self.of |= dict.fromkeys(forms(value), value)
            # Without gaps only digits in such a number are nobody else's.
            if sum(c.isdigit() for c in squeezed(value)) >= 9:
                self.of_squeezed[squeezed(value)] = value

    def values_in(self, text: str) -> set[str]:
        """The values a text holds."""
        (found,) = self.values_in_each([text])
        return found

    def values_in_each(self, texts: list[str]) -> list[set[str]]:
        """The values each of the texts holds: the automaton is built once for all of them."""
        plain = self._found(texts, self.of)
        tight = self._found([squeezed(text) for text in texts], self.of_squeezed)
        return [one | other for one, other in zip(plain, tight, strict=True)]

    @staticmethod
    def _found(texts: list[str], of: dict[str, str]) -> list[set[str]]:
        if not of:
            return [set() for _ in texts]
        hits = pl.Series(texts, dtype=pl.String).str.extract_many(list(of), overlapping=True)
        return [{of[hit] for hit in found} for found in hits]
