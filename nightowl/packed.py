"""Packed deliveries, streamed: the text of a gzip or of the one file in a zip, in blocks of bounded size."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from nightowl.errors import FileRefused

BLOCK_BYTES = 1 << 20


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
    """The one text member of a zip (its CRC is checked at the end)."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            if len(members) != 1:
                names = ", ".join(m.filename for m in members[:5]) or "none"
                raise FileRefused(
                    "zip_not_one_file",
                    f"{path.name} holds {len(members)} files ({names}); one text file is expected in a zip.",
                )
            with archive.open(members[0]) as source:
                while block := source.read(BLOCK_BYTES):
                    yield block
    except DAMAGE as error:
        raise FileRefused(
            "file_damaged",
            f"{path.name} is not a sound zip file ({error}); ask the sender to deliver it again.",
        ) from None
