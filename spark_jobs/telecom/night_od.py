"""Who is away from home late at night: `aggregate/night_od` counts persons by the hexagon they were last seen in and the one they live in.

    python -m spark_jobs.telecom.night_od --service-date 2026-11-01

Each of them has a way home before them, the demand a night bus may serve (the rule of Seoul's Owl bus of 2013: a call in A at night, a bill that
goes to B). In `night_od_public` a pair with fewer than k persons is not even named.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from nightowl import dong_hex
from nightowl.lake import Lake
from nightowl.profile import Profile
from nightowl.reference import hexes
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.telecom import expansion, home, nights, person_tasks
from spark_jobs.telecom.night_sql import PAIRS, PUBLIC, WHOLE
from spark_jobs.telecom.schema import (
    EXPANSION_WEIGHT,
    HOME,
    NIGHT_OD,
    NIGHT_OD_PUBLIC,
    SUBSCRIBER_NIGHT,
)

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TABLE = "night_od"
RULE_VERSION = "night_od-1"
FULL_NIGHT_SHARE = 0.1
"""A night with less than this part of the persons of the month's fullest was not delivered: late rows of another day opened it."""


def count_pairs(con: duckdb.DuckDBPyConnection, come_home_km: float) -> pa.Table:
    """weekday, hour, origin_hex, home_hex, persons_cnt, person_nights_cnt, expanded: persons not yet at home when last seen after midnight.

    `con` has `night` and `home` (of one month, all rows of each person), `centres` (hex_id, latitude, longitude) and `weights` (dong_code, age_band,
    weight). Whose last hexagon lies within `come_home_km` of the home's (great circle between their centres) has come home: a second
    cell may serve so far. Counted for all nights and hours together (weekday and hour NULL), by weekday, by hour, and by both.
    `expanded`: the weights of the person-nights, NULL where there are none.
    """
    return con.execute(PAIRS, {"come_home_km": come_home_km}).to_arrow_table()


def add_up(con: duckdb.DuckDBPyConnection, month: str) -> pa.Table:
    """`part` (`count_pairs` of each share of the persons) and `nights_of` (weekday, nights_cnt) to the columns of `NIGHT_OD`."""
    return con.execute(WHOLE, {"month": month}).to_arrow_table()


def suppress(con: duckdb.DuckDBPyConnection, month: str, k_persons: int) -> pa.Table:
    """The public form of `counted` (night_od of a month): pairs of at least `k_persons` distinct persons, and one row, there also where
    nobody was away, that tells how many pairs are hidden.

    A pair is split by weekday, by hour or by both only where every part of that split has as many persons too: no part can then be
    worked out from the whole and the others. Decided on persons, before any scaling.
    """
    return con.execute(PUBLIC, {"month": month, "k": k_persons}).to_arrow_table()


def full_nights(folders: Mapping[str, Path]) -> list[str]:
    """The service days of a month that were delivered, told by the persons seen."""
    persons = {day: person_tasks.rows_in(sorted(folder.glob("*.parquet"))) for day, folder in folders.items()}
    return [d for d, seen in persons.items() if seen and seen >= FULL_NIGHT_SHARE * max(persons.values())]


def nights_by_weekday(days: Sequence[str]) -> pa.Table:
    """weekday (1 Monday to 7; NULL for all), nights_cnt."""
    counts = Counter(date.fromisoformat(day).isoweekday() for day in days)
    rows: list[tuple[int | None, int]] = [*sorted(counts.items()), (None, len(days))]
    return pa.table(
        [[w for w, _ in rows], [n for _, n in rows]],
        schema=pa.schema([("weekday", pa.int32()), ("nights_cnt", pa.int32())]),
    )


def write(spark: SparkSession, lake: Lake, profile: Profile) -> derive.Summary:
    """Count every month again of which a night, a home or a weight has changed."""
    started = time.monotonic()
    folders, k_persons = lake.partitions("aggregate", "subscriber_night"), profile.k_persons("telecom_event")
    wanted = derive.stale(lake, "aggregate", f"{TABLE}_public", "month", _inputs(lake, profile, folders))
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "month", wanted) as run_:
            counted, public = [], []
            for month in wanted:
                of_month = {d: f for d, f in folders.items() if d[:7] == month}
                counted.append(_of_month(spark, lake, profile, month, of_month, run_.folder))
                with duckdb.connect() as con:
                    con.register("counted", counted[-1])
                    public.append(suppress(con, month, k_persons))
            run_.write_arrow(TABLE, pa.concat_tables(counted), NIGHT_OD)
            run_.write_arrow(f"{TABLE}_public", pa.concat_tables(public), NIGHT_OD_PUBLIC)
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


def _inputs(lake: Lake, profile: Profile, days: Mapping[str, Path]) -> dict[str, derive.Inputs]:
    """What each month's pairs are made from: its nights, homes and weights, and the rules."""
    reach_km, k_persons = profile.telecom.cell_reach_km, profile.k_persons("telecom_event")
    inputs: dict[str, derive.Inputs] = {}
    for day, folder in days.items():
        month = day[:7]
        if month not in inputs:
            made = {
                t: derive.run_of(lake.partition("aggregate", t, "month", month))
                for t in ("home", "expansion_weight")
            }
            inputs[month] = made | {"rules": f"{RULE_VERSION} home within {reach_km} km, k {k_persons}"}
        inputs[month][day] = derive.run_of(folder)
    return inputs


def _of_month(
    spark: SparkSession, lake: Lake, profile: Profile, month: str, folders: Mapping[str, Path], spill: Path
) -> pa.Table:
    """night_od of one month, a share of the persons at a time."""
    days = full_nights(folders)
    night_files = [f for day in days for f in sorted(folders[day].glob("*.parquet"))]
    home_files = sorted(lake.partition("aggregate", "home", "month", month).glob("*.parquet"))
    weight_files = sorted(lake.partition("aggregate", "expansion_weight", "month", month).glob("*.parquet"))
    grid = hexes(profile.bounds, profile.hex_resolution).select(
        ["hex_id", "centre_latitude", "centre_longitude"]
    )
    centres = grid.rename_columns(["hex_id", "latitude", "longitude"])
    shares, reach_km = person_tasks.shares_of_persons(night_files), profile.telecom.cell_reach_km
    parts = spill / "parts" / month
    parts.mkdir(parents=True)

    def work(share: int) -> None:
        with person_tasks.connect(spill, shares) as con:
            mine = person_tasks.of_share(share, shares)
            person_tasks.read(con, "night", night_files, SUBSCRIBER_NIGHT, mine)
            person_tasks.read(con, "home", home_files, HOME, f"home_hex is not null and {mine}")
            person_tasks.read(con, "weights", weight_files, EXPANSION_WEIGHT, "weight is not null")
            con.register("centres", centres)
            pq.write_table(count_pairs(con, reach_km), parts / f"share-{share:05d}.parquet")

    person_tasks.run(spark, shares, work)
    with person_tasks.connect(spill, tasks=1) as con:
        con.read_parquet(str(parts / "*.parquet")).create_view("part")
        con.register("nights_of", nights_by_weekday(days))
        return add_up(con, month)


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> derive.Summary:
    """Bring nights, homes, weights and pairs up to date, each from the one before (`rebuild`: that service day's night in any case)."""
    started = time.monotonic()
    dong_hex.write(lake, profile)
    nights.write(spark, lake, profile, rebuild=rebuild)
    home.write(spark, lake, profile)
    expansion.write(lake, profile)
    made = write(spark, lake, profile)
    return derive.Summary(TABLE, made.partitions, time.monotonic() - started)


if __name__ == "__main__":
    run_command(__doc__, run)
