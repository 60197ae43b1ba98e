"""Columns of the transit tables."""

from pyspark.sql.types import BooleanType, IntegerType, StringType, StructField, StructType

from spark_jobs.text import LINEAGE

BUS_STOP_MONTH = StructType(
    [
        StructField("month", StringType()),
        StructField("route_no", StringType()),
        StructField("route_name", StringType()),
        StructField("ars_id", StringType()),
        StructField("stop_name", StringType()),
        StructField("is_virtual_stop", BooleanType()),
        StructField("visit_seq", IntegerType()),
        StructField("clock_hour", IntegerType()),
        StructField("boardings_cnt", IntegerType()),
        StructField("alightings_cnt", IntegerType()),
        *LINEAGE,
    ]
)

TABLES = {("clean", "bus_stop_month"): BUS_STOP_MONTH}
