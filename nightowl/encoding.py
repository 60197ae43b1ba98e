"""The encoding of delivered text: UTF-8, with or without byte order mark, or what Korean Windows writes (CP949), or UTF-16."""

import codecs
from collections.abc import Iterator
from itertools import chain

SNIFFED_BYTES = 1 << 20
UTF_8 = "utf-8"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def encoding_of(head: bytes) -> str:
    """The encoding of a text that begins with `head`: utf-8, cp949 or utf-16.

    The first line decides where it holds more than ASCII; else all of `head` does, but a text most of whose lines are ASCII is UTF-8: a
    single line in another encoding is that line's fault. A text that is sound in neither is UTF-8 with broken characters. Broken lines
    are refused one by one.
    """
    if head.startswith(_UTF_16):
        return "utf-16"
    first_line = head.split(b"\n", 1)[0]
    judged = head if first_line.isascii() else first_line
    if judged is head and _mostly_ascii(head):
        return UTF_8
    is_cut = judged is head and len(head) >= SNIFFED_BYTES
    return next((e for e in (UTF_8, "cp949") if _is_sound(judged, e, is_cut)), UTF_8)


def _mostly_ascii(text: bytes) -> bool:
    rows = [line for line in text.split(b"\n")[1:] if line]
    return sum(line.isascii() for line in rows) * 2 > len(rows)


def _is_sound(text: bytes, encoding: str, is_cut: bool) -> bool:
    """Whether the bytes decode; in a text that was cut, a character cut off at the end does not count."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(text, final=not is_cut)
    except UnicodeDecodeError:
        return False
    return True


def as_utf8(blocks: Iterator[bytes]) -> tuple[str, Iterator[bytes]]:
    """The encoding of a text in blocks, and the same text in UTF-8 (what cannot be decoded as U+FFFD)."""
    head: list[bytes] = []
    for block in blocks:
        head.append(block)
        if sum(map(len, head)) >= SNIFFED_BYTES:
            break
    encoding, text = encoding_of(b"".join(head)), chain(head, blocks)
    return encoding, text if encoding == UTF_8 else _transcoded(text, encoding)


def _transcoded(blocks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for block in blocks:
        yield decoder.decode(block).encode()
    yield decoder.decode(b"", final=True).encode()
