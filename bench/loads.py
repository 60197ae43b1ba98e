"""Our loads of March 2022 beside the published ones of six routes: correlation over the stops hour by hour, and how a plain running sum does.

    python bench/loads.py --data FOLDER [--home FOLDER]

FOLDER holds transit/bus_route_stop_hour_2022_03.txt.zip, transit/onboard_load/ and network/ (stop sequences, stops). The month is cleaned and
its loads are derived as every night does; --home keeps the lake, and a second run reads it. Published are averages a bus, of another year
(about 2023): their level is not ours, so the stops of one hour are compared, and the ratio is told beside.
"""

import argparse
import csv
import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
from python_calamine import CalamineWorkbook

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from nightowl import environment, profile
from nightowl.lake import Lake
from spark_jobs.transit import section_lists, section_routes
from spark_jobs.transit.section_match import likeness

MONTH, DAY = "2022-03", date(2026, 11, 20)
ROUTES = ("130", "143", "152", "160", "272", "360")
HOURS = range(5, 21)
MEDIAN_MIN, MEAN_MIN, AIM = 0.80, 0.88, 0.90
RIDERS_MIN = 5
"""Published loads are rounded: ratios to fewer riders say little."""
BOARDINGS = "bus_route_stop_hour_2022_03.txt.zip"
HOUR_COLUMNS = [f"{hour}시{kind}차총승객수" for hour in range(24) for kind in "승하"]
SEQUENCES, STOPS = "topis_route_stops_2017.zip", "seoul_bus_stops_20260506.xlsx"


@dataclass(frozen=True)
class Compared:
    """One route: how many published stops were found, the correlation of each hour (ours and the plain sum's), and ours a bus over the published."""

    route_no: str
    stops: int
    found: int
    ours: np.ndarray
    plain: np.ndarray
    ratio: float

    @property
    def medians(self) -> tuple[float, float]:
        return float(np.median(self.ours)), float(np.median(self.plain))


