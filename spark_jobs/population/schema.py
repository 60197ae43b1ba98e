"""Columns of the population tables."""

from pyspark.sql.types import (
    ArrayType,
    DateType,
    DoubleType,
    IntegerType,
    StringType,
    StructField,
    StructType,
)

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

LIVING_POPULATION = StructType(
    [
        StructField("service_date", DateType()),
        StructField("hour", IntegerType()),
        StructField("area_type", StringType()),
        StructField("area_code", StringType()),
        StructField("dong_code", StringType()),
        StructField("persons_cnt", DoubleType()),
        StructField("persons_low_cnt", DoubleType()),
        StructField("persons_high_cnt", DoubleType()),
        StructField("male_low_cnt", DoubleType()),
        StructField("male_high_cnt", DoubleType()),
        StructField("female_low_cnt", DoubleType()),
        StructField("female_high_cnt", DoubleType()),
        StructField(
            "by_sex_age",
            ArrayType(
                StructType(
                    [
                        StructField("sex", StringType()),
                        StructField("age_band", StringType()),
                        StructField("low", DoubleType()),
                        StructField("high", DoubleType()),
                    ]
                )
            ),
        ),
        *LINEAGE,
    ]
)

TABLES = {
    ("clean", "resident_population"): RESIDENT_POPULATION,
    ("clean", "living_population"): LIVING_POPULATION,
}
