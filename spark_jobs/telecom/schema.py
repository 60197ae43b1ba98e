"""Columns of the telecom tables. dbt's sources and the expectations name the same columns; a test holds them equal."""

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

TELECOM_EVENT = StructType(
    [
        StructField("service_date", DateType()),
        StructField("hour", IntegerType()),
        StructField("event_at", TimestampType()),
        StructField("subscriber_key", BinaryType()),
        StructField("event_type", StringType()),
        StructField("cell_id", StringType()),
        StructField("duration_s", IntegerType()),
        StructField("record_ref", StringType()),
        StructField("sequence", IntegerType()),
        StructField("side", StringType()),
        StructField("home_area", StringType()),
        StructField("age_band", StringType()),
        StructField("extra_json", StringType()),
        *LINEAGE,
    ]
)
CELL = StructType(
    [
        StructField("valid_from", DateType()),
        StructField("cell_id", StringType()),
        StructField("site_id", StringType()),
        StructField("technology", StringType()),
        StructField("latitude", DoubleType()),
        StructField("longitude", DoubleType()),
        StructField("active_from", DateType()),
        StructField("active_to", DateType()),
        StructField("hex_id", StringType()),
        *LINEAGE,
    ]
)
CELL_HEX_SHARE = StructType(
    [
        StructField("valid_from", DateType()),
        StructField("cell_id", StringType()),
        StructField("hex_id", StringType()),
        StructField("share", DoubleType()),
    ]
)
PRESENCE_HEX_HOUR = StructType(
    [
        StructField("service_date", DateType()),
        StructField("hour", IntegerType()),
        StructField("hex_id", StringType()),
        StructField("persons_cnt", LongType()),
        StructField("events_cnt", LongType()),
    ]
)
PRESENCE_HEX_HOUR_PUBLIC = StructType([*PRESENCE_HEX_HOUR.fields, StructField("is_hidden", BooleanType())])
UNICITY = StructType(
    [
        StructField("service_date", DateType()),
        StructField("points_cnt", IntegerType()),
        StructField("persons_cnt", LongType()),
        StructField("eligible_persons_cnt", LongType()),
        StructField("sample_persons_cnt", LongType()),
        StructField("unique_share", DoubleType()),
        StructField("is_hidden", BooleanType()),
    ]
)

TABLES = {
    ("clean", "telecom_event"): TELECOM_EVENT,
    ("clean", "cell"): CELL,
    ("aggregate", "cell_hex_share"): CELL_HEX_SHARE,
    ("aggregate", "presence_hex_hour"): PRESENCE_HEX_HOUR,
    ("aggregate", "presence_hex_hour_public"): PRESENCE_HEX_HOUR_PUBLIC,
    ("aggregate", "unicity"): UNICITY,
}
