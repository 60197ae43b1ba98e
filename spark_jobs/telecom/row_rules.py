"""The rules a carrier's record is judged by on its own: DuckDB expressions over a batch of its lines.

`judge` takes lines to rows: typed, pseudonymised, each with its outcome. It knows nothing of Spark or files.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from spark_jobs import judging
from spark_jobs.columnar import Chunk
from spark_jobs.judging import SOUND as _SOUND
from spark_jobs.judging import DeliveredFile, asked
from spark_jobs.pseudonyms import Pseudonyms, buckets_of, key_months

EVENT_TYPES = ("call", "sms", "data")
_TIMED = f"{_SOUND} and service_date is not null"

RULES = {
    **judging.RULES,
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
    """Type, pseudonymise and judge lines of one file, whose layout gives the columns of `layout_sql.as_sql`.

    `con` holds the tables `inventory` (cell_no, cell_id, known_from, known_until, active_from, active_to) and `opted_out` (subscriber_key).
    """
    layout, days = file.layout, {"delivered": file.delivered, "oldest": file.oldest}
    numbers = pa.array(np.arange(chunk.first_number, chunk.first_number + len(chunk.lines)))
    con.register("lines", pa.table({"n": numbers, "line": chunk.lines}))
    dated = DATED.format(typed=judging.typed(chunk, layout), start=service_day_start_hour)
    # Between the steps rows stand in Arrow: as tables of DuckDB they cost as much again, for the statistics it keeps of each column.
    typed_rows = con.execute(dated, {"separator": layout.separator}).to_arrow_table()
    keys = pseudonyms.of(
        typed_rows["msisdn"].combine_chunks(),
        key_months(typed_rows["service_date"], file.oldest, file.delivered),
    )
    con.register(
        "typed",
        typed_rows.append_column("subscriber_key", keys).append_column(
            "bucket", pa.array(buckets_of(keys, buckets))
        ),
    )
    broken = judging.any_of(RULES)
    con.register("judged", con.execute(JUDGED.format(broken=broken), asked(broken, days)).to_arrow_table())
    codes = judging.codes(RULES)
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
            named | {"separator": layout.separator} | asked(codes, days),
        ).to_arrow_table(),
        opted_out=con.execute(OPTED_OUT, named).to_arrow_table(),
    )


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
    select $source_file as source_file, j.n as record_number, {codes} as reasons,
           case when not is_opted_out then {masked} end as line_masked
    from (from typed positional join (select * exclude n from judged) where is_refused) j
    join (select n, line[: -2 - length($separator)] as line from refused_lines) l on j.n = l.n
    order by j.n
"""
OPTED_OUT = """
    select service_date, $source_file as source_file, n as record_number, cast(null as varchar[]) as reasons
    from typed positional join (select is_opted_out, is_refused from judged) where is_opted_out and not is_refused order by service_date, n
"""
