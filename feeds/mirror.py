"""From pages to a delivery: a query is mirrored page by page into a hidden folder of landing and shown to the night all at once.

The hidden folder lies beside the deliveries, `landing/<feed>/.<delivered>_<query>/`, and outlives a crash, so that no page is
asked for twice. Where the delivery is new, one rename of that folder makes it; a night sees all of it or nothing.
"""

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from feeds.seoul_protocol import PAGE_ROWS, NoData, Page, Query, read_page
from nightowl.console import say
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.lock import SAME_FEED_S, run_lock

STARTS_MAX = 3
Ask = Callable[[int, int], Page]
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Mirrored:
    """A delivery that lies whole in landing; `asked_cnt` is how many of its pages this call asked for."""

    rows_cnt: int
    pages_cnt: int
    asked_cnt: int
    seconds_s: float
    folder: Path


class _Replaced(Exception):
    """The data changed on the service while it was mirrored: pages of two states do not make one delivery."""


def mirror(lake: Lake, query: Query, delivered: date, ask: Ask, tell: Tell = lambda *_: None) -> Mirrored:
    """Mirror a query into the delivery of a day, whole or not at all; `tell` hears rows so far and rows in all.

    Pages of an earlier call that did not end are not asked for again, and a delivery that lies there whole is left alone.
    Raises NightowlError where the service fails, its data change again and again, or landing cannot be written.
    """
    shelf, started = _Shelf(lake, query, delivered), time.monotonic()
    if shelf.shown():
        return shelf.already_shown(started)
    shelf.tell_other_days()
    for _ in range(STARTS_MAX):
        try:
            rows_cnt, pages_cnt = _walk(lambda first, last: shelf.page(first, last, ask), tell)
            break
        except _Replaced as change:
            say(f"{query}: {change} The data were replaced meanwhile; starting over from page 1.")
            shelf.clear()
        except NightowlError as error:
            error.args = (f"{error}{shelf.kept}",)
            raise
    else:
        raise NightowlError(
            f"The data of {query} were replaced {STARTS_MAX} times while they were mirrored. Nothing was delivered; try again later."
        )
    shelf.show()
    return Mirrored(rows_cnt, pages_cnt, shelf.asked_cnt, time.monotonic() - started, shelf.folder)


def _walk(page_of: Ask, tell: Tell) -> tuple[int, int]:
    """Go through all pages of a query; returns rows and pages.

    Each page holds exactly the rows that its total leaves for it (`read_page`), and all name the same total: so the sum closes.
    """
    rows_cnt = pages_cnt = 0
    total_cnt = 1
    while rows_cnt < total_cnt:
        first = pages_cnt * PAGE_ROWS + 1
        try:
            page = page_of(first, first + PAGE_ROWS - 1)
        except NoData:
            if pages_cnt == 0:
                raise
            raise _Replaced(f"page {pages_cnt + 1} of {total_cnt:,} rows in all is empty now.") from None
        if pages_cnt and page.total_cnt != total_cnt:
            raise _Replaced(
                f"page {pages_cnt + 1} speaks of {page.total_cnt:,} rows in all, the pages before of {total_cnt:,}."
            )
        total_cnt = page.total_cnt
        rows_cnt += page.rows_cnt
        pages_cnt += 1
        tell(rows_cnt, total_cnt)
    return rows_cnt, pages_cnt


class _Shelf:
    """The pages of one query for one delivery: hidden while they come, shown once all are there."""

    def __init__(self, lake: Lake, query: Query, delivered: date) -> None:
        self.lake, self.query = lake, query
        self.folder = lake.delivery(query.feed, delivered)
        self.hidden = self.folder.with_name(f".{delivered}_{query.stem}")
        self.asked_cnt = 0

    def page(self, first: int, last: int, ask: Ask) -> Page:
        """A page from the hidden folder, else from the service, which is then kept there."""
        name = self._name(first, last)
        if page := self._read(self.hidden / name, first, last):
            return page
        page = ask(first, last)
        self.asked_cnt += 1
        with writing(self.hidden):
            self.hidden.mkdir(parents=True, exist_ok=True)
            write_whole(self.hidden / name, page.body)
        return page

    @property
    def kept(self) -> str:
        """What is left for another try, as the end of a sentence about a failure."""
        pages_cnt = len(list(self.hidden.glob("*.json")))
        return f" The same command goes on after the pages kept so far: {pages_cnt:,}." if pages_cnt else ""

    def shown(self) -> list[Path]:
        """The pages a night sees already."""
        name = re.compile(re.escape(self.query.stem) + r"_[0-9]{7}-[0-9]{7}\.json")
        return sorted(p for p in self.folder.glob("*.json") if name.fullmatch(p.name))

    def already_shown(self, started: float) -> Mirrored:
        """A delivery that was shown before, once it is proven whole; one a crash left half shown is completed."""
        hidden = self.hidden.exists()
        try:
            rows_cnt, pages_cnt = _walk(self._held, lambda *_: None)
        except _Replaced as fault:
            raise NightowlError(
                f"Landing holds pages of {self.query} in {self.lake.source_file(self.folder)}, but not all: {fault} What lies there is "
                "never changed; fetch it again with another --delivered."
            ) from None
        if hidden:
            self.show()
        return Mirrored(rows_cnt, pages_cnt, 0, time.monotonic() - started, self.folder)

    def show(self) -> None:
        """Make the pages visible together. The feed's lock keeps a night from looking on where it takes more than one rename."""
        with (
            run_lock(self.lake, self.query.feed, doing=f"delivering {self.query}", wait_s=SAME_FEED_S),
            writing(self.folder),
        ):
            if not self.folder.exists():
                self.hidden.rename(self.folder)
                return
            for page in sorted(self.hidden.iterdir()):
                page.rename(self.folder / page.name)
            self.hidden.rmdir()

    def clear(self) -> None:
        """Forget the pages that came so far."""
        shutil.rmtree(self.hidden, ignore_errors=True)

    def tell_other_days(self) -> None:
        """An unfinished mirror under another day is not used, for the data may be others by now; but it is told."""
        for other in sorted(self.folder.parent.glob(f".????-??-??_{self.query.stem}")):
            if other != self.hidden:
                day = other.name[1:11]
                say(
                    f"{self.query}: an unfinished mirror of {day} lies in landing; '--delivered {day}' goes on with it, or delete {other}."
                )

    def _held(self, first: int, last: int) -> Page:
        """A page of landing, shown or still hidden; never asks."""
        name = self._name(first, last)
        for folder in (self.folder, self.hidden):
            if page := self._read(folder / name, first, last):
                return page
        raise _Replaced(f"{name} is missing or not sound.")

    def _read(self, path: Path, first: int, last: int) -> Page | None:
        """A page that was written before, if it is there and sound (a power cut can leave half of one)."""
        try:
            return read_page(path.read_bytes(), self.query, first, last)
        except (OSError, NightowlError):
            return None

    def _name(self, first: int, last: int) -> str:
        return f"{self.query.stem}_{first:07}-{last:07}.json"


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """A landing that cannot be written is told in a sentence."""
    try:
        yield
    except OSError as error:
        raise NightowlError(
            f"{folder} could not be written: {error.strerror or error}. Mend that and start again."
        ) from None


def write_whole(path: Path, body: bytes) -> None:
    """Write a file whole or not at all: under a hidden name, to the disk, then renamed."""
    unfinished = path.with_name(f".{path.name}.part")
    with unfinished.open("wb") as out:
        out.write(body)
        out.flush()
        os.fsync(out.fileno())
    unfinished.rename(path)
