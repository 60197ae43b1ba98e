"""Arrival: every delivered file is counted and checked by a streaming pass of its own, before Spark sees it.

Spark would fail a whole job on one truncated gzip, or drop its rows in silence; and only a count made by somebody else
can prove later that no row was lost. Memory stays at a few blocks whatever the file holds (a shape that is parsed as one piece has
a limit of its own, see `nightowl.shapes`).
"""

import gzip
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

from nightowl import encoding, packed, records, shapes
from nightowl.errors import FileRefused, NightowlError
from nightowl.lake import Lake
from nightowl.tally import Tally

Readers = Mapping[str, shapes.Reader]
"""Suffix → how a file of that kind becomes records; a suffix that is not here is text."""


@dataclass(frozen=True)
class Arrived:
    """What the streaming pass found in one file.

    `bytes` and `sha256` are those of the whole file as delivered, whatever becomes of it; the counts of a refused file end
    where it was refused. `lines` counts every physical line, a last one without newline too; in a file that is quoted or no text, every
    record. `text_path` is what Spark reads, UTF-8, a record a line: the delivered file itself, or under the same name in the run's staging
    folder what had to be unpacked, decoded or rewritten. `first_line` is the first line of that.
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
    readers: Readers = shapes.READERS,
) -> list[Arrived]:
    """Inspect files two at a time (decompression and hashing release the interpreter), in the order given."""
    arrived = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for found in pool.map(lambda p: inspect(lake, p, unpack_to, quoted=quoted, readers=readers), paths):
            on_file(found)
            arrived.append(found)
    return arrived


def inspect(
    lake: Lake, path: Path, unpack_to: Path, *, quoted: bool = False, readers: Readers = shapes.READERS
) -> Arrived:
    """Read one delivered file once: bytes, SHA-256, lines, longest line, compression ratio, and whether it is whole.

    A bad file is returned with `refused` set, never raised: one bad file must not stop the rest of a delivery. Raises
    NightowlError where text cannot be written to `unpack_to`, which is no fault of the file.
    """
    tally, text_path, refused = Tally(path), path, None
    try:
        text_path = _read(tally, unpack_to / lake.source_file(path), quoted, readers.get(path.suffix.lower()))
    except FileRefused as error:
        refused = error
    except records.QuoteNotClosed as error:
        refused = FileRefused(
            "quote_not_closed", f"{path.name}: {error}. Ask the sender to deliver it again."
        )
    except OSError as error:
        refused = FileRefused("file_unreadable", f"{path.name} could not be read: {error.strerror or error}.")
    if not (refused and refused.code == "file_unreadable"):
        tally.hash_rest()
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


def _read(tally: Tally, target: Path, quoted: bool, reader: shapes.Reader | None) -> Path:
    """Count a file to its end; returns the path of its text: the file's own, or `target`, to which it was rewritten."""
    path = tally.path
    if path.stat().st_size == 0:
        raise FileRefused(
            "file_empty", f"{path.name} is empty (0 bytes); ask the sender to deliver it again."
        )
    if reader:
        _write_records(reader(path), target, tally, has_lines=False)
    else:
        found, text = encoding.as_utf8(_text_of(path, tally.raw))
        counted = tally.counted(text)
        if quoted:
            _write_records(records.records_of(records.lines_of(counted)), target, tally)
        elif path.suffix == ".zip" or found != encoding.UTF_8:
            _write(counted, target)
        else:
            target = path
            for _ in counted:
                pass
    if tally.lines == 0:
        raise FileRefused(
            "file_empty", f"{path.name} holds no line and no row; ask the sender to deliver it again."
        )
    return target


def text_of(path: Path) -> Iterator[bytes]:
    """The text of a delivered file in blocks of UTF-8: unpacked, decoded, or as it stands."""
    with path.open("rb") as source:
        yield from encoding.as_utf8(_text_of(path, iter(lambda: source.read(packed.BLOCK_BYTES), b"")))[1]


def _text_of(path: Path, raw: Iterator[bytes]) -> Iterator[bytes]:
    match path.suffix:
        case ".zip":
            return packed.unzipped(path)
        case ".gz":
            return packed.gunzipped(raw, path)
        case _:
            return raw


def _write(text: Iterator[bytes], target: Path) -> None:
    """Plain text under the delivered file's name. Spark unpacks what is named `.gz`."""
    with _opened(target) as out:
        for block in text:
            with _writing(target):
                out.write(block)
                out.flush()


def _write_records(found: Iterator[list[str]], target: Path, tally: Tally, *, has_lines: bool = True) -> None:
    """A table with one record a line, each counted; a shape without lines of its own is measured by what is written."""
    with _opened(target) as out:
        for fields in found:
            line = records.as_line(fields).encode()
            tally.note_record(line)
            if not has_lines:
                tally.note_text(len(line))
            with _writing(target):
                out.write(line)


@contextmanager
def _opened(target: Path) -> Iterator[IO[bytes]]:
    with _writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        out: Any = gzip.open(target, "wb", compresslevel=1) if target.suffix == ".gz" else target.open("wb")  # noqa: SIM115
    with out:
        yield out


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
