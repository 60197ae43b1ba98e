"""The plan as a person makes it: from loads in the lake to the list, the tables and the map; and what is said where there is nothing to plan."""

import json
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from nightowl import commit, profile
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.plan_tables import SQUIRREL_CANDIDATE, SQUIRREL_SEGMENT
from nightowl.transit_rules import Limits, SquirrelRules
from planning import squirrel, squirrel_rows
from tests.planning.section_rows import days, loads_of, month_rows, put, put_network, tap_rows

SEOUL = profile.load()
RULES = SEOUL.transit.squirrel.model_copy(
    update={"screening_level": 1.0, "headway_min": Limits(least=5, most=10)}
)
SEOUL_TIME = ZoneInfo(SEOUL.time_zone)
STREET = [f"s{n}" for n in range(21)]
FULL = {"143": 80.0, "146": 75.0, "242": 70.0}
"""Route → load a bus on its ten crowded sections; 143 and 146 run on the same street."""


def line(load: float, full: range = range(5, 15)) -> list[float]:
    return [load if n in full else 20.0 for n in range(20)]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """A month of three routes that are crowded at eight."""
    lake = Lake(tmp_path / "home").make()
    rows = [
        row
        for route, load in FULL.items()
        for row in month_rows(
            route, {7: line(20), 8: line(load), 18: line(40)}, None if route == "242" else STREET
        )
    ]
    put(lake, "aggregate/section_load_month", "month", "2022-03", rows, "run-1")
    put_network(lake, dict.fromkeys(FULL, 21))
    return lake


def planned(lake: Lake, **rules: object) -> squirrel.Plan:
    return squirrel.run(
        lake, SEOUL, "screening", rules=SquirrelRules.model_validate(RULES.model_dump() | rules)
    )


def test_the_list_of_a_month(lake: Lake) -> None:
    plan = planned(lake)
    assert plan.name == "screening-2022-03-60"
    first, second = plan.candidates.to_pylist()
    assert (first["rank"], first["route_no"], first["other_routes"]) == (1, "143", "146")
    assert (second["rank"], second["route_no"], second["other_routes"]) == (2, "242", None)
    assert (first["from_stop_name"], first["to_stop_name"], first["length_m"], first["round_trip_m"]) == (
        "s5 name",
        "s15 name",
        5_000,
        10_000,
    )
    assert (first["from_s"], first["to_s"], first["duration_min"], first["day_part"]) == (
        8 * 3_600,
        9 * 3_600,
        60,
        "forenoon",
    )
    # 10 sections of 2 minutes, 10 buses: 20 over on 143's, 15 over on 146's.
    assert (first["own_excess_passenger_min"], first["excess_passenger_min"]) == (4_000, 7_000)
    assert first["objective"] == first["bound"] == 7_000 + 2_000 and first["gap"] == 0
    assert first["cycle_min"] == 2 * 20 + RULES.layover_min
    assert first["buses_cnt"] == np.ceil(first["cycle_min"] / first["headway_min"])
    assert first["score"] == round(7_000 / (first["buses_cnt"] * 1.0), 2)
    fates = {s["route_no"]: s["fate"] for s in plan.segments.to_pylist()}
    assert fates == {"143": "chosen", "146": "shares_street", "242": "chosen"}


def test_each_row_leads_back_to_the_loads_and_the_parameters(lake: Lake) -> None:
    plan = planned(lake)
    for row in (*plan.candidates.to_pylist(), *plan.segments.to_pylist()):
        assert json.loads(row["input_snapshot"]) == {"section_load_month/2022-03": "run-1"}
        assert json.loads(row["params_json"])["squirrel"]["threshold"] == row["threshold"] == 60
        assert (row["source"], row["period"], row["days_cnt"], len(row["params_hash"])) == (
            "screening",
            "2022-03",
            31,
            16,
        )
    ids = set(plan.segments["segment_id"].to_pylist())
    assert set(plan.candidates["segment_id"].to_pylist()) <= ids
    assert plan.candidates["candidate_id"].to_pylist()[0] == "143/id143/6-15/forenoon"


