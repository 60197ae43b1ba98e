"""Where complaints crowd together: `aggregate/complaint_hotspot_public`, a partition a delivery.

    python -m spark_jobs.complaints.hot_spots --service-date 2026-11-01

Counted are the cases received in the last weeks by hexagon and field, over all hexagons that a dong lies in or a case ever lay in. The statistic, and
what of it is told: `hot_spot_statistics`. Of Spark nothing is asked.
"""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.complaints import case_window, hot_spot_statistics
from spark_jobs.complaints.answers_schema import COMPLAINT_HOTSPOT_PUBLIC

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TABLE = "complaint_hotspot_public"
RULE_VERSION = "complaint_hotspot-1"
PLACED = """
    select hex_id, field from complaint where status <> 'deleted' and hex_id is not null order by service_date, case_id
"""


def hexagons(lake: Lake, resolution: int) -> list[str]:
    """The hexagons of the city: those that a dong lies in, as far as dongs are known, and those that a case ever lay in."""
    ever = f"select hex_id from read_parquet('{lake.glob('aggregate', case_window.CASES)}', hive_partitioning = false)"
    dongs = sorted(lake.partition("aggregate", "dong_hex", "resolution", str(resolution)).glob("*.parquet"))
    if dongs:
        ever += f" union select hex_id from read_parquet({[str(file) for file in dongs]})"
    with duckdb.connect() as con:
        query = f"select distinct hex_id from ({ever}) where hex_id is not null order by hex_id"
        return [cell for (cell,) in con.execute(query).fetchall()]


def inputs_of(lake: Lake, profile: Profile, days: list[str]) -> derive.Inputs:
    """What the hot spots are made from."""
    rules, place = profile.complaints.hot_spots, lake.table("aggregate", "dong_hex")
    settings = rules.model_dump_json(
        include={"window_days", "false_share_max", "field_cases_min", "place_cases_min"}
    )
    made = {
        "rules": RULE_VERSION,
        "k_persons": str(profile.k_persons(case_window.FEED)),
        "settings": settings,
        "hex_resolution": str(profile.hex_resolution),
    }
    dongs = {f"dong_hex {p}": derive.run_of(place / f"resolution={p}") for p in lake.partitions("aggregate", "dong_hex")}  # fmt: skip
    return case_window.inputs(lake, days) | made | dongs


def run(
    spark: SparkSession | None,
    lake: Lake,
    profile: Profile,
    service_date: date,
    *,
    rebuild: str | None = None,
) -> derive.Summary:
    """Tell the hot spots as of the newest delivery, where their cases have changed since they were told (`rebuild`: in any case)."""
    started, rules = time.monotonic(), profile.complaints.hot_spots
    as_of, days = case_window.newest_delivery(lake), case_window.days(lake, rules.window_days)
    if as_of is None or not days:
        return derive.Summary(TABLE, [])
    inputs = {str(as_of): inputs_of(lake, profile, days)}
    wanted = inputs if rebuild else derive.stale(lake, "aggregate", TABLE, "as_of_date", inputs)
    if wanted:
        with (
            derive.derivation(lake, TABLE, "aggregate", "as_of_date", wanted) as run_,
            duckdb.connect() as con,
        ):
            case_window.view(con, lake, days)
            cells, k = hexagons(lake, profile.hex_resolution), profile.k_persons(case_window.FEED)
            rows = hot_spot_statistics.hot_spot_rows(con.execute(PLACED).df(), cells, k, rules)
            told = case_window.stamp(rows, as_of, days)
            run_.write_arrow(
                TABLE, pa.Table.from_pandas(told, preserve_index=False), COMPLAINT_HOTSPOT_PUBLIC
            )
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


if __name__ == "__main__":
    run_command(__doc__, run)
