"""Pseudonyms of persons' numbers as they are read, column by column; `nightowl.pseudonym` is the definition, a test holds them equal."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import functions as F

from nightowl import pseudonym

if TYPE_CHECKING:
    from pyspark.sql import Column

KEPT_KEYS = 4_000_000
_BLOCK = 64
_KNOWN: dict[bytes, dict[bytes, bytes]] = {}


@dataclass(frozen=True)
class Pseudonyms:
    """Keyed pseudonyms of numbers under the keys of their service months (`nightowl.pseudonym` defines them).

    A person makes many records a night, in many files: a worker remembers some four million pseudonyms of a month (0.8 GB) from file to file.
    """

    keys: Mapping[date, bytes]

    def of(self, numbers: pa.Array, months: pa.Array) -> pa.Array:
        """binary(16) for each number under its row's month; NULL where there is none of either."""
        found: list[bytes | None] = [None] * len(numbers)
        for month in pc.unique(months.drop_null()).to_pylist():
            here = pc.indices_nonzero(pc.equal(months, month)).to_numpy()
            distinct = pc.dictionary_encode(numbers.take(pa.array(here)).cast(pa.binary()))
            keys = pa.array(self._keyed(distinct.dictionary.to_pylist(), month), pa.binary())
            if len(here) == len(numbers):
                return keys.take(distinct.indices)
            for at, key in zip(here.tolist(), keys.take(distinct.indices).to_pylist(), strict=True):
                found[at] = key
        return pa.array(found, pa.binary())

    def _keyed(self, numbers: list[bytes], month: date) -> list[bytes]:
        known = _KNOWN.setdefault(self.keys[month], {})
        if len(known) > KEPT_KEYS:
            known.clear()
        inner, outer = self._prepared(month)
        keys = list(map(known.get, numbers))
        for at in [at for at, key in enumerate(keys) if key is None] if None in keys else ():
            message, answer = inner(), outer()
            message.update(numbers[at])
            answer.update(message.digest())
            keys[at] = known[numbers[at]] = answer.digest()[: pseudonym.PSEUDONYM_BYTES]
        return cast("list[bytes]", keys)

    def _prepared(self, month: date) -> list[Callable[[], Any]]:
        """Both halves of HMAC-SHA256 (RFC 2104, 4) with the key taken in already: half the work of each number."""
        block = self.keys[month].ljust(_BLOCK, b"\0")
        halves = [hashlib.sha256(bytes(byte ^ pad for byte in block)) for pad in (0x36, 0x5C)]
        return [half.copy for half in halves]


def month_keys(master: bytes, first: date, last: date, purpose: str = "") -> dict[date, bytes]:
    """The key of every month (by its first day) from one day's to another's.

    A `purpose` gives keys of its own, so that two kinds of numbers with the same digits never share a pseudonym.
    """
    months = {(first + timedelta(days=n)).replace(day=1) for n in range((last - first).days + 1)}
    return {month: pseudonym.month_key(master, f"{month:%Y-%m}", purpose) for month in sorted(months)}


def key_months(service_dates: pa.ChunkedArray, oldest: date, delivered: date) -> pa.Array:
    """The month whose key a row is masked with: its service month; outside the delivery's window (refused anyway) the delivery's."""
    days = service_dates.combine_chunks().cast(pa.int32()).fill_null(-1).to_numpy().astype("datetime64[D]")
    in_window = (days >= np.datetime64(oldest)) & (days <= np.datetime64(delivered))
    months = np.where(in_window, days, np.datetime64(delivered)).astype("datetime64[M]")
    return pa.array(months.astype("datetime64[D]"))


def buckets_of(keys: pa.Array, buckets: int) -> npt.NDArray[np.uint32]:
    """The bucket of each key by its first four bytes (a key is as good as random); 0 where there is none."""
    first = keys.fill_null(bytes(pseudonym.PSEUDONYM_BYTES)).cast(pa.binary(pseudonym.PSEUDONYM_BYTES))
    words = np.frombuffer(first.buffers()[1], "<u4").reshape(-1, 4)[
        first.offset : first.offset + len(first), 0
    ]
    return words % np.uint32(buckets)


def keyed(column: str) -> Column:
    """The pseudonym (binary 16) of a text column under the row's `key`, as a Spark expression for small tables."""
    return F.substring(F.hmac(F.col("key"), F.encode(column, "UTF-8")), 1, pseudonym.PSEUDONYM_BYTES)
