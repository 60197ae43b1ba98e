"""Runs of buses: the rides of a bus in order of time, cut where it begins its way anew."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from nightowl.transit_rules import TapRules
from spark_jobs.transit.journeys import differs, ints


def number_runs(rides: pa.Table, rules: TapRules) -> pa.Table:
    """Add to rides in order of vehicle, route, pattern and time: `run_no` from 1 by vehicle and pattern (NULL without a vehicle or a place on the
    pattern), and for a ride that follows another of its run `step_s` and `step_m`, seconds and metres from boarding to boarding (else NULL).

    A run ends where the next boarding lies more than a few stops back, or comes much later than the way takes. Wants vehicle_id, route_id,
    pattern_no, board_seq, at_m and boarded_s.
    """
    rides = rides.combine_chunks()
    on_bus = (rides["vehicle_id"].is_valid().to_numpy()) & (rides["board_seq"].is_valid().to_numpy())
    starts_bus = differs(rides["vehicle_id"]) | differs(rides["route_id"]) | differs(rides["pattern_no"])
    step_seq, step_m, step_s = (_steps(rides[c]) for c in ("board_seq", "at_m", "boarded_s"))
    too_late = step_s > rules.run_gap_min * 60 + np.maximum(step_m, 0) / (rules.bus_kmh / 3.6)
    begins = starts_bus | (step_seq < -rules.run_back_stops) | too_late
    runs: npt.NDArray[np.int64] = np.cumsum(begins, dtype=np.int64)
    bus_at = np.maximum.accumulate(np.where(starts_bus, np.arange(len(rides)), 0)) if len(rides) else runs
    follows = on_bus & ~begins
    for name, values, told in (
        ("run_no", runs - runs[bus_at] + 1, on_bus),
        ("step_s", step_s, follows),
        ("step_m", step_m, follows),
    ):
        rides = rides.append_column(name, pa.array(values.astype(np.int32), mask=~told))
    return rides


def _steps(column: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    values = ints(column, 0)
    return np.diff(values, prepend=values[:1])
