"""What was asked for, what a feed hands over for it, and what was planted: the three things every feed module speaks of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from simulator import city, people
from simulator.defects import Defect, Edge
from simulator.sizes import persons_of, sites_of

DEFECT_RATE = 0.005
FEWEST_OF_A_KIND = 3


@dataclass(frozen=True)
class Order:
    """Service days `first_day`..`last_day` of a city of `rows` telecom rows a day."""

    first_day: date
    last_day: date
    rows: int
    seed: int = 1
    defect_rate: float = DEFECT_RATE

    @property
    def days(self) -> list[date]:
        return [self.first_day + timedelta(days=n) for n in range((self.last_day - self.first_day).days + 1)]

    @cached_property
    def city(self) -> city.City:
        return city.build(self.seed, sites_of(self.rows))

    @cached_property
    def people(self) -> people.People:
        return people.settle(self.city, persons_of(self.rows), self.seed)

    def copies_of_a_kind(self, rows: int, kinds: int) -> int:
        """How many rows of each defect to plant among so many rows."""
        return max(FEWEST_OF_A_KIND, round(rows * self.defect_rate / kinds))


@dataclass
class Planted:
    """Which record of which file carries what. Records count physical lines, the header being line 1."""

    files: list[str] = field(default_factory=list)
    records: list[int] = field(default_factory=list)
    kinds: list[Defect | Edge] = field(default_factory=list)

    def note(self, file: str, record: int, kind: Defect | Edge) -> None:
        self.files.append(file)
        self.records.append(record)
        self.kinds.append(kind)

    def defects(self, folder: str) -> pa.Table:
        """The oracle: source_file, record_number, defect, outcome, reason (a flag where the row is kept or merged; null of a duplicate)."""
        rows = [
            (f, r, k)
            for f, r, k in zip(self.files, self.records, self.kinds, strict=True)
            if isinstance(k, Defect)
        ]
        return pa.table(
            {
                "source_file": pa.array([f"{folder}/{f}" for f, _, _ in rows], pa.string()),
                "record_number": pa.array([r for _, r, _ in rows], pa.int64()),
                "defect": pa.array([k.code for _, _, k in rows], pa.string()),
                "outcome": pa.array([k.outcome for _, _, k in rows], pa.string()),
                "reason": pa.array([k.reason for _, _, k in rows], pa.string()),
            }
        )

    def edges(self, folder: str) -> pa.Table:
        """Sound rows at the edge of a rule: source_file, record_number, edge."""
        rows = [
            (f, r, k)
            for f, r, k in zip(self.files, self.records, self.kinds, strict=True)
            if isinstance(k, Edge)
        ]
        return pa.table(
            {
                "source_file": pa.array([f"{folder}/{f}" for f, _, _ in rows], pa.string()),
                "record_number": pa.array([r for _, r, _ in rows], pa.int64()),
                "edge": pa.array([k.code for _, _, k in rows], pa.string()),
            }
        )


@dataclass
class Manifest:
    """What a feed wrote into the folder it was given. `truth` are aggregates without persons, by table name."""

    records: int = 0
    planted: Planted = field(default_factory=Planted)
    truth: dict[str, pa.Table] = field(default_factory=dict)


Tell = Callable[[int], None]


@dataclass(frozen=True)
class Delivery:
    """One delivery to make: `write(folder, tell)` writes its files and tells the rows as they are done."""

    feed: str
    service_date: date
    rows: int
    write: Callable[[Path, Tell], Manifest]

    @property
    def delivered(self) -> date:
        """Night's feeds are handed over on the calendar day after."""
        return self.service_date + timedelta(days=1)


Feed = Callable[[Order], Iterator[Delivery]]
