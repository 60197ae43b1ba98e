"""The literal lake of the tests has the columns that the house's own writers write."""

import pyarrow as pa
from pyspark.sql.pandas.types import to_arrow_schema

from nightowl import ledger, plan_tables, quality, reference, trend
from spark_jobs import catalog
from tests.lake_schema import COLUMNS, schema


def written() -> dict[str, pa.Schema]:
    """Columns by `zone/table`, as Spark, the ledger and the gate write them."""
    by_spark = {
        f"{zone}/{table}": to_arrow_schema(columns, timezone="UTC")
        for (zone, table), columns in catalog.tables().items()
    }
    by_reference = {
        f"{zone}/{table}": columns
        for (zone, table), columns in (reference.TABLES | plan_tables.TABLES).items()
    }
    by_core = {"ledger/file": ledger.FILE_SCHEMA, "ledger/part": ledger.PART_SCHEMA}
    by_gate = {
        "quality/result": quality.RESULT_SCHEMA,
        "quality/run": quality.RUN_SCHEMA,
        "quality/trend": trend.SCHEMA,
    }
    return by_spark | by_reference | by_core | by_gate


def test_the_literal_lake_has_the_columns_that_are_written() -> None:
    real = written()
    assert sorted(real) == sorted(COLUMNS)
    for table, columns in real.items():
        literal = {field.name: field.type for field in schema(table)}
        assert literal == {field.name: field.type for field in columns}, table
