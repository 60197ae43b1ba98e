"""Columns of the transit tables."""

from pyspark.sql.types import (
    BinaryType,
    BooleanType,
    DateType,
    IntegerType,
    LongType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

from spark_jobs.text import LINEAGE
from spark_jobs.transit import section_schema

BUS_STOP_MONTH = StructType(
    [
        StructField("month", StringType()),
        StructField("route_no", StringType()),
        StructField("route_name", StringType()),
        StructField("stop_id", StringType()),
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

CARD_TAP = StructType(
    [
        StructField("service_date", DateType()),
        StructField("hour", IntegerType()),
        StructField("boarded_at", TimestampType()),
        StructField("alighted_at", TimestampType()),
        StructField("card_key", BinaryType()),
        StructField("card_type", StringType()),
        StructField("mode", StringType()),
        StructField("route_id", StringType()),
        StructField("vehicle_id", StringType()),
        StructField("board_stop_id", StringType()),
        StructField("alight_stop_id", StringType()),
        StructField("journey_ref", StringType()),
        StructField("transfer_cnt", IntegerType()),
        StructField("user_type", StringType()),
        StructField("passengers_cnt", IntegerType()),
        StructField("distance_m", IntegerType()),
        StructField("ride_s", IntegerType()),
        StructField("extra_json", StringType()),
        *LINEAGE,
    ]
)
STOP_HOUR = StructType(
    [
        StructField("service_date", DateType()),
        StructField("hour", IntegerType()),
        StructField("stop_id", StringType()),
        StructField("boarding_persons_cnt", LongType()),
        StructField("boardings_cnt", LongType()),
        StructField("alighting_persons_cnt", LongType()),
        StructField("alightings_cnt", LongType()),
    ]
)
STOP_HOUR_PUBLIC = StructType(
    [
        *STOP_HOUR.fields,
        StructField("is_boarding_hidden", BooleanType()),
        StructField("is_alighting_hidden", BooleanType()),
    ]
)

TABLES = {
    **section_schema.TABLES,
    ("clean", "bus_stop_month"): BUS_STOP_MONTH,
    ("clean", "card_tap"): CARD_TAP,
    ("aggregate", "stop_hour"): STOP_HOUR,
    ("aggregate", "stop_hour_public"): STOP_HOUR_PUBLIC,
}
