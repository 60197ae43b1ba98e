"""How full a bus is between stops, from literal taps; and what of it may be told."""

import pytest

from spark_jobs.transit import tap_loads
from tests.spark_jobs.riding import RULES, loads_of, stop, tap

ON_BOARD = ("section_seq", "slot_start_s", "load_cnt", "cards_cnt", "buses_cnt", "run_s")


def told(rows: list[dict], *columns: str) -> list[tuple]:
    return [tuple(row[c] for c in columns) for row in rows]


def test_on_board_is_who_boarded_and_has_not_alighted_and_a_section_is_of_the_slot_in_which_the_bus_leaves_its_first_stop() -> (
    None
):
    by_slot, by_hour, _ = loads_of(
        tap("a", "08:00", "s1", "08:08", "s4", passengers_cnt=3),
        tap("b", "08:05", "s2", "08:08:10", "s4"),
    )  # fmt: skip
    # Nobody tapped at s3: half way between 08:05 and 08:08 (the median of the two who tapped out).
    assert told(by_slot, *ON_BOARD) == [
        (1, 28_800, 3.0, 1, 1, 300.0), (2, 28_800, 4.0, 2, 1, 90.0), (3, 28_800, 4.0, 2, 1, 90.0),
    ]  # fmt: skip
    assert told(by_hour, "section_seq", "hour", "load_cnt") == [(1, 8, 3.0), (2, 8, 4.0), (3, 8, 4.0)]
    assert told(by_slot, "from_stop_id", "to_stop_id", "section_m")[0] == ("s1", "s2", 500.0)


def test_buses_of_a_slot_add_up_and_a_card_on_two_of_them_is_one_person() -> None:
    """Card a rides to s3, is driven back by someone, and rides the same way again within the hour."""
    taps = [
        tap("a", "08:01", "s1", "08:05", "s3"), tap("b", "08:01", "s1", "08:05", "s3"),
        tap("a", "08:31", "s1", "08:35", "s3", vehicle_id="V2"), tap("c", "08:31", "s1", "08:35", "s3", vehicle_id="V2"),
    ]  # fmt: skip
    by_slot, by_hour, _ = loads_of(*taps)
    assert told(by_hour, "section_seq", "load_cnt", "cards_cnt", "buses_cnt") == [
        (1, 4.0, 3, 2),
        (2, 4.0, 3, 2),
    ]
    assert told(by_slot, "slot_start_s", "cards_cnt") == [(28_800, 2), (30_600, 2)] * 2


def test_an_empty_bus_between_two_riders_is_a_bus() -> None:
    by_slot, _, _ = loads_of(tap("a", "08:00", "s1", "08:02", "s2"), tap("b", "08:06", "s4", "08:08", "s5"))
    assert told(by_slot, "section_seq", "load_cnt", "buses_cnt") == [
        (1, 1.0, 1),
        (2, 0.0, 1),
        (3, 0.0, 1),
        (4, 1.0, 1),
    ]


def test_whom_no_rule_finds_a_stop_for_alights_as_the_others_do_and_every_bus_ends_empty() -> None:
    """Of three tapped riders one gets off at s3 and two at s5; the fourth rider's card is seen once a day."""
    taps = [
        tap("a", "08:00", "s1", "08:04", "s3"), tap("b", "08:00", "s1", "08:08", "s5"), tap("c", "08:00:05", "s1", "08:08", "s5"),
        tap("x", "08:00:09", "s1", passengers_cnt=3),
    ]  # fmt: skip
    by_slot, _, _ = loads_of(*taps)
    assert told(by_slot, "section_seq", "load_cnt") == [(1, 6.0), (2, 6.0), (3, 4.0), (4, 4.0)]
    assert [row["cards_cnt"] for row in by_slot] == [4, 3, 2, 2], (
        "of the fourth card no more than its boarding is known"
    )
    nobody_else, _, _ = loads_of(tap("x", "08:00", "s1"), tap("y", "08:05", "s3"))
    assert told(nobody_else, "section_seq", "load_cnt") == [(1, 1.0), (2, 1.0)], "as far as the bus went"


def test_a_bus_never_leaves_a_stop_before_the_one_it_came_from() -> None:
    """A rider taps at s2 a minute late, when others board at s3 already."""
    by_slot, _, _ = loads_of(
        tap("a", "08:00", "s1", "08:10", "s5"), tap("b", "08:04", "s2", "08:10", "s5"), tap("c", "08:03", "s3", "08:10", "s5"),
    )  # fmt: skip
    assert told(by_slot, "section_seq", "run_s") == [(1, 240.0), (2, 0.0), (3, 180.0), (4, 180.0)]


def test_trains_and_buses_without_a_number_or_a_line_have_no_load() -> None:
    taps = [
        tap("a", "08:00", "s1", "08:04", "s3", mode="rail", vehicle_id=None),
        tap("b", "08:00", "s1", "08:04", "s3", route_id="01:11:9"),
    ]
    by_slot, by_hour, _ = loads_of(*taps)
    assert (by_slot, by_hour) == ([], [])


def test_the_hour_runs_on_past_the_days_end() -> None:
    _, by_hour, _ = loads_of(tap("a", "27:55", "s1", "28:05", "s3"))
    assert told(by_hour, "section_seq", "hour") == [(1, 27), (2, 28)]


def test_a_bus_that_does_not_end_empty_stops_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        tap_loads.sql,
        "OFF",
        tap_loads.sql.OFF.replace("sum(riders) as riders from (", "sum(riders) / 2 as riders from ("),
    )
    with pytest.raises(tap_loads.RidersLost, match="1 stops of buses on 2026-11-02 have a load"):
        loads_of(tap("a", "08:00", "s1", "08:04", "s3"))


def test_loads_of_fewer_than_k_cards_are_hidden_and_the_others_are_told_in_multiples_of_k() -> None:
    taps = [
        tap(f"c{n}", "08:00", "s1", "08:06", "s4" if n < 4 else "s3" if n < 6 else "s2") for n in range(7)
    ]
    _, _, counted = loads_of(*taps)
    public = tap_loads.suppress(counted, 5).to_pylist()
    assert told(counted.to_pylist(), "load_cnt", "cards_cnt") == [(7.0, 7), (6.0, 6), (4.0, 4)]
    assert told(public, "section_seq", "load_cnt", "buses_cnt", "is_hidden") == [
        (1, 5, 1, False), (2, 5, 1, False), (3, None, None, True),
    ]  # fmt: skip
    assert RULES.walk_m_max == 1_000 and stop(7) == stop(7, back=True)
