"""A road network with its demand, read from the two files of a benchmark instance and checked before anything is planned on it.

Links: `from,to,travel_time` in minutes; a link listed in one direction holds in both. Demand: `from,to,demand` in trips.
Terminals, where asked for: `id,…,terminal` with 1 at nodes where a route may end. Node ids are kept as the files write
them. A file that cannot be planned on is refused with a sentence.
"""

import csv
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nightowl.errors import NightowlError

Matrix = npt.NDArray[np.float64]
LIMIT = 1000  # nodes: matrices of nodes x nodes, and closures of nodes cubed, must fit and end


@dataclass(frozen=True)
class Network:
    """Nodes by position (`ids` names them), minutes of links (inf where there is none) and trips between nodes."""

    ids: tuple[str, ...]
    links: Matrix
    demand: Matrix
    notices: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return len(self.ids)

    @property
    def trips(self) -> float:
        """Trips of all pairs together."""
        return float(self.demand.sum())

    def position(self, node: str, where: str) -> int:
        """The position of a node id; `where` tells a person who named it."""
        try:
            return self.ids.index(node)
        except ValueError:
            raise NightowlError(
                f"{where} names node {node!r}, which no link of the network touches; correct it, or add the link."
            ) from None

    def written(self, route: Sequence[int]) -> list[int | str]:
        """A route with the files' own ids: as numbers where every id is one."""
        plain = all(name.isdecimal() and str(int(name)) == name for name in self.ids)
        return [int(self.ids[p]) if plain else self.ids[p] for p in route]

    def shortest(self) -> Matrix:
        """Minutes of the shortest path between all nodes."""
        minutes = self.links.copy()
        np.fill_diagonal(minutes, 0.0)
        for k in range(self.size):
            np.minimum(minutes, minutes[:, k, None] + minutes[None, k, :], out=minutes)
        return minutes

    def bound(self) -> float:
        """No plan can have a lower ATT: every trip on its shortest path with no transfer (Mumford, CEC 2013)."""
        return float((self.demand * self.shortest()).sum() / self.trips)

    def running_bound(self) -> float:
        """No plan can have a lower TRT: routes that join all nodes run over a spanning tree at least (Mumford, CEC 2013)."""
        minutes = np.minimum(self.links, self.links.T)
        joined = np.zeros(self.size, dtype=bool)
        joined[0] = True
        nearest = minutes[0].copy()
        total = 0.0
        for _ in range(self.size - 1):
            node = int(np.where(joined, np.inf, nearest).argmin())
            total += float(nearest[node])
            joined[node] = True
            nearest = np.minimum(nearest, minutes[node])
        return total


def read(links_file: Path, demand_file: Path) -> Network:
    """The network of two files; NightowlError where it cannot be planned on."""
    ids, links = _links(links_file)
    demand, notices = _demand(demand_file, ids)
    network = Network(ids, links, demand, notices)
    if network.trips <= 0:
        raise NightowlError(
            f"{demand_file} holds no demand: all trips are 0, so no route is better than another. Give a file with trips."
        )
    _check_connected(network, links_file)
    return network


def read_terminals(file: Path, network: Network) -> npt.NDArray[np.bool_]:
    """Which nodes may begin or end a route."""
    allowed = np.zeros(network.size, dtype=np.bool_)
    for line, (name, flag) in _rows(file, ("id", "terminal")):
        position = network.position(name, f"{file}, line {line},")
        if flag not in ("0", "1"):
            raise NightowlError(
                f"{file}, line {line}: terminal is {flag!r}; write 1 where a route may end, else 0."
            )
        allowed[position] = flag == "1"
    if allowed.sum() < 2:
        raise NightowlError(
            f"{file} marks {allowed.sum()} terminal nodes; a route needs one at each of its two ends."
        )
    return allowed