def test_riders_and_what_is_left_in_the_bus_after() -> None:
    """The proportional split by hand. Of a bus with 20 on board 60 board at the stretch's first stop; at the second 8 get off and 8 board,
    at the third 16 and 16; 60 get off behind it."""
    rows = month_rows("143", {8: [20.0] * 5 + [80.0] * 3 + [20.0] * 5})
    for row in rows:
        exchanged = {7: 8, 8: 16}.get(row["section_seq"], 0)
        for side in ("boardings_cnt", "alightings_cnt"):
            row[side] += exchanged * 10 * 31
    rules = SquirrelRules(one_way_km={"least": 1.5, "most": 1.5}, headway_min={"least": 10, "most": 10})
    found = squirrel.choose(loads_of(rows), np.full(13, 60.0), rules, 55)
    (row,), (service,) = found.candidates.to_dict("records"), found.services
    assert (row["first"], row["last"], service.load_before, service.buses_per_hour) == (5, 8, 80, 10)
    # Who boards within: 60 + 8 + 16; of those on board 0.1, 0.2 and 0.75 get off at the next stops.
    within = (60 * (1 - 0.9 * 0.8 * 0.25), (60 * 0.9 + 8) * (1 - 0.8 * 0.25), (62 * 0.8 + 16) * 0.75)
    riders = 60 * 0.82 + 8 * 0.8 + 16 * 0.75
    share = 6 / (6 + 10)
    assert service.riders == pytest.approx(10 * riders)
    assert service.riders_taken == pytest.approx(10 * riders * share)
    assert service.load_after == pytest.approx(80 - min(within) * share)
    assert service.is_enough is False, "61.55"


def test_the_headway_is_the_longest_that_brings_the_load_to_the_threshold() -> None:
    """Everybody boards at the first stop of the stretch and leaves at its end: the shuttle takes its share of the departures."""
    full = [0.0] * 2 + [70.0] * 10 + [0.0] * 3
    loads = loads_of(month_rows("143", {8: full}))
    for threshold, headway, buses in ((60, 10, 5), (40, 8, 6), (20, 5, 9)):
        rules = RULES.model_copy(update={"threshold": threshold})
        (service,) = squirrel.choose(loads, np.full(15, float(threshold)), rules, 1_000).services
        assert (service.headway_min, service.buses) == (headway, buses)
        after = 70 * 10 / (10 + 60 / headway)
        assert service.load_after == pytest.approx(after)
        assert service.is_enough == (after <= threshold)


def test_a_shuttle_takes_no_more_than_its_seats() -> None:
    loads = loads_of(month_rows("143", {8: [0.0] * 2 + [70.0] * 10 + [0.0] * 3}))
    (service,) = squirrel.choose(loads, np.full(15, 60.0), RULES, 8).services
    assert service.load_after == pytest.approx(70 - 8 * 12 / 10) and service.headway_min == 5


def test_a_higher_threshold_never_gives_more(lake: Lake) -> None:
    weights = [
        sum(planned(lake, threshold=threshold).candidates["excess_passenger_min"].to_pylist())
        for threshold in (50, 60, 70, 77)
    ]
    assert weights == sorted(weights, reverse=True) and len(set(weights)) == 4
    assert sorted(lake.partitions("plan", "squirrel_candidate")) == [
        f"screening-2022-03-{t}" for t in (50, 60, 70, 77)
    ]


def test_a_mean_bus_of_a_month_is_held_to_a_lower_threshold(lake: Lake) -> None:
    plan = planned(lake, threshold=144, screening_level=0.5)
    (row,) = plan.candidates.to_pylist()
    assert (plan.name, row["nominal_threshold"], row["threshold"]) == ("screening-2022-03-144", 144, 72)
    assert row["own_excess_passenger_min"] == 1_600, "143: 80 on board"
    alone = squirrel.threshold_of(SEOUL, SEOUL.transit.squirrel, "taps")
    assert alone("town") == 60, "taps tell single buses"


def test_a_route_whose_month_hardly_fits_its_pattern_is_left_out(lake: Lake) -> None:
    matches = [
        {"route_no": route, "pattern_id": f"id{route}", "matched_share": share, "moved_share": moved}
        for route, share, moved in (("143", 0.79, 0.0), ("146", 0.8, 0.1), ("242", 1.0, 0.11))
    ]
    put(
        lake,
        "aggregate/section_match_month",
        "month",
        "2022-03",
        [*matches, dict.fromkeys(matches[0]) | {"route_no": "N1"}],
    )
    assert planned(lake).segments["route_no"].to_pylist() == ["146"]


