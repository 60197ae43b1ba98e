"""Landing by hand: putting a public file there as a delivery, and reading back one raw record."""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from nightowl.arrival import is_delivered, text_of
from nightowl.errors import FileRefused, NightowlError
from nightowl.lake import Lake
from nightowl.profile import Profile
from nightowl.records import lines_of, raw_records_of


def deliver(lake: Lake, profile: Profile, feed: str, file: Path, day: date, of: date | None = None) -> Path:
    """Copy `file` into the feed's delivery of `day`, whole or not at all. Landing never changes: another file of that name is refused.

    `of` is the day the file is about, where it does not tell itself; it is put into the name (see `nightowl.shapes.day_in_name`).
    """
    profile.feed(feed)
    if not file.is_file():
        raise NightowlError(f"There is no file {file} to deliver.")
    target = lake.delivery(feed, day) / landing_name(file.name, of)
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


def landing_name(name: str, of: date | None) -> str:
    """The name a file bears in landing: its own, with the day it is about before the first dot where one is given."""
    stem, dot, rest = name.partition(".")
    return f"{stem}.of-{of.isoformat()}{dot}{rest}" if of else name


def raw_record(lake: Lake, profile: Profile, record: str) -> str:
    """The raw record FILE:N of landing (N = 1 is the first line of the file; a record of a quoted file may span lines).

    Of a file that is no text (JSON, a workbook) the record is shown as its fields, N = 1 being their names.
    """
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
        for at, line in enumerate(_records(path, profile, name.split("/")[0]), start=1):
            if at == int(number):
                return line.rstrip("\r\n")
    except (OSError, FileRefused) as error:
        raise NightowlError(f"{name} cannot be read to line {int(number):,}: {error}") from None
    raise NightowlError(f"{name} has {at:,} records; {int(number):,} is none of them.")


def _records(path: Path, profile: Profile, feed: str) -> Iterator[str]:
    """The records of a delivered file, as arrival counts them."""
    from spark_jobs import catalog  # brings pyspark, which most commands can do without

    if reader := catalog.readers(feed).get(path.suffix.lower()):
        return (", ".join(fields) for fields in reader(path))
    lines = lines_of(text_of(path))
    return raw_records_of(lines) if feed in profile.feeds and profile.feed(feed).quoted else lines
