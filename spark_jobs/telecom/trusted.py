"""The events from which people are counted: doubtful ones stay in clean/telecom_event, and are left out here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
from pyspark.sql import functions as F

from nightowl.lake import Lake
from spark_jobs.telecom.schema import CELL_FAULT

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

DOUBTED = ("two_places", "impossible_speed", "robot", "heavy_user")
"""Flags of events that tell nothing of where a person is: of two at once, of a leap no traveller makes, of machines."""
SOUND = f"not list_has_any(coalesce(flags, []), {list(DOUBTED)})"
"""The same as a condition of DuckDB on a row's `flags`."""
SKEWED = "clock_skewed"


def trusted(events: DataFrame, cell_days: DataFrame) -> DataFrame:
    """Events without those that bear a flag of `DOUBTED`, and without those of cells whose clock was wrong that day.

    `events`: service_date, cell_id, flags. `cell_days`: service_date, cell_id, is_skewed, as `aggregate/cell_day` has them
    (`read_skewed` brings the skewed ones, which is all that is asked of it).
    """
    doubted = F.arrays_overlap("flags", F.array(*[F.lit(flag) for flag in DOUBTED]))
    sound = events.where((F.size("flags") <= 0) | F.coalesce(~doubted, F.lit(True)))
    skewed = cell_days.where("is_skewed").select("service_date", "cell_id")
    return sound.join(F.broadcast(skewed), ["service_date", "cell_id"], "left_anti")


def read_skewed(spark: SparkSession, lake: Lake, days: Iterable[str]) -> DataFrame:
    """service_date, cell_id, is_skewed of the cells whose clock was wrong on some of these service days."""
    known = lake.partitions("aggregate", "cell_fault")
    folders = [str(known[day]) for day in sorted(set(days)) if day in known]
    if not folders:
        return spark.createDataFrame([], "service_date date, cell_id string, is_skewed boolean")
    faults = spark.read.schema(CELL_FAULT).parquet(*folders)
    return faults.where(F.col("fault") == SKEWED).select(
        "service_date", "cell_id", F.lit(True).alias("is_skewed")
    )


def skewed_cells(lake: Lake) -> dict[str, tuple[str, ...]]:
    """Service day → its skewed cells, in order, for days that have any. A table made of trusted events names them among its inputs: it is made
    again where other cells are told skewed, not where a day's cells were only judged once more."""
    found: dict[str, tuple[str, ...]] = {}
    for day, folder in lake.partitions("aggregate", "cell_fault").items():
        for file in sorted(folder.glob("*.parquet")):
            faults = pq.read_table(file, columns=["cell_id", "fault"]).to_pylist()
            found[day] = tuple(sorted(f["cell_id"] for f in faults if f["fault"] == SKEWED))
    return {day: cells for day, cells in found.items() if cells}
