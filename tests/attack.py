"""What an outsider can work out about hidden counts from all that is published: a system of linear inequalities, and its bounds.

Every hidden count is an unknown. What is published about it gives rows: totals it is part of, counts it cannot exceed, that
somebody was there at all. The least and the greatest value each unknown can have, with all rows kept, is a linear programme each way
(the audit of cell suppression: Fischetti and Salazar, Models and Algorithms for Optimizing Cell Suppression, J. Am. Stat. Ass.
95, 2000; Hundepool and others, Statistical Disclosure Control, 2012, ch. 4). Counts are whole numbers, so bounds are rounded inwards.

A count is *recovered* where both bounds are one number. It is *narrowed* where they leave out some of what the rule of suppression
itself admits of a small count, 1 to k-1.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

TOLERANCE = 1e-6
INFINITE = math.inf
Name = Hashable
Interval = tuple[float, float]


class Contradiction(Exception):
    """What was taken to be published of an unknown cannot all be true."""


class System:
    """Unknowns with bounds, and linear rows over them."""

    def __init__(self) -> None:
        self.names: list[Name] = []
        self.number: dict[Name, int] = {}
        self.low: list[float] = []
        self.high: list[float] = []
        self._rows: list[tuple[dict[int, float], float, float]] = []

    def unknown(self, name: Name, low: float = 0, high: float = INFINITE) -> Name:
        """Add an unknown (once); returns its name."""
        if name not in self.number:
            self.number[name] = len(self.names)
            self.names.append(name)
            self.low.append(low)
            self.high.append(high)
        return name

    def between(self, terms: Mapping[Name, float], low: float, high: float) -> None:
        """A row: the weighted sum of unknowns lies between two numbers."""
        if terms:
            self._rows.append(({self.number[n]: float(w) for n, w in terms.items()}, low, high))

    def equal(self, terms: Mapping[Name, float], value: float) -> None:
        """A row: the weighted sum of unknowns is `value`."""
        self.between(terms, value, value)

    def intervals(self, wanted: Iterable[Name] | None = None) -> dict[Name, Interval]:
        """Least and greatest value of each wanted unknown. Raises Contradiction where no values keep all rows."""
        of_component: dict[int, list[int]] = defaultdict(list)
        label = self._components()
        for name in self.names if wanted is None else wanted:
            of_component[label[self.number[name]]].append(self.number[name])
        members: dict[int, list[int]] = defaultdict(list)
        for number, component in enumerate(label):
            members[component].append(number)
        rows: dict[int, list] = defaultdict(list)
        for row in self._rows:
            rows[label[next(iter(row[0]))]].append(row)
        found: dict[Name, Interval] = {}
        for component, numbers in of_component.items():
            if component not in rows:  # nothing is told of it
                found |= {self.names[n]: (self.low[n], self.high[n]) for n in numbers}
                continue
            part = _Part(self, members[component], rows[component])
            found |= {self.names[n]: interval for n, interval in part.intervals(numbers).items()}
        return found

    def _components(self) -> list[int]:
        pairs = [(first, n) for terms, _, _ in self._rows for first in [next(iter(terms))] for n in terms]
        size = len(self.names)
        if not pairs:
            return list(range(size))
        a, b = zip(*pairs, strict=True)
        graph = coo_array((np.ones(len(a)), (a, b)), shape=(size, size))
        return list(connected_components(graph, directed=False)[1])


class _Part:
    """Unknowns that hang together, as one linear programme with changing objectives."""

    def __init__(
        self, system: System, members: list[int], rows: list[tuple[dict[int, float], float, float]]
    ) -> None:
        self.place = {number: at for at, number in enumerate(members)}
        self.low = np.array([system.low[n] for n in members])
        self.high = np.array([system.high[n] for n in members])
        same = [(terms, low) for terms, low, high in rows if low == high]
        below = [(terms, high) for terms, low, high in rows if low != high and high < INFINITE]
        above = [
            ({n: -w for n, w in terms.items()}, -low)
            for terms, low, high in rows
            if low != high and low > -INFINITE
        ]
        self.equal, self.below = self._matrix(same), self._matrix([*below, *above])
        self.columns = self._columns(rows)

    def intervals(self, wanted: Sequence[int]) -> dict[int, Interval]:
        """Unknowns that stand in the same rows with the same weights and bounds have the same interval: one of them is solved."""
        alike: dict[Hashable, list[int]] = defaultdict(list)
        for number in wanted:
            at = self.place[number]
            alike[self.low[at], self.high[at], self.columns[at]].append(number)
        self.seen_low, self.seen_high = np.full(len(self.low), INFINITE), np.full(len(self.low), -INFINITE)
        found = {}
        for numbers in alike.values():
            at = self.place[numbers[0]]
            interval = (self._bound(at, 1), self._bound(at, -1))
            found.update(dict.fromkeys(numbers, interval))
        return found

    def _bound(self, at: int, sign: int) -> float:
        """The least (sign 1) or greatest (-1) value at a place. A solution that already reached the unknown's own bound settles it."""
        own, seen = (self.low, self.seen_low) if sign > 0 else (self.high, self.seen_high)
        if abs(own[at]) < INFINITE and abs(seen[at] - own[at]) <= TOLERANCE:
            return float(own[at])
        objective = np.zeros(len(self.low))
        objective[at] = sign
        solved = linprog(
            objective, A_eq=self.equal[0], b_eq=self.equal[1], A_ub=self.below[0], b_ub=self.below[1],
            bounds=np.column_stack([self.low, self.high]), method="highs",
        )  # fmt: skip
        if solved.status == 3:
            return -sign * INFINITE
        if solved.status != 0:
            raise Contradiction(solved.message)
        self.seen_low, self.seen_high = (
            np.minimum(self.seen_low, solved.x),
            np.maximum(self.seen_high, solved.x),
        )
        return float(sign * solved.fun)

    def _matrix(
        self, rows: list[tuple[dict[int, float], float]]
    ) -> tuple[csr_array | None, list[float] | None]:
        if not rows:
            return None, None
        cells = [(r, self.place[n], w) for r, (terms, _) in enumerate(rows) for n, w in terms.items()]
        r, c, w = zip(*cells, strict=True)
        return csr_array((w, (r, c)), shape=(len(rows), len(self.place))), [value for _, value in rows]

    def _columns(self, rows: list[tuple[dict[int, float], float, float]]) -> list[tuple]:
        columns: list[list[tuple[int, float]]] = [[] for _ in self.place]
        for r, (terms, _, _) in enumerate(rows):
            for n, w in terms.items():
                columns[self.place[n]].append((r, w))
        return [tuple(column) for column in columns]


