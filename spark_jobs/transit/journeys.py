"""Which rides of a card are one journey, and where the rider boarded next: shifts of columns, once the rides stand in order."""

from __future__ import annotations

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from nightowl.transit_rules import TapRules
from spark_jobs.transit.lines import Lines

Bools = npt.NDArray[np.bool_]
_NEVER = np.iinfo(np.int32).max
ORDERED = """
    select card_key, mode, route_id, vehicle_id, board_stop_id, b.stop_no as board_no, alight_stop_id, a.stop_no as alight_no, b.x_m, b.y_m,
        journey_ref, transfer_cnt, passengers_cnt, cast(epoch(boarded_at) - $midnight as integer) as boarded_s,
        cast(epoch(alighted_at) - $midnight as integer) as alighted_s, cast(hash(route_id) % $buckets as integer) as bucket
    from tap left join stops b on b.stop_id = board_stop_id left join stops a on a.stop_id = alight_stop_id
    order by card_key, boarded_at, source_file, record_number
"""


def chain(
    con: duckdb.DuckDBPyConnection, network: Lines, rules: TapRules, midnight: int, buckets: int = 1
) -> pa.Table:
    """The rides of `tap` (a view of `con`: clean taps of a service day, all of each card's): their journey_no and leg_no, board_no and alight_no (of
    `network.stops`), seconds since `midnight` (Unix time), of those without a tap out goal_no and next_boarded_s (NULL after the card's last
    ride, whose goal is where its first one began), and a `bucket` by route.

    Rides of one transaction number are one journey while the count of changes rises. Where no number is told, a ride goes on with the one before if
    it begins soon after its end, on another line; a ride without a tap out is taken to last as long as the way to the next boarding takes, in
    a straight line at the usual speed.
    """
    con.register("stops", network.stops)
    rides = con.execute(ORDERED, {"midnight": midnight, "buckets": buckets}).to_arrow_table().combine_chunks()
    if not len(rides):
        none = np.empty(0, np.int32)
        return _chained(rides, none, none, none, none)
    starts_card = differs(rides["card_key"])
    begins = starts_card | _begins(rides, rules)
    place = np.arange(len(rides))
    card_at, journey_at = (
        np.maximum.accumulate(np.where(starts, place, 0)) for starts in (starts_card, begins)
    )
    journeys: npt.NDArray[np.int64] = np.cumsum(begins, dtype=np.int64)
    boarded, board_no = ints(rides["boarded_s"], 0), ints(rides["board_no"], -1)
    untapped, is_last = rides["alighted_s"].is_null().to_numpy(), np.append(starts_card[1:], True)
    after = np.minimum(place + 1, len(rides) - 1)
    goal = np.where(is_last, np.where(card_at < place, board_no[card_at], -1), board_no[after])
    return _chained(
        rides,
        journeys - journeys[card_at] + 1,
        place - journey_at + 1,
        np.where(untapped, goal, -1),
        np.where(untapped & ~is_last, boarded[after], -1),
    )


def _begins(rides: pa.Table, rules: TapRules) -> Bools:
    """Whether a ride begins a journey, apart from the first of each card."""
    transfers, boarded = ints(rides["transfer_cnt"], 0), ints(rides["boarded_s"], 0)
    x, y = (rides[c].cast(pa.float64()).to_numpy() for c in ("x_m", "y_m"))  # NaN where no list has the place
    told = rides["journey_ref"].is_valid().to_numpy()
    both_told = told & _before(told, False)
    ride_s = np.hypot(np.diff(x, prepend=np.nan), np.diff(y, prepend=np.nan)) / (rules.bus_kmh / 3.6)
    tapped_out = _before(rides["alighted_s"].is_valid().to_numpy(), False)
    left_s = np.where(tapped_out, _before(ints(rides["alighted_s"], 0), 0), _before(boarded, 0) + ride_s)
    goes_on = (boarded - left_s <= rules.transfer_min_max * 60) & differs(rides["route_id"])
    counts_anew = differs(rides["journey_ref"]) | (transfers <= _before(transfers, _NEVER))
    return np.where(both_told, counts_anew, ~goes_on)


def differs(column: pa.ChunkedArray) -> Bools:
    """Whether each value is another than the one before."""
    values = column.combine_chunks()
    unlike = pc.not_equal(values.slice(1), values.slice(0, max(0, len(values) - 1)))
    return np.append(True, pc.fill_null(unlike, True).to_numpy(zero_copy_only=False))


def ints(column: pa.ChunkedArray, none: int) -> npt.NDArray[np.int64]:
    """A column of whole numbers, with `none` for NULL."""
    return column.fill_null(none).to_numpy().astype(np.int64)


def _before(values: npt.NDArray, first: int | bool) -> npt.NDArray:
    return np.append(np.array([first], values.dtype), values[:-1])


def _chained(
    rides: pa.Table, journey: npt.NDArray, leg: npt.NDArray, goal: npt.NDArray, next_s: npt.NDArray
) -> pa.Table:
    """With the columns found, -1 being none."""
    found = {"journey_no": journey, "leg_no": leg, "goal_no": goal, "next_boarded_s": next_s}
    for name, values in found.items():
        rides = rides.append_column(name, pa.array(values.astype(np.int32), mask=values < 0))
    return rides.drop_columns(["x_m", "y_m", "journey_ref"])
