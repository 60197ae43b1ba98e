"""Which pattern tells the order of a route of a month, and the route as it was served."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spark_jobs.transit import section_lists
from spark_jobs.transit.section_lists import Counted, Line, Lists
from spark_jobs.transit.section_match import Boarded, Served, pair, serve

OWN_SHARE_MIN, OTHER_SHARE_MIN, OTHERS_TRIED = 0.5, 0.75, 3
"""A pattern is taken for a route's if it has such a share of the boardings: less is asked of one under the route's own number."""
OTHER_STOPS_MIN = 5
"""So many stops a route has at least that is looked for under other numbers: two or three stops are on many a way."""
HOW = {
    "same_number": "a pattern under the route's number",
    "other_number": "a pattern that serves its stops under another number (the route was renumbered)",
    "none": "no pattern",
}


@dataclass(frozen=True)
class Match:
    """A route of a month (under all its names that one pattern fits), and the pattern that tells its order; `how`: one of HOW."""

    route_no: str
    how: str
    line: Line | None
    counted: Counted
    boarded: Sequence[Boarded]
    served: Sequence[Served]

    def boardings(self, *, matched: bool) -> float:
        """Boardings at stops of the pattern (`matched`), or at all that have a place on the route."""
        of_stop = self.counted.boardings.sum(axis=1)
        return float(
            sum(
                of_stop[row] * part
                for s in self.served
                for row, part in s.boarded
                if s.at is not None or not matched
            )
        )


def match(lists: Lists) -> list[Match]:
    """Every route of the month with the pattern that fits it, by route number and pattern."""
    own: dict[str | None, list[Line]] = defaultdict(list)
    passing: dict[str, list[Line]] = defaultdict(list)
    for line in lists.lines:
        own[line.route_no].append(line)
        for number in {s.ars_id for s in line.pattern.stops if s.ars_id}:
            passing[number].append(line)
    groups: dict[tuple[str, str, str], list[tuple[Counted, Line | None, str]]] = defaultdict(list)
    for counted in lists.counted:
        chosen, how = _choose(counted, lists, own[counted.route_no], passing)
        key = (counted.route_no, chosen.inventory if chosen else "", chosen.pattern_id if chosen else "")
        groups[key].append((counted, chosen, how))
    return [
        _match(_together([c for c, _, _ in told]), told[0][1], told[0][2], lists)
        for _, told in sorted(groups.items())
    ]


def _choose(
    counted: Counted, lists: Lists, own: Sequence[Line], passing: dict[str, list[Line]]
) -> tuple[Line | None, str]:
    """The pattern that most of the route's boardings fit, of those of its number, else of those that pass its stops."""
    known: Counter[tuple[str, str]] = Counter()
    by_name = {(line.inventory, line.pattern_id): line for line in own}
    for stop, riders in zip(counted.stops, counted.boardings.sum(axis=1), strict=True):
        for line in passing.get(stop.ars_id or "", ()):
            known[line.inventory, line.pattern_id] += riders
            by_name[line.inventory, line.pattern_id] = line
    of_own = [(line.inventory, line.pattern_id) for line in own]
    others = (
        sorted(known, key=lambda k: (-known[k], k))[:OTHERS_TRIED]
        if len(counted.stops) >= OTHER_STOPS_MIN
        else []
    )
    total = counted.boardings.sum()
    for how, tried, least in (
        ("same_number", sorted(of_own, key=lambda k: (-known[k], k))[:OTHERS_TRIED], OWN_SHARE_MIN),
        ("other_number", others, OTHER_SHARE_MIN),
    ):
        found = [(_known_boardings(counted, by_name[key], lists), key) for key in tried]
        if found and total > 0 and (best := max(found, key=lambda f: f[0]))[0] >= least * total:
            return by_name[best[1]], how
    return None, "none"


def _known_boardings(counted: Counted, line: Line, lists: Lists) -> float:
    """Boardings of a route at stops of a pattern."""
    riders = counted.boardings.sum(axis=1)
    stops = section_lists.boarded(counted, lists.places, line.pattern.stops)
    paired = pair(stops, line.pattern.stops)
    return float(sum(riders[row] * part for told in paired.values() for row, part in told))


def _match(counted: Counted, line: Line | None, how: str, lists: Lists) -> Match:
    near = line.pattern.stops if line else []
    boarded = section_lists.boarded(counted, lists.places, near) if line else []
    return Match(counted.route_no, how, line, counted, boarded, serve(boarded, near))


def _together(told: Sequence[Counted]) -> Counted:
    """A route under several names (one a direction, most of them) as one."""
    return Counted(
        told[0].route_no,
        [s for c in told for s in c.stops],
        np.vstack([c.boardings for c in told]),
        np.vstack([c.alightings for c in told]),
    )
