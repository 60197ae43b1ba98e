"""Redaction as a column of Spark: the rules run in Spark's Python workers on batches of Arrow, and each text once a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
from pyspark.sql.functions import arrow_udf
from pyspark.sql.types import StringType

from spark_jobs.complaints.redaction.engine import redact

if TYPE_CHECKING:
    from pyspark.sql import Column


def redact_batch(texts: pa.Array) -> pa.Array:
    """A batch of texts redacted: departments and titles repeat, so each distinct text is read once."""
    distinct = texts.dictionary_encode()
    marked = pa.array([redact(text) for text in distinct.dictionary.to_pylist()], pa.string())
    return marked.take(distinct.indices)


def redacted(text: Column) -> Column:
    """The text with a typed mark in place of each piece of personal data (see `engine`); NULL stays NULL."""
    return arrow_udf(redact_batch, StringType())(text)  # type: ignore[call-overload]