def whole(interval: Interval) -> Interval:
    """The whole numbers an interval holds, as its least and greatest."""
    low, high = interval
    return math.ceil(low - TOLERANCE), INFINITE if high == INFINITE else math.floor(high + TOLERANCE)


@dataclass(frozen=True)
class Fact:
    """A published table with hidden counts of persons.

    `persons`: its count; `key`: what tells rows apart; `hidden`: the flag. `also`: counts hidden with it that are no smaller.
    `protects`: whether rows of k persons and more are hidden too, beside others. `feed`: whose k counts. `least`: what a hidden count is at least.
    """

    table: str
    feed: str
    persons: str
    key: tuple[str, ...]
    hidden: str = "is_hidden"
    also: tuple[str, ...] = ()
    protects: bool = False
    least: int = 1

    def name(self, column: str, key: Sequence[object]) -> Name:
        return (f"{self.table}.{column}", *key)


@dataclass(frozen=True)
class Total:
    """What is published of sums of a fact's counts over all its rows, shown and hidden: `query` gives the columns `keys` of the fact, and
    then the least and the greatest the sum can be (NULL: not told)."""

    fact: Fact
    column: str
    keys: tuple[str, ...]
    query: str


@dataclass(frozen=True)
class Found:
    """What the attack gives for one hidden count: `low` and `high` by all that is published, `low_told` and `high_told` by the rule."""

    fact: str
    key: tuple
    low: float
    high: float
    low_told: float
    high_told: float

    @property
    def is_recovered(self) -> bool:
        return self.low == self.high

    @property
    def is_narrowed(self) -> bool:
        return self.low > self.low_told or self.high < self.high_told


