"""From a sweep to a delivery: what is new, what changed, what is gone, shown to the night all at once.

The hidden folder `landing/complaint_version/.<delivered>_open311/` holds the answers (`answers/`) while they come, then the files of the delivery
(`ready/`), whose name tells that they are whole. It outlives a crash; one rename makes the delivery.
"""

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from zoneinfo import ZoneInfo

from feeds.mirror import writing
from feeds.open311_protocol import ID, Row, Window
from feeds.open311_state import FEED, FILES, Told, deliveries, last_told, told, write_delivery
from feeds.open311_sweep import Sweep
from nightowl.console import say
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.lock import SAME_FEED_S, run_lock
from nightowl.open311_source import Open311Source

VANISHED_ALWAYS_CNT = 100
"""So few may be gone at once in any city, whatever share they are."""


@dataclass(frozen=True)
class Asking:
    """How the service is asked: a page of a window, and one request by its id (None where there is none)."""

    window: Callable[[Window, int], list[Row]]
    one: Callable[[str], Row | None]


@dataclass(frozen=True)
class Mirrored:
    """What a mirror found. Without a `folder` nothing was new, and nothing was delivered."""

    listed_cnt: int
    changed_cnt: int
    deleted_cnt: int
    asked_cnt: int
    unnamed_cnt: int
    seconds_s: float
    folder: Path | None


