"""All requests of a span of time, whatever the service makes of long lists.

A service may have pages, or cap an answer and say nothing. An answer with fewer rows than another of the same service cannot be full; the
largest ones may be. Of those the next page is asked for, and where it repeats the first (there are no pages) the span is halved. What came is
kept in a hidden folder, so that after a crash nothing is asked twice.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from feeds.mirror import write_whole
from feeds.open311_protocol import ID, REQUESTED, Row, Window
from nightowl.errors import NightowlError

Ask = Callable[[Window, int], list[Row]]
UNCAPPED_ROWS = 20
"""No service cuts its answers shorter."""
DAY_S = 86_400


class Sweep:
    """The answers that make up a span of time. `ask` gets a window and a page number from 1; `asked_cnt` counts how often it was called."""

    def __init__(self, kept: Path, ask: Ask, time_zone: str) -> None:
        self.kept, self.ask, self.zone = kept, ask, ZoneInfo(time_zone)
        self.asked_cnt = self.answers_cnt = 0
        self._largest = UNCAPPED_ROWS

    def answers(self, start: datetime, end: datetime, window_days: int) -> Iterator[list[Row]]:
        """Every answer of the span in one fixed order; a request may stand in several, the newest of them last.

        Raises NightowlError where the service fails, or sends lists that may be cut short and cannot be asked for in smaller parts.
        """
        self.answers_cnt, self._largest = 0, UNCAPPED_ROWS
        while start < end:
            until = min(start + timedelta(days=window_days), end)
            yield from self._whole(Window(start, until))
            start = until

    def _whole(self, window: Window) -> Iterator[list[Row]]:
        first = self._answer(window, 1)
        yield first
        page, seen = 1, {row.get(ID) for row in first}
        last = first
        while self._may_be_cut(last):
            page += 1
            last = self._answer(window, page)
            yield last
            new = {row.get(ID) for row in last} - seen
            if last and not new and page == 2:
                yield from self._halved(window, first)
                return
            if not new:
                return
            seen |= new

    def _may_be_cut(self, answer: list[Row]) -> bool:
        self._largest = max(self._largest, len(answer))
        return len(answer) == self._largest

    def _halved(self, window: Window, answer: list[Row]) -> Iterator[list[Row]]:
        if window.seconds <= DAY_S and (
            stray := next((r for r in answer if self._is_outside(r, window)), None)
        ):
            raise NightowlError(
                f"The service answers the question for {window} with {len(answer):,} rows and has no pages; its list may be cut short. A smaller "
                f"span would not help, for it does not keep to the times asked for: request {stray.get(ID)} is of {stray[REQUESTED]}. "
                "Nothing was delivered; ask the service how its lists are to be read."
            )
        if window.seconds <= 1:
            raise NightowlError(
                f"The service answers the question for {window} with {len(answer):,} rows and has no pages; its list may be cut short, and a "
                "second cannot be halved. Nothing was delivered; ask the service how many rows it sends at most."
            )
        for half in window.halves():
            yield from self._whole(half)

    def _is_outside(self, row: Row, window: Window) -> bool:
        moment = moment_of(row.get(REQUESTED, ""), self.zone)
        second = timedelta(seconds=1)
        return moment is not None and not window.start - second <= moment <= window.end + second

    def _answer(self, window: Window, page: int) -> list[Row]:
        name = f"{window.start:%Y%m%dT%H%M%S}-{window.end:%Y%m%dT%H%M%S}_{page:05}.json"
        return self.remembered(name, lambda: self.ask(window, page))

    def remembered(self, name: str, ask: Callable[[], list[Row]]) -> list[Row]:
        """What `ask` answers, or what it answered before a crash."""
        path = self.kept / name
        self.answers_cnt += 1
        try:
            kept: list[Row] = json.loads(path.read_bytes())
            return kept
        except (OSError, ValueError):
            rows = ask()
        self.asked_cnt += 1
        self.kept.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(rows, ensure_ascii=False).encode())
        return rows


def moment_of(text: str, zone: ZoneInfo) -> datetime | None:
    """An ISO 8601 time in UTC; one without a zone is the city's. None where it is no time."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
