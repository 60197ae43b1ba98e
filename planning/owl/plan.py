"""A plan from the lake to the lake: demand and roads are read, a network is designed and judged, and its tables are written.

The *standing* plan is the one by the profile's own rules, one a source and month; variations stand beside it. The DAG's `refresh` leaves a plan
as it is whose inputs and rules have not changed, whatever search made it.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from nightowl import commit
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.lock import SAME_FEED_S, run_lock
from nightowl.plan_tables import TABLES
from nightowl.profile import Profile
from nightowl.transit_rules import OwlRules
from planning.owl import rows
from planning.owl.ground import Demand, Roads
from planning.owl.rows import Made

NAMES = tuple(table for _, table in TABLES if table.startswith("owl_"))
STANDING = "standing"
TRIPS = ("night_od", "taxi_od", "living_population")
"""Tables that tell of when a demand is; lists of dongs and stops may be of another time."""
_LOCK = "owl"


@dataclass(frozen=True)
class Search:
    """How long and from where the design searches: without `seconds` the same plan comes out each time.

    `draws`: random networks it is held against; `nights`: other nights it is planned anew on, to tell how much of it would stay (0: not told).
    """

    seed: int = 1
    iterations: int | None = None
    seconds: float | None = None
    draws: int = 100
    nights: int = 10


REFRESHED = Search(iterations=6_000, draws=30, nights=3)
"""What the DAG takes time for: seconds on a small city, a minute on one like Seoul. `make owl` searches ten times as long."""
Maker = Callable[[Lake, Profile, Demand, Roads, OwlRules, Search], Made]


@dataclass(frozen=True)
class Written:
    """A plan as it was written: name, tables, whether it was there already, and (where it was made now) what the timetable and maps need."""

    name: str
    tables: Mapping[str, pa.Table]
    is_new: bool = True
    made: Made | None = None

    @property
    def plan(self) -> dict:
        """The row of `owl_plan`."""
        return self.tables["owl_plan"].to_pylist()[0]

    @property
    def sentence(self) -> str:
        """What was planned, in a sentence."""
        plan = self.plan
        told = (
            f"{self.name}: {plan['routes_cnt']} routes, {plan['route_km']:.0f} km, {plan['buses_cnt']} buses"
        )
        return told + ("" if self.is_new else " (up to date)")


def run(lake: Lake, profile: Profile, *, rules: OwlRules | None = None, source: str | None = None, search: Search | None = None,
        name: str | None = None, anew: bool = True, maker: Maker | None = None) -> Written:  # fmt: skip
    """Plan, and write the plan to the lake in place of an older one of its name.

    `rules` in place of the profile's (None: the standing plan); `source` of the demand (None: the best there is); `name`: of a variation. Without
    `anew` a plan made from the same inputs by the same rules is left as it is, whatever search made it. Raises NightowlError where there is
    nothing to plan on.
    """
    from planning.owl import demand as demands
    from planning.owl import roads as networks

    rules, search = rules or profile.transit.owl, search or Search()
    demand, roads = demands.load(lake, profile, source), networks.load(lake, profile)
    inputs = dict(demand.inputs) | dict(roads.inputs) | read_beside(lake)
    of = about(profile, demand, inputs, rules, search, name)
    rules, left_out = with_known_hubs(profile, roads, rules)
    of.params["hubs_left_out"] = left_out
    marks = inputs | {"params_hash": of.params_hash}
    with run_lock(lake, _LOCK, doing=f"planning {of.plan}", wait_s=SAME_FEED_S):
        commit.recover(lake, _LOCK)
        folders = {table: lake.partition("plan", table, "plan", of.plan) for table in NAMES}
        if not anew and all(commit.made_by(folder).get("inputs") == marks for folder in folders.values()):
            return Written(of.plan, read(lake, of.plan), is_new=False)
        made = (maker or make)(lake, profile, demand, roads, rules, search)
        tables = rows.tables(of, made)
        _write(lake, tables, folders, marks)
    return Written(of.plan, tables, made=made)


def make(lake: Lake, profile: Profile, demand: Demand, roads: Roads, rules: OwlRules, search: Search) -> Made:
    """Design a network, judge it beside the others, and lay out its timetable."""
    from planning.owl import compare, design, districts, existing, timetable

    of_hexes = districts.of_hexes(lake, demand.hexes)
    designed = design.make(
        demand, roads, rules, seed=search.seed, iterations=search.iterations, seconds=search.seconds, districts=of_hexes
    )  # fmt: skip
    lines = existing.load(lake, roads)
    compared = compare.compare(designed, lines, seed=search.seed, draws=search.draws, districts=of_hexes)
    networks = dict(compared.networks)
    if search.nights:
        alike = compare.stability(designed, seed=search.seed, draws=search.nights)
        stable = {"stability_jaccard": float(alike.mean()), "stability_jaccard_min": float(alike.min())}
        networks[rows.PLANNED] = networks[rows.PLANNED] | stable
    trips = timetable.of_plan(designed.plan, roads, rules.layover_min)
    timetable.check(trips, designed.plan)
    return Made(designed.plan, demand, roads, trips, designed.served.trips, designed.served.share, networks)


def with_known_hubs(profile: Profile, roads: Roads, rules: OwlRules) -> tuple[OwlRules, list[str]]:
    """The rules without those hubs of the city profile that no stop bears (the simulated city has none of Seoul's names), and their names.

    Hubs that were asked for stay: the design refuses an unknown one with a sentence.
    """
    from planning.owl.board import stops_named

    if rules.hubs != profile.transit.owl.hubs:
        return rules, []
    left_out = []
    for hub in rules.hubs:
        try:
            stops_named(roads, hub)
        except NightowlError:
            left_out.append(hub)
    return rules.model_copy(update={"hubs": [h for h in rules.hubs if h not in left_out]}), left_out


def read_beside(lake: Lake) -> dict[str, str]:
    """What a plan is held against: the lists of routes and the newest month of boardings, and the runs that wrote them."""
    found = [("route", part, folder) for part, folder in lake.partitions("clean", "route").items()]
    months = lake.partitions("clean", "bus_stop_month")
    found += [("bus_stop_month", part, months[part]) for part in list(months)[-1:]]
    return {
        f"clean/{table}/{part}": str(commit.made_by(folder).get("run_id") or "unmarked")
        for table, part, folder in found
    }


def about(
    profile: Profile,
    demand: Demand,
    inputs: Mapping[str, str],
    rules: OwlRules,
    search: Search,
    name: str | None,
) -> rows.About:
    """What the rows of a plan tell of it; raises NightowlError for a name that no folder can bear."""
    params = parameters(profile, rules)
    month = period(demand.inputs)
    is_standing = name is None and rules == profile.transit.owl
    tried = digest({"inputs": inputs, "params": params, "search": vars(search), "source": demand.source})
    if name is not None and (not re.fullmatch(r"[\w.-]{1,80}", name) or name.startswith(f"{STANDING}-")):
        raise NightowlError(
            f"--name is '{name}'; give letters, digits, dots and hyphens, as 16-routes, and nothing that begins with {STANDING}-."
        )
    if is_standing:
        called = f"{STANDING}-{demand.source}-{month}"
    else:
        called = f"{demand.source}-{month}-{rules.routes}r-{rules.buses}b-{tried[:4]}"
    return rows.About(
        plan=name or called, plan_id=tried, period=month, is_standing=is_standing, params=params, params_hash=digest(params), inputs=inputs,
        layover_min=rules.layover_min, hex_resolution=profile.hex_resolution,
    )  # fmt: skip


def period(inputs: Mapping[str, str]) -> str:
    """The newest month (YYYY-MM) of the trips and people that a demand was made from; raises NightowlError where no name of an input tells one."""
    of_trips = [name for name in inputs if any(table in name for table in TRIPS)]
    months = [m for name in of_trips for m in re.findall(r"(?<!\d)(\d{4}-(?:0[1-9]|1[0-2]))(?!\d)", name)]
    if not months:
        raise NightowlError(
            "No input of the demand bears a month, so nobody could tell what the plan is of; load dated files."
        )
    return max(months)


def parameters(profile: Profile, rules: OwlRules) -> dict[str, object]:
    """Everything of the profile that the plan depends on."""
    return {"owl": rules.model_dump(mode="json"), "hex_resolution": profile.hex_resolution}


def digest(value: object) -> str:
    """Sixteen hexadecimal digits that tell two values apart."""
    return hashlib.sha256(rows.text(value).encode()).hexdigest()[:16]


def read(lake: Lake, name: str) -> dict[str, pa.Table]:
    """The tables of a plan that stands in the lake."""
    return {
        table: pq.read_table(lake.partition("plan", table, "plan", name) / "part-0.parquet")
        for table in NAMES
    }


def standing(lake: Lake) -> str | None:
    """Name of the standing plan of the newest month; of several sources the first by name."""
    found = [name for name in lake.partitions("plan", "owl_plan") if name.startswith(f"{STANDING}-")]
    return min(found, key=lambda name: (_backwards(name[-7:]), name)) if found else None


def _backwards(month: str) -> tuple[int, int]:
    return -int(month[:4]), -int(month[5:])


def refresh(lake: Lake, profile: Profile) -> str:
    """Make the standing plan by the profile's rules, where its inputs or the rules have changed; returns what was done."""
    from planning.owl.demand import NoDemand
    from planning.owl.roads import NoRoads

    try:
        return f"owl: {run(lake, profile, search=REFRESHED, anew=False).sentence}"
    except (NoDemand, NoRoads):
        return "owl: nothing to plan on"


def _write(
    lake: Lake, tables: Mapping[str, pa.Table], folders: Mapping[str, Path], inputs: dict[str, str]
) -> None:
    """All tables of a plan, or none."""
    run_id = f"{_LOCK}-{uuid.uuid4().hex[:8]}"
    moves = []
    for name, table in tables.items():
        staged = commit.stage(lake, run_id) / name
        staged.mkdir()
        pq.write_table(table, staged / "part-0.parquet", compression="zstd")
        moves.append(commit.Move(staged, folders[name], inputs))
    commit.swap(lake, run_id, moves)
