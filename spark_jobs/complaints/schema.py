"""Columns of the complaint tables."""

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

from spark_jobs.complaints import answers_schema
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
COMPLAINT_CASE = StructType(
    [
        StructField("service_date", DateType()),
        StructField("case_id", StringType()),
        StructField("received_at", TimestampType()),
        StructField("hour", IntegerType()),
        StructField("due_at", TimestampType()),
        StructField("due_rule", StringType()),
        StructField("closed_at", TimestampType()),
        StructField("status", StringType()),
        StructField("field", StringType()),
        StructField("item", StringType()),
        StructField("item_rule", StringType()),
        StructField("channel", StringType()),
        StructField("department", StringType()),
        StructField("dong_code", StringType()),
        StructField("hex_id", StringType()),
        StructField("versions_cnt", LongType()),
        StructField("reopened_cnt", LongType()),
        StructField("on_time_rule", StringType()),
        StructField("is_on_time", BooleanType()),
        StructField("is_overdue", BooleanType()),
        StructField("is_late_by_clock", BooleanType()),
        StructField("as_of_date", DateType()),
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
COMPLAINT_CASE_PUBLIC = StructType(
    [
        StructField("service_date", DateType()),
        StructField("case_no", LongType()),
        StructField("hour", IntegerType()),
        StructField("field", StringType()),
        StructField("item", StringType()),
        StructField("item_rule", StringType()),
        StructField("channel", StringType()),
        StructField("status", StringType()),
        StructField("due_rule", StringType()),
        StructField("limit_h", DoubleType()),
        StructField("taken_h", DoubleType()),
        StructField("on_time_rule", StringType()),
        StructField("is_on_time", BooleanType()),
        StructField("is_overdue", BooleanType()),
        StructField("is_reopened", BooleanType()),
        StructField("as_of_date", DateType()),
    ]
)
COMPLAINT_INCIDENT_CASE = StructType(
    [
        StructField("service_date", DateType()),
        StructField("case_id", StringType()),
        StructField("incident_id", StringType()),
        StructField("link_rule", StringType()),
        StructField("probability", DoubleType()),
    ]
)
COMPLAINT_INCIDENT_PUBLIC = StructType(
    [
        StructField("service_date", DateType()),
        StructField("incident_no", LongType()),
        StructField("field", StringType()),
        StructField("item", StringType()),
        StructField("dong_code", StringType()),
        StructField("size", StringType()),
        StructField("at_least_cases_cnt", LongType()),
        StructField("days_cnt", LongType()),
        StructField("is_petition", BooleanType()),
    ]
)

TABLES = {
    **answers_schema.TABLES,
    ("clean", "complaint_version"): COMPLAINT_VERSION,
    ("aggregate", "complaint_case"): COMPLAINT_CASE,
    ("aggregate", "complaint_case_public"): COMPLAINT_CASE_PUBLIC,
    ("aggregate", "complaint_incident_case"): COMPLAINT_INCIDENT_CASE,
    ("aggregate", "complaint_incident_public"): COMPLAINT_INCIDENT_PUBLIC,
    ("aggregate", "complaint_dong_day"): COMPLAINT_DONG_DAY,
    ("aggregate", "complaint_dong_day_public"): COMPLAINT_DONG_DAY_PUBLIC,
}
