"""Files of the hourly subway whose header takes two lines: hours in the first, 승차 (boarding) and 하차 (alighting) in turn below them.

They become records with one header, so that the second line is no record: it is neither counted nor refused.
"""

from collections.abc import Iterator
from pathlib import Path

from nightowl.arrival import text_of
from nightowl.errors import FileRefused
from nightowl.records import lines_of, records_of
from nightowl.shapes import WHOLE_FILE_BYTES_MAX, Records, xlsx_rows

SIDES = {"승차", "하차"}


def one_header(found: Records) -> Records:
    """Records whose first two, where they are a header of two lines, are made one: `04:00:00~04:59:59` above `승차` is one name.

    An hour stands above the first of its two columns. Where the second record is no part of the header, everything stays as it is.
    """
    first = next(found, None)
    if first is None:
        return
    second = next(found, None)
    if second is not None and {name.strip() for name in second} >= SIDES:
        above = ""
        for at, side in enumerate(second):
            name = first[at].strip() if at < len(first) else ""
            above = name or above
            first[at : at + 1] = [f"{above} {side.strip()}" if side.strip() else name]
        second = None
    yield first
    if second is not None:
        yield second
    yield from found


def text_rows(path: Path) -> Records:
    """The records of a text file, packed or not, with one header."""
    yield from one_header(records_of(lines_of(_bounded(text_of(path), path.name))))


def workbook_rows(path: Path) -> Records:
    """The rows of a workbook's first sheet, with one header."""
    yield from one_header(xlsx_rows(path))


def _bounded(blocks: Iterator[bytes], name: str) -> Iterator[bytes]:
    """The blocks, up to the size that a file of this kind may unpack to."""
    size = 0
    for block in blocks:
        size += len(block)
        if size > WHOLE_FILE_BYTES_MAX:
            raise FileRefused(
                "file_oversized",
                f"{name} unpacks to more than {WHOLE_FILE_BYTES_MAX >> 20} MiB, which no month of subway hours does. Deliver it in parts.",
            )
        yield block


READERS = {
    "subway_station_month": {
        ".csv": text_rows, ".txt": text_rows, ".tsv": text_rows, ".gz": text_rows, ".zip": text_rows, ".xlsx": workbook_rows,
    }
}  # fmt: skip
