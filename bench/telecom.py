"""The telecom night in Spark beside the same night by hand in DuckDB, in one run: seconds, rows a second, peak memory, and that both make the same.

    python bench/telecom.py [--rows 10_000_000,30_000_000,100_000_000] [--home FOLDER] [--only spark|duckdb]

From raw `csv.gz` to clean events with their flags, quarantine with its reasons, persons a hexagon and hour, and the night's last places by
home area. Spark's start is not counted, nor the cell inventory, which both are given. Needs about 12 GB of disk for 100 million rows.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.sides import measured
from nightowl import environment, profile, pseudonym
from nightowl.lake import Lake

REPO = Path(__file__).resolve().parents[1]
DAY, SEED, WINDOW_DAYS = date(2026, 11, 1), 20261101, 7
DELIVERED = DAY + timedelta(days=1)


def deliver(lake: Lake, rows: int) -> None:
    """The simulated carrier's files of one night."""
    command = [
        "--service-date",
        str(DAY),
        "--size",
        str(rows),
        "--seed",
        str(SEED),
        "--feeds",
        "telecom_event,cell,opt_out",
        "--home",
        str(lake.home),
    ]
    subprocess.run(
        [sys.executable, "-m", "simulator", *command], cwd=REPO, check=True, stdout=subprocess.DEVNULL
    )


def of_spark(lake: Lake) -> dict[str, float]:
    """The night as it runs every night; seconds of each step."""
    environment.prepare(lake.home)
    from spark_jobs.session import session
    from spark_jobs.telecom import cells, events, nights, opt_out, presence

    city, spark, seconds = profile.load("seoul"), session("bench"), {}
    for job in (cells, opt_out):
        job.run(spark, lake, city, DAY)
    for name, step in {
        "events": lambda: events.run(spark, lake, city, DAY),
        "presence": lambda: presence.run(spark, lake, city, DAY),
        "night": lambda: nights.run(spark, lake, city, DAY),
    }.items():
        started = time.perf_counter()
        step()
        seconds[name] = time.perf_counter() - started
    return seconds


def of_duckdb(lake: Lake) -> dict[str, float]:
    """The same by hand; what Spark's jobs know of cells and opt-outs is given."""
    from bench import telecom_duckdb
    from spark_jobs.telecom import events, ground, opt_out

    city, master = profile.load("seoul"), pseudonym.master_key(lake)
    oldest = DELIVERED - timedelta(days=WINDOW_DAYS)
    keys = {
        month: pseudonym.month_key(master, f"{month:%Y-%m}")
        for month in sorted({oldest.replace(day=1), DELIVERED.replace(day=1)})
    }
    opted_out = [
        pseudonym.pseudonym(key, n) for n in opt_out.listed_numbers(lake, city) for key in keys.values()
    ]
    inventory = events.read_inventory(lake)
    with duckdb.connect() as con:
        con.register("cells", inventory)
        inventory = con.sql(
            "select c.*, any_value(p.hex_id) as hex_id from cells c "
            f"join read_parquet('{lake.root}/clean/cell/*/*.parquet', hive_partitioning = false) p "
            "on c.cell_id = p.cell_id and p.valid_from between c.known_from and c.known_until group by all order by cell_no"
        ).to_arrow_table()
        con.register("numbered", inventory)
        shared = lake.partitions("aggregate", "cell_hex_share")
        grounds = ground.Grounds(lake, city, shared)
        of_inventories = [
            grounds.cells(v).append_column("valid_from", pa.array([v] * len(grounds.cells(v))))
            for v in shared
        ]
        con.register("ground", pa.concat_tables(of_inventories))
        sites = con.sql(
            "select cell_no, site_no from numbered c "
            "join ground g on c.cell_id = g.cell_id and g.valid_from::date between c.known_from and c.known_until"
        ).to_arrow_table()
    out = lake.home / "duckdb"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    files = sorted((lake.landing / "telecom_event").glob("delivered=*/*.csv.gz"))
    started = time.perf_counter()
    telecom_duckdb.night(
        files,
        inventory,
        sites,
        grounds.hexes,
        pa.table({"key": pa.array(opted_out, pa.binary())}),
        keys,
        DELIVERED,
        oldest,
        out,
    )
    return {"night": time.perf_counter() - started}


