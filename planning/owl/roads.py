"""The roads of a city as its buses drive them: every stretch between consecutive stops of a route, with its length and its time at night.

Day routes count as roads alone; what runs on rails is none. A stretch that several routes drive has the median of what their lists say. Lists
tell speeds of some hour of the day: of them the plan takes which streets are fast and which slow, and from the rules how fast a night bus is on
average.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from nightowl import commit
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.profile import Bounds, Profile
from planning.owl.ground import Floats, Roads

ROAD_FACTOR = 1.3
"""A road is so much longer than the straight line, where no list tells its length."""
LONGEST_M, LONGEST_FACTOR, LONGEST_MORE_M = 12_000.0, 3.0, 800.0
"""No stretch is longer, nor longer than so many straight lines and so much more: it leads by a garage, or is a slip."""
SHORTER_M = 60.0
"""A road may be so much shorter than the straight line, since stops are placed by hand."""
SPEED_KMH = (3.0, 120.0)
"""What a list may say; the rest is none."""
PACE = (0.6, 1.8)
"""How much slower or faster than the mean a street can be: the lists' speeds are of a moment."""
_EARTH_M = 6_371_008.8

_PLACES = """
    with listed as (
        select valid_from, inventory, stop_id, stop_name, latitude, longitude from {pattern_stop}
        union all by name select valid_from, inventory, stop_id, stop_name, latitude, longitude from {stop}
    )
    select stop_id, stop_name, latitude, longitude from listed where stop_id is not null
    qualify row_number() over (partition by stop_id order by latitude is null, valid_from desc, inventory, stop_name, latitude, longitude) = 1
    order by stop_id
"""
_SECTIONS = """
    with stations as (select distinct stop_id from {stop} where mode = 'subway'),
    newest as (
        select * from {pattern_stop} where stop_id is not null and stop_id not in (select stop_id from stations where stop_id is not null)
        qualify valid_from = max(valid_from) over (partition by inventory)
    ),
    one_way as (
        select inventory, route_id from newest group by all
        having count(distinct pattern_id) = 1 and not bool_or(coalesce(is_turning_point, false))
            and arg_min(stop_id, stop_seq) <> arg_max(stop_id, stop_seq)
    ),
    sections as (
        select inventory, route_id, stop_id as head, section_m, speed_kmh,
            lag(stop_id) over (partition by inventory, route_id, pattern_id order by stop_seq) as tail
        from newest
    )
    select tail, head, section_m, speed_kmh from sections where tail is not null
    union all
    select head, tail, section_m, speed_kmh from sections semi join one_way using (inventory, route_id) where tail is not null
    order by all
"""
"""A route whose list tells one way alone, without a turning point, comes back the same way: its stretches lead in both directions."""


class NoRoads(NightowlError):
    """The lake holds no stop sequences with places; the sentence says what to deliver."""


@dataclass(frozen=True)
class Sifted:
    """The roads, and why consecutive stops became none: reason → how many."""

    roads: Roads
    left_out: Mapping[str, int] = field(default_factory=dict)


def load(lake: Lake, profile: Profile) -> Roads:
    """The roads of the newest stop sequences in the lake; raises NoRoads where there are none."""
    return sift(lake, profile).roads


def sift(lake: Lake, profile: Profile) -> Sifted:
    """As `load`, with the counts of what was left out."""
    for table, what in (("pattern_stop", "the stop sequences of the routes"), ("stop", "the list of stops")):
        if not lake.partitions("clean", table):
            raise NoRoads(
                f"There are no roads to plan on: clean/{table} is empty. Deliver {what} (feed {table}) and run the night."
            )
    with duckdb.connect() as con:
        tables = {table: _table(lake, table) for table in ("pattern_stop", "stop")}
        stops = con.execute(_PLACES.format(**tables)).df()
        sections = con.execute(_SECTIONS.format(**tables)).df()
    parts = [
        (t, part, folder)
        for t in ("pattern_stop", "stop")
        for part, folder in lake.partitions("clean", t).items()
    ]
    inputs = {
        f"clean/{table}/{part}": str(commit.made_by(folder).get("run_id") or "unmarked")
        for table, part, folder in parts
    }
    return build(stops, sections, profile.transit.owl.speed_kmh, profile.bounds, inputs)


def _table(lake: Lake, table: str) -> str:
    return f"read_parquet('{lake.table('clean', table)}/**/*.parquet', union_by_name = true, hive_partitioning = false)"


