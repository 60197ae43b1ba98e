"""The word lists of `words.toml`, as sets and as parts of patterns."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def _lists() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def word_list(name: str) -> list[str]:
    """The words of a list, called `section.key`."""
    section, _, key = name.partition(".")
    return _lists()[section][key].split()


def any_of(name: str) -> str:
    """A pattern for any word of a list, the longest first, without a group around it."""
    words = sorted(word_list(name), key=len, reverse=True)
    return "|".join(word.replace("~", r"\s?").replace("_", r"\s") for word in words)
