"""A day of card taps in Spark beside the same day by hand in DuckDB, in one run: seconds, rows a second, peak memory, and that both make the same.

    python bench/transit.py [--taps 5_000_000] [--home FOLDER] [--only spark|duckdb]

From the raw `csv.gz` to clean taps with their flags, quarantine with its reasons, trip legs with inferred alightings, and section loads by ten
minutes and by hour. Spark's start is not counted, nor the lists of stops and stop sequences, which both are given.
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

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.sides import REPO, measured
from nightowl import environment, profile, pseudonym
from nightowl.lake import Lake

DAY, SEED, WINDOW_DAYS = date(2026, 11, 3), 20261103, 7
DELIVERED = DAY + timedelta(days=1)
TELECOM_ROWS_A_TAP = 3


def deliver(lake: Lake, taps: int) -> None:
    """The simulated settlement's file of one day, and the lists of the network."""
    command = [
        "--service-date",
        str(DAY),
        "--size",
        str(taps * TELECOM_ROWS_A_TAP),
        "--seed",
        str(SEED),
        "--feeds",
        "card_tap,stop,pattern_stop",
    ]
    subprocess.run(
        [sys.executable, "-m", "simulator", *command, "--home", str(lake.home)],
        cwd=REPO,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def of_spark(lake: Lake) -> dict[str, float]:
    """The day as it runs every night; seconds of each step."""
    environment.prepare(lake.home)
    from spark_jobs import catalog
    from spark_jobs.network import patterns, stops
    from spark_jobs.session import session
    from spark_jobs.transit import tap_loads, taps, trip_legs

    city, spark, seconds = profile.load("seoul"), session("bench"), {}
    catalog.write_anchors(lake)
    for job in (stops, patterns):
        job.run(spark, lake, city, DAY)
    for name, job in {"taps": taps, "legs": trip_legs, "loads": tap_loads}.items():
        started = time.perf_counter()
        job.run(spark, lake, city, DAY)
        seconds[name] = time.perf_counter() - started
    return seconds


def of_duckdb(lake: Lake) -> dict[str, float]:
    """The same by hand; what Spark's jobs know of the network is given."""
    from bench import transit_duckdb
    from spark_jobs.pseudonyms import month_keys
    from spark_jobs.transit import lines, taps, trip_legs

    city, oldest = profile.load("seoul"), DELIVERED - timedelta(days=WINDOW_DAYS)
    keys = month_keys(pseudonym.master_key(lake), oldest, DELIVERED, taps.PURPOSE)
    network = lines.served(lake, str(DELIVERED), city)
    of_day = lines.read(lake, str(DAY), city.mid_latitude)
    out = lake.home / "duckdb"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    (path,) = (lake.landing / "card_tap").glob("delivered=*/*.csv.gz")
    started = time.perf_counter()
    transit_duckdb.day(
        path,
        network | {"lines": of_day.lines, "stops": of_day.stops},
        keys,
        DELIVERED,
        oldest,
        DAY,
        trip_legs.local_midnight(str(DAY), city.time_zone),
        out,
    )
    return {"day": time.perf_counter() - started}


_CLEAN = (
    "service_date, hour, epoch_us(boarded_at), epoch_us(alighted_at), hex(card_key), card_type, mode, route_id, vehicle_id, board_stop_id, "
    "alight_stop_id, journey_ref, transfer_cnt, user_type, passengers_cnt, distance_m, ride_s, flags, record_number"
)
_LEG = (
    "hex(card_key), journey_no, leg_no, mode, route_id, pattern_id, vehicle_id, run_no, board_stop_id, board_seq, {at}, alight_stop_id, alight_seq, "
    "alight_rule, passengers_cnt, transfer_cnt"
)
_LOAD = "route_id, pattern_id, section_seq, {slot}, round(load_cnt, 3), cards_cnt, buses_cnt, round(run_s, 3)"
_AT = "cast(epoch(boarded_at) - {midnight} as integer), cast(epoch(alighted_at) - {midnight} as integer)"


def same(midnight: int) -> dict[str, tuple[str, str, str, str]]:
    """Table → our columns and files below the home, and the peer's."""
    of_day = f"service_date={DAY}"
    return {
        "clean": (_CLEAN, "lake/clean/card_tap/*/*.parquet", _CLEAN, "duckdb/clean/*/*.parquet"),
        "quarantine": (
            "record_number, reasons",
            "lake/quarantine/card_tap/*/*.parquet",
            "record_number, reasons",
            "duckdb/quarantine.parquet",
        ),
        "trip_leg": (
            _LEG.format(at=_AT.format(midnight=midnight)),
            f"lake/aggregate/trip_leg/{of_day}/*.parquet",
            _LEG.format(at="boarded_s, alighted_s"),
            "duckdb/leg.parquet",
        ),
        "section_load_10min": (
            _LOAD.format(slot="slot_start_s"),
            f"lake/aggregate/section_load_10min/{of_day}/*.parquet",
            _LOAD.format(slot="slot"),
            "duckdb/slot.parquet",
        ),
        "section_load_hour": (
            _LOAD.format(slot="hour"),
            f"lake/aggregate/section_load_hour/{of_day}/*.parquet",
            _LOAD.format(slot="slot"),
            "duckdb/hour.parquet",
        ),
    }


def differences(home: Path) -> dict[str, str]:
    """Rows of each table, and of these the ones that one side has and the other has not (by a hash of the whole row)."""
    from spark_jobs.transit.trip_legs import local_midnight

    found = {}
    with duckdb.connect(config={"memory_limit": "4GB", "temp_directory": str(home / "spill")}) as con:
        con.execute("set timezone = 'UTC'")
        for table, (columns, ours, their_columns, theirs) in same(
            local_midnight(str(DAY), "Asia/Seoul")
        ).items():
            left, right = (
                f"select hash(r) as h, count(*) as n from (select {c} from read_parquet('{home}/{files}', hive_partitioning = false)) r group by all"
                for c, files in ((columns, ours), (their_columns, theirs))
            )
            apart = con.execute(
                f"select coalesce(sum(n), 0) from ((({left}) except ({right})) union all (({right}) except ({left})))"
            ).fetchone()[0]
            rows = con.execute(f"select coalesce(sum(n), 0) from ({left})").fetchone()[0]
            found[table] = f"{apart} of {rows:,}"
    return found


def main() -> None:
    """Print a line a side, and whether both made the same."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--taps", default="5_000_000")
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
    print(f"{'taps':>10} {'side':<7} {'seconds':>8} {'taps/s':>10} {'peak GiB':>9}  steps")
    for taps in (int(n) for n in arguments.taps.split(",")):
        home = (arguments.home or Path(tempfile.gettempdir()) / "nightowl-bench") / f"taps-{taps}"
        shutil.rmtree(home, ignore_errors=True)
        deliver(Lake(home).make(), taps)
        walls = {}
        for side in ("spark", "duckdb"):
            if arguments.only not in (None, side):
                continue
            seconds, peak = measured(__file__, side, home)
            walls[side] = sum(seconds.values())
            steps = ", ".join(f"{name} {s:.1f}" for name, s in seconds.items())
            print(
                f"{taps:>10,} {side:<7} {walls[side]:>8.1f} {taps / walls[side]:>10,.0f} {peak:>9.2f}  {steps}",
                flush=True,
            )
        if len(walls) == 2:
            print(
                f"{'':>10} ratio {walls['spark'] / walls['duckdb']:.2f}; rows that differ: {differences(home)}",
                flush=True,
            )
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
