"""How few points single a person out: unicity of the traces of a service day, from a seeded sample of persons.

    python -m spark_jobs.telecom.unicity --service-date 2026-11-01

Whoever knows that somebody was in a hexagon in an hour knows a point of theirs. `aggregate/unicity` tells which share of persons
is alone in having three, or four, points drawn from their own day (de Montjoye, Hidalgo, Verleysen and Blondel, Unique in the
Crowd, Scientific Reports 3:1376, 2013). No row is about a person. It says nothing of what is published: it measures the clean
table, and so who may read it.

Only the sample's points are looked up among all persons', so the job stays with DuckDB: seconds where a Spark plan of five small
steps costs more, and memory that is bounded.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql.pandas.types import to_arrow_schema

from nightowl import commit
from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.telecom.ground import inventory_in_force
from spark_jobs.telecom.schema import UNICITY

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

FEED, TABLE = "telecom_event", "unicity"
POINTS = (3, 4)
SAMPLE_PERSONS = 1_000
MEMORY = "1500MB"

_POINTS = """
    create temp table point as
    select distinct subscriber_key as person, hour,
        case when cell_id like 'H3:%' then substr(cell_id, 4) else hex_id end as hex_id
    from read_parquet($events, union_by_name = true, hive_partitioning = false)
    left join (
        select cell_id, hex_id from read_parquet($shares, union_by_name = true, hive_partitioning = false) where is_main
    ) using (cell_id)
    where cell_id like 'H3:%' or hex_id is not null"""
_TRACES = "create temp table trace as select person, count(*) as points_cnt from point group by person"
# Those with the smallest digests are a random sample that the next run draws again, whatever the order of the rows.
_SAMPLE = """
    create or replace temp table drawn as
    with sample as (
        select person from trace where points_cnt >= $points_cnt
        order by md5(concat($seed, hex(person))), person limit $sample_persons
    )
    select person, hour, hex_id from point semi join sample using (person)
    qualify row_number() over (
        partition by person order by md5(concat($seed, hex(person), hour, hex_id)), hour, hex_id
    ) <= $points_cnt"""
# The crowd of a person's emptiest point holds everybody who might share them all: only these are looked up at the other points.
_COUNT = """
    with crowd as (select hour, hex_id, count(*) as persons_cnt from point semi join drawn using (hour, hex_id) group by all),
    ranked as (
        select drawn.*, row_number() over (partition by person order by persons_cnt, hour, hex_id) as place
        from drawn join crowd using (hour, hex_id)
    ),
    candidate as (
        select ranked.person, point.person as other
        from ranked join point using (hour, hex_id) where place = 1 and point.person <> ranked.person
    ),
    lookalike as (
        select candidate.person, other
        from candidate join ranked using (person)
        join point on point.person = other and point.hour = ranked.hour and point.hex_id = ranked.hex_id
        group by candidate.person, other having count(*) = $points_cnt
    )
    select
        (select count(*) from trace) as persons_cnt,
        (select count(*) from trace where points_cnt >= $points_cnt) as eligible_persons_cnt,
        (select count(distinct person) from drawn) as sample_persons_cnt,
        (select count(distinct person) from drawn) - (select count(distinct person) from lookalike) as unique_persons_cnt"""


def measure(
    events: list[str], shares: list[str], service_date: date, k_persons: int, spill: Path
) -> Iterator[Mapping[str, Any]]:
    """Rows of `UNICITY` for one service day.

    `events`: Parquet files of the day's clean events (subscriber_key, hour, cell_id). `shares`: those of the inventory in force
    (cell_id, hex_id, is_main). A day of fewer than `k_persons` who have so many points tells no numbers. `spill`: folder for what
    does not fit into memory.
    """
    with duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(spill)}) as con:
        con.execute(_POINTS, {"events": events, "shares": shares})
        con.execute(_TRACES)
        for points_cnt in POINTS:
            given = {"points_cnt": points_cnt}
            drawing = given | {"seed": f"unicity {service_date}", "sample_persons": SAMPLE_PERSONS}
            con.execute(_SAMPLE, drawing)
            (counts,) = con.execute(_COUNT, given).fetchall()
            persons, eligible, sample, unique = counts
            is_hidden = eligible < k_persons
            yield {
                "service_date": service_date,
                "points_cnt": points_cnt,
                "persons_cnt": None if is_hidden else persons,
                "eligible_persons_cnt": None if is_hidden else eligible,
                "sample_persons_cnt": None if is_hidden else sample,
                "unique_share": None if is_hidden else unique / sample,
                "is_hidden": is_hidden,
            }


def run(
    spark: SparkSession | None,
    lake: Lake,
    profile: Profile,
    service_date: date,
    *,
    rebuild: str | None = None,
) -> derive.Summary:
    """Measure again every service day whose events or cells have changed (`rebuild`: that day in any case). Spark has no part in it."""
    started = time.monotonic()
    days, shares = lake.partitions("clean", FEED), lake.partitions("aggregate", "cell_hex_share")
    k_persons = profile.k_persons(FEED)
    if not days or not shares:
        return derive.Summary(TABLE, [])
    in_force = {day: shares[inventory_in_force(list(shares), day)] for day in days}
    inputs = {
        day: {
            FEED: derive.run_of(folder),
            "cell_hex_share": derive.run_of(in_force[day]),
            "k_persons": str(k_persons),
        }
        for day, folder in days.items()
    }
    wanted = derive.stale(lake, "aggregate", TABLE, "service_date", inputs)
    if rebuild in inputs:
        wanted[rebuild] = inputs[rebuild]
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "service_date", wanted) as run_:
            for day in wanted:
                rows = _measured(
                    days[day], in_force[day], date.fromisoformat(day), k_persons, run_.folder / "spill"
                )
                place = run_.folder / day
                place.mkdir()
                schema = to_arrow_schema(UNICITY, timezone="UTC")
                pq.write_table(pa.Table.from_pylist(rows, schema), place / "part-0.parquet")
                target = lake.partition("aggregate", TABLE, "service_date", day)
                run_.moves.append(commit.Move(place, target, wanted[day]))
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


def _measured(events: Path, shares: Path, day: date, k_persons: int, spill: Path) -> list[Mapping[str, Any]]:
    """Nothing for a day that has lost its last row: its folder holds no file."""
    files, placed = (sorted(map(str, folder.glob("*.parquet"))) for folder in (events, shares))
    return list(measure(files, placed, day, k_persons, spill)) if files else []


if __name__ == "__main__":
    run_command(__doc__, run)
