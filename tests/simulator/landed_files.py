"""Delivered files read back by plain means."""

import codecs
import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from nightowl.lake import Lake


class Landed:
    """A lake with a delivery, read back by plain means."""

    def __init__(self, home: Path) -> None:
        self.lake = Lake(home)

    def files(self, feed: str) -> list[Path]:
        """In the order in which the clean job takes them."""
        return sorted((self.lake.landing / feed).glob("*/*"))

    def lines(self, path: Path) -> list[bytes]:
        """Records; the first is the header. A case file has line breaks in its texts, and ends records with CRLF."""
        raw = path.read_bytes()
        text = gzip.decompress(raw) if path.suffix == ".gz" else raw
        end = b"\r\n" if text.endswith(b"\r\n") else b"\n"
        assert text.endswith(end)
        return text.removeprefix(codecs.BOM_UTF8).removesuffix(end).split(end)

    def records(self, feed: str) -> list[tuple[str, int, bytes]]:
        """(source_file, record_number, line) of all files of a feed."""
        return [
            (self.lake.source_file(path), number, line)
            for path in self.files(feed)
            for number, line in enumerate(self.lines(path)[1:], start=2)
        ]

    def refused(self, feed: str) -> set[tuple[str, int]]:
        """(source_file, record_number) of the rows that must not be kept for what is wrong with themselves."""
        return {
            (r["source_file"], r["record_number"])
            for r in self.oracle(feed)
            if r["outcome"] in ("quarantine", "duplicate")
        }

    def cells(self, judge: Callable[[bytes], list[str]]) -> dict[tuple[date, str], list[str]]:
        """The sound rows of the inventories, by their date and cell."""
        rows = [line.decode().split(",") for _, _, line in self.records("cell") if not judge(line)]
        return {(date.fromisoformat(row[0]), row[1]): row for row in rows}

    def oracle(self, feed: str, name: str = "defects") -> list[dict]:
        paths = sorted((self.lake.oracle / feed).glob(f"delivered=*/{name}.parquet"))
        return [row for path in paths for row in pq.read_table(path).to_pylist()]
