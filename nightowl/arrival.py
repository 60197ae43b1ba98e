"""Arrival: every delivered file is counted and checked by a streaming pass of its own, before Spark sees it.

Spark would fail a whole job on one truncated gzip, or drop its rows in silence; and only a count made by somebody else
can prove later that no row was lost. Memory stays at a few blocks whatever the file holds.
"""

import hashlib
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from nightowl.errors import NightowlError
from nightowl.lake import Lake

BLOCK_BYTES = 1 << 20
LINE_BYTES_MAX = 1 << 20
TEXT_BYTES_MAX = 32 << 30
RATIO_MAX = 200.0
RATIO_JUDGED_FROM_BYTES = (
    64 << 20
)  # small files of one repeated line compress better than any real delivery of size


class FileRefused(NightowlError):
    """A delivered file that cannot be read as a whole. `code` goes to the ledger beside the sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Arrived:
    """What the streaming pass found in one file.

    `bytes` and `sha256` are those of the whole file as delivered, whatever becomes of it; the counts of a refused file end
    where it was refused. `lines` counts every physical line, a last one without newline too; `text_path` is what Spark reads: the delivered
    file itself, or the plain text of a zip's member, unpacked under the same name into the run's staging folder.
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
    """Delivered files of a feed with no outcome yet, in a fixed order. Hidden and half-written (`.part`) files wait.

    Raises NightowlError where a folder's name is no delivery day: its files would be passed over in silence.
    """
    for folder in (lake.landing / feed).glob("delivered=*"):
        try:
            date.fromisoformat(folder.name.removeprefix("delivered="))
        except ValueError:
            raise NightowlError(
                f"The folder {lake.source_file(folder)} in landing names no day; a delivery lies in delivered=YYYY-MM-DD. Rename it."
            ) from None
    files = sorted((lake.landing / feed).glob("delivered=*/*"))
    return [f for f in files if f.is_file() and is_delivered(f) and lake.source_file(f) not in known]


def is_delivered(path: Path) -> bool:
    """Whether a file's name is that of a whole file: a night passes hidden, `.part` and `.tmp` files over."""
    return not path.name.startswith((".", "_")) and path.suffix not in {".part", ".tmp"}


def inspect_all(
    lake: Lake, paths: list[Path], unpack_to: Path, on_file: Callable[[Arrived], None] = lambda _: None
) -> list[Arrived]:
    """Inspect files two at a time (decompression and hashing release the interpreter), in the order given."""
    arrived = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for found in pool.map(lambda p: inspect(lake, p, unpack_to), paths):
            on_file(found)
            arrived.append(found)
    return arrived


def inspect(lake: Lake, path: Path, unpack_to: Path) -> Arrived:
    """Stream one delivered file once: bytes, SHA-256, lines, longest line, compression ratio, and whether it is whole.

    A bad file is returned with `refused` set, never raised: one bad file must not stop the rest of a delivery. Raises
    NightowlError where a zip's text cannot be written to `unpack_to`, which is no fault of the file.
    """
    tally = _Tally(path)
    text_path = unpack_to / lake.source_file(path) if path.suffix == ".zip" else path
    try:
        refused = _read(tally, text_path)
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


def _read(tally: "_Tally", text_path: Path) -> FileRefused | None:
    """Count the text of a file to its end, or to the reason why it is refused."""
    path = tally.path
    try:
        if path.stat().st_size == 0:
            raise FileRefused(
                "file_empty", f"{path.name} is empty (0 bytes); ask the sender to deliver it again."
            )
        if path.suffix == ".zip":
            tally.read(_unpacked(path, text_path))
        else:
            tally.read(_gunzipped(tally.raw, path) if path.suffix == ".gz" else tally.raw)
    except FileRefused as error:
        return error
    return None


class _Tally:
    """Running counts over the blocks of one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sha256 = hashlib.sha256()
        self.newlines = self.text_bytes = self.longest = 0
        self.raw = self._raw_blocks()
        self._open_line = 0  # bytes of the line not yet ended
        self._head = b""

    @property
    def lines(self) -> int:
        return self.newlines + (1 if self._open_line else 0)

    def _raw_blocks(self) -> Iterator[bytes]:
        """The file's own bytes, hashed as they pass."""
        with self.path.open("rb") as source:
            while block := source.read(BLOCK_BYTES):
                self.sha256.update(block)
                yield block

    def hash_rest(self) -> None:
        """Hash what counting has not read: the sum is there to be compared with the sender's, for a refused file above all."""
        for _ in self.raw:
            pass

    def read(self, blocks: Iterator[bytes]) -> None:
        """Count the text; refuse as soon as a limit is passed, so that a bomb is never unpacked to its end."""
        for block in blocks:
            self._count(block)
            self._check_limits()
        if self.lines == 0:
            raise FileRefused(
                "file_empty", f"{self.path.name} holds no line; ask the sender to deliver it again."
            )

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


def _gunzipped(blocks: Iterator[bytes], path: Path) -> Iterator[bytes]:
    """The text of a gzip stream (several members may follow each other), in bounded blocks."""
    gunzip = zlib.decompressobj(wbits=31)
    started = False
    try:
        for block in blocks:
            while block:
                if gunzip.eof:
                    gunzip = zlib.decompressobj(wbits=31)
                started = True
                yield gunzip.decompress(block, BLOCK_BYTES)
                block = gunzip.unused_data if gunzip.eof else gunzip.unconsumed_tail
        while started and not gunzip.eof and (rest := gunzip.decompress(b"", BLOCK_BYTES)):
            yield rest
    except zlib.error as error:
        raise FileRefused(
            "file_damaged",
            f"{path.name} is not a sound gzip file ({error}); ask the sender to deliver it again.",
        ) from None
    if not gunzip.eof:
        raise FileRefused(
            "file_truncated",
            f"{path.name} ends in the middle of its gzip stream; ask the sender to deliver it again.",
        )


# What zipfile and its decoders raise on damaged bytes; a name that is no UTF-8 is a ValueError.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError
)  # fmt: skip


def _unpacked(path: Path, target: Path) -> Iterator[bytes]:
    """The one text member of a zip, written to `target` while it is read (its CRC is checked at the end)."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            if len(members) != 1:
                names = ", ".join(m.filename for m in members[:5]) or "none"
                raise FileRefused(
                    "zip_not_one_file",
                    f"{path.name} holds {len(members)} files ({names}); one text file is expected in a zip.",
                )
            with _writing(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                text = target.open("wb")
            with text, archive.open(members[0]) as source:
                while block := source.read(BLOCK_BYTES):
                    with _writing(target):
                        text.write(block)
                        text.flush()
                    yield block
    except DAMAGE as error:
        raise FileRefused(
            "file_damaged",
            f"{path.name} is not a sound zip file ({error}); ask the sender to deliver it again.",
        ) from None


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    """A disk that is full says nothing about the delivered file: it must not be refused for good, so the night stops."""
    try:
        yield
    except OSError as error:
        raise NightowlError(
            f"{target.name} could not be unpacked to {target.parent}: {error.strerror or error}. Nothing was changed; make room there and "
            "start again."
        ) from None
