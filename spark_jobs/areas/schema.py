"""Columns of the tables of areas."""

from pyspark.sql.types import DateType, DoubleType, StringType, StructField, StructType

from spark_jobs.text import LINEAGE

DONG = StructType(
    [
        StructField("valid_from", DateType()),
        StructField("dong_code", StringType()),
        StructField("statistics_code", StringType()),
        StructField("sido_name", StringType()),
        StructField("gu_name", StringType()),
        StructField("dong_name", StringType()),
        StructField("centre_latitude", DoubleType()),
        StructField("centre_longitude", DoubleType()),
        StructField("area_km2", DoubleType()),
        StructField("boundary_wkt", StringType()),
        *LINEAGE,
    ]
)

DONG_CODE = StructType(
    [
        StructField("valid_from", DateType()),
        StructField("level", StringType()),
        StructField("dong_code", StringType()),
        StructField("statistics_code", StringType()),
        StructField("sido_name", StringType()),
        StructField("gu_name", StringType()),
        StructField("dong_name", StringType()),
        StructField("created_on", DateType()),
        StructField("abolished_on", DateType()),
        *LINEAGE,
    ]
)

TABLES = {("clean", "dong"): DONG, ("clean", "dong_code"): DONG_CODE}
