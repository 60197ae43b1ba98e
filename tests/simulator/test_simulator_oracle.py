"""The oracle is exact: judged by rules written here anew, the planted rows and no others are refused or repeated."""

import re
from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest
from rules_of_the_feeds import (
    judge_cell,
    judge_event,
    judge_living,
    judge_opt_out,
    judge_residents,
    judge_station_day,
    judge_tap,
    judge_taxi,
)

from simulator.chance import stream
from simulator.day import events_by_hour
from simulator.feeds import DEFECTS
from simulator.orders import Order
from simulator.plan import Add, Remember, draft
from simulator.telecom_defects import DEFECTS as TELECOM_EVENT
from simulator.telecom_defects import EDGES as TELECOM_EVENT_EDGES
from simulator.telecom_defects import ROW_DEFECTS


def judged(records, judge) -> Counter:
    """What a clean job must say: (file, record, outcome, all reasons) of every row that is not plainly kept."""
    found, seen = Counter(), set()
    for file, number, line in records:
        if reasons := judge(file, line):
            found[file, number, "quarantine", tuple(reasons)] += 1
        elif line in seen:
            found[file, number, "duplicate", (None,)] += 1
        seen.add(line)
    return found


def planted(landed, feed) -> Counter:
    return Counter(
        (r["source_file"], r["record_number"], r["outcome"], (r["reason"],))
        for r in landed.oracle(feed)
        if r["outcome"] in ("quarantine", "duplicate")
    )


def delivered_of(file: str) -> date:
    return date.fromisoformat(re.search(r"delivered=([0-9-]+)/", file)[1])


def test_events_are_refused_or_repeated_exactly_where_the_oracle_says(landed):
    cells = landed.cells(judge_cell)
    found = judged(
        landed.records("telecom_event"), lambda file, line: judge_event(line, delivered_of(file), cells)
    )
    assert found == planted(landed, "telecom_event")


def test_taps_are_refused_or_repeated_exactly_where_the_oracle_says(landed):
    refused = {(r["source_file"], r["record_number"]) for r in landed.oracle("pattern_stop")}
    rows = [r for r in landed.records("pattern_stop") if r[:2] not in refused]
    stops = {line.decode().split(",")[3] for _, _, line in rows}
    found = judged(landed.records("card_tap"), lambda file, line: judge_tap(line, delivered_of(file), stops))
    assert found == planted(landed, "card_tap")


def test_living_population_is_refused_or_repeated_exactly_where_the_oracle_says(landed):
    found = judged(
        landed.records("living_population"), lambda file, line: judge_living(line, delivered_of(file))
    )
    assert found == planted(landed, "living_population")


def test_taxi_trips_are_refused_or_repeated_exactly_where_the_oracle_says(landed):
    found = judged(landed.records("taxi_trip"), lambda file, line: judge_taxi(line, delivered_of(file)))
    assert found == planted(landed, "taxi_trip")


@pytest.mark.parametrize(
    ("feed", "judge"),
    [
        ("cell", judge_cell),
        ("resident_population", judge_residents),
        ("subway_station_day", judge_station_day),
    ],
)
def test_reference_rows_are_refused_or_repeated_exactly_where_the_oracle_says(landed, feed, judge):
    assert judged(landed.records(feed), lambda file, line: judge(line)) == planted(landed, feed)


def test_each_opt_out_list_is_whole_and_refused_or_repeated_exactly_where_the_oracle_says(landed):
    records = landed.records("opt_out")
    lists = [[r for r in records if r[0] == file] for file in sorted({file for file, _, _ in records})]
    found = [judged(rows, lambda file, line: judge_opt_out(line)) for rows in lists]
    assert sum(found, Counter()) == planted(landed, "opt_out")
    first, second = ({line for _, _, line in rows if not judge_opt_out(line)} for rows in lists)
    assert len(first) > 1_000
    assert first == second


# Rows that are planted a machine or a person at a time, and not in a tiny night.
NOT_IN_A_TINY_NIGHT = {"robot", "heavy_user"}


