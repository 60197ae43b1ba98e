"""Telecom events: raw carrier records to `clean/telecom_event`.

    python -m spark_jobs.telecom.events --service-date 2026-11-01 [--rebuild 2026-11-01]

A task a file judges each record on its own (`row_rules`), a task a bucket of persons what their records say of each other (`calls`,
`behaviour`). A clean partition is a file a bucket: all rows of a person and day are in one of them, in order of time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from nightowl import pseudonym
from nightowl.arrival import Arrived
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import columnar
from spark_jobs.command import run_command
from spark_jobs.intake import FeedJob, Summary, run_feed
from spark_jobs.judging import DeliveredFile
from spark_jobs.pseudonyms import Pseudonyms, month_keys
from spark_jobs.telecom import behaviour, calls, carrier, layout_sql, opt_out, row_rules
from spark_jobs.telecom.schema import TELECOM_EVENT
from spark_jobs.text import Header

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

FEED = "telecom_event"
RULE_VERSION = "telecom_event-2"


@dataclass(frozen=True)
class Judge:
    """What every task of a run works with: where it writes and what it judges by. The keys of the months travel in it, in no plan and no log."""

    folder: Path
    profile: Profile
    pseudonyms: Pseudonyms
    files: tuple[DeliveredFile, ...]
    buckets: int

    def read(self, file: DeliveredFile) -> columnar.Batches:
        """One file: refused and opted-out rows are written, the others go on by bucket."""
        con = columnar.connect(self.folder)
        for table in ("inventory", "opted_out"):
            con.execute(f"create table {table} as from read_parquet('{self.folder}/{table}.parquet')")
        refused, opted_out = [], []
        layout_sql.prepare(con, file.layout)
        start = self.profile.service_day_start_hour
        for chunk in columnar.read_chunks(Path(file.path), file.layout.separator):
            judged = row_rules.judge(con, chunk, file, self.pseudonyms, start, self.buckets)
            refused.append(judged.refused)
            opted_out.append(judged.opted_out)
            yield from columnar.split_by_bucket(judged.kept, judged.bucket)
        name = f"file-{file.number:05d}"
        columnar.write(self.folder, "quarantine", file.delivered, name, pa.concat_tables(refused))
        columnar.write_by(self.folder, "opted_out", "service_date", name, pa.concat_tables(opted_out))

    def settle(self, bucket: int, kept: pa.Table) -> int:
        """One bucket: copies and parts of calls are settled, what persons do is flagged, clean rows are written; returns how many."""
        con = columnar.connect(self.folder)
        name = f"bucket-{bucket:05d}"
        dropped = calls.settle(con, kept, self.profile.telecom.double_entry_s_max)
        for outcome in calls.COUNTED_ONLY:
            rows = self._named(dropped.filter(pc.field("outcome") == outcome)).drop_columns("outcome")
            columnar.write_by(self.folder, outcome, "service_date", name, rows)
        inventory = pq.read_table(
            self.folder / "inventory.parquet", columns=["cell_id", "latitude", "longitude"]
        )
        clean = behaviour.flagged(calls.in_order_of_time(con), inventory, self.profile.telecom)
        columnar.write_by(
            self.folder,
            "clean",
            "service_date",
            name,
            self._named(clean),
            columnar.arrow_schema(TELECOM_EVENT),
        )
        return len(clean)

    def _named(self, rows: pa.Table) -> pa.Table:
        """`source_file` in place of the file's number."""
        names = pa.array([f.source_file for f in self.files])
        named = pa.DictionaryArray.from_arrays(rows["file_no"].combine_chunks(), names)
        return rows.drop_columns("file_no").append_column("source_file", named)


def stage(
    spark: SparkSession,
    lake: Lake,
    profile: Profile,
    read: Mapping[str, tuple[Arrived, Header]],
    folder: Path,
) -> None:
    """Judge all rows of the files read, and write them below `folder` as `spark_jobs.staged` expects them."""
    window = timedelta(days=profile.feed(FEED).late_window_days)
    files = tuple(
        DeliveredFile(
            path=str(a.text_path),
            source_file=name,
            number=number,
            delivered=date.fromisoformat(a.delivered),
            oldest=date.fromisoformat(a.delivered) - window,
            layout=layout_sql.as_sql(header, profile, date.fromisoformat(a.delivered)),
        )
        for number, (name, (a, header)) in enumerate(sorted(read.items()))
    )
    master = pseudonym.master_key(lake)
    oldest, newest = min(f.oldest for f in files), max(f.delivered for f in files)
    pq.write_table(read_inventory(lake), folder / "inventory.parquet")
    keys = month_keys(master, oldest, newest)
    numbers = opt_out.listed_numbers(lake, profile)
    opted_out = [pseudonym.pseudonym(key, number) for key in keys.values() for number in numbers]
    pq.write_table(
        pa.table({"subscriber_key": pa.array(opted_out, pa.binary())}), folder / "opted_out.parquet"
    )
    buckets = columnar.buckets_for(sum(a.lines for a, _ in read.values()))
    judge = Judge(folder, profile, Pseudonyms(keys), files, buckets)
    columnar.run(
        spark,
        files,
        [a.text_path.stat().st_size for _, (a, _) in sorted(read.items())],
        judge.read,
        buckets,
        judge.settle,
    )


def read_inventory(lake: Lake) -> pa.Table:
    """cell_no, cell_id, latitude, longitude, active_from, active_to, known_from, known_until: every cell of every inventory, with the service
    days the inventory speaks for: from its own date (the first from ever) to the next one's eve."""
    folders = lake.partitions("clean", "cell")
    if not folders:
        raise NightowlError(
            "No cell inventory has been cleaned yet, and telecom events cannot be placed without one: deliver a file to "
            f"{lake.landing / 'cell'}/delivered=<date>/ and run the telecom DAG again."
        )
    query = """
        with days as (
            select valid_from, row_number() over (order by valid_from) as nth, lead(valid_from) over (order by valid_from) as next_from
            from (select distinct valid_from from cells)
        )
        select cast(row_number() over (order by valid_from, cell_id) - 1 as integer) as cell_no, cell_id, latitude, longitude, active_from,
               coalesce(active_to, date '9999-12-31') as active_to,
               case when nth = 1 then date '0001-01-01' else valid_from end as known_from,
               coalesce(next_from - interval 1 day, date '9999-12-31')::date as known_until
        from cells join days using (valid_from) order by cell_no"""
    with duckdb.connect() as con:
        files = [str(f) for folder in folders.values() for f in sorted(folder.glob("*.parquet"))]
        con.read_parquet(files, hive_partitioning=False).create_view("cells")
        return con.execute(query).to_arrow_table()


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date_: date, *, rebuild: str | None = None
) -> Summary:
    """Clean all pending telecom deliveries; `rebuild` names a service day to make again from all its files."""
    job = FeedJob(
        feed=FEED,
        key="service_date",
        schema=TELECOM_EVENT,
        rule_version=RULE_VERSION,
        read_header=carrier.read_header,
        stage=lambda read, folder: stage(spark, lake, profile, read, folder),
        key_id=pseudonym.key_id(pseudonym.master_key(lake)),
    )
    return run_feed(spark, lake, profile, job, service_date_, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
