"""Records of files whose fields may hold commas and line breaks inside quotes (RFC 4180), read by Python's csv module.

Spark numbers lines, not records: a quoted file is therefore rewritten at arrival with one record a line, its fields apart by
FIELD_MARK and line breaks inside a field as BREAK_MARK (the separators ASCII has for this; where a text holds them, they become blanks).
"""

import codecs
import csv
from collections.abc import Iterable, Iterator
from itertools import chain

from nightowl.errors import NightowlError

FIELD_MARK, BREAK_MARK = "\x1f", "\x1e"
FIELD_CHARACTERS_MAX = 1 << 20

csv.field_size_limit(FIELD_CHARACTERS_MAX)
DELIMITERS = ",\t;|"


class QuoteNotClosed(NightowlError):
    """A quote that is opened and never closed would swallow the records after it."""


def lines_of(blocks: Iterable[bytes]) -> Iterator[str]:
    """The lines of a byte stream, each with its end; bytes that are no UTF-8 become U+FFFD, a byte order mark goes."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
    rest = ""
    for block in blocks:
        *lines, rest = (rest + decoder.decode(block)).split("\n")
        for line in lines:
            yield line + "\n"
    if rest := rest + decoder.decode(b"", final=True):
        yield rest


def _plain(line: str) -> str:
    """Without the carriage return of Windows; one inside the line is a blank (the csv module takes it for an end)."""
    text, end = line.removesuffix("\n"), "\n" * line.endswith("\n")
    text = text.removesuffix("\r").replace("\r", " ")
    return text.replace(FIELD_MARK, " ").replace(BREAK_MARK, " ") + end


def delimiter_of(first_line: str) -> str:
    """What stands between the fields: of DELIMITERS the one most frequent in the first line, a comma where none is."""
    return max(DELIMITERS, key=first_line.count)


def records_of(lines: Iterable[str]) -> Iterator[list[str]]:
    """The records of a file as lists of fields, an empty line as an empty record. Blanks before a field are nothing.

    A first record that is one field with delimiters inside is a header somebody put in one pair of quotes: it is taken apart. A first line
    whose only quote opens it is a header too, and its quote was forgotten: closed nowhere, it would swallow the file.

    Raises QuoteNotClosed where a field passes FIELD_CHARACTERS_MAX.
    """
    lines = iter(lines)
    first = next(lines, "")
    delimiter = delimiter_of(first)
    if first.startswith('"') and first.count('"') == 1 and first.count(delimiter) > 1:
        first = first[1:]
    plain = (_plain(line) for line in chain([first] if first else [], lines))
    reader = csv.reader(plain, delimiter=delimiter, skipinitialspace=True)
    number = 0
    try:
        for fields in reader:
            number += 1
            if number == 1 and len(fields) == 1 and delimiter in fields[0]:
                fields = next(csv.reader(fields, delimiter=delimiter), [])
            yield fields
    except csv.Error:
        raise QuoteNotClosed(
            f"after record {number:,} a field runs on for more than {FIELD_CHARACTERS_MAX:,} characters: a quote is opened and not closed"
        ) from None


def as_line(fields: list[str]) -> str:
    """One record on one line."""
    return FIELD_MARK.join(fields).replace("\n", BREAK_MARK) + "\n"


def raw_records_of(lines: Iterable[str]) -> Iterator[str]:
    """The records of a file as they stand in it, quotes and line breaks and all."""
    taken: list[str] = []

    def noted() -> Iterator[str]:
        for line in lines:
            taken.append(line)
            yield line

    for _ in records_of(noted()):
        yield "".join(taken)
        taken.clear()