def test_every_listed_defect_is_planted_three_times_a_delivery_even_in_a_tiny_night(landed):
    for feed in {defect.feed for defect in DEFECTS}:
        counts = Counter((r["source_file"].split("/")[1], r["defect"]) for r in landed.oracle(feed))
        deliveries = {delivered for delivered, _ in counts}
        assert len(deliveries) == 2
        kinds = {d.code for d in DEFECTS if d.feed == feed} - NOT_IN_A_TINY_NIGHT
        assert set(counts) == {(day, code) for code in kinds for day in deliveries}
        assert min(counts.values()) >= 3


def test_every_reason_a_clean_job_knows_is_planted():
    known = """blank_record wrong_field_count text_undecodable subscriber_missing subscriber_malformed time_missing
        time_malformed time_in_future too_late event_type_unknown cell_missing cell_unknown cell_not_active
        duration_malformed sequence_malformed"""
    assert {d.reason for d in TELECOM_EVENT if d.outcome == "quarantine"} == set(known.split())


def test_copies_lie_adjacent_far_apart_and_in_a_later_file(landed):
    records = landed.records("telecom_event")
    place = {(file, number): n for n, (file, number, _) in enumerate(records)}
    first: dict[bytes, int] = {}
    for n, (_, _, line) in enumerate(records):
        first.setdefault(line, n)
    for row in (r for r in landed.oracle("telecom_event") if r["outcome"] == "duplicate"):
        at = place[row["source_file"], row["record_number"]]
        origin = first[records[at][2]]
        same_file = records[origin][0] == row["source_file"]
        match row["defect"]:
            case "copy_adjacent":
                assert origin == at - 1
            case "copy_far":
                assert same_file
                assert at - origin > 20
            case "copy_other_file":
                assert records[origin][0] < row["source_file"]


def test_edge_rows_are_where_they_are_said_to_be_and_sound(landed):
    text = {
        (file, number): line.decode("utf-8", "replace")
        for file, number, line in landed.records("telecom_event")
    }
    not_kept = {(r["source_file"], r["record_number"]) for r in landed.oracle("telecom_event")}
    edges = landed.oracle("telecom_event", "edges")
    assert {e["edge"] for e in edges} == {e.code for e in TELECOM_EVENT_EDGES}
    for edge in edges:
        at = (edge["source_file"], edge["record_number"])
        assert at not in not_kept
        _, msisdn, moment, _, _, duration, *_ = text[at].split(",")
        day = delivered_of(at[0]) - timedelta(days=1)
        expected = {
            "day_begins": f"{day} 04:00:00",
            "before_midnight": f"{day} 23:59:59",
            "midnight": f"{day + timedelta(days=1)} 00:00:00",
            "day_ends": f"{day + timedelta(days=1)} 03:59:59",
            "late_to_the_limit": f"{day - timedelta(days=6)} 04:00:00",
        }
        assert moment == expected.get(edge["edge"], moment)
        if edge["edge"] == "old_number":
            assert re.fullmatch(r"01[16789]\d{7}", msisdn)
        if edge["edge"] == "zero_duration":
            assert duration == "0"
        if edge["edge"] == "late_one_day":
            assert f"{day} 03:00:00" <= moment <= f"{day} 03:59:59"


def test_the_oracle_holds_no_number(landed):
    numbers = {
        line.split(b",")[1] for _, _, line in landed.records("telecom_event") if line.count(b",") == 8
    } - {b""}
    assert len(numbers) > 300
    for path in landed.lake.oracle.rglob("*.parquet"):
        raw = path.read_bytes()
        assert not [number for number in numbers if number in raw], path


def test_about_half_a_per_cent_of_a_demo_night_is_planted():
    rows = 312_000
    plan = draft(
        events_by_hour(rows),
        Order(date.min, date.min, rows).copies_of_a_kind(rows, len(ROW_DEFECTS)),
        stream(1),
    )
    share = sum(not isinstance(action, Remember | Add) for action in plan.actions) / rows
    assert 0.0045 < share < 0.0055
    assert (np.diff(plan.at) > 0).all()
