"""How often each route runs in each hour: least waiting under the seats and the buses there are, by an integer program.

    min sum riders_rh w_i/2 x_rhi   one headway i a route and hour,   load_rh w_i / 60 <= seats,   buses_r w_i >= cycle_r where x_rhi,   sum
    buses_r <= buses

Riders wait half a headway on average. Furth and Wilson (Setting frequencies on bus routes, Transportation Research Record 818, 1981) have the same
objective; without limits on loads and with fractions of buses it gives the square-root rule, buses in proportion to the root of riders times cycle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_matrix

from nightowl.errors import NightowlError
from nightowl.transit_rules import OwlRules
from planning.owl.ground import Floats

STEPS_MIN = (5, 6, 7.5, 8, 10, 12, 15, 20, 25, 30, 35, 40, 45, 50, 60, 75, 90, 120)
"""Headways a timetable is made of; those within the rules' limits are used, and the limits themselves."""


@dataclass(frozen=True)
class Headways:
    """`minutes[r, h]` between buses of route r in hour h, `buses[r]` it needs, rider minutes of waiting in a night, the solver's bound on them.
    `crowded[r, h]`: even the shortest headway leaves more riders than seats."""

    minutes: Floats
    buses: npt.NDArray[np.int64]
    waiting_min: float
    bound_min: float
    crowded: npt.NDArray[np.bool_]


def steps(rules: OwlRules) -> Floats:
    """The headways to choose from, ascending."""
    least, most = rules.headway_min.least, rules.headway_min.most
    return np.array(sorted({least, most, *(s for s in STEPS_MIN if least <= s <= most)} - {0.0}), dtype=float)


def needed(cycle_min: float, headway_min: float) -> int:
    """Buses of a route, one every `headway_min` over a cycle with its rest."""
    return int(np.ceil(cycle_min / headway_min - 1e-9))


def choose(
    cycle_min: Sequence[float] | Floats, riders: Floats, load: Floats, rules: OwlRules, seconds: float = 30.0
) -> Headways:
    """Headways of routes with `cycle_min` minutes a round trip with its rest.

    `riders[r, h]` board in hour h; `load[r, h]` pass the fullest stretch in it, in one direction. Where a route is fuller than its seats at every
    headway the shortest counts as if it were enough (`crowded`). Raises NightowlError where the buses are too few for the longest headways.
    """
    cycle, options = np.asarray(cycle_min, dtype=float), steps(rules)
    routes, hours, count = len(cycle), riders.shape[1], len(options)
    least = [needed(c, options[-1]) for c in cycle]
    if sum(least) > rules.buses:
        raise NightowlError(
            f"{routes} routes need {sum(least)} buses to run every {options[-1]:g} minutes, and there are {rules.buses}. "
            "Give more buses (transit.owl.buses), a longer headway (headway_min.most), or fewer or shorter routes."
        )
    fits = load[:, :, None] * options / 60 <= rules.seats
    crowded = np.asarray(~fits.any(axis=2))
    fits[crowded, 0] = True
    size = routes * hours * count
    one, fleet = lil_matrix((routes * hours, size + routes)), lil_matrix((routes * hours + 1, size + routes))
    for r in range(routes):
        for h in range(hours):
            row, at = r * hours + h, (r * hours + h) * count
            one[row, at : at + count] = 1
            fleet[row, at : at + count] = [needed(cycle[r], w) for w in options]
            fleet[row, size + r] = -1
    fleet[routes * hours, size:] = 1
    # One more bus weighs less than a minute of one rider's waiting: of equal timetables the one with fewer buses.
    cost = np.concatenate([(riders[:, :, None] * options / 2).ravel(), np.full(routes, 1e-3)])
    found = milp(
        cost,
        integrality=np.ones(size + routes),
        bounds=Bounds(0, np.concatenate([fits.ravel().astype(float), np.full(routes, rules.buses)])),
        constraints=[
            LinearConstraint(one.tocsr(), 1, 1),
            LinearConstraint(fleet.tocsr(), ub=np.concatenate([np.zeros(routes * hours), [rules.buses]])),
        ],
        options={"time_limit": seconds, "mip_rel_gap": 1e-4},
    )
    if found.x is None:  # the seats ask for more buses than there are: fill them as far as the fleet goes
        return _by_load(cycle, riders, load, rules, options)
    picked = found.x[:size].reshape(routes, hours, count).argmax(axis=2)
    return _told(cycle, options[picked], riders, crowded, float(found.mip_dual_bound or 0.0))


def _by_load(cycle: Floats, riders: Floats, load: Floats, rules: OwlRules, options: Floats) -> Headways:
    """The longest headways, then bus by bus to the route whose riders have the fewest seats."""
    buses = np.array([needed(c, options[-1]) for c in cycle])
    most = np.array([needed(c, options[0]) for c in cycle])
    peak = load.max(axis=1)
    while buses.sum() < rules.buses and (buses < most).any():
        crush = np.where(buses < most, peak * cycle / buses, -1.0)
        buses[int(crush.argmax())] += 1
    minutes = np.array(
        [min(w for w in options if needed(c, w) <= b) for c, b in zip(cycle, buses, strict=True)]
    )
    over = np.asarray(load * minutes[:, None] / 60 > rules.seats)
    return _told(cycle, np.repeat(minutes[:, None], riders.shape[1], axis=1), riders, over, 0.0)


def _told(
    cycle: Floats, minutes: Floats, riders: Floats, crowded: npt.NDArray[np.bool_], bound: float
) -> Headways:
    buses = np.array(
        [max(needed(c, w) for w in row) for c, row in zip(cycle, minutes, strict=True)], dtype=np.int64
    )
    return Headways(minutes, buses, float((riders * minutes / 2).sum()), bound, crowded)


def square_root(cycle_min: Floats, riders: Floats, buses: float) -> Floats:
    """Headways in minutes by the square-root rule: buses in fractions, no limit on loads (Furth and Wilson 1981)."""
    share = np.sqrt(riders * cycle_min)
    return np.asarray(cycle_min / (buses * share / share.sum()))
