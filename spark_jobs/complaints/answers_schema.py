"""Columns of what is told of answers and of places: waiting times, hot spots, counts by hexagon and hour."""

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

_WINDOW = [
    StructField("as_of_date", DateType()),
    StructField("received_from", DateType()),
    StructField("received_until", DateType()),
]
COMPLAINT_WAIT_PUBLIC = StructType(
    [
        *_WINDOW,
        StructField("kind", StringType()),
        StructField("field", StringType()),
        StructField("item", StringType()),
        StructField("dong_code", StringType()),
        StructField("cases_cnt", LongType()),
        StructField("open_cnt", LongType()),
        StructField("judged_cases_cnt", LongType()),
        StructField("kept_cases_cnt", LongType()),
        StructField("kept_pct", DoubleType()),
        StructField("open_with_limit_cnt", LongType()),
        StructField("late_now_cases_cnt", LongType()),
        StructField("late_now_pct", DoubleType()),
        StructField("median_h", DoubleType()),
        StructField("median_low_h", DoubleType()),
        StructField("median_high_h", DoubleType()),
        StructField("p80_h", DoubleType()),
        StructField("p80_low_h", DoubleType()),
        StructField("p80_high_h", DoubleType()),
        StructField("naive_mean_h", DoubleType()),
        StructField("naive_median_h", DoubleType()),
    ]
)
COMPLAINT_HOTSPOT_PUBLIC = StructType(
    [
        *_WINDOW,
        StructField("hex_id", StringType()),
        StructField("field", StringType()),
        StructField("cases_cnt", LongType()),
        StructField("near_cases_cnt", LongType()),
        StructField("gi_z", DoubleType()),
        StructField("gi_p", DoubleType()),
        StructField("is_hot", BooleanType()),
    ]
)
COMPLAINT_HEX_HOUR_PUBLIC = StructType(
    [
        *_WINDOW,
        StructField("hex_id", StringType()),
        StructField("topic", StringType()),
        StructField("item", StringType()),
        StructField("day_type", StringType()),
        StructField("hour", IntegerType()),
        StructField("days_cnt", LongType()),
        StructField("cases_cnt", LongType()),
    ]
)
COMPLAINT_MODEL_SCORE = StructType(
    [
        StructField("as_of_date", DateType()),
        StructField("method", StringType()),
        StructField("split", StringType()),
        StructField("cases_cnt", LongType()),
        StructField("kinds_cnt", LongType()),
        StructField("accuracy", DoubleType()),
        StructField("macro_f1", DoubleType()),
        StructField("threshold", DoubleType()),
        StructField("coverage", DoubleType()),
        StructField("precision", DoubleType()),
    ]
)
TABLES = {
    ("aggregate", "complaint_model_score"): COMPLAINT_MODEL_SCORE,
    ("aggregate", "complaint_wait_public"): COMPLAINT_WAIT_PUBLIC,
    ("aggregate", "complaint_hotspot_public"): COMPLAINT_HOTSPOT_PUBLIC,
    ("aggregate", "complaint_hex_hour_public"): COMPLAINT_HEX_HOUR_PUBLIC,
}
