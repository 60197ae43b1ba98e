"""Packed deliveries, streamed: the text of a gzip or of the one file in a zip, in blocks of bounded size."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from nightowl.errors import FileRefused

BLOCK_BYTES = 1 << 20
MEMBERS_MAX, HEAD_BYTES = 400, 1 << 16  # a year of days in one zip; what a header may be long


def gunzipped(blocks: Iterator[bytes], path: Path) -> Iterator[bytes]:
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


def unzipped(path: Path) -> Iterator[bytes]:
    """The text of a zip: its one file, or several that begin with the same line (a header), as one table.

    Each CRC is checked at the end of its file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
            heads = {_first_line(archive, m) for m in members[:MEMBERS_MAX]}
            if len(heads) != 1 or len(members) > MEMBERS_MAX:
                names = ", ".join(m.filename for m in members[:5]) or "none"
                raise FileRefused(
                    "zip_not_one_file",
                    f"{path.name} holds {len(members)} files ({names}); one text file is expected in a zip, or several with the same header.",
                )
            for at, member in enumerate(members):
                with archive.open(member) as source:
                    if at:
                        source.readline()
                    last = b""
                    while block := source.read(BLOCK_BYTES):
                        yield block
                        last = block
                    if at + 1 < len(members) and not last.endswith(b"\n"):
                        yield b"\n"
    except DAMAGE as error:
        raise FileRefused(
            "file_damaged",
            f"{path.name} is not a sound zip file ({error}); ask the sender to deliver it again.",
        ) from None


def _first_line(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as source:
        return source.readline(HEAD_BYTES).rstrip(b"\r\n")
