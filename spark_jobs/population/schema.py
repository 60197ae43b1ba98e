"""Columns of the population tables."""

from pyspark.sql.types import IntegerType, StringType, StructField, StructType

from spark_jobs.text import LINEAGE

RESIDENT_POPULATION = StructType(
    [
        StructField("month", StringType()),
        StructField("dong_code", StringType()),
        StructField("gu_name", StringType()),
        StructField("dong_name", StringType()),
        StructField("sex", StringType()),
        StructField("age_band", StringType()),
        StructField("residents_cnt", IntegerType()),
        *LINEAGE,
    ]
)

TABLES = {("clean", "resident_population"): RESIDENT_POPULATION}