def build(
    stops: pd.DataFrame,
    sections: pd.DataFrame,
    speed_kmh: float,
    bounds: Bounds | None = None,
    inputs: Mapping[str, str] | None = None,
) -> Sifted:
    """Roads of `sections` (tail, head: stop ids; section_m, speed_kmh or none; a row a pair of consecutive stops of a route).

    `stops`: stop_id, stop_name, latitude, longitude. `speed_kmh`: of a night bus with its halts. Stops outside `bounds` are no part of the city's
    roads. Of what is left the largest part is kept in which every stop can be reached from every other. Raises NoRoads where nothing is left.
    """
    left_out: dict[str, int] = {}
    known = (
        stops.dropna(subset=["latitude", "longitude"])
        .drop_duplicates("stop_id")
        .sort_values("stop_id")
        .reset_index(drop=True)
    )
    if bounds is not None:
        inside = known["latitude"].between(bounds.south, bounds.north) & known["longitude"].between(
            bounds.west, bounds.east
        )
        outside = set(known["stop_id"][~inside])
        known = known[inside].reset_index(drop=True)
        beyond = sections["tail"].isin(outside) | sections["head"].isin(outside)
        left_out["outside_city"] = int(beyond.sum())
        sections = sections[~beyond]
    place = pd.Series(np.arange(len(known)), index=known["stop_id"])
    tail, head = sections["tail"].map(place), sections["head"].map(place)
    placed = (tail.notna() & head.notna()).to_numpy()
    left_out["without_place"] = int((~placed).sum())
    away = placed & (sections["tail"] != sections["head"]).to_numpy()
    left_out["same_stop"] = int((placed & ~away).sum())
    tails, heads = tail[away].astype(int).to_numpy(), head[away].astype(int).to_numpy()
    latitude, longitude = (known[c].to_numpy(dtype=float) for c in ("latitude", "longitude"))
    straight = metres_between(latitude[tails], longitude[tails], latitude[heads], longitude[heads])
    told = sections["section_m"].to_numpy(dtype=float)[away]
    metres = np.where(np.isnan(told), np.maximum(ROAD_FACTOR * straight, 1.0), told)
    reasons = {
        "length_zero": ~(metres > 0),
        "length_too_short": metres < straight - SHORTER_M,
        "length_absurd": metres > np.minimum(LONGEST_M, LONGEST_FACTOR * straight + LONGEST_MORE_M),
    }
    good = np.ones(len(metres), bool)
    for reason, bad in reasons.items():
        left_out[reason] = int((good & bad).sum())
        good &= ~bad
    speed = sections["speed_kmh"].to_numpy(dtype=float)[away]
    speed = np.where((speed >= SPEED_KMH[0]) & (speed <= SPEED_KMH[1]), speed, np.nan)
    rows = pd.DataFrame({"tail": tails, "head": heads, "metres": metres, "speed": speed})[good]
    if rows.empty:
        raise NoRoads(
            f"Of {len(sections):,} pairs of consecutive stops none has a place and a length, so there are no roads; the stop list must tell places."
        )
    links = rows.groupby(["tail", "head"], sort=True).median().reset_index()
    in_part = _largest_part(links, len(known))
    kept = links[in_part[links["tail"]] & in_part[links["head"]]]
    left_out["cut_off"] = len(links) - len(kept)
    number = np.cumsum(in_part) - 1
    length = kept["metres"].to_numpy(dtype=float)
    roads = Roads(
        tuple(known["stop_id"][in_part].astype(str)),
        tuple(known["stop_name"][in_part].fillna("").astype(str)),
        latitude[in_part],
        longitude[in_part],
        number[kept["tail"].to_numpy()],
        number[kept["head"].to_numpy()],
        length,
        length * 60 / 1_000 / night_kmh(length, kept["speed"].to_numpy(dtype=float), speed_kmh),
        dict(inputs or {}),
    )
    return Sifted(roads, {reason: count for reason, count in left_out.items() if count})


def night_kmh(metres: Floats, listed_kmh: Floats, speed_kmh: float) -> Floats:
    """Speed of each stretch at night: `speed_kmh` over all of them, a street that the lists call fast (NaN: nothing told) by so much faster."""
    told = np.isfinite(listed_kmh)
    if not told.any():
        return np.full(len(metres), speed_kmh)
    mean = metres[told].sum() / (metres[told] / listed_kmh[told]).sum()
    pace = np.where(told, np.clip(np.where(told, listed_kmh, mean) / mean, *PACE), 1.0)
    return np.asarray(speed_kmh * pace * (metres / pace).sum() / metres.sum())


def _largest_part(links: pd.DataFrame, size: int) -> np.ndarray:
    """Which stops belong to the largest part that is connected in both directions; of equals the one with the first stop."""
    ones = np.ones(len(links), dtype=np.int8)
    graph = csr_matrix((ones, (links["tail"], links["head"])), shape=(size, size))
    _, label = connected_components(graph, directed=True, connection="strong")
    sizes = np.bincount(label)
    first = int(np.flatnonzero(sizes[label] == sizes.max())[0])
    part = label == label[first]
    if sizes.max() < 2:
        raise NoRoads(
            "No stop can be reached from another and back, so there is nothing to drive a route on; the stop sequences must lead there and back."
        )
    return np.asarray(part)


def metres_between(latitude: Floats, longitude: Floats, to_latitude: Floats, to_longitude: Floats) -> Floats:
    """Great-circle distances in metres; arguments are broadcast."""
    a, b = np.radians(latitude), np.radians(to_latitude)
    half = (
        np.sin((b - a) / 2) ** 2
        + np.cos(a) * np.cos(b) * np.sin(np.radians(to_longitude - longitude) / 2) ** 2
    )
    return np.asarray(2 * _EARTH_M * np.arcsin(np.sqrt(half)))


def links_of(roads: Roads) -> tuple[csr_matrix, csr_matrix]:
    """Metres and minutes of stretches as sparse matrices, tail × head."""
    size = len(roads.stop_ids)
    metres, minutes = (
        csr_matrix((w, (roads.tail, roads.head)), shape=(size, size)) for w in (roads.metres, roads.minutes)
    )
    return metres, minutes


def place_of(roads: Roads) -> dict[str, int]:
    """Stop id → its place in `roads`."""
    return {stop: n for n, stop in enumerate(roads.stop_ids)}
