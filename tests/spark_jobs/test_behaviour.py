"""What a person's records say of each other, on literal records: calls recorded more than once, and movements nobody makes."""

from datetime import date, datetime, timedelta

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from nightowl.profile import TelecomRules
from spark_jobs.telecom import behaviour, calls

DAY, NOON = date(2026, 11, 1), datetime(2026, 11, 1, 3)
RULES = TelecomRules()
# Cells by number: 0 and 1 stand 1.1 km apart, 2 is 11 km, 3 is 330 km north of 0.
INVENTORY = pa.table(
    {"cell_id": list("ABFX"), "latitude": [37.5, 37.51, 37.6, 40.5], "longitude": [127.0] * 4}
)
COLUMNS = pa.schema(
    [
        ("subscriber_key", pa.binary()), ("service_date", pa.date32()), ("hour", pa.int32()), ("event_at", pa.timestamp("us")),
        ("event_type", pa.string()), ("cell_no", pa.int32()), ("cell_id", pa.string()), ("latitude", pa.float64()), ("longitude", pa.float64()),
        ("duration_s", pa.int32()), ("record_ref", pa.string()), ("sequence", pa.int32()), ("side", pa.string()), ("home_area", pa.string()),
        ("age_band", pa.string()), ("extra_json", pa.string()), ("is_time_ambiguous", pa.bool_()), ("file_no", pa.int32()), ("record_number", pa.int64()),
    ]
)  # fmt: skip


def settle(*records: dict) -> tuple[list[dict], list[str], list[dict]]:
    """Records of one bucket: the clean ones, the flags of each, and those only counted."""
    sound = {
        "subscriber_key": b"p",
        "service_date": DAY,
        "hour": 12,
        "event_type": "call",
        "cell_no": 0,
        "duration_s": 60,
        "is_time_ambiguous": False,
        "file_no": 0,
    }
    rows = [
        sound
        | {"event_at": NOON + timedelta(seconds=r.pop("s", 0)), "record_ref": f"R{n}", "record_number": n}
        | r
        for n, r in enumerate(records, start=2)
    ]
    with duckdb.connect() as con:
        dropped = calls.settle(con, pa.Table.from_pylist(rows, COLUMNS), RULES.double_entry_s_max)
        clean = behaviour.flagged(calls.in_order_of_time(con), INVENTORY, RULES)
    return clean.to_pylist(), dropped["outcome"].to_pylist(), dropped.to_pylist()


def flags(*records: dict) -> list[list[str]]:
    """The flags of records in order of record number."""
    return [r["flags"] for r in sorted(settle(*records)[0], key=lambda r: r["record_number"])]


def test_duplicates_at_one_instant_with_another_between_are_found() -> None:
    """Duplicates A, B, A at one instant missed: a comparison with the last row alone would keep both A."""
    a, b = {"record_ref": "A"}, {"record_ref": "B"}
    clean, outcomes, dropped = settle(a.copy(), b, a.copy())
    assert (
        sorted(r["record_ref"] for r in clean) == ["A", "B"]
        and outcomes == ["duplicate"]
        and dropped[0]["record_number"] == 4
    )


def test_two_equal_rows_are_one_duplicate_and_a_near_copy_is_none() -> None:
    """Duplicates counted as count - 1 > 1: a single copy would go unseen."""
    same = {"record_ref": "A"}
    assert settle(same.copy(), same.copy())[1] == ["duplicate"]
    assert settle({"record_ref": None}, {"record_ref": None})[1] == ["duplicate"]
    assert settle({"record_ref": None}, {"record_ref": None, "duration_s": 61})[1] == []


def test_a_copy_of_another_file_goes_and_the_first_file_stays() -> None:
    clean, outcomes, _ = settle({"record_ref": "A", "file_no": 3}, {"record_ref": "A", "file_no": 1})
    assert [r["file_no"] for r in clean] == [1] and outcomes == ["duplicate"]


def test_the_parts_of_a_call_become_one() -> None:
    parts = [
        {"record_ref": "L", "sequence": n, "s": 600 * n, "duration_s": 600, "cell_no": n % 2}
        for n in (3, 1, 2)
    ]
    clean, outcomes, _ = settle(*parts, {"s": 5000})
    assert outcomes == ["merged", "merged"]
    call = next(r for r in clean if r["record_ref"] == "L")
    assert (call["sequence"], call["duration_s"], call["flags"]) == (1, 1800, ["partials_merged"])


