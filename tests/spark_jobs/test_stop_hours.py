"""Stop hours: cards and passengers, on and off apart; hidden under k by cards; an alighting stays in the day of its ride."""

from datetime import date, datetime

import duckdb
import pytest

from spark_jobs.transit import stop_hours, taps
from tests.spark_jobs.conftest import land
from tests.spark_jobs.test_card_taps import DELIVERED_HEADER, NO_TAP_OUT, line

DAY = date(2026, 11, 1)
COLUMNS = "service_date date, hour int, card_key binary, board_stop_id string, alight_stop_id string, alighted_at timestamp, passengers_cnt int"


def ride(
    card: bytes, hour: int, off: str | None, passengers: int = 1, start: str = "A", end: str = "B"
) -> tuple:
    """A ride of DAY; `off` is its alighting in UTC, which is nine hours behind the city."""
    alighted = datetime.fromisoformat(off) if off else None
    return (DAY, hour, card, start, end if off else None, alighted, passengers)


@pytest.fixture(scope="module")
def counted(spark):
    rides = [
        ride(b"p", 8, "2026-10-31 23:59:59"),
        ride(b"p", 8, "2026-11-01 00:00:00", 3),
        ride(b"q", 8, None, 100),
        ride(b"q", 27, "2026-11-01 19:00:00"),
        ride(b"q", 27, "2026-11-01 21:30:00", end="A"),
        ride(b"r", 28 - 5, "2026-11-01 15:00:00"),
    ]
    rows = stop_hours.count_taps(spark.createDataFrame(rides, COLUMNS), "Asia/Seoul").collect()
    return {
        (r.hour, r.stop_id): (
            r.boarding_persons_cnt,
            r.boardings_cnt,
            r.alighting_persons_cnt,
            r.alightings_cnt,
        )
        for r in rows
    }


def test_cards_are_persons_and_passengers_are_counted_on_and_off_apart(counted) -> None:
    assert counted[8, "A"] == (2, 104, 0, 0)
    assert (counted[8, "B"], counted[9, "B"]) == ((0, 0, 1, 1), (0, 0, 1, 3))


def test_an_alighting_after_the_cut_stays_in_the_day_of_its_ride_and_its_hour_runs_on(counted) -> None:
    assert counted[23, "A"] == (1, 1, 0, 0) and counted[24, "B"] == (0, 0, 1, 1)
    assert counted[27, "A"] == (1, 2, 0, 0)
    assert (counted[28, "B"], counted[30, "A"]) == ((0, 0, 1, 1), (0, 0, 1, 1))
    assert sum(c[3] for c in counted.values()) == 7 and sum(c[1] for c in counted.values()) == 107


def test_boardings_and_alightings_are_hidden_each_by_their_own_cards_and_zero_is_told(spark) -> None:
    rows = [("A", 4, 900, 5, 5), ("B", 5, 6, 1, 1), ("C", 0, 0, 7, 70)]
    columns = "stop_id string, boarding_persons_cnt long, boardings_cnt long, alighting_persons_cnt long, alightings_cnt long"
    public = stop_hours.suppress(spark.createDataFrame(rows, columns), 5).orderBy("stop_id").collect()
    assert [(r.boarding_persons_cnt, r.boardings_cnt, r.is_boarding_hidden) for r in public] == [
        (None, None, True), (5, 6, False), (0, 0, False),
    ]  # fmt: skip
    assert [(r.alighting_persons_cnt, r.alightings_cnt, r.is_alighting_hidden) for r in public] == [
        (5, 5, False), (None, None, True), (7, 70, False),
    ]  # fmt: skip


def test_days_are_counted_again_when_their_taps_or_the_citys_k_have_changed(spark, lake, seoul) -> None:
    riders = [line(card_no=f"{n:016d}", boarded=f"2026110108{n:02d}00") for n in range(6)]
    riders.append(line(card_no="9" * 16, boarded="20261101090000", **NO_TAP_OUT))
    land(lake, "card_tap", "2026-11-02", "a.csv", "\n".join([DELIVERED_HEADER, *riders]) + "\n")
    taps.run(spark, lake, seoul, DAY)
    assert stop_hours.run(spark, lake, seoul, DAY).partitions == ["2026-11-01"]
    assert stop_hours.run(spark, lake, seoul, DAY).partitions == []
    assert stop_hours.run(spark, lake, seoul, DAY, rebuild="2026-11-01").partitions == ["2026-11-01"]
    feed = seoul.feed("card_tap").model_copy(update={"k_persons": 7})
    stricter = seoul.model_copy(update={"feeds": seoul.feeds | {"card_tap": feed}})

    def shown() -> list[tuple]:
        with duckdb.connect() as con:
            return con.execute(
                f"select hour, right(stop_id, 7), boardings_cnt, alightings_cnt from read_parquet('{lake.root}/aggregate/stop_hour_public/*/*.parquet') order by all"
            ).fetchall()

    assert shown() == [(8, "4100376", 6, 0), (8, "4100470", 0, 6), (9, "4100376", None, 0)]
    assert stop_hours.run(spark, lake, stricter, DAY).partitions == ["2026-11-01"]
    assert shown() == [(8, "4100376", None, 0), (8, "4100470", 0, None), (9, "4100376", None, 0)]
