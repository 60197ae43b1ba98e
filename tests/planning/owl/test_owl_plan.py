"""A plan from lake to lake: named, traced, left as it is where nothing has changed; a maker by hand stands in for the design."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from nightowl import profile
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from planning.owl import districts, plan
from planning.owl.rows import Made
from tests.planning.owl import small
from tests.planning.section_rows import put

SEOUL = profile.load()
RULES = SEOUL.transit.owl


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return small.lake(tmp_path / "home")


class ByHand:
    """The plan of the street, whatever is asked; counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, lake, profile, demand, roads, rules, search) -> Made:  # type: ignore[no-untyped-def]
        self.times += 1
        return small.made(demand, roads)


def planned(lake: Lake, by: ByHand | None = None, **asked: object) -> plan.Written:
    return plan.run(lake, SEOUL, maker=by or ByHand(), **asked)  # type: ignore[arg-type]


def test_the_standing_plan_is_written_and_traced(lake: Lake) -> None:
    made = planned(lake)
    assert made.name == "standing-calls-2026-11" and made.is_new and made.plan["is_standing"]
    assert json.loads(made.plan["input_snapshot"]) | {"hidden_pairs_cnt": "7"} == {
        "aggregate/night_od_public/2026-11": "od-1", "clean/pattern_stop/2026-11-01": "network-1", "clean/stop/2026-11-01": "network-1", "hidden_pairs_cnt": "7",
    }  # fmt: skip
    assert json.loads(made.plan["params_json"])["owl"]["routes"] == 9
    for name, table in plan.read(lake, made.name).items():
        assert table.equals(made.tables[name]), name
    assert plan.standing(lake) == made.name
    assert made.sentence == "standing-calls-2026-11: 2 routes, 12 km, 3 buses"


def test_a_plan_is_made_again_only_where_something_has_changed(lake: Lake) -> None:
    by = ByHand()
    first = planned(lake, by, anew=False)
    again = planned(lake, by, anew=False)
    assert (
        (by.times, again.is_new) == (1, False)
        and again.plan == first.plan
        and again.sentence.endswith("(up to date)")
    )
    planned(lake, by, anew=True)
    planned(lake, by, anew=False, search=plan.Search(seed=2))
    assert by.times == 2, "whatever search made it"
    narrow = SEOUL.model_copy(
        update={"transit": SEOUL.transit.model_copy(update={"owl": RULES.model_copy(update={"buses": 9})})}
    )
    assert plan.run(lake, narrow, maker=by, anew=False).is_new and by.times == 3
    assert plan.run(lake, narrow, maker=by, anew=False).is_new is False
    (folder,) = (lake.root / "clean" / "pattern_stop").glob("*=*")
    rows = pq.read_table(folder / "part-0.parquet").to_pylist()
    put(lake, "clean/pattern_stop", "valid_from", "2026-11-01", rows, "network-2")
    changed = plan.run(lake, narrow, maker=by, anew=False)
    assert by.times == 4 and changed.plan["plan_id"] != again.plan["plan_id"]


def test_a_variation_stands_beside_the_standing_plan(lake: Lake) -> None:
    standing = planned(lake)
    more = planned(lake, rules=RULES.model_copy(update={"routes": 16, "buses": 100}))
    wider = planned(lake, rules=RULES.model_copy(update={"routes": 16, "buses": 100, "route_km_max": 900.0}))
    assert more.name.startswith("calls-2026-11-16r-100b-") and wider.name.startswith(
        "calls-2026-11-16r-100b-"
    )
    assert len({standing.name, more.name, wider.name}) == 3 and not more.plan["is_standing"]
    assert planned(lake, name="sixteen").name == "sixteen"
    assert sorted(lake.partitions("plan", "owl_route")) == sorted(
        [standing.name, more.name, wider.name, "sixteen"]
    )
    assert plan.standing(lake) == standing.name


def test_the_same_gives_the_same_id_and_the_seed_another(lake: Lake) -> None:
    ids = [planned(lake, search=plan.Search(seed=s)).plan["plan_id"] for s in (1, 1, 2)]
    assert ids[0] == ids[1] != ids[2]


def test_the_newest_standing_plan_counts(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    assert plan.standing(lake) is None
    for name in ("standing-estimated-2026-10", "standing-taxi-2026-11", "standing-calls-2026-11", "sixteen"):
        lake.partition("plan", "owl_plan", "plan", name).mkdir(parents=True)
    assert plan.standing(lake) == "standing-calls-2026-11"


@pytest.mark.parametrize("name", ["a/b", "", "standing-mine", "x" * 81])
def test_a_name_that_no_folder_bears_is_a_sentence(lake: Lake, name: str) -> None:
    with pytest.raises(NightowlError, match="give letters, digits, dots and hyphens"):
        planned(lake, name=name)


def test_months_of_inputs() -> None:
    assert (
        plan.period(
            {
                "living_population/2022-03-31": "a",
                "living_population/2022-04-01": "b",
                "clean/dong/2026-12-01": "c",
            }
        )
        == "2022-04"
    )
    with pytest.raises(NightowlError, match="No input of the demand bears a month"):
        plan.period({"x": "2022-03"})


def test_where_there_is_nothing_to_plan_on(tmp_path: Path) -> None:
    empty = Lake(tmp_path / "empty").make()
    with pytest.raises(NightowlError, match="no trips to plan night buses on"):
        planned(empty)
    assert plan.refresh(empty, SEOUL) == "owl: nothing to plan on"


def test_hubs_of_the_profile_that_no_stop_bears_are_left_out_and_told(lake: Lake) -> None:
    rules = RULES.model_copy(update={"hubs": ["서울역", "삼성역", "s3"]})
    city = SEOUL.model_copy(update={"transit": SEOUL.transit.model_copy(update={"owl": rules})})
    assert plan.with_known_hubs(city, small.roads(), rules)[0].hubs == ["삼성역", "s3"]
    asked = rules.model_copy(update={"hubs": ["서울역"]})
    assert plan.with_known_hubs(city, small.roads(), asked) == (asked, []), "the design refuses it"
    made = plan.run(lake, city, maker=ByHand())
    assert made.plan["is_standing"] and json.loads(made.plan["params_json"])["hubs_left_out"] == ["서울역"]


def test_districts_of_hexagons(lake: Lake) -> None:
    hexes = small.demand().hexes
    assert districts.of_hexes(lake, hexes) is None
    east = "POLYGON((127.05 37.4, 127.1 37.4, 127.1 37.6, 127.05 37.6, 127.05 37.4))"
    west = "POLYGON((127 37.4, 127.05 37.4, 127.05 37.6, 127 37.6, 127 37.4))"
    put(
        lake,
        "clean/dong",
        "valid_from",
        "2026-12-01",
        [{"dong_code": "11680640", "boundary_wkt": west}, {"dong_code": "11710101", "boundary_wkt": east}],
    )
    assert districts.of_hexes(lake, hexes) == ["11680", "11710", ""]
    rows = [{"dong_code": code, "hex_id": cell, "is_main_dong": main} for code, cell, main in
            (("11680640", hexes[0], True), ("11710101", hexes[0], False), ("11680640", hexes[1], True))]  # fmt: skip
    put(lake, "aggregate/dong_hex", "resolution", "8", rows)
    assert districts.of_hexes(lake, hexes) == ["11680", "11680", ""]
