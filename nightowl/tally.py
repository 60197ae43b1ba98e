"""Running counts over the blocks of one delivered file, and the limits past which it is refused."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from nightowl import packed
from nightowl.errors import FileRefused

LINE_BYTES_MAX = 1 << 20
TEXT_BYTES_MAX = 32 << 30
RATIO_MAX = 200.0
RATIO_JUDGED_FROM_BYTES = (
    64 << 20
)  # small files of one repeated line compress better than any real delivery of size


class Tally:
    """Running counts over the blocks of one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sha256 = hashlib.sha256()
        self.newlines = self.text_bytes = self.longest = 0
        self.raw = self._raw_blocks()
        self.records: int | None = None  # of a file that is rewritten with a record a line
        self._open_line = 0  # bytes of the line not yet ended
        self._head = b""

    @property
    def lines(self) -> int:
        """Physical lines, or the records of a rewritten file once they are counted."""
        return self.newlines + (1 if self._open_line else 0) if self.records is None else self.records

    def _raw_blocks(self) -> Iterator[bytes]:
        """The file's own bytes, hashed as they pass."""
        with self.path.open("rb") as source:
            while block := source.read(packed.BLOCK_BYTES):
                self.sha256.update(block)
                yield block

    def hash_rest(self) -> None:
        """Hash what counting has not read: the sum is there to be compared with the sender's, for a refused file above all."""
        for _ in self.raw:
            pass

    def counted(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """The blocks as they are counted; refuses as soon as a limit is passed, so that a bomb is never unpacked to its end."""
        for block in blocks:
            self._count(block)
            self._check_limits()
            yield block

    def _count(self, block: bytes) -> None:
        if b"\n" not in self._head and len(self._head) < LINE_BYTES_MAX:
            self._head += block[: LINE_BYTES_MAX - len(self._head)]
        ends = np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == ord("\n"))
        self.text_bytes += len(block)
        self.newlines += len(ends)
        if len(ends) == 0:
            self._open_line += len(block)
            self.longest = max(self.longest, self._open_line)
            return
        self.longest = max(
            self.longest, self._open_line + int(ends[0]), int(np.diff(ends).max(initial=1)) - 1
        )
        self._open_line = len(block) - int(ends[-1]) - 1
        self.longest = max(self.longest, self._open_line)

    def _check_limits(self) -> None:
        name, size = self.path.name, self.path.stat().st_size
        if self.longest > LINE_BYTES_MAX:
            raise FileRefused(
                "line_too_long",
                f"{name} has a line longer than {LINE_BYTES_MAX:,} bytes near line {self.newlines + 1:,}; is it a text file?",
            )
        if self.text_bytes > TEXT_BYTES_MAX:
            raise FileRefused(
                "file_oversized",
                f"{name} unpacks to more than {TEXT_BYTES_MAX >> 30} GiB; deliver it in parts.",
            )
        if self.text_bytes > RATIO_JUDGED_FROM_BYTES and self.text_bytes > RATIO_MAX * size:
            raise FileRefused(
                "compression_ratio_too_high",
                f"{name} unpacks to over {RATIO_MAX:.0f} times its size ({size:,} bytes), which no real delivery does.",
            )

    def note_record(self, line: bytes) -> None:
        """Count one record that was written on a line of its own; the first is the file's first line for whoever reads it."""
        if not self.records:
            self.records, self._head = 0, line
        self.records += 1

    def note_text(self, size: int) -> None:
        """Count text of a file that has no lines of its own."""
        self.text_bytes += size
        self.longest = max(self.longest, size)
        self._check_limits()

    def first_line(self) -> str:
        """The first line, or record as it was written."""
        return (
            self._head.split(b"\n", 1)[0]
            .removeprefix(b"\xef\xbb\xbf")
            .decode("utf-8", errors="replace")
            .rstrip("\r")
        )
