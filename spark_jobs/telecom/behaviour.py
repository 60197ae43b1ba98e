"""What a person's records say of each other: copies, parts of one call, and movements no person makes.

Asked of all records of a person and service day together (one bucket holds them). Pure: Arrow in, Arrow out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from nightowl.profile import TelecomRules

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

EARTH_KM = 6371.0088
"""Mean radius of the earth (IUGG)."""
PER_SECOND = 1_000_000
"""Microseconds, in which times are counted."""


@dataclass(frozen=True)
class Walk:
    """Sound records in order of person, service day and time, each once. Times in µs, places in degrees; `place` numbers the cells."""

    starts_person_day: Bools
    event_at: Ints
    place: Ints
    latitude: Floats
    longitude: Floats

    def __len__(self) -> int:
        return len(self.event_at)


def distance_km(latitude: Floats, longitude: Floats, latitude_2: Floats, longitude_2: Floats) -> Floats:
    """Great-circle distance by the haversine formula (Sinnott 1984), degrees in, km out."""
    y, x, y_2, x_2 = (np.radians(d) for d in (latitude, longitude, latitude_2, longitude_2))
    half = np.sin((y_2 - y) / 2) ** 2 + np.cos(y) * np.cos(y_2) * np.sin((x_2 - x) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1)))


def judge(walk: Walk, rules: TelecomRules) -> dict[str, Bools]:
    """Flag → which records bear it.

    A record is *contradicted* by its neighbour in time where nobody gets from one cell's reach to the other's in between. The one that is
    wrong is contradicted on both sides; at a day's end, where there is one neighbour, the one whose neighbour is otherwise believed.
    """
    if not len(walk):
        return {
            flag: np.zeros(0, bool)
            for flag in ("two_places", "impossible_speed", "ping_pong", "robot", "heavy_user")
        }
    from_last = _contradicts_last(walk, rules)
    starts, ends = walk.starts_person_day, np.append(walk.starts_person_day[1:], True)
    by_next = _later(from_last)
    after_next = _later(by_next)
    before_last = _earlier(from_last)
    both = from_last & by_next
    first_alone = starts & by_next & ~after_next
    last_alone = ends & from_last & ~before_last
    two_places = _two_places(walk, rules)
    gap_s = np.diff(walk.event_at, prepend=walk.event_at[0]) / PER_SECOND
    middle = ~starts & ~ends
    same_around = np.zeros(len(walk), bool)
    same_around[1:-1] = (walk.place[:-2] == walk.place[2:]) & (walk.place[1:-1] != walk.place[:-2])
    back_s = gap_s + _later(gap_s)
    robot, heavy = _machines(walk, gap_s, rules)
    return {
        "two_places": two_places,
        "impossible_speed": (both | first_alone | last_alone) & ~two_places,
        "ping_pong": middle & same_around & (back_s <= rules.ping_pong_s_max) & ~from_last & ~by_next,
        "robot": robot,
        "heavy_user": heavy,
    }


def _later(values: Any) -> Any:
    """Each record's next one's value, nothing after the last."""
    return np.append(values[1:], np.zeros(1, values.dtype))


def _earlier(values: Any) -> Any:
    return np.append(np.zeros(1, values.dtype), values[:-1])


def _contradicts_last(walk: Walk, rules: TelecomRules) -> Bools:
    """Whether a record is too far from the one before it. Asked only where the cell changes: most people stay where they are."""
    contradicted = np.zeros(len(walk), bool)
    at = np.flatnonzero(~walk.starts_person_day & np.append(False, walk.place[1:] != walk.place[:-1]))
    away = distance_km(walk.latitude[at - 1], walk.longitude[at - 1], walk.latitude[at], walk.longitude[at])
    hours = (walk.event_at[at] - walk.event_at[at - 1]) / (3_600 * PER_SECOND)
    contradicted[at] = away - rules.cell_reach_km > rules.speed_kmh_max * hours
    return contradicted


def _two_places(walk: Walk, rules: TelecomRules) -> Bools:
    """Records that share their second with one of the same person's out of reach; few share it at all."""
    second = walk.event_at // PER_SECOND
    same = ~walk.starts_person_day & np.append(False, second[1:] == second[:-1])
    found = np.zeros(len(walk), bool)
    starts = np.flatnonzero(~same & np.append(same[1:], False))
    for start in starts:
        end = start + 1
        while end < len(walk) and same[end]:
            end += 1
        here = slice(start, end)
        if (walk.place[here] != walk.place[start]).any():
            y, x = walk.latitude[here], walk.longitude[here]
            away = distance_km(y[:, None], x[:, None], y[None, :], x[None, :])
            found[here] = (away > rules.cell_reach_km).any(axis=1)
    return found