class Mirror:
    """One mirror of a city's requests from `first_day` until the midnight before `delivered`."""

    def __init__(
        self, lake: Lake, source: Open311Source, time_zone: str, first_day: date, delivered: date, asking: Asking
    ) -> None:  # fmt: skip
        self.lake, self.source, self.asking = lake, source, asking
        self.zone, self.delivered = ZoneInfo(time_zone), delivered
        self.start, self.end = (
            datetime.combine(d, clock_time(0), self.zone).astimezone(UTC) for d in (first_day, delivered)
        )
        self.folder = lake.delivery(FEED, delivered)
        self.hidden = self.folder.with_name(f".{delivered}_open311")
        self.ready = self.hidden / "ready"
        # Of other spans or pages an answer would be something else.
        kept = self.hidden / f"answers_{first_day}_{source.window_days}_{source.page_rows}"
        self.sweep = Sweep(kept, asking.window, time_zone)

    def run(
        self, *, accept_deletions: bool = False, tell: Callable[[int], None] = lambda _: None
    ) -> Mirrored:
        """Mirror, or complete what a crash left; raises NightowlError, with what came kept for the next try."""
        started = time.monotonic()
        if self.ready.exists() or any(self.folder.glob(FILES)):
            self._complete()
            return Mirrored(0, 0, 0, 0, 0, time.monotonic() - started, self.folder)
        before = self._before()
        self._tell_other_days()
        listed, unnamed_cnt, names = self._list(tell)
        gone, found = self._gone(before, listed, accept_deletions)
        changed = {i for i, row in listed.items() if i not in before or before[i].digest != row.digest}
        changed |= {i for i, row in found.items() if before[i].digest != told(row, self.zone).digest}
        if changed or gone:
            self._write(before, changed, gone, found, names)
        self._complete()
        return Mirrored(
            len(listed) + len(found), len(changed), len(gone), self.sweep.asked_cnt, unnamed_cnt,
            time.monotonic() - started, self.folder if changed or gone else None,
        )  # fmt: skip

    @property
    def kept(self) -> str:
        """What is left for another try, as the end of a sentence about a failure."""
        kept_cnt = len(list(self.sweep.kept.glob("*.json")))
        return f" The same command goes on after the answers kept so far: {kept_cnt:,}." if kept_cnt else ""

    def _before(self) -> dict[str, Told]:
        """What mirrors of earlier days told last."""
        earlier = deliveries(self.lake)
        if later := [day for day in earlier if day > self.delivered]:
            raise NightowlError(
                f"Landing holds a mirror of {max(later)}, which is later than {self.delivered}. A service tells its present state alone; mirror it "
                "with a later day of delivery."
            )
        return last_told(
            [f for day in sorted(earlier) if day < self.delivered for f in earlier[day]], self.zone
        )

    def _answers(self) -> Iterator[list[Row]]:
        return self.sweep.answers(self.start, self.end, self.source.window_days)

    def _list(self, tell: Callable[[int], None]) -> tuple[dict[str, Told], int, set[str]]:
        """Every request the service lists, by id; how many have none yet; and the names of all fields."""
        listed: dict[str, Told] = {}
        names: set[str] = set()
        unnamed_cnt = 0
        for answer in self._answers():
            for row in answer:
                names |= row.keys()
                if ID in row:
                    listed[row[ID]] = told(row, self.zone)
                else:
                    unnamed_cnt += 1
            tell(len(listed))
        return listed, unnamed_cnt, names

    def _gone(
        self, before: dict[str, Told], listed: dict[str, Told], accept: bool
    ) -> tuple[set[str], dict[str, Row]]:
        """Known requests of the span that were not listed: those the service does not know by their id either, and those it does.

        A list can miss a request (a page turned while another was deleted), so each is asked for by itself before it is taken for gone.
        """
        known = {
            i: t for i, t in before.items()
            if not t.is_deleted and t.requested_at and self.start <= t.requested_at < self.end
        }  # fmt: skip
        missing = sorted(known.keys() - listed.keys())
        if not missing:
            return set(), {}
        if (
            len(missing) > max(VANISHED_ALWAYS_CNT, self.source.vanished_share_max * len(known))
            and not accept
        ):
            raise NightowlError(
                f"Of {len(known):,} requests known from earlier mirrors the service does not list {len(missing):,} any more. That looks like a fault "
                "of the service, so nothing was delivered. If they are gone indeed, say so with --accept-deletions."
            )
        if not self._answers_by_id(listed):
            say(
                f"Open311: {len(missing):,} known requests are not listed any more, and the service does not answer for single ones. They stay as "
                "they were told last."
            )
            return set(), {}
        found = {i: row for i in missing if (row := self._one(i))}
        return set(missing) - found.keys(), found

    def _answers_by_id(self, listed: dict[str, Told]) -> bool:
        """Whether the service answers for single requests at all: it must for one that it lists."""
        return bool(listed) and self._one(min(listed)) is not None

    def _one(self, request_id: str) -> Row | None:
        def ask() -> list[Row]:
            row = self.asking.one(request_id)
            return [row] if row else []

        name = f"one_{hashlib.sha256(request_id.encode()).hexdigest()[:32]}.json"
        return next(iter(self.sweep.remembered(name, ask)), None)

    def _write(
        self, before: dict[str, Told], changed: set[str], gone: set[str], found: dict[str, Row], names: set[str]
    ) -> None:  # fmt: skip
        """Write `ready/`: one row a request, as it was listed last, then those that are gone."""
        unfinished = self.ready.with_name("ready.part")
        shutil.rmtree(unfinished, ignore_errors=True)
        newest: dict[str, int] = {}
        for number, answer in enumerate(self._answers()):
            newest |= {row[ID]: number for row in answer if row.get(ID) in changed}

        def rows() -> Iterator[Row]:
            for number, answer in enumerate(self._answers()):
                of_it = {row[ID]: row for row in answer if newest.get(row.get(ID, "")) == number}
                yield from of_it.values()
            yield from (found[i] for i in sorted(found.keys() & changed))
            yield from (before[i].tombstone for i in sorted(gone))

        with writing(unfinished):
            write_delivery(rows(), names | {n for row in found.values() for n in row}, unfinished)
            unfinished.rename(self.ready)

    def _complete(self) -> None:
        """Show what is ready, and forget the answers."""
        if self.ready.exists():
            self._show()
        shutil.rmtree(self.hidden, ignore_errors=True)

    def _show(self) -> None:
        """Make the files visible together; the feed's lock keeps a night from looking on where it takes more than one rename."""
        with (
            run_lock(self.lake, FEED, doing=f"delivering Open311 of {self.delivered}", wait_s=SAME_FEED_S),
            writing(self.folder),
        ):
            if not self.folder.exists():
                self.ready.rename(self.folder)
                return
            for path in sorted(self.ready.iterdir()):
                path.replace(self.folder / path.name)
            self.ready.rmdir()

    def _tell_other_days(self) -> None:
        """An unfinished mirror of another day is not used, for the requests may have changed; but it is told."""
        for other in sorted(self.folder.parent.glob(".????-??-??_open311")):
            if other != self.hidden:
                say(
                    f"Open311: an unfinished mirror of {other.name[1:11]} lies in landing and is not used; delete {other} once you want it no longer."
                )


def first_day_of(source: Open311Source, delivered: date) -> date:
    """Where a mirror begins that nobody told where."""
    return delivered - timedelta(days=source.days)
