"""Columns of the transit tables."""

from pyspark.sql.types import (
    BinaryType,
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
TRIP_LEG = StructType(
    [
        StructField("service_date", DateType()),
        StructField("card_key", BinaryType()),
        StructField("journey_no", IntegerType()),
        StructField("leg_no", IntegerType()),
        StructField("mode", StringType()),
        StructField("route_id", StringType()),
        StructField("pattern_id", StringType()),
        StructField("vehicle_id", StringType()),
        StructField("run_no", IntegerType()),
        StructField("board_stop_id", StringType()),
        StructField("board_seq", IntegerType()),
        StructField("boarded_at", TimestampType()),
        StructField("alight_stop_id", StringType()),
        StructField("alight_seq", IntegerType()),
        StructField("alighted_at", TimestampType()),
        StructField("alight_rule", StringType()),
        StructField("passengers_cnt", IntegerType()),
        StructField("transfer_cnt", IntegerType()),
    ]
)
_SECTION = [
    StructField("service_date", DateType()),
    StructField("route_id", StringType()),
    StructField("pattern_id", StringType()),
    StructField("section_seq", IntegerType()),
    StructField("from_stop_id", StringType()),
    StructField("to_stop_id", StringType()),
    StructField("section_m", DoubleType()),
]
_ON_BOARD = [
    StructField("load_cnt", DoubleType()),
    StructField("cards_cnt", LongType()),
    StructField("buses_cnt", LongType()),
    StructField("run_s", DoubleType()),
]
SECTION_LOAD_10MIN = StructType([*_SECTION, StructField("slot_start_s", IntegerType()), *_ON_BOARD])
SECTION_LOAD_HOUR = StructType([*_SECTION, StructField("hour", IntegerType()), *_ON_BOARD])
SECTION_LOAD_HOUR_PUBLIC = StructType(
    [
        *_SECTION,
        StructField("hour", IntegerType()),
        StructField("load_cnt", LongType()),
        StructField("buses_cnt", LongType()),
        StructField("is_hidden", BooleanType()),
    ]
)
TRIP_CHAIN_PUBLIC = StructType(
    [
        StructField("service_date", DateType()),
        StructField("origin_hex", StringType()),
        StructField("destination_hex", StringType()),
        StructField("hour", IntegerType()),
        StructField("legs_cnt", IntegerType()),
        StructField("journeys_cnt", LongType()),
        StructField("persons_cnt", LongType()),
        StructField("is_hidden", BooleanType()),
        StructField("hidden_chains_cnt", LongType()),
    ]
)

TABLES = {
    **section_schema.TABLES,
    ("clean", "bus_stop_month"): BUS_STOP_MONTH,
    ("clean", "card_tap"): CARD_TAP,
    ("aggregate", "stop_hour"): STOP_HOUR,
    ("aggregate", "stop_hour_public"): STOP_HOUR_PUBLIC,
    ("aggregate", "trip_leg"): TRIP_LEG,
    ("aggregate", "section_load_10min"): SECTION_LOAD_10MIN,
    ("aggregate", "section_load_hour"): SECTION_LOAD_HOUR,
    ("aggregate", "section_load_hour_public"): SECTION_LOAD_HOUR_PUBLIC,
    ("aggregate", "trip_chain_public"): TRIP_CHAIN_PUBLIC,
}