def test_a_list_that_has_buses_race_is_not_believed(lake: Lake) -> None:
    """Sections of 500 m in two minutes are 15 km/h; the shuttle's round trip of 10 km takes twice as long at half the pace."""
    slow, fast = (planned(lake, screening_kmh_max=kmh).candidates.to_pylist()[0] for kmh in (7.5, 90))
    assert (slow["cycle_min"], fast["cycle_min"]) == (85, 45)


def test_the_threshold_by_seats(lake: Lake) -> None:
    """1.5 times 55 seats is more than any bus carries; a town bus of 33 seats is crowded from 49.5."""
    assert planned(lake, threshold=None).candidates.num_rows == 0
    put(
        lake,
        "aggregate/section_load_month",
        "month",
        "2022-04",
        month_rows("마을05", {8: line(60.0)}),
        "run-2",
    )
    put_network(lake, {"마을05": 21})
    (row,) = planned(lake, threshold=None).candidates.to_pylist()
    assert (row["plan"], row["route_no"], row["threshold"], row["threshold_rule"]) == (
        "screening-2022-04-seats",
        "마을05",
        49.5,
        "seats",
    )


def test_a_budget_of_buses_and_of_routes(lake: Lake) -> None:
    """143 is fullest and asks for most buses; with fewer 146 stands on the street in its place, and 242 beside it while there is one to spare."""
    for buses_max, chosen in (
        (12, ["143", "242"]),
        (11, ["146", "242"]),
        (9, ["143"]),
        (6, ["146"]),
        (4, []),
    ):
        plan = planned(lake, buses_max=buses_max)
        assert sorted(plan.candidates["route_no"].to_pylist()) == chosen
        assert sum(plan.candidates["buses_cnt"].to_pylist()) <= buses_max
    fates = {s["route_no"]: s["fate"] for s in planned(lake, routes_max=1).segments.to_pylist()}
    assert fates == {"143": "chosen", "146": "shares_street", "242": "beyond_budget"}


def test_the_same_loads_give_the_same_plan(lake: Lake) -> None:
    first, again = (planned(lake) for _ in range(2))
    for one, other in ((first.segments, again.segments), (first.candidates, again.candidates)):
        assert one.drop(["runtime_s"]).equals(other.drop(["runtime_s"]))


def test_a_plan_is_made_again_only_when_loads_or_parameters_change(lake: Lake) -> None:
    def run(rules: SquirrelRules = RULES) -> bool:
        return squirrel.run(lake, SEOUL, "screening", rules=rules, anew=False).is_new

    assert [run(), run()] == [True, False]
    assert run(RULES.model_copy(update={"buses_max": 4}))
    rows = month_rows("143", {8: line(90)})
    put(lake, "aggregate/section_load_month", "month", "2022-03", rows, "run-2")
    assert [run(), run()] == [True, False]


def test_the_night_plans_what_there_is_and_passes_over_the_rest(lake: Lake, tmp_path: Path) -> None:
    city = SEOUL.model_copy(update={"transit": SEOUL.transit.model_copy(update={"squirrel": RULES})})
    first = squirrel.refresh(lake, city)
    assert (
        first
        == "squirrel: taps: nothing to plan on; screening-2022-03-60: 2 candidates of 3 crowded stretches"
    )
    assert squirrel.refresh(lake, city) == f"{first} (up to date)"
    empty = Lake(tmp_path / "empty").make()
    assert (
        squirrel.refresh(empty, city) == "squirrel: taps: nothing to plan on; screening: nothing to plan on"
    )


def test_the_plan_lies_in_the_lake_in_its_columns(lake: Lake) -> None:
    import pyarrow.parquet as pq

    planned(lake)
    for table, schema in (("squirrel_segment", SQUIRREL_SEGMENT), ("squirrel_candidate", SQUIRREL_CANDIDATE)):
        folder = lake.partition("plan", table, "plan", "screening-2022-03-60")
        assert pq.read_schema(folder / "part-0.parquet").equals(schema)
        assert commit.made_by(folder)["inputs"]["section_load_month/2022-03"] == "run-1"


def test_the_map_holds_each_stretch_as_a_line_through_its_stops(lake: Lake) -> None:
    shapes = json.loads(squirrel_rows.geojson(planned(lake).candidates))
    assert shapes["type"] == "FeatureCollection" and len(shapes["features"]) == 2
    (second,) = [f for f in shapes["features"] if f["properties"]["route_no"] == "242"]
    assert second["geometry"]["type"] == "LineString"
    assert second["geometry"]["coordinates"] == [[pytest.approx(127 + n / 200), 37.5] for n in range(5, 16)]
    assert second["properties"]["input_snapshot"] == {"section_load_month/2022-03": "run-1"}
    assert "line_wkt" not in second["properties"]


