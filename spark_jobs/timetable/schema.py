"""Columns of the timetable tables."""

from pyspark.sql.types import (
    BooleanType,
    DateType,
    DoubleType,
    IntegerType,
    StringType,
    StructField,
    StructType,
)

from spark_jobs.text import LINEAGE

STOP_TIME = StructType(
    [
        StructField("valid_from", DateType()),
        StructField("inventory", StringType()),
        StructField("trip_id", StringType()),
        StructField("route_id", StringType()),
        StructField("service_id", StringType()),
        StructField("direction_id", StringType()),
        StructField("headsign", StringType()),
        StructField("stop_seq", IntegerType()),
        StructField("stop_id", StringType()),
        StructField("arrival_s", IntegerType()),
        StructField("departure_s", IntegerType()),
        StructField("is_departure_past_midnight", BooleanType()),
        StructField("pickup_type", StringType()),
        StructField("drop_off_type", StringType()),
        StructField("shape_dist", DoubleType()),
        *LINEAGE,
    ]
)
SERVICE_DAY = StructType(
    [
        StructField("valid_from", DateType()),
        StructField("inventory", StringType()),
        StructField("service_id", StringType()),
        StructField("service_date", DateType()),
        StructField("is_added", BooleanType()),
        *LINEAGE,
    ]
)

TABLES = {("clean", "stop_time"): STOP_TIME, ("clean", "service_day"): SERVICE_DAY}
