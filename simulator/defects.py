"""What a kind of defect is, and a sound row that looks like one: the words of the tests' oracle. Each feed lists its own kinds.

A planted row breaks exactly one rule, so it must come out with exactly that reason, spelt as in the clean jobs; of
duplicates the later copy is the planted one.
"""

from dataclasses import dataclass
from random import Random

from simulator.spoilers import Fields, Scene, Spoiler

QUARANTINE, DUPLICATE = "quarantine", "duplicate"


@dataclass(frozen=True)
class Defect:
    """One kind: what is wrong in words, and the reason it must be refused with (None: a duplicate, to be dropped)."""

    code: str
    feed: str
    sentence: str
    reason: str | None
    spoil: Spoiler | None = None

    @property
    def outcome(self) -> str:
        """What must become of the row."""
        return QUARANTINE if self.reason else DUPLICATE

    def line(self, fields: Fields, luck: Random, scene: Scene) -> bytes:
        """The spoilt line, without its newline."""
        assert self.spoil, f"{self.code} is a copy, not a spoilt row"
        spoilt = self.spoil(fields, luck, scene)
        return spoilt if isinstance(spoilt, bytes) else ",".join(spoilt).encode()


@dataclass(frozen=True)
class Edge:
    """A sound row at the edge of a rule; it must be kept."""

    code: str
    sentence: str


Row = tuple[str, str, str | None] | tuple[str, str, str | None, Spoiler]


def kinds(feed: str, *rows: Row) -> tuple[Defect, ...]:
    """The kinds of defects of a feed, a row each: code, sentence, reason to be refused with (None: a duplicate), spoiler."""
    return tuple(Defect(row[0], feed, *row[1:]) for row in rows)
