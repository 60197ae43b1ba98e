"""Which stretches are found on lines written out by hand, and how long and when they are."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from nightowl.transit_rules import Limits, SquirrelRules
from planning import squirrel_loads, squirrel_stretches
from planning.squirrel_loads import Loads
from tests.planning.section_rows import BUSES, RUN_S, loads_of, month_rows

RULES = SquirrelRules()
QUIET, FULL = 30.0, 70.0


def line(full: range, sections: int = 20, load: float = FULL) -> list[float]:
    return [load if n in full else QUIET for n in range(sections)]


def found(loads: Loads, threshold: float = 60, rules: SquirrelRules = RULES) -> pd.DataFrame:
    over = squirrel_stretches.demand(loads, np.full(len(loads.sections), threshold), 0)
    return squirrel_stretches.windows(loads, over, rules)


def heaviest(table: pd.DataFrame) -> dict:
    """The stretch with most weight; the shortest of equals."""
    return table.sort_values(["weight", "length_m"], ascending=[False, True]).iloc[0].to_dict()


def test_sections_over_the_threshold_become_one_stretch_in_its_hour() -> None:
    stretch = heaviest(
        found(loads_of(month_rows("143", {7: line(range(0)), 8: line(range(5, 15)), 9: line(range(0))})))
    )
    assert (stretch["first"], stretch["last"], stretch["length_m"]) == (5, 15, 5_000)
    assert (stretch["slot_from"], stretch["slot_to"]) == (4, 5), (
        "hour 8 is the fifth of a day that begins at 4"
    )
    assert stretch["weight"] == 10 * (FULL - 60) * BUSES * RUN_S / 60 == stretch["own_weight"]
    assert stretch["crowded_share"] == 1 and stretch["day_part"] == 0


def test_too_short_a_stretch_is_none_however_full() -> None:
    assert found(loads_of(month_rows("143", {8: line(range(5, 11), load=150.0)}))).empty


def test_a_short_gap_is_bridged_and_a_long_one_is_not() -> None:
    gap = line(range(5, 15))
    gap[9] = gap[10] = QUIET
    assert heaviest(found(loads_of(month_rows("143", {8: gap}))))["crowded_share"] == 0.8
    gap[11] = QUIET
    assert found(loads_of(month_rows("143", {8: gap}))).empty


def test_a_stretch_may_be_rounded_up_to_the_shortest_length() -> None:
    stretch = heaviest(found(loads_of(month_rows("143", {8: line(range(5, 12))}))))
    assert (stretch["length_m"], stretch["crowded_share"]) == (4_000, 0.875)


def test_two_full_hours_make_two_hours_and_a_third_is_cut() -> None:
    hours = {hour: line(range(5, 15), load=FULL + hour) for hour in (7, 8, 9)}
    stretch = heaviest(found(loads_of(month_rows("143", hours))))
    assert (stretch["slot_from"], stretch["slot_to"]) == (4, 6), "8 and 9 o'clock are the fuller ones"


def test_an_hour_without_a_bus_is_no_part_of_the_crowding() -> None:
    """At seven nobody was counted: an hour of crowding is not two."""
    rules = RULES.model_copy(update={"duration_min": Limits(least=90, most=120)})
    only = loads_of(month_rows("143", {8: line(range(5, 15)), 18: line(range(0))}))
    assert found(only, rules=rules).empty
    assert heaviest(found(only))["slot_from"] == 4


def test_morning_and_evening_are_two_stretches() -> None:
    table = found(loads_of(month_rows("143", {8: line(range(5, 15)), 18: line(range(5, 15))})))
    whole = table[(table["first"] == 5) & (table["last"] == 15)]
    assert whole["day_part"].tolist() == [0, 1] and whole["slot_from"].tolist() == [4, 14]


def test_nothing_is_planned_across_what_was_not_counted() -> None:
    rows = month_rows("143", {8: line(range(20))})
    pieces = loads_of([r for r in rows if r["section_seq"] != 10])
    assert list(pieces.pieces()) == [(0, 9), (9, 19)]
    assert not [w for w in found(pieces).itertuples() if w.first < 9 < w.last]
    unmeasured = [r | {"section_m": None} if r["section_seq"] == 10 else r for r in rows]
    assert list(loads_of(unmeasured).pieces()) == [(0, 9), (9, 19)]


def test_a_load_at_the_threshold_is_crowded_and_one_below_is_not() -> None:
    at = line(range(5, 15), load=60.0)
    at[7] = 61.0  # a stretch without a single passenger over the threshold has no weight
    assert found(loads_of(month_rows("143", {8: at})))["crowded_share"].max() == 1
    below = line(range(5, 15), load=59.9)
    below[7] = 61.0
    assert found(loads_of(month_rows("143", {8: below}))).empty


def test_the_night_after_midnight_belongs_to_the_evening_before() -> None:
    stretch = heaviest(found(loads_of(month_rows("N26", {1: line(range(5, 15))}))))
    assert (stretch["slot_from"], stretch["day_part"]) == (21, 1), "01:00 is hour 25"


def test_other_routes_on_the_same_way_weigh_too() -> None:
    shared = [f"s{n}" for n in range(21)]
    own, other = line(range(5, 15)), line(range(5, 15), load=80.0)
    rows = month_rows("143", {8: own}, shared) + month_rows("146", {8: other}, shared, buses=5)
    table = found(loads_of(rows))
    whole = table[table["last"] - table["first"] == 10].query("first in (5, 25)")
    assert whole["own_weight"].tolist() == [2_000, 2_000]
    assert whole["weight"].tolist() == [4_000, 4_000]


@pytest.mark.parametrize("seed", range(8))
def test_a_higher_threshold_never_gives_more(seed: int) -> None:
    """Crowded places, stretches and the weight of the heaviest only shrink."""
    rng = np.random.default_rng(seed)
    rows = month_rows("143", {hour: (40 + 45 * rng.random(24)).tolist() for hour in (7, 8, 9, 17, 18)})
    tables = [found(loads_of(rows), threshold) for threshold in (45, 50, 55, 60, 65, 70)]
    weights = [{(w.first, w.last, w.day_part): w.weight for w in t.itertuples()} for t in tables]
    for lower, higher in pairwise(weights):
        assert all(weight <= lower.get(place, -1) for place, weight in higher.items())
    assert len(weights[0]) > len(weights[-1])


def test_ten_minute_slots_and_days() -> None:
    """Fifty minutes of ten-minute slots, crowded on three weekdays of five; a slot without a bus is passed over."""
    slots = range(8 * 3_600, 8 * 3_600 + 3_000, 600)
    rows = [
        {"route_id": "r", "route_no": "143", "route_type": "trunk", "pattern_id": "p", "section_seq": n, "from_stop_id": f"s{n}",
         "from_stop_name": None, "to_stop_id": f"s{n + 1}", "to_stop_name": None, "section_m": 500.0, "start_s": slot, "load_per_bus": 70.0,
         "buses": 1.0, "run_s": 120.0, "boardings": None, "alightings": None, "days_run": 5, "days_over": 3}
        for n in range(1, 11)
        for slot in slots
        if slot != slots[2]
    ]  # fmt: skip
    loads = squirrel_loads.of_rows(pd.DataFrame(rows), 600, 4)
    most = squirrel_stretches.demand(loads, np.full(10, 60.0), 0.6)
    stretch = heaviest(squirrel_stretches.windows(loads, most, RULES, days_min=3))
    assert (stretch["slot_from"], stretch["slot_to"]) == (24, 29) and stretch["weight"] == 4 * 10 * 10 * 2
    assert squirrel_stretches.windows(loads, most, RULES, days_min=4).empty
    nearly_all = squirrel_stretches.demand(loads, np.full(10, 60.0), 0.8)
    assert squirrel_stretches.windows(loads, nearly_all, RULES, days_min=3).empty
