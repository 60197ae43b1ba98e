"""Whole files: a published zip comes into landing as it is, or not at all."""

import os
import zipfile
from datetime import date
from pathlib import Path

import httpx

from feeds.polite import PoliteClient, Transient, describe
from nightowl.arrival import is_delivered
from nightowl.errors import NightowlError
from nightowl.lake import Lake

ZIP_MAGIC = b"PK"


def download(client: PoliteClient, url: str, lake: Lake, feed: str, delivered: date, name: str) -> Path:
    """Fetch a zip file into a delivery of `feed` as `name`; returns where it lies.

    A portal that does not know a file answers with status 200 and a web page: what does not begin as a zip file does is refused.
    One cut off on the way is asked for again. Raises NightowlError for either, and where landing holds the name already.
    """
    target = lake.delivery(feed, delivered) / name
    if target.name != name or target.suffix != ".zip" or not is_delivered(target):
        raise NightowlError(
            f"A downloaded file is named as in 'LOCAL_PEOPLE_DONG_202203.zip'; found '{name}'."
        )
    if target.exists():
        raise NightowlError(
            f"Landing already holds {lake.source_file(target)}, and what lies there is never changed. Fetch it under another date."
        )
    unfinished = target.with_name(f".{name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        client.ask(url, name, lambda response: _save(response, unfinished, name))
        unfinished.rename(target)
    except OSError as error:
        raise NightowlError(
            f"{name} could not be written to {target.parent}: {error.strerror or error}."
        ) from None
    finally:
        unfinished.unlink(missing_ok=True)
        if not any(target.parent.glob("*")):
            target.parent.rmdir()
    return target


def _save(response: httpx.Response, path: Path, name: str) -> None:
    """Stream the body to the disk; what is no zip file is refused at its first bytes."""
    seen = b""
    with path.open("wb") as out:
        for block in response.iter_bytes():
            if len(seen) < len(ZIP_MAGIC):
                seen += block[:512]
                _check_magic(seen, name, at_end=False)
            out.write(block)
        _check_magic(seen, name, at_end=True)
        out.flush()
        os.fsync(out.fileno())
    if not zipfile.is_zipfile(path):
        raise Transient(f"{name} begins as a zip file but is cut off ({path.stat().st_size:,} bytes came).")


def _check_magic(seen: bytes, name: str, *, at_end: bool) -> None:
    if not seen.startswith(ZIP_MAGIC) and (at_end or len(seen) >= len(ZIP_MAGIC)):
        raise NightowlError(
            f"{name} is expected to be a zip file; found {describe(seen)}. The portal answers so where it does not know the file: "
            "look up its address again."
        )
