"""How rows are judged: the codes of the rules they break, and which of several equal rows is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pyspark.sql import Window
from pyspark.sql import functions as F

from nightowl.records import BREAK_MARK, FIELD_MARK

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame


def codes(*rules: tuple[str, Column]) -> Column:
    """The codes of all rules that hold for a row, in the order given (a rule that is NULL does not hold)."""
    return F.array_compact(F.array(*[F.when(condition, F.lit(code)) for code, condition in rules]))


def mask_refused(rows: DataFrame, masked: Column) -> DataFrame:
    """Add `line_masked` to refused rows, and let go of the raw line: from here on nothing carries it.

    A record that was delivered quoted is shown with commas between its fields, on one line.
    """
    shown = F.translate(masked, FIELD_MARK + BREAK_MARK, ", ")
    return rows.withColumn("line_masked", F.when(F.size("reasons") > 0, shown)).drop("line")


def set_outcome(
    rows: DataFrame, key: Sequence[str], part: Column, prefer: Sequence[Column] = ()
) -> DataFrame:
    """Add `outcome` and `part`: rows with `reasons` are refused; of sound rows equal in `key` one is kept, the rest duplicates.

    Kept is the first by `prefer`, then by file and record number: a total order, so that a rerun keeps the same row.
    Refused rows belong to their delivery day, the others to the partition `part`.
    """
    # The hash goes first: Spark's sort compares an 8-byte prefix of the first key, which settles nearly every comparison.
    order = Window.partitionBy("key_hash", "is_refused", *key).orderBy(
        *prefer, "source_file", "record_number"
    )
    numbered = (
        rows.withColumn("is_refused", F.size("reasons") > 0)
        .withColumn("key_hash", F.xxhash64("is_refused", *key))
        .withColumn("occurrence", F.row_number().over(order))
    )
    refused = F.col("is_refused")
    return numbered.withColumns(
        {
            "outcome": F.when(refused, "quarantine")
            .when(F.col("occurrence") > 1, "duplicate")
            .otherwise("clean"),
            "part": F.when(refused, F.col("delivered").cast("string")).otherwise(part.cast("string")),
        }
    ).drop("is_refused", "key_hash", "occurrence")
