"""What a kind of defect is, and a sound row that looks like one: the words of the tests' oracle. Each feed lists its own kinds.

A planted row breaks exactly one rule, so it must come out with exactly that reason, spelt as in the clean jobs; of
duplicates the later copy is the planted one. A row that is kept with a doubt about it comes out with that flag.
"""

from dataclasses import dataclass
from random import Random

from simulator.spoilers import Fields, Scene, Spoiler

QUARANTINE, DUPLICATE = "quarantine", "duplicate"
FLAG, MERGED, OPTED_OUT = "flag", "merged", "opted_out"


@dataclass(frozen=True)
class Defect:
    """One kind: what is wrong in words, and what must become of the row.

    `reason` is the code it must be refused with (None: a duplicate, to be dropped); for the outcomes FLAG and MERGED the flag
    that it, or the row it is merged into, must bear. `twin` makes a second row after the (spoilt) first; it is planted too.
    """

    code: str
    feed: str
    sentence: str
    reason: str | None
    outcome: str
    spoil: Spoiler | None = None
    twin: Spoiler | None = None

    def line(self, fields: Fields, luck: Random, scene: Scene) -> bytes:
        """The spoilt line, without its newline."""
        assert self.spoil, f"{self.code} is a copy, not a spoilt row"
        return _as_line(self.spoil(fields, luck, scene))

    def twin_line(self, fields: Fields, luck: Random, scene: Scene) -> bytes:
        """The line that comes after it, without its newline."""
        assert self.twin, f"{self.code} stands alone"
        return _as_line(self.twin(fields, luck, scene))


def _as_line(fields: Fields | bytes) -> bytes:
    return fields if isinstance(fields, bytes) else ",".join(fields).encode()


@dataclass(frozen=True)
class Edge:
    """A sound row at the edge of a rule; it must be kept."""

    code: str
    sentence: str


Row = tuple[str, str, str | None] | tuple[str, str, str | None, Spoiler]


def kinds(feed: str, *rows: Row) -> tuple[Defect, ...]:
    """The kinds of defects of a feed, a row each: code, sentence, reason to be refused with (None: a duplicate), spoiler."""
    return tuple(
        Defect(code, feed, sentence, reason, QUARANTINE if reason else DUPLICATE, *spoil)
        for code, sentence, reason, *spoil in rows
    )
