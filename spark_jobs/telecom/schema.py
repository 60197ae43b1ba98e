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
OPT_OUT = StructType(
    [
        StructField("valid_from", DateType()),
        StructField("subscriber_key", BinaryType()),
        StructField("opted_out_on", DateType()),
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
        StructField("is_main", BooleanType()),
    ]
)
CELL_HOUR = StructType(
    [
        StructField("service_date", DateType()),
        StructField("hour", IntegerType()),
        StructField("cell_id", StringType()),
        StructField("events_cnt", LongType()),
        StructField("persons_cnt", LongType()),
    ]
)
CELL_DAY = StructType(
    [
        StructField("service_date", DateType()),
        StructField("cell_id", StringType()),
        StructField("events_cnt", LongType()),
        StructField("persons_cnt", LongType()),
        StructField("clock_skew_s", IntegerType()),
        StructField("is_skewed", BooleanType()),
        StructField("silent_from_hour", IntegerType()),
        StructField("silent_hours_cnt", IntegerType()),
        StructField("expected_events_cnt", DoubleType()),
        StructField("is_silent", BooleanType()),
    ]
)
CELL_FAULT = StructType(
    [
        StructField("service_date", DateType()),
        StructField("cell_id", StringType()),
        StructField("fault", StringType()),
        StructField("clock_skew_s", IntegerType()),
        StructField("silent_from_hour", IntegerType()),
        StructField("silent_hours_cnt", IntegerType()),
        StructField("expected_events_cnt", DoubleType()),
    ]
)
PRESENCE_HEX_HOUR = StructType(
    [
        StructField("service_date", DateType()),
        StructField("hour", IntegerType()),
        StructField("hex_id", StringType()),
        StructField("persons_cnt", LongType()),
        StructField("persons_est", DoubleType()),
        StructField("events_est", DoubleType()),
    ]
)
PRESENCE_HEX_HOUR_PUBLIC = StructType(
    [
        *PRESENCE_HEX_HOUR.fields,
        StructField("is_hidden", BooleanType()),
        StructField("hidden_sites_cnt", LongType()),
    ]
)
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
SUBSCRIBER_NIGHT = StructType(
    [
        StructField("service_date", DateType()),
        StructField("subscriber_key", BinaryType()),
        StructField("night_hex", StringType()),
        StructField("night_site", StringType()),
        StructField("night_site_hours_cnt", IntegerType()),
        StructField("other_site", StringType()),
        StructField("other_site_hours_cnt", IntegerType()),
        StructField("hours_cnt", IntegerType()),
        StructField("events_cnt", LongType()),
        StructField("last_hour", IntegerType()),
        StructField("last_hex", StringType()),
        StructField("home_area", StringType()),
        StructField("age_band", StringType()),
    ]
)
HOME = StructType(
    [
        StructField("month", StringType()),
        StructField("subscriber_key", BinaryType()),
        StructField("home_hex", StringType()),
        StructField("home_dong_code", StringType()),
        StructField("rule", StringType()),
        StructField("nights_cnt", IntegerType()),
        StructField("carrier_dong_code", StringType()),
        StructField("night_cell_hex", StringType()),
        StructField("do_rules_agree", BooleanType()),
        StructField("age_band", StringType()),
    ]
)
HOME_AGREEMENT_PUBLIC = StructType(
    [
        StructField("month", StringType()),
        StructField("persons_with_both_cnt", LongType()),
        StructField("agreeing_cnt", LongType()),
        StructField("agreeing_share", DoubleType()),
        StructField("is_hidden", BooleanType()),
    ]
)
EXPANSION_WEIGHT = StructType(
    [
        StructField("month", StringType()),
        StructField("dong_code", StringType()),
        StructField("age_band", StringType()),
        StructField("observed_persons_cnt", LongType()),
        StructField("residents_cnt", LongType()),
        StructField("residents_month", StringType()),
        StructField("weight", DoubleType()),
        StructField("basis", StringType()),
    ]
)
NIGHT_OD = StructType(
    [
        StructField("month", StringType()),
        StructField("weekday", IntegerType()),
        StructField("hour", IntegerType()),
        StructField("origin_hex", StringType()),
        StructField("home_hex", StringType()),
        StructField("persons_cnt", LongType()),
        StructField("person_nights_cnt", LongType()),
        StructField("nights_cnt", IntegerType()),
        StructField("residents_est", DoubleType()),
    ]
)
NIGHT_OD_PUBLIC = StructType(
    [
        *NIGHT_OD.fields,
        StructField("is_hidden", BooleanType()),
        StructField("hidden_pairs_cnt", LongType()),
    ]
)

TABLES = {
    ("clean", "telecom_event"): TELECOM_EVENT,
    ("clean", "cell"): CELL,
    ("clean", "opt_out"): OPT_OUT,
    ("aggregate", "cell_hex_share"): CELL_HEX_SHARE,
    ("aggregate", "cell_hour"): CELL_HOUR,
    ("aggregate", "cell_day"): CELL_DAY,
    ("aggregate", "cell_fault"): CELL_FAULT,
    ("aggregate", "presence_hex_hour"): PRESENCE_HEX_HOUR,
    ("aggregate", "presence_hex_hour_public"): PRESENCE_HEX_HOUR_PUBLIC,
    ("aggregate", "unicity"): UNICITY,
    ("aggregate", "subscriber_night"): SUBSCRIBER_NIGHT,
    ("aggregate", "home"): HOME,
    ("aggregate", "home_agreement_public"): HOME_AGREEMENT_PUBLIC,
    ("aggregate", "expansion_weight"): EXPANSION_WEIGHT,
    ("aggregate", "night_od"): NIGHT_OD,
    ("aggregate", "night_od_public"): NIGHT_OD_PUBLIC,
}