@dataclass
class Attack:
    """All that was found."""

    found: list[Found]

    @property
    def recovered(self) -> list[Found]:
        return [f for f in self.found if f.is_recovered]

    def shares(self) -> dict[str, tuple[int, int, int]]:
        """Fact → how many hidden counts, how many of them narrowed, how many recovered."""
        told: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for f in self.found:
            for place, counts in enumerate((True, f.is_narrowed, f.is_recovered)):
                told[f.fact][place] += counts
        return {fact: (n, narrowed, recovered) for fact, (n, narrowed, recovered) in sorted(told.items())}


def attack(
    con: duckdb.DuckDBPyConnection,
    facts: Sequence[Fact],
    k_of: Callable[[str], int],
    totals: Iterable[Total] = (),
    mapped: Mapping[str, str] | None = None,
    apart: Collection[str] = (),
) -> Attack:
    """Attack what `con` reads: the hidden counts of `facts`, by every other table that has a column of the same name, and by `totals`.

    `k_of` tells the k of a feed. `mapped`: table → SQL that gives its rows the key columns of a fact, where they are called
    otherwise there. `apart`: tables that count other things under the same names.
    """
    tables = published(con)
    here = [fact for fact in facts if fact.table in tables]
    system, told = System(), {}
    believed = [
        *(t for fact in here for t in same_names(con, fact, mapped or {}, apart)),
        *(t for t in totals if t.fact in here),
    ]
    summed = {(t.fact, t.column) for t in believed}
    for fact in here:
        # A count of which no sum is told adds nothing.
        more = [column for column in fact.also if (fact, column) in summed]
        told |= _unknowns(system, con, fact, k_of(fact.feed), more)
    for total in believed:
        _add(system, con, total)
    bounds = system.intervals(told)
    return Attack(
        [Found(name[0], name[1:], *whole(bounds[name]), *whole(rule)) for name, rule in told.items()]
    )


