"""One writer at a time: a lock the operating system releases when its holder dies, however it dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from nightowl.console import say
from nightowl.errors import NightowlError
from nightowl.lake import Lake

SAME_FEED_S = 900.0
"""How long a step waits for another run of the same step (a scheduled night beside a backfill) before it declines."""


@contextmanager
def run_lock(lake: Lake, name: str, *, doing: str, wait_s: float = 0.0) -> Iterator[None]:
    """Hold the lock `name` of this lake while in the block.

    `doing` says in a few words what the holder does, for the sentence another comer reads. With `wait_s` the second
    waits that long before it declines; without, it declines at once.
    """
    folder = lake.root / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _acquire(descriptor, name, wait_s)
        os.ftruncate(descriptor, 0)
        os.pwrite(
            descriptor,
            f"{doing}, process {os.getpid()}, since {time.strftime('%Y-%m-%d %H:%M:%S')}".encode(),
            0,
        )
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, name: str, wait_s: float) -> None:
    give_up_at, told = time.monotonic() + wait_s, False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            holder = os.pread(descriptor, 500, 0).decode(errors="replace") or "another process"
            if wait_s and not told:
                told = bool(say(f"waiting, up to {wait_s:.0f} s: '{name}' is busy: {holder}"))
            if time.monotonic() >= give_up_at:
                raise NightowlError(
                    f"'{name}' is busy: {holder}. Nothing was changed; start again when it has ended."
                ) from None
            time.sleep(0.2)
