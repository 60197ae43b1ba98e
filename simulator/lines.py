"""Telecom rows as CSV text at memory speed: fixed-width columns side by side, padding bytes taken out at the end."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
import numpy.typing as npt

from simulator.ages import AGE_BANDS
from simulator.chance import Ids, key_of
from simulator.city import City
from simulator.people import People, numbers_as_bytes

HEADER = b"record_ref,msisdn,event_time,event_type,cell_id,duration_s,sequence,home_area,age_band\n"
EVENT_TYPES = ("call", "sms", "data")
LONGEST_S = 7_200

# A field's width and what ends it. `about` is what the carrier knows of the subscriber: home area and age band.
_FIELDS = {
    "ref": (13, b","),
    "msisdn": (11, b","),
    "day": (11, b""),
    "clock": (8, b","),
    "type": (4, b","),
    "cell": (10, b","),
    "duration": (4, b","),
    "sequence": (1, b","),
    "about": (14, b"\n"),
}
_ROW = np.dtype(
    [(name + part, f"S{w}") for name, (width, _) in _FIELDS.items() for part, w in (("", width), ("_end", 1))]
)
# Sixteen letters, no digit: a random reference must never look like a subscriber number to a test of privacy.
_LETTERS = b"ABCDEFGHJKLMNPQR"
_PAIRS = np.array([bytes((_LETTERS[n >> 4], _LETTERS[n & 15])) for n in range(256)], dtype="S2")
_CLOCK = np.array(
    [f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}".encode() for s in range(86_400)], dtype="S8"
)
_DURATION = np.array([str(s).encode() for s in range(LONGEST_S + 1)], dtype="S4")
_SEQUENCE = np.array([b"", *(str(n).encode() for n in range(1, 10))], dtype="S1")
_TYPE = np.array([name.encode() for name in EVENT_TYPES], dtype="S4")
_ROWS_A_DAY_BITS, _REF_BITS = 35, 48


class Printer:
    """Turns arrays of events into lines; holds the text of all numbers and cells.

    `others` numbers follow those of the people: of machines, of which the carrier knows neither area nor age.
    """

    def __init__(self, city: City, people: People, others: int = 0) -> None:
        ids = np.arange(len(people), len(people) + others)
        self._numbers = numbers_as_bytes(np.append(people.ids, ids), people.seed).view("S11").ravel()
        areas, bands = [*city.ground.dong_codes, ""], [*AGE_BANDS, ""]
        # The last of each is the empty one, which is where -1 (not known) leads.
        self._abouts = np.array([f"{area},{band}".encode() for area in areas for band in bands], dtype="S14")
        about = people.billed_dong % len(areas) * len(bands) + people.age_band % len(bands)
        self._about = np.append(about, np.full(others, len(self._abouts) - 1)).astype(np.uint16)
        self._cells = np.array([city.cell_id(cell).encode() for cell in range(city.cells)], dtype="S10")
        self._scramble = np.uint64(key_of(people.seed, "reference") >> (64 - _REF_BITS))

    def _references(self, day: date, rows: Ids) -> npt.NDArray[np.bytes_]:
        """A reference no other event of any day bears: (day, row) permuted within 48 bits."""
        value = rows.astype(np.uint64) | np.uint64(
            (day.toordinal() % 2 ** (_REF_BITS - _ROWS_A_DAY_BITS)) << _ROWS_A_DAY_BITS
        )
        value = (value * np.uint64(0x5851F42D4C957F2D)) ^ self._scramble
        in_bytes = value.astype("<u8").view(np.uint8).reshape(-1, 8)[:, : _REF_BITS // 8]
        return np.ascontiguousarray(_PAIRS[in_bytes]).view("S12").ravel()

    def rows(
        self,
        day: date,
        numbers: Ids,
        persons: npt.NDArray[np.integer],
        hour: int,
        second: npt.NDArray[np.integer],
        kind: npt.NDArray[np.integer],
        cell: npt.NDArray[np.integer],
        duration: npt.NDArray[np.integer],
        happened: date | None = None,
        sequence: npt.NDArray[np.integer] | None = None,
    ) -> np.ndarray:
        """A record array of lines.

        `numbers` are the events' numbers within the night that delivers them, that of service day `day`; `happened` is
        the service day they belong to where that is another one (rows that come late); `sequence` numbers the partial
        records of one call from 1 (0: a whole record, no number).
        """
        out = np.empty(len(persons), _ROW)
        for name, (_, mark) in _FIELDS.items():
            out[name + "_end"] = mark
        references = np.empty((len(persons), 13), np.uint8)
        references[:, 0] = ord("R")
        references[:, 1:] = self._references(day, numbers).view(np.uint8).reshape(-1, 12)
        out["ref"] = references.view("S13").ravel()
        out["msisdn"] = self._numbers[persons]
        out["day"] = f"{(happened or day) + timedelta(days=hour // 24)} ".encode()
        out["clock"] = _CLOCK[hour % 24 * 3600 + second]
        out["type"] = _TYPE[kind]
        out["cell"] = self._cells[cell]
        out["duration"] = _DURATION[duration]
        out["sequence"] = b"" if sequence is None else _SEQUENCE[sequence]
        out["about"] = self._abouts[self._about[persons]]
        return out

    def tell_wrong_time(
        self, lines: np.ndarray, rows: npt.NDArray[np.integer], day: date, told_s: npt.NDArray[np.integer]
    ) -> None:
        """Write other times into some of the lines: seconds since the midnight of a day."""
        days, clock = np.divmod(told_s, 86_400)
        names = np.array([f"{day + timedelta(days=n)} ".encode() for n in range(3)], "S11")
        lines["day"][rows], lines["clock"][rows] = names[days], _CLOCK[clock]


def text_of(rows: np.ndarray) -> bytes:
    """The lines of a record array, each with its newline."""
    return rows.tobytes().translate(None, b"\0")


@contextmanager
def gzip_file(path: Path) -> Iterator[BinaryIO]:
    """A gzip file whose bytes depend on its content alone (no name, no time), at the fastest level."""
    with (
        path.open("wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=1, mtime=0) as zipped,
    ):
        yield cast(BinaryIO, zipped)