def test_a_part_delivered_twice_counts_once() -> None:
    part = {"record_ref": "L", "sequence": 1, "duration_s": 600}
    clean, outcomes, _ = settle(part.copy(), part.copy(), part | {"sequence": 2, "s": 600})
    assert sorted(outcomes) == ["duplicate", "merged"] and clean[0]["duration_s"] == 1200


def test_two_switches_entries_of_one_call_become_one_and_the_earlier_stays() -> None:
    clean, outcomes, dropped = settle(
        {"record_ref": "D", "s": 3, "cell_no": 1, "duration_s": 61}, {"record_ref": "D"}
    )
    assert outcomes == ["merged"] and dropped[0]["record_number"] == 2
    assert [(r["cell_id"], r["duration_s"], r["flags"]) for r in clean] == [("A", 60, ["double_entry"])]


def test_a_reference_used_again_later_or_by_another_person_is_another_call() -> None:
    assert settle({"record_ref": "D"}, {"record_ref": "D", "s": 6})[1] == []
    assert settle({"record_ref": "D"}, {"record_ref": "D", "subscriber_key": b"q"})[1] == []
    assert settle({"record_ref": "D"}, {"record_ref": "D", "service_date": DAY + timedelta(days=1)})[1] == []


def test_one_person_at_one_instant_in_two_places() -> None:
    assert flags({}, {"s": 60}, {"s": 60, "cell_no": 2}, {"s": 900}) == [
        [],
        ["two_places"],
        ["two_places"],
        [],
    ]
    assert flags({}, {"cell_no": 1}) == [[], []]  # both cells may serve one place


def test_impossible_speed_is_told_of_the_record_that_is_wrong_alone() -> None:
    """Speed computed from latitude alone, or against one neighbour, would miss it or blame the neighbours too."""
    assert flags({}, {"s": 60, "cell_no": 3}, {"s": 120}, {"s": 180}) == [[], ["impossible_speed"], [], []]
    assert flags({}, {"s": 60}, {"s": 120, "cell_no": 3}) == [[], [], ["impossible_speed"]]
    assert flags({"cell_no": 3}, {"s": 60}, {"s": 120}) == [["impossible_speed"], [], []]
    assert flags({}, {"s": 7200, "cell_no": 3}, {"s": 14400}) == [[], [], []]  # 330 km in two hours: a train
    far = {"latitude": 37.5, "longitude": 131.0, "cell_no": None, "cell_id": "H3:x", "s": 60}
    assert flags({}, far, {"s": 120}) == [
        [],
        ["impossible_speed"],
        [],
    ]  # east of the others, at their latitude


def test_service_days_and_persons_are_judged_apart() -> None:
    away = {"s": 60, "cell_no": 3}
    assert flags({}, away | {"subscriber_key": b"q"}, {"s": 120}) == [[], [], []]
    assert flags({}, {"s": 30}, away | {"service_date": DAY + timedelta(days=1)}) == [[], [], []]


def test_a_handover_and_back_is_no_movement() -> None:
    assert flags({}, {"s": 20, "cell_no": 1}, {"s": 50}) == [[], ["ping_pong"], []]
    assert flags({}, {"s": 20, "cell_no": 1}, {"s": 121}) == [[], [], []]
    assert flags({}, {"s": 20, "cell_no": 1}, {"s": 110, "cell_no": 2}) == [[], [], []]


@pytest.mark.parametrize(("jitter_s", "expected"), [(5, ["robot"]), (400, [])])
def test_machines_report_by_the_clock(jitter_s: int, expected: list[str]) -> None:
    records = [{"s": 900 * n + (jitter_s if n % 2 else -jitter_s)} for n in range(24)]
    assert flags(*records) == [expected] * 24
    assert flags(*records[:23]) == [[]] * 23


def test_more_records_than_a_person_makes() -> None:
    luck = np.random.default_rng(1)
    records = [{"s": int(s)} for s in np.unique(luck.integers(0, 50_000, 340))[:300]]
    assert flags(*records) == [["heavy_user"]] * 300
    assert flags(*records[1:]) == [[]] * 299


def test_the_great_circle() -> None:
    one = np.ones(1)
    assert behaviour.distance_km(0 * one, 0 * one, 0 * one, one)[0] == pytest.approx(111.195, abs=0.001)
    seoul_busan = behaviour.distance_km(37.5665 * one, 126.978 * one, 35.1796 * one, 129.0756 * one)[0]
    assert seoul_busan == pytest.approx(325, abs=1)
    assert behaviour.distance_km(60 * one, 0 * one, 60 * one, one)[0] == pytest.approx(55.6, abs=0.1)
