"""Section loads as arrays: one row a section, one column a slot of the service day; the sections of a run of stops stand together.

A *section* is the way from one stop of a pattern to the next. A *piece* is a run of sections without a gap: a pattern whose middle is not
known falls into two, since no shuttle can be planned across what nobody counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]
Rides = Mapping[tuple[str, str], Array]
"""Route number and pattern → rows of: place of boarding, place of alighting, slot of boarding, riders a day."""

HOURS_OF_DAY = 30
"""A ride may run on six hours past the end of its service day."""
SECTION = ["route_id", "route_no", "route_type", "pattern_id", "section_seq", "from_stop_id", "from_stop_name", "to_stop_id", "to_stop_name",
           "section_m"]  # fmt: skip
LINE = ["route_no", "pattern_id"]
"""What names a run of sections: month files lay two routes on one pattern where one was given a new number or runs on a part of the other."""
MEASURES = ("load_per_bus", "buses", "run_s", "boardings", "alightings", "days_run", "days_over")


@dataclass(frozen=True)
class Loads:
    """What is on board of the buses of a period.

    `sections`: a data frame with the columns of `SECTION`, N rows. The arrays are N × slots: `load_per_bus` passengers (NaN where no bus runs),
    `buses` a day in the slot, `run_s` seconds on the section, `boardings` and `alightings` a day at its first stop (NaN where unknown),
    `days_run` weekdays on which a bus ran and `days_over` those on which its load reached the threshold
    (NaN where days are not told apart). `rides`: single rides by their two stops, where they are known.
    """

    sections: pd.DataFrame
    slot_s: int
    first_s: int
    load_per_bus: Array
    buses: Array
    run_s: Array
    boardings: Array
    alightings: Array
    days_run: Array
    days_over: Array
    rides: Rides | None = None

    @property
    def section_m(self) -> Array:
        return self.sections["section_m"].to_numpy(dtype=float)

    @property
    def seq(self) -> Counts:
        """`section_seq` of each row."""
        return self.sections["section_seq"].to_numpy(dtype=np.int64)

    def pattern_of(self, row: int) -> tuple[str, str]:
        """Route number and pattern of a row."""
        return str(self.sections["route_no"].iat[row]), str(self.sections["pattern_id"].iat[row])

    @property
    def slots(self) -> int:
        return self.load_per_bus.shape[1]

    def pieces(self) -> Iterator[tuple[int, int]]:
        """First row and row past the last of each run of sections without a gap."""
        table = self.sections
        follows = (table[LINE] == table[LINE].shift()).all(axis=1) & (
            table["section_seq"] == table["section_seq"].shift() + 1
        )
        starts = np.flatnonzero(~follows.to_numpy()).tolist()
        yield from pairwise([*starts, len(table)])

    def pairs(self) -> Counts:
        """A number for each pair of stops that follow each other: the same for all routes that run from the one to the other."""
        codes = self.sections.groupby(["from_stop_id", "to_stop_id"], sort=False, dropna=False).ngroup()
        return np.asarray(codes, dtype=np.int64)

    def running_s(self, first: int, last: int, slots: slice) -> Array:
        """Seconds on each section, mean of the slots; of the whole day where no bus ran in them."""
        seconds = self.run_s[first:last]
        by_day = np.nanmean(seconds, axis=1)[:, None]
        return np.nanmean(np.where(np.isnan(seconds[:, slots]), by_day, seconds[:, slots]), axis=1)

    def ends_line(self, row: int) -> bool:
        """Whether the pattern has no section after this one."""
        return row + 1 == len(self.sections) or self.pattern_of(row) != self.pattern_of(row + 1)


def of_rows(rows: pd.DataFrame, slot_s: int, start_hour: int, rides: pd.DataFrame | None = None) -> Loads:
    """Arrays of a frame with one row a section and slot.

    `rows`: the columns of `SECTION` and `MEASURES`, and `start_s`, the second of the service day in which the slot begins. Sections without a
    length or a running time are left out (and so part their pattern); a slot that is not there has no bus. `rides`: route_no, pattern_id,
    board_seq, alight_seq, start_s, riders (a day).
    """
    rows = rows[rows["section_m"].notna() & rows["run_s"].notna()]
    key = [*LINE, "section_seq"]
    sections = rows[SECTION].drop_duplicates(key).sort_values(key, kind="stable").reset_index(drop=True)
    place = pd.MultiIndex.from_frame(sections[key]).get_indexer(pd.MultiIndex.from_frame(rows[key]))
    slot = ((rows["start_s"] - start_hour * 3_600) // slot_s).to_numpy(dtype=np.int64)
    slots = HOURS_OF_DAY * 3_600 // slot_s
    inside = (slot >= 0) & (slot < slots)
    arrays = {}
    for measure in MEASURES:
        arrays[measure] = np.full((len(sections), slots), 0.0 if measure == "buses" else np.nan)
        arrays[measure][place[inside], slot[inside]] = rows[measure].to_numpy(dtype=float)[inside]
    known: dict[tuple[str, str], Array] | None = None
    if rides is not None:
        rides = rides.assign(slot=(rides["start_s"] - start_hour * 3_600) // slot_s)
        columns = ["board_seq", "alight_seq", "slot", "riders"]
        by_line = rides.groupby(rides["route_no"].astype(str) + "\n" + rides["pattern_id"].astype(str))
        known = {
            (route, pattern): of[columns].to_numpy(dtype=float)
            for (route, pattern), of in ((str(key).split("\n"), of) for key, of in by_line)
        }
    return Loads(sections=sections, slot_s=slot_s, first_s=start_hour * 3_600, rides=known, **arrays)
