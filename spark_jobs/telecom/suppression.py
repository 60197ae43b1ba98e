"""Small counts of persons are hidden: decided on the persons themselves, before anything is scaled or shared out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pyspark.sql import Window
from pyspark.sql import functions as F

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

PERSONS = "persons_cnt"


def hide_small(rows: DataFrame, k: int, group: Sequence[str], counts: Sequence[str]) -> DataFrame:
    """Set `counts` to NULL where fewer than `k` persons stand behind a row, and say so in `is_hidden` (never NULL).

    `rows` have `persons_cnt` (distinct persons, 1 or more) and columns that tell them apart. `group`: what somebody may know a
    total of (a day's hour, a month). Where what is hidden in a group is one row, or so few persons that a known total less the
    shown rows would tell more of a row than that it is under `k` (five rows of five persons are one each), the shown row with
    the fewest persons is hidden too (complementary suppression; A. Hundepool and others, Statistical Disclosure Control, 2012,
    ch. 4). Ties go by the other columns in the order of their names, so that a rerun hides the same row. A group of one row
    has no other to hide behind: publish no total of it.
    """
    small = F.col(PERSONS) < k
    of_group = Window.partitionBy(*group)
    others = sorted(c for c in rows.columns if c not in {*group, *counts, PERSONS})
    order = Window.partitionBy(*group, "is_small").orderBy(PERSONS, *others)
    hidden_rows, hidden_persons = (
        F.sum(F.when(F.col("is_small"), F.lit(1) if of == "rows" else F.col(PERSONS))).over(of_group)
        for of in ("rows", "persons")
    )
    # Each hidden row has one person at least: a total of n rows leaves each of them up to total - (n - 1), which must reach k - 1.
    alone = F.coalesce((hidden_rows == 1) | (hidden_persons < hidden_rows + k - 2), F.lit(False))
    judged = (
        rows.withColumn("is_small", small)
        .withColumns({"is_alone": alone, "nth": F.row_number().over(order)})
        .withColumn("is_hidden", F.col("is_small") | (F.col("is_alone") & (F.col("nth") == 1)))
    )
    told = {c: F.when(~F.col("is_hidden"), F.col(c)) for c in counts}
    return judged.withColumns(told).drop("is_small", "is_alone", "nth")
