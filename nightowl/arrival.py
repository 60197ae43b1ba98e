"""Arrival: every delivered file is counted and checked by a streaming pass of its own, before Spark sees it.

Spark would fail a whole job on one truncated gzip, or drop its rows in silence; and only a count made by somebody else
can prove later that no row was lost. Memory stays at a few blocks whatever the file holds.
"""

import gzip
import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from nightowl import packed, records
from nightowl.errors import FileRefused, NightowlError
from nightowl.lake import Lake

LINE_BYTES_MAX = 1 << 20
TEXT_BYTES_MAX = 32 << 30
RATIO_MAX = 200.0
RATIO_JUDGED_FROM_BYTES = (
    64 << 20
)  # small files of one repeated line compress better than any real delivery of size


@dataclass(frozen=True)
class Arrived:
    """What the streaming pass found in one file.

    `bytes` and `sha256` are those of the whole file as delivered, whatever becomes of it; the counts of a refused file end
    where it was refused. `lines` counts every physical line, a last one without newline too (in a quoted file: every record). `text_path` is
    what Spark reads, a record a line: the delivered file itself, or under the same name in the run's staging folder a zip's member
    unpacked, or a quoted file rewritten.
    """

    path: Path
    source_file: str
    delivered: str
    bytes: int
    sha256: str
    lines: int
    longest_line_bytes: int
    compression_ratio: float
    first_line: str
    text_path: Path
    refused: FileRefused | None = None


def pending(lake: Lake, feed: str, known: set[str]) -> list[Path]:
    """Delivered files of a feed with no outcome yet, in a fixed order. Hidden and half-written (`.part`) files wait, and so do those
    delivered after the day the lake is known until.

    Raises NightowlError where a folder's name is no delivery day: its files would be passed over in silence.
    """
    seen = []
    for folder in sorted((lake.landing / feed).glob("delivered=*")):
        try:
            delivered = date.fromisoformat(folder.name.removeprefix("delivered="))
        except ValueError:
            raise NightowlError(
                f"The folder {lake.source_file(folder)} in landing names no day; a delivery lies in delivered=YYYY-MM-DD. Rename it."
            ) from None
        if lake.known_until is None or delivered <= lake.known_until:
            seen.append(folder)
    files = [f for folder in seen for f in sorted(folder.iterdir()) if f.is_file() and is_delivered(f)]
    return [f for f in files if lake.source_file(f) not in known]


def is_delivered(path: Path) -> bool:
    """Whether a file's name is that of a whole file: a night passes hidden, `.part` and `.tmp` files over."""
    return not path.name.startswith((".", "_")) and path.suffix not in {".part", ".tmp"}


def inspect_all(
    lake: Lake,
    paths: list[Path],
    unpack_to: Path,
    on_file: Callable[[Arrived], None] = lambda _: None,
    *,
    quoted: bool = False,
) -> list[Arrived]:
    """Inspect files two at a time (decompression and hashing release the interpreter), in the order given."""
    arrived = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for found in pool.map(lambda p: inspect(lake, p, unpack_to, quoted=quoted), paths):
            on_file(found)
            arrived.append(found)
    return arrived


def inspect(lake: Lake, path: Path, unpack_to: Path, *, quoted: bool = False) -> Arrived:
    """Stream one delivered file once: bytes, SHA-256, lines, longest line, compression ratio, and whether it is whole.

    A bad file is returned with `refused` set, never raised: one bad file must not stop the rest of a delivery. Raises
    NightowlError where text cannot be written to `unpack_to`, which is no fault of the file.
    """
    tally = _Tally(path)
    text_path = unpack_to / lake.source_file(path) if quoted or path.suffix == ".zip" else path
    try:
        refused = _read(tally, text_path, quoted)
        tally.hash_rest()
    except OSError as error:
        refused = FileRefused("file_unreadable", f"{path.name} could not be read: {error.strerror or error}.")
    size = path.stat().st_size if path.exists() else 0  # one that was loaded before may be gone by now
    return Arrived(
        path=path,
        source_file=lake.source_file(path),
        delivered=path.parent.name.removeprefix("delivered="),
        bytes=size,
        sha256=tally.sha256.hexdigest(),
        lines=tally.lines,
        longest_line_bytes=tally.longest,
        compression_ratio=round(tally.text_bytes / max(1, size), 3),
        first_line=tally.first_line(),
        text_path=text_path,
        refused=refused,
    )


def _read(tally: "_Tally", text_path: Path, quoted: bool) -> FileRefused | None:
    """Count the text of a file to its end, or to the reason why it is refused."""
    path = tally.path
    try:
        if path.stat().st_size == 0:
            raise FileRefused(
                "file_empty", f"{path.name} is empty (0 bytes); ask the sender to deliver it again."
            )
        text = tally.counted(_text_of(tally))
        if quoted:
            tally.records = _write_records(text, text_path)
        elif text_path != path:
            _write(text, text_path)
        else:
            for _ in text:
                pass
        if tally.lines == 0:
            raise FileRefused("file_empty", f"{path.name} holds no line; ask the sender to deliver it again.")
    except FileRefused as error:
        return error
    except records.QuoteNotClosed as error:
        return FileRefused("quote_not_closed", f"{path.name}: {error}. Ask the sender to deliver it again.")
    return None


def _text_of(tally: "_Tally") -> Iterator[bytes]:
    """The text of a file in blocks: unzipped, unpacked, or as it stands."""
    match tally.path.suffix:
        case ".zip":
            return packed.unzipped(tally.path)
        case ".gz":
            return packed.gunzipped(tally.raw, tally.path)
        case _:
            return tally.raw


def _write(text: Iterator[bytes], target: Path) -> None:
    """The plain text under a zip's name."""
    with _writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        out = target.open("wb")
    with out:
        for block in text:
            with _writing(target):
                out.write(block)
                out.flush()


def _write_records(text: Iterator[bytes], target: Path) -> int:
    """A quoted file with one record a line; returns how many records it holds. Spark unpacks what is named `.gz`."""
    count = 0
    with _writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        out = gzip.open(target, "wb", compresslevel=1) if target.suffix == ".gz" else target.open("wb")  # noqa: SIM115
    with out:
        for fields in records.records_of(records.lines_of(text)):
            with _writing(target):
                out.write(records.as_line(fields).encode())
            count += 1
    return count


class _Tally:
    """Running counts over the blocks of one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sha256 = hashlib.sha256()
        self.newlines = self.text_bytes = self.longest = 0
        self.raw = self._raw_blocks()
        self.records: int | None = None  # of a quoted file
        self._open_line = 0  # bytes of the line not yet ended
        self._head = b""

    @property
    def lines(self) -> int:
        """Physical lines, or the records of a quoted file once they are counted."""
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

    def first_line(self) -> str:
        return (
            self._head.split(b"\n", 1)[0]
            .removeprefix(b"\xef\xbb\xbf")
            .decode("utf-8", errors="replace")
            .rstrip("\r")
        )


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    """A disk that is full says nothing about the delivered file: it must not be refused for good, so the night stops."""
    try:
        yield
    except OSError as error:
        raise NightowlError(
            f"{target.name} could not be written to {target.parent}: {error.strerror or error}. Nothing was changed; make room there and "
            "start again."
        ) from None
