"""The rules a carrier's record is judged by on its own: DuckDB expressions over a batch of its lines.

`judge` takes lines to rows: typed, pseudonymised, each with its outcome. It knows nothing of Spark or files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from nightowl import pseudonym
from spark_jobs.columnar import Chunk

EVENT_TYPES = ("call", "sms", "data")
KEPT_KEYS = 4_000_000
_BLOCK = 64
_SOUND = "not is_blank and not is_wrong_width and not is_undecodable"
_TIMED = f"{_SOUND} and service_date is not null"

RULES = {
    "blank_record": "is_blank",
    "wrong_field_count": "is_wrong_width",
    "text_undecodable": "not is_blank and not is_wrong_width and is_undecodable",
    "subscriber_missing": f"{_SOUND} and msisdn is null",
    "subscriber_malformed": f"{_SOUND} and msisdn is not null and not is_subscriber_sound",
    "time_missing": f"{_SOUND} and event_time is null",
    "time_malformed": f"{_SOUND} and event_time is not null and event_at is null",
    "time_in_future": f"{_TIMED} and service_date > $delivered",
    "too_late": f"{_TIMED} and service_date < $oldest",
    "event_type_unknown": f"{_SOUND} and (event_type is null or event_type not in {EVENT_TYPES})",
    "coordinates_malformed": f"{_SOUND} and is_point_malformed",
    "coordinates_outside_city": f"{_SOUND} and is_point_outside",
    "cell_missing": f"{_SOUND} and cell_id is null and not is_point_malformed and not is_point_outside",
    "cell_unknown": f"{_TIMED} and cell_id is not null and not is_by_coordinates and cell_no is null",
    "cell_not_active": f"{_TIMED} and cell_no is not null and not service_date between active_from and active_to",
    "duration_malformed": f"{_SOUND} and seconds is null",
    "sequence_malformed": f"{_SOUND} and sequence is not null and part_no is null",
}
"""Code → when a record breaks the rule; a rule that is NULL does not hold."""


@dataclass(frozen=True)
class LayoutSql:
    """How the lines of one layout become canonical columns: a select list over the text fields `f` (a VARCHAR[] of a line's fields).

    Gives msisdn, event_time, event_type, cell_id, duration_s (seconds as text), record_ref, sequence, side, home_area, age_band, extra_json as text;
    event_at (UTC) and local_at as timestamps; latitude and longitude; is_subscriber_sound, is_time_ambiguous, is_by_coordinates,
    is_point_malformed, is_point_outside. `masked` is the expression of a refused line as it is kept.
    """

    width: int
    separator: str
    has_header: bool
    columns: str
    masked: str


@dataclass(frozen=True)
class DeliveredFile:
    """A file whose lines are judged: `number` orders the files of a run by name; days before `oldest` come too late."""

    path: str
    source_file: str
    number: int
    delivered: date
    oldest: date
    layout: LayoutSql


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


@dataclass(frozen=True)
class Judged:
    """What became of the lines of a chunk, three Arrow tables: `kept` (for `calls.settle`) with the `bucket` of each row, `refused` and
    `opted_out` (source_file, record_number, reasons; the refused with line_masked, the opted out with the service day they fell on)."""

    kept: pa.Table
    bucket: npt.NDArray[np.uint32]
    refused: pa.Table
    opted_out: pa.Table


def judge(
    con: duckdb.DuckDBPyConnection,
    chunk: Chunk,
    file: DeliveredFile,
    pseudonyms: Pseudonyms,
    service_day_start_hour: int,
    buckets: int,
) -> Judged:
    """Type, pseudonymise and judge lines of one file.

    `con` holds the tables `inventory` (cell_no, cell_id, known_from, known_until, active_from, active_to) and `opted_out` (subscriber_key).
    """
    layout, days = file.layout, {"delivered": file.delivered, "oldest": file.oldest}
    numbers = pa.array(np.arange(chunk.first_number, chunk.first_number + len(chunk.lines)))
    con.register("lines", pa.table({"n": numbers, "line": chunk.lines}))
    typed = TYPED.format(
        fields=_fields(chunk, layout.separator),
        width=layout.width,
        columns=layout.columns,
        is_undecodable="contains(line, chr(65533))" if chunk.has("\ufffd") else "false",
        header=int(layout.has_header),
    )
    dated = DATED.format(typed=typed, start=service_day_start_hour)
    # Between the steps rows stand in Arrow: as tables of DuckDB they cost as much again, for the statistics it keeps of each column.
    typed_rows = con.execute(dated, {"separator": layout.separator}).to_arrow_table()
    keys = pseudonyms.of(typed_rows["msisdn"].combine_chunks(), _key_months(typed_rows["service_date"], file))
    con.register(
        "typed",
        typed_rows.append_column("subscriber_key", keys).append_column(
            "bucket", pa.array(_buckets(keys, buckets))
        ),
    )
    broken = " or ".join(f"coalesce({condition}, false)" for condition in RULES.values())
    con.register("judged", con.execute(JUDGED.format(broken=broken), _asked(broken, days)).to_arrow_table())
    codes = ", ".join(f"case when {condition} then '{code}' end" for code, condition in RULES.items())
    refused = con.execute("select n from judged where is_refused").to_arrow_table()["n"]
    lines = chunk.lines.take(pc.subtract(refused, chunk.first_number))
    con.register("refused_lines", pa.table({"n": refused, "line": lines}))
    named = {"source_file": file.source_file}
    kept = con.execute(KEPT.format(file_no=file.number)).to_arrow_table()
    return Judged(
        kept=kept.drop_columns("bucket"),
        bucket=kept["bucket"].to_numpy(),
        refused=con.execute(
            REFUSED.format(codes=codes, masked=layout.masked),
            named | {"separator": layout.separator} | _asked(codes, days),
        ).to_arrow_table(),
        opted_out=con.execute(OPTED_OUT, named).to_arrow_table(),
    )


def _fields(chunk: Chunk, separator: str) -> str:
    """A line's fields, without the blanks around them where there are any: to trim every field takes as long as all other rules together."""
    split = "string_split(line, $separator)"
    if not chunk.has(f" {separator}", f"{separator} ", "\n ", " \n", " \r") and not chunk.text.startswith(
        b" "
    ):
        return split
    return f"list_transform({split}, lambda field: trim(field))"


def _asked(sql: str, values: dict[str, date]) -> dict[str, date]:
    """The parameters a statement names: DuckDB refuses others."""
    return {name: value for name, value in values.items() if f"${name}" in sql}


def _key_months(service_dates: pa.ChunkedArray, file: DeliveredFile) -> pa.Array:
    """The month whose key a row is masked with: its service month; outside the delivery's window (refused anyway) the delivery's."""
    days = service_dates.combine_chunks().cast(pa.int32()).fill_null(-1).to_numpy().astype("datetime64[D]")
    in_window = (days >= np.datetime64(file.oldest)) & (days <= np.datetime64(file.delivered))
    months = np.where(in_window, days, np.datetime64(file.delivered)).astype("datetime64[M]")
    return pa.array(months.astype("datetime64[D]"))


def _buckets(keys: pa.Array, buckets: int) -> npt.NDArray[np.uint32]:
    """The bucket of each key by its first four bytes (a key is as good as random); 0 where there is none."""
    first = keys.fill_null(bytes(pseudonym.PSEUDONYM_BYTES)).cast(pa.binary(pseudonym.PSEUDONYM_BYTES))
    words = np.frombuffer(first.buffers()[1], "<u4").reshape(-1, 4)[
        first.offset : first.offset + len(first), 0
    ]
    return words % np.uint32(buckets)


# The canonical columns come from the layout, as expressions over the text fields `f`; one more field holds the line's end.
TYPED = """
    select n, case when len(f) = {width} + 1 then false else trim(line[: -2 - length($separator)]) = '' end as is_blank,
           case when len(f) = {width} + 1 then false else trim(line[: -2 - length($separator)]) <> '' end as is_wrong_width,
           {is_undecodable} as is_undecodable, {columns}
    from (select n, line, {fields} as f from lines where n > {header})
"""
DATED = """
    select * exclude local_at, cast(local_at - to_hours({start}) as date) as service_date,
           cast(hour(local_at - to_hours({start})) + {start} as integer) as hour,
           case when regexp_full_match(duration_s, '[0-9]{{1,9}}') then cast(duration_s as integer) end as seconds,
           case when regexp_full_match(sequence, '[0-9]{{1,6}}') then cast(sequence as integer) end as part_no
    from ({typed})
"""
JUDGED = """
    select n, cell_no, active_from, active_to, is_opted_out, {broken} as is_refused
    from (
        select t.*, i.cell_no, i.active_from, i.active_to, o.subscriber_key is not null as is_opted_out
        from typed t
        left join inventory i on t.cell_id = i.cell_id and t.service_date between i.known_from and i.known_until
        left join opted_out o on t.subscriber_key = o.subscriber_key
    )
    order by n
"""
KEPT = """
    select bucket, subscriber_key, service_date, hour, event_at, event_type, cell_no, case when cell_no is null then cell_id end as cell_id,
           latitude, longitude, seconds as duration_s, record_ref, part_no as sequence, side, home_area, age_band, extra_json,
           is_time_ambiguous, cast({file_no} as integer) as file_no, n as record_number
    from typed positional join (select * exclude n from judged) where not is_refused and not is_opted_out
"""
REFUSED = """
    select $source_file as source_file, j.n as record_number, list_filter([{codes}], lambda code: code is not null) as reasons,
           case when not is_opted_out then {masked} end as line_masked
    from (from typed positional join (select * exclude n from judged) where is_refused) j
    join (select n, line[: -2 - length($separator)] as line from refused_lines) l on j.n = l.n
    order by j.n
"""
OPTED_OUT = """
    select service_date, $source_file as source_file, n as record_number, cast(null as varchar[]) as reasons
    from typed positional join (select is_opted_out, is_refused from judged) where is_opted_out and not is_refused order by service_date, n
"""
