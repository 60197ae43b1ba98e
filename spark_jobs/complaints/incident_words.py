"""What two texts say alike, and how much that tells: a word that many write tells little, a landmark's name much.

The measure is the information of the shared words (Shannon 1948; the inverse document frequency of Spärck Jones 1972, in natural units). A word that
follows another in both texts counts only as far as the word before does not already give it away, so that a phrase everybody uses is counted once,
not word by word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from math import log

Words = tuple[str, ...]

_WORD = re.compile(r"[0-9A-Za-z]+|[가-힣]+")
_SYLLABLE = re.compile("[가-힣]")
_MARK = re.compile(r"\[[가-힣A-Z]{2,5}\]")  # of redaction: what stood there is nobody's to compare
_PARTICLE = re.compile(
    r"(?<=[가-힣]{2})(?:에서는|에서|에게|까지|부터|으로|에는|인데|입니다|이나|[에이가을를은는도로의와과])$"
)
# Names of districts and dongs: they tell the place, which is compared by itself, and would make every set phrase of a neighbourhood look particular.
# Words that only end like one are left: entrance, gully, motion …
_AREA = re.compile(
    r"(?!(?:입|출|배수|하수|환풍|통풍|비상|창|도|기|친|요|가|식|방)구$|(?:운|행|진|작|이|자|활|소|수|공|변|아|노|충|감|전|연)동$)"
    r"[가-힣]{1,5}[구동]$"
)
SAID_LITTLE = 5.0  # nats; of texts that say less than that even all that is shared is little


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return _PARTICLE.sub("", word)


def words(text: str) -> Words:
    """The words of a text in small letters, without marks of redaction, particles, words of one syllable and names of areas."""
    stems = (_stem(word) for word in _WORD.findall(_MARK.sub(" ", text).lower()))
    return tuple(word for word in stems if not (_SYLLABLE.fullmatch(word) or _AREA.fullmatch(word)))


def bare(text: str) -> str:
    """A text's letters and digits alone: what stays alike however it is spaced and punctuated."""
    return "".join(_WORD.findall(_MARK.sub(" ", text).lower()))


def _runs(text: Words) -> set[tuple[str, str]]:
    return set(pairwise(text))


class WordCounts:
    """In how many texts of the last days a word stands, and two words in a row."""

    def __init__(self) -> None:
        self.texts_cnt = 0
        self._singles: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()

    def add(self, texts: Iterable[Words]) -> None:
        """Count further texts."""
        for text in texts:
            self.texts_cnt += 1
            self._singles.update(set(text))
            self._pairs.update(_runs(text))

    def drop(self, texts: Iterable[Words]) -> None:
        """Count texts no longer that were added before."""
        for text in texts:
            self.texts_cnt -= 1
            self._singles.subtract(set(text))
            self._pairs.subtract(_runs(text))

    def information(self, word: str, before: str | None = None) -> float:
        """Nats that a word tells; given the word before it, what it tells beyond that."""
        told = log(max(self.texts_cnt, 1) / max(self._singles[word], 1))
        if before is None:
            return told
        return min(told, log(max(self._singles[before], 1) / max(self._pairs[before, word], 1)))

    def most_telling(self, text: Words) -> float:
        """Nats of the most telling word of a text: how particular it is. One of set phrases speaks of nothing in particular."""
        return max((self.information(word) for word in text), default=0.0)

    def shared_share(self, one: Words, other: Words) -> float:
        """Of what the text says that says less, the share (0 to 1, in nats) that the other says too."""
        ones, others = set(one), set(other)
        unshared = min(self._all_of(ones - others), self._all_of(others - ones))
        shared = self._said_by_both(one, others, _runs(other))
        return shared / (shared + unshared + SAID_LITTLE)

    def _all_of(self, some: set[str]) -> float:
        return sum(self.information(word) for word in some)

    def _said_by_both(self, text: Words, others: set[str], others_runs: set[tuple[str, str]]) -> float:
        seen: set[str] = set()
        total, before = 0.0, None
        for word in text:
            if word in others and word not in seen:
                seen.add(word)
                is_run = before is not None and (before, word) in others_runs
                total += self.information(word, before if is_run else None)
            before = word
        return total