def read_routes(file: Path, network: Network) -> list[list[int]]:
    """Routes written one a line, stops joined by `-` (lines that begin with # are passed over), or the JSON of a plan."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        if file.suffix == ".json":
            listed = [[str(stop) for stop in route] for route in json.loads(text)["routes"]]
        else:
            lines = [line.strip() for line in text.splitlines()]
            listed = [
                [stop.strip() for stop in line.split("-")]
                for line in lines
                if line and not line.startswith("#")
            ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NightowlError(f"{file} could not be read as a file of routes: {error}.") from None
    routes = []
    for number, stops in enumerate(listed, start=1):
        where = f"{file}, route {number},"
        route = [network.position(stop, where) for stop in stops]
        check_route(route, network, where)
        routes.append(route)
    if not routes:
        raise NightowlError(f"{file} holds no route; write one a line, as 1-2-3.")
    return routes


def check_route(route: Sequence[int], network: Network, where: str) -> None:
    """Refuse a route that leaves the links, or passes a node twice."""
    if len(route) < 2:
        raise NightowlError(f"{where} has a route of {len(route)} stop; a route joins at least two.")
    if len(set(route)) < len(route):
        raise NightowlError(f"{where} has a route that passes a node twice; a route may pass each node once.")
    for u, v in pairwise(route):
        if not math.isfinite(network.links[u, v]):
            raise NightowlError(
                f"{where} has a route from {network.ids[u]} to {network.ids[v]}, but no link joins them; "
                "correct the route or add the link."
            )


def _rows(file: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Line number and the named columns of each row."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as source:
            reader = csv.reader(source)
            header = [name.strip().lower() for name in next(reader, [])]
            if missing := [name for name in columns if name not in header]:
                raise NightowlError(
                    f"{file}, line 1: expected the columns {','.join(columns)}, but {', '.join(missing)} is not among "
                    f"them (found: {','.join(header) or 'nothing'})."
                )
            places = [header.index(name) for name in columns]
            for row in reader:
                if not any(cell.strip() for cell in row):
                    continue
                if len(row) <= max(places) or not all(row[p].strip() for p in places):
                    raise NightowlError(
                        f"{file}, line {reader.line_num}: expected {','.join(columns)}, found {','.join(row)!r}."
                    )
                yield reader.line_num, [row[p].strip() for p in places]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise NightowlError(f"{file} could not be read: {error}.") from None


def _number(text: str, file: Path, line: int, what: str) -> float:
    """A finite number, not negative."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise NightowlError(f"{file}, line {line}: {what} is {text!r}; a number was expected.")
    if number < 0:
        raise NightowlError(
            f"{file}, line {line}: {what} is {text}; it cannot be negative. Correct the line."
        )
    return number


def _links(file: Path) -> tuple[tuple[str, ...], Matrix]:
    """Node ids in the order of the file's numbers (or of appearance), and minutes between them."""
    listed: dict[tuple[str, str], float] = {}
    for line, (u, v, text) in _rows(file, ("from", "to", "travel_time")):
        minutes = _number(text, file, line, "travel_time")
        if u == v:
            raise NightowlError(f"{file}, line {line}: a link from {u} to itself leads nowhere; take it out.")
        if listed.setdefault((u, v), minutes) != minutes:
            raise NightowlError(
                f"{file}, line {line}: the link {u} to {v} takes {text} minutes here and {listed[u, v]:g} above; keep one."
            )
    if not listed:
        raise NightowlError(f"{file} holds no link; a network needs at least one.")
    ids = _in_order({name for pair in listed for name in pair})
    if len(ids) > LIMIT:
        raise NightowlError(
            f"{file} has {len(ids)} nodes; the designer takes up to {LIMIT}. Plan on stops or cells, not on every kerb."
        )
    place = {name: p for p, name in enumerate(ids)}
    links = np.full((len(ids), len(ids)), np.inf)
    for (u, v), minutes in listed.items():
        links[place[u], place[v]] = minutes
        if (v, u) not in listed:
            links[place[v], place[u]] = minutes
    return ids, links


def _in_order(names: set[str]) -> tuple[str, ...]:
    """Numbers by their value, other names by the alphabet: the same order however the file is sorted."""
    return tuple(
        sorted(names, key=lambda name: (not name.isdecimal(), int(name) if name.isdecimal() else 0, name))
    )


def _demand(file: Path, ids: tuple[str, ...]) -> tuple[Matrix, tuple[str, ...]]:
    """Trips between nodes; trips within a node need no bus and are left out with a notice."""
    place = {name: p for p, name in enumerate(ids)}
    demand = np.full((len(ids), len(ids)), np.nan)
    for line, (u, v, text) in _rows(file, ("from", "to", "demand")):
        trips = _number(text, file, line, "demand")
        for name in (u, v):
            if name not in place:
                raise NightowlError(
                    f"{file}, line {line}: node {name!r} is unknown: no link touches it. Correct it, or add its links."
                )
        if not math.isnan(demand[place[u], place[v]]):
            raise NightowlError(
                f"{file}, line {line}: the demand from {u} to {v} is given twice; keep one line."
            )
        demand[place[u], place[v]] = trips
    demand = np.nan_to_num(demand, nan=0.0)
    within = float(np.diagonal(demand).sum())
    np.fill_diagonal(demand, 0.0)
    return demand, (
        f"{within:g} trips from a node to itself need no bus and are left out.",
    ) if within else ()


def _check_connected(network: Network, file: Path) -> None:
    """Every node must be reachable from the first, else no plan serves all."""
    reached = np.isfinite(network.shortest()[0])
    if not reached.all():
        lost = [network.ids[p] for p in np.flatnonzero(~reached)]
        raise NightowlError(
            f"{file}: the network is not connected: {len(lost)} of {network.size} nodes cannot be reached from node "
            f"{network.ids[0]} ({', '.join(lost[:5])}{' …' if len(lost) > 5 else ''}). Add the missing links, or plan each part alone."
        )