def published(path: Path) -> tuple[list[str], np.ndarray]:
    """Names of the stops in route order, and riders on board a bus, stops × clock hours."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="cp949"))))
    loads = np.array([[float(row[f"{hour:02}시"]) for hour in range(24)] for row in rows])
    return [row["정류장명"] for row in rows], loads


def align(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places of two sequences of names, rising in both, that agree most (a longest common subsequence, weighed by likeness)."""
    gain = np.array([[likeness(a, b) for b in other] for a in one])
    rest = np.zeros((len(one) + 1, len(other) + 1), dtype=int)
    for i in range(len(one) - 1, -1, -1):
        for j in range(len(other) - 1, -1, -1):
            paired = gain[i, j] + rest[i + 1, j + 1] if gain[i, j] else 0
            rest[i, j] = max(paired, rest[i + 1, j], rest[i, j + 1])
    pairs, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        if gain[i, j] and rest[i, j] == gain[i, j] + rest[i + 1, j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif rest[i, j] == rest[i, j + 1]:
            j += 1
        else:
            i += 1
    return pairs


def compare(lake: Lake, folder: Path, routes: Sequence[str] = ROUTES) -> list[Compared]:
    """The derived loads of a lake, and a plain running sum over the same stops, beside the published loads in `folder`."""
    lists = section_lists.read(lake, MONTH, lake.partition("clean", "bus_stop_month", "month", MONTH))
    lists.counted[:] = [c for c in lists.counted if c.route_no in routes]
    found = []
    for matched in section_routes.match(lists):
        ours, a_bus = _derived(lake, matched.route_no, len(matched.served))
        change = np.zeros((len(matched.served), 24))
        for place, stop in enumerate(matched.served):
            for row, part in stop.boarded:
                change[place] += part * (matched.counted.boardings[row] - matched.counted.alightings[row])
        names, told = published(folder / f"route_{matched.route_no}_onboard.csv")
        own = [matched.boarded[s.boarded[0][0]].stop.name or "" for s in matched.served]
        theirs, mine = map(list, zip(*align(names, own), strict=True))
        plain = np.cumsum(change, axis=0)
        by_hour = [
            np.array([np.corrcoef(loads[mine, hour], told[theirs, hour])[0, 1] for hour in HOURS])
            for loads in (ours, plain)
        ]
        many = told[theirs][:, HOURS] >= RIDERS_MIN
        ratio = float(np.nanmedian((a_bus[mine] / np.maximum(told[theirs], 1))[:, HOURS][many]))
        found.append(Compared(matched.route_no, len(names), len(mine), *by_hour, ratio))
    return found


def _derived(lake: Lake, route_no: str, stops: int) -> tuple[np.ndarray, np.ndarray]:
    """Loads of a month behind each stop (none behind the last) and loads a bus (NaN where none is told), stops × clock hours."""
    load, a_bus = np.zeros((stops, 24)), np.full((stops, 24), np.nan)
    with duckdb.connect() as con:
        rows = con.execute(
            f"select section_seq, clock_hour, load_cnt, load_per_bus from read_parquet('{lake.glob('aggregate', 'section_load_month')}', "
            "hive_partitioning = false) where route_no = ? and month = ?",
            [route_no, MONTH],
        ).fetchall()
    for section, hour, riders, riders_a_bus in rows:
        load[section - 1, hour] = riders
        a_bus[section - 1, hour] = np.nan if riders_a_bus is None else riders_a_bus
    return load, a_bus


def deliver(lake: Lake, data: Path, routes: Sequence[str] | None = None) -> None:
    """Put the month, the sequences and the list of stops into landing; of `routes` alone where they are named."""
    for feed, name, content in (
        ("bus_stop_month", BOARDINGS, _month(data / "transit" / BOARDINGS, routes)),
        *((feed, f"of-2017-12-01_{SEQUENCES}", _sequences(data / "network" / SEQUENCES, routes)) for feed in ("stop", "route", "pattern_stop")),
        ("stop", *_stops(data / "network" / STOPS, data / "transit" / BOARDINGS, routes)),
    ):  # fmt: skip
        place = lake.delivery(feed, DAY) / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _lines(path: Path, routes: Sequence[str]) -> tuple[str, list[str]]:
    """Header and lines of some routes of a month."""
    with zipfile.ZipFile(path) as archive:
        (member,) = archive.namelist()
        header, *lines = archive.read(member).decode().splitlines()
    return header, [line for line in lines if line.split(",")[1] in routes]


def _month(path: Path, routes: Sequence[str] | None) -> bytes:
    if routes is None:
        return path.read_bytes()
    header, lines = _lines(path, routes)
    return _zipped({path.stem: "\n".join([header, *lines])})


def _stops(path: Path, month: Path, routes: Sequence[str] | None) -> tuple[str, bytes]:
    """The list of stops, of some routes as CSV."""
    if routes is None:
        return path.name, path.read_bytes()
    boarded = {line.split(",")[-len(HOUR_COLUMNS) - 2] for line in _lines(month, routes)[1]}
    header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    kept = [row for row in rows if str(row[header.index("ARS_ID")]).zfill(5) in boarded]
    text = io.StringIO()
    csv.writer(text).writerows([header, *kept])
    return f"{path.stem}.csv", text.getvalue().encode()


def _sequences(path: Path, routes: Sequence[str] | None) -> bytes:
    if routes is None:
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        kept = {name: archive.read(name).decode() for name in archive.namelist() if Path(name).stem in routes}
        listed = json.loads(archive.read("raw_data/route_list.json"))
    listed["resultList"] = [row for row in listed["resultList"] if row["busRouteNm"] in routes]
    return _zipped(kept | {"raw_data/route_list.json": json.dumps(listed, ensure_ascii=False)})


def _zipped(members: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return packed.getvalue()


def derive_loads(spark: object, lake: Lake) -> list[str]:
    """Clean what was delivered and derive the loads, as a night does; returns what each step said."""
    from spark_jobs.network import patterns, routes, stops
    from spark_jobs.transit import bus_months, section_months

    city = profile.load("seoul")
    jobs = (bus_months, stops, routes, patterns, section_months)
    return [f"{s.sentence} ({s.seconds:.1f} s)" for job in jobs for s in [job.run(spark, lake, city, DAY)]]  # type: ignore[arg-type]


def table(found: Sequence[Compared]) -> str:
    """The comparison as a Markdown table, with the means and what they must be."""
    lines = [
        "| route | published stops, of which found | median correlation, ours | plain running sum | lowest hour, ours | ours a bus / published |",
        "|---|---|---|---|---|---|",
    ]
    for route in found:
        ours, plain = route.medians
        missed = (
            ""
            if ours >= MEDIAN_MIN and ours > plain
            else f" (must be ≥ {MEDIAN_MIN:.2f} and the higher: MISSED)"
        )
        lines.append(
            f"| {route.route_no} | {route.stops}, {route.found} | {ours:.3f}{missed} | {plain:.3f} | {route.ours.min():.2f} | {route.ratio:.2f} |"
        )
    ours, plain = (float(np.mean(m)) for m in zip(*(route.medians for route in found), strict=True))
    verdict = "reached" if ours >= AIM else "not reached"
    missed = "" if ours >= MEAN_MIN else ", MISSED"
    lines.append(
        f"| mean | | **{ours:.3f}** (must be ≥ {MEAN_MIN:.2f}{missed}; aim {AIM:.2f}: {verdict}) | {plain:.3f} | | |"
    )
    return "\n".join(lines)


def main() -> None:
    """Derive the loads where the home has none, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--home", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        lake = Lake(asked.home or Path(scratch)).make()
        if not lake.partitions("aggregate", "section_load_month"):
            deliver(lake, asked.data)
            environment.prepare(lake.home)
            from spark_jobs.session import session

            print("\n".join(derive_loads(session("bench"), lake)), flush=True)
        print(table(compare(lake, asked.data / "transit" / "onboard_load")))


if __name__ == "__main__":
    main()