SAME = {
    "clean": (
        "select service_date, hour, epoch_us(event_at), hex(subscriber_key), event_type, cell_id, duration_s, record_ref, sequence, home_area, "
        "age_band, flags, {file}, record_number from {clean}",
        ("lake/clean/telecom_event/*/*.parquet", "duckdb/clean/*/*.parquet"),
    ),
    "quarantine": (
        "select {file}, record_number, reasons from {clean}",
        ("lake/quarantine/telecom_event/*/*.parquet", "duckdb/quarantine.parquet"),
    ),
    "presence": (
        "select service_date, hour, hex_id, persons_cnt, round(persons_est, 4) from {clean}",
        ("lake/aggregate/presence_hex_hour/*/*.parquet", "duckdb/presence.parquet"),
    ),
    "night_od": (
        "select service_date, last_hour, last_hex, home_area, count(*) from {clean} where last_hex is not null group by all",
        ("lake/aggregate/subscriber_night/*/*.parquet", "duckdb/night_od.parquet"),
    ),
}


def differences(home: Path) -> dict[str, int]:
    """Rows of each table that one side has and the other has not (by a hash of the whole row)."""
    names = sorted(
        f"telecom_event/delivered={DELIVERED}/{p.name}"
        for p in home.glob("lake/landing/telecom_event/*/*.csv.gz")
    )
    found = {}
    with duckdb.connect(config={"memory_limit": "4GB", "temp_directory": str(home / "spill")}) as con:
        con.register("files", pa.table({"source_file": names, "file_no": range(len(names))}))
        for table, (query, (ours, theirs)) in SAME.items():
            named = "join files using (source_file)" if "{file}" in query else ""
            of_spark = f"(from read_parquet('{home}/{ours}', hive_partitioning = false) {named})"
            of_peer = f"read_parquet('{home}/{theirs}', hive_partitioning = false)"
            left = query.format(file="file_no", clean=of_spark)
            right = query.format(file="file_no", clean=of_peer) if table != "night_od" else f"from {of_peer}"
            left, right = (f"select hash(r), count(*) from ({rows}) r group by all" for rows in (left, right))
            ours_alone, theirs_alone = (f"({a}) except ({b})" for a, b in ((left, right), (right, left)))
            (found[table],) = con.execute(
                f"select count(*) from (({ours_alone}) union all ({theirs_alone}))"
            ).fetchone()
    return found


def main() -> None:
    """Print a line a size, and whether both sides made the same."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", default="10_000_000,30_000_000,100_000_000")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--side", choices=("spark", "duckdb"), help=argparse.SUPPRESS)
    parser.add_argument("--only", choices=("spark", "duckdb"))
    arguments = parser.parse_args()
    if arguments.side:
        told = {"spark": of_spark, "duckdb": of_duckdb}[arguments.side](Lake(arguments.home).make())
        print(json.dumps(told))
        return
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    )
    print(f"{'rows':>12} {'side':<7} {'seconds':>8} {'rows/s':>10} {'peak GiB':>9}  steps")
    for rows in (int(n) for n in arguments.rows.split(",")):
        home = (arguments.home or Path(tempfile.gettempdir()) / "nightowl-bench") / str(rows)
        shutil.rmtree(home, ignore_errors=True)
        deliver(Lake(home).make(), rows)
        walls = {}
        for side in ("spark", "duckdb"):
            if arguments.only not in (None, side):
                continue
            seconds, peak = measured(__file__, side, home)
            walls[side] = sum(seconds.values())
            steps = ", ".join(f"{name} {s:.1f}" for name, s in seconds.items())
            print(
                f"{rows:>12,} {side:<7} {walls[side]:>8.1f} {rows / walls[side]:>10,.0f} {peak:>9.2f}  {steps}",
                flush=True,
            )
        if len(walls) == 2:
            apart = differences(home)
            print(
                f"{'':>12} ratio {walls['spark'] / walls['duckdb']:.2f}; rows that differ: {apart}",
                flush=True,
            )
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
