"""Where a Squirrel bus (다람쥐버스) would help: crowded stretches of the routes, and those that get a shuttle with the buses there are.

From section loads to a list, in four steps: what is over the threshold (`squirrel_stretches`), what each route alone would choose
(`squirrel_choice.best_of_route`: the *segments*), the service each stretch would get (`squirrel_service`), and the choice of the city within its
budget of routes and buses (`squirrel_choice.best_of_city`: the *candidates*), ranked by passenger-minutes over the threshold a bus-hour.
"""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from nightowl import commit
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.lock import SAME_FEED_S, run_lock
from nightowl.profile import Profile
from nightowl.transit_rules import SquirrelRules
from planning import squirrel_choice, squirrel_rows, squirrel_service, squirrel_sources, squirrel_stretches
from planning.squirrel_loads import LINE, Array, Loads
from planning.squirrel_service import Service
from planning.squirrel_sources import WEEKDAYS_A_WEEK

SOURCES = ("taps", "screening")
STRETCHES_MAX = 100_000
_LOCK = "squirrel"


@dataclass(frozen=True)
class Found:
    """Stretches chosen by routes alone and by the city: frames as of `squirrel_stretches.windows`, with `fate` and `service` beside."""

    segments: pd.DataFrame
    candidates: pd.DataFrame
    services: list[Service]
    objective: int
    bound: int
    gap: float
    stretches_cnt: int


@dataclass(frozen=True)
class Plan:
    """A plan as it was written: its name, both tables, and whether it was there already."""

    name: str
    segments: pa.Table
    candidates: pa.Table
    is_new: bool = True

    @property
    def sentence(self) -> str:
        """What was planned, in a sentence."""
        return (
            f"{self.name}: {self.candidates.num_rows} candidates of {self.segments.num_rows} crowded stretches"
            + ("" if self.is_new else " (up to date)")
        )


def choose(loads: Loads, threshold: Array, rules: SquirrelRules, seats: int, days_cnt: int = 0) -> Found:
    """Plan on section loads.

    `threshold`: passengers a bus from which it is crowded, by section. `seats`: of a shuttle. `days_cnt`: weekdays the loads are of, where days
    are told apart: a stretch must be crowded on `weekdays_min` of five. Same loads, same choice.
    """
    often = rules.weekdays_min / WEEKDAYS_A_WEEK
    over = squirrel_stretches.demand(loads, threshold, often)
    found = squirrel_stretches.windows(loads, over, rules, max(rules.weekdays_min, often * days_cnt))
    if len(found) > STRETCHES_MAX:
        raise NightowlError(
            f"{len(found):,} stretches are over the threshold, more than {STRETCHES_MAX:,}: half the city is crowded. Give a higher --threshold."
        )
    segments = found.iloc[_of_routes(loads, found)].reset_index(drop=True)
    services = squirrel_service.services(loads, found, threshold, seats, rules)
    places = _places(loads, found)
    choice = squirrel_choice.best_of_city(
        found["weight"].to_numpy(),
        _blemish(found),
        np.array([s.buses for s in services], dtype=np.int64),
        places,
        routes_max=rules.routes_max,
        buses_max=rules.buses_max,
        seconds=rules.solver_s_max,
    )
    chosen = found.iloc[choice.chosen].reset_index(drop=True)
    segments["fate"] = _fates(segments, _places(loads, segments), chosen, [places[n] for n in choice.chosen])
    bound = min(
        choice.bound, int(segments["weight"].sum())
    )  # nor can the city have more than its routes alone
    gap = bound / choice.objective - 1 if choice.objective else float(bound > 0)
    return Found(
        segments, chosen, [services[n] for n in choice.chosen], choice.objective, bound, gap, len(found)
    )


def _blemish(stretches: pd.DataFrame) -> Array:
    """What speaks against a stretch beside others of the same weight, 0 to 1: that other routes' buses are fuller than its own; its length."""
    others = 1 - stretches["own_weight"] / stretches["weight"]
    length = stretches["length_m"] / max(1, stretches["length_m"].max())
    return ((others + length) / 2).to_numpy(dtype=float)


def _of_routes(loads: Loads, found: pd.DataFrame) -> list[int]:
    """Numbers of the stretches that each pattern alone would choose in each day part."""
    chosen: list[int] = []
    pattern = loads.sections.groupby(LINE, sort=False).ngroup().to_numpy()
    for _, rows in found.groupby([pattern[found["first"]], "day_part"], sort=True):
        columns = [rows[c].tolist() for c in ("first", "last", "weight", "length_m")]
        chosen += rows.index[squirrel_choice.best_of_route(*columns)].tolist()
    return sorted(chosen)


def _places(loads: Loads, stretches: pd.DataFrame) -> list[np.ndarray]:
    """What each stretch takes for itself: the pairs of stops it runs between, in its day part."""
    pairs, parts = loads.pairs(), len(squirrel_stretches.DAY_PARTS)
    bounds = stretches[["first", "last", "day_part"]].itertuples(index=False, name=None)
    return [pairs[first:last] * parts + part for first, last, part in bounds]


