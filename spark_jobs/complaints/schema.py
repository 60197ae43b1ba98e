"""Columns of the complaint tables."""

from pyspark.sql.types import (
    BooleanType,
    DateType,
    DoubleType,
    LongType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

from spark_jobs.text import LINEAGE

COMPLAINT_VERSION = StructType(
    [
        StructField("service_date", DateType()),
        StructField("case_id", StringType()),
        StructField("received_at", TimestampType()),
        StructField("due_at", TimestampType()),
        StructField("closed_at", TimestampType()),
        StructField("updated_at", TimestampType()),
        StructField("status", StringType()),
        StructField("status_text", StringType()),
        StructField("field", StringType()),
        StructField("item", StringType()),
        StructField("channel", StringType()),
        StructField("department", StringType()),
        StructField("dong_code", StringType()),
        StructField("latitude", DoubleType()),
        StructField("longitude", DoubleType()),
        StructField("title", StringType()),
        StructField("text", StringType()),
        StructField("answer", StringType()),
        StructField("on_time_published", StringType()),
        StructField("extra_json", StringType()),
        *LINEAGE,
    ]
)
COMPLAINT_DONG_DAY = StructType(
    [
        StructField("service_date", DateType()),
        StructField("dong_code", StringType()),
        StructField("cases_cnt", LongType()),
        StructField("open_cnt", LongType()),
        StructField("overdue_cnt", LongType()),
        StructField("on_time_unknown_cnt", LongType()),
        StructField("as_of_date", DateType()),
    ]
)
COMPLAINT_DONG_DAY_PUBLIC = StructType([*COMPLAINT_DONG_DAY.fields, StructField("is_hidden", BooleanType())])

TABLES = {
    ("clean", "complaint_version"): COMPLAINT_VERSION,
    ("aggregate", "complaint_dong_day"): COMPLAINT_DONG_DAY,
    ("aggregate", "complaint_dong_day_public"): COMPLAINT_DONG_DAY_PUBLIC,
}