def published(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Table → columns, of all that `con` reads."""
    rows = con.execute(
        "select table_name, list(column_name order by column_index) from duckdb_columns() where not internal "
        "and database_name = current_database() and schema_name = 'main' group by all order by 1"
    )
    return dict(rows.fetchall())


def same_names(
    con: duckdb.DuckDBPyConnection, fact: Fact, mapped: Mapping[str, str], apart: Collection[str]
) -> Iterator[Total]:
    """Sums that other tables tell of a fact's counts, where they come to more than what is shown: then they run over hidden rows.

    A table tells a sum over those keys of the fact that it lacks, or that are NULL in some of its rows.
    """
    for table in published(con):
        if table == fact.table or table in apart:
            continue
        source = f"({mapped[table]})" if table in mapped else table
        columns = con.sql(f"from {source} limit 0").columns
        shared = [key for key in fact.key if key in columns]
        for column in [c for c in (fact.persons, *fact.also) if c in columns]:
            for keys in _key_sets(con, source, shared):
                gone = [key for key in shared if key not in keys]
                where = " and ".join([*(f"{k} is not null" for k in keys), *(f"{k} is null" for k in gone)])
                told = f"select {_listed(keys)} sum({column}) as told from {source} where {where or 'true'} {_grouped(keys)}"
                shown = f"select {_listed(keys)} sum({column}) as shown from {fact.table} where not {fact.hidden} {_grouped(keys)}"
                join = f"left join ({shown}) using ({', '.join(keys)})" if keys else f"cross join ({shown})"
                query = f"select {_listed(keys)} told, told from ({told}) {join} where told > coalesce(shown, 0) * (1 + {TOLERANCE}) + {TOLERANCE}"
                if con.execute(f"from ({query}) limit 1").fetchall():
                    yield Total(fact, column, tuple(keys), query)


def _key_sets(con: duckdb.DuckDBPyConnection, source: str, shared: Sequence[str]) -> list[list[str]]:
    """The sets of keys that rows of a table have all at once (NULL elsewhere)."""
    if not shared:
        return [[]]
    flags = ", ".join(f"{key} is not null" for key in shared)
    found = con.execute(f"select distinct {flags} from {source}").fetchall()
    return [[key for key, there in zip(shared, row, strict=True) if there] for row in sorted(found)]


def _listed(keys: Sequence[str]) -> str:
    return "".join(f"{key}, " for key in keys)


def _grouped(keys: Sequence[str]) -> str:
    return f"group by {', '.join(keys)}" if keys else ""


def _unknowns(
    system: System, con: duckdb.DuckDBPyConnection, fact: Fact, k: int, also: Sequence[str]
) -> dict[tuple, Interval]:
    """A fact's hidden counts as unknowns, with what the rule alone says of them."""
    high = INFINITE if fact.protects else k - 1
    told = {}
    for key in _hidden(con, fact):
        name = system.unknown(fact.name(fact.persons, key), fact.least, high)
        told[name] = (fact.least, k - 1)
        for column in also:
            more = system.unknown(fact.name(column, key), 1)
            system.between({more: 1, name: -1}, 0, INFINITE)
    return told


def _hidden(con: duckdb.DuckDBPyConnection, fact: Fact) -> list[tuple]:
    return con.execute(
        f"select {', '.join(fact.key)} from {fact.table} where {fact.hidden} order by all"
    ).fetchall()


def _add(system: System, con: duckdb.DuckDBPyConnection, total: Total) -> None:
    """A total as rows: what is hidden is the total less what is shown."""
    fact, keys = total.fact, total.keys
    shown = con.execute(
        f"select {_listed(keys)} sum({total.column}) from {fact.table} where not {fact.hidden} {_grouped(keys)}"
    ).fetchall()
    rest = {tuple(key): float(count or 0) for *key, count in shown}
    places = [fact.key.index(key) for key in keys]
    members: dict[tuple, list[tuple]] = defaultdict(list)
    for key in _hidden(con, fact):
        members[tuple(key[p] for p in places)].append(key)
    for *group, low, high in con.execute(total.query).fetchall():
        less = rest.get(tuple(group), 0.0)
        terms = {fact.name(total.column, key): 1.0 for key in members[tuple(group)]}
        system.between(
            terms,
            -INFINITE if low is None else float(low) - less,
            INFINITE if high is None else float(high) - less,
        )


def attack_groups(groups: Mapping[Hashable, tuple[int, float]], k: int, fact: str) -> Attack:
    """Attack hidden counts of which only the groups are known: name → how many there are, and how many records they have together.

    Each has one person at least, and no more persons than records. `Found.key` is the group's name and a running number.
    """
    system = System()
    for name, (hidden_cnt, records_cnt) in groups.items():
        members = [system.unknown((name, n), 1) for n in range(hidden_cnt)]
        system.between(dict.fromkeys(members, 1.0), -INFINITE, records_cnt)
    return Attack(
        [Found(fact, name, *whole(bounds), 1, k - 1) for name, bounds in system.intervals().items()]
    )


def differences(counts: Mapping[frozenset, int], k: int) -> list[tuple[frozenset, frozenset, int]]:
    """Pairs of published counts of distinct persons of which one's places lie among the other's, and which differ by 1 to k-1 persons.

    `counts`: places → distinct persons seen at any of them. The difference is the persons seen at the larger set's other places alone:
    fewer than k, and told by two counts of k and more (the differencing attack on overlapping areas; Duke-Williams and Rees, Can Census
    Offices publish statistics for more than one small area geography?, Int. J. Geogr. Inf. Sci. 12, 1998).
    """
    of_place: dict[Hashable, set[frozenset]] = defaultdict(set)
    for places in counts:
        for place in places:
            of_place[place].add(places)
    found = []
    for larger, persons in counts.items():
        for smaller in {other for place in larger for other in of_place[place] if other < larger}:
            if 0 < persons - counts[smaller] < k:
                found.append((larger, smaller, persons - counts[smaller]))
    return found


def lifted(
    con: duckdb.DuckDBPyConnection, shown: str, column: str, truth: str, key: Sequence[str], k: int
) -> list[tuple]:
    """Rows told in `shown` (their `column` is not NULL) behind which fewer than `k` persons stand: their key and how many stand there.

    `truth`: the table with the true `persons_cnt`. What scaling, sharing out or rounding made of a small count is still that count.
    """
    return con.execute(
        f"select {', '.join(key)}, t.persons_cnt from (select * from {shown} where {column} is not null) s "
        f"join {truth} t using ({', '.join(key)}) where t.persons_cnt < {k} order by all"
    ).fetchall()
