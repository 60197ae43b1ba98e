"""Spark's service day is the house's: the same boundaries, every half hour of two days and the seconds around the cut."""

from datetime import datetime, timedelta

from pyspark.sql import functions as F

from nightowl.service_day import service_date_of, service_hour_of
from spark_jobs.service_time import local_text_to_utc, service_date, service_hour

TIMES = [datetime(2026, 10, 31) + timedelta(minutes=30 * n) for n in range(96)] + [
    datetime(2026, 11, 1, 3, 59, 59), datetime(2026, 11, 1, 4), datetime(2026, 12, 31, 23, 59, 59), datetime(2027, 1, 1, 3, 59, 59)
]  # fmt: skip


def test_spark_cuts_the_service_day_where_the_core_does(spark) -> None:
    frame = spark.createDataFrame([(t.strftime("%Y-%m-%d %H:%M:%S"),) for t in TIMES], "text string")
    local, _ = local_text_to_utc(F.col("text"), "Asia/Seoul")
    rows = frame.withColumn("local", local).select(
        "text", service_date(F.col("local"), 4).alias("day"), service_hour(F.col("local"), 4).alias("hour")
    )
    told = {r.text: (r.day, r.hour) for r in rows.collect()}
    assert told == {t.strftime("%Y-%m-%d %H:%M:%S"): (service_date_of(t), service_hour_of(t)) for t in TIMES}


def test_local_time_becomes_utc_and_nonsense_null(spark) -> None:
    frame = spark.createDataFrame(
        [("2026-11-01 04:00:00",), ("2026-02-30 10:00:00",), ("2026-11-01 25:00:00",), (None,)], "text string"
    )
    _, utc = local_text_to_utc(F.col("text"), "Asia/Seoul")
    assert [r[0] for r in frame.select(F.date_format(utc, "yyyy-MM-dd HH:mm:ss")).collect()] == [
        "2026-10-31 19:00:00",
        None,
        None,
        None,
    ]
