"""Who is where at which hour: persons and events a hexagon and hour of the service day.

    python -m spark_jobs.telecom.presence --service-date 2026-11-01

Each cell counts over the ground of its site (`aggregate/cell_hex_share`), so a hexagon's numbers are sums over the sites whose
ground reaches into it: whoever knows where the sites stand could take them apart again, and find the numbers of a site with few
persons. So small counts are hidden at the sites: `presence_hex_hour` holds everybody and never enters the warehouse; in
`presence_hex_hour_public` count those persons who were seen at a site with k persons or more.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import columnar, derive
from spark_jobs.command import run_command
from spark_jobs.telecom.ground import Grounds, digests, in_force
from spark_jobs.telecom.presence_sql import COUNTED, PERSONS_AT_SITES, PERSONS_OF_SITES
from spark_jobs.telecom.schema import PRESENCE_HEX_HOUR, PRESENCE_HEX_HOUR_PUBLIC
from spark_jobs.telecom.suppression import hide_small
from spark_jobs.telecom.trusted import DOUBTED, SOUND, skewed_cells

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TABLE = "presence_hex_hour"
RULE_VERSION = "presence-3"
DAYS_AT_ONCE = 7
HOUR = ("service_date", "hour")
_SEEN = "service_date date, hour int, site_no int, persons_cnt long, events_cnt long"

_AS_SEEN = pa.schema(
    [
        ("service_date", pa.date32()),
        ("hour", pa.int32()),
        ("site_no", pa.int32()),
        ("persons_cnt", pa.int64()),
        ("events_cnt", pa.int64()),
    ]
)


def seen_at_sites(file: Path, cells: pa.Table, spill: Path) -> pa.Table:
    """hour, site_no, persons_cnt, events_cnt of one file of clean events.

    A person counts once an hour, at the site where most of their events were (of equals the first): so the numbers of sites add up, and no
    difference of two sums tells of fewer persons than a site has. `cells`: cell_id, site_no. All events of a person and day are in one
    file. Doubtful events (`trusted`) are left out.
    """
    with columnar.connect(spill) as con:
        con.register("cells", cells)
        con.read_parquet(str(file), hive_partitioning=False).create_view("written")
        con.execute(
            f"create view event as select hour, subscriber_key, site_no from written join cells using (cell_id) where {SOUND}"
        )
        return con.execute(PERSONS_AT_SITES).to_arrow_table()


def sites_to_tell(spark: SparkSession, seen: pa.Table, k_persons: int) -> pa.Table:
    """service_date, hour, site_no of the sites that may be told: at least `k_persons` persons in the hour, and not hidden beside a
    smaller one (`suppression.hide_small`). `seen`: as from `seen_at_sites`, with service_date."""
    with duckdb.connect() as con:
        con.register("seen", seen)
        sites = con.sql(PERSONS_OF_SITES).to_arrow_table()
    told = hide_small(spark.createDataFrame(sites), k_persons, HOUR, ()).where("not is_hidden")
    return told.select(*HOUR, "site_no").toArrow()


def count_on_hexes(seen: pa.Table, hexes: pa.Table, told: pa.Table) -> pa.Table:
    """Persons and events of every hexagon and hour: all of them, and of those sites that may be told (`told_…`); hidden_sites_cnt.

    `hexes`: site_no, hex_id, share_e9; `told`: as from `sites_to_tell`. persons_cnt counts those at any site that reaches into the hexagon,
    persons_est each with the share of the site's ground that lies there.
    """
    with duckdb.connect() as con:
        for name, table in {"seen": seen, "hexes": hexes, "told": told}.items():
            con.register(name, table)
        return con.execute(COUNTED).to_arrow_table()


def suppress(counted: pa.Table) -> pa.Table:
    """The public form: what sites that may be told add up to; NULL and `is_hidden` where a hexagon has no such site."""
    told = {c: counted[f"told_{c}"] for c in ("persons_cnt", "persons_est", "events_est")}
    is_hidden = pc.is_null(told["persons_cnt"])
    kept = {c: counted[c] for c in (*HOUR, "hex_id", "hidden_sites_cnt")}
    return pa.table(kept | told | {"is_hidden": is_hidden})


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> derive.Summary:
    """Make presence again for every service day whose events, cell shares or skewed cells have changed (`rebuild`: that day in any case)."""
    started = time.monotonic()
    days, k_persons = lake.partitions("clean", "telecom_event"), profile.k_persons("telecom_event")
    if not days:
        return derive.Summary(TABLE, [])
    inventory, shares, skewed = in_force(lake, days), digests(lake), skewed_cells(lake)
    inputs = {
        day: {
            "telecom_event": derive.run_of(folder),
            "cell_hex_share": shares[inventory[day]],
            "k_persons": str(k_persons),
            "trusted": f"{RULE_VERSION} without {' '.join(DOUBTED)}; skewed: {' '.join(skewed.get(day, ())) or 'none'}",
        }
        for day, folder in days.items()
    }
    wanted = derive.stale(lake, "aggregate", f"{TABLE}_public", "service_date", inputs)
    if rebuild in inputs:
        wanted[rebuild] = inputs[rebuild]
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "service_date", wanted) as run_:
            grounds = Grounds(lake, profile, {inventory[day] for day in wanted})
            counted = []
            for some in _chunks(sorted(wanted)):
                cells = {day: grounds.cells(inventory[day]) for day in some}
                cells = {
                    day: c.filter(~pc.field("cell_id").isin(pa.array(skewed.get(day, ()), pa.string())))
                    for day, c in cells.items()
                }
                seen = _seen(spark, {day: days[day] for day in some}, cells, run_.folder)
                told = sites_to_tell(spark, seen, k_persons)
                counted.append(count_on_hexes(seen, grounds.hexes, told))
            whole = pa.concat_tables(counted)
            run_.write_arrow(TABLE, whole, PRESENCE_HEX_HOUR)
            run_.write_arrow(f"{TABLE}_public", suppress(whole), PRESENCE_HEX_HOUR_PUBLIC)
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


def _chunks(days: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(days), DAYS_AT_ONCE):
        yield days[start : start + DAYS_AT_ONCE]


def _seen(
    spark: SparkSession, folders: Mapping[str, Path], cells: Mapping[str, pa.Table], spill: Path
) -> pa.Table:
    """`seen_at_sites` of all files of some days, a task a file, with service_date."""
    files = [(day, file) for day, folder in folders.items() for file in sorted(folder.glob("*.parquet"))]

    def read(numbers: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in numbers:
            for day, file in (files[n] for n in batch.column(0).to_pylist()):
                found = seen_at_sites(file, cells[day], spill)
                dated = pa.array([date.fromisoformat(day)] * len(found), pa.date32())
                yield from found.add_column(0, "service_date", dated).cast(_AS_SEEN).to_batches()

    return spark.range(0, len(files), 1, max(1, len(files))).mapInArrow(read, _SEEN).toArrow()


if __name__ == "__main__":
    run_command(__doc__, run)
