"""Rows on their way to their bucket."""

import numpy as np
import pyarrow as pa
import pytest

from spark_jobs import columnar


@pytest.mark.parametrize(
    "buckets, cut",
    [
        ([], {}),
        ([0], {0: [0]}),
        ([3, 0, 3, 1, 0], {0: [1, 4], 1: [3], 3: [0, 2]}),
    ],
    ids=["no rows", "one row", "in any order"],
)
def test_each_bucket_gets_its_rows_in_their_order(buckets: list[int], cut: dict[int, list[int]]) -> None:
    rows = pa.table({"n": pa.array(range(len(buckets)), pa.int64())})
    split = columnar.split_by_bucket(rows, np.array(buckets, np.int32))
    assert {bucket: table["n"].to_pylist() for bucket, table in split} == cut
