"""Departures and halts by hand; and no route ever needs a bus more than the plan has."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from nightowl.errors import NightowlError
from planning.owl import timetable
from planning.owl.ground import OwlPlan, Route
from tests.planning.owl import small

ROADS = small.roads()


def of(route: str, direction: str, trips: tuple[timetable.Trip, ...]) -> list[timetable.Trip]:
    return [t for t in trips if (t.route, t.direction) == (route, direction)]


def test_the_night_of_a_street() -> None:
    trips = timetable.of_plan(small.plan(), ROADS, layover_min=10)
    # Out 12 minutes, back 16, 5 of rest at each end: 38 in all, every 19 with two buses. The far end begins when 12 + 5 minutes have passed.
    out, back = of("N1", "out", trips), of("N1", "back", trips)
    minutes = [t.departure_s / 60 - 24 * 60 for t in out]
    assert minutes == [0, 19, 38, 57, 76, 95, 114, 133, 171, 209], "at 26 h the headway is 38 minutes"
    assert [t.departure_s / 60 - 24 * 60 for t in back] == [17, 36, 55, 74, 93, 112, 131, 169, 207]
    assert (out[0].halts, [s - 86_400 for s in out[0].times_s]) == ((0, 2, 4), [0, 360, 720])
    assert (back[0].halts, [s - 86_400 - 1_020 for s in back[0].times_s]) == ((4, 2, 0), [0, 480, 960])
    assert [t.bus for t in out[:3]] == [1, 2, 1] and back[0].bus == 1
    # Out 6, back 8, 10 of rest: 24 minutes, one bus every 30; no bus after 27:00.
    second = of("N2", "out", trips)
    assert [t.departure_s / 60 - 24 * 60 for t in second] == [0, 30, 60, 90, 120, 150]
    assert timetable.buses_at_once(trips) == {"N1": 2, "N2": 1}
    timetable.check(trips, small.plan())


@pytest.mark.parametrize("seed", range(40))
def test_one_headway_needs_the_round_trip_over_the_headway(seed: int) -> None:
    rng = np.random.default_rng(seed)
    roads = replace(ROADS, minutes=rng.uniform(0.5, 9, 8))
    layover, headway = float(rng.uniform(0, 20)), float(rng.uniform(4, 30))
    minutes = float(roads.minutes.sum()) + float(rng.choice([0.0, 3.0]))  # turning round a block at the ends
    route = replace(small.plan().routes[0], minutes=minutes)
    needed = int(np.ceil((minutes + layover) / headway - 1e-9))
    plan = OwlPlan((route,), {"N1": dict.fromkeys(range(24, 28), headway)}, {"N1": needed})
    trips = timetable.of_plan(plan, roads, layover)
    timetable.check(trips, plan)
    for direction in ("out", "back"):
        times = [t.departure_s for t in of("N1", direction, trips)]
        assert set(np.diff(times)) == {int(np.ceil(60 * headway))}, "never delayed"


@pytest.mark.parametrize("seed", range(40))
def test_headways_that_change_never_need_another_bus(seed: int) -> None:
    rng = np.random.default_rng(100 + seed)
    headways = dict(zip(range(24, 28), rng.uniform(4, 40, 4), strict=True))
    needed = int(np.ceil(38 / min(headways.values())))
    plan = OwlPlan((small.plan().routes[0],), {"N1": headways}, {"N1": needed})
    trips = timetable.of_plan(plan, ROADS, 10)
    timetable.check(trips, plan)
    assert timetable.buses_at_once(trips)["N1"] <= needed
    for hour, headway in headways.items():
        set_out = Counter(t.departure_s // 3_600 for t in of("N1", "out", trips))[hour]
        assert set_out >= 60 / headway - 60 / headway * 0.34 - 1, (hour, headway, set_out)


def test_an_hour_without_service_has_no_departure() -> None:
    plan = replace(small.plan(), headways_min={"N1": {24: 20.0, 26: 20.0}, "N2": {25: 30.0}})
    trips = timetable.of_plan(plan, ROADS, 10)
    assert {t.departure_s // 3_600 for t in of("N1", "out", trips)} == {24, 26}
    assert {t.departure_s // 3_600 for t in of("N2", "back", trips)} == {25}
    timetable.check(trips, plan)


def test_a_route_may_pass_a_stop_twice() -> None:
    roads = replace(
        ROADS,
        tail=np.array([0, 1, 2, 1, 3]),
        head=np.array([1, 2, 1, 3, 0]),
        metres=np.full(5, 500.0),
        minutes=np.full(5, 2.0),
    )
    plan = OwlPlan(
        (Route("N1", (0, 1, 2, 1, 3), (3, 0), (0, 2, 1, 3), (3, 0), 2_500, 10),),
        {"N1": {24: 30.0}},
        {"N1": 1},
    )
    first = timetable.of_plan(plan, roads, 0)[0]
    assert [s - 86_400 for s in first.times_s] == [0, 240, 360, 480]


def test_too_few_buses_make_the_departures_late_not_the_fleet_larger() -> None:
    plan = replace(small.plan(), buses={"N1": 1, "N2": 1})
    trips = timetable.of_plan(plan, ROADS, 10)
    timetable.check(trips, plan)
    assert np.diff([t.departure_s for t in of("N1", "out", trips)]).min() >= 38 * 60


def test_a_timetable_with_a_bus_too_many_is_found() -> None:
    trips = timetable.of_plan(small.plan(), ROADS, 10)
    with pytest.raises(NightowlError, match="route N1 has 2 buses out at once, the plan has 1"):
        timetable.check(trips, replace(small.plan(), buses={"N1": 1, "N2": 1}))
    twice = [replace(t, bus=1) for t in trips if t.route == "N1"]
    with pytest.raises(NightowlError, match="Bus 1 of route N1 would be at two places"):
        timetable.check(twice, small.plan())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"headways_min": {}}, "Route N1 has no headway or no bus"),
        ({"buses": {}}, "Route N1 has no headway or no bus"),
        ({"routes": (Route("N1", (0, 2), (2, 0), (0, 2), (2, 0), 1, 1),)}, "goes from stop 0 to 2 of the roads, but no stretch joins"),
        ({"routes": (Route("N1", (0, 1), (1, 0), (1, 0), (1, 0), 1, 1),)}, "halts at stop 0, which it does not pass"),
        ({"routes": (Route("N1", (0, 1), (1, 0), (1,), (1, 0), 1, 1),)}, "fewer than two stops on its way out"),
    ],
)  # fmt: skip
def test_what_cannot_be_run_is_a_sentence(change: dict, sentence: str) -> None:
    with pytest.raises(NightowlError, match=sentence):
        timetable.of_plan(replace(small.plan(), **change), ROADS, 10)
