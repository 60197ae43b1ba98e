"""Times as the case files of several cities write them: the same moment, whoever wrote it."""

import pytest
from pyspark.sql import functions as F

from nightowl import profile
from spark_jobs.complaints import times

READ = {
    "seoul": {
        "2026-11-01 오전 12:05:00": "2026-11-01 00:05:00", "2026-11-01 오후 12:05:00": "2026-11-01 12:05:00",
        "2026-11-01 오후 1:50:27": "2026-11-01 13:50:27", "2026-11-01 오전 09:00:00": "2026-11-01 09:00:00",
        "2026-11-01 13:50:27": "2026-11-01 13:50:27", "2026-11-01T04:50:27Z": "2026-11-01 13:50:27",
        "2026-11-01 오후 1:60:00": None, "2026-11-01 오후 1시": None, "어제": None, "2026-11-01": None,
        # Month first, or day first? In Korea nobody says.
        "11/01/2026 01:50:27 PM": None, "11/01/2026 1:50 PM": None,
    },
    "newyork": {
        "01/31/2020 01:50:27 PM": "2020-01-31 13:50:27", "02/17/2020 12:19:00 PM": "2020-02-17 12:19:00",
        "12/31/2012 12:00:00 AM": "2012-12-31 00:00:00", "1/2/2020 9:05:00 AM": "2020-01-02 09:05:00",
        "2020-01-31T13:50:27.000": "2020-01-31 13:50:27", "2020-01-31T13:50:27": "2020-01-31 13:50:27",
        "2020-01-31T18:50:27Z": "2020-01-31 13:50:27", "2020-07-31T17:50:27Z": "2020-07-31 13:50:27",
        "2020-01-31T13:50:27-05:00": "2020-01-31 13:50:27", "2020-01-31T12:50:27-0600": "2020-01-31 13:50:27",
        "2020-01-31 18:50:27 +00:00": "2020-01-31 13:50:27", "2020-01-31T18:50:27.500Z": "2020-01-31 13:50:27.5",
        "31/01/2020 01:50:27 PM": None, "13/01/2020 01:50:27 PM": None, "02/30/2020 01:50:27 PM": None, "01/31/2020 13:50:27 PM": None,
        "01/31/2020 00:50:27 AM": None, "01/31/2020 01:60:27 PM": None, "2020-01-31T25:00:00Z": None, "2020-01-31T13:50:27+99:00": None,
        "2020-01-31": None, "20200131135027": None, "1580478627": None, "01/31/2020": None, "999": None,
    },
}  # fmt: skip


@pytest.mark.parametrize("city", READ)
def test_a_time_is_that_of_the_city_or_none(spark, city: str) -> None:
    frame = spark.createDataFrame([(t,) for t in READ[city]], "t string")
    moments = times.with_moments(frame, ("t",), profile.load(city))
    same = F.from_utc_timestamp("t_utc", profile.load(city).time_zone)
    found = moments.select(
        "t", F.col("t_local").cast("string").alias("at"), same.cast("string").alias("same")
    ).collect()
    assert {r.t: r.at for r in found} == READ[city]
    assert {r.t: r.same for r in found} == READ[city], "UTC and local tell the same moment"


def test_the_hour_that_clocks_repeat_is_told_apart_by_offsets_alone(spark) -> None:
    """2020-11-01 01:30 came twice in New York."""
    texts = ["2020-11-01T01:30:00-04:00", "2020-11-01T01:30:00-05:00"]
    frame = spark.createDataFrame([(t,) for t in texts], "t string")
    told = times.with_moments(frame, ("t",), profile.load("newyork")).select(F.col("t_utc").cast("string"))
    assert [utc for (utc,) in told.collect()] == ["2020-11-01 05:30:00", "2020-11-01 06:30:00"]


def test_the_zero_of_a_calendar_is_no_time(spark) -> None:
    stand_for_none = [
        "01/01/1900 12:00:00 AM",
        "1900-01-01 00:00:00",
        "1900-01-01T00:00:00.000",
        "1900-01-01 오전 12:00:00",
    ]
    times_ = ["01/01/1900 12:00:01 AM", "1900-01-02 00:00:00", "01/01/2000 12:00:00 AM", ""]
    frame = spark.createDataFrame([(t,) for t in (*stand_for_none, *times_)], "t string")
    assert [r.t for r in frame.where(F.col("t").rlike(times.NO_TIME)).collect()] == stand_for_none
