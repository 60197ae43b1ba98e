"""Columns of the month tables of section loads."""

from pyspark.sql.types import (
    BooleanType,
    DateType,
    DoubleType,
    IntegerType,
    LongType,
    StringType,
    StructField,
    StructType,
)

_ROUTE = [
    StructField("month", StringType()),
    StructField("route_no", StringType()),
    StructField("route_id", StringType()),
    StructField("inventory", StringType()),
    StructField("pattern_id", StringType()),
]
SECTION_LOAD_MONTH = StructType(
    [
        *_ROUTE,
        StructField("section_seq", IntegerType()),
        StructField("from_stop_id", StringType()),
        StructField("from_stop_name", StringType()),
        StructField("from_ars_id", StringType()),
        StructField("to_stop_id", StringType()),
        StructField("to_stop_name", StringType()),
        StructField("is_in_pattern", BooleanType()),
        StructField("section_m", DoubleType()),
        StructField("run_s", DoubleType()),
        StructField("clock_hour", IntegerType()),
        StructField("load_cnt", DoubleType()),
        StructField("boardings_cnt", DoubleType()),
        StructField("alightings_cnt", DoubleType()),
        StructField("days_cnt", IntegerType()),
        StructField("buses_per_hour", DoubleType()),
        StructField("load_per_bus", DoubleType()),
    ]
)
SECTION_MATCH_MONTH = StructType(
    [
        *_ROUTE,
        StructField("how", StringType()),
        StructField("pattern_route_no", StringType()),
        StructField("pattern_valid_from", DateType()),
        StructField("stops_cnt", IntegerType()),
        StructField("matched_stops_cnt", IntegerType()),
        StructField("new_stops_cnt", IntegerType()),
        StructField("boardings_cnt", LongType()),
        StructField("matched_boardings_cnt", LongType()),
        StructField("placed_boardings_cnt", LongType()),
        StructField("matched_share", DoubleType()),
        StructField("alightings_cnt", LongType()),
        StructField("moved_share", DoubleType()),
    ]
)
TABLES = {
    ("aggregate", "section_load_month"): SECTION_LOAD_MONTH,
    ("aggregate", "section_match_month"): SECTION_MATCH_MONTH,
}
