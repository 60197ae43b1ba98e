"""The rides of a night are rides: of cards that belong to persons, along routes, one after the other, counted in the truth."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
import pyarrow.parquet as pq
import pytest

from simulator import network
from simulator.card_defects import EDGES
from simulator.card_lines import KERBS, ROUTE_FROM, STOP_FROM, cards
from simulator.riders import RAIL_KMH, rides_by_hour
from simulator.sizes import routes_of, sites_of, taps_of
from simulator.timetable import BUS_KMH
from tests.simulator.conftest import SATURDAY, SUNDAY

DAY, SETTLER, CARD, AREA, _, VEHICLE, MODE, ROUTE, ON, ON_STOP, OFF, OFF_STOP, JOURNEY, CHANGES, _, RIDERS, METRES, SECONDS, _ = range(19)  # fmt: skip


@pytest.fixture(scope="module")
def rides(landed) -> dict[tuple[str, int], list[str]]:
    """Fields of every row that is kept by its place, edge rows and doubtful ones and all."""
    refused = {
        (r["source_file"], r["record_number"]) for r in landed.oracle("card_tap") if r["outcome"] != "flag"
    }
    return {
        (file, number): line.decode().split(",")
        for file, number, line in landed.records("card_tap")
        if (file, number) not in refused
    }


@pytest.fixture(scope="module")
def plain(landed, rides) -> list[list[str]]:
    """Fields of sound rows but the edges."""
    odd = {
        (r["source_file"], r["record_number"])
        for name in ("edges", "defects")
        for r in landed.oracle("card_tap", name)
    }
    return [fields for place, fields in rides.items() if place not in odd]


def time_of(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%d%H%M%S")


def place_of(stop: str) -> int:
    """Both sides of the road are one place."""
    return (int(stop) - STOP_FROM) // KERBS


def test_a_night_has_the_taps_asked_for(landed, order):
    defects = landed.oracle("card_tap")
    pairs = {(r["source_file"], r["record_number"]) for r in defects if r["defect"] == "bus_twice"}
    known = {
        (r["source_file"], r["record_number"])
        for name, rows in (("edges", landed.oracle("card_tap", "edges")), ("defects", defects))
        for r in rows
        if name == "edges" or r["outcome"] in ("duplicate", "merged")
    } | {(file, n) for file, n in pairs if (file, n - 1) in pairs}
    records = {(file, number) for file, number, _ in landed.records("card_tap")}
    assert len(records - known) == 2 * taps_of(order.rows)


def test_one_in_five_journeys_has_changes_each_at_the_stop_of_the_ride_before(rides, plain):
    journeys: dict[tuple[str, str, str], list[list[str]]] = defaultdict(list)
    for fields in plain:
        journeys[fields[DAY], fields[CARD], fields[JOURNEY]].append(fields)
    whole = 0
    for legs in journeys.values():
        legs.sort(key=lambda fields: fields[CHANGES])
        for before, after in pairwise(legs):
            if int(after[CHANGES]) == int(before[CHANGES]) + 1:  # else a leg between was spoilt
                whole += 1
                assert (
                    place_of(before[OFF_STOP]) == place_of(after[ON_STOP]) and before[ROUTE] != after[ROUTE]
                )
                waited = time_of(after[ON]) - time_of(before[OFF])
                assert timedelta(minutes=1) <= waited < timedelta(minutes=30)
    assert whole > 300
    assert 0.75 < np.mean([len(legs) == 1 for legs in journeys.values()]) < 0.85
    assert Counter(fields[CHANGES] for fields in plain).keys() == {"0", "1", "2", "3"}


def test_rides_take_the_time_their_distance_takes(plain):
    for fields in plain:
        if fields[OFF] != "~":
            seconds = int(fields[SECONDS])
            assert seconds == (time_of(fields[OFF]) - time_of(fields[ON])).total_seconds()
            usual = RAIL_KMH if fields[MODE][0] == "2" else BUS_KMH
            assert int(fields[METRES]) * 3.6 / (seconds + 40) < 1.2 * usual, fields
            assert seconds < 300 or int(fields[METRES]) * 3.6 / (seconds - 90) > 0.7 * usual, fields


def test_a_bus_passes_its_stops_in_order(plain):
    """Those who board one after the other are never farther back on the way out, nor farther out on the way back, but where it turns."""
    found = network.build(1, sites_of(5_000), routes_of(5_000))
    stops: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    for fields in plain:
        if fields[VEHICLE] != "~":
            number = int(fields[ON_STOP]) - STOP_FROM
            way = found.route_stop[int(fields[ROUTE]) - ROUTE_FROM].tolist()
            turn = found.stops_of_route[int(fields[ROUTE]) - ROUTE_FROM] - 1
            at = way.index(number // KERBS)
            stops[fields[VEHICLE]].append((time_of(fields[ON]), 2 * turn - at if number % KERBS else at))
    soon = [
        (b[1] - a[1], b[0] - a[0])
        for seen in stops.values()
        for a, b in pairwise(sorted(seen))
        if b[0] - a[0] < timedelta(minutes=10)
    ]
    assert len(soon) > 200
    assert not [step for step, _ in soon if -20 < step < 0], "but where a run begins anew"
    assert max(step - 1 - after / timedelta(seconds=60) for step, after in soon) < 1, (
        "no faster than a stop a minute"
    )


def test_nobody_is_on_two_buses_at_once(plain):
    by_card = defaultdict(list)
    for fields in plain:
        if fields[OFF] != "~":
            by_card[fields[CARD]].append((time_of(fields[ON]), time_of(fields[OFF])))
    both = [a for spans in by_card.values() for a, b in pairwise(sorted(spans)) if b[0] < a[1]]
    assert len(both) < 0.001 * len(plain), "only where everybody is under way already"


def test_about_one_in_forty_does_not_tap_out(plain):
    assert 0.015 < np.mean([fields[OFF] == "~" for fields in plain]) < 0.032
    for fields in plain:
        assert len({fields[at] == "~" for at in (OFF, OFF_STOP, METRES, SECONDS)}) == 1


def test_stop_numbers_are_told_apart_by_their_settler_alone(plain):
    stops = {settler: {f[ON_STOP] for f in plain if f[SETTLER] == settler} for settler in ("01", "02")}
    assert stops["01"] & stops["02"]


def test_cards_are_of_16_digits_and_a_person_keeps_one():
    ids = np.arange(300_000, dtype=np.int64)
    numbers = cards(ids, 1)
    assert len(np.unique(numbers)) == len(ids)
    assert set(np.char.str_len(numbers)) == {16} and np.char.isdigit(numbers).all()
    assert (cards(ids[5_000:5_010], 1) == numbers[5_000:5_010]).all()
    assert not (cards(ids[:1_000], 2) == numbers[:1_000]).any()


def test_routes_have_20_to_40_stops_half_a_kilometre_apart_and_meet():
    found = network.build(1, sites_of(312_000), routes_of(312_000))
    stops = (found.route_stop >= 0).sum(axis=1)
    assert stops[~found.is_rail].min() >= 20 and stops.max() <= 40 and found.is_rail.sum() >= 5
    spacing = found.route_km.max(axis=1) / (stops - 1)
    assert spacing[~found.is_rail].min() > 0.4 and spacing[~found.is_rail].max() < 0.6
    _, routes_at = np.unique(found.route_stop[found.route_stop >= 0], return_counts=True)
    assert (routes_at > 1).mean() > 0.2


def test_workdays_have_two_peaks_and_days_off_one():
    workday, day_off = (rides_by_hour(day, 100_000) for day in (SUNDAY + timedelta(days=1), SATURDAY))
    assert workday.sum() == day_off.sum() == 100_000
    hours = dict(zip(range(4, 28), workday, strict=True))
    assert min(hours[8], hours[18]) > 2 * hours[11] and hours[27] > 0
    assert int(np.argmax(day_off)) + 4 in range(11, 18)


def test_edges_are_where_they_are_said_to_be(landed, rides):
    edges = landed.oracle("card_tap", "edges")
    assert Counter(e["edge"] for e in edges) == {e.code: 10 for e in EDGES}, "five a delivery"
    for edge in edges:
        fields = rides[edge["source_file"], edge["record_number"]]
        day = time_of(edge["source_file"][-15:-7] + "000000")
        clock = (time_of(fields[ON]) - day).total_seconds()
        off = None if fields[OFF] == "~" else (time_of(fields[OFF]) - day).total_seconds()
        holds = {
            "no_alighting": off is None, "day_begins": clock == 4 * 3600, "night_ride": clock == 25.5 * 3600,
            "alights_at_four": off == 28 * 3600, "day_ends": clock == 28 * 3600 - 1, "longest_ride": fields[SECONDS] == "21600",
            "hundred_passengers": fields[RIDERS] == "100", "three_transfers": fields[CHANGES] == "3",
            "late_one_day": -20 * 3600 <= clock < 4 * 3600, "late_to_the_limit": clock == (4 - 6 * 24) * 3600,
        }  # fmt: skip
        assert holds[edge["edge"]], (edge, fields)


def test_the_truth_counts_the_passengers_who_boarded(landed, rides):
    counted: Counter = Counter()
    for fields in rides.values():
        if fields[DAY] == "20261101":
            hour = int((time_of(fields[ON]) - datetime(2026, 11, 1)).total_seconds() // 3600)
            counted[f"{fields[SETTLER]}:{fields[AREA]}:{fields[ON_STOP]}", hour] += int(fields[RIDERS])
    path = landed.lake.oracle / "truth" / "service_date=2026-11-01" / "stop_hour.parquet"
    truth = {(r["stop_id"], r["hour"]): r["boardings_cnt"] for r in pq.read_table(path).to_pylist()}
    assert truth == counted
    assert all(int(stop.split(":")[2]) >= STOP_FROM for stop, _ in truth)


def test_the_oracle_holds_no_card(landed, rides):
    numbers = {fields[CARD].encode() for fields in rides.values()}
    assert len(numbers) > 300
    for path in landed.lake.oracle.rglob("*.parquet"):
        raw = path.read_bytes()
        assert not [number for number in numbers if number in raw], path