# Weekdays of one week; Monday 2026-10-05 is a substitute holiday in Korea.
WEEK = days(date(2026, 10, 12), 7)
EIGHT = range(8 * 3_600, 9 * 3_600, 600)


def taps(lake: Lake, crowded: int, load: float = 71) -> None:
    """A week of route 143, crowded from eight to nine on so many weekdays, and on both days of the weekend."""
    put_network(lake, {"143": 21})
    for n, day in enumerate(WEEK):
        full = n < crowded or n > 4
        put(
            lake,
            "aggregate/section_load_10min",
            "service_date",
            str(day),
            tap_rows("143", day, line(load if full else 30.0), EIGHT),
            f"run-{n}",
        )


@pytest.mark.parametrize(("crowded", "candidates"), [(2, 0), (3, 1), (5, 1)])
def test_taps_tell_a_stretch_that_is_crowded_on_three_weekdays(
    tmp_path: Path, crowded: int, candidates: int
) -> None:
    lake = Lake(tmp_path / "home").make()
    taps(lake, crowded)
    plan = squirrel.run(lake, SEOUL, "taps", rules=RULES)
    assert (plan.name, plan.candidates.num_rows) == ("taps-2026-10-60", candidates)
    for row in plan.candidates.to_pylist():
        assert (row["days_cnt"], row["weekdays_over_cnt"], row["duration_min"]) == (5, crowded, 60)
        assert row["load_max"] == row["load_mean"] == 70, "71, told in multiples of five persons"
        assert row["load_after"] is None and row["headway_min"] == RULES.headway_min.most, (
            "who rides how far is not known"
        )
        assert len(json.loads(row["input_snapshot"])) == 5


def test_legs_tell_how_many_ride_within_the_stretch(tmp_path: Path) -> None:
    """Of 71 on board 51 ride from the first stop of the stretch to its last, the others farther."""
    lake = Lake(tmp_path / "home").make()
    taps(lake, 5)
    for day in WEEK[:5]:
        legs = [
            {"service_date": day, "card_key": bytes([card]), "route_id": "id143", "pattern_id": "id143", "board_seq": 6,
             "alight_seq": 16 if card < 51 else 17, "boarded_at": datetime(day.year, day.month, day.day, 8, slot, tzinfo=SEOUL_TIME),
             "passengers_cnt": 1}
            for slot in range(0, 60, 10)
            for card in range(71)
        ]  # fmt: skip
        put(lake, "aggregate/trip_leg", "service_date", str(day), legs)
    (row,) = squirrel.run(lake, SEOUL, "taps", rules=RULES).candidates.to_pylist()
    assert row["riders_cnt"] == 305, "6 x 51 a day, told in multiples of five"
    assert (row["load_before"], row["load_after"], row["headway_min"]) == (70, 45, 10), (
        "half of the departures: 71 - 51 / 2"
    )
    assert row["riders_taken_cnt"] == 155


@pytest.mark.parametrize(
    ("source", "month", "sentence"),
    [
        ("taps", None, "aggregate/section_load_10min is empty"),
        (
            "screening",
            "2022-05",
            "There are no section loads of 2022-05 in aggregate/section_load_month; the months there are 2022-03.",
        ),
    ],
)
def test_what_is_not_there_is_told_in_a_sentence(
    lake: Lake, source: str, month: str | None, sentence: str
) -> None:
    with pytest.raises(NightowlError, match=sentence.replace("(", r"\(")):
        squirrel.run(lake, SEOUL, source, month=month)


def test_too_few_weekdays_of_taps_are_told(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "home").make()
    put(
        lake,
        "aggregate/section_load_10min",
        "service_date",
        "2026-10-12",
        tap_rows("143", WEEK[0], line(90), EIGHT),
    )
    with pytest.raises(NightowlError, match="hold 1 weekdays, but a stretch must be crowded on 3"):
        squirrel.run(lake, SEOUL, "taps", rules=RULES)


def test_half_a_city_over_the_threshold_is_no_plan(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(squirrel, "STRETCHES_MAX", 2)
    with pytest.raises(NightowlError, match="Give a higher --threshold"):
        planned(lake, threshold=50)
