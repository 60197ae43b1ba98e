"""Landing by hand: putting a public file there as a delivery, and reading back one raw record."""

import gzip
import io
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any

from nightowl.arrival import is_delivered
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.packed import DAMAGE
from nightowl.profile import Profile
from nightowl.records import raw_records_of


def deliver(lake: Lake, profile: Profile, feed: str, file: Path, day: date) -> Path:
    """Copy `file` into the feed's delivery of `day`, whole or not at all. Landing never changes: another file of that name is refused."""
    profile.feed(feed)
    if not file.is_file():
        raise NightowlError(f"There is no file {file} to deliver.")
    target = lake.delivery(feed, day) / file.name
    if not is_delivered(target):
        raise NightowlError(
            f"'{file.name}' is the name of an unfinished file, which no night reads; rename it and deliver it again."
        )
    if target.exists():
        raise NightowlError(
            f"Landing already holds {lake.source_file(target)}, and what lies there is never changed. Deliver a correction under another date "
            "(--date) or file name."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        shutil.copyfile(file, unfinished)
        unfinished.rename(target)
    except OSError as error:
        raise NightowlError(
            f"{file} could not be copied to {target.parent}: {error.strerror or error}. Landing is as it was."
        ) from None
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def raw_record(lake: Lake, profile: Profile, record: str) -> str:
    """The raw record FILE:N of landing (N = 1 is the first line of the file; a record of a quoted file may span lines)."""
    name, _, number = record.rpartition(":")
    if not number.isdecimal() or not name:
        raise NightowlError(
            f"A record is named FILE:N, as in telecom_event/delivered=2026-11-02/events_20261101_04.csv.gz:17; found '{record}'."
        )
    landing = lake.landing.resolve()
    path = (landing / name).resolve()
    if landing not in path.parents or not path.is_file():
        raise NightowlError(f"Landing holds no file {name}.")
    at = 0
    try:
        with _text(path) as lines:
            feed = name.split("/")[0]
            is_quoted = feed in profile.feeds and profile.feed(feed).quoted
            for at, line in enumerate(raw_records_of(lines) if is_quoted else lines, start=1):
                if at == int(number):
                    return line.rstrip("\r\n")
    except (OSError, *DAMAGE) as error:
        raise NightowlError(f"{name} cannot be read to line {int(number):,}: {error}.") from None
    raise NightowlError(f"{name} has {at:,} records; {int(number):,} is none of them.")


@contextmanager
def _text(path: Path) -> Iterator[IO[str]]:
    """The text of a delivered file: plain, gzip, or the one member of a zip."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            if len(members) != 1:
                raise ValueError(f"it holds {len(members)} files, where one is expected")
            with archive.open(members[0]) as member:
                yield io.TextIOWrapper(member, encoding="utf-8", errors="replace", newline="\n")
        return
    opened: Callable[..., Any] = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", errors="replace", newline="\n") as lines:
        yield lines