def _fates(
    segments: pd.DataFrame, places: list[np.ndarray], chosen: pd.DataFrame, taken: list[np.ndarray]
) -> list[str]:
    """What became of each segment.

    `chosen` where a candidate of the same pattern runs on it, `shares_street` where one of another pattern does, else `beyond_budget`.
    """
    owner: dict[int, set[int]] = {}
    for first, held in zip(chosen["first"], taken, strict=True):
        for place in held.tolist():
            owner.setdefault(place, set()).add(int(first))
    fates = []
    for row, held in zip(segments.itertuples(), places, strict=True):
        on_it = set().union(*(owner.get(place, set()) for place in held.tolist()))
        own = any(
            first < row.last and row.first < last and part == row.day_part
            for first, last, part in chosen[["first", "last", "day_part"]].itertuples(index=False, name=None)
        )
        fates.append("chosen" if own else "shares_street" if on_it else "beyond_budget")
    return fates


def threshold_of(profile: Profile, rules: SquirrelRules, source: str) -> Callable[[str | None], float]:
    """Passengers on board from which a bus is crowded, by kind of route: the threshold, or so many times the seats.

    A mean bus of a month carries less than one of a weekday: in a screening it counts from a lower load on (`screening_level`).
    """
    level = rules.screening_level if source == "screening" else 1.0
    if rules.threshold is not None:
        return lambda kind: level * float(rules.threshold or 0)
    return lambda kind: level * profile.transit.crowded_seats * profile.transit.seats_of(kind)


def run(lake: Lake, profile: Profile, source: str, *, month: str | None = None, rules: SquirrelRules | None = None,
        anew: bool = True) -> Plan:  # fmt: skip
    """Plan a month of a source and write it to the lake, in place of an older plan of that month and threshold.

    `source`: `taps` or `screening`; `month`: YYYY-MM, the newest by default; `rules` in place of the profile's. Without `anew` a plan made
    from the same loads by the same rules is left as it is. Raises NightowlError where there are no loads.
    """
    started = time.monotonic()
    rules = rules or profile.transit.squirrel
    of = squirrel_sources.period(lake, profile, source, month, rules)
    params = parameters(profile, rules)
    name = f"{source}-{of.month}-{'seats' if rules.threshold is None else f'{rules.threshold:g}'}"
    inputs = of.inputs | {"params_hash": hash_of(params)}
    with run_lock(lake, _LOCK, doing=f"planning {name}", wait_s=SAME_FEED_S):
        commit.recover(lake, _LOCK)
        folders = {
            t: lake.partition("plan", t, "plan", name) for t in ("squirrel_segment", "squirrel_candidate")
        }
        if not anew and all(commit.made_by(folder).get("inputs") == inputs for folder in folders.values()):
            segments, candidates = (pq.read_table(folder / "part-0.parquet") for folder in folders.values())
            return Plan(name, segments, candidates, is_new=False)
        loaded = squirrel_sources.read(lake, profile, of, rules, threshold_of(profile, rules, source))
        found = choose(loaded.loads, loaded.threshold, rules, profile.transit.seats_of(None), loaded.days_cnt)
        about = squirrel_rows.About(
            plan=name, source=source, period=of.month, days_cnt=loaded.days_cnt, params=params, params_hash=hash_of(params),
            inputs=of.inputs, k_persons=profile.k_persons("card_tap") if source == "taps" else 1,
            threshold_rule="seats" if rules.threshold is None else "passengers", nominal_threshold=rules.threshold,
            seconds=time.monotonic() - started,
        )  # fmt: skip
        segments, candidates = squirrel_rows.tables(about, loaded, found)
        _write(lake, {"squirrel_segment": segments, "squirrel_candidate": candidates}, folders, inputs)
    return Plan(name, segments, candidates)


def refresh(lake: Lake, profile: Profile) -> str:
    """Plan the newest month of each source by the profile's rules, where its loads or the rules have changed; returns what was done."""
    told = []
    for source in SOURCES:
        try:
            told.append(run(lake, profile, source, anew=False).sentence)
        except squirrel_sources.NothingToPlanOn:
            told.append(f"{source}: nothing to plan on")
    return "squirrel: " + "; ".join(told)


def _write(lake: Lake, tables: dict[str, pa.Table], folders: dict, inputs: dict[str, str]) -> None:
    """Both tables of a plan, or neither."""
    run_id = f"{_LOCK}-{uuid.uuid4().hex[:8]}"
    moves = []
    for name, rows in tables.items():
        staged = commit.stage(lake, run_id) / name
        staged.mkdir()
        pq.write_table(rows, staged / "part-0.parquet", compression="zstd")
        moves.append(commit.Move(staged, folders[name], inputs))
    commit.swap(lake, run_id, moves)


def parameters(profile: Profile, rules: SquirrelRules) -> dict[str, object]:
    """Everything of the profile that the plan depends on."""
    transit = profile.transit.model_dump(mode="json", exclude={"squirrel"})
    return {"squirrel": rules.model_dump(mode="json"), "transit": transit}


def hash_of(params: dict[str, object]) -> str:
    """Sixteen hexadecimal digits that tell two sets of parameters apart."""
    return hashlib.sha256(json.dumps(params, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