def _machines(walk: Walk, gap_s: Floats, rules: TelecomRules) -> tuple[Bools, Bools]:
    """Records of person-days with the rhythm of a clock, and of those with more records than a person makes."""
    starts = np.flatnonzero(walk.starts_person_day)
    sizes = np.diff(np.append(starts, len(walk)))
    gaps = np.where(walk.starts_person_day, 0, gap_s)
    count = np.maximum(sizes - 1, 1)
    mean = np.add.reduceat(gaps, starts) / count
    spread = np.sqrt(np.maximum(np.add.reduceat(gaps**2, starts) / count - mean**2, 0))
    robot = (sizes >= rules.robot_events_min) & (mean > 0) & (spread <= rules.robot_gap_variation_max * mean)
    return np.repeat(robot, sizes), np.repeat(sizes >= rules.heavy_events_min, sizes)


def flagged(rows: pa.Table, inventory: pa.Table, rules: TelecomRules) -> pa.Table:
    """Rows in order of service day, person and time (`calls.in_order_of_time`) with their `cell_id` and all their `flags`.

    `inventory`: cell_id, latitude, longitude, in order of cell_no; a row without a cell_no brings all three itself.
    """
    place, names, latitude, longitude = _places(rows, inventory)
    person_day = rows.select(["service_date", "subscriber_key"])
    walk = Walk(_changes(person_day), rows["event_us"].to_numpy(), place, latitude, longitude)
    flags = judge(walk, rules) | {
        "double_entry": rows["is_doubled"].to_numpy(),
        "partials_merged": rows["is_merged"].to_numpy(),
        "time_ambiguous": rows["is_time_ambiguous"].to_numpy(),
    }
    cell_id = pa.DictionaryArray.from_arrays(pa.array(place.astype(np.int32)), names)
    helpers = [
        "cell_no",
        "cell_id",
        "latitude",
        "longitude",
        "event_us",
        "is_doubled",
        "is_merged",
        "is_time_ambiguous",
    ]
    return (
        rows.drop_columns(helpers).append_column("cell_id", cell_id).append_column("flags", _as_lists(flags))
    )


def _places(rows: pa.Table, inventory: pa.Table) -> tuple[Ints, pa.Array, Floats, Floats]:
    """Each row's place as a number, the names of the places, and where each row's lies; cells without a number follow those of the inventory."""
    number = rows["cell_no"].combine_chunks()
    unlisted = pc.dictionary_encode(rows["cell_id"].combine_chunks())
    place = pc.coalesce(
        number.cast(pa.int64()), pc.add(unlisted.indices.cast(pa.int64()), len(inventory))
    ).to_numpy()
    names = pa.concat_arrays(
        [inventory["cell_id"].combine_chunks().cast(pa.string()), unlisted.dictionary.cast(pa.string())]
    )
    at = []
    for axis in ("latitude", "longitude"):
        own = rows[axis].combine_chunks().cast(pa.float64())
        listed = (
            inventory[axis].combine_chunks().take(number)
            if len(inventory)
            else pa.nulls(len(rows), pa.float64())
        )
        at.append(pc.coalesce(listed, own).to_numpy(zero_copy_only=False))
    return place, names, at[0], at[1]


def _changes(keys: pa.Table) -> Bools:
    """Where a row's keys differ from those of the row before; true for the first."""
    changed = np.zeros(len(keys), bool)
    changed[:1] = True
    for column in keys.columns:
        values = column.combine_chunks()
        changed[1:] |= pc.not_equal(values[1:], values[:-1]).to_numpy(zero_copy_only=False)
    return changed


def _as_lists(flags: dict[str, Bools]) -> pa.Array:
    """The flags each row bears, in the order of their names' first mention."""
    table = np.stack(list(flags.values()), axis=1)
    offsets = np.concatenate([[0], np.cumsum(table.sum(axis=1))]).astype(np.int32)
    names = pa.array(list(flags)).take(pa.array(np.nonzero(table)[1]))
    return pa.ListArray.from_arrays(pa.array(offsets), names)
