"""The Spark session of a job, and the settings every session of the house has.

No import of Spark at the top: DAG files read `CONF` while they are parsed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ONE_FILE_ONE_PARTITION = str(1 << 40)

CONF = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.files.maxPartitionBytes": ONE_FILE_ONE_PARTITION,  # record numbers are counted within a partition
    "spark.sql.files.openCostInBytes": ONE_FILE_ONE_PARTITION,
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.sources.partitionOverwriteMode": "dynamic",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.driver.memory": os.environ.get("NIGHTOWL_SPARK_MEMORY", "3g"),
    # Java leaves methods of more than 8,000 bytes of code uncompiled: a wide feed's rows are then read several times slower.
    "spark.sql.codegen.hugeMethodLimit": "8000",
    "spark.sql.debug.maxToStringFields": "10",
    "spark.log.level": "WARN",
}


def session(name: str) -> SparkSession:
    """The session of a job run alone: `local[*]`, or the master (or `sc://` address) in NIGHTOWL_SPARK_MASTER."""
    from pyspark.sql import SparkSession

    master = os.environ.get("NIGHTOWL_SPARK_MASTER", "local[*]")
    builder = SparkSession.builder.appName(name)
    builder = builder.remote(master) if master.startswith("sc://") else builder.master(master)
    for key, value in CONF.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()
