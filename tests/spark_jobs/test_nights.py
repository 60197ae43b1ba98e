"""Where a person was in a night: literal events of the night hours, and what becomes of them."""

from datetime import UTC, date, datetime, timedelta

import duckdb
import pyarrow as pa
import pytest

from spark_jobs.telecom.nights import count_night

DAY = date(2026, 11, 1)
MIDNIGHT = datetime(2026, 10, 31, 15, tzinfo=UTC)  # of the service day, in Seoul
CELLS = {"a1": 0, "a2": 0, "b1": 1, "c1": 2}
PLACES = [(0, "S-a", "A"), (1, "S-b", "B"), (2, "S-c", "C")]
COLUMNS = ("hour", "event_at", "subscriber_key", "cell_id", "home_area", "age_band", "flags")


def event(
    who: bytes,
    hour: int,
    minute: int,
    cell: str,
    area: str | None = None,
    age: str | None = None,
    flags: tuple[str, ...] = (),
):
    at = MIDNIGHT + timedelta(hours=hour, minutes=minute)
    return (hour, at, who, cell, area, age, list(flags))


def night(*events: tuple) -> dict[bytes, dict]:
    """The night of each person."""
    shape = pa.schema(
        [("hour", pa.int32()), ("event_at", pa.timestamp("us", "UTC")), ("subscriber_key", pa.binary()), ("cell_id", pa.string()),
         ("home_area", pa.string()), ("age_band", pa.string()), ("flags", pa.list_(pa.string()))]
    )  # fmt: skip
    with duckdb.connect() as con:
        con.register(
            "event", pa.Table.from_pylist([dict(zip(COLUMNS, e, strict=True)) for e in events], shape)
        )
        con.register("cells", pa.table({"cell_id": list(CELLS), "place_no": list(CELLS.values())}))
        con.register(
            "places",
            pa.table(dict(zip(("place_no", "site_id", "hex_id"), zip(*PLACES, strict=True), strict=True))),
        )
        return {row["subscriber_key"]: row for row in count_night(con, DAY).to_pylist()}


def test_the_place_of_the_night_is_where_most_hours_were_spent_not_where_most_events_were() -> None:
    row = night(
        event(b"p", 22, 0, "a1"), event(b"p", 23, 0, "a2"), event(b"p", 5, 0, "a1"),
        *(event(b"p", 25, minute, "b1") for minute in range(9)),
    )[b"p"]  # fmt: skip
    assert (row["night_hex"], row["night_site"], row["night_site_hours_cnt"]) == ("A", "S-a", 3)
    assert (row["other_site"], row["other_site_hours_cnt"], row["hours_cnt"], row["events_cnt"]) == (
        "S-b",
        1,
        4,
        12,
    )


def test_of_equal_hours_more_events_count_and_then_the_first_name() -> None:
    more = night(event(b"p", 22, 0, "a1"), event(b"p", 23, 0, "b1"), event(b"p", 23, 1, "b1"))[b"p"]
    same = night(event(b"p", 22, 0, "b1"), event(b"p", 23, 0, "a1"))[b"p"]
    assert (more["night_hex"], same["night_hex"], same["other_site"]) == ("B", "A", "S-b")


def test_one_place_alone_has_no_other_and_of_three_the_second_counts() -> None:
    alone = night(event(b"p", 22, 0, "a1"), event(b"p", 23, 0, "a2"))[b"p"]
    three = night(
        *(
            event(b"p", hour, 0, cell)
            for hour, cell in ((22, "a1"), (23, "a1"), (24, "a1"), (25, "c1"), (26, "c1"), (4, "b1"))
        )
    )[b"p"]
    assert (alone["other_site"], alone["other_site_hours_cnt"]) == (None, None)
    assert (three["night_site"], three["other_site"], three["other_site_hours_cnt"]) == ("S-a", "S-c", 2)


def test_the_last_hexagon_is_that_of_the_last_event_after_midnight() -> None:
    rows = night(
        event(b"late", 24, 59, "b1"), event(b"late", 26, 1, "c1"), event(b"late", 26, 0, "a1"), event(b"late", 22, 0, "a1"),
        event(b"evening", 23, 59, "a1"), event(b"morning", 4, 0, "a1"),
    )  # fmt: skip
    assert (rows[b"late"]["last_hour"], rows[b"late"]["last_hex"]) == (26, "C")
    assert [(rows[who]["last_hour"], rows[who]["last_hex"]) for who in (b"evening", b"morning")] == [
        (None, None)
    ] * 2


def test_two_events_of_one_instant_give_the_first_hexagon_whatever_their_order() -> None:
    pair = [event(b"p", 25, 0, "b1"), event(b"p", 25, 0, "a1")]
    assert night(*pair)[b"p"]["last_hex"] == night(*reversed(pair))[b"p"]["last_hex"] == "A"


@pytest.mark.parametrize("hour", [7, 12, 21])
def test_the_day_is_no_part_of_the_night(hour: int) -> None:
    assert night(event(b"p", hour, 0, "a1"), event(b"q", 22, 0, "a1")).keys() == {b"q"}


def test_home_area_and_age_are_what_was_told_last() -> None:
    row = night(
        event(b"p", 22, 0, "a1", "11680640", "20-24"), event(b"p", 23, 0, "b1", "11110515", None), event(b"p", 24, 0, "a1"),
        event(b"p", 22, 1, "b1", "11680640", "25-29"),
    )[b"p"]  # fmt: skip
    assert (row["home_area"], row["age_band"]) == ("11110515", "25-29")


@pytest.mark.parametrize("flag", ["two_places", "impossible_speed", "robot", "heavy_user"])
def test_doubtful_events_tell_nothing(flag: str) -> None:
    assert night(
        event(b"p", 22, 0, "a1", flags=("ping_pong", flag)), event(b"q", 22, 0, "a1", flags=("ping_pong",))
    ).keys() == {b"q"}
