"""Three simulated workdays: the stretches that were planted full come first in the plan from their taps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import duckdb
import pytest

from nightowl.lake import Lake
from planning import squirrel
from simulator.__main__ import deliver
from simulator.orders import Order
from spark_jobs import catalog
from spark_jobs.network import patterns, routes, stops
from spark_jobs.transit import tap_loads, taps, trip_legs

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from nightowl.profile import Profile

pytestmark = pytest.mark.long
FIRST, DAYS, ROWS, SEED = (
    date(2026, 12, 1),
    3,
    75_000,
    20_261,
)  # Tuesday to Thursday; nothing was tuned on this seed
SAME_SHARE_MIN = 0.75


def test_the_planted_crowded_stretches_come_first(
    spark: SparkSession, seoul: Profile, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lake = Lake(tmp_path_factory.mktemp("crowded"))
    last = FIRST + timedelta(days=DAYS - 1)
    deliver(lake, Order(FIRST, last, ROWS, seed=SEED), ["stop", "route", "pattern_stop", "card_tap"])
    catalog.write_anchors(lake)
    for job in (stops, routes, patterns, taps, trip_legs, tap_loads):
        job.run(spark, lake, seoul, last + timedelta(days=1))
    planted = duckdb.sql(
        f"select distinct route_id, from_section_seq, to_section_seq, from_s, until_s "
        f"from read_parquet('{lake.oracle}/truth/*/crowded_stretch.parquet', hive_partitioning = false)"
    ).fetchall()
    assert len(planted) >= 2, "the city is large enough for some"
    first = squirrel.run(lake, seoul, "taps").candidates.to_pylist()[: len(planted)]
    for route, from_seq, to_seq, from_s, until_s in planted:
        (found,) = [c for c in first if c["route_id"] == route]
        same = min(to_seq, found["to_section_seq"]) - max(from_seq, found["from_section_seq"]) + 1
        assert same >= SAME_SHARE_MIN * (to_seq - from_seq + 1), route
        assert found["from_s"] < until_s and found["to_s"] > from_s
        assert found["weekdays_over_cnt"] == found["days_cnt"] == DAYS
