"""Columns of the network's inventories. `inventory` is the kind of list a row comes from: history is told within one kind."""

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

STOP = StructType(
    [
        StructField("valid_from", DateType()),
        StructField("inventory", StringType()),
        StructField("stop_id", StringType()),
        StructField("mode", StringType()),
        StructField("ars_id", StringType()),
        StructField("stop_name", StringType()),
        StructField("stop_type", StringType()),
        StructField("line_name", StringType()),
        StructField("parent_stop_id", StringType()),
        StructField("latitude", DoubleType()),
        StructField("longitude", DoubleType()),
        StructField("hex_id", StringType()),
        *LINEAGE,
    ]
)
ROUTE = StructType(
    [
        StructField("valid_from", DateType()),
        StructField("inventory", StringType()),
        StructField("route_id", StringType()),
        StructField("route_no", StringType()),
        StructField("route_name", StringType()),
        StructField("route_type_code", StringType()),
        StructField("route_type", StringType()),
        StructField("is_night", BooleanType()),
        StructField("operator_name", StringType()),
        StructField("from_stop_name", StringType()),
        StructField("to_stop_name", StringType()),
        StructField("first_departure_s", IntegerType()),
        StructField("last_departure_s", IntegerType()),
        StructField("weekday_headway_min", IntegerType()),
        StructField("saturday_headway_min", IntegerType()),
        StructField("holiday_headway_min", IntegerType()),
        StructField("length_km", DoubleType()),
        *LINEAGE,
    ]
)
PATTERN_STOP = StructType(
    [
        StructField("valid_from", DateType()),
        StructField("inventory", StringType()),
        StructField("route_id", StringType()),
        StructField("route_no", StringType()),
        StructField("pattern_id", StringType()),
        StructField("stop_seq", IntegerType()),
        StructField("stop_id", StringType()),
        StructField("ars_id", StringType()),
        StructField("stop_name", StringType()),
        StructField("direction_name", StringType()),
        StructField("is_turning_point", BooleanType()),
        StructField("section_m", DoubleType()),
        StructField("speed_kmh", DoubleType()),
        StructField("first_departure_s", IntegerType()),
        StructField("last_departure_s", IntegerType()),
        StructField("trips_cnt", IntegerType()),
        StructField("latitude", DoubleType()),
        StructField("longitude", DoubleType()),
        *LINEAGE,
    ]
)

TABLES = {("clean", "stop"): STOP, ("clean", "route"): ROUTE, ("clean", "pattern_stop"): PATTERN_STOP}
