"""A file that was delivered again in a newer form: none of the older one's rows count, those that the newer left out neither."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def mark_superseded(rows: DataFrame, unit: Sequence[str]) -> DataFrame:
    """Add `is_superseded`: of each `unit` (columns; what one file tells whole, such as a timetable by its first day) a newer file is there.

    The newest is the one last delivered, of two of one day the last by name; one without a single line that parses replaces nothing.
    """
    if len(rows.inputFiles()) < 2:  # the usual night: nothing to compare, and one reading of the file less
        return rows.withColumn("is_superseded", F.lit(False))
    parsed = rows.where(~F.col("is_blank") & ~F.col("is_wrong_width"))
    files = parsed.select(*unit, "delivered", "source_file").distinct()
    newest = files.groupBy(*unit).agg(
        F.max_by("source_file", F.struct("delivered", "source_file")).alias("newest_file")
    )
    return (
        rows.join(F.broadcast(newest), list(unit), "left")
        .withColumn("is_superseded", F.col("newest_file") != F.col("source_file"))
        .drop("newest_file")
    )


def set_superseded(rows: DataFrame) -> DataFrame:
    """Of staged rows (`verdict.set_outcome`) marked before, the clean ones become duplicates."""
    is_older = (F.col("outcome") == "clean") & F.col("is_superseded")
    return rows.withColumn("outcome", F.when(is_older, "duplicate").otherwise(F.col("outcome"))).drop(
        "is_superseded"
    )
