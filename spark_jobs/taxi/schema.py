"""Columns of the taxi tables."""

from pyspark.sql.types import (
    BooleanType,
    DateType,
    DoubleType,
    IntegerType,
    LongType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

from spark_jobs.text import LINEAGE

TAXI_TRIP = StructType(
    [
        StructField("service_date", DateType()),
        StructField("hour", IntegerType()),
        StructField("started_at", TimestampType()),
        StructField("ended_at", TimestampType()),
        StructField("start_latitude", DoubleType()),
        StructField("start_longitude", DoubleType()),
        StructField("end_latitude", DoubleType()),
        StructField("end_longitude", DoubleType()),
        StructField("start_hex_id", StringType()),
        StructField("end_hex_id", StringType()),
        StructField("distance_m", DoubleType()),
        *LINEAGE,
    ]
)
TAXI_OD = StructType(
    [
        StructField("month", StringType()),
        StructField("day_part", StringType()),
        StructField("start_hex_id", StringType()),
        StructField("end_hex_id", StringType()),
        StructField("trips_cnt", LongType()),
    ]
)
TAXI_OD_PUBLIC = StructType(
    [
        *TAXI_OD.fields,
        StructField("is_hidden", BooleanType()),
        StructField("hidden_cells_cnt", LongType()),
    ]
)

TABLES = {
    ("clean", "taxi_trip"): TAXI_TRIP,
    ("aggregate", "taxi_od"): TAXI_OD,
    ("aggregate", "taxi_od_public"): TAXI_OD_PUBLIC,
}
