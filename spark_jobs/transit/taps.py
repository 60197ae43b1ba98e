"""Smart-card taps as the settlement company (KTS) hands them over, to `clean/card_tap`: one row a ride, the card a pseudonym.

    python -m spark_jobs.transit.taps --service-date 2026-11-01 [--rebuild 2026-11-01]

Vehicle, route and stop numbers are unique only within settler and area: the ids of the house are `settler:area:number`. A task a file judges
each tap on its own and against the network (`tap_rules`), a task a bucket of vehicles what the taps of a bus say of each other
(`tap_vehicles`), a task a bucket of cards which of them are one ride (`tap_copies`). All taps of a card and day are in one file of a partition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from nightowl import pseudonym
from nightowl.arrival import Arrived
from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import columnar
from spark_jobs.command import run_command
from spark_jobs.intake import FeedJob, Summary, run_feed
from spark_jobs.judging import DeliveredFile
from spark_jobs.pseudonyms import Pseudonyms, month_keys
from spark_jobs.text import Header
from spark_jobs.transit import lines, tap_copies, tap_rules, tap_vehicles
from spark_jobs.transit.schema import CARD_TAP
from spark_jobs.transit.tap_columns import FEED, read_header

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

RULE_VERSION = "card_tap-2"
PURPOSE = "card"  # a card and a subscriber with the same digits never share a pseudonym


@dataclass(frozen=True)
class Judge:
    """What every task of a run works with. The keys of the months travel in it, in no plan and no log."""

    folder: Path
    profile: Profile
    pseudonyms: Pseudonyms
    files: tuple[DeliveredFile, ...]
    buckets: int

    def read(self, file: DeliveredFile) -> columnar.Batches:
        """One file: refused rows are written, the others go on by vehicle."""
        threads = columnar.idle_cores(len(self.files))
        con = columnar.connect(self.folder)
        for table in lines.SERVED:
            con.execute(f"create table {table} as from read_parquet('{self.folder}/{table}.parquet')")

        def judge(chunk: columnar.Chunk) -> tap_rules.Judged:
            with con.cursor() as own:
                return tap_rules.judge(own, chunk, file, self.pseudonyms, self.profile, self.buckets)

        refused = []
        chunks = columnar.read_chunks(Path(file.path), file.layout.separator)
        for judged in columnar.each_chunk(chunks, judge, threads):
            refused.append(judged.refused)
            kept = judged.kept.drop_columns("vehicle_bucket")
            yield from columnar.split_by_bucket(kept, judged.kept["vehicle_bucket"].to_numpy())
        columnar.write(
            self.folder, "quarantine", file.delivered, f"file-{file.number:05d}", pa.concat_tables(refused)
        )

    def see_vehicles(self, bucket: int, kept: pa.Table) -> columnar.Batches:
        """One bucket of vehicles: doubted where they are in two places, and handed on by card."""
        with columnar.connect(self.folder) as con:
            seen = tap_vehicles.mark(con, kept, self.profile.transit.taps.vehicle_kmh_max)
        yield from columnar.split_by_bucket(
            seen.drop_columns(["bucket", "x_m", "y_m"]), seen["bucket"].to_numpy()
        )

    def settle(self, bucket: int, kept: pa.Table) -> int:
        """One bucket of cards: copies are settled, clean rows are written; returns how many."""
        with columnar.connect(self.folder) as con:
            settled = tap_copies.settle(con, kept)
        names = pa.array([f.source_file for f in self.files])
        settled = settled.append_column(
            "source_file", pa.DictionaryArray.from_arrays(settled["file_no"].combine_chunks(), names)
        )
        name = f"bucket-{bucket:05d}"
        for outcome in tap_copies.COUNTED_ONLY:
            rows = settled.filter(pc.field("outcome") == outcome).select(
                ["service_date", "source_file", "record_number"]
            )
            nothing = pa.nulls(len(rows), pa.list_(pa.string()))
            columnar.write_by(
                self.folder, outcome, "service_date", name, rows.append_column("reasons", nothing)
            )
        clean = (
            settled
            if len(settled) == pc.sum(pc.equal(settled["outcome"], "clean")).as_py()
            else settled.filter(pc.field("outcome") == "clean")
        )
        clean = clean.append_column("flags", tap_rules.flags_of(clean["doubts"].to_numpy()))
        columnar.write_by(self.folder, "clean", "service_date", name, clean, columnar.arrow_schema(CARD_TAP))
        return len(clean)


def stage(
    spark: SparkSession,
    lake: Lake,
    profile: Profile,
    read: Mapping[str, tuple[Arrived, Header]],
    folder: Path,
) -> None:
    """Judge all rows of the files read, and write them below `folder` as `spark_jobs.staged` expects them."""
    window = timedelta(days=profile.feed(FEED).late_window_days)
    files = []
    for number, (name, (a, header)) in enumerate(sorted(read.items())):
        delivered = date.fromisoformat(a.delivered)
        layout = tap_rules.as_sql(header, profile, delivered - window, delivered)
        files.append(DeliveredFile(str(a.text_path), name, number, delivered, delivered - window, layout))
    newest = max(f.delivered for f in files)
    keys = month_keys(pseudonym.master_key(lake), min(f.oldest for f in files), newest, PURPOSE)
    for table, rows in lines.served(lake, str(newest), profile).items():
        pq.write_table(rows, folder / f"{table}.parquet")
    buckets = columnar.buckets_for(sum(a.lines for a, _ in read.values()))
    judge = Judge(folder, profile, Pseudonyms(keys), tuple(files), buckets)
    sizes = [a.text_path.stat().st_size for _, (a, _) in sorted(read.items())]
    columnar.run(spark, files, sizes, judge.read, buckets, judge.settle, [judge.see_vehicles])


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date_: date, *, rebuild: str | None = None
) -> Summary:
    """Clean all pending taps; `rebuild` names a service day to make again from all its files."""
    job = FeedJob(
        feed=FEED,
        key="service_date",
        schema=CARD_TAP,
        rule_version=RULE_VERSION,
        read_header=read_header,
        stage=lambda read, folder: stage(spark, lake, profile, read, folder),
        key_id=pseudonym.key_id(pseudonym.master_key(lake)),
    )
    return run_feed(spark, lake, profile, job, service_date_, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
