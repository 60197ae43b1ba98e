"""Columns of the subway tables."""

from pyspark.sql.types import DateType, IntegerType, StringType, StructField, StructType

from spark_jobs.text import LINEAGE

SUBWAY_STATION_DAY = StructType(
    [
        StructField("month", StringType()),
        StructField("service_date", DateType()),
        StructField("line_name", StringType()),
        StructField("station_id", StringType()),
        StructField("station_name", StringType()),
        StructField("registration_seq", IntegerType()),
        StructField("boardings_cnt", IntegerType()),
        StructField("alightings_cnt", IntegerType()),
        StructField("registered_on", DateType()),
        *LINEAGE,
    ]
)
SUBWAY_STATION_MONTH = StructType(
    [
        StructField("month", StringType()),
        StructField("line_name", StringType()),
        StructField("station_id", StringType()),
        StructField("station_name", StringType()),
        StructField("registration_seq", IntegerType()),
        StructField("clock_hour", IntegerType()),
        StructField("boardings_cnt", IntegerType()),
        StructField("alightings_cnt", IntegerType()),
        *LINEAGE,
    ]
)

TABLES = {
    ("clean", "subway_station_day"): SUBWAY_STATION_DAY,
    ("clean", "subway_station_month"): SUBWAY_STATION_MONTH,
}
